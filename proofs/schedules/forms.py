"""The quadratic forms of the tighter analysis on the class sizes of an instance, and its constants."""

from __future__ import annotations

from fractions import Fraction

from proofs.schedules.model import Case, Phases

CERTIFIED: dict[Fraction, Fraction] = {
    Fraction(17, 8): Fraction("15.265"),
    Fraction(9, 4): Fraction("15.3"),
    Fraction(2): Fraction("15.315"),
    Fraction(3, 2): Fraction("17.70"),
}
"""The certified quadratic coefficient by scaling factor, where that is rational."""


def length_factor(alpha: Fraction) -> Fraction:
    """r_L: coefficient of the sum of lengths."""
    return (2 * alpha - 1) / (alpha - 1)


def waited(phases: Phases, q: int) -> Fraction:
    """W_q: how often the spacing of phase q is waited for."""
    many, later, n = phases.from_class[q], phases.later(q), phases.n[q]
    return Fraction(later * (many - 1) + n * later) + Fraction(n * (n - 1), 2)


def form(phases: Phases, q: int) -> Fraction:
    """F_q, an upper bound on W_q."""
    return phases.from_class[q] ** 2 - Fraction(phases.n[q] ** 2, 2)


def slices_and_lengths(case: Case, phases: Phases) -> int:
    """Return the sum of N_{>q} tau_q, plus Y."""
    return sum(phases.later(q) * phases.tau[q] for q in range(phases.last + 1)) + case.Y


def weighted_forms(phases: Phases) -> Fraction:
    """Sum of gamma_q F_q over the executed phases."""
    return sum((phases.spacing(q) * form(phases, q) for q in range(phases.last + 1)), Fraction(0))


def quadratic_factors(alpha: Fraction, t: Fraction) -> tuple[Fraction, Fraction]:
    """R1 and R2 of the quadratic lemma."""
    first = alpha / (alpha - 1) * (alpha * (1 + t) + 1 / t - 1)
    second = alpha**2 / (alpha**2 - 1) * (alpha**2 * (1 + t) + 1 / t - 1)
    return first, second
