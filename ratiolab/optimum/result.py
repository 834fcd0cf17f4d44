"""What an engine found: a bracket of the optimum, and why the engine ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ratiolab.certificates.exhaustion import ExhaustionRecord
from ratiolab.optimum.bracket import Bracket


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
    NO_ENGINE = "no engine asked for"
    NO_SCHEDULE = "no schedule to start from"
    STOPPED = "solver stopped without a proof"


@dataclass(frozen=True, eq=False, kw_only=True)
class OptimumResult(Bracket):
    """A bracket of the optimum, and how the engine that closed in on it ended.

    Attributes
    ----------
    status : Status
        Why the engine ended.
    engine : str
        Name of the engine, e.g. ``"milp"``; ``"none"`` if none ran.
    runtime : float
        Seconds of wall clock without compiling, at least 0.
    nodes : int
        Branch-and-bound nodes, at least 0.
    peak_bytes : int or None
        Largest size of the engine's tables, for engines that keep account of it.
    record : ExhaustionRecord or None
        What a checker needs to redo an exhaustive search, if the proof is one.

    Raises
    ------
    ValueError
        If the fields contradict each other: a fault of the engine, never of the input.
    """

    status: Status
    engine: str
    runtime: float
    nodes: int
    peak_bytes: int | None = None
    record: ExhaustionRecord | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.proved != (self.status is Status.PROVED):
            raise ValueError(
                f"status {self.status.value!r} does not fit the interval [{self.lower}, {self.upper}]"
            )
        if not self.runtime >= 0 or self.nodes < 0:
            raise ValueError(f"runtime {self.runtime} and nodes {self.nodes} must be at least 0")

    @classmethod
    def of(
        cls,
        bracket: Bracket,
        status: Status,
        *,
        engine: str,
        runtime: float,
        nodes: int = 0,
        peak_bytes: int | None = None,
        record: ExhaustionRecord | None = None,
    ) -> OptimumResult:
        """Return a bracket as a result: proved if its ends meet, else with `status`."""
        return cls(
            lower=bracket.lower,
            upper=bracket.upper,
            lower_source=bracket.lower_source,
            upper_source=bracket.upper_source,
            schedule=bracket.schedule,
            status=Status.PROVED if bracket.proved else status,
            engine=engine,
            runtime=runtime,
            nodes=nodes,
            peak_bytes=peak_bytes,
            record=record,
        )

    @property
    def bracket(self) -> Bracket:
        """The interval alone."""
        return Bracket(self.lower, self.upper, self.lower_source, self.upper_source, self.schedule)

    def unless_interrupted(self) -> OptimumResult:
        """Return this result, for callers whose own work Ctrl-C must end too.

        Raises
        ------
        KeyboardInterrupt
            If Ctrl-C ended it.
        """
        if self.status is Status.INTERRUPTED:
            raise KeyboardInterrupt
        return self

    def to_json(self) -> dict[str, Any]:
        """Stable keys for ``--json``: the bracket under ``opt``, then how the engine ended."""
        return {
            "opt": self.bracket.to_json(),
            "status": self.status.value,
            "engine": self.engine,
            "nodes": self.nodes,
            "peak_bytes": self.peak_bytes,
            "seconds": round(self.runtime, 3),
        }

    def rows(self) -> list[tuple[str, str, str]]:
        """What there is to say: label, value, and for the two ends what they rest on."""
        lower, upper = str(self.lower), "none" if self.upper is None else str(self.upper)
        size = max(len(lower), len(upper))
        rows = [
            ("optimum", upper if self.proved else f"between {lower} and {upper}", ""),
            ("status", self.status.value, ""),
            ("lower bound", lower.rjust(size), self.lower_source),
            ("upper bound", upper.rjust(size), self.upper_source),
            ("engine", self.engine, ""),
            ("nodes", str(self.nodes), ""),
            ("runtime", f"{self.runtime:.2f} s", ""),
        ]
        if self.peak_bytes is not None:
            rows.append(("memory", f"{self.peak_bytes / 2**20:.0f} MiB", ""))
        return rows

    def __str__(self) -> str:
        """The rows, aligned."""
        return "\n".join(f"{label:<13}{value}{f'  {by}' if by else ''}" for label, value, by in self.rows())
