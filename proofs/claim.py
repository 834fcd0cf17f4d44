"""The vocabulary of a proof: claims, the steps that discharge them, and their verdicts."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal

import sympy

from proofs.coverage import Case, Scope, uncovered, unlisted
from proofs.exact.domain import Domain, Range
from proofs.exact.quadratic import Unsupported
from proofs.verdict import Finding, Status, Verdict

Relation = Literal["==", ">=", ">", "<=", "<"]


@dataclass(frozen=True)
class Obligation:
    """A polynomial statement as plain data, for a second opinion by another solver.

    It reads: for all points of ``domain`` at which every hypothesis holds, ``lhs relation rhs``.
    """

    name: str
    lhs: sympy.Expr
    relation: Relation
    rhs: sympy.Expr
    domain: Domain
    hypotheses: tuple[tuple[sympy.Expr, Relation, sympy.Expr], ...] = ()


#: What our methods and sympy's raise on input they cannot handle: such a step is undecided.
_BEYOND_THE_METHODS = (
    Unsupported,
    ArithmeticError,
    KeyError,
    NotImplementedError,
    TypeError,
    ValueError,
    sympy.PolynomialError,
)


@dataclass(frozen=True, kw_only=True)
class Step(ABC):
    """One obligation of a claim.

    Parameters
    ----------
    name
        Short, unique within its claim.
    statement
        What is shown, in words or as a formula.
    case
        Label of the claim's case the step is restricted to; empty if it treats the claim's whole domain.
    """

    name: str
    statement: str = ""
    case: str = ""
    method: ClassVar[str] = ""

    @abstractmethod
    def decide(self) -> Finding:
        """Decide the step exactly; may raise `Unsupported` to give up."""

    def obligations(self) -> tuple[Obligation, ...]:
        """Return the polynomial statements this step stands for; none by default."""
        return ()

    def scopes(self) -> tuple[Scope, ...]:
        """Return what the step ranges over, to be compared with the domain of its claim.

        By default that of every obligation; without obligations, the whole of an attribute ``domain``.
        """
        found = []
        for item in self.obligations():
            given = [side for left, _, right in item.hypotheses for side in (left, right)]
            parts = [sympy.sympify(side) for side in (item.lhs, item.rhs, *given)]
            symbols = frozenset(symbol for part in parts for symbol in part.free_symbols)
            found.append(Scope(item.domain, symbols))
        area = getattr(self, "domain", None)
        if not found and isinstance(area, Domain):
            found.append(Scope(area, frozenset(area.symbols)))
        return tuple(found)

    @property
    def text(self) -> str:
        """The statement, or the formula if no statement was written."""
        return self.statement or self.formula

    @property
    def formula(self) -> str:
        """The obligations as text."""
        return "; ".join(f"{item.lhs} {item.relation} {item.rhs}" for item in self.obligations())

    def discharge(self) -> Verdict:
        """Decide and time the step. What the methods cannot handle is undecided, never proved."""
        begin = time.perf_counter()
        try:
            found = self.decide()
        except _BEYOND_THE_METHODS as error:
            found = Finding(Status.UNDECIDED, self.method, f"{type(error).__name__}: {error}")
        seconds = time.perf_counter() - begin
        return Verdict(found.status, found.method, found.detail, seconds, found.box)


@dataclass(frozen=True)
class StepResult:
    """A step and its verdict, flattened for printing.

    Parameters
    ----------
    name, statement
        Of the step.
    method
        How it was decided.
    verdict
        ``proved``, ``refuted``, ``undecided``, ``assumed`` or ``premise``.
    detail
        What was found.
    seconds
        Wall-clock time.
    box
        The finite box the step was checked on, if it was.
    """

    name: str
    statement: str
    method: str
    verdict: str
    detail: str
    seconds: float
    box: str | None = None


def run_step(step: Step) -> StepResult:
    """Discharge a step and flatten the outcome."""
    verdict = step.discharge()
    status = verdict.status.value
    return StepResult(
        step.name, step.text, verdict.method, status, verdict.detail, verdict.seconds, verdict.box
    )


@dataclass(frozen=True)
class ClaimResult:
    """A claim and what became of each of its steps.

    ``status`` is proved only if every step is and the steps cover the claim's domain; refuted if a step is
    refuted; assumed if there is no step. It speaks of the claim given its premises: the graph says whether
    those hold. ``coverage`` lists what the steps leave out, each as ``uncovered: step X, variable k``.
    """

    name: str
    status: Status
    steps: tuple[StepResult, ...]
    coverage: tuple[str, ...] = ()

    @property
    def boxes(self) -> tuple[str, ...]:
        """Finite boxes on which counting facts of this claim were checked."""
        return tuple(step.box for step in self.steps if step.box is not None)

    @property
    def seconds(self) -> float:
        """Time spent on all steps."""
        return sum(step.seconds for step in self.steps)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A statement with its source, what it rests on, and the steps that must discharge it.

    Parameters
    ----------
    name
        Unique, the source's own number where there is one: "L3.9", "T3.15", "tight.L3".
    title
        A few words.
    statement
        LaTeX.
    source
        Paper and theorem, or "tighter analysis, Lemma Q".
    domain
        What the variables range over.
    formula
        The statement as a sympy object, where it makes sense.
    premises
        Names of the claims or model facts it rests on.
    steps
        The obligations; all must be proved. None at all makes the claim *assumed*.
    argument
        For an assumed claim: why it is believed.
    cases
        Cases that steps may restrict themselves to by label; those on one variable must cover its range.
    auxiliary
        Ranges of variables that only steps speak of (a divisor, a shift); bounds may mention the claim's
        variables. Listed here, they are compared like the claim's own.

    Raises
    ------
    ValueError
        On an empty name, two steps of one name, a repeated premise, or a variable with two ranges.
    """

    name: str
    title: str
    statement: str
    source: str
    domain: Domain = field(default_factory=Domain)
    formula: sympy.Basic | None = None
    premises: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    argument: str = ""
    cases: tuple[Case, ...] = ()
    auxiliary: tuple[Range, ...] = ()

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("a claim needs a name")
        names = [step.name for step in self.steps]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: two steps have the same name")
        if len(set(self.premises)) != len(self.premises):
            raise ValueError(f"{self.name}: a premise is listed twice")
        if not self.steps and not self.argument:
            raise ValueError(f"{self.name}: an assumed claim must give its argument")
        self._variables()

    def step(self, name: str) -> Step:
        """Return the step of that name; KeyError if there is none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(f"{self.name} has no step {name!r}")

    def with_step(self, new: Step) -> Claim:
        """Return the claim with the step of the same name exchanged: the way to plant an error in a test."""
        self.step(new.name)
        return replace(self, steps=tuple(new if step.name == new.name else step for step in self.steps))

    def discharge(self) -> ClaimResult:
        """Run every step and check that the steps cover the domain.

        No step is skipped after a failure, so that all that break are named.
        """
        status, results = summarise([run_step(step) for step in self.steps])
        gaps = self.coverage()
        if gaps and status is Status.PROVED:
            status = Status.UNDECIDED
        return ClaimResult(self.name, status, results, gaps)

    def _variables(self) -> Domain:
        return Domain((*self.domain.ranges, *self.auxiliary))

    def coverage(self) -> tuple[str, ...]:
        """List the variables whose range some step narrows, and the cases that are missing."""
        scopes: list[tuple[str, str, tuple[Scope, ...]]] = []
        unreadable: list[str] = []
        for step in self.steps:
            try:
                scopes.append((step.name, step.case, step.scopes()))
            except (ArithmeticError, TypeError, ValueError) as error:
                unreadable.append(f"uncovered: step {step.name}, whose domain is not legible: {error}")
        return (*unreadable, *uncovered(self._variables(), self.cases, scopes))

    def unlisted(self) -> tuple[str, ...]:
        """List the bounds that steps put on variables of their own, which nothing is compared with."""
        return unlisted(self._variables(), [(step.name, step.scopes()) for step in self.steps])


def summarise(results: Sequence[StepResult]) -> tuple[Status, tuple[StepResult, ...]]:
    """Status of a claim from its steps' results."""
    verdicts = {result.verdict for result in results}
    if not results:
        status = Status.ASSUMED
    elif Status.REFUTED.value in verdicts:
        status = Status.REFUTED
    elif verdicts == {Status.PROVED.value}:
        status = Status.PROVED
    else:
        status = Status.UNDECIDED
    return status, tuple(results)


__all__ = [
    "Claim",
    "ClaimResult",
    "Finding",
    "Obligation",
    "Relation",
    "Status",
    "Step",
    "StepResult",
    "Verdict",
    "run_step",
    "summarise",
]
