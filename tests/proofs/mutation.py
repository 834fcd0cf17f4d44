"""Planting errors in claims: what a mutant breaks, and every way to narrow a domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sympy

from proofs.claim import Claim
from proofs.exact.domain import Domain, Range
from proofs.step import Step
from proofs.verdict import Status


def changed(step: Step, **changes: Any) -> Step:
    """Return the step with some fields changed, whatever kind of step it is."""
    return replace(step, **changes)


def part(claim: Claim, step: str, field: str) -> Any:
    """Return a field of a step, whatever kind of step it is."""
    return getattr(claim.step(step), field)


def mutated(claim: Claim, step: str, **changes: Any) -> Claim:
    """Return the claim with fields of one step changed; a change that changes nothing is an error."""
    old = claim.step(step)
    new = changed(old, **changes)
    if new == old:
        raise ValueError(f"{claim.name}, step {step}: the mutant is the original")
    return claim.with_step(new)


def broken(claim: Claim) -> tuple[str, ...]:
    """Name what is not proved: steps in order, then what the steps leave uncovered.

    An empty answer means that the claim is proved (given its premises).
    """
    result = claim.discharge()
    steps = tuple(step.name for step in result.steps if step.verdict != Status.PROVED.value)
    return (*steps, *result.coverage)


@dataclass(frozen=True)
class Narrowing:
    """A claim one of whose steps got a smaller range for one variable."""

    claim: Claim
    step: str
    variable: str

    def __str__(self) -> str:
        return f"{self.claim.name}-{self.step}-{self.variable}"

    @property
    def expected(self) -> str:
        """What coverage must say of it."""
        return f"uncovered: step {self.step}, variable {self.variable}"


def _smaller(item: Range) -> Iterator[Range]:
    """Move every end of a range inwards, one at a time; a line without ends becomes a half-line."""
    low, high = item.lower, item.upper
    if low is not None and high is not None:
        yield replace(item, lower=(low + 2 * high) / 3)
        yield replace(item, upper=(2 * low + high) / 3)
    elif high is not None:
        yield replace(item, upper=high - 1)
    else:
        yield replace(item, lower=sympy.Integer(1) if low is None else low + 1)
        yield replace(item, upper=(sympy.Integer(0) if low is None else low) + 10**6)


def narrowings(claims: Iterable[Claim]) -> Iterator[Narrowing]:
    """Yield every claim with one bound of one step narrowed to less than the claim declares.

    Every variable counts, the claim's own and auxiliary ones, in every step with a ``domain`` or with a
    half-line from ``lower``. Left out are variables that do not matter to the step, and ranges that the
    step's order of variables does not allow to be written down.
    """
    for claim in claims:
        declared = (*claim.domain.ranges, *claim.auxiliary)
        for step in claim.steps:
            area = getattr(step, "domain", None)
            if not isinstance(area, Domain):
                yield from _later(claim, step)
                continue
            relevant = {symbol for scope in step.scopes() for symbol in scope.relevant()}
            for item in declared:
                fixed = item.lower is not None and item.lower == item.upper
                if item.symbol not in relevant or item.symbol not in area.symbols or fixed:
                    continue
                case = next((case.within for case in claim.cases if case.label == step.case), item)
                part = case if case.symbol == item.symbol else item
                if part.lower is not None and part.lower == part.upper:
                    continue
                for less in _smaller(part):
                    try:
                        narrower = changed(step, domain=area.replace(less))
                    except ValueError:
                        continue
                    yield Narrowing(claim.with_step(narrower), step.name, str(item.symbol))


def _later(claim: Claim, step: Step) -> Iterator[Narrowing]:
    """Let a step about a half-line begin one later."""
    lower, variable = getattr(step, "lower", None), getattr(step, "variable", None)
    if isinstance(variable, sympy.Symbol) and lower is not None:
        yield Narrowing(claim.with_step(changed(step, lower=lower + 1)), step.name, str(variable))
