"""Planting errors in claims: what a mutant breaks, and every way to narrow a domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

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


def _smaller(item: Range) -> Range:
    if item.lower is not None and item.upper is not None:
        return replace(item, lower=(item.lower + 2 * item.upper) / 3)
    if item.upper is not None:
        return replace(item, upper=item.upper - 1)
    return replace(item, lower=1 if item.lower is None else item.lower + 1)


def narrowings(claims: Iterable[Claim]) -> Iterator[Narrowing]:
    """Yield every claim with one variable of one step narrowed to less than the claim's range.

    Left out are variables that do not matter to the step, and ranges that the step's order of variables does
    not allow to be written down.
    """
    for claim in claims:
        for step in claim.steps:
            area = getattr(step, "domain", None)
            if not isinstance(area, Domain) or step.case:
                continue
            relevant = {symbol for scope in step.scopes() for symbol in scope.relevant()}
            for item in claim.domain.ranges:
                fixed = item.lower is not None and item.lower == item.upper
                if item.symbol not in relevant or item.symbol not in area.symbols or fixed:
                    continue
                try:
                    smaller = area.replace(_smaller(item))
                except ValueError:
                    continue
                narrower = changed(step, domain=smaller)
                yield Narrowing(claim.with_step(narrower), step.name, str(item.symbol))
