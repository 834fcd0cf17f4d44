"""Claims: a statement with its source, what it rests on, and the steps that must discharge it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Protocol

from sympy.core.relational import Relational

from proofs.coverage import Case, Scope, uncovered, unlisted
from proofs.exact.domain import Domain, Range
from proofs.origin import Definition
from proofs.statement import Statement
from proofs.step import Step, run_step
from proofs.verdict import Binding, ClaimResult, Status, summarise


class Binds(Protocol):
    """What ties a claim to its steps and premises (`proofs.binding`); it is not needed to state one."""

    def bind(self, claim: Claim) -> Binding:
        """Return what ties the claim, and what is left to words."""


@dataclass(frozen=True, kw_only=True)
class Claim(Statement):
    """A statement with the steps that must discharge it.

    Parameters
    ----------
    domain
        What the variables range over.
    formula
        What it concludes, as a relation that some step shows (a claim without steps: that it assumes).
    concludes
        Further relations it concludes.
    assumes
        Relations that belong to the statement: it says nothing where they fail.
    definitions
        What letters stand for.
    in_words
        Premises that only the argument uses; all others must be the origin of some hypothesis.
    steps
        The obligations; all must be proved. None at all makes the claim *assumed*.
    cases
        Cases that steps may restrict themselves to by label; those on one variable must cover its range.
    auxiliary
        Ranges of variables that only steps speak of (a divisor, a shift); bounds may mention the claim's
        variables. They are compared like the claim's own, and a bound of a step on a variable that is
        declared in neither place leaves the claim undecided: nothing would say what it ranges over.

    The rest is said in words (`proofs.statement.Statement`).

    Raises
    ------
    ValueError
        On an empty name, two steps of one name, a repeated premise, or a variable with two ranges.
    """

    domain: Domain = field(default_factory=Domain)
    formula: Relational | None = None
    concludes: tuple[Relational, ...] = ()
    assumes: tuple[Relational, ...] = ()
    definitions: tuple[Definition, ...] = ()
    steps: tuple[Step, ...] = ()
    cases: tuple[Case, ...] = ()
    auxiliary: tuple[Range, ...] = ()
    in_words: tuple[str, ...] = ()

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

    def conclusions(self) -> tuple[Relational, ...]:
        """Return what it says, as relations."""
        return (*(() if self.formula is None else (self.formula,)), *self.concludes)

    def without_proof(self) -> Statement:
        """Return what it says, without the proof."""
        return Statement(**{item.name: getattr(self, item.name) for item in fields(Statement)})

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

    def discharge(self, binder: Binds | None = None) -> ClaimResult:
        """Run every step, check that the steps cover the domain, and bind the claim to them.

        No step is skipped after a failure, so that all that break are named.

        Parameters
        ----------
        binder
            Ties the claim to its steps and premises; without one that is not looked at, and the result counts
            as resting on words.
        """
        status, results = summarise([run_step(step) for step in self.steps])
        gaps = (*self.coverage(), *(f"undeclared: {bound}" for bound in self.unlisted()))
        binding = Binding() if binder is None else binder.bind(self)
        if (gaps or binding.refused) and status is Status.PROVED:
            status = Status.UNDECIDED
        return ClaimResult(self.name, status, results, gaps, binding=binding)

    def _variables(self) -> Domain:
        return Domain((*self.domain.ranges, *self.auxiliary))

    def coverage(self) -> tuple[str, ...]:
        """List the variables whose range some step narrows, and the cases that are missing."""
        scopes, illegible = self._scopes()
        unreadable = (
            f"uncovered: step {name}, whose domain is not legible: {error}" for name, error in illegible
        )
        return (*unreadable, *uncovered(self._variables(), self.cases, scopes))

    def unlisted(self) -> tuple[str, ...]:
        """List the bounds that steps put on variables that the claim does not declare."""
        scopes, _ = self._scopes()
        return unlisted(self._variables(), [(name, ranges) for name, _, ranges in scopes])

    def _scopes(self) -> tuple[list[tuple[str, str, tuple[Scope, ...]]], list[tuple[str, Exception]]]:
        """Per legible step its name, case and scopes; per other step its name and what is wrong."""
        scopes: list[tuple[str, str, tuple[Scope, ...]]] = []
        illegible: list[tuple[str, Exception]] = []
        for step in self.steps:
            try:
                scopes.append((step.name, step.case, step.scopes()))
            except (ArithmeticError, TypeError, ValueError) as error:
                illegible.append((step.name, error))
        return scopes, illegible
