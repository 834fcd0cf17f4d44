"""From the claims to a constant: every step between is checked, the constant is enclosed and compared."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr

from proofs.bounds.bound import QUOTED, BoundReport
from proofs.bounds.request import Request
from proofs.claim import Claim
from proofs.exact.balls import Ball, BallsMissing, ball
from proofs.exact.real_root import RealRoot, as_number, minimal_polynomial_text, real_root
from proofs.method.numbers import Enclosure, MinimalPolynomial, PrintedConstant
from proofs.proof import Proof, prove
from proofs.step import Step, run_step
from proofs.verdict import Status, StepResult
from proofs.verdicts import Verdicts

DIGITS = 30  # of the rational enclosure


@dataclass(frozen=True)
class Cited:
    """What a derivation starts from.

    Parameters
    ----------
    name
        Of the claim, or ``"quoted"``: published and not derived here.
    says
        What is used of it.
    """

    name: str
    says: str


@dataclass(frozen=True)
class Derivation:
    """A constant with the claims it is read off and the steps from their statements to it.

    Parameters
    ----------
    exact
        The constant.
    cited
        The claims, the theorem first.
    steps
        What leads from them to the constant.
    source
        Names the theorem.
    k_min
        Smallest parallelism it is for; None if it is for none or for any.
    scale
        The scaling factor it is taken at; None where there is none.
    is_argmin
        Whether it is smallest there.
    stated
        The constant as the source prints it, to be checked if no other one is asked for.
    """

    exact: Expr
    cited: tuple[Cited, ...]
    steps: tuple[Step, ...]
    source: str
    k_min: int | None = None
    scale: Expr | None = None
    is_argmin: bool = False
    stated: str | None = None


def cited(claim: Claim, says: str = "") -> Cited:
    """Cite a claim, by its title unless something else is used of it."""
    return Cited(claim.name, says or claim.title)


def smallest(derivations: list[Derivation]) -> Derivation:
    """Return the one with the smallest constant; of equal ones the first by source."""
    return min(derivations, key=lambda item: (_ends(real_root(item.exact))[1], item.source))


def concluded(asked: Request, derivation: Derivation, verdicts: Verdicts | None) -> BoundReport:
    """Check a derivation.

    Parameters
    ----------
    asked
        The question.
    derivation
        The derivation that answers it.
    verdicts
        Where the cited claims are looked up, with all they rest on; None cites them only.
    """
    root = real_root(derivation.exact)
    lower, upper = _ends(root)
    printed = derivation.stated if asked.printed is None else asked.printed
    polynomial = minimal_polynomial_text(root)
    width = Fraction(1, 10**DIGITS)
    steps: list[Step] = [
        *derivation.steps,
        MinimalPolynomial(name="minimal-polynomial", number=derivation.exact, polynomial=polynomial),
        Enclosure(name="enclosure", number=derivation.exact, lower=lower, upper=upper, width=width),
    ]
    if printed is not None:
        steps.append(PrintedConstant(name="printed-constant", number=derivation.exact, printed=printed))
    rows = [*(_premise(item, verdicts) for item in derivation.cited), *map(run_step, steps)]
    around = _second_evaluation(derivation.exact)
    if around is not None and not around.overlaps(lower, upper):
        rows.append(_apart(around, lower, upper))
    return BoundReport(
        algorithm=asked.algorithm,
        regime=asked.regime,
        k_min=derivation.k_min,
        alpha=None if derivation.scale is None else as_number(derivation.scale),
        alpha_is_argmin=derivation.is_argmin,
        exact=as_number(derivation.exact),
        lower=lower,
        upper=upper,
        minimal_polynomial=polynomial,
        printed=printed,
        source=derivation.source,
        steps=tuple(rows),
        ball=None if around is None else (around.middle, around.radius),
    )


def _ends(root: RealRoot) -> tuple[Fraction, Fraction]:
    if root.lower == root.upper:
        return root.lower, root.upper
    return root.floor_at(DIGITS), root.ceiling_at(DIGITS)


def _second_evaluation(exact: Expr) -> Ball | None:
    """Enclose a constant by ball arithmetic; None where that is not installed."""
    try:
        return ball(exact)
    except BallsMissing:
        return None


def _apart(around: Ball, lower: Fraction, upper: Fraction) -> StepResult:
    says = "the ball and the enclosure have a number in common"
    apart = f"{around} and [{lower}, {upper}] do not overlap"
    return StepResult("ball", says, "ball arithmetic", Status.REFUTED.value, apart, 0.0)


def _premise(item: Cited, verdicts: Verdicts | None) -> StepResult:
    """The row of a claim: with the graph's verdict and what is assumed, or marked as a premise."""
    if item.name == QUOTED:
        return StepResult(QUOTED, item.says, "quoted", Status.PREMISE.value, "not derived here", 0.0)
    if verdicts is None:
        detail = f"proved by a claim of its own: ratiolab prove {item.name}"
        return StepResult(item.name, item.says, "cited", Status.PREMISE.value, detail, 0.0)
    proof = prove(item.name, verdicts=verdicts)
    status = Status.PROVED if proof.holds else Status.UNDECIDED
    seconds = sum(result.seconds for result in proof.results)
    return StepResult(item.name, item.says, "chain of claims", status.value, _in_words(proof), seconds)


def _in_words(proof: Proof) -> str:
    parts = [f"{sum(result.status is Status.PROVED for result in proof.results)} claims proved"]
    if proof.unproved:
        parts.append(f"not proved: {', '.join(proof.unproved)}")
    if proof.assumed:
        parts.append(f"assumed: {', '.join(proof.assumed)}")
    if proof.boxes:
        parts.append(f"on a finite box: {', '.join(name for name, _ in proof.boxes)}")
    return "; ".join(parts)
