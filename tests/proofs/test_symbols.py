"""The symbols of the proofs: one name, one symbol."""

from collections import Counter

from sympy import Symbol

from proofs import symbols

DECLARED = {name: value for name, value in vars(symbols).items() if isinstance(value, Symbol)}


def test_no_symbol_has_two_names() -> None:
    """Two names for one symbol would make one quantity of two, silently."""
    twice = [symbol for symbol, count in Counter(DECLARED.values()).items() if count > 1]
    assert len(DECLARED) > 80
    assert twice == []


def test_no_two_symbols_print_the_same() -> None:
    """Symbols of one name and different assumptions look alike and are different to sympy."""
    assert len({str(symbol) for symbol in DECLARED.values()}) == len(DECLARED)


def test_no_symbol_carries_an_assumption() -> None:
    """What a symbol ranges over is data of a claim; an assumption would be a hypothesis nobody stated."""
    plain = Symbol("x").assumptions0
    assert [name for name, symbol in DECLARED.items() if symbol.assumptions0 != plain] == []
