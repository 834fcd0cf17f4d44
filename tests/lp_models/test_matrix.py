"""The program as arrays is the readable program, entry for entry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pulp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp_models import start_time
from lp_models.matrix import Matrix, highs_program, matrix, nonzeros

PROGRAMS = st.tuples(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5), st.integers(1, 9)), min_size=1, max_size=4),
    st.integers(9, 30),
    st.data(),
)


def of_pulp(
    problem: pulp.LpProblem,
) -> tuple[dict[tuple[str, int], float], dict[str, float], list[tuple[int, float]]]:
    """Entries by (variable, row), costs by variable, and (sense, side) by row, read from PuLP."""
    entries, sides = {}, []
    for r, row in enumerate(problem.constraints()):
        sides.append((row.sense, -row.constant))
        for x, value in row.items():
            entries[x.name, r] = float(value)
    return entries, {x.name: float(c) for x, c in problem.objective.items()}, sides


def as_highs(built: Matrix, types: list[tuple[int, int, int]], memory: int) -> Any:
    """The program of total flow time, as a solver of the integer program would ask for it."""
    return highs_program(
        built,
        costs=built.start_rounds + built.of_columns([o for _, o, _ in types]),
        upper=built.of_columns([min(n, memory // (s + o)) for s, o, n in types]),
        counts=np.array([float(n) for _, _, n in types]),
        memory=np.full(built.blocks, float(memory)),
    )


@settings(max_examples=60, deadline=None)
@given(PROGRAMS)
def test_equal_to_the_readable_program(drawn: tuple[list[tuple[int, int, int]], int, st.DataObject]) -> None:
    """Matrix, costs, bounds and both sides of every row: what PuLP holds is what HiGHS is given."""
    types, memory, data = drawn
    latest = [data.draw(st.integers(0, 8)) for _ in types]
    stated = start_time.program(types, memory, latest)
    assert stated is not None
    problem, variables = stated
    entries, costs, sides = of_pulp(problem)
    built = matrix(types, latest)
    lp = as_highs(built, types, memory)
    columns = [x for of_type in variables for x in of_type]
    assert [len(of_type) for of_type in variables] == np.diff(built.offsets).tolist()
    assert (lp.num_col_, lp.num_row_) == (len(columns), len(sides))
    assert lp.num_row_ == built.types + built.blocks
    held, starts = {}, list(lp.a_matrix_.start_)
    for c, x in enumerate(columns):
        assert (lp.col_cost_[c], lp.col_lower_[c], lp.col_upper_[c]) == (costs[x.name], x.lowBound, x.upBound)
        for e in range(starts[c], starts[c + 1]):
            assert (x.name, lp.a_matrix_.index_[e]) not in held
            held[x.name, lp.a_matrix_.index_[e]] = lp.a_matrix_.value_[e]
    assert held == entries
    assert len(entries) == nonzeros(types, latest)
    for r, (sense, side) in enumerate(sides):
        assert lp.row_upper_[r] == side
        assert lp.row_lower_[r] == (side if sense == pulp.LpConstraintEQ else -np.inf)


def test_columns_of_a_type() -> None:
    """Two types by hand: the second one's columns begin after the first one's, from round 0 again."""
    built = matrix([(1, 2, 5), (0, 1, 1)], [1, 2])
    assert built.offsets.tolist() == [0, 2, 5]
    assert built.start_rounds.tolist() == [0, 1, 0, 1, 2]
    assert built.blocks == 3
    assert built.rows.tolist() == [0, 2, 3, 0, 3, 4, 1, 2, 1, 3, 1, 4]
    assert built.values.tolist() == [1, 2, 3, 1, 2, 3, 1, 1, 1, 1, 1, 1]


def test_a_type_without_a_start_round() -> None:
    """A negative latest start leaves a type without columns, in the matrix and in its foretold size."""
    built = matrix([(0, 3, 1), (0, 2, 1)], [-4, 0])
    assert built.offsets.tolist() == [0, 0, 1]
    assert (built.blocks, built.rows.size) == (2, nonzeros([(0, 3, 1), (0, 2, 1)], [-4, 0]))


def test_too_many_entries_are_refused_before_they_are_built() -> None:
    """HiGHS numbers entries with 32 bits: a larger program is refused, not wrapped around."""
    with pytest.raises(ValueError, match="numbers at most 2147483647"):
        matrix([(0, 10**6, 1)], [10**6])
