"""Every discharging method under one name, for the files that declare theorems."""

from proofs.exact.stationary import minimise
from proofs.method.finite_box import Exhaustive
from proofs.method.identities import Identity
from proofs.method.induction import Induction
from proofs.method.inequalities import Consequence, Hypothesis, Inequality, SumOfSquares
from proofs.method.largest import Largest
from proofs.method.minimum import (
    DerivativeFactor,
    EndBehaviour,
    GlobalMinimum,
    SecondDerivative,
    SignChange,
    ValueAt,
)
from proofs.method.numbers import Enclosure, EqualNumbers, MinimalPolynomial, PrintedConstant
from proofs.method.sums import FiniteSum
from proofs.method.vertices import VertexBound

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
    "Largest",
    "MinimalPolynomial",
    "PrintedConstant",
    "SecondDerivative",
    "SignChange",
    "SumOfSquares",
    "ValueAt",
    "VertexBound",
    "minimise",
]
