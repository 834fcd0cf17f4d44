"""What the checker accepts is true; what is not as it must be is refused with the place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.certificates.checker import check
from ratiolab.certificates.document import CertificateError, load
from ratiolab.certificates.json_text import UnreadableError
from ratiolab.certificates.schedule import flow_time
from tests.references.brute_force import least_flow_time

#: Lengths 2, 4 and 5, prompt 1, memory 8: optimum 13; the two trivial leaves prove 11.
BASE: dict[str, Any] = {
    "format": "ratiolab.certificate",
    "version": 1,
    "note": "by hand",
    "memory": 8,
    "types": [[1, 2, 1], [1, 4, 1], [1, 5, 1]],
    "claim": {"lower": 11, "upper": 13},
    "schedule": [[[0, 1]], [[0, 1]], [[2, 1]]],
    "proof": {
        "kind": "tree",
        "nodes": [
            {"type": 2, "round": 0, "count": 0},
            {"scale": 1, "rounds": [0], "values": [0], "multipliers": [0]},
            {"scale": 1, "rounds": [0], "values": [0], "multipliers": [0]},
        ],
    },
}


def base_with(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """A copy of the base with one change."""
    document = copy.deepcopy(BASE)
    change(document)
    return document


def set_at(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    """A change of one entry."""

    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


def drop(*path: Any) -> Callable[[dict[str, Any]], None]:
    """A change that leaves one entry out."""

    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


EXHAUSTION = {"kind": "exhaustion", "scale": 1, "layers": []}
LEAF = ("proof", "nodes", 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (set_at("claim", "upper", to=12), "claim.upper: is 12, but the schedule costs 13"),
        (set_at("claim", "upper", to=14), "claim.upper: is 14, but the schedule costs 13"),
        (set_at("claim", "lower", to=12), r"proof.nodes\[1\]: proves 11 only, not 12"),
        (set_at("claim", "lower", to=14), "claim.lower: 14 is above claim.upper, 13"),
        (set_at("claim", "lower", to=0), "claim.lower: is 0: it must be at least 1"),
        (set_at("claim", "lower", to=True), "claim.lower: is true: it must be an integer"),
        (set_at("claim", "lower", to=11.0), "claim.lower: is 11.0: it must be an integer"),
        (set_at("claim", "lower", to="11"), "claim.lower: is '11': it must be an integer"),
        (drop("claim", "lower"), "claim: lower is missing"),
        (drop("claim", "upper"), "claim.upper: is missing"),
        (drop("schedule"), "schedule: is missing"),
        (set_at("claim", "sure", to=1), "claim: 'sure' is no known field"),
        (set_at("memory", to=6), "schedule: round 3 holds 8 tokens, the memory is 6"),
        (set_at("memory", to=5), r"types\[2\]: a job needs 6 tokens"),
        (set_at("types", 1, 2, to=2), r"schedule\[1\]: starts 1 jobs of 2"),
        (set_at("types", 1, 2, to=0), r"types\[1\]\[2\] \(count\): is 0"),
        (set_at("types", 1, 1, to=0), r"types\[1\]\[1\] \(response\): is 0"),
        (set_at("types", 1, to=[1, 2, 1]), r"types\[1\]: is the same type as types\[0\]"),
        (set_at("types", 1, to=[1, 4]), r"types\[1\]: has 2 entries"),
        (set_at("types", to=[]), "types: is empty"),
        (set_at("schedule", 2, 0, 0, to=1), "schedule: round 3 holds 9 tokens, the memory is 8"),
        (set_at("schedule", 2, 0, 0, to=0), "schedule: round 1 holds 9 tokens, the memory is 8"),
        (set_at("schedule", 2, 0, 0, to=3), "claim.upper: is 13, but the schedule costs 14"),
        (set_at("schedule", 2, 0, 0, to=-1), r"schedule\[2\]\[0\]\[0\] \(start round\): is -1"),
        (set_at("schedule", 2, 0, 1, to=2), r"schedule\[2\]: starts 2 jobs of 1"),
        (set_at("schedule", 2, to=[]), r"schedule\[2\]: starts 0 jobs of 1"),
        (set_at("schedule", 2, to=[[3, 1], [3, 1]]), r"schedule\[2\]\[1\]: round 3 does not come after 3"),
        (drop("schedule", 2), "schedule: has 2 entries: it must have 3"),
        (drop("proof", "nodes", 2), r"proof.nodes\[0\]: its second child is missing"),
        (set_at("proof", "nodes", 2, to=None), r"proof.nodes\[2\]: is null"),
        (set_at("proof", "nodes", to=[]), "proof.nodes: is empty"),
        (set_at("proof", "nodes", to=[BASE["proof"]["nodes"][0]]), "its first child is missing"),
        (set_at("proof", "nodes", slice(3, 3), to=[{}]), "belongs to no node"),
        (set_at("proof", "nodes", 0, "type", to=3), r"proof.nodes\[0\].type: is 3: there are 3 types"),
        (set_at("proof", "nodes", 0, "round", to=-1), r"proof.nodes\[0\].round: is -1"),
        # Jobs that run backwards: the others would be too many, at less than no cost.
        (
            set_at("schedule", 0, to=[[0, 2], [9, -1]]),
            r"schedule\[0\]\[1\]\[1\] \(count\): is -1: it must be at least 1",
        ),
        (set_at("schedule", 0, to=[[0, 1], [9, 0]]), r"schedule\[0\]\[1\]\[1\] \(count\): is 0"),
        (set_at("proof", "nodes", 0, "count", to=False), r"proof.nodes\[0\].count: is false"),
        (set_at(*LEAF, "multipliers", to=[]), "multipliers: has 0 entries for 1 conditions"),
        (set_at(*LEAF, "multipliers", to=[-1]), r"proof.nodes\[1\].multipliers\[0\]: is -1"),
        (set_at(*LEAF, "scale", to=0), r"proof.nodes\[1\].scale: is 0"),
        (set_at(*LEAF, "values", to=[1]), r"proof.nodes\[1\]: the last price is 1"),
        (set_at(*LEAF, "values", to=[-1]), r"proof.nodes\[1\].values\[0\]: is -1"),
        (set_at(*LEAF, "weights", to=[]), r"proof.nodes\[1\]: 'weights' is no known field"),
        (set_at("proof", "kind", to="trust me"), "proof.kind: is 'trust me'"),
        (set_at("proof", to={}), "proof: must be an object with a kind"),
        (set_at("proof", "leaves", to=2), "proof: 'leaves' is no known field"),
        (set_at("proof", to={"kind": "area", "value": 3}), "proof: 'value' is no known field"),
        (set_at("proof", to={"kind": "prices", "scale": 1, "rounds": [0, 2], "values": [9, 0]}), "proves"),
        (set_at("proof", to=EXHAUSTION | {"layers": [[[1.5]]]}), r"layers\[0\]\[0\]\[0\]: is 1.5"),
        (set_at("proof", to=EXHAUSTION | {"layers": 3}), "proof.layers: is 3"),
        (set_at("format", to="ratiolab.witness"), "format: is 'ratiolab.witness'"),
        (set_at("version", to=2), "version: is 2"),
        (set_at("note", to=1), "note: is 1"),
        (set_at("date", to="today"), "certificate: 'date' is no known field"),
        (drop("proof"), "certificate: proof is missing"),
    ],
)  # fmt: skip
def test_refused_with_the_place(change: Callable[[dict[str, Any]], Any], reason: str) -> None:
    """Every corruption has its reason, on one line."""
    with pytest.raises(CertificateError, match=reason) as refused:
        check(base_with(change))
    assert "\n" not in str(refused.value)


def test_base_holds() -> None:
    """The certificate that the corruptions start from is accepted: an interval, by a tree."""
    checked = check(BASE)
    assert (checked.lower, checked.upper, checked.kind, checked.optimal) == (11, 13, "tree", False)
    assert least_flow_time(8, [(1, 2), (1, 4), (1, 5)]) == 13


def test_wrong_exhaustion_claim() -> None:
    """An exhaustive search that claims more than the optimum finds the schedule below, without prices too."""
    document = base_with(set_at("proof", to=EXHAUSTION))
    document["claim"]["lower"] = 13
    assert check(document).optimal
    del document["schedule"]
    document["claim"] = {"lower": 14}
    with pytest.raises(CertificateError, match=r"proof: .*13"):
        check(document)


@pytest.mark.slow
def test_deep_tree_needs_no_recursion() -> None:
    """A chain of 1,500 conditions is checked like any other tree."""
    leaf = {"scale": 1, "rounds": [0], "values": [0]}
    depth = 1_500
    nodes: list[Any] = [{"type": 0, "round": t, "count": 0} for t in range(depth)]
    nodes.append(leaf | {"multipliers": [0] * depth})
    nodes += [leaf | {"multipliers": [0] * (depth - t)} for t in range(depth)]
    document = base_with(set_at("proof", "nodes", to=nodes))
    assert check(document).words.startswith("branch tree of 1501 leaves")
    nodes.pop()
    with pytest.raises(CertificateError, match=r"proof.nodes\[0\]: its second child is missing"):
        check(document)


def test_loading() -> None:
    """Other texts are unreadable, not refused; keys given twice, floats and NaN do not slip through."""
    text = json.dumps(BASE)
    assert check(load(text)) == check(BASE)
    for other in ("", "[1]", '{"format": "ratiolab.instance"}', text[:-1], text.replace(": 1,", ": 2,", 1)):
        with pytest.raises(UnreadableError):
            load(other)
    with pytest.raises(UnreadableError):
        load("[" * 100_000)
    with pytest.raises(UnreadableError, match=r"claim\.lower is given twice: keep one"):
        load(text.replace('"lower": 11', '"lower": 12, "lower": 11'))
    for wrong in ("11.0", "1.1e1", "NaN", "true", "null", '"11"'):
        with pytest.raises(CertificateError, match=r"claim\.lower: is"):
            check(load(text.replace('"lower": 11', f'"lower": {wrong}')))


def test_huge_integers() -> None:
    """10**40 jobs of one round each, one at a time: interval proved by prices."""
    n = 10**40
    document = {
        "format": "ratiolab.certificate",
        "version": 1,
        "memory": n,
        "types": [[0, 1, n]],
        "claim": {"lower": n, "upper": n},
        "schedule": [[[0, n]]],
        "proof": {"kind": "prices", "scale": 1, "rounds": [0], "values": [0]},
    }
    assert check(load(json.dumps(document))).optimal


JOBS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), min_size=1, max_size=4)


def types_of(jobs: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Jobs counted by type."""
    return [(s, o, jobs.count((s, o))) for s, o in sorted(set(jobs))]


@settings(deadline=None)
@given(JOBS, st.integers(8, 12), st.data())
def test_schedules_are_judged_round_by_round(
    jobs: list[tuple[int, int]], memory: int, data: st.DataObject
) -> None:
    """Feasible or not: the same answer as adding up every round."""
    types = types_of(jobs)
    rows, held, cost = [], [0] * 40, 0
    for s, o, count in types:
        starts = sorted(data.draw(st.lists(st.integers(0, 9), min_size=count, max_size=count)))
        rows.append([[t, starts.count(t)] for t in sorted(set(starts))])
        for t in starts:
            cost += t + o
            for r in range(o):
                held[t + r] += s + r + 1
    if max(held) > memory:
        with pytest.raises(CertificateError, match=r"holds \d+ tokens"):
            flow_time(types, memory, rows)
    else:
        assert flow_time(types, memory, rows) == cost
