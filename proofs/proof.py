"""Proving a claim: everything it rests on is discharged first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
        discharge = {claim.name: claim.discharge for claim in listed}
        return _walked(name, listed, lambda node: discharge[node](), progress)
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
