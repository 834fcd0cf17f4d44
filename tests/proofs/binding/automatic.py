"""Claims with one thing changed, by rule: what each change must lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import sympy
from sympy.core.relational import Relational

from proofs.binding.binder import Binder, shown
from proofs.claim import Claim
from proofs.method import Consequence, Hypothesis, Identity, Inequality
from proofs.step import Step
from proofs.verdict import Status

_FLIPPED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
_STRONGER = {">=": ">", "<=": "<"}
_STRANGER = sympy.Symbol("stranger")


class Outcome(StrEnum):
    """What became of a mutant."""

    REFUSED = "refused"
    STILL_TRUE = "still true"


@dataclass(frozen=True)
class Mutant:
    """A claim with one thing changed.

    Parameters
    ----------
    kind
        What was changed.
    claim, original
        The claim with the change and without it.
    step
        The step that was changed; empty if the statement was.
    """

    kind: str
    claim: Claim
    original: Claim
    step: str = ""

    def outcome(self, binder: Binder) -> Outcome:
        """Refused, or proved as it is now with no more taken from words than before."""
        if self.step and self.claim.step(self.step).discharge().status is not Status.PROVED:
            return Outcome.REFUSED
        if not self.step and not all(shown(self.claim, item) for item in self.claim.conclusions()):
            return Outcome.REFUSED
        if self.claim.coverage() or self.claim.unlisted():
            return Outcome.REFUSED
        was, now = binder.bind(self.original), binder.bind(self.claim)
        more = len(now.words) > len(was.words) or len(now.premises_in_words) > len(was.premises_in_words)
        return Outcome.REFUSED if now.refused or more else Outcome.STILL_TRUE


def _letters(relation: Relational) -> list[sympy.Symbol]:
    return sorted(relation.free_symbols, key=str)


def _formulas(claim: Claim) -> Iterator[Mutant]:
    formula = claim.formula
    if formula is None or not claim.steps or not isinstance(formula, Relational):
        return

    def put(kind: str, new: Any) -> Iterator[Mutant]:
        if isinstance(new, Relational) and new != formula:
            yield Mutant(kind, replace(claim, formula=new), claim)

    kind = type(formula)
    yield from put("formula flipped", kind(formula.rhs, formula.lhs, evaluate=False))
    yield from put("formula stronger", kind(2 * formula.lhs, formula.rhs, evaluate=False))
    yield from put("formula weaker", kind(formula.lhs, 3 * formula.rhs, evaluate=False))
    yield from put("formula changed", kind(formula.lhs, formula.rhs - 1, evaluate=False))
    yield from put("formula an equation", sympy.Eq(formula.lhs, formula.rhs, evaluate=False))
    for symbol in _letters(formula):
        yield from put("formula renamed", formula.xreplace({symbol: _STRANGER}))
        yield from put("formula scaled", formula.xreplace({symbol: 2 * symbol}))


def _premises(claim: Claim, binder: Binder) -> Iterator[Mutant]:
    """Of the premises that hypotheses come from: what only words use is not seen by a machine."""
    words = binder.bind(claim).premises_in_words
    for name in claim.premises:
        if claim.steps and name not in words:
            kept = tuple(other for other in claim.premises if other != name)
            yield Mutant("premise dropped", replace(claim, premises=kept), claim)


def _with(claim: Claim, step: Step, kind: str, **changes: Any) -> Mutant:
    return Mutant(kind, claim.with_step(replace(step, **changes)), claim, step.name)


def _steps(claim: Claim) -> Iterator[Mutant]:
    for step in claim.steps:
        if isinstance(step, Identity):
            yield _with(claim, step, "coefficient changed", rhs=step.rhs + 1)
            yield _with(claim, step, "coefficient changed", lhs=2 * step.lhs)
        if isinstance(step, (Inequality, Consequence)):
            yield _with(claim, step, "relation flipped", relation=_FLIPPED[step.relation])
            if step.relation in _STRONGER:
                yield _with(claim, step, "relation stronger", relation=_STRONGER[step.relation])
            yield _with(claim, step, "coefficient changed", rhs=2 * sympy.sympify(step.rhs))
            yield _with(claim, step, "coefficient changed", lhs=sympy.sympify(step.lhs) / 2)


def _hypotheses(claim: Claim, binder: Binder) -> Iterator[Mutant]:
    """Of the hypotheses that come from somewhere: what is taken from words is not seen by a machine."""
    words = set(binder.bind(claim).words)
    for step in claim.steps:
        if not isinstance(step, Consequence):
            continue
        for place, item in enumerate(step.hypotheses):
            if f"step {step.name}: {item.lhs} {item.relation} {item.rhs}" in words:
                continue
            changed: list[tuple[str, Hypothesis]] = [
                ("hypothesis changed", replace(item, rhs=sympy.sympify(item.rhs) - 1)),
                ("hypothesis changed", replace(item, rhs=sympy.sympify(item.rhs) + 1)),
                ("hypothesis dropped", replace(item, lhs=sympy.Integer(0), rhs=sympy.Integer(0))),
            ]
            for symbol in sorted(sympy.sympify(item.lhs).free_symbols, key=str):
                renamed = replace(item, lhs=sympy.sympify(item.lhs).xreplace({symbol: _STRANGER}))
                changed.append(("hypothesis renamed", renamed))
            for kind, new in changed:
                given = (*step.hypotheses[:place], new, *step.hypotheses[place + 1 :])
                if kind == "hypothesis dropped":
                    given = (*step.hypotheses[:place], *step.hypotheses[place + 1 :])
                yield _with(claim, step, kind, hypotheses=given)


def mutants(claims: Iterable[Claim], binder: Binder) -> Iterator[Mutant]:
    """Yield every mutant of every claim, in a fixed order."""
    for claim in claims:
        yield from _formulas(claim)
        yield from _premises(claim, binder)
        yield from _steps(claim)
        yield from _hypotheses(claim, binder)
