"""Exact geometric ladders of slices, for scaling factors in Q and Q(sqrt d).

Source: arXiv 2601.22996, Algorithm 2: ``ell = floor(log_alpha(M-s))`` and
``tau_p = floor((M-s) / alpha**(ell-p))`` for ``p = 0..ell``, so that ``tau_ell = M-s``.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from proofs.exact.surd import Quadratic
from ratiolab.errors import InputError
from ratiolab.exact import parse_exact

#: A ladder with more slices than this is refused: alpha is too close to 1 for the budget.
MAX_SLICES = 20_000
#: Bits behind the point of an enclosure, at first and at most; of numbers whose exact power is quickly taken.
_BITS, _MOST_BITS, _SHORT = 192, 2**16, 8192


def scaling_factor(alpha: str | int | Quadratic) -> Quadratic:
    """Read a scaling factor.

    Parameters
    ----------
    alpha : str, int or Quadratic
        An exact number above 1, e.g. ``2``, ``"4/3"``, ``"(7+sqrt(13))/6"``, ``"golden"``.

    Raises
    ------
    InputError
        If it is no exact number or not above 1; floats are refused, they are not exact.
    """
    if isinstance(alpha, bool | float):
        raise InputError(f"alpha is {alpha!r}: write it as an exact number in quotes, e.g. '3/2'")
    value = alpha if isinstance(alpha, Quadratic) else parse_exact(str(alpha))
    if value <= 1:
        raise InputError(f"alpha is {value}: the scaling factor must be above 1")
    return value


@lru_cache(maxsize=4096)
def ladder(alpha: Quadratic, capacity: int) -> tuple[int, ...]:
    """Slices ``tau_0 <= ... <= tau_ell`` of the geometric ladder, in rounds.

    Parameters
    ----------
    alpha : Quadratic
        Scaling factor, above 1.
    capacity : int
        ``M - s`` in rounds, at least 1; it is the last slice.

    Returns
    -------
    tuple of int
        Exact floors. Two slices may be equal when alpha is small; the algorithms run both.

    Raises
    ------
    InputError
        If the ladder has more than `MAX_SLICES` slices.
    """
    inverse, bits = alpha.reciprocal(), _BITS
    # ln(capacity) <= slices * ln(alpha) <= slices * (alpha - 1): most that are too many are told at once
    if (alpha - 1) * (MAX_SLICES + 1) < Fraction((capacity.bit_length() - 1) * 693, 1000):
        _refuse(alpha, capacity)
    while (slices := _floors(inverse, capacity, bits)) is None:
        bits *= 2
    if len(slices) > MAX_SLICES:
        _refuse(alpha, capacity)
    return tuple(reversed(slices))


def _floors(inverse: Quadratic, capacity: int, bits: int) -> list[int] | None:
    """Floors of ``capacity * inverse**j``, at least 1, from enclosures of so many bits; None if too few.

    The exact power decides where its numbers are short. Where they are long the value is hardly an integer,
    as ``alpha**j`` would have to divide the capacity, so more bits help.
    """
    scaled = inverse * 2**bits
    low = scaled.floor()
    high = low + (scaled != low)
    size = (inverse.a.denominator * inverse.b.denominator).bit_length()
    down = up = capacity << bits
    slices: list[int] = []
    while len(slices) <= MAX_SLICES:
        tau = down >> bits
        if tau != up >> bits:
            if len(slices) * size > _SHORT and bits < _MOST_BITS:
                return None
            tau = (inverse ** len(slices) * capacity).floor()
        if tau < 1:  # alpha**j > M-s: beyond the ladder
            break
        slices.append(tau)
        down, up = down * low >> bits, -(-up * high >> bits)
    return slices


def _refuse(alpha: Quadratic, capacity: int) -> NoReturn:
    raise InputError(f"alpha = {alpha} is too close to 1: more than {MAX_SLICES} slices up to {capacity}")
