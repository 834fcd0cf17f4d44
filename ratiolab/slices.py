"""Exact geometric ladders of slices, for scaling factors in Q and Q(sqrt d).

Source: arXiv 2601.22996, Algorithm 2: ``ell = floor(log_alpha(M-s))`` and
``tau_p = floor((M-s) / alpha**(ell-p))`` for ``p = 0..ell``, so that ``tau_ell = M-s``.
"""

from __future__ import annotations

from functools import lru_cache

from proofs.exact.surd import Quadratic, floor_root
from ratiolab.errors import InputError
from ratiolab.exact import parse_exact

#: A ladder with more slices than this is refused: alpha is too close to 1 for the budget.
MAX_SLICES = 20_000


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
    inverse = alpha.reciprocal()
    # 1/alpha = (x + y*sqrt(d)) / z in integers; powers of it by multiplication, floors by isqrt.
    z = inverse.a.denominator * inverse.b.denominator
    x = inverse.a.numerator * inverse.b.denominator
    y = inverse.b.numerator * inverse.a.denominator
    d = inverse.d
    power_x, power_y, power_z = 1, 0, 1
    slices: list[int] = []
    while True:
        tau = (capacity * power_x + floor_root(capacity * power_y, d)) // power_z
        if tau < 1:  # alpha**j > M-s: beyond the ladder
            break
        slices.append(tau)
        if len(slices) > MAX_SLICES:
            raise InputError(
                f"alpha = {alpha} is too close to 1: more than {MAX_SLICES} slices up to {capacity}"
            )
        power_x, power_y = power_x * x + power_y * y * d, power_x * y + power_y * x
        power_z *= z
    return tuple(reversed(slices))
