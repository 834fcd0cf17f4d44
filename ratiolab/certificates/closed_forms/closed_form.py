"""What the closed forms share: the check, jobs by area, sums of ceilings.

C_j are the completion rounds of any schedule; an optimal one neither kills nor pauses. A job uses
``A = s*o + o*(o+1)/2`` token-rounds. ``x_(j)`` is the j-th smallest of the x. The time taken depends on
the number of types, not of jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil

from ratiolab.certificates.document import CertificateError, Statement, TypeRow
from ratiolab.certificates.json_text import shown
from ratiolab.certificates.means import Means

#: From types of jobs and the memory, a lower bound on the least total flow time, in rounds.
ClosedForm = Callable[[Sequence[TypeRow], int], Fraction]


def closed_form_words(name: str, bound: ClosedForm, said: Statement, means: Means) -> str:
    """Say what a closed form proves.

    Raises
    ------
    CertificateError
        If that is less than is claimed.
    TooMuchWork
        If there are too many types, or their numbers have too many digits.
    """
    means.work.spend(work_of(said))
    proved = ceil(bound(said.types, said.memory))
    if proved < said.lower:
        raise CertificateError(f"proof: proves {shown(proved)} only, not {shown(said.lower)}")
    return f"{name} bound: at least {shown(proved)}"


def work_of(said: Statement) -> int:
    """Units of work that a closed form takes at most.

    There is a step of Euclid's algorithm for every bit of a type, and fractions whose denominators have the
    bits of all types together.
    """
    bits, types = said.bits, len(said.types)
    return types * (10 + bits * (1 + bits // 2000)) + (types * bits) ** 2 // 10**6


def sum_of_fractions(terms: Sequence[Fraction]) -> Fraction:
    """Sum by halves: no long denominator is met more often than it must."""
    while len(terms) > 1:
        odd = terms[-1:] if len(terms) % 2 else ()
        terms = [*(terms[i] + terms[i + 1] for i in range(0, len(terms) - 1, 2)), *odd]
    return terms[0] if terms else Fraction(0)


def by_area(types: Sequence[TypeRow]) -> list[tuple[int, tuple[int, int], int]]:
    """Area of one job, its prompt and response, and the count: by ascending area."""
    return sorted((s * o + o * (o + 1) // 2, (s, o), count) for s, o, count in types)


def sum_of_ceilings(before: int, step: int, count: int, divisor: int) -> int:
    """``sum of ceil((before + m * step) / divisor)`` over ``1 <= m <= count``.

    Ceilings are floors of ``+ divisor - 1``. Whole multiples of the divisor are taken out of step and
    offset; what is left counts lattice points under a line, and its axes are swapped, as in Euclid's
    algorithm.
    """
    total, sign = 0, 1
    slope, offset, terms = step, before + step + divisor - 1, count  # floors over 0 <= m < terms
    while terms > 0:
        total += sign * (slope // divisor) * (terms * (terms - 1) // 2)
        total += sign * (offset // divisor) * terms
        slope, offset = slope % divisor, offset % divisor
        top = (slope * (terms - 1) + offset) // divisor  # largest of the floors that are left
        if top == 0:
            break
        # sum_{m < terms} floor = terms * top - sum_{y < top} (number of m with floor <= y)
        total += sign * terms * top
        sign = -sign
        # m with floor(m) <= y: m < ((y + 1) * divisor - offset) / slope, rounded up
        slope, divisor, offset, terms = divisor, slope, divisor - offset + slope - 1, top
    return total
