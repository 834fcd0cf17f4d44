"""A claim and everything that it rests on, discharged step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, ClassVar

from proofs import proof as proving
from proofs.formal.statements import end_theorems
from proofs.graph import GraphError, rests_on
from proofs.proof import Proof
from proofs.statement import Statement
from proofs.verdict import ClaimResult, Status
from proofs.verdicts import Verdicts, shared
from ratiolab.errors import InputError, visible
from ratiolab.tables import WIDTH, Column, Result, Table, columns_of

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
    asked : str or None
        The claim whose statement, premises and argument the text begins with.
    """

    kind: ClassVar[str] = "prove"

    proof: Proof
    every_step: bool = False
    asked: str | None = None

    @property
    def holds(self) -> bool:
        """Whether every claim with steps is proved; what is assumed is listed apart."""
        return self.proof.holds

    def table(self) -> Table:
        """One row per claim, premises first."""
        proof = self.proof
        return Table(
            "", _COLUMNS, [_row(r, c, proof) for r, c in zip(proof.results, proof.statements, strict=True)]
        )

    def parts(self) -> Sequence[Table | str]:
        """Claims, the steps that need a look, what is assumed and what is known on a box only."""
        proof = self.proof
        shown = [
            [r.name, s.name, s.verdict, s.statement, s.box or s.detail]
            for r in proof.results
            for s in r.steps
            if self.every_step or s.verdict != Status.PROVED.value
        ]
        said: list[Table | str] = [*self._asked(), self.table()]
        if shown:
            said.append(
                Table("Steps", columns_of(("claim", "step", "verdict", "statement", "detail")), shown)
            )
        said += [
            f"{result.name}: {gap}"
            for result in proof.results
            for gap in (*result.coverage, *result.binding.refused)
        ]
        if self.every_step:
            said += self._origins()
        if proof.boxes:
            said.append("\nCounting facts checked on a finite box only:")
            said += [f"  {name}: {box}" for name, box in proof.boxes]
        if proof.assumed:
            more = "" if self.every_step else " (--steps says why)"
            said.append(f"\nAssumed, not proved{more}: {', '.join(proof.assumed)}")
        if proof.assumed and self.every_step:
            why = [[c.name, c.argument] for c in proof.statements if c.name in proof.assumed]
            said.append(Table("Why it is assumed", columns_of(("claim", "argument")), why))
        return [*said, *self._last_lines()]

    def _asked(self) -> list[str]:
        """What the claim asked for says, on what it rests, and how its steps combine."""
        if self.asked is None:
            return []
        claim = next(item for item in self.proof.statements if item.name == self.asked)
        result = next(item for item in self.proof.results if item.name == self.asked)
        binding = result.binding
        said = [f"{claim.name}: {claim.title} ({claim.source})", f"says      {claim.statement}"]
        said += [f"checked   {item}" for item in binding.conclusions]
        if not binding.conclusions:
            said.append(
                "checked   the steps only: no relation is stated for the machine to compare them with"
                if result.steps
                else "checked   nothing: it is assumed"
            )
        said += [f"assuming  {item}" for item in binding.assumes]
        said += [f"where     {item}" for item in binding.definitions]
        if claim.premises:
            said.append(f"rests on  {', '.join(claim.premises)}")
        if claim.argument:
            said.append(f"argument  {claim.argument}")
        wrapped = [line for item in said for line in wrap(visible(item), WIDTH, subsequent_indent=" " * 10)]
        if binding.conclusions:
            wrapped.append("The relations are checked; the LaTeX above them is for readers.")
        return [*wrapped, ""]

    def _origins(self) -> list[Table | str]:
        """Where each hypothesis comes from."""
        rows = [
            [result.name, given, origin]
            for result in self.proof.results
            for given, origin in (
                *result.binding.origins,
                *((item, "words") for item in result.binding.words),
            )
        ]
        return [Table("Hypotheses", columns_of(("claim", "hypothesis", "from")), rows)] if rows else []

    def _last_lines(self) -> list[str]:
        """What was shown, and how far it carries."""
        proof = self.proof
        steps = [step for result in proof.results for step in result.steps]
        proved = sum(step.verdict == Status.PROVED.value for step in steps)
        verdict = ("every step proved" if steps else "assumed, nothing proved") if proof.holds else "FAILS"
        said = [
            "",
            f"{_counted(len(proof.results), 'claim')}, {_when(proof)}: {verdict}",
            f"{proved} of {len(steps)} steps proved; of the claims {len(proof.bound)} are bound end to end "
            f"by machine, {len(proof.in_words)} rest on words, {len(proof.assumed)} are assumed",
            f"hypotheses and premises taken from words: {proof.words}; "
            f"claims that state no relation: {len(proof.without_relation)}",
        ]
        if proof.stated_in_coq:
            listed = ", ".join(f"{name} ({theorem})" for name, theorem in proof.stated_in_coq)
            said.append(f"stated by Coq theorems (prove --formal checks them): {listed}")
            if proof.unnecessary:
                said.append(
                    f"no longer needed where those theorems are compiled: {', '.join(proof.unnecessary)}"
                )
        if proof.unproved:
            said.append(f"not proved: {', '.join(proof.unproved)}")
        return [line for item in said for line in (wrap(item, WIDTH) or [""])]

    def content(self) -> dict[str, Any]:
        """The keys of ``prove --json``."""
        proof = self.proof
        return {
            "holds": proof.holds,
            "kept": proof.kept,
            "assumed": list(proof.assumed),
            "unproved": list(proof.unproved),
            "boxes": [{"claim": name, "box": box} for name, box in proof.boxes],
            "bound": list(proof.bound),
            "in_words": list(proof.in_words),
            "from_words": proof.words,
            "without_relation": list(proof.without_relation),
            "stated_in_coq": dict(proof.stated_in_coq),
            "unnecessary_with_coq": list(proof.unnecessary),
            "claims": [_facts(r, c, proof) for r, c in zip(proof.results, proof.statements, strict=True)],
        }


def _when(proof: Proof) -> str:
    """Which verdicts are of now, and which were kept."""
    kept = sum(result.kept for result in proof.results)
    seconds = sum(result.seconds for result in proof.results if not result.kept)
    now = f"{len(proof.results) - kept} discharged now in {seconds:.1f} s"
    return f"{_counted(kept, 'verdict')} kept (--fresh proves anew), {now}" if kept else now


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def grade(result: ClaimResult, proof: Proof) -> str:
    """Return the word for what became of a claim: ``proved`` only where no argument in words is needed."""
    if result.status is not Status.PROVED:
        return result.status.value
    if result.binding.stated_by:
        return "steps proved (stated in Coq)"
    return "proved" if result.name in proof.bound else "steps proved"


def _row(result: ClaimResult, claim: Statement, proof: Proof) -> list[Any]:
    proved = sum(step.verdict == Status.PROVED.value for step in result.steps)
    methods = sorted({step.method for step in result.steps}) or ["-"]
    verdict = grade(result, proof) + (" (finite box)" if result.boxes else "")
    seconds = None if result.kept else result.seconds
    return [claim.name, verdict, f"{proved}/{len(result.steps)}", seconds, claim.title,
            "; ".join(methods), ", ".join(claim.premises)]  # fmt: skip


def _facts(result: ClaimResult, claim: Statement, proof: Proof) -> dict[str, Any]:
    binding = result.binding
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
        "grade": grade(result, proof),
        "argument": claim.argument,
        "binding": {
            "complete": binding.complete,
            "conclusions": list(binding.conclusions),
            "assumes": list(binding.assumes),
            "definitions": list(binding.definitions),
            "refused": list(binding.refused),
            "words": list(binding.words),
            "premises_in_words": list(binding.premises_in_words),
            "origins": [{"hypothesis": given, "from": origin} for given, origin in binding.origins],
            "stated_by": binding.stated_by,
        },
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
        return ProofReport(proving.prove(claim, progress=report, verdicts=verdicts), every_step, claim)
    except GraphError as error:
        raise InputError(str(error)) from None
