"""Certificates of engines' results: accepted, true, and refused or still true once corrupted."""

from __future__ import annotations

import copy
import json
import random
from functools import cache
from typing import Any

import pytest

from ratiolab.certificates.checker import check
from ratiolab.certificates.document import CertificateError, load
from ratiolab.certificates.exhaustion import ExhaustionRecord
from ratiolab.instance import Instance
from ratiolab.optimum import Bracket, Status, search
from ratiolab.optimum.certify import (
    CLOSED_FORM,
    EXHAUSTION,
    PRICES,
    TREE,
    WAYS,
    certificate,
    certificate_text,
    write_certificate,
)
from ratiolab.optimum.result import OptimumResult
from ratiolab.schedule import Schedule, verify
from tests.references.brute_force import least_flow_time
from tests.references.starts import serial_starts

INSTANCES = 60


def jobs_of(instance: Instance) -> list[tuple[int, int]]:
    """Prompt and response of every job."""
    return list(zip(instance.prompts.tolist(), instance.responses.tolist(), strict=True))


@cache
def solved(seed: int) -> tuple[Instance, OptimumResult]:
    """A small instance with its optimum by the search."""
    rng = random.Random(seed)
    memory = rng.randint(6, 10)
    jobs = []
    for _ in range(rng.randint(2, 5)):
        prompt = rng.randint(0, 2)
        jobs.append((prompt, rng.randint(1, min(5, memory - prompt))))
    instance = Instance(memory, [s for s, _ in jobs], [o for _, o in jobs])
    upper = Schedule.of_starts(serial_starts(jobs_of(instance)), instance)
    result = search.solve(instance, upper=upper)
    assert result.proved
    return instance, result


def least(document: dict[str, Any]) -> int:
    """Optimum of a certificate's instance by brute force."""
    return least_flow_time(
        document["memory"], [(s, o) for s, o, count in document["types"] for _ in range(count)]
    )


@cache
def certified(seed: int, way: str) -> dict[str, Any]:
    """Certificate of an instance by one way of proof; an exhaustive search needs no prices to be true."""
    instance, result = solved(seed)
    record = result.record or ExhaustionRecord(1, ())
    return certificate(instance, result, record=record, ways=(way,), time_limit=None)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_accepted_and_true(way: str) -> None:
    """Every way of proof on 60 instances: accepted after a trip through JSON, never above the optimum."""
    kinds = {PRICES: {"prices", "length"}, TREE: {"tree", "length"}}
    seen = []
    for seed in range(INSTANCES):
        _, result = solved(seed)
        document = certified(seed, way)
        verdict = check(load(certificate_text(document)))
        assert verdict.lower <= least(document) == result.upper == verdict.upper
        assert ("note" in document) == (verdict.lower < result.lower)
        if way in (EXHAUSTION, TREE):
            assert verdict.optimal
        assert way not in kinds or verdict.kind in kinds[way]
        seen.append(verdict.kind)
    assert len(set(seen) - {"length"}) >= 1


def integers_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Places of all integers of a document."""
    if isinstance(value, int):
        return [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, member in pairs for place in integers_in(member, (*path, key))]


@pytest.mark.parametrize("way", WAYS)
def test_one_integer_changed(way: str) -> None:
    """Any integer moved, anywhere: refused with one line, or what is accepted is still true."""
    rng = random.Random(way)
    accepted = refused = 0
    for seed in range(INSTANCES):
        original = certified(seed, way)
        places = integers_in(original)
        for place in rng.sample(places, min(len(places), 8)):
            document = copy.deepcopy(original)
            at: Any = document
            for key in place[:-1]:
                at = at[key]
            at[place[-1]] += rng.choice(
                (-1, 1, 1, 2, -at[place[-1]] - 1, 10**20 if place[0] == "proof" else 1)
            )
            try:
                verdict = check(document)
            except CertificateError:
                refused += 1
                continue
            accepted += 1
            assert verdict.upper is not None
            assert verdict.lower <= least(document) <= verdict.upper
    assert refused > accepted > 0


def test_planted_errors() -> None:
    """A dual, a start, the objective, a leaf, a condition, the memory or a count falsified: refused."""
    seed = next(s for s in range(INSTANCES) if len(certified(s, TREE)["proof"].get("nodes", ())) >= 5)
    original = certified(seed, TREE)
    nodes = original["proof"]["nodes"]
    leaf = next(i for i, node in enumerate(nodes) if "scale" in node and len(node["values"]) > 1)
    multiplied = next(i for i, node in enumerate(nodes) if any(node.get("multipliers", ())))
    depth = len(nodes[multiplied]["multipliers"])
    latest = max(range(len(original["schedule"])), key=lambda k: original["schedule"][k][-1][0])

    def planted(*path: Any, to: Any) -> dict[str, Any]:
        document = copy.deepcopy(original)
        at: Any = document
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = to
        return document

    claim, start = original["claim"], original["schedule"][latest][-1][0]
    faults = {
        r"values\[0\]: is -1": planted("proof", "nodes", leaf, "values", 0, to=-1),
        "proves": planted("proof", "nodes", leaf, "values", 0, to=10**9),
        # Without multipliers the leaf bounds all schedules, and that is less than the optimum.
        "proves [0-9]+ only": planted("proof", "nodes", multiplied, "multipliers", to=[0] * depth),
        "costs": planted("schedule", latest, -1, 0, to=start + 1),
        "claim.upper: is": planted("claim", "upper", to=claim["upper"] + 1),
        "claim.upper": planted("claim", "upper", to=claim["upper"] - 1),
        "proves|claim.lower": planted("claim", "lower", to=claim["lower"] + 1),
        "child is missing|proves|multipliers": planted("proof", "nodes", to=nodes[:leaf] + nodes[leaf + 1 :]),
        "child is missing": planted("proof", "nodes", to=nodes[:-1]),
        "proves -?[0-9]+ only": planted("proof", "nodes", 0, "count", to=nodes[0]["count"] + 10**6),
        "tokens": planted("memory", to=max(s + o for s, o, _ in original["types"]) - 1),
        "starts": planted("types", 0, 2, to=original["types"][0][2] + 1),
    }
    check(original)
    for reason, document in faults.items():
        with pytest.raises(CertificateError, match=reason):
            check(document)
    without = planted("claim", to={"lower": claim["lower"] + 1})
    del without["schedule"]
    with pytest.raises(CertificateError, match="proves"):
        check(without)


def test_memory_lowered_by_one_token() -> None:
    """A schedule that fills the memory is refused as soon as one token is missing."""
    instance = Instance.common(15, 0, [5] * 15)
    upper = Schedule.of_starts([(i * 5) // 5 for i in range(15)], instance)
    document = certificate(instance, result_of(instance, upper, lower=75))
    assert check(document).lower == 75
    document["memory"] = 14
    with pytest.raises(CertificateError, match=r"round 4 holds 15 tokens, the memory is 14"):
        check(document)


def result_of(instance: Instance, schedule: Schedule, lower: int) -> OptimumResult:
    """A result as an engine in floating point would give it."""
    upper = verify(instance, schedule).flow_time
    bracket = Bracket(lower, upper, "floating point", "given", schedule)
    return OptimumResult.of(bracket, Status.TIME_LIMIT, engine="test", runtime=0.0)


def test_wrong_bound_of_an_engine_is_not_certified() -> None:
    """An engine that takes a schedule for optimal that is not: the claim shrinks to what is proved."""
    instance, result = solved(3)
    serial = Schedule.of_starts(serial_starts(jobs_of(instance)), instance)
    wrong = result_of(instance, serial, verify(instance, serial).flow_time)
    assert result.upper is not None
    assert wrong.lower > result.upper
    document = certificate(instance, wrong, node_limit=200)
    assert check(document).lower <= result.upper
    assert "no proof of the lower bound" in document["note"]


@pytest.mark.parametrize("stage", ["branch", "linear_program_bound"])
def test_interrupted_proof(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in either search for a proof: the certificate claims what is proved without it."""

    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    # Made first: the proofs of other tests are kept and must not be cut short.
    seed = next(s for s in range(INSTANCES) if len(certified(s, TREE)["proof"].get("nodes", ())) >= 5)
    instance, result = solved(seed)
    monkeypatch.setattr(f"ratiolab.optimum.certify.{stage}", interrupted)
    monkeypatch.setattr("ratiolab.optimum.certify.branch", interrupted)
    document = certificate(instance, result, ways=(CLOSED_FORM, PRICES, TREE))
    assert check(document).lower < result.lower
    assert "note" in document


def test_kills_are_left_out() -> None:
    """A schedule with a killed attempt: the certificate has the starts of the finished ones."""
    instance = Instance.common(6, 0, [3, 3, 4, 6])
    killed = Schedule([3, 0, 1, 2, 3], [0, 2, 5, 8, 12], [2, 3, 3, 4, 6], [False, True, True, True, True])
    document = certificate(instance, result_of(instance, killed, lower=20))
    assert document["schedule"] == [[[2, 1], [5, 1]], [[8, 1]], [[12, 1]]]
    verdict = check(document)
    assert (verdict.lower, verdict.upper) == (20, verify(instance, killed).flow_time)


def test_only_a_lower_bound(tmp_path: Any) -> None:
    """Without a schedule only a lower bound is claimed; the file holds what was made."""
    instance = Instance.common(10, 0, [3, 3, 4])
    bracket = Bracket(10, None, "exact", "none")
    result = OptimumResult.of(bracket, Status.TIME_LIMIT, engine="test", runtime=0.0)
    document = certificate(instance, result)
    assert (document["claim"], "schedule" in document) == ({"lower": 10}, False)
    write_certificate(document, tmp_path / "bound.json")
    text = (tmp_path / "bound.json").read_text()
    assert json.loads(text) == document
    assert check(load(text)).upper is None
