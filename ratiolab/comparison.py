"""Algorithms on one instance: verified costs, the bracket of OPT, exact ratio intervals, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ratiolab.algorithms import Algorithm
from ratiolab.bounds import LowerBound, lower_bounds
from ratiolab.errors import OverflowRefused
from ratiolab.instance import GroupedInstance, Problem
from ratiolab.optimum import Bracket, solve
from ratiolab.optimum.portfolio import Run, run
from ratiolab.ratios import RatioInterval, Standing, fraction_text, judge, ratio_interval
from ratiolab.schedule import Cost
from ratiolab.theory import TheoryBound, bound_for


@dataclass(frozen=True)
class Measurement:
    """One algorithm's cost on the instance, its ratio and how that stands to theory."""

    algorithm: Algorithm
    cost: Cost
    verified: bool
    ratio: RatioInterval
    bound: TheoryBound | None

    @property
    def standing(self) -> Standing:
        """Verdict against the bound; an unverified cost can never show that one is exceeded."""
        return judge(self.ratio, self.bound.value if self.bound else None)

    def to_json(self) -> dict[str, Any]:
        """Stable keys for ``--json``."""
        bound = self.bound
        return {
            "name": self.algorithm.name,
            "parameters": self.algorithm.parameters,
            "flow_time": self.cost.flow_time,
            "makespan": self.cost.makespan,
            "killed_rounds": self.cost.killed_rounds,
            "verified": self.verified,
            "ratio": {
                "lower": None if self.ratio.lower is None else fraction_text(self.ratio.lower),
                "upper": fraction_text(self.ratio.upper),
            },
            "bound": None
            if bound is None
            else {
                "value": float(bound.value.decimal(12)),
                "exact": str(bound.value),
                "source": bound.source,
                "derived": bound.derived,
            },
            "standing": self.standing.value,
        }


@dataclass(frozen=True)
class Comparison:
    """Everything measured on one instance."""

    bracket: Bracket
    lower_bounds: tuple[LowerBound, ...]
    measurements: tuple[Measurement, ...]

    @property
    def exceeded(self) -> bool:
        """Whether any verified ratio is above its bound."""
        return any(m.standing is Standing.EXCEEDED for m in self.measurements)


def compare(
    problem: Problem,
    algorithms: Sequence[Algorithm],
    *,
    engine: str | None = None,
    time_limit: float | None = None,
) -> Comparison:
    """Measure algorithms on an instance.

    Parameters
    ----------
    problem : Instance or GroupedInstance
    algorithms : sequence of Algorithm
    engine : str, optional
        Engine that closes in on OPT; by default only the closed-form bounds and the portfolio do.
    time_limit : float, optional
        Seconds for the engine.

    Raises
    ------
    InputError
        If an algorithm does not apply to the instance.
    ScheduleError
        If an algorithm's schedule breaks the model.
    """
    bounds = lower_bounds(problem)
    runs: dict[int, Run] = {}
    costs: list[Cost] = []
    for i, algorithm in enumerate(algorithms):
        made = _verified_run(algorithm, problem)
        if made is not None:
            runs[i] = made
        costs.append(algorithm.cost(problem) if made is None else made.verified)
    solved = solve(problem, engine=engine, time_limit=time_limit, effort=1, known=list(runs.values()))
    bracket = solved.bracket
    measurements = tuple(
        Measurement(
            algorithm,
            Cost(cost.flow_time, cost.makespan, cost.killed_rounds),
            i in runs,
            ratio_interval(
                cost.flow_time, bracket.lower, bracket.upper, in_model=not algorithm.keeps_progress
            ),
            bound_for(algorithm, problem),
        )
        for i, (algorithm, cost) in enumerate(zip(algorithms, costs, strict=True))
    )
    return Comparison(bracket, bounds, measurements)


def _verified_run(algorithm: Algorithm, problem: Problem) -> Run | None:
    """Run and verify, or None where there is no explicit schedule: too large, or not of the model."""
    if isinstance(problem, GroupedInstance) or algorithm.keeps_progress:
        return None
    try:
        return run(algorithm, problem)
    except OverflowRefused:
        return None
