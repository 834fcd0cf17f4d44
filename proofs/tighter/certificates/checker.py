"""Check a saved box certificate of Theorem C: standard library only, exact, and trusting nothing in it.

A certificate claims that GSA at scaling factor alpha is within R of the optimum on every instance with
U = (M - s)/(2 s + 1) at least ``start``. It covers [start, oo) by boxes; in each it names a weight t and a
depth J. What has to hold in a box (claim ``tight.C.chain``), phases j = 0, 1, ... counted from the top:

* deep phases, j >= J, keep weight t;
* going up from J, each phase gets the weight xi_j that what lies below leaves it, positive for j >= 1 and
  nonnegative for j = 0.

Everything is computed here from the ends of the box, R, alpha, t and J.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from pathlib import Path
from typing import Any

from proofs.tighter.certificates.document import Certificate, Real, Refused, Unreadable, load_file, read

GRID = 10**9  # weights are rounded down to multiples of 1/GRID


def require(condition: bool, reason: str) -> None:
    """Refuse with `reason` unless `condition`."""
    if not condition:
        raise Refused(reason)


@lru_cache(maxsize=1000)
def _power(base: Real, exponent: int) -> Real:
    """Integer powers, one from the other."""
    if exponent == 0:
        return Real(Fraction(1), Fraction(0), base.d)
    return _power(base, exponent - 1) * base


@dataclass(frozen=True)
class Ladder:
    """The data all boxes share: alpha, R and the coefficients of the area a phase gains over the next."""

    alpha: Real
    bound: Real

    def number(self, value: Fraction | int) -> Real:
        """Return a rational in the field of alpha."""
        return Real(Fraction(value), Fraction(0), self.alpha.d)

    def power(self, exponent: int) -> Real:
        """alpha to an integer power >= 0."""
        return _power(self.alpha, exponent)

    def gain(self) -> tuple[Real, Real]:
        """E0 and E1 with E(v) = E0 + E1 v."""
        one = self.number(1)
        return (
            (self.alpha - one) / self.power(2),
            (self.power(2) - one) / self.power(4),
        )

    def parallelism(self, size: Fraction, phase: int) -> int:
        """kappa_j at U = size: floor((1 + 2U - v)/(1 + v)) with v = U/alpha^j."""
        one, v = self.number(1), self.number(size) / self.power(phase)
        return ((one + self.number(2 * size) - v) / (one + v)).floor()

    def share(self, size: Fraction | None, phase: int) -> Real:
        """R E(v_j)/(1 + 2U) at U = size, or its limit for U -> oo."""
        first, second = self.gain()
        if size is None:
            return self.bound * second / self.power(phase) / self.number(2)
        value = first + second * self.number(size) / self.power(phase)
        return self.bound * value / self.number(1 + 2 * size)


def linear_constant(alpha: Real, t: Real) -> Real:
    """R1(alpha, t) = alpha/(alpha - 1) * (alpha (1 + t) + 1/t - 1)."""
    one = Real(Fraction(1), Fraction(0), alpha.d)
    return alpha / (alpha - one) * (alpha * (one + t) + one / t - one)


def check_sides(ladder: Ladder, small: Fraction) -> None:
    """Conditions on alpha and R alone, and the instances with U < 1/2 at weight ``small``."""
    alpha, bound, one = ladder.alpha, ladder.bound, ladder.number(1)
    require(one < alpha, "alpha must exceed 1")
    require(ladder.number(3) * ladder.power(2) <= bound, "R is below 3 alpha^2 (last class)")
    require(ladder.number(2) * alpha <= bound, "R is below 2 alpha (last class)")
    lengths = (alpha + alpha - one) / (alpha - one)
    require(ladder.number(3) * lengths <= bound, "R is below 3 r_L, so 2R/3 + r_L exceeds it")
    require(0 < small <= 1, "the weight for U < 1/2 is not in (0, 1]")
    least = ladder.number(2) * linear_constant(alpha, ladder.number(small))
    require(least <= bound, "R is below 2 R1(alpha, t), so U < 1/2 is not covered")


def keeps(ladder: Ladder, high: Fraction | None, t: Fraction, kappa: int) -> bool:
    """Whether phases of parallelism at least kappa pass weight t on, for all U <= high."""
    one, weight = ladder.number(1), ladder.number(t)
    need = one + weight + (one / weight - one) / ladder.alpha
    first, second = (ladder.bound * part for part in ladder.gain())
    if high is not None and need * ladder.number(1 + 2 * high) <= ladder.number(kappa) * first:
        return True
    return need <= ladder.number(Fraction(kappa, kappa + 1)) * first and (
        need <= ladder.number(Fraction(kappa, kappa + 2)) * second
    )


def check_box(
    ladder: Ladder, low: Fraction, high: Fraction | None, t: Fraction, depth: int, claimed: list[int]
) -> None:
    """One box; raises `Refused` if a weight fails."""
    place = f"box [{low}, {'oo' if high is None else high}]"
    require(high is None or low < high, f"{place}: empty")
    require(0 < t <= 1, f"{place}: the weight {t} is not in (0, 1]")
    require(depth >= 1, f"{place}: the depth must be at least 1")
    at_low = [ladder.parallelism(low, phase) for phase in range(depth + 1)]
    require(at_low == claimed, f"{place}: the parallelism is {at_low}, not {claimed}")
    passed_on = keeps(ladder, high, t, at_low[depth])
    require(passed_on, f"{place}: weight {t} is not kept from phase {depth} on; the depth is too small")
    one = ladder.number(1)
    xi = ladder.number(t)
    for phase in range(depth - 1, -1, -1):
        left, right = ladder.share(low, phase), ladder.share(high, phase)
        bracket = left if left <= right else right
        rest = one - one / xi
        if rest.sign() <= 0:
            bracket = bracket + rest / (ladder.alpha * ladder.number(at_low[phase + 1]))
        elif high is not None:
            bracket = bracket + rest / (ladder.alpha * ladder.number(ladder.parallelism(high, phase + 1)))
        require(bracket.sign() > 0, f"{place}: phase {phase} is left nothing")
        value = ladder.number(at_low[phase]) * bracket - one
        xi = ladder.number(Fraction((value * ladder.number(GRID)).floor(), GRID))
        enough = xi.sign() > 0 or (phase == 0 and value.sign() >= 0)
        require(enough, f"{place}: phase {phase} is left the weight {xi.a}, which is too little")


def check_boxes(certificate: Certificate) -> int:
    """Check that a certificate proves what it says, and return the number of its boxes.

    Raises
    ------
    Refused
        With the first reason found.
    """
    bound, start, alpha = certificate.bound, certificate.start, certificate.alpha
    require(start >= Fraction(1, 2), "boxes cover U >= 1/2 only")
    ladder = Ladder(alpha, Real(bound, Fraction(0), alpha.d))
    check_sides(ladder, certificate.small)
    reached: Fraction | None = start
    for box in certificate.boxes:
        require(reached is not None, "a box follows the unbounded one")
        at = f"a box begins at {box.low}, the one before ends at {reached}"
        require(box.low == reached, f"gap or overlap: {at}")
        check_box(ladder, box.low, box.high, box.t, box.depth, list(box.kappa))
        reached = box.high
    require(reached is None, f"nothing covers U > {reached}")
    return len(certificate.boxes)


def check(document: Any, alpha: Real, bound: Fraction, start: Fraction) -> int:
    """Check a whole certificate against what it is to prove.

    Parameters
    ----------
    document
        The parsed file.
    alpha, bound, start
        Scaling factor, R, and where the boxes must begin.

    Returns
    -------
    int
        The number of boxes.

    Raises
    ------
    Refused
        With the first reason found.
    """
    irrational = isqrt(max(alpha.d, 0)) ** 2 != alpha.d
    require(alpha.d >= 2 and irrational, f"{alpha.d} is not a valid radicand")
    given = read(document)
    stated = Real(given.alpha.a, given.alpha.b, alpha.d)
    same_field = given.alpha.d == alpha.d or given.alpha.b == 0
    require(same_field and (stated - alpha).sign() == 0, "the certificate is for another alpha")
    require(given.bound == bound, f"the certificate is for R = {given.bound}, not {bound}")
    require(given.start == start, f"the boxes start at {given.start}, not {start}")
    return check_boxes(Certificate(alpha, bound, given.small, start, given.boxes))


def main(arguments: list[str]) -> int:
    """Check certificate files against their own alpha, R and start; print one line each.

    Returns 0 if all hold, 1 if one is refused, 2 if one cannot be read.
    """
    worst = 0
    for path in arguments:
        name = "".join(c if c.isprintable() else repr(c)[1:-1] for c in path)  # a terminal obeys nothing
        try:
            certificate = read(load_file(Path(path)))
            count = check_boxes(certificate)
        except (Unreadable, RecursionError) as reason:
            print(f"{name}: cannot be read: {reason}")
            worst = 2
        except Refused as reason:
            print(f"{name}: REFUSED, {reason}")
            worst = max(worst, 1)
        except OSError as error:
            print(f"{name}: cannot be read: {error.strerror}")
            worst = 2
        else:
            told = f"R = {certificate.bound} for U >= {certificate.start} and U < 1/2"
            print(f"{name}: {told}, {count} boxes")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
