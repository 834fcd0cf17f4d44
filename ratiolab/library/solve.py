"""The optimum of an instance, proved or enclosed, with its schedule and a proof that anyone can check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ratiolab import optimum
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, Problem
from ratiolab.optimum import OptimumResult, Status
from ratiolab.optimum.certify import certificate
from ratiolab.optimum.engines import MEMORY_LIMIT
from ratiolab.optimum.search import Watch
from ratiolab.problem import LoadedProblem, loaded
from ratiolab.schedule import Schedule
from ratiolab.tables import Column, Result, Table

#: Seconds for a proof where the engine left none that can be checked.
CERTIFICATE_SECONDS = 60.0


@dataclass(frozen=True, repr=False, eq=False)
class Solution(Result):
    """The optimum of an instance, or an interval that contains it; what ``ratiolab opt`` prints.

    Attributes
    ----------
    problem : LoadedProblem
    outcome : OptimumResult
        The interval, what its ends rest on, and how the engine ended.
    certified : int or None
        The lower bound that a certificate of it proves, if one was made.
    """

    kind: ClassVar[str] = "opt"

    problem: LoadedProblem
    outcome: OptimumResult
    certified: int | None = None

    @property
    def lower(self) -> int:
        """The least total flow time is at least this, in rounds."""
        return self.outcome.lower

    @property
    def upper(self) -> int | None:
        """It is at most this, by `schedule`; None if there are too many jobs to list one."""
        return self.outcome.upper

    @property
    def proved(self) -> bool:
        """Whether both meet: the optimum is known."""
        return self.outcome.proved

    @property
    def schedule(self) -> Schedule | None:
        """A feasible schedule of flow time `upper`."""
        return self.outcome.schedule

    @property
    def status(self) -> Status:
        """Why the engine ended."""
        return self.outcome.status

    def certificate(
        self,
        time_limit: float = CERTIFICATE_SECONDS,
        watch: Callable[[int, int, int], None] | None = None,
    ) -> dict[str, Any]:
        """Make a document that proves the interval, or as much of it as can be: `ratiolab.check` checks it.

        Parameters
        ----------
        time_limit : float
            Seconds for a proof where the engine left none.
        watch : callable, optional
            Told nodes, leaves and waiting nodes of a branch tree.

        Raises
        ------
        InputError
            If there are too many jobs to list.
        """
        instance = self.problem.problem
        if isinstance(instance, GroupedInstance):
            raise InputError(f"{instance.jobs} jobs are too many to list one by one: there is no certificate")
        return certificate(instance, self.outcome, time_limit=time_limit, watch=watch)

    def parts(self) -> Sequence[Table | str]:
        """The instance, then label, value and, for the two ends, what they rest on."""
        columns = (Column("", key="what"), Column("", key="value"), Column("", key="by"))
        return self.problem.title(), Table("", columns, self.outcome.rows())

    def content(self) -> dict[str, Any]:
        """The keys of ``opt --json``."""
        return {"problem": self.problem.to_json(), **self.outcome.to_json(), "certified": self.certified}


def solve(
    problem: Problem | LoadedProblem,
    *,
    time_limit: float | None = None,
    engine: str = "auto",
    memory_limit: int = MEMORY_LIMIT,
    watch: Watch | None = None,
) -> Solution:
    """Find the least total flow time of an instance, or an interval that contains it.

    Parameters
    ----------
    problem : Instance or GroupedInstance
        Too many jobs to list have a lower bound only.
    time_limit : float, optional
        Seconds, above 0; the interval reached by then is returned.
    engine : str
        ``"auto"``, ``"search"`` or ``"milp"``.
    memory_limit : int
        Bytes, above 0; the interval reached with them is returned.
    watch : callable, optional
        Told what the search knows, round by round.

    Returns
    -------
    Solution
        ``lower``, ``upper``, ``proved``, ``schedule``, ``status``, ``certificate()``.

    Raises
    ------
    InputError
        If the engine is unknown or a limit is not above 0.
    """
    named = loaded(problem)
    instance = named.problem
    outcome = optimum.solve(
        instance, time_limit=time_limit, engine=engine, memory_limit=memory_limit, watch=watch
    )
    if isinstance(instance, GroupedInstance) and outcome.schedule is not None:
        instance = instance.expand()  # the schedule names its jobs
    return Solution(replace(named, problem=instance), outcome)
