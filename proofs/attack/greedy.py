"""The inequalities on shortest-first admission, as numbers on an instance."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from proofs.attack.checks import Check, Sides
from proofs.schedules.model import Case, Phases, area, greedy_starts

MOST_ROUNDS = 4000
"""Look-ahead admission is simulated round by round: instances with more rounds than this are passed over."""


def _starts(case: Case) -> list[int] | None:
    return greedy_starts(case, by_peak=False) if case.Y <= MOST_ROUNDS and case.n <= 30 else None


def _start_times(case: Case, _: Phases) -> Iterator[Sides]:
    starts = _starts(case)
    charged = 0
    for begin, o in zip(starts or [], case.ordered, strict=False):
        yield case.budget * begin, charged
        charged += 2 * case.prompt * o + o * o


def _seven_thirds(case: Case, _: Phases) -> Iterator[Sides]:
    starts = _starts(case)
    if starts is not None:
        cost = sum(starts) + case.Y
        yield cost, 2 * case.X + case.Y
        if case.tiny:
            yield cost, Fraction(7, 3) * case.optimum


def _share(case: Case) -> Fraction:
    """Largest share of the budget one job takes."""
    return Fraction(case.prompt + case.ordered[-1], case.budget)


def _large_memory(case: Case, _: Phases) -> Iterator[Sides]:
    share = _share(case)
    starts = _starts(case)
    if starts is None or share > Fraction(1, 2):
        return
    n, jobs, prompt = case.n, case.ordered, case.prompt
    ranks = [Fraction((n - i - 1) * (prompt + o), case.budget) for i, o in enumerate(jobs)]
    spare = [max(Fraction(0), rank - Fraction(1, 2) + share) for rank in ranks]
    yield (1 - share) * sum(starts), sum((o * part for o, part in zip(jobs, spare, strict=True)), Fraction(0))
    heavy = [o for o, rank in zip(jobs, ranks, strict=True) if rank > Fraction(1, 2) - share]
    count = len(heavy)
    busy = sum(((count - i - Fraction(1, 2)) * area(prompt, o) for i, o in enumerate(heavy)), Fraction(0))
    mixed = busy / case.budget + Fraction(sum(heavy), 3) + case.Y - sum(heavy)
    best = max(case.X + Fraction(case.Y, 3), mixed)
    yield (1 - share) * (sum(starts) + case.Y), 2 * best
    if case.tiny:
        yield best, case.optimum


def _peak_reservation(case: Case, _: Phases) -> Iterator[Sides]:
    starts = greedy_starts(case, by_peak=True)
    charged = 0
    for begin, o in zip(starts, case.ordered, strict=True):
        size = (case.prompt + o) * o
        yield case.budget * begin, 2 * charged + size
        charged += size
    cost = sum(starts) + case.Y
    yield cost, 4 * case.X + case.Y
    if case.tiny:
        yield cost, 4 * case.optimum


def _peak_in_large_memory(case: Case, _: Phases) -> Iterator[Sides]:
    share = _share(case)
    if share >= 1:
        return
    for by_peak in (True, False):
        starts = greedy_starts(case, by_peak=True) if by_peak else _starts(case)
        if starts is None:
            continue
        charged = 0
        for begin, o in zip(starts, case.ordered, strict=True):
            yield (1 - share) * case.budget * begin, charged
            charged += (case.prompt + o) * o
        yield sum(starts) + case.Y, 2 * case.X / (1 - share) + case.Y


CHECKS: tuple[Check, ...] = (
    Check("greedy.L1", "MC-SF: M S_j <= sum over earlier jobs of 2 s o + o^2", _start_times),
    Check("greedy.T1", "MC-SF <= 2 X + Y, and 7/3 Opt", _seven_thirds),
    Check(
        "greedy.T2",
        "MC-SF in large memory: (1 - eps) MC-SF <= 2 max(X + Y/3, X_L + Y_L/3 + Y_Z)",
        _large_memory,
    ),
    Check("greedy.svf-peak", "SVF-peak: start times, <= 4 X + Y, and 4 Opt", _peak_reservation),
    Check(
        "greedy.svf",
        "common prompt: (1 - eps) M S_j <= sum of (s + o) o, cost <= 2 X/(1 - eps) + Y",
        _peak_in_large_memory,
    ),
)
