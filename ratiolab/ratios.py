"""Ratios: the only place that divides a cost by the optimum.

A cost ALG and a bracket LB <= OPT <= UB give two different statements, never to be mixed:
``ALG/LB`` is an upper end (only it can show that a bound holds) and ``ALG/UB``, with UB the flow time
of a verified schedule, is a lower end (only it can show that a bound is exceeded).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import ceil, floor

from proofs.exact.surd import Quadratic


class Standing(Enum):
    """How a ratio interval stands to a proved bound."""

    HOLDS = "holds"
    OPEN = "open"
    EXCEEDED = "exceeded"
    NO_BOUND = "no bound"


@dataclass(frozen=True)
class RatioInterval:
    """Exact interval that contains ALG/OPT.

    Attributes
    ----------
    lower : Fraction or None
        ``ALG/UB``; None where no verified schedule stands on OPT's side.
    upper : Fraction
        ``ALG/LB``.
    """

    lower: Fraction | None
    upper: Fraction


def ratio_interval(
    flow_time: int, opt_lower: int, opt_upper: int | None, *, in_model: bool = True
) -> RatioInterval:
    """Divide a flow time by both ends of a bracket of the optimum.

    Parameters
    ----------
    flow_time : int
        Flow time of a verified schedule, in rounds.
    opt_lower : int
        Lower bound on OPT, at least 1.
    opt_upper : int or None
        Flow time of a verified feasible schedule, at least `opt_lower`.
    in_model : bool
        False for a run that keeps the progress of evicted jobs: it may beat OPT, which has no pauses.

    Raises
    ------
    ValueError
        If ``opt_lower <= opt_upper <= flow_time`` fails: one of the three is wrong. Outside the
        model, only ``opt_lower <= opt_upper`` is asked for.
    """
    if opt_lower < 1:
        raise ValueError(f"the lower bound {opt_lower} is below 1 round")
    if not in_model:
        if opt_upper is not None and opt_lower > opt_upper:
            raise ValueError(f"contradiction: lower bound {opt_lower}, feasible schedule {opt_upper}")
        lower = None if opt_upper is None else Fraction(flow_time, opt_upper)
        return RatioInterval(lower, Fraction(flow_time, opt_lower))
    if opt_upper is not None and not opt_lower <= opt_upper <= flow_time:
        raise ValueError(
            f"contradiction: lower bound {opt_lower}, feasible schedule {opt_upper}, algorithm {flow_time} "
            "must be in ascending order"
        )
    if flow_time < opt_lower:
        raise ValueError(f"contradiction: the algorithm's {flow_time} is below the lower bound {opt_lower}")
    lower = None if opt_upper is None else Fraction(flow_time, opt_upper)
    return RatioInterval(lower, Fraction(flow_time, opt_lower))


def judge(ratio: RatioInterval, bound: Quadratic | None) -> Standing:
    """Compare a ratio interval with a proved bound, exactly.

    Returns
    -------
    Standing
        HOLDS if even ``ALG/LB`` is within the bound, EXCEEDED if even ``ALG/UB`` is above it,
        OPEN in between, NO_BOUND without a bound.
    """
    if bound is None:
        return Standing.NO_BOUND
    if bound >= ratio.upper:
        return Standing.HOLDS
    if ratio.lower is not None and bound < ratio.lower:
        return Standing.EXCEEDED
    return Standing.OPEN


def fraction_text(value: Fraction) -> str:
    """Write a fraction as ``p/q``, also where q is 1."""
    return f"{value.numerator}/{value.denominator}"


def decimal_text(value: Fraction, digits: int = 4) -> str:
    """Write a fraction as a decimal rounded to nearest, for people."""
    return Quadratic(value).decimal(digits)


def at_least_text(value: Fraction, digits: int = 4) -> str:
    """Write a fraction as a decimal rounded down: what is printed claims no more than was shown."""
    return Quadratic(Fraction(floor(value * 10**digits), 10**digits)).decimal(digits)


def at_most_text(value: Fraction, digits: int = 4) -> str:
    """Write a fraction as a decimal rounded up: the other end of an interval."""
    return Quadratic(Fraction(ceil(value * 10**digits), 10**digits)).decimal(digits)
