"""One polynomial statement as an SMT-LIB 2 script, for a solver that shares no code with the methods here.

A script asserts the domain and the negation of what is to be shown, so *unsat* means agreement. Integers are
relaxed to reals. Part of what is to be shown is the sign of every denominator that was cleared. A square root
of a rational becomes a variable ``r`` with ``r*r = d`` and ``r > 0``, a root of a polynomial a variable with
that polynomial and an isolating interval.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import sympy

from proofs.exact.domain import Domain, Range
from proofs.exact.polynomial import quotient
from proofs.exact.positivity import nonzero_sign
from proofs.exact.quadratic import Unsupported, as_fraction
from proofs.exact.real_root import real_root
from proofs.step import Obligation, Relation

_RESERVED = frozenset(
    [
        "abs",
        "and",
        "as",
        "assert",
        "distinct",
        "div",
        "e",
        "euler",
        "exists",
        "false",
        "forall",
        "is_int",
        "ite",
        "let",
        "mod",
        "not",
        "or",
        "par",
        "pi",
        "store",
        "select",
        "to_int",
        "to_real",
        "true",
        "xor",
    ]
)
_SMT = {"==": "=", ">=": ">=", ">": ">", "<=": "<=", "<": "<"}


class NotExportable(ValueError):
    """The statement is no polynomial statement over the reals; the message says why."""


def _number(value: Fraction) -> str:
    size = abs(value)
    text = f"{size.numerator}.0" if size.denominator == 1 else f"(/ {size.numerator}.0 {size.denominator}.0)"
    return f"(- {text})" if value < 0 else text


@dataclass(frozen=True)
class _Cleared:
    """A comparison without denominators.

    ``signs`` are the signs of denominators it was multiplied by the sign of, still to be confirmed;
    ``nonzero`` says that the denominators of unknown sign, which it was multiplied by themselves, are not 0.
    """

    text: str
    signs: tuple[str, ...]
    nonzero: tuple[str, ...]


@dataclass
class _Writer:
    """Names for symbols and algebraic constants, and the assertions that define the constants."""

    names: dict[sympy.Expr, str] = field(default_factory=dict)
    constants: dict[sympy.Expr, sympy.Symbol] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)

    def name(self, symbol: sympy.Symbol) -> str:
        """Return a legal name, the symbol's own where that is free."""
        if symbol not in self.names:
            text = re.sub(r"[^A-Za-z0-9_]", "_", str(symbol))
            if not text[:1].isalpha() or text in _RESERVED:
                text = f"v_{text}"
            while text in self.names.values():
                text += "_"
            self.names[symbol] = text
        return self.names[symbol]

    def _constant(self, number: sympy.Expr) -> sympy.Symbol:
        """Return the variable that stands for sqrt of a rational or for a real `sympy.CRootOf`."""
        if number in self.constants:
            return self.constants[number]
        if isinstance(number, sympy.CRootOf):
            variable = sympy.Dummy(f"root{len(self.constants)}")
            isolated = real_root(number).within(Fraction(1, 1000))
            name = self.name(variable)
            self.definitions += [
                f"(= {self.term(isolated.as_poly(variable).as_expr())} 0.0)",
                f"(<= {_number(isolated.lower)} {name})",
                f"(<= {name} {_number(isolated.upper)})",
            ]
        else:
            base = as_fraction(number.base)
            if base <= 0:
                raise NotExportable(f"{number} is not a positive real root")
            variable = sympy.Dummy(
                f"sqrt_{base.numerator}" + f"_{base.denominator}" * (base.denominator != 1)
            )
            name = self.name(variable)
            self.definitions += [f"(= (* {name} {name}) {_number(base)})", f"(> {name} 0.0)"]
        self.constants[number] = variable
        return variable

    def plain(self, expr: sympy.Expr) -> sympy.Expr:
        """Replace algebraic constants by their variables."""
        if expr.has(sympy.Float):
            raise NotExportable(f"floating-point number in {expr}")
        expr = expr.xreplace({sympy.GoldenRatio: (1 + sympy.sqrt(5)) / 2})
        replaced: dict[sympy.Expr, sympy.Expr] = {}
        for power in sorted(expr.atoms(sympy.Pow), key=str):
            if power.exp.is_Rational is True and power.exp.q == 2 and power.base.is_Rational is True:
                replaced[power] = self._constant(sympy.sqrt(power.base)) ** int(power.exp.p)
        for root in sorted(expr.atoms(sympy.CRootOf), key=str):
            replaced[root] = self._constant(root)
        return expr.xreplace(replaced)

    def term(self, expr: sympy.Expr) -> str:
        """Write a polynomial as an SMT-LIB term."""
        if expr.is_Rational is True:
            return _number(as_fraction(expr))
        if expr.is_Symbol is True:
            return self.name(expr)
        if expr.is_Add is True or expr.is_Mul is True:
            inner = " ".join(self.term(argument) for argument in expr.args)
            return f"({'+' if expr.is_Add else '*'} {inner})"
        if expr.is_Pow is True and expr.exp.is_Integer is True and expr.exp > 0:
            return f"(* {' '.join([self.term(expr.base)] * int(expr.exp))})"
        if expr.is_Pow is True and expr.exp.is_number is not True:
            raise NotExportable(f"the exponent of {expr} is not a number")
        raise NotExportable(f"{expr} is not a polynomial")

    def compare(
        self, lhs: sympy.Expr | int, relation: Relation, rhs: sympy.Expr | int, area: Domain
    ) -> _Cleared:
        """Write a comparison with denominators cleared."""
        sides = []
        signs: list[str] = []
        nonzero: list[str] = []
        scale: sympy.Expr = sympy.Integer(1)
        for side in (lhs, rhs):
            top, bottom = quotient(self.plain(sympy.sympify(side)))
            sides.append((top, bottom))
            if bottom.is_Rational is True:
                scale *= sympy.sign(bottom)
                continue
            try:
                sign = nonzero_sign(_original(bottom, self.constants), area)
            except (Unsupported, sympy.PolynomialError):
                sign = None
            text = self.term(sympy.expand(bottom))
            if sign is None:
                nonzero.append(f"(not (= {text} 0.0))")
                scale *= bottom
            else:
                signs.append(f"({'>' if sign > 0 else '<'} {text} 0.0)")
                scale *= sign
        (top, below), (other_top, other_below) = sides
        difference = sympy.expand(scale * (top * other_below - other_top * below))
        return _Cleared(f"({_SMT[relation]} {self.term(difference)} 0.0)", tuple(signs), tuple(nonzero))

    def range(self, item: Range, area: Domain) -> list[str]:
        """Write the bounds of a variable."""
        relations: tuple[Relation, Relation] = (
            ">" if item.lower_open else ">=",
            "<" if item.upper_open else "<=",
        )
        terms = []
        for bound, relation in zip((item.lower, item.upper), relations, strict=True):
            if bound is not None:
                cleared = self.compare(item.symbol, relation, bound, area)
                if cleared.signs or cleared.nonzero:
                    raise NotExportable(f"the bound {bound} of {item.symbol} is not a polynomial")
                terms.append(cleared.text)
        return terms


def _original(expr: sympy.Expr, constants: dict[sympy.Expr, sympy.Symbol]) -> sympy.Expr:
    return expr.xreplace({variable: number for number, variable in constants.items()})


def _all(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"(and {' '.join(parts)})"


def script(obligation: Obligation, *, integers: bool = False, premises_only: bool = False) -> str:
    """Write an obligation as an SMT-LIB 2 script whose unsatisfiability is agreement.

    Parameters
    ----------
    obligation
        The statement.
    integers
        Keep integer variables integral instead of relaxing them; the logic is then mixed.
    premises_only
        Leave the conclusion out: the script is then satisfiable if the statement speaks of any point at all.

    Raises
    ------
    NotExportable
        If the statement is not polynomial: symbolic exponents, roots of variables, floors.
    """
    writer = _Writer()
    area = obligation.domain
    assumed = [line for item in area.ranges for line in writer.range(item, area)]
    if integers:
        assumed += [f"(is_int {writer.name(item.symbol)})" for item in area.ranges if item.integer]
    given = [writer.compare(*hypothesis, area) for hypothesis in obligation.hypotheses]
    goals = [
        writer.compare(obligation.lhs, obligation.relation, side, area)
        for side in (obligation.rhs, *obligation.others)
    ]
    premises = [text for item in given for text in (*item.nonzero, item.text)]
    refuted = _all([*premises, *(f"(not {_all([*goal.nonzero, *goal.signs, goal.text])})" for goal in goals)])
    signs = [text for item in given for text in item.signs]
    negation = f"(or (not {_all(signs)}) {refuted})" if signs else refuted
    asked = [*assumed, *premises, *signs] if premises_only else [*assumed, negation]
    lines = [
        *(f"; {line}" for line in _described(obligation)),
        f"(set-logic {'ALL' if integers else 'QF_NRA'})",
        *(f"(declare-const {name} Real)" for name in writer.names.values()),
        *(f"(assert {text})" for text in (*writer.definitions, *asked)),
        "(check-sat)",
    ]
    return "\n".join(lines) + "\n"


def _described(obligation: Obligation) -> list[str]:
    item = obligation
    given = [f"given {lhs} {relation} {rhs}" for lhs, relation, rhs in item.hypotheses]
    relaxed = [str(entry.symbol) for entry in item.domain.ranges if entry.integer]
    note = [f"integers, relaxed to reals unless asserted: {', '.join(relaxed)}"] if relaxed else []
    text = [
        item.name,
        f"domain: {item.domain}",
        *given,
        f"shown: {item.lhs} {item.relation} {' or '.join(map(str, (item.rhs, *item.others)))}",
        *note,
    ]
    return [line.replace("\n", " ") for line in text]
