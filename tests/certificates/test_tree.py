"""Branch trees: no leaf and no tree ever claims more than the schedules of its instance allow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.certificates.checker import check
from ratiolab.certificates.document import CertificateError
from ratiolab.certificates.prices import Prices
from ratiolab.certificates.schedule import flow_time
from ratiolab.certificates.tree import Condition, leaf_bound
from tests.references.brute_force import least_flow_time

JOBS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), min_size=1, max_size=4)


def types_of(jobs: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Jobs counted by type."""
    return [(s, o, jobs.count((s, o))) for s, o in sorted(set(jobs))]


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(JOBS, st.integers(8, 10), st.data())
def test_leaf_bound_is_below_every_schedule_of_the_leaf(
    jobs: list[tuple[int, int]], memory: int, data: st.DataObject
) -> None:
    """Weak duality: no feasible schedule that meets the conditions is below, whatever the multipliers."""
    types = types_of(jobs)
    small = st.integers(0, 6)
    conditions = data.draw(
        st.lists(
            st.builds(Condition, st.integers(0, len(types) - 1), small, st.integers(0, 3), st.booleans()),
            max_size=3,
        )
    )
    multipliers = [data.draw(st.integers(0, 9)) for _ in conditions]
    prices = Prices.of_rounds(data.draw(st.integers(1, 4)), data.draw(st.lists(small, max_size=6)))
    bound = leaf_bound(types, memory, prices, conditions, multipliers)
    by_row = [(k, o) for k, (_, o, count) in enumerate(types) for _ in range(count)]
    for _ in range(8):
        starts = [data.draw(st.integers(0, 7)) for _ in by_row]
        rows = []
        for k, (_, _, _) in enumerate(types):
            own = sorted(t for t, (kind, _) in zip(starts, by_row, strict=True) if kind == k)
            rows.append([[t, own.count(t)] for t in sorted(set(own))])
        by_condition = [
            sum(kind == c.kind and t <= c.round for t, (kind, _) in zip(starts, by_row, strict=True))
            for c in conditions
        ]
        if all(
            (x >= c.count) if c.at_least else (x <= c.count)
            for x, c in zip(by_condition, conditions, strict=True)
        ):
            try:
                cost = flow_time(types, memory, rows)
            except CertificateError:
                continue
            assert bound <= cost


@pytest.mark.parametrize(
    "conditions",
    [
        [Condition(0, 5, 2, at_least=True)],  # more than there are
        [Condition(0, 5, -1, at_least=False)],  # fewer than none
        [Condition(0, 5, 0, at_least=False), Condition(0, 3, 1, at_least=True)],  # crossing
    ],
)
def test_contradictions_prove_anything(conditions: list[Condition]) -> None:
    """Conditions that contradict each other need no word for it: large multipliers reach any bound."""
    bound = leaf_bound([(0, 2, 1)], 5, Prices(1, (0,), (0,)), conditions, [1000] * len(conditions))
    assert bound >= 1000


@pytest.mark.slow
def test_random_trees_never_claim_too_much() -> None:
    """Whatever a tree says, what is accepted is not above the optimum."""

    @settings(deadline=None, max_examples=150, database=None)
    @given(JOBS, st.integers(8, 9), st.data())
    def property_(jobs: list[tuple[int, int]], memory: int, data: st.DataObject) -> None:
        types = types_of(jobs)

        def tree(depth: int, conditions: int) -> list[Any]:
            if depth and data.draw(st.booleans()):
                node = {
                    "type": data.draw(st.integers(0, len(types) - 1)),
                    "round": data.draw(st.integers(0, 5)),
                    "count": data.draw(st.integers(-1, 3)),
                }
                return [node, *tree(depth - 1, conditions + 1), *tree(depth - 1, conditions + 1)]
            prices = Prices.of_rounds(4, data.draw(st.lists(st.integers(0, 4), max_size=5)))
            multipliers = [data.draw(st.integers(0, 40)) for _ in range(conditions)]
            return [
                {
                    "scale": 4,
                    "rounds": [*prices.rounds],
                    "values": [*prices.values],
                    "multipliers": multipliers,
                }
            ]

        optimum = least_flow_time(memory, jobs)
        document = {
            "format": "ratiolab.certificate",
            "version": 1,
            "memory": memory,
            "types": [list(row) for row in types],
            "claim": {"lower": optimum + 1},
            "proof": {"kind": "tree", "nodes": tree(2, 0)},
        }
        with pytest.raises(CertificateError, match=r"proof\.nodes\[\d+\]: proves"):
            check(document)

    property_()


def test_children_leave_no_count_between_them() -> None:
    """The second child begins at the very next count: a proof that needs a gap there is refused.

    Two jobs of one token, one at a time: the optimum is 3, and exactly one job starts in round 0. Without
    such schedules 5 would be the least.
    """
    late = {"scale": 1, "rounds": [0, 1, 2], "values": [0, 1, 0], "multipliers": [2]}
    early = {"scale": 1, "rounds": [0, 1], "values": [10, 0], "multipliers": [9]}
    document: dict[str, Any] = {
        "format": "ratiolab.certificate",
        "version": 1,
        "memory": 1,
        "types": [[0, 1, 2]],
        "claim": {"lower": 5},
        "proof": {"kind": "tree", "nodes": [{"type": 0, "round": 0, "count": 0}, late, early]},
    }
    with pytest.raises(CertificateError, match=r"proof.nodes\[2\]: proves 3 only, not 5"):
        check(document)
    document["claim"]["lower"] = 3
    assert check(document).lower == 3
