"""What is known of the optimum of an instance: two flow times, what they rest on, a schedule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ratiolab.bounds import best
from ratiolab.instance import Problem
from ratiolab.schedule import Schedule


@dataclass(frozen=True)
class Bracket:
    """An interval that contains the least total flow time.

    Attributes
    ----------
    lower : int
        Lower bound in rounds, at least 1.
    upper : int or None
        Flow time of `schedule`, verified; None if no schedule is known.
    lower_source, upper_source : str
        What the two ends rest on.
    schedule : Schedule or None
        A feasible schedule of flow time `upper`.

    Raises
    ------
    ValueError
        If the fields contradict each other: a fault of who found them, never of the input.
    """

    lower: int
    upper: int | None
    lower_source: str
    upper_source: str
    schedule: Schedule | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.lower < 1:
            raise ValueError(f"lower bound {self.lower}: a job takes at least one round")
        if (self.upper is None) != (self.schedule is None):
            raise ValueError("an upper bound needs a schedule, and a schedule is an upper bound")
        if self.upper is not None and self.lower > self.upper:
            raise ValueError(
                f"{self.lower_source}: {self.lower} is above upper bound {self.upper} ({self.upper_source}): "
                "one of the two is wrong"
            )

    def raised(self, lower: int, source: str) -> Bracket:
        """Return the bracket with this lower bound, if it is a better one."""
        if lower <= self.lower:
            return self
        return Bracket(lower, self.upper, source, self.upper_source, self.schedule)

    def lowered(self, upper: int, source: str, schedule: Schedule) -> Bracket:
        """Return the bracket with this schedule of verified flow time `upper`, if it is a better one."""
        if self.upper is not None and upper >= self.upper:
            return self
        return Bracket(self.lower, upper, self.lower_source, source, schedule)

    def joined(self, other: Bracket) -> Bracket:
        """Return the better end of two brackets on either side; this one's where they are equal."""
        better = self.raised(other.lower, other.lower_source)
        if other.upper is None or other.schedule is None:
            return better
        return better.lowered(other.upper, other.upper_source, other.schedule)

    @property
    def proved(self) -> bool:
        """Whether both ends meet: the optimum is known."""
        return self.lower == self.upper

    def to_json(self) -> dict[str, Any]:
        """Stable keys for ``--json``."""
        return {
            "lower": self.lower,
            "upper": self.upper,
            "proved": self.proved,
            "lower_source": self.lower_source,
            "upper_source": self.upper_source,
        }


def closed_form(
    problem: Problem, schedule: Schedule | None, flow_time: int | None, upper_source: str
) -> Bracket:
    """Return what the exact lower bounds and one schedule say.

    Parameters
    ----------
    problem : Instance or GroupedInstance
    schedule : Schedule or None
        A feasible schedule.
    flow_time : int or None
        Its verified flow time.
    upper_source : str
        Whose schedule it is, or why there is none.
    """
    exact = best(problem)
    return Bracket(exact.rounded, flow_time, exact.told, upper_source, schedule)
