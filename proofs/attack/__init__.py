"""Numeric attack on the inequalities of the chains. It proves nothing: it looks for what refutes.

Every inequality is evaluated in exact integers and fractions on random and extreme instances; the smallest
slack seen is reported, and a violation with the instance. That none is found is no proof, and no claim rests
on this package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from proofs.attack import greedy, paper, tighter
from proofs.attack.checks import Check, Sides
from proofs.attack.instances import instances as drawn
from proofs.schedules.model import Case, Phases

CHECKS: tuple[Check, ...] = (*paper.CHECKS, *tighter.CHECKS, *greedy.CHECKS)
"""The inequalities with two sides."""


def all_checks() -> tuple[Check, ...]:
    """Every inequality that is attacked, and every other claim whose steps are replayed on schedules."""
    from proofs.attack.replayed import checks  # the replay uses the model of this package

    known = {check.name for check in CHECKS}
    return (*CHECKS, *(check for check in checks() if check.name not in known))


@dataclass(frozen=True)
class AttackResult:
    """What became of one inequality ``left <= right``.

    Parameters
    ----------
    name, statement
        Of the inequality.
    evaluated
        How often it was evaluated.
    smallest_slack
        Least ``(right - left) / max(|left|, |right|)`` seen, where not both are 0; negative in a violation.
        0 for an inequality that was never evaluated, and for a claim that is replayed step by step.
    at
        The instance with the smallest slack and the two sides there; empty where there is no slack.
    violation
        The first instance at which it fails, with the two sides; None if there was none.
    """

    name: str
    statement: str
    evaluated: int
    smallest_slack: Fraction
    at: str
    violation: str | None = None

    @property
    def survived(self) -> bool:
        """Whether it was evaluated and never failed. This is no proof."""
        return self.evaluated > 0 and self.violation is None


@dataclass
class _Tally:
    """Running result of one inequality."""

    check: Check
    evaluated: int = 0
    smallest: tuple[Fraction, Case, Sides] | None = None
    violation: str | None = None

    def add(self, case: Case, phases: Phases) -> None:
        """Evaluate on one instance."""
        if self.check.failures is not None:
            for failure in self.check.failures(case, phases):
                self.evaluated += 1
                if failure is not None and self.violation is None:
                    self.violation = f"{case}: {failure}"
            return
        for sides in self.check.sides(case, phases):
            left, right = Fraction(sides[0]), Fraction(sides[1])
            self.evaluated += 1
            scale = max(abs(left), abs(right))
            if scale:
                slack = (right - left) / scale
                if self.smallest is None or slack < self.smallest[0]:
                    self.smallest = (slack, case, sides)
            failed = left >= right if self.check.strict else left > right
            if failed and self.violation is None:
                self.violation = _place(case, sides)

    def result(self) -> AttackResult:
        """Close the tally."""
        slack, at = (self.smallest[0], _place(*self.smallest[1:])) if self.smallest else (Fraction(0), "")
        return AttackResult(self.check.name, self.check.statement, self.evaluated, slack, at, self.violation)


def _place(case: Case, sides: Sides) -> str:
    return f"{case}: left {_number(sides[0])}, right {_number(sides[1])}"


def _number(value: Fraction | int) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"about {float(value):.12g}"


def attack(
    names: Iterable[str] | None = None,
    instances: int = 1000,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
    *,
    checks: Sequence[Check] | None = None,
) -> list[AttackResult]:
    """Evaluate inequalities exactly on random and extreme instances.

    Parameters
    ----------
    names
        Which inequalities; None for all.
    instances
        Number of instances.
    seed
        Of the random instances: the same seed gives the same results.
    progress
        Called after every instance with its number and the total.
    checks
        Where to look the names up; None for all there are.

    Raises
    ------
    ValueError
        On an unknown name; the message lists the known ones.
    """
    known = {check.name: check for check in (CHECKS if checks is None else checks)}
    if checks is None and (names is None or not set(names := tuple(names)) <= set(known)):
        known = {check.name: check for check in all_checks()}
    wanted = list(known) if names is None else list(names)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(f"unknown inequality {unknown[0]!r}; known: {', '.join(known)}")
    tallies = [_Tally(known[name]) for name in wanted]
    for number, case in enumerate(drawn(instances, seed), start=1):
        phases = Phases.of(case)
        for tally in tallies:
            tally.add(case, phases)
        if progress is not None:
            progress(number, instances)
    return [tally.result() for tally in tallies]


__all__ = ["CHECKS", "AttackResult", "Check", "all_checks", "attack"]
