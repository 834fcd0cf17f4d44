r"""Branch trees: every schedule falls into one leaf, and in every leaf prices prove the bound.

A schedule is a choice of start rounds: an optimal one neither kills nor pauses.

**Conditions.** ``X(k, t)`` is the number of jobs of type k that start in round t or earlier. An inner
node has a type k, a round t and a count c; as ``X(k, t)`` is an integer, every schedule has either
``X(k, t) <= c`` (first child) or ``X(k, t) >= c + 1`` (second child). So the leaves of a tree in which
no child is missing cover all schedules, and the least of the leaves' bounds is a bound on the optimum.

**Bound of a leaf.** The path to a leaf has conditions ``X(k_i, t_i) <= c_i`` ("at most") and
``X(k_i, t_i) >= c_i`` ("at least"). Let ``u_i >= 0`` be a multiplier for each and ``p[r] >= 0`` prices of a
token. A schedule of the leaf pays ``sum_j pay_j <= M sum_r p[r]`` for its tokens, has
``X(k_i, t_i) - c_i <= 0`` at each "at most" and ``c_i - X(k_i, t_i) <= 0`` at each "at least". Adding what is
not above 0 cannot raise its flow time:

    sum_j C_j  >=  sum_j (C_j + pay_j) - M sum_r p[r]
                   + sum_{at most} u_i (X(k_i, t_i) - c_i) + sum_{at least} u_i (c_i - X(k_i, t_i)) .

Each ``X(k_i, t_i)`` is a sum over jobs of type k_i: a start in round ``t <= t_i`` counts one. So every job
of type k that starts in round t contributes ``t + o + pay(t) + sum of u_i over its "at most" conditions
with t <= t_i - sum of u_i over its "at least" conditions with t <= t_i``, and is bounded by the least of
that over **all** rounds t: no horizon is assumed. What remains is ``- M sum_r p[r]``, ``- u_i c_i`` for "at
most" and ``+ u_i c_i`` for "at least". The flow time is an integer: the bound may be rounded up.

**Empty leaves.** No leaf is taken to be empty on anybody's word. If the conditions contradict each other,
the count of jobs or the memory, there are multipliers whose bound is as large as one likes (Farkas);
such a leaf gives multipliers large enough, and the check is the same.

**Document.** ``nodes`` lists the tree in preorder: a node, then its first child with all below it, then
its second child. An inner node is ``{"type": k, "round": t, "count": c}``, k counted from 0; a leaf is
``{"scale": d, "rounds": [...], "values": [...], "multipliers": [...]}``: prices as in `prices`, and one
multiplier in units of ``1/d`` for each condition on the path, from the root down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from ratiolab.certificates.document import (
    CertificateError,
    Statement,
    TypeRow,
    fields,
    integer,
    integers,
    items,
)
from ratiolab.certificates.json_text import shown
from ratiolab.certificates.means import Means, Work
from ratiolab.certificates.prices import Prices, StartCosts, read_prices

#: Fields of a proof by a branch tree.
FIELDS: tuple[str, ...] = ("nodes",)


def check(said: Statement, proof: dict[str, Any], means: Means) -> str:
    """Check that the tree reaches the claim; see `ratiolab.certificates.kinds`."""
    leaves = check_tree(said.types, said.memory, said.lower, proof, means.work)
    return f"branch tree of {leaves} leaves, prices in each"


@dataclass(frozen=True)
class Condition:
    """How many jobs of a type start by a round.

    Attributes
    ----------
    kind : int
        Index of the type.
    round : int
        Starts in this round or earlier count, at least 0.
    count : int
        The number they are compared with.
    at_least : bool
        Whether there are at least so many, or at most.
    """

    kind: int
    round: int
    count: int
    at_least: bool


def leaf_bound(
    types: Sequence[TypeRow],
    memory: int,
    prices: Prices,
    conditions: Sequence[Condition],
    multipliers: Sequence[int],
) -> Fraction:
    """Lower bound on the flow time of every schedule that meets the conditions; see the module.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
    memory : int
        Budget M in tokens.
    prices : Prices
    conditions : sequence of Condition
    multipliers : sequence of int
        One for each condition, at least 0, in units of ``1/prices.scale``.

    Returns
    -------
    Fraction
        In rounds; may be negative.
    """
    steps: list[list[tuple[int, int]]] = [[] for _ in types]
    total = -memory * prices.total
    for condition, multiplier in zip(conditions, multipliers, strict=True):
        signed = -multiplier if condition.at_least else multiplier
        if signed:
            steps[condition.kind].append((condition.round, signed))
            total -= signed * condition.count
    costs = StartCosts(prices)
    for k, (s, o, count) in enumerate(types):
        total += count * costs.least(s, o, steps[k])
    return Fraction(total, prices.scale)


def check_tree(
    types: Sequence[TypeRow], memory: int, target: int, proof: dict[str, Any], work: Work | None = None
) -> int:
    """Check that a tree proves `target`, and return its number of leaves.

    Raises
    ------
    CertificateError
        If a child is missing, a node is left over, or a leaf does not reach `target`.
    TooMuchWork
        If that takes more than `work` has left.
    """
    work = Work() if work is None else work
    nodes = items(proof["nodes"], "proof.nodes")
    path: list[Condition] = []
    inner: list[int] = []  # the node of each condition on the path
    leaves = 0
    for i, node in enumerate(nodes):
        at = f"proof.nodes[{i}]"
        if type(node) is dict and "type" in node:
            path.append(_condition(types, node, at))
            inner.append(i)
            continue
        _check_leaf(types, memory, target, path, node, at, work)
        leaves += 1
        while path and path[-1].at_least:  # both children are done
            path.pop()
            inner.pop()
        if not path:
            if i + 1 < len(nodes):
                raise CertificateError(f"proof.nodes[{i + 1}]: belongs to no node: the tree is complete")
            return leaves
        last = path[-1]
        path[-1] = Condition(last.kind, last.round, last.count + 1, at_least=True)
    if not inner:
        raise CertificateError("proof.nodes: is empty: at least one leaf is needed")
    side = "second" if path[-1].at_least else "first"
    raise CertificateError(f"proof.nodes[{inner[-1]}]: its {side} child is missing")


def _condition(types: Sequence[TypeRow], node: dict[str, Any], at: str) -> Condition:
    """Condition of the first child of an inner node."""
    fields(node, at, ("type", "round", "count"))
    kind = integer(node["type"], f"{at}.type", 0)
    if kind >= len(types):
        raise CertificateError(f"{at}.type: is {shown(kind)}: there are {len(types)} types")
    return Condition(
        kind, integer(node["round"], f"{at}.round", 0), integer(node["count"], f"{at}.count"), at_least=False
    )


def _check_leaf(
    types: Sequence[TypeRow],
    memory: int,
    target: int,
    path: Sequence[Condition],
    node: Any,
    at: str,
    work: Work,
) -> None:
    if node is None:
        raise CertificateError(f"{at}: is null: every leaf needs its prices and multipliers")
    fields(node, at, ("scale", "rounds", "values", "multipliers"))
    prices = read_prices(node, at)
    multipliers = integers(node["multipliers"], f"{at}.multipliers", 0)
    if len(multipliers) != len(path):
        raise CertificateError(
            f"{at}.multipliers: has {len(multipliers)} entries for {len(path)} conditions on its path"
        )
    # A condition cuts one more piece for its type, whose extra cost is summed up in every piece.
    conditions = sum(multiplier > 0 for multiplier in multipliers)
    work.spend(len(types) * prices.work + conditions * (15 + (2 * len(prices.rounds) + conditions) // 8))
    bound = ceil(leaf_bound(types, memory, prices, path, multipliers))
    if bound < target:
        raise CertificateError(f"{at}: proves {shown(bound)} only, not {shown(target)}")
