"""Branch trees: they prove the optimum, no more, and stop when told."""

from __future__ import annotations

import random

import pytest

from ratiolab.certificates.tree import Condition, check_tree
from ratiolab.optimum.branching import branch, closed, horizons
from ratiolab.optimum.conditioned import Program
from tests.references.brute_force import least_flow_time

#: Lengths 2, 4, 5, 6, 7, prompt 1, budget 8: optimum 44.
TYPES = [(1, 2, 1), (1, 4, 1), (1, 5, 1), (1, 6, 1), (1, 7, 1)]


def test_proves_the_optimum_and_not_more() -> None:
    """On random instances the tree reaches the optimum exactly; for one round more there is none."""
    rng = random.Random(11)
    for _ in range(12):
        memory = rng.randint(6, 10)
        jobs = [(rng.randint(0, 2), rng.randint(1, 4)) for _ in range(5)]
        types = [(s, o, jobs.count((s, o))) for s, o in sorted(set(jobs))]
        optimum = least_flow_time(memory, jobs)
        makespan = sum(o for _, o in jobs)
        nodes = branch(types, memory, optimum, makespan=makespan)
        assert nodes is not None
        assert check_tree(types, memory, optimum, {"nodes": nodes}) == (len(nodes) + 1) // 2
        assert branch(types, memory, optimum + 1, makespan=makespan, node_limit=60) is None


@pytest.mark.slow
def test_limits_and_reports() -> None:
    """Node limit and time limit end in None; a run without them tells of every node and is repeatable."""
    assert branch(TYPES, 8, 44, makespan=24, node_limit=1) is None
    assert branch(TYPES, 8, 44, makespan=24, time_limit=1e-9) is None
    told: list[tuple[int, int, int]] = []
    nodes = branch(TYPES, 8, 44, makespan=24, watch=lambda *numbers: told.append(numbers))
    assert nodes is not None
    assert len(nodes) > 1
    assert told[-1] == (len(nodes), (len(nodes) + 1) // 2, 0)
    assert nodes == branch(TYPES, 8, 44, makespan=24)


def test_too_large_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program above the limit of matrix entries is not built."""
    monkeypatch.setattr("ratiolab.optimum.branching.MAX_ENTRIES", 10)
    assert branch(TYPES, 8, 44, makespan=24) is None


def test_empty_leaves_are_closed_by_a_ray() -> None:
    """Conditions that the memory does not allow: the stretched ray proves any target, exactly."""
    types = [(0, 3, 2), (1, 2, 3)]
    program = Program(types, 4, 20)
    paths = [
        (Condition(0, 0, 2, at_least=True),),  # two jobs of length 3 at once need 6 tokens
        (Condition(0, 2, 2, at_least=True), Condition(1, 4, 3, at_least=True)),
    ]
    for path in paths:
        relaxed = program.solve(path)
        assert relaxed is not None
        assert relaxed.starts is None
        leaf = closed(program, path, relaxed, 10**6)
        assert leaf is not None
        nodes = [leaf | {"multipliers": []}]
        with pytest.raises(
            ValueError, match="proves"
        ):  # without its conditions it proves nothing of the kind
            check_tree(types, 4, 10**6, {"nodes": nodes})


def test_horizons_cover_the_schedule() -> None:
    """The program is long enough for the schedule at hand, and never longer than all jobs in a row."""
    assert horizons([(0, 3, 2)], 3, 6) == [6]
    first, second = horizons([(0, 1, 100)], 10, 10)
    assert 10 < first < second <= 100
