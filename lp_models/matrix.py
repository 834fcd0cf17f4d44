r"""The start-time program as arrays for HiGHS, built at once.

The readable statement of the program, row by row, is `lp_models.start_time`; this is the same matrix for
whoever solves it thousands of times, or with a million entries:

    columns    ``x[k,t]`` for every type k and every round ``0 <= t <= T_k``: type after type, then by t
    rows       one per type (``sum_t x[k,t] = n_k``), then one per round (tokens held ``<= M``)

The column of ``x[k,t]`` has a 1 in the row of type k and ``s_k + i + 1`` in the row of round ``t + i``,
for ``0 <= i < o_k``. A test holds both against each other, entry for entry.

A *coarse* matrix groups rounds into blocks of D: starts in the first round of a block only, and one row per
block, for the tokens held in all its rounds together (``<= M D``). It is neither above nor below the
program: its duals suggest prices, its value proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

#: A job type: prompt (tokens), response (tokens = rounds), count.
TypeRow = tuple[int, int, int]

#: HiGHS numbers matrix entries with 32 bits.
MAX_ENTRIES = 2**31 - 1

FloatArray = npt.NDArray[np.float64]


def nonzeros(types: Sequence[TypeRow], latest_starts: Sequence[int], block: int = 1) -> int:
    """Number of matrix entries of the program: what building and solving it costs, before building it."""
    pairs = zip(types, latest_starts, strict=True)
    return sum((last // block + 1) * (-(-o // block) + 1) for (_, o, _), last in pairs if last >= 0)


@dataclass(frozen=True)
class Matrix:
    """The constraint matrix, column by column.

    Attributes
    ----------
    types, blocks : int
        Rows: first one per type, then one per block of rounds.
    offsets : array of int, shape (types + 1,)
        The columns of type k are ``offsets[k]`` to ``offsets[k+1] - 1``, by ascending start round from 0.
    start_rounds : array of int, shape (columns,)
        Start round t of each column: a multiple of the block.
    column_starts : array of int32, shape (columns + 1,)
        Where each column begins in the two arrays below.
    rows : array of int32, shape (entries,)
    values : array of float, shape (entries,)
    """

    types: int
    blocks: int
    offsets: npt.NDArray[np.int64]
    start_rounds: npt.NDArray[np.int64]
    column_starts: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]
    values: FloatArray

    @property
    def columns(self) -> int:
        """Number of columns."""
        return int(self.offsets[-1])

    def of_columns(self, per_type: Sequence[int] | npt.NDArray[np.int64]) -> FloatArray:
        """Repeat one value per type for each of its columns, shape (columns,)."""
        return np.repeat(np.asarray(per_type, dtype=np.float64), np.diff(self.offsets))


def matrix(types: Sequence[TypeRow], latest_starts: Sequence[int], block: int = 1) -> Matrix:
    """Build the matrix.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
        Prompt >= 0, response >= 1, in tokens; the counts play no part.
    latest_starts : sequence of int
        T_k of each type, in rounds; a type with a negative one has no column.
    block : int
        Rounds D of a block, at least 1.

    Raises
    ------
    ValueError
        If it would have more than `MAX_ENTRIES` entries.
    """
    entries = nonzeros(types, latest_starts, block)
    if entries > MAX_ENTRIES:
        raise ValueError(f"the program has {entries} matrix entries: HiGHS numbers at most {MAX_ENTRIES}")
    widths = np.array([max(0, last // block + 1) for last in latest_starts], dtype=np.int64)
    spans = np.array([-(-o // block) for _, o, _ in types], dtype=np.int64)
    offsets = np.concatenate(([0], np.cumsum(widths)))
    column_starts = np.zeros(int(offsets[-1]) + 1, dtype=np.int32)
    column_starts[1:] = np.cumsum(np.repeat(spans + 1, widths))
    rows = np.empty(entries, dtype=np.int32)
    values = np.empty(entries, dtype=np.float64)
    first = 0
    for k, ((s, o, _), width, span) in enumerate(zip(types, widths.tolist(), spans.tolist(), strict=True)):
        after = first + width * (span + 1)
        of_type = rows[first:after].reshape(width, span + 1)
        of_type[:, 0] = k
        of_type[:, 1:] = len(types) + np.arange(width)[:, None] + np.arange(span)
        held = values[first:after].reshape(width, span + 1)
        held[:, 0] = 1
        held[:, 1:] = tokens_by_block(s, o, block)
        first = after
    return Matrix(
        types=len(types),
        blocks=int(np.max(widths + spans - 1, initial=0, where=widths > 0)),
        offsets=offsets,
        start_rounds=block * np.concatenate([np.arange(width) for width in widths] or [np.arange(0)]),
        column_starts=column_starts,
        rows=rows,
        values=values,
    )


def tokens_by_block(prompt: int, response: int, block: int) -> FloatArray:
    """Tokens that a job holds, summed over each block of rounds from its start on, shape (blocks,)."""
    done = np.minimum(np.arange(-(-response // block) + 1, dtype=np.float64) * block, response)
    return np.diff(prompt * done + done * (done + 1) / 2)


def highs_program(
    built: Matrix, *, costs: FloatArray, upper: FloatArray, counts: FloatArray, memory: FloatArray
) -> Any:
    """Return a ``highspy.HighsLp``: minimise `costs` over ``0 <= x <= upper``; without integrality.

    Parameters
    ----------
    built : Matrix
    costs, upper : array of float, shape (columns,)
        For total flow time the cost of ``x[k,t]`` is ``t + o_k``; ``inf`` leaves a column without a bound.
    counts : array of float, shape (types,)
        Jobs of each type.
    memory : array of float, shape (blocks,)
        Tokens free in each block of rounds.
    """
    program = highspy.HighsLp()
    program.num_col_ = built.columns
    program.num_row_ = built.types + built.blocks
    program.col_cost_ = costs
    program.col_lower_ = np.zeros(built.columns)
    program.col_upper_ = upper
    program.row_lower_ = np.concatenate((counts, np.full(built.blocks, -highspy.kHighsInf)))
    program.row_upper_ = np.concatenate((counts, memory))
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = built.column_starts
    program.a_matrix_.index_ = built.rows
    program.a_matrix_.value_ = built.values
    return program
