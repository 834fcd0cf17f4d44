"""Algorithms on one instance: verified costs, the bracket of OPT, exact ratio intervals, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from proofs.exact.surd import Quadratic
from ratiolab.algorithms import Algorithm, is_built_in
from ratiolab.algorithms.foreign.guarded import Guarded
from ratiolab.algorithms.foreign.isolated import Isolated
from ratiolab.bounds import LowerBound, lower_bounds
from ratiolab.errors import OverflowRefused, SchedulerFailed
from ratiolab.instance import GroupedInstance, Instance, Problem
from ratiolab.measure.gate import Gate
from ratiolab.optimum import Bracket, solve
from ratiolab.optimum.portfolio import Run, run
from ratiolab.problem import LoadedProblem, loaded
from ratiolab.ratios import (
    RatioInterval,
    Standing,
    at_least_text,
    at_most_text,
    decimal_text,
    fraction_text,
    judge,
    ratio_interval,
)
from ratiolab.schedule import Cost
from ratiolab.tables import Column, Result, Table
from ratiolab.theory import TheoryBound, bound_for


def _lower(value: Fraction | None) -> str:
    return "?" if value is None else at_least_text(value)


def _proved(value: Quadratic | None) -> str:
    return "-" if value is None else value.decimal(4)


_COLUMNS = (
    Column("algorithm"),
    Column("flow time", numeric=True),
    Column("mean", lambda mean: decimal_text(mean, 2), numeric=True),
    Column("makespan", numeric=True),
    Column("killed rounds", numeric=True),
    Column("ALG/OPT >=", _lower, numeric=True, key="ratio_lower"),
    Column("<=", at_most_text, numeric=True, key="ratio_upper"),
    Column("proved", _proved, numeric=True),
    Column("verdict"),
)


@dataclass(frozen=True, repr=False)
class Measurement(Result):
    """One algorithm's cost on an instance, its ratio and how that stands to theory.

    Attributes
    ----------
    algorithm : Algorithm
    jobs : int
        Jobs of the instance.
    cost : Cost
    verified : bool
        Whether the cost is that of a schedule that was listed and verified.
    ratio : RatioInterval
        Contains ALG/OPT.
    bound : TheoryBound or None
        What is proved of the ratio.
    """

    kind: ClassVar[str] = "measurement"

    algorithm: Algorithm
    jobs: int
    cost: Cost
    verified: bool
    ratio: RatioInterval
    bound: TheoryBound | None

    @property
    def standing(self) -> Standing:
        """Verdict against the bound; an unverified cost can never show that one is exceeded."""
        return judge(self.ratio, self.bound.value if self.bound else None)

    def row(self) -> list[Any]:
        """Its row in a table of measurements."""
        cost, ratio = self.cost, self.ratio
        mean = Fraction(cost.flow_time, self.jobs)
        bound = None if self.bound is None else self.bound.value
        return [self.algorithm.label, cost.flow_time, mean, cost.makespan, cost.killed_rounds, ratio.lower,
                ratio.upper, bound, self.standing.value]  # fmt: skip

    def notes(self) -> list[str]:
        """What must be said beside the row."""
        said = [f"{self.bound.basis}: {self.bound.source}"] if self.bound else []
        if self.algorithm.keeps_progress:
            said.append(
                f"outside the model: {self.algorithm.label} keeps the tokens of evicted jobs; its cost is "
                "not verified, and it may beat the model's optimum"
            )
        return said

    def parts(self) -> Sequence[Table | str]:
        """A table of one row, and what it rests on."""
        return Table("", _COLUMNS, [self.row()]), *self.notes()

    def content(self) -> dict[str, Any]:
        """Stable keys, as in the list ``algorithms`` of ``ratio --json``."""
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
                "basis": bound.basis.to_json(),
            },
            "standing": self.standing.value,
        }

    def unverified(self) -> str | None:
        """Why its cost rests on its own word alone, or None where a schedule was verified."""
        if self.verified:
            return None
        if self.algorithm.keeps_progress:
            return "it keeps the tokens of evicted jobs, which is outside the model"
        return "no schedule was listed: the cost is a formula's or the algorithm's own word"


@dataclass(frozen=True, repr=False)
class Comparison(Result):
    """Everything measured on one instance; what ``ratiolab ratio`` prints; `gate` if one was asked for."""

    kind: ClassVar[str] = "ratio"

    problem: LoadedProblem
    bracket: Bracket
    lower_bounds: tuple[LowerBound, ...]
    measurements: tuple[Measurement, ...]
    gate: Gate | None = None

    @property
    def exceeded(self) -> bool:
        """Whether any verified ratio is above its bound."""
        return any(m.standing is Standing.EXCEEDED for m in self.measurements)

    @property
    def passes(self) -> bool:
        """Whether the gate is open; without one there is nothing to pass."""
        return self.gate is None or self.gate.holds(self.measurements)

    def parts(self) -> Sequence[Table | str]:
        """The instance, the bracket of its optimum, one row per algorithm, and what the bounds rest on."""
        bracket = self.bracket
        rows: list[list[Any]] = [[b.name, b.rounded, b.source] for b in self.lower_bounds]
        if bracket.lower > max(b.rounded for b in self.lower_bounds):
            rows.append(["engine", bracket.lower, bracket.lower_source])
        rows.append(["feasible schedule", bracket.upper, bracket.upper_source])
        ends = (
            Column("", key="end"),
            Column("flow time", lambda flow: "none" if flow is None else str(flow), numeric=True),
            Column("by"),
        )
        notes = [note for m in self.measurements for note in m.notes()]
        return (
            self.problem.title(),
            Table("Optimum: lower bounds, then the best schedule found", ends, rows),
            Table("Algorithms", _COLUMNS, [m.row() for m in self.measurements]),
            *dict.fromkeys(notes),
            *([] if self.gate is None else self.gate.lines(self.measurements)),
        )

    def content(self) -> dict[str, Any]:
        """The keys of ``ratio --json``."""
        gate = {} if self.gate is None else {"gate": self.gate.to_json(self.measurements)}
        return gate | {
            "problem": self.problem.to_json(),
            "opt": self.bracket.to_json(),
            "lower_bounds": [
                {"name": b.name, "rounded": b.rounded, "source": b.source} for b in self.lower_bounds
            ],
            "algorithms": [m.content() for m in self.measurements],
        }


def compare(
    problem: Problem | LoadedProblem,
    algorithms: Sequence[Algorithm],
    *,
    engine: str | None = None,
    time_limit: float | None = None,
    gate: Gate | None = None,
) -> Comparison:
    """Measure algorithms on an instance.

    Parameters
    ----------
    problem : Instance, GroupedInstance or LoadedProblem
    algorithms : sequence of Algorithm
    engine : str, optional
        Engine that closes in on OPT; by default only the closed-form bounds and the portfolio do.
    time_limit : float, optional
        Seconds for the engine.
    gate : Gate, optional
        Judges the result; changes nothing of it.

    Raises
    ------
    InputError
        If an algorithm does not apply to the instance.
    ScheduleError
        If an algorithm's schedule breaks the model.
    SchedulerFailed
        If an algorithm of somebody else fails.
    """
    named = loaded(problem)
    problem = named.problem
    bounds = lower_bounds(problem)
    runs: dict[int, Run] = {}
    costs: list[Cost] = []
    for i, algorithm in enumerate(algorithms):
        made = _verified_run(algorithm, problem)
        if made is not None:
            runs[i] = made
        costs.append(_reported(algorithm, problem, bounds) if made is None else made.verified)
    solved = solve(problem, engine=engine, time_limit=time_limit, effort=1, known=list(runs.values()))
    # Ctrl-C ends an engine with what it knows; without one it is meant for the whole.
    bracket = (solved if engine is not None else solved.unless_interrupted()).bracket
    measurements = tuple(
        Measurement(
            algorithm,
            problem.jobs,
            Cost(cost.flow_time, cost.makespan, cost.killed_rounds),
            i in runs,
            ratio_interval(
                cost.flow_time, bracket.lower, bracket.upper, in_model=not algorithm.keeps_progress
            ),
            bound_for(algorithm, problem),
        )
        for i, (algorithm, cost) in enumerate(zip(algorithms, costs, strict=True))
    )
    return Comparison(named, bracket, bounds, measurements, gate)


def _reported(algorithm: Algorithm, problem: Problem, bounds: Sequence[LowerBound]) -> Cost:
    """The cost that an algorithm says it has; in the model no cost is below a lower bound."""
    if isinstance(algorithm, Guarded | Isolated) and isinstance(problem, Instance):
        cost = algorithm.reported(problem)  # its schedule has been refused, or is none of the model
    else:
        cost = algorithm.cost(problem)
    least = max(bounds, key=lambda bound: bound.rounded)
    if not is_built_in(algorithm) and not algorithm.keeps_progress and cost.flow_time < least.rounded:
        error = SchedulerFailed(
            f"{algorithm.label} reports a flow time of {cost.flow_time}: every schedule has at least "
            f"{least.rounded} ({least.name})",
            "cost",
        )
        error.algorithm, error.instance = algorithm, problem
        raise error
    return cost


def _verified_run(algorithm: Algorithm, problem: Problem) -> Run | None:
    """Run and verify, or None where there is no explicit schedule: too large, or not of the model."""
    if isinstance(problem, GroupedInstance) or algorithm.keeps_progress:
        return None
    try:
        return run(algorithm, problem)
    except OverflowRefused:
        return None
