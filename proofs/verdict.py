"""How a step was decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What became of a step or a claim.

    ``assumed`` is a claim nobody discharges; ``premise`` marks, in a report, a theorem the report uses
    without deriving it.
    """

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    ASSUMED = "assumed"
    PREMISE = "premise"


@dataclass(frozen=True)
class Verdict:
    """Outcome of discharging one step.

    Parameters
    ----------
    status
        ``proved``, ``refuted`` or ``undecided``.
    method
        How it was decided, in words.
    detail
        What was found: the polynomial, a counterexample, the reason for giving up.
    seconds
        Wall-clock time spent.
    box
        The finite box a counting fact was checked on; None when the step holds without one.
    """

    status: Status
    method: str
    detail: str
    seconds: float
    box: str | None = None

    @property
    def proved(self) -> bool:
        """Whether the step holds."""
        return self.status is Status.PROVED


@dataclass(frozen=True)
class Finding:
    """What a method returns before it is timed: status, method, detail, and a box if one limits it."""

    status: Status
    method: str
    detail: str
    box: str | None = None
