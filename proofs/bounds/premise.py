"""The claims a report rests on, with the verdict of the graph where it is asked for."""

from __future__ import annotations

from functools import cache

from proofs.claim import Status, StepResult
from proofs.graph import Proof, prove


@cache
def chain_of(name: str) -> Proof:
    """Prove a claim and all it rests on, once per process."""
    return prove(name)


def _chain_text(proof: Proof) -> str:
    proved = sum(result.status is Status.PROVED for result in proof.results)
    parts = [f"{proved} claims proved"]
    if proof.unproved:
        parts.append(f"not proved: {', '.join(proof.unproved)}")
    if proof.assumed:
        parts.append(f"assumed: {', '.join(proof.assumed)}")
    if proof.boxes:
        parts.append(f"on a finite box: {', '.join(name for name, _ in proof.boxes)}")
    return "; ".join(parts)


def premise_row(name: str, statement: str, with_chain: bool) -> StepResult:
    """Return the row of a claim that a report rests on.

    Parameters
    ----------
    name
        Of the claim.
    statement
        What the report uses of it.
    with_chain
        Whether to prove the claim and all it rests on: the row carries the graph's verdict and says what is
        assumed. Otherwise the row is marked as a premise.
    """
    if not with_chain:
        detail = "proved by its own claim; ask for the chain to have it proved here"
        return StepResult(name, statement, "cited", Status.PREMISE.value, detail, 0.0)
    proof = chain_of(name)
    status = Status.PROVED if proof.holds else Status.UNDECIDED
    seconds = sum(result.seconds for result in proof.results)
    return StepResult(name, statement, "chain of claims", status.value, _chain_text(proof), seconds)
