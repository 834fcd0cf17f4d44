"""An instance with where it came from: what a table is headed with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ratiolab.errors import visible
from ratiolab.instance import Problem


@dataclass(frozen=True)
class LoadedProblem:
    """An instance with where it came from.

    Attributes
    ----------
    problem : Instance or GroupedInstance
        Grouped only if there are too many jobs to list.
    source : str
        File, trace window, workload or inline text.
    dropped, clipped, skipped : int
        Rows left out, cut, or unusable while a trace was read.
    arrivals : str or None
        ``"ignored"`` if the trace has arrival times, which are not used: every job is there from round 0.
    """

    problem: Problem
    source: str = "instance"
    dropped: int = 0
    clipped: int = 0
    skipped: int = 0
    arrivals: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Stable keys for ``--json``."""
        return {
            "source": self.source,
            "jobs": self.problem.jobs,
            "memory": self.problem.memory,
            "prompt": self.problem.common_prompt,
            "dropped": self.dropped,
            "clipped": self.clipped,
            "skipped": self.skipped,
            "arrivals": self.arrivals,
        }

    def title(self) -> str:
        """One line for people."""
        prompt = self.problem.common_prompt
        told = f"prompt {prompt}" if prompt is not None else "own prompts"
        jobs = "job" if self.problem.jobs == 1 else "jobs"
        parts = [f"{visible(self.source)}: {self.problem.jobs} {jobs}, {told}, memory {self.problem.memory}"]
        counted = (("dropped", self.dropped), ("clipped", self.clipped), ("skipped", self.skipped))
        parts += [f"{count} row{'' if count == 1 else 's'} {what}" for what, count in counted if count]
        return ", ".join(parts)


def loaded(problem: Problem | LoadedProblem) -> LoadedProblem:
    """Return `problem` with a source; an instance by itself is called just that."""
    return problem if isinstance(problem, LoadedProblem) else LoadedProblem(problem)
