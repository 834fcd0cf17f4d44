"""Branch and bound that leaves a proof behind: a tree of conditions with rational prices in every leaf.

The solution of the relaxation (`conditioned`) is split where the number of jobs of a type started by some
round is not an integer. A leaf is closed when its duals, rounded to a power of two, prove the
target by `ratiolab.certificates.tree.leaf_bound`, the function that will check it. So nothing the solver
says is in the proof, and the horizon of the program, chosen generously, can only make it longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil
from typing import Any

from lp_models.deadline import Deadline
from lp_models.matrix import FloatArray, TypeRow, nonzeros
from ratiolab.certificates.prices import Prices
from ratiolab.certificates.tree import Condition, leaf_bound
from ratiolab.optimum.conditioned import Path, Program, Relaxed

#: No program with more matrix entries than this is built.
MAX_ENTRIES = 2_000_000
#: Denominators of prices, as powers of two: the coarse ones make short certificates.
_BITS = (6, 12, 20, 30)
#: Splits whose two sides are solved before one is chosen.
_CANDIDATES = 12
#: Told after each node: nodes so far, leaves so far, nodes waiting.
Watch = Callable[[int, int, int], None]


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
    deadline = Deadline(time_limit)
    for rounds in horizons(types, memory, makespan):
        if nonzeros(types, [rounds - o for _, o, _ in types]) > MAX_ENTRIES:
            return None
        program = Program(types, memory, rounds)
        nodes = _tree(program, target, deadline, node_limit, watch)
        if nodes is not None or deadline.passed:
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
    program: Program, target: int, deadline: Deadline, node_limit: int | None, watch: Watch | None
) -> list[dict[str, Any]] | None:
    """Depth-first branch and bound; None as soon as a node can be neither closed nor split."""
    nodes: list[dict[str, Any]] = []
    leaves = 0
    waiting: list[tuple[Path, Relaxed | None]] = [((), None)]
    while waiting:
        if deadline.passed or (node_limit is not None and len(nodes) >= node_limit):
            return None
        path, relaxed = waiting.pop()
        relaxed = relaxed or program.solve(path, deadline)
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
    deadline: Deadline,
) -> tuple[Condition, Relaxed | None, Relaxed | None]:
    """The split whose two sides rise most, by the product of their gains, with the sides solved."""
    best: tuple[float, Condition, Relaxed | None, Relaxed | None] | None = None
    for condition in splits[:_CANDIDATES]:
        if deadline.passed:
            break
        sides = [program.solve((*path, side), deadline) for side in (condition, _opposite(condition))]
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
