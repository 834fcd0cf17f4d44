"""Whether what was accepted is true, told by programs that share nothing with those that accepted it."""

from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction
from functools import lru_cache
from math import floor, sqrt
from typing import Any

from tests.fuzz.reader import WrongVerdict
from tests.references.gsa import gsa
from tests.references.model import Broken, cost, replay
from tests.references.optimum_by_states import least_flow_time

#: Beyond these sizes a slow program is not asked.
_MOST_JOBS, _MOST_ROUNDS = 400, 3_000


def require(truth: bool, what: str) -> None:
    """Raise `WrongVerdict` unless it is true."""
    if not truth:
        raise WrongVerdict(what)


def parsed(mutant: bytes) -> dict[str, Any]:
    """What the standard library makes of an accepted JSON text."""
    value = json.loads(mutant.decode("utf-8-sig"))
    require(type(value) is dict, "accepted, and no object")
    return dict(value)


def instance_is_true(document: dict[str, Any]) -> None:
    """Every job fits, numbers are integers, and the lists belong together."""
    memory = document["memory"]
    groups = document.get("groups")
    if groups is None:
        lengths = document["responses"]
        prompts = document.get("prompts", [document.get("prompt")] * len(lengths))
        order = document.get("order", list(range(len(lengths))))
        require(sorted(order) == list(range(len(lengths))), "the order is none")
        require(len(prompts) == len(lengths) >= 1, "one prompt per job")
        jobs = list(zip(prompts, lengths, strict=True))
    else:
        jobs = [(g.get("prompt", document.get("prompt")), g["response"]) for g in groups]
        require(len(jobs) >= 1 and all(type(g["count"]) is int and g["count"] >= 1 for g in groups), "counts")
    for s, o in jobs:
        require(type(s) is int and type(o) is int and s >= 0 and o >= 1 and s + o <= memory, f"job {s}, {o}")


def schedule_is_true(
    document: dict[str, Any], memory: int, prompt: int, lengths: list[int], flow: int
) -> None:
    """Replayed round by round, the model allows it, and it costs what was said."""
    columns = (document["job"], document["start"], document["rounds"], document["finished"])
    if max(a + r for a, r in zip(columns[1], columns[2], strict=True)) > 10**6:
        return
    attempts = list(zip(*columns, strict=True))
    _replayed(memory, [prompt] * len(lengths), lengths, attempts)
    require(cost(attempts)[0] == flow, "the flow time is another")


def _replayed(memory: int, prompts: list[int], lengths: list[int], attempts: list[Any]) -> None:
    try:
        machine = replay(memory, prompts, lengths, attempts)
    except Broken as error:
        raise WrongVerdict(f"the model does not allow it: {error}") from None
    require(not machine.unfinished, "jobs are left unfinished")


def witness_is_true(document: dict[str, Any]) -> None:
    """Both sides again: GSA round by round, and the schedule job by job."""
    groups = [(g["response"], g["count"]) for g in document["groups"]]
    top, bottom = int(document["algorithm_flow_time"]), int(document["opt_flow_time"])
    require(Fraction(document["ratio"]) == Fraction(top, bottom), "the ratio is no quotient")
    memory, prompt = document["memory"], document["prompt"]
    jobs, rounds = sum(c for _, c in groups), sum(o * c for o, c in groups)
    require(all(prompt + o <= memory for o, _ in groups), "a job does not fit")
    if jobs > _MOST_JOBS or rounds > _MOST_ROUNDS:
        return
    starts: list[tuple[int, int]] = []
    for block in document["schedule"]:
        starts += _starts(block)
    placed = Counter(o for o, _ in starts)
    require(
        placed == Counter(dict(groups) if len(dict(groups)) == len(groups) else _added(groups)), "jobs placed"
    )
    attempts = [(i, a, o, True) for i, (o, a) in enumerate(starts)]
    if max(a for _, a in starts) <= 10 * _MOST_ROUNDS:
        _replayed(memory, [prompt] * jobs, [o for o, _ in starts], attempts)
    require(sum(o + a for o, a in starts) == bottom, "the schedule costs another flow time")
    alpha = document["parameters"].get("alpha")
    if document["algorithm"] == "gsa" and re.fullmatch(r"[0-9]{1,3}(/[0-9]{1,3})?", alpha or ""):
        lengths = tuple(o for o, c in groups for _ in range(c))
        require(_gsa(memory, prompt, lengths, Fraction(alpha)) == top, "GSA costs another flow time")


def _added(groups: list[tuple[int, int]]) -> dict[int, int]:
    total: Counter[int] = Counter()
    for o, c in groups:
        total[o] += c
    return dict(total)


@lru_cache(maxsize=200)
def _gsa(memory: int, prompt: int, lengths: tuple[int, ...], alpha: Fraction) -> int:
    return cost(gsa(memory, prompt, lengths, range(len(lengths)), alpha))[0]


def _starts(block: dict[str, Any]) -> list[tuple[int, int]]:
    match block["kind"]:
        case "staggered":
            return [
                (block["response"], block["start"] + i * block["period"] // block["width"])
                for i in range(block["count"])
            ]
        case "pattern":
            return [
                (o, block["start"] + r * block["period"] + a)
                for r in range(block["repeats"])
                for a, o in zip(block["offsets"], block["responses"], strict=True)
            ]
        case "starts":
            return [(block["response"], a) for a in block["starts"]]
        case _:
            pairs = zip(block["responses"], block["counts"], strict=True)
            return [(o, block["start"]) for o, c in pairs for _ in range(c)]


@lru_cache(maxsize=2000)
def _least(memory: int, jobs: tuple[tuple[int, int], ...]) -> int:
    return least_flow_time(memory, jobs)


def certificate_is_true(document: dict[str, Any]) -> None:
    """The optimum, by all states, lies where the certificate says."""
    jobs = tuple((s, o) for s, o, c in document["types"] for _ in range(min(c, 7)))
    if sum(c for _, _, c in document["types"]) > 6 or sum(o for _, o in jobs) > 24:
        return
    least = _least(document["memory"], jobs)
    claim = document["claim"]
    require(claim["lower"] <= least, f"the optimum is {least}, below the lower end {claim['lower']}")
    require(
        claim.get("upper") is None or claim["upper"] >= least, f"the optimum {least} is above the upper end"
    )


def limit_is_true(document: dict[str, Any]) -> None:
    """Lengths fit, the schedule's form is that of its spacings, and the ratio that of the forms."""
    lengths = [g["response"] for g in document["groups"]]
    require(lengths == sorted(set(lengths)), "lengths ascend")
    require(all(document["prompt"] + o <= document["memory"] for o in lengths), "a length does not fit")
    top, bottom = (_quadratic(document[name], document) for name in ("algorithm_form", "schedule_form"))
    require(Fraction(document["ratio"]) == top / bottom, "the ratio is no quotient of the forms")
    pace = [Fraction(g["period"], g["width"]) for g in document["groups"]]
    for i, row in enumerate(document["schedule_form"]):
        for j, entry in enumerate(row):
            require(Fraction(entry) == pace[min(i, j)] / 2, "the schedule's form is another")
    if document.get("upper") is not None:
        require(Fraction(document["upper"]) >= Fraction(document["ratio"]), "the upper end is below")


def _quadratic(form: list[list[str]], document: dict[str, Any]) -> Fraction:
    shares = [g["share"] for g in document["groups"]]
    pairs = [(i, j) for i in range(len(shares)) for j in range(len(shares))]
    return sum((Fraction(form[i][j]) * shares[i] * shares[j] for i, j in pairs), Fraction(0))


def boxes_are_true(document: dict[str, Any]) -> None:
    """At sizes U within every box, and far beyond, the weights follow one from the other, in floats."""
    a, b, d = (document["alpha"][name] for name in "abd")
    alpha = float(Fraction(a)) + float(Fraction(b)) * sqrt(d)
    bound = float(Fraction(document["bound"]))
    require(alpha > 1, "alpha is not above 1")
    require(bound >= max(3 * alpha**2, 2 * alpha, 3 * (2 * alpha - 1) / (alpha - 1)) - 1e-9, "R is too small")
    small = float(Fraction(document["small"]))
    need = alpha / (alpha - 1) * (alpha * (1 + small) + 1 / small - 1)
    require(2 * need <= bound + 1e-9, "small instances are not covered")
    reached = Fraction(document["start"])
    require(reached >= Fraction(1, 2), "it starts below 1/2")
    for box in document["boxes"]:
        require(Fraction(box["low"]) == reached, "a gap")
        low = float(reached)
        high = 1000 * low if box["high"] is None else float(Fraction(box["high"]))
        for share in (0.001, 0.25, 0.5, 0.75, 0.999):
            _weights_follow(alpha, bound, low + share * (high - low), float(Fraction(box["t"])), box["depth"])
        reached = Fraction(0) if box["high"] is None else Fraction(box["high"])
    require(document["boxes"][-1]["high"] is None, "the last box ends")


def _weights_follow(alpha: float, bound: float, size: float, t: float, depth: int) -> None:
    def parallelism(phase: int) -> int:
        v = size / alpha**phase
        return floor((1 + 2 * size - v) / (1 + v) + 1e-12)

    def follows(phase: int, below: float) -> float:
        v = size / alpha**phase
        gain = (alpha - 1) / alpha**2 + (alpha**2 - 1) / alpha**4 * v
        bracket = bound * gain / (1 + 2 * size) + (1 - 1 / below) / (alpha * max(parallelism(phase + 1), 1))
        return parallelism(phase) * bracket - 1

    weight = t
    for phase in range(depth - 1, -1, -1):
        weight = follows(phase, weight)
        require(weight > -1e-6 if phase == 0 else weight > 1e-9, f"U = {size}: phase {phase} gets {weight}")
    for phase in range(depth, depth + 40):
        require(follows(phase, t) >= t - 1e-6, f"U = {size}: weight {t} is not kept in phase {phase}")
