"""Rational expressions as Coq statements write them, such as ``(28 # 3) * (1 + 2 / inject_Z K)``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction


class UnreadableStatement(ValueError):
    """Raised where a statement about a ratio is not written as this module expects."""


#: A number, or None for one that grows without bound.
Value = Fraction | None

_TOKEN = re.compile(r"\s*(?:(\d+)|(inject_Z)\b|([A-Za-z_]\w*)|([-+*/#()]))")


class Expression:
    """A rational expression of a statement, such as ``(28 # 3) * (1 + 2 / inject_Z K)``.

    Parameters
    ----------
    text
        As in the statement.
    bindings
        The ``let`` definitions before it, by name.
    """

    def __init__(self, text: str, bindings: Mapping[str, str] | None = None) -> None:
        self.text = " ".join(text.split())
        self.bindings = dict(bindings or {})

    def __str__(self) -> str:
        return self.text

    def value(self, variables: Mapping[str, Value] | None = None) -> Fraction:
        """Evaluate exactly.

        Parameters
        ----------
        variables
            The universally quantified integers; None stands for the limit as it grows.

        Raises
        ------
        UnreadableStatement
            If the text is no such expression or does not have a finite value.
        """
        result = _Reader(self.text, self.bindings, dict(variables or {})).read()
        if result is None:
            raise UnreadableStatement(f"{self.text} grows without bound")
        return result


class _Reader:
    """Recursive descent over the tokens of an expression."""

    def __init__(self, text: str, bindings: Mapping[str, str], variables: Mapping[str, Value]) -> None:
        self.text, self.bindings, self.variables = text, bindings, variables
        self.tokens: list[str] = []
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None:
                raise UnreadableStatement(f"cannot read {text[position:]!r}")
            self.tokens.append(match[0].strip())
            position = match.end()
        self.tokens.append("")

    def read(self) -> Value:
        value = self._sum()
        if self.tokens[0]:
            raise UnreadableStatement(f"{self.text!r}: unexpected {self.tokens[0]!r}")
        return value

    def _take(self) -> str:
        return self.tokens.pop(0)

    def _sum(self) -> Value:
        value = self._product()
        while self.tokens[0] in ("+", "-"):
            sign = 1 if self._take() == "+" else -1
            other = self._product()
            value = None if value is None or other is None else value + sign * other
        return value

    def _product(self) -> Value:
        value = self._atom()
        while self.tokens[0] in ("*", "/", "#"):
            operator, other = self._take(), self._atom()
            if operator == "*":
                value = None if value is None or other is None else value * other
            elif other is None:
                value = Fraction(0) if value is not None else None
            elif other == 0:
                raise UnreadableStatement(f"{self.text!r} divides by zero")
            else:
                value = None if value is None else value / other
        return value

    def _atom(self) -> Value:
        token = self._take()
        if token == "(":
            value = self._sum()
            if self._take() != ")":
                raise UnreadableStatement(f"{self.text!r}: a parenthesis is open")
            return value
        if token == "inject_Z":
            return self._atom()
        if token.isdigit():
            return Fraction(int(token))
        if token in self.bindings:
            return _Reader(self.bindings[token], self.bindings, self.variables).read()
        if token in self.variables:
            return self.variables[token]
        raise UnreadableStatement(f"{self.text!r}: {token!r} has no value")
