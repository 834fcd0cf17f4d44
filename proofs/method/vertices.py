"""Small rational linear programs, solved by listing every vertex."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import sympy

from proofs.exact.domain import Domain, real
from proofs.exact.quadratic import Unsupported
from proofs.method.identities import first_pole
from proofs.method.inequalities import prove_sign
from proofs.step import Assumption, Obligation, Relation, Step
from proofs.verdict import Finding, Status

Constraint = tuple[sympy.Expr, sympy.Expr]
"""A pair (left, right) of affine expressions with rational coefficients: ``left <= right``."""


def _rows(
    constraints: tuple[Constraint, ...], variables: tuple[sympy.Symbol, ...]
) -> tuple[sympy.Matrix, sympy.Matrix]:
    matrix, right = [], []
    for left_side, right_side in constraints:
        poly = sympy.Poly(sympy.expand(left_side - right_side), *variables)
        if poly.total_degree() > 1:
            raise Unsupported(f"{left_side} <= {right_side} is not affine in {variables}")
        row = [poly.coeff_monomial(variable) for variable in variables]
        constant = -poly.coeff_monomial(1)
        if any(entry.is_Rational is not True for entry in (*row, constant)):
            raise Unsupported(f"{left_side} <= {right_side} has a coefficient that is not rational")
        matrix.append(row)
        right.append([constant])
    return sympy.Matrix(matrix), sympy.Matrix(right)


def _bounded(matrix: sympy.Matrix) -> bool:
    """Whether no nonzero direction satisfies ``matrix * direction <= 0``."""
    size = matrix.cols
    if matrix.rank() < size:
        return False
    # the cone is pointed, so if it is not {0} it has an extreme ray: a line cut out by size - 1 rows
    for chosen in itertools.combinations(range(matrix.rows), size - 1):
        kernel = matrix.extract(list(chosen), list(range(size))).nullspace() if chosen else [sympy.ones(1, 1)]
        if len(kernel) != 1:
            continue
        for direction in (kernel[0], -kernel[0]):
            if all(entry <= 0 for entry in matrix * direction):
                return False
    return True


def polytope_vertices(
    constraints: tuple[Constraint, ...], variables: tuple[sympy.Symbol, ...]
) -> list[tuple[sympy.Rational, ...]]:
    """Return all vertices of a bounded rational polytope, sorted.

    Raises
    ------
    Unsupported
        If it is unbounded, empty, or not given by affine inequalities with rational coefficients.
    """
    matrix, right = _rows(constraints, variables)
    if not _bounded(matrix):
        raise Unsupported("the feasible region is unbounded")
    size = len(variables)
    points: set[tuple[sympy.Rational, ...]] = set()
    for chosen in itertools.combinations(range(matrix.rows), size):
        square = matrix.extract(list(chosen), list(range(size)))
        if square.det() == 0:
            continue
        point = square.LUsolve(right.extract(list(chosen), [0]))
        if all(left <= limit for left, limit in zip(matrix * point, right, strict=True)):
            points.add(tuple(point))
    if not points:
        raise Unsupported("the feasible region is empty")
    return sorted(points)


@dataclass(frozen=True, kw_only=True)
class VertexBound(Step):
    """A linear objective never exceeds the largest of some bounds on a polytope.

    Parameters
    ----------
    objective
        Linear in ``variables``; its coefficients may be expressions in parameters.
    constraints
        Pairs (left, right) meaning left <= right, rational coefficients; the region must be bounded. They
        are hypotheses of the step: what says that they hold must be named like that of any other.
    variables
        The variables of the linear program.
    bounds
        The claim is ``objective <= max(bounds)``; at each vertex one bound must be shown to suffice.
    vertices
        The vertices the source states, if any; they must be exactly those found.
    domain
        Ranges of the parameters.
    scale
        A symbol that stands for the 1 the program is normed to, if any: with it in the place of 1, every
        constant of a constraint and every bound is a multiple of it. It must range over ``>= 0``.
    """

    objective: sympy.Expr
    constraints: tuple[Constraint, ...]
    variables: tuple[sympy.Symbol, ...]
    bounds: tuple[sympy.Expr, ...]
    vertices: tuple[tuple[sympy.Expr, ...], ...] | None = None
    domain: Domain = field(default_factory=Domain)
    scale: sympy.Symbol | None = None
    method = "vertices of a polytope"

    def obligations(self) -> tuple[Obligation, ...]:
        """Return that one of the bounds holds under the constraints, which are its hypotheses."""
        area = Domain((*self.domain.ranges, *(real(variable) for variable in self.variables)))
        at_most: Relation = "<="
        given = tuple((item.lhs, item.relation, item.rhs) for item in self.assumptions())
        first, *others = (bound * self._unit for bound in self.bounds)
        return (Obligation(self.name, self.objective, at_most, first, area, given, tuple(others)),)

    def conclusions(self) -> tuple[tuple[sympy.Expr, Relation, sympy.Expr], ...]:
        """Return that the objective is at most the largest bound, times the scale."""
        largest = sympy.Max(*self.bounds, evaluate=False) if len(self.bounds) > 1 else self.bounds[0]
        at_most: Relation = "<="
        return ((self.objective, at_most, largest * self._unit),)

    def assumptions(self) -> tuple[Assumption, ...]:
        """Return the constraints, their constants times the scale."""
        sides = [(self._scaled(left), self._scaled(right)) for left, right in self.constraints]
        return tuple(Assumption(left, "<=", right) for left, right in sides)

    def _scaled(self, side: sympy.Expr) -> sympy.Expr:
        """Multiply the constant of a side by the scale."""
        if self.scale is None:
            return sympy.sympify(side)
        constant = sympy.expand(side).subs(dict.fromkeys(self.variables, 0))
        return side - constant + constant * self.scale

    @property
    def _unit(self) -> sympy.Expr:
        return sympy.Integer(1) if self.scale is None else self.scale

    @property
    def formula(self) -> str:
        """The program as text."""
        rows = ", ".join(f"{left} <= {right}" for left, right in self.constraints)
        return f"{self.objective} <= max({', '.join(map(str, self.bounds))}) subject to {rows}"

    def decide(self) -> Finding:
        """List the vertices and compare the objective at each."""
        pole = first_pole(self.domain, self.objective, *self.bounds)
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish on {self.domain}")
        if self.scale is not None:
            self._check_scale()
        vertices = polytope_vertices(self.constraints, self.variables)
        listed = ", ".join(str(vertex) for vertex in vertices)
        if self.vertices is not None:
            stated = {tuple(sympy.sympify(entry) for entry in vertex) for vertex in self.vertices}
            if stated != set(vertices):
                return Finding(Status.REFUTED, self.method, f"the vertices are {listed}")
        poly = sympy.Poly(sympy.expand(self.objective), *self.variables)
        if poly.total_degree() > 1:
            raise Unsupported("the objective is not linear")
        for vertex in vertices:
            value = self.objective.xreplace(dict(zip(self.variables, vertex, strict=True)))
            if all(prove_sign(bound - value, self.domain, strict=False) is None for bound in self.bounds):
                constant = not value.free_symbols and all(not bound.free_symbols for bound in self.bounds)
                status = Status.REFUTED if constant else Status.UNDECIDED
                return Finding(status, self.method, f"no bound covers the value {value} at {vertex}")
        return Finding(Status.PROVED, self.method, f"vertices {listed}")

    def _check_scale(self) -> None:
        """Refuse a scale that may be negative or that is something else as well.

        For a positive one divide everything by it. For 0 the region is the cone of directions of the bounded
        one, so it holds 0 only, where the objective is 0 if it has no constant.
        """
        used = self.objective.free_symbols | {
            symbol for bound in self.bounds for symbol in sympy.sympify(bound).free_symbols
        }
        if self.scale in used or self.scale in self.variables:
            raise Unsupported(f"the scale {self.scale} occurs in the program")
        if prove_sign(self.scale, self.domain, strict=False) is None:
            raise Unsupported(f"the scale {self.scale} may be negative")
        if sympy.expand(self.objective.subs(dict.fromkeys(self.variables, 0))) != 0:
            raise Unsupported("the objective has a constant, so it does not grow with the scale")
