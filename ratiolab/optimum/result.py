"""What is known about an optimum: an interval, where its ends come from, and a schedule."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ratiolab.certificates.exhaustion import ExhaustionRecord
from ratiolab.schedule import Schedule


class Status(StrEnum):
    """Why an engine ended; PROVED if and only if the two ends of the interval meet."""

    PROVED = "proved"
    TIME_LIMIT = "time limit"
    MEMORY_LIMIT = "memory limit"
    NODE_LIMIT = "node limit"
    CUTOFF = "nothing below the cutoff"
    INTERRUPTED = "interrupted"
    TOO_LARGE = "too large for milp"
    TOO_LARGE_TO_SEARCH = "too large for search"
    INCUMBENT_REFUSED = "solver's schedule refused by verification"
    CONTRADICTION = "solver contradicts a verified schedule"
    STOPPED = "solver stopped without a proof"


@dataclass(frozen=True, eq=False)
class OptimumResult:
    """An interval that contains the least total flow time.

    Attributes
    ----------
    lower : int
        Lower bound in rounds, at least 1.
    upper : int or None
        Flow time of `schedule`, verified; None if no schedule is known.
    status : Status
        Why the engine ended.
    engine : str
        Name of the engine, e.g. ``"milp"``.
    runtime : float
        Seconds of wall clock, at least 0.
    nodes : int
        Branch-and-bound nodes, at least 0.
    lower_source, upper_source : str
        What the two ends rest on; `lower_source` says whether the proof is exact.
    schedule : Schedule or None
        A feasible schedule of flow time `upper`.
    peak_bytes : int or None
        Largest size of the engine's tables, for engines that keep account of it.
    record : ExhaustionRecord or None
        What a checker needs to redo an exhaustive search, if the proof is one.

    Raises
    ------
    ValueError
        If the fields contradict each other: a fault of the engine, never of the input.
    """

    lower: int
    upper: int | None
    status: Status
    engine: str
    runtime: float
    nodes: int
    lower_source: str
    upper_source: str
    schedule: Schedule | None
    peak_bytes: int | None = None
    record: ExhaustionRecord | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.lower < 1:
            raise ValueError(f"lower bound {self.lower}: a job takes at least one round")
        if (self.upper is None) != (self.schedule is None):
            raise ValueError("an upper bound needs a schedule, and a schedule is an upper bound")
        if self.upper is not None and self.lower > self.upper:
            raise ValueError(f"lower bound {self.lower} is above upper bound {self.upper}")
        if self.proved != (self.status is Status.PROVED):
            raise ValueError(
                f"status {self.status.value!r} does not fit the interval [{self.lower}, {self.upper}]"
            )
        if not self.runtime >= 0 or self.nodes < 0:
            raise ValueError(f"runtime {self.runtime} and nodes {self.nodes} must be at least 0")

    @property
    def proved(self) -> bool:
        """Whether the interval is a single value: the optimum."""
        return self.lower == self.upper

    def __str__(self) -> str:
        """Aligned lines: label, value, and for the two bounds what they rest on."""
        lower, upper = str(self.lower), "none" if self.upper is None else str(self.upper)
        width = max(len(lower), len(upper))
        return "\n".join(
            (
                f"optimum      {upper if self.proved else f'between {lower} and {upper}'}",
                f"status       {self.status.value}",
                f"lower bound  {lower:>{width}}  {self.lower_source}",
                f"upper bound  {upper:>{width}}  {self.upper_source}",
                f"engine       {self.engine}",
                f"nodes        {self.nodes}",
                f"runtime      {self.runtime:.2f} s",
                *([] if self.peak_bytes is None else [f"memory       {self.peak_bytes / 2**20:.0f} MiB"]),
            )
        )
