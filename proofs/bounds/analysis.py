"""Which analysis answers a question."""

from __future__ import annotations

from dataclasses import replace

from proofs.bounds.bound import BoundReport
from proofs.bounds.derivation import Derivation, concluded, smallest
from proofs.bounds.request import QUOTED_ONLY, SLICING, Request
from proofs.exact.surd import Unsupported
from proofs.verdicts import Verdicts


def derive(asked: Request, verdicts: Verdicts | None = None) -> BoundReport:
    """Answer a question and check every step of the answer.

    Parameters
    ----------
    asked
        The question.
    verdicts
        Where the claims it starts from are looked up, with all they rest on; None cites them only.

    Raises
    ------
    ValueError
        If there is no such bound.
    """
    try:
        answer = smallest(_answers(asked))
    except Unsupported as error:
        raise ValueError(f"no exact bound at alpha = {asked.alpha}: {error}") from error
    return concluded(asked, answer, verdicts)


def _answers(asked: Request) -> list[Derivation]:
    # imported where needed: each analysis loads its own claims
    if asked.is_greedy or asked.algorithm in QUOTED_ONLY:
        from proofs.bounds import greedy

        is_quoted = asked.analysis == "paper" or asked.algorithm in QUOTED_ONLY
        return [greedy.quoted(asked) if is_quoted else greedy.derivation(asked)]
    answers: list[Derivation] = []
    if asked.analysis in ("tight", "best") and asked.algorithm in SLICING:
        from proofs.bounds import tighter

        answers.append(tighter.derivation(asked))
        if asked.analysis == "best" and asked.k_min is not None:
            # what holds for every instance holds for a given parallelism too
            answers.append(tighter.derivation(replace(asked, k_min=None)))
    if asked.analysis != "tight":
        from proofs.bounds import paper

        answers.append(paper.derivation(asked))
    return answers
