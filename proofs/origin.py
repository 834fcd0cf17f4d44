"""Where the hypotheses of a step may come from, when it is not said by the formulas themselves.

A hypothesis that equals a conclusion of a listed premise or an earlier step, or an assumption or a
definition of its claim needs no origin: `proofs.binding` finds it. An origin is written only where a premise
is taken about other variables than its own, or where a theorem of the Coq development is the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import sympy
from sympy.core.relational import Relational


@dataclass(frozen=True)
class Premise:
    """A conclusion of a listed premise, about what stands here for its variables.

    Parameters
    ----------
    claim
        Name of the premise.
    names
        What stands for its variables. All it assumes must hold here under the same names.
    """

    claim: str
    names: Mapping[sympy.Symbol, sympy.Expr] = field(default_factory=dict)


@dataclass(frozen=True)
class Kernel:
    """An end theorem of the Coq development that says it."""

    theorem: str


Origin: TypeAlias = "Premise | Kernel"


@dataclass(frozen=True)
class Definition:
    """What a letter stands for, said so that such a number always exists: nothing else can follow from it.

    Parameters
    ----------
    symbol
        The letter; it must have no bounds and no meaning from elsewhere.
    relations
        What it satisfies.
    meaning
        In words: ``floor of ...``.
    integer
        Whether it is an integer, as a floor is.
    """

    symbol: sympy.Symbol
    relations: tuple[Relational, ...]
    meaning: str
    integer: bool = False


def equals(symbol: sympy.Symbol, value: sympy.Expr) -> Definition:
    """Let a letter stand for an expression."""
    _new(symbol, value)
    return Definition(symbol, (sympy.Eq(symbol, value, evaluate=False),), f"{symbol} = {value}")


def floor_of(symbol: sympy.Symbol, value: sympy.Expr) -> Definition:
    """Let a letter stand for the largest integer of at most that value."""
    _new(symbol, value)
    says = (sympy.Le(symbol, value), sympy.Lt(value, symbol + 1))
    return Definition(symbol, says, f"{symbol} = floor({value})", integer=True)


def ceiling_of(symbol: sympy.Symbol, value: sympy.Expr) -> Definition:
    """Let a letter stand for the least integer of at least that value."""
    _new(symbol, value)
    says = (sympy.Ge(symbol, value), sympy.Lt(symbol, value + 1))
    return Definition(symbol, says, f"{symbol} = ceil({value})", integer=True)


def _new(symbol: sympy.Symbol, value: sympy.Expr) -> None:
    if symbol in sympy.sympify(value).free_symbols:
        raise ValueError(f"{symbol} is defined by itself")
