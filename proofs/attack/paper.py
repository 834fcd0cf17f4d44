"""The inequalities of the paper, as numbers on an instance."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from proofs.attack.checks import Check, Sides
from proofs.schedules.model import Case, Phases, area, batching_cost, parallelism, peak, slicing_cost

# quantities shared by the statements on classes


def ladder(phases: Phases, p: int) -> int:
    """Q_p: flow time of class p within itself, every job counted with its whole slice."""
    tau, k, n = phases.tau[p], phases.k[p], phases.n[p]
    return n * tau + sum(i * tau // k for i in range(n))


def _before(phases: Phases, counts: tuple[int, ...], p: int) -> int:
    return sum(floor(counts[q] * phases.spacing(q)) + phases.tau[q] for q in range(p))


def ladders(phases: Phases) -> int:
    """Sum of all Q_p."""
    return sum(ladder(phases, p) for p in range(len(phases.n)))


def class_prefixes(phases: Phases) -> int:
    """Sum of n_p S_p, S_p the time of all earlier classes in the batching schedule."""
    return sum(count * _before(phases, phases.n, p) for p, count in enumerate(phases.n) if count)


def phase_prefixes(phases: Phases) -> int:
    """Sum of n_p T_p, T_p the time of all earlier phases in the slicing schedule."""
    return sum(count * _before(phases, phases.from_class, p) for p, count in enumerate(phases.n) if count)


def spillovers(phases: Phases) -> int:
    """Sum of n_p Delta_p."""
    return sum(count * ceil(phases.later(p) * phases.spacing(p)) for p, count in enumerate(phases.n) if count)


def class_areas(case: Case, phases: Phases) -> Fraction:
    """Return the area bound of Lemma 4.2 on the optimum."""
    total = Fraction(0)
    for p, count in enumerate(phases.n):
        if count:
            pairs = Fraction(count * (count + 1), 2) + phases.later(p) * count
            total += area(case.prompt, phases.hats[p] / case.alpha) * pairs
    return total / case.budget


def _batching_bound(case: Case, phases: Phases) -> Fraction:
    """alpha^2 (1 + 2/k_min) times the area bound plus (alpha + alpha/(alpha - 1)) Y."""
    alpha = case.alpha
    widened = alpha**2 * (1 + Fraction(2, phases.smallest_k))
    return widened * class_areas(case, phases) + (alpha + alpha / (alpha - 1)) * case.Y


def _peak(case: Case, phases: Phases) -> Iterator[Sides]:
    for tau, k in zip(phases.tau[-3:], phases.k[-3:], strict=True):
        if tau * k <= 400:
            starts = [i * tau // k for i in range(3 * k)]
            uses = [
                sum(case.prompt + now - begin + 1 for begin in starts if begin <= now < begin + tau)
                for now in range(2 * tau)
            ]
            yield max(uses), peak(k, tau, case.prompt)
            yield peak(k, tau, case.prompt), max(uses)


def _few_jobs_per_slice(case: Case, phases: Phases) -> Iterator[Sides]:
    for tau, k in zip(phases.tau, phases.k, strict=True):
        yield (2 * case.budget - tau + 1) // (2 * case.prompt + tau + 1), k


def _long_jobs(case: Case, _: Phases) -> Iterator[Sides]:
    if case.tiny:
        shortest = case.ordered[0]
        yield Fraction(case.n * (case.n + 1), 2) * area(case.prompt, shortest) / case.budget, case.optimum


def _spacing(case: Case, phases: Phases) -> Iterator[Sides]:
    for p, (tau, k) in enumerate(zip(phases.tau, phases.k, strict=True)):
        yield phases.spacing(p), (1 + Fraction(2, k)) * area(case.prompt, tau) / case.budget


def _identical(case: Case, _: Phases) -> Iterator[Sides]:
    tau = case.ordered[-1]
    k = parallelism(tau, case.prompt, case.budget)
    for i in range(case.n):
        yield i * tau // k + tau, 2 * (i // k * ceil(Fraction(tau, 2)) + tau)
    if case.tiny and case.ordered[0] == tau:
        yield sum(i * tau // k + tau for i in range(case.n)), 2 * case.optimum


def _class_area(case: Case, phases: Phases) -> Iterator[Sides]:
    if case.tiny:
        yield class_areas(case, phases), case.optimum


def _slice_ratio(case: Case, phases: Phases) -> Iterator[Sides]:
    for p, k in enumerate(phases.k):
        room = case.alpha**2 * (1 + Fraction(2, k)) * area(case.prompt, phases.hats[p] / case.alpha)
        yield phases.spacing(p), room / case.budget


def _batching_ladder(case: Case, phases: Phases) -> Iterator[Sides]:
    yield batching_cost(case, phases), class_prefixes(phases) + ladders(phases)


def _slices_sum(case: Case, phases: Phases) -> Iterator[Sides]:
    before = 0
    for tau in phases.tau:
        yield before, tau / (case.alpha - 1)
        before += tau


def _batching_theorem(case: Case, phases: Phases) -> Iterator[Sides]:
    yield class_prefixes(phases) + ladders(phases), _batching_bound(case, phases)
    if case.tiny:
        alpha, c = case.alpha, 1 + Fraction(2, phases.smallest_k)
        yield batching_cost(case, phases), (alpha**2 * c + alpha + alpha / (alpha - 1)) * case.optimum


def _slicing_split(case: Case, phases: Phases) -> Iterator[Sides]:
    yield slicing_cost(case, phases), phase_prefixes(phases) + spillovers(phases) + ladders(phases)


def _spillover(_: Case, phases: Phases) -> Iterator[Sides]:
    yield spillovers(phases), class_prefixes(phases) + ladders(phases)


def _phase_prefix(case: Case, phases: Phases) -> Iterator[Sides]:
    extra = 2 / (case.alpha - 1)
    yield phase_prefixes(phases), (1 + extra) * class_prefixes(phases) + extra * ladders(phases)


def _ceilings(case: Case, phases: Phases) -> Iterator[Sides]:
    for k in set(phases.k):
        yield case.n * -(-case.n // k), 2 * sum(-(-u // k) for u in range(1, case.n + 1))


def _slicing_theorem(case: Case, phases: Phases) -> Iterator[Sides]:
    factor = 2 + 2 / (case.alpha - 1)
    yield slicing_cost(case, phases), factor * _batching_bound(case, phases)
    if case.tiny:
        alpha, c = case.alpha, 1 + Fraction(2, phases.smallest_k)
        bound = factor * (alpha**2 * c + alpha + alpha / (alpha - 1))
        yield slicing_cost(case, phases), bound * case.optimum


CHECKS: tuple[Check, ...] = (
    Check("L3.3", "the peak of a pipeline is Peak(k, tau, s), both directions", _peak),
    Check("L3.4", "k* >= floor((2M - tau + 1)/(2s + tau + 1))", _few_jobs_per_slice),
    Check("L3.8", "n(n+1)/2 A(tau)/M <= Opt for lengths of at least tau", _long_jobs),
    Check("L3.9", "tau/k* < (1 + 2/k*) A(tau)/M", _spacing, strict=True),
    Check(
        "T3.2", "identical jobs: completion at most twice the spaced one, and twice the optimum", _identical
    ),
    Check("L4.2", "the area bound by classes is at most Opt", _class_area),
    Check("L4.3", "tau_p/k_p <= alpha^2 (1 + 2/k_p) A_p/M", _slice_ratio),
    Check("L4.4", "GBA <= sum of n_p S_p + Q_p", _batching_ladder),
    Check("eq.6", "sum of the earlier slices <= tau_p/(alpha - 1)", _slices_sum),
    Check(
        "T4.1",
        "sum of n_p S_p + Q_p <= alpha^2 c (area bound) + (alpha + alpha/(alpha-1)) Y",
        _batching_theorem,
    ),
    Check("L5.1", "GSA <= sum of n_p (T_p + Delta_p) + Q_p", _slicing_split),
    Check("L5.2", "sum of n_p Delta_p <= sum of n_p S_p + Q_p", _spillover),
    Check("L5.6", "n ceil(n/k) <= 2 sum over u <= n of ceil(u/k)", _ceilings),
    Check("L5.3", "sum of n_p T_p <= (1 + 2/(alpha-1)) sum n_p S_p + 2/(alpha-1) sum Q_p", _phase_prefix),
    Check("T3.15", "GSA <= (2 + 2/(alpha-1)) (bound of T4.1)", _slicing_theorem),
)
