"""Every discharging method under one name, for the files that declare theorems."""

from proofs.finite_box import Exhaustive
from proofs.identities import Identity
from proofs.induction import Induction
from proofs.inequalities import Consequence, Hypothesis, Inequality, SumOfSquares
from proofs.minimum import (
    DerivativeFactor,
    EndBehaviour,
    GlobalMinimum,
    SecondDerivative,
    SignChange,
    ValueAt,
)
from proofs.numbers import Enclosure, EqualNumbers, MinimalPolynomial, PrintedConstant
from proofs.stationary import minimise
from proofs.sums import FiniteSum
from proofs.vertices import VertexBound

__all__ = [
    "Consequence",
    "DerivativeFactor",
    "Enclosure",
    "EndBehaviour",
    "EqualNumbers",
    "Exhaustive",
    "FiniteSum",
    "GlobalMinimum",
    "Hypothesis",
    "Identity",
    "Induction",
    "Inequality",
    "MinimalPolynomial",
    "PrintedConstant",
    "SecondDerivative",
    "SignChange",
    "SumOfSquares",
    "ValueAt",
    "VertexBound",
    "minimise",
]
