"""The inequalities of the tighter analysis, as numbers on an instance."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from proofs.attack.checks import Check, Sides
from proofs.schedules.forms import (
    CERTIFIED,
    form,
    length_factor,
    quadratic_factors,
    slices_and_lengths,
    waited,
    weighted_forms,
)
from proofs.schedules.model import Case, Phases, area, batching_cost, slicing_cost


def _batch_wait(phases: Phases, q: int) -> Fraction:
    n = phases.n[q]
    return Fraction(phases.later(q) * (n - 1)) + Fraction(n * (n - 1), 2) if n else Fraction(0)


def _lemma_factor(case: Case, phases: Phases) -> Fraction:
    first, second = quadratic_factors(case.alpha, case.weight)
    k = phases.smallest_k
    return max((1 + Fraction(1, k)) * first, (1 + Fraction(2, k)) * second)


def _theorem(case: Case, cost: int, quadratic: Fraction) -> Iterator[Sides]:
    """Cost <= Q X + r_L Y, and on tiny instances cost <= max(Q, 2Q/3 + r_L) Opt."""
    linear = length_factor(case.alpha)
    yield cost, quadratic * case.X + linear * case.Y
    if case.tiny:
        yield cost, max(quadratic, 2 * quadratic / 3 + linear) * case.optimum


def _busy_time(case: Case, _: Phases) -> Iterator[Sides]:
    if case.tiny:
        yield case.X + Fraction(case.Y, 3) + Fraction(case.n, 6), case.optimum


def _packing_first(case: Case, phases: Phases) -> Iterator[Sides]:
    half = case.prompt + Fraction(1, 2)
    for p, (tau, k) in enumerate(zip(phases.tau, phases.k, strict=True)):
        room = (1 + Fraction(1, k)) * half * tau + (1 + Fraction(2, k)) * Fraction(tau * tau, 2)
        yield phases.spacing(p) * case.budget, room


def _packing_second(case: Case, phases: Phases) -> Iterator[Sides]:
    for p, (tau, k) in enumerate(zip(phases.tau, phases.k, strict=True)):
        yield phases.spacing(p), (1 + Fraction(2, k)) * area(case.prompt, tau) / case.budget


def _cost_of_phases(case: Case, phases: Phases) -> Iterator[Sides]:
    executed = range(phases.last + 1)
    for q in executed:
        yield 0, waited(phases, q)
        yield waited(phases, q), form(phases, q)
    waiting = sum((phases.spacing(q) * waited(phases, q) for q in executed), Fraction(0))
    yield slicing_cost(case, phases), waiting + slices_and_lengths(case, phases)


def _cost_of_batches(case: Case, phases: Phases) -> Iterator[Sides]:
    executed = range(phases.last + 1)
    for q in executed:
        n = phases.n[q]
        yield 0, _batch_wait(phases, q)
        yield _batch_wait(phases, q), n * phases.later(q) + Fraction(n * n, 2)
    waiting = sum((phases.spacing(q) * _batch_wait(phases, q) for q in executed), Fraction(0))
    yield batching_cost(case, phases), waiting + slices_and_lengths(case, phases)


def _linear_part(case: Case, phases: Phases) -> Iterator[Sides]:
    yield slices_and_lengths(case, phases), length_factor(case.alpha) * case.Y


def _area_part(case: Case, phases: Phases) -> Iterator[Sides]:
    levels = [area(case.prompt, hat / case.alpha) for hat in phases.hats[: phases.last + 1]]
    steps = [levels[0], *(second - first for first, second in pairwise(levels))]
    squares = [phases.from_class[q] ** 2 for q in range(phases.last + 1)]
    total = sum((step * square for step, square in zip(steps, squares, strict=True)), Fraction(0))
    yield total / (2 * case.budget), case.X


def _quadratic_lemma(case: Case, phases: Phases) -> Iterator[Sides]:
    yield weighted_forms(phases), _lemma_factor(case, phases) * case.X


def _golden(case: Case, phases: Phases) -> Iterator[Sides]:
    alpha, c = case.alpha, 1 + Fraction(2, phases.smallest_k)
    quadratic = 2 * c * max(alpha**2 / (alpha - 1), alpha**4 / (alpha**2 - 1))
    yield from _theorem(case, slicing_cost(case, phases), quadratic)


def _golden_batches(case: Case, phases: Phases) -> Iterator[Sides]:
    c = 1 + Fraction(2, phases.smallest_k)
    yield from _theorem(case, batching_cost(case, phases), c * case.alpha**2)


def _weighted(case: Case, phases: Phases) -> Iterator[Sides]:
    yield from _theorem(case, slicing_cost(case, phases), _lemma_factor(case, phases))


def _certified(case: Case, phases: Phases) -> Iterator[Sides]:
    if case.alpha in CERTIFIED:
        quadratic = CERTIFIED[case.alpha]
        yield weighted_forms(phases), quadratic * case.X
        yield slicing_cost(case, phases), quadratic * case.X + length_factor(case.alpha) * case.Y
        if case.tiny:
            yield slicing_cost(case, phases), quadratic * case.optimum


def _batches(case: Case, phases: Phases) -> Iterator[Sides]:
    alpha = case.alpha
    if alpha < Fraction(3, 2):
        return
    bound = max(2 * alpha**2, alpha**2 * (4 * alpha - 3) / ((2 * alpha - 1) * (alpha - 1)))
    for q, hat in enumerate(phases.hats):
        yield phases.spacing(q), bound * area(case.prompt, hat / alpha) / case.budget
    yield from _theorem(case, batching_cost(case, phases), bound)


CHECKS: tuple[Check, ...] = (
    Check("tight.L3", "X + sum of (o/3 + 1/6) <= Opt", _busy_time),
    Check("tight.2a", "gamma M < (1 + 1/k) S tau + (1 + 2/k) tau^2/2", _packing_first, strict=True),
    Check("tight.2b", "gamma < (1 + 2/k) A(tau)/M", _packing_second, strict=True),
    Check("tight.3.gsa", "GSA <= sum gamma_q W_q + sum N_{>q} tau_q + Y, 0 <= W_q <= F_q", _cost_of_phases),
    Check("tight.3.gba", "GBA <= sum gamma_q G_q + sum N_{>q} tau_q + Y, G_q bounded", _cost_of_batches),
    Check("tight.4", "sum N_{>q} tau_q + Y <= (2 alpha - 1)/(alpha - 1) Y", _linear_part),
    Check("tight.5", "half the sum of (a_q - a_{q-1}) N_{>=q}^2 <= X", _area_part),
    Check("tight.Q", "sum gamma_q F_q <= max(c1 R1, c2 R2) X", _quadratic_lemma),
    Check("tight.A.gsa", "GSA <= Q X + r_L Y with the factor of Theorem A", _golden),
    Check("tight.A.gba", "GBA <= alpha^2 c X + r_L Y", _golden_batches),
    Check("tight.B", "GSA <= Q X + r_L Y with the factors of Theorem B", _weighted),
    Check("tight.C", "GSA <= R X + r_L Y with the certified R", _certified),
    Check("tight.D", "gamma_q <= B a_q and GBA <= B X + r_L Y, alpha >= 3/2", _batches),
)
