"""Exact tests of quadratic forms: positive definite, and positive on every nonnegative vector."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

#: A symmetric matrix, row by row.
Form = tuple[tuple[Fraction, ...], ...]

#: Most variables whose faces are gone through one by one.
MOST_FACES = 10


def value(form: Form, x: Sequence[int | Fraction]) -> Fraction:
    """Return ``x^T Q x``."""
    terms = (x[i] * x[j] * q for i, row in enumerate(form) for j, q in enumerate(row))
    return sum(terms, Fraction(0))


def combined(factor: Fraction, plus: Form, minus: Form) -> Form:
    """Return ``factor * plus - minus``."""
    return tuple(
        tuple(factor * a - b for a, b in zip(row, other, strict=True))
        for row, other in zip(plus, minus, strict=True)
    )


def is_positive_definite(form: Form) -> bool:
    """Whether ``x^T Q x > 0`` for every x other than 0: all pivots of ``L D L^T`` are positive."""
    rows = [list(row) for row in form]
    for p in range(len(rows)):
        pivot = rows[p][p]
        if pivot <= 0:
            return False
        for i in range(p + 1, len(rows)):
            share = rows[i][p] / pivot
            for j in range(p + 1, len(rows)):
                rows[i][j] -= share * rows[p][j]
    return True


def is_strictly_copositive(form: Form) -> bool:
    """Whether ``x^T Q x > 0`` is shown for every ``x >= 0`` other than 0; False may mean "not decided".

    Positive definite forms are, and then nothing else is looked at. Otherwise, up to `MOST_FACES`
    variables, faces of the simplex ``x >= 0, sum x = 1`` are gone through. Let x minimise the form on it,
    J be the variables with ``x_j > 0`` and v the minimum. The gradient is constant on J, so
    ``Q_J x_J = v*1`` with ``x_J > 0``. If every Q_J is regular, v is not 0 (else ``x_J = 0``), and v < 0
    would make ``u = Q_J^-1 1 = x_J / v`` negative throughout. So if no Q_J is singular and no u is
    negative throughout, v > 0.
    """
    if is_positive_definite(form):
        return True
    n = len(form)
    if n > MOST_FACES:
        return False
    for size in range(1, n + 1):
        for face in combinations(range(n), size):
            u = _solved([[form[i][j] for j in face] for i in face])
            if u is None or all(entry < 0 for entry in u):
                return False
    return True


def _solved(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Solution of ``Q u = 1``, None if Q is singular."""
    n = len(rows)
    system = [[*row, Fraction(1)] for row in rows]
    for p in range(n):
        at = next((i for i in range(p, n) if system[i][p] != 0), None)
        if at is None:
            return None
        system[p], system[at] = system[at], system[p]
        for i in range(n):
            if i != p and system[i][p] != 0:
                share = system[i][p] / system[p][p]
                system[i] = [a - share * b for a, b in zip(system[i], system[p], strict=True)]
    return [system[p][n] / system[p][p] for p in range(n)]
