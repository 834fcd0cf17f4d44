"""Proving a claim: everything it rests on is discharged first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from proofs.binding.binder import Binder
from proofs.graph import GraphError, rests_on, unused
from proofs.statement import Statement
from proofs.verdict import ClaimResult, Status
from proofs.verdicts import Verdicts, shared

if TYPE_CHECKING:
    from proofs.claim import Claim


@dataclass(frozen=True)
class Proof:
    """What became of a claim and of everything below it.

    Parameters
    ----------
    results
        In an order in which premises come first.
    statements
        What each of these claims says, in the same order.
    """

    results: tuple[ClaimResult, ...]
    statements: tuple[Statement, ...]

    @property
    def unproved(self) -> tuple[str, ...]:
        """Claims with a step that is refuted or undecided."""
        return tuple(item.name for item in self.results if item.status not in (Status.PROVED, Status.ASSUMED))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Claims without any discharging step."""
        return tuple(item.name for item in self.results if item.status is Status.ASSUMED)

    @property
    def boxes(self) -> tuple[tuple[str, str], ...]:
        """Counting facts that were checked on a finite box only, as pairs (claim, box)."""
        return tuple((item.name, box) for item in self.results for box in item.boxes)

    @property
    def holds(self) -> bool:
        """Whether every claim with steps is proved; what is assumed is listed apart."""
        return not self.unproved

    @property
    def unconditional(self) -> bool:
        """Whether it holds with nothing assumed and no finite box."""
        return self.holds and not self.assumed and not self.boxes

    @cached_property
    def bound(self) -> tuple[str, ...]:
        """Claims tied by machine to their steps, and these to facts about the model, all the way down.

        That an end theorem of the Coq development states a claim is listed apart: whether it is compiled is
        not known here.
        """
        sound: set[str] = set()
        for result, claim in zip(self.results, self.statements, strict=True):
            below = all(name in sound for name in claim.premises)
            if result.status is Status.ASSUMED or (
                result.status is Status.PROVED and result.binding.complete and below
            ):
                sound.add(result.name)
        return tuple(item.name for item in self.results if item.steps and item.name in sound)

    @property
    def in_words(self) -> tuple[str, ...]:
        """Claims whose steps are proved, but that rest on an argument in words, here or below."""
        bound = set(self.bound)
        return tuple(
            item.name for item in self.results if item.status is Status.PROVED and item.name not in bound
        )

    @property
    def words(self) -> int:
        """How many hypotheses and premises are taken from words."""
        return sum(len(item.binding.words) + len(item.binding.premises_in_words) for item in self.results)

    @property
    def without_relation(self) -> tuple[str, ...]:
        """Claims with steps that state nothing a machine could compare with them."""
        return tuple(item.name for item in self.results if item.steps and not item.binding.conclusions)

    @property
    def stated_in_coq(self) -> tuple[tuple[str, str], ...]:
        """Pairs (claim, end theorem of the Coq development that states it)."""
        return tuple((item.name, item.binding.stated_by) for item in self.results if item.binding.stated_by)

    @cached_property
    def unnecessary(self) -> tuple[str, ...]:
        """Model facts and claims with a finite box that only lie below claims that Coq states."""
        premises = {claim.name: claim.premises for claim in self.statements}
        known = {name for name, _ in self.stated_in_coq}
        lower = {name for claim in self.statements for name in claim.premises}
        waiting = [name for name in premises if name not in lower]
        needed: set[str] = set()
        while waiting:
            node = waiting.pop()
            if node not in needed and node not in known:
                needed.add(node)
                waiting += premises[node]
        trusted = (*self.assumed, *(name for name, _ in self.boxes))
        return tuple(name for name in dict.fromkeys(trusted) if name not in needed)

    @property
    def kept(self) -> bool:
        """Whether every verdict is an earlier one that was kept."""
        return all(item.kept for item in self.results)


def prove(
    name: str | None = None,
    *,
    claims: Iterable[Claim] | None = None,
    progress: Callable[[ClaimResult], None] | None = None,
    verdicts: Verdicts | None = None,
) -> Proof:
    """Discharge a claim and everything it rests on, premises first.

    Parameters
    ----------
    name
        The claim; None for all.
    claims
        Where to look, and then nothing is kept; by default the claims of the catalogue.
    progress
        Called with each result as it comes.
    verdicts
        Of the catalogue's claims; by default those this process shares. ``Verdicts(fresh=True)`` discharges
        every claim anew.

    Raises
    ------
    GraphError
        If the claims do not form a graph, or one of the declared claims is unused.
    ValueError
        If the name is unknown; the message lists the known ones.
    """
    if claims is not None:
        listed = tuple(claims)
        known = {claim.name: claim for claim in listed}
        binder = Binder(known)
        return _walked(name, listed, lambda node: known[node].discharge(binder), progress)
    verdicts = verdicts or shared()
    if idle := unused(verdicts.statements):
        raise GraphError(
            f"nothing rests on {', '.join(idle)}: name a claim that does, "
            "or make it a goal in proofs/catalogue.py"
        )
    return _walked(name, verdicts.statements, verdicts.result, progress)


def _walked(
    name: str | None,
    declared: Sequence[Statement],
    result_of: Callable[[str], ClaimResult],
    progress: Callable[[ClaimResult], None] | None,
) -> Proof:
    order = rests_on(name, declared)
    results = []
    for node in order:
        results.append(result_of(node))
        if progress is not None:
            progress(results[-1])
    says = {claim.name: claim for claim in declared}
    return Proof(tuple(results), tuple(says[node] for node in order))
