"""Bounds that rest on Coq alone: the constant is read off the statement of a compiled theorem.

Nothing of them is kept: they stand as long as the verdict on the sources in the tree does.
"""

from __future__ import annotations

from fractions import Fraction

from proofs.bounds.bound import BoundReport
from proofs.exact.surd import Quadratic
from proofs.formal.registry import standing, theorem
from proofs.formal.statements import Regime, end_theorems
from proofs.verdict import Status, StepResult

#: Method of the step that a compiled theorem is.
KERNEL = "Coq's kernel"
#: Above every constant: asks for the best theorem, whatever it says.
_ANY = Fraction(10**9)


def kernel_report(
    algorithm: str,
    regime: Regime = "general",
    *,
    alpha: Quadratic | None = None,
    parallelism: int | None = None,
    share: Fraction | None = None,
    printed: str | None = None,
) -> BoundReport | None:
    """Report the smallest constant that a compiled theorem gives an algorithm, or None if there is none.

    Parameters
    ----------
    algorithm, regime, alpha, parallelism, share
        As for `proofs.formal.registry.standing`.
    printed
        A constant to check it against.
    """
    name = standing(algorithm, regime, alpha, _ANY, parallelism=parallelism, share=share)
    if name is None:
        return None
    stated = theorem(name)
    constant = stated.bound(alpha, parallelism, share)
    assert constant is not None, name
    detail = "compiled from these sources, without an axiom"
    steps = [StepResult(name, stated.statement, KERNEL, Status.PROVED.value, detail, 0.0)]
    if printed is not None:
        from sympy import Rational  # only here: a theorem needs no computer algebra

        from proofs.method.numbers import PrintedConstant
        from proofs.step import run_step

        number = Rational(constant.numerator, constant.denominator)
        steps.append(run_step(PrintedConstant(name="printed-constant", number=number, printed=printed)))
    over = "" if constant.denominator == 1 else f"{constant.denominator}*"
    return BoundReport(
        algorithm=algorithm,
        regime=regime if stated.regime is None else stated.regime,
        k_min=parallelism,
        alpha=alpha,
        alpha_is_argmin=False,
        exact=Quadratic(constant),
        lower=constant,
        upper=constant,
        minimal_polynomial=f"{over}v - {constant.numerator}",
        printed=printed,
        source=f"Coq theorem {name} (proofs/formal); {stated.scope}",
        steps=tuple(steps),
    )


def stated_theorems(algorithm: str) -> tuple[str, ...]:
    """Names of the theorems that state a ratio of an algorithm, compiled or not."""
    return tuple(item.name for item in end_theorems() if item.algorithm == algorithm)
