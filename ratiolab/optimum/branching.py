"""Branch and bound that leaves a proof behind: a tree of conditions with rational prices in every leaf.

The relaxation is the start-time program of `lp_models.matrix` without integrality. Its solution is split
where the number of jobs of a type started by some round is not an integer; HiGHS goes on from the last
basis, as only bounds of rows change. A leaf is closed when its duals, rounded to a power of two, prove the
target by `ratiolab.certificates.tree.leaf_bound`, the function that will check it. So nothing the solver
says is in the proof, and the horizon of the program, chosen generously, can only make it longer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import highspy
import numpy as np

from lp_models.matrix import FloatArray, Matrix, TypeRow, highs_program, matrix, nonzeros
from ratiolab.certificates.prices import Prices
from ratiolab.certificates.tree import Condition, leaf_bound

#: No program with more matrix entries than this is built.
MAX_ENTRIES = 2_000_000
#: Denominators of prices, as powers of two: the coarse ones make short certificates.
_BITS = (6, 12, 20, 30)
#: Splits whose two sides are solved before one is chosen.
_CANDIDATES = 12
#: How far from an integer a number of starts must be to be split.
_FRACTIONAL = 1e-5

#: Conditions from the root down.
Path = tuple[Condition, ...]
#: Told after each node: nodes so far, leaves so far, nodes waiting.
Watch = Callable[[int, int, int], None]


@dataclass(frozen=True)
class Relaxed:
    """A solved relaxation: its value and duals in floating point; a ray of duals where it has no solution.

    Attributes
    ----------
    value : float
        In rounds; infinite without a solution.
    starts : array of float, shape (columns,), or None
    prices : array of float, shape (rounds,)
        Of a token in each round.
    multipliers : array of float, shape (rows for conditions,)
        Above 0 where a lower bound of the row binds, below 0 where an upper bound does.
    """

    value: float
    starts: FloatArray | None
    prices: FloatArray
    multipliers: FloatArray


class Program:
    """The relaxation over so many rounds, with a row for each (type, round) that is split.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
    memory : int
        Budget M in tokens.
    rounds : int
        Rounds that the program covers, at least the longest response.
    """

    def __init__(self, types: Sequence[TypeRow], memory: int, rounds: int) -> None:
        self.types, self.memory = tuple(types), memory
        self.built: Matrix = matrix(types, [rounds - o for _, o, _ in types])
        responses = self.built.of_columns([o for _, o, _ in types])
        self._model: Any = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self._model.setOptionValue(option, value)
        self._model.passModel(
            highs_program(
                self.built,
                costs=self.built.start_rounds + responses,
                upper=np.full(self.built.columns, highspy.kHighsInf),
                counts=np.array([float(count) for _, _, count in types]),
                memory=np.full(rounds, float(memory)),
            )
        )
        self._fixed = self.built.types + rounds
        self._row_of: dict[tuple[int, int], int] = {}
        self._bounds: list[tuple[float, float]] = []

    def solve(self, path: Path, time_limit: float | None = None) -> Relaxed | None:
        """Solve under the conditions of a path.

        Parameters
        ----------
        path : tuple of Condition
        time_limit : float, optional
            Seconds.

        Returns
        -------
        Relaxed or None
            None if the solver ends otherwise than with an optimum or a ray.
        """
        free = (-highspy.kHighsInf, highspy.kHighsInf)
        rows = [self._row(c) for c in path]
        wanted = [free] * len(self._bounds)
        for row, c in zip(rows, path, strict=True):
            low, high = wanted[row]
            wanted[row] = (max(low, float(c.count)), high) if c.at_least else (low, min(high, float(c.count)))
        for row, bounds in enumerate(wanted):
            if self._bounds[row] != bounds:
                self._model.changeRowBounds(self._fixed + row, *bounds)
                self._bounds[row] = bounds
        if time_limit is not None:  # HiGHS counts the time of all runs together
            self._model.setOptionValue("time_limit", self._model.getRunTime() + max(0.01, time_limit))
        self._model.run()
        status = self._model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            found = self._model.getSolution()
            value = float(self._model.getInfo().objective_function_value)
            starts = np.array(found.col_value, dtype=np.float64)
            return self._relaxed(value, starts, np.array(found.row_dual, dtype=np.float64), path, rows)
        if status == highspy.HighsModelStatus.kInfeasible:
            _, found_ray, ray = self._model.getDualRay()
            if found_ray:
                return self._relaxed(float("inf"), None, np.array(ray, dtype=np.float64), path, rows)
        return None

    def splits(self, starts: FloatArray) -> list[Condition]:
        """Numbers of starts that are not integers, as "at most" conditions, the most promising first.

        By area of a job times distance from an integer. None if and only if all are integers.
        """
        found: list[tuple[float, Condition]] = []
        for k, (s, o, _) in enumerate(self.types):
            by_round = np.cumsum(starts[self.built.offsets[k] : self.built.offsets[k + 1]])
            below = np.floor(by_round + _FRACTIONAL)
            off = np.minimum(by_round - below, 1 - (by_round - below))
            for t in np.flatnonzero(off > _FRACTIONAL).tolist():
                weight = float(off[t]) * (s * o + o * (o + 1) // 2)
                found.append((weight, Condition(k, t, int(below[t]), at_least=False)))
        found.sort(key=lambda pair: -pair[0])
        return [condition for _, condition in found]

    def _row(self, condition: Condition) -> int:
        """Row of the number of starts that a condition speaks of, added if it is new."""
        key = condition.kind, condition.round
        if key not in self._row_of:
            first = int(self.built.offsets[condition.kind])
            last = min(first + condition.round + 1, int(self.built.offsets[condition.kind + 1]))
            columns = np.arange(first, last, dtype=np.int32)
            ones = np.ones(columns.size)
            self._model.addRow(-highspy.kHighsInf, highspy.kHighsInf, columns.size, columns, ones)
            self._row_of[key] = len(self._bounds)
            self._bounds.append((-highspy.kHighsInf, highspy.kHighsInf))
        return self._row_of[key]

    def _relaxed(
        self, value: float, starts: FloatArray | None, duals: FloatArray, path: Path, rows: Sequence[int]
    ) -> Relaxed:
        """Sort the duals of the rows; of several conditions on one row and side the tightest has it."""
        multipliers = np.zeros(len(path))
        tightest: dict[tuple[int, bool], int] = {}
        for i, (row, c) in enumerate(zip(rows, path, strict=True)):
            held = tightest.get((row, c.at_least))
            if held is None or (c.count > path[held].count) == c.at_least:
                tightest[row, c.at_least] = i
        for (row, at_least), i in tightest.items():
            dual = float(duals[self._fixed + row])
            multipliers[i] = dual if at_least else -dual
        prices = -duals[self.built.types : self._fixed]
        return Relaxed(value, starts, prices, multipliers)


def closed(program: Program, path: Path, relaxed: Relaxed, target: int) -> dict[str, Any] | None:
    """A leaf of the certificate whose exact bound reaches `target`, or None if these duals give none.

    Of several denominators the smallest that will do is taken. A ray is stretched until it reaches
    the target.
    """
    tries: Iterator[tuple[int, float]]
    if relaxed.starts is not None:
        tries = ((bits, 1.0) for bits in _BITS)
    else:
        stretched = [sign * 8.0**power for power in range(11) for sign in (1, -1)]
        tries = ((bits, stretch) for stretch in stretched for bits in _BITS[1:])
    for bits, stretch in tries:
        scale = 1 << bits
        prices = Prices.of_rounds(scale, _rounded(relaxed.prices * (stretch * scale)))
        multipliers = _rounded(relaxed.multipliers * (stretch * scale))
        if ceil(leaf_bound(program.types, program.memory, prices, path, multipliers)) >= target:
            return {
                "scale": scale,
                "rounds": list(prices.rounds),
                "values": list(prices.values),
                "multipliers": multipliers,
            }
    return None


def branch(
    types: Sequence[TypeRow],
    memory: int,
    target: int,
    *,
    makespan: int,
    time_limit: float | None = None,
    node_limit: int | None = None,
    watch: Watch | None = None,
) -> list[dict[str, Any]] | None:
    """Prove that no schedule costs less than `target`, by a tree.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
    memory : int
        Budget M in tokens.
    target : int
        Lower bound to prove, in rounds.
    makespan : int
        Last completion of a good schedule, in rounds: where the horizon comes from.
    time_limit : float, optional
        Seconds, roughly kept.
    node_limit : int, optional
        Nodes of a tree, at least 1.
    watch : callable, optional
        Told after each node.

    Returns
    -------
    list of dict, or None
        The ``nodes`` of a certificate, in preorder; one leaf without multipliers if the relaxation alone
        proves it. None if the limits, the size of the program or the solver do not allow a proof, or
        there is none as `target` is above the optimum.
    """
    deadline = None if time_limit is None else time.monotonic() + time_limit
    for rounds in horizons(types, memory, makespan):
        if nonzeros(types, [rounds - o for _, o, _ in types]) > MAX_ENTRIES:
            return None
        program = Program(types, memory, rounds)
        nodes = _tree(program, target, deadline, node_limit, watch)
        if nodes is not None or (deadline is not None and time.monotonic() > deadline):
            return nodes
    return None


def horizons(types: Sequence[TypeRow], memory: int, makespan: int) -> list[int]:
    """Two numbers of rounds to try: comfortable, and twice that; no schedule needs more than all in a row."""
    serial = sum(o * count for _, o, count in types)
    areas = sum(count * (s * o + o * (o + 1) // 2) for s, o, count in types)
    longest = max(o for _, o, _ in types)
    comfortable = max(makespan, -(-areas // memory) + longest) + longest
    return sorted({min(serial, comfortable), min(serial, 2 * comfortable)})


def _tree(
    program: Program, target: int, deadline: float | None, node_limit: int | None, watch: Watch | None
) -> list[dict[str, Any]] | None:
    """Depth-first branch and bound; None as soon as a node can be neither closed nor split."""
    nodes: list[dict[str, Any]] = []
    leaves = 0
    waiting: list[tuple[Path, Relaxed | None]] = [((), None)]
    while waiting:
        left = None if deadline is None else deadline - time.monotonic()
        if (left is not None and left <= 0) or (node_limit is not None and len(nodes) >= node_limit):
            return None
        path, relaxed = waiting.pop()
        relaxed = relaxed or program.solve(path, left)
        if relaxed is None:
            return None
        leaf = None
        if relaxed.value > target - 1:
            leaf = closed(program, path, relaxed, target)
        if leaf is not None:
            nodes.append(leaf)
            leaves += 1
        else:
            splits = [] if relaxed.starts is None else program.splits(relaxed.starts)
            if not splits:
                return None
            chosen, first, second = _best_split(program, path, relaxed.value, splits, target, deadline)
            nodes.append({"type": chosen.kind, "round": chosen.round, "count": chosen.count})
            waiting.append(((*path, _opposite(chosen)), second))
            waiting.append(((*path, chosen), first))
        if watch is not None:
            watch(len(nodes), leaves, len(waiting))
    return nodes


def _best_split(
    program: Program,
    path: Path,
    value: float,
    splits: Sequence[Condition],
    target: int,
    deadline: float | None,
) -> tuple[Condition, Relaxed | None, Relaxed | None]:
    """The split whose two sides rise most, by the product of their gains, with the sides solved."""
    best: tuple[float, Condition, Relaxed | None, Relaxed | None] | None = None
    for condition in splits[:_CANDIDATES]:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            break
        sides = [program.solve((*path, side), left) for side in (condition, _opposite(condition))]
        # What lies above the target is of no further use.
        gains = [0.0 if s is None else min(s.value, target - 1.0) - value for s in sides]
        score = max(gains[0], 1e-6) * max(gains[1], 1e-6)
        if best is None or score > best[0]:
            best = score, condition, sides[0], sides[1]
        if all(s is not None and s.value > target - 1 for s in sides):
            break
    if best is None:
        return splits[0], None, None
    return best[1:]


def _opposite(condition: Condition) -> Condition:
    return Condition(condition.kind, condition.round, condition.count + 1, at_least=True)


def _rounded(values: FloatArray) -> list[int]:
    """Nearest integers, none below 0; Python's, as they may exceed 64 bits."""
    return [max(0, round(value)) for value in values.tolist()]
