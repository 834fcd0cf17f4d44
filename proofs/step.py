"""The vocabulary of a proof: steps that discharge themselves, and what they stand for."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

import sympy

from proofs.coverage import Scope
from proofs.exact.domain import Domain
from proofs.exact.quadratic import Unsupported
from proofs.origin import Origin
from proofs.plain import RELATIONS, refusal
from proofs.verdict import Finding, Status, StepResult, Verdict

Relation = Literal["==", ">=", ">", "<=", "<"]


@dataclass(frozen=True)
class Obligation:
    """A polynomial statement as plain data, for a second opinion by another solver.

    It reads: for all points of ``domain`` at which every hypothesis holds, ``lhs relation rhs``, or the same
    with one of ``others`` for ``rhs``.

    Raises
    ------
    ValueError
        On a relation that is none of ``==``, ``>=``, ``>``, ``<=``, ``<``, such as ``!=``.
    """

    name: str
    lhs: sympy.Expr
    relation: Relation
    rhs: sympy.Expr
    domain: Domain
    hypotheses: tuple[tuple[sympy.Expr, Relation, sympy.Expr], ...] = ()
    others: tuple[sympy.Expr, ...] = ()

    def __post_init__(self) -> None:
        for relation in (self.relation, *(given for _, given, _ in self.hypotheses)):
            if relation not in RELATIONS:
                raise ValueError(f"{relation!r} is no relation; known: {', '.join(RELATIONS)}")


@dataclass(frozen=True)
class Assumption:
    """What a step takes as given, and where it is said to come from (`proofs.origin`), if it is said."""

    lhs: sympy.Expr
    relation: Relation
    rhs: sympy.Expr
    origin: Origin | None = None


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

    def conclusions(self) -> tuple[tuple[sympy.Expr, Relation, sympy.Expr], ...]:
        """Return the relations that the step shows under its assumptions; by default the goals."""
        return tuple((item.lhs, item.relation, item.rhs) for item in self.obligations())

    def assumptions(self) -> tuple[Assumption, ...]:
        """Return what the step takes as given; by default the hypotheses of its obligations."""
        return tuple(Assumption(*given) for item in self.obligations() for given in item.hypotheses)

    def sums(self) -> frozenset[sympy.Symbol]:
        """Return the letters that the step itself gives a meaning, as sums and counts; none by default."""
        return frozenset()

    def scopes(self) -> tuple[Scope, ...]:
        """Return what the step ranges over, to be compared with the domain of its claim.

        By default that of every obligation; without obligations, the whole of an attribute ``domain``.
        """
        scopes = []
        for item in self.obligations():
            given = [side for left, _, right in item.hypotheses for side in (left, right)]
            parts = [sympy.sympify(side) for side in (item.lhs, item.rhs, *item.others, *given)]
            symbols = frozenset(symbol for part in parts for symbol in part.free_symbols)
            scopes.append(Scope(item.domain, symbols))
        area = getattr(self, "domain", None)
        if not scopes and isinstance(area, Domain):
            scopes.append(Scope(area, frozenset(area.symbols)))
        return tuple(scopes)

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
            unfit = refusal(self)
            finding = Finding(Status.UNDECIDED, self.method, unfit) if unfit else self.decide()
        except _BEYOND_THE_METHODS as error:
            finding = Finding(Status.UNDECIDED, self.method, f"{type(error).__name__}: {error}")
        seconds = time.perf_counter() - begin
        return Verdict(finding.status, finding.method, finding.detail, seconds, finding.box)


def run_step(step: Step) -> StepResult:
    """Discharge a step and flatten the outcome."""
    verdict = step.discharge()
    status = verdict.status.value
    return StepResult(
        step.name, step.text, verdict.method, status, verdict.detail, verdict.seconds, verdict.box
    )
