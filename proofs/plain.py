"""What every step must be: plain symbols, known relations, exact numbers, and domains that hold a point.

These are looked at in one place, before a step is decided. What sympy has simplified while an expression was
built cannot be seen here or anywhere: ``x*y/x`` is ``y`` before a step sees it, and so is ``sqrt(z**2)`` if
``z`` was declared positive; hence no symbol may carry an assumption.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from proofs.exact.domain import Domain, Range, is_plain
from proofs.exact.positivity import empty_range

RELATIONS = ("==", ">=", ">", "<=", "<")


def refusal(step: object) -> str | None:
    """Say why a step cannot be read as it stands; None if it can.

    Parameters
    ----------
    step
        Any dataclass: its fields are looked through, those of the dataclasses and tuples in them too.
    """
    for value in _parts(step):
        if isinstance(value, sympy.Basic):
            for symbol in sorted(value.free_symbols, key=str):
                if not is_plain(symbol):
                    return f"{symbol} carries assumptions of sympy: {_assumed(symbol)}"
            unknown = value.atoms(AppliedUndef)
            if unknown:
                return f"{min(map(str, unknown))} is a function that nothing defines"
            if value.has(sympy.Float):
                return f"floating-point number in {value}"
            if value.has(sympy.oo, -sympy.oo, sympy.zoo, sympy.nan):
                return f"{value} is not finite"
        elif isinstance(value, Domain):
            reason = empty_range(value)
            if reason is not None:
                return reason
        elif is_dataclass(value):
            relation = getattr(value, "relation", "==")
            if relation not in RELATIONS:
                return f"{relation!r} is no relation; known: {', '.join(RELATIONS)}"
    return None


def _parts(value: Any) -> Iterator[Any]:
    """Yield what is said in a dataclass, nested ones and the entries of tuples included."""
    if isinstance(value, tuple):
        for entry in value:
            yield from _parts(entry)
    elif isinstance(value, sympy.Basic):
        yield value
    elif isinstance(value, (Domain, Range)):
        yield value  # a Range has refused what it cannot mean
    elif is_dataclass(value) and not isinstance(value, type):
        yield value
        for item in fields(value):
            yield from _parts(getattr(value, item.name))


def _assumed(symbol: sympy.Symbol) -> str:
    plain = sympy.Symbol("x").assumptions0
    more = [f"{name}={truth}" for name, truth in symbol.assumptions0.items() if truth is not plain.get(name)]
    return ", ".join(more) or "it is a dummy"
