"""A claim and everything that it rests on, discharged step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from proofs import proof as proving
from proofs.formal.statements import end_theorems
from proofs.graph import GraphError, rests_on
from proofs.proof import Proof
from proofs.statement import Statement
from proofs.verdict import ClaimResult, Status
from proofs.verdicts import Verdicts, shared
from ratiolab.errors import InputError
from ratiolab.tables import Column, Result, Table, columns_of

_COLUMNS = (
    Column("claim"),
    Column("verdict"),
    Column("steps"),
    Column("s", lambda seconds: "kept" if seconds is None else f"{seconds:.2f}", numeric=True, key="seconds"),
    Column("title"),
    Column("method"),
    Column("rests on"),
)


@dataclass(frozen=True, repr=False)
class ProofReport(Result):
    """What became of a claim and of all below it; what ``ratiolab prove`` prints.

    Attributes
    ----------
    proof : Proof
        Verdicts, what is assumed, and what was checked on a finite box only.
    every_step : bool
        Whether the text lists all steps, or only those that are not proved.
    """

    kind: ClassVar[str] = "prove"

    proof: Proof
    every_step: bool = False

    @property
    def holds(self) -> bool:
        """Whether every claim with steps is proved; what is assumed is listed apart."""
        return self.proof.holds

    def table(self) -> Table:
        """One row per claim, premises first."""
        proof = self.proof
        return Table("", _COLUMNS, [_row(r, c) for r, c in zip(proof.results, proof.statements, strict=True)])

    def parts(self) -> Sequence[Table | str]:
        """Claims, the steps that need a look, what is assumed and what is known on a box only."""
        proof = self.proof
        shown = [
            [r.name, s.name, s.verdict, s.statement, s.box or s.detail]
            for r in proof.results
            for s in r.steps
            if self.every_step or s.verdict != Status.PROVED.value
        ]
        said: list[Table | str] = [self.table()]
        if shown:
            said.append(
                Table("Steps", columns_of(("claim", "step", "verdict", "statement", "detail")), shown)
            )
        said += [f"{result.name}: {gap}" for result in proof.results for gap in result.coverage]
        if proof.boxes:
            said.append("\nCounting facts checked on a finite box only:")
            said += [f"  {name}: {box}" for name, box in proof.boxes]
        if proof.assumed:
            more = "" if self.every_step else " (--steps says why)"
            said.append(f"\nAssumed, not proved{more}: {', '.join(proof.assumed)}")
        if proof.assumed and self.every_step:
            why = [[c.name, c.argument] for c in proof.statements if c.name in proof.assumed]
            said.append(Table("Why it is assumed", columns_of(("claim", "argument")), why))
        verdict = "holds" if proof.holds else "FAILS"
        said.append(f"\n{len(proof.results)} claims, {_when(proof)}: {verdict}")
        if proof.unproved:
            said.append(f"not proved: {', '.join(proof.unproved)}")
        return said

    def content(self) -> dict[str, Any]:
        """The keys of ``prove --json``."""
        proof = self.proof
        return {
            "holds": proof.holds,
            "kept": proof.kept,
            "assumed": list(proof.assumed),
            "unproved": list(proof.unproved),
            "boxes": [{"claim": name, "box": box} for name, box in proof.boxes],
            "claims": [_facts(r, c) for r, c in zip(proof.results, proof.statements, strict=True)],
        }


def _when(proof: Proof) -> str:
    """Which verdicts are of now, and which were kept."""
    kept = sum(result.kept for result in proof.results)
    seconds = sum(result.seconds for result in proof.results if not result.kept)
    now = f"{len(proof.results) - kept} discharged now in {seconds:.1f} s"
    return f"{kept} verdicts kept (--fresh proves them anew), {now}" if kept else now


def _row(result: ClaimResult, claim: Statement) -> list[Any]:
    proved = sum(step.verdict == Status.PROVED.value for step in result.steps)
    methods = sorted({step.method for step in result.steps}) or ["-"]
    verdict = result.status.value + (" (finite box)" if result.boxes else "")
    seconds = None if result.kept else result.seconds
    return [claim.name, verdict, f"{proved}/{len(result.steps)}", seconds, claim.title,
            "; ".join(methods), ", ".join(claim.premises)]  # fmt: skip


def _facts(result: ClaimResult, claim: Statement) -> dict[str, Any]:
    return {
        "name": result.name,
        "title": claim.title,
        "statement": claim.statement,
        "source": claim.source,
        "premises": list(claim.premises),
        "verdict": result.status.value,
        "kept": result.kept,
        "seconds": round(result.seconds, 3),
        "coverage": list(result.coverage),
        "steps": [
            {
                "name": step.name,
                "statement": step.statement,
                "method": step.method,
                "verdict": step.verdict,
                "detail": step.detail,
                "box": step.box,
            }
            for step in result.steps
        ],
    }


def prove(
    claim: str | None = None,
    *,
    every_step: bool = False,
    fresh: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> ProofReport:
    """Discharge a claim and all that it rests on, premises first; every claim if none is named.

    Parameters
    ----------
    claim : str, optional
        Its name, e.g. ``"T3.15"``.
    every_step : bool
        Whether the text lists all steps, or only those that are not proved.
    fresh : bool
        Prove anew what was kept from an earlier time.
    progress : callable, optional
        Called after every claim with its number, how many there are, and its name.

    Returns
    -------
    ProofReport
        ``holds``, ``proof``.

    Raises
    ------
    InputError
        If the claim is unknown, and the message lists what there is; or the declared claims are no graph, or
        one of them is neither a premise nor a goal.
    """
    verdicts = Verdicts(fresh=True) if fresh else shared()
    try:
        count = len(rests_on(claim, verdicts.statements))
    except ValueError as error:
        if claim in {theorem.name for theorem in end_theorems()}:
            raise InputError(f"{claim} is a theorem in Coq: prove --formal lists and checks all") from None
        raise InputError(str(error)) from None
    done = 0

    def report(result: ClaimResult) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, count, result.name)

    try:
        return ProofReport(proving.prove(claim, progress=report, verdicts=verdicts), every_step)
    except GraphError as error:
        raise InputError(str(error)) from None
