"""A bound on a competitive ratio with the steps it was derived by, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from proofs.exact.root import Number, number_from_json, number_to_json
from proofs.verdict import Status, StepResult

#: Name of the step of a report whose constant is published and not derived here.
QUOTED = "quoted"

_SHOWN = (Status.PROVED.value, Status.PREMISE.value)


@dataclass(frozen=True)
class BoundReport:
    """A bound on the competitive ratio with the steps it was derived by.

    Parameters
    ----------
    algorithm
        As asked for.
    regime
        ``"general"`` or ``"large-memory"``.
    k_min
        Smallest parallelism over the phases that matter; None for infinity (large memory) and where there
        is no such thing.
    alpha
        Scaling factor at which the bound is taken; None for an algorithm without one.
    alpha_is_argmin
        Whether that is where the bound is smallest.
    exact
        The bound.
    lower, upper
        Rational enclosure; equal if the bound is rational.
    minimal_polynomial
        Of the bound, in ``v``, with coprime integer coefficients.
    printed
        The constant the bound is checked against: the source's, or the one asked for; None if neither.
    source
        Paper and theorem.
    steps
        What was shown, in order; the theorem comes first, with the graph's verdict if the chain was asked
        for, else with verdict ``premise``.
    ball
        Middle and radius of a second evaluation by ball arithmetic; None where that is not installed.
    kept
        Whether it was derived earlier and kept, nothing it depends on having changed.
    """

    algorithm: str
    regime: str
    k_min: int | None
    alpha: Number | None
    alpha_is_argmin: bool
    exact: Number
    lower: Fraction
    upper: Fraction
    minimal_polynomial: str
    printed: str | None
    source: str
    steps: tuple[StepResult, ...]
    ball: tuple[Fraction, Fraction] | None = None
    kept: bool = field(default=False, compare=False)

    @property
    def holds(self) -> bool:
        """Whether every step is proved, the printed constant and the chain, if asked for, included.

        A step that could not be decided is not proved.
        """
        return all(step.verdict in _SHOWN for step in self.steps)


def to_json(bound: BoundReport) -> dict[str, Any]:
    """Write a bound as plain data, without whether it was kept."""
    content = {key: value for key, value in asdict(bound).items() if key != "kept"}
    ball = None if bound.ball is None else [str(part) for part in bound.ball]
    return {
        **content,
        "alpha": None if bound.alpha is None else number_to_json(bound.alpha),
        "exact": number_to_json(bound.exact),
        "lower": str(bound.lower),
        "upper": str(bound.upper),
        "ball": ball,
    }


def from_json(content: Any) -> BoundReport:
    """Read what `to_json` wrote, as a kept bound; KeyError, TypeError or ValueError for anything else."""
    alpha, ball = content["alpha"], content["ball"]
    return BoundReport(
        **{
            **content,
            "alpha": None if alpha is None else number_from_json(alpha),
            "exact": number_from_json(content["exact"]),
            "lower": Fraction(content["lower"]),
            "upper": Fraction(content["upper"]),
            "steps": tuple(StepResult(**step) for step in content["steps"]),
            "ball": None if ball is None else (Fraction(ball[0]), Fraction(ball[1])),
        },
        kept=True,
    )
