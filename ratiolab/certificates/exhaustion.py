r"""Check of an exhaustive search: no schedule has a total flow time below a claimed optimum.

The fast engine that finds optima is compiled code with many tricks, and nobody should have to trust it.
This is a second, smaller program for the same question, in Python integers, which shares no code with it.
From the engine it takes only prices of tokens, a few vectors for each round; good prices make it
fast, and any prices at all leave its verdict right.

Total flow time is the sum of all responses plus, for every round, the number of jobs still unstarted
after the starts of that round: the *waits*. A *state* of a round has the counts of unstarted jobs, by
type; the *profile*, the tokens ``p[r]`` that jobs already started will hold ``r`` rounds from now; and the
waits so far. Let V(x) be the waits so far of a state x plus the least further waits after it. The search
begins with one state, in which nothing has started and V is the least waits of all schedules. From each
state of a round it goes to those of the next, for every set of jobs that may start now. It keeps this true:

    if a schedule with at most ``limit`` waits exists, then so does, in every round, until a
    schedule within the limit is complete, a state x with V(x) <= limit.

A round without states therefore proves that there is no such schedule; and as the waits of a state grow
by at least 1 a round, the search ends. Each rule keeps the sentence true, for any other rules:

*Merging.* Of states with equal counts and profile the one with the least waits stays: its V is no larger.

*Prices.* Let a token held r rounds from now cost ``pi[r] >= 0``, and nothing after the vector's end. A job
of prompt s and response o that waits d more rounds adds d to the waits and holds tokens worth
``sum_j pi[d+j] (s+j+1)``. Together the unstarted jobs hold at most ``M - p[r]`` tokens in each round, so

    further waits  >=  sum over jobs of min_d ( d + sum_j pi[d+j] (s+j+1) )  -  sum_r pi[r] (M - p[r]) ,

where d runs over the waits after which the job fits beside the profile: it cannot start at others. If
waits so far plus this bound exceed the limit, so does V, and the state is dropped. While the starts of a
round are chosen, type by type, the same sum has d = 0 for the jobs that start, d >= 1 for those that do
not, and for the types still open the smaller one for at most as many jobs as can start. Several vectors
give several bounds; each may drop the state.

*Full rounds.* If no unstarted job can be active in a round, whatever its start, because it never fits
beside the profile, then the round is filled up to M. No job that fits now uses the round, so nothing
changes for what can still start, and V stays. More states become equal, and the price bound grows.

*Equal counts.* Let x and y have equal counts, y no more waits so far and no more tokens in any round. All
later starts after x are possible after y, with the same further waits: V(y) <= V(x), and x is dropped.

*Easier counts.* The same, if the unstarted jobs of y are those of x without one, or with one replaced by
a job that is no longer and has no larger prompt. Start the jobs of y when x starts its own, the
replacement when x starts the one it stands for: it holds no more in any round. Again V(y) <= V(x).

No circle of states drops each other: going from a dropped x to the y that drops it, the sum of prompt +
response over the unstarted jobs falls (easier counts: the types differ) or stays, and then waits and
tokens fall (equal counts: the states differ). So from every dropped state one comes to one that stays,
with V no larger. Here V knows nothing of how a state was reached; rules that look back (no job would
have fitted in the past, no round was idle) are left out, as they spare only about a twentieth of the
states and would need a more careful proof.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ratiolab.certificates import exhaustion_search as search
from ratiolab.certificates.exhaustion_packing import Packing
from ratiolab.certificates.exhaustion_prices import PriceTable

#: Rules that spare work; the verdict needs none of them.
PRICES, FULL_ROUNDS, EQUAL_COUNTS, EASIER_COUNTS = RULES = (
    "prices",
    "full rounds",
    "equal counts",
    "easier counts",
)


class Refuted(ValueError):
    """A schedule below the cutoff exists.

    Attributes
    ----------
    flow_time : int
        Total flow time of one, in rounds; not always the least.
    """

    def __init__(self, flow_time: int, cutoff: int) -> None:
        super().__init__(f"a schedule of total flow time {flow_time} exists: it is below {cutoff}")
        self.flow_time = flow_time


class TooManyStates(RuntimeError):
    """The limit on states ended the search without a verdict."""


@dataclass(frozen=True)
class ExhaustionRecord:
    """Prices that an exhaustive search has used: hints, not assumptions.

    Attributes
    ----------
    scale : int
        Prices are multiples of ``1/scale`` rounds; at least 1.
    layers : tuple of tuple of tuple of int
        ``layers[t]`` are the price vectors as seen from round t: ``vector[r] >= 0`` is the price of a
        token in round ``t + r``; it is 0 after the vector's end. After the last layer its vectors go on.
    """

    scale: int
    layers: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True)
class Replayed:
    """A search that ended without a schedule below the cutoff.

    Attributes
    ----------
    states : int
        States from which the search went on.
    reached : int
        Different states that were reached.
    layers : int
        Rounds searched.
    peak : int
        Most states of a round from which the search went on.
    """

    states: int
    reached: int
    layers: int
    peak: int


def replay(
    types: Sequence[tuple[int, int, int]],
    memory: int,
    cutoff: int,
    record: ExhaustionRecord,
    watch: Callable[[int, int], None] | None = None,
    *,
    max_states: int | None = None,
    rules: Collection[str] = RULES,
) -> Replayed:
    """Prove that no schedule has a total flow time below `cutoff`.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
        The jobs, in tokens.
    memory : int
        Budget M in tokens.
    cutoff : int
        In rounds; to prove an optimum, the flow time of a schedule that attains it.
    record : ExhaustionRecord
        Prices; bad ones cost time only.
    watch : callable, optional
        Told each round and the number of states from which the search goes on.
    max_states : int, optional
        States to reach at most, over all rounds.
    rules : collection of str
        Which of `RULES` to use.

    Returns
    -------
    Replayed
        The statement is proved.

    Raises
    ------
    Refuted
        If a schedule below the cutoff turns up. This is a ValueError.
    ValueError
        If the jobs, the record or the rules are malformed; the message says where.
    TooManyStates
        If `max_states` is exceeded: nothing is proved.
    """
    merged = _checked_types(types, memory)
    _check_record(record)
    _whole("cutoff", cutoff, None)
    if unknown := set(rules) - set(RULES):
        raise ValueError(f"unknown rules {sorted(unknown)}: the rules are {', '.join(RULES)}")
    packing = Packing(merged, memory)
    responses = sum(response * count for _, response, count in merged)
    limit = cutoff - 1 - responses
    states = reached = peak = layer_index = 0

    def complete(waited: int) -> None:
        raise Refuted(waited + responses, cutoff)

    def count(fresh: int) -> None:
        nonlocal reached
        reached += fresh
        if max_states is not None and reached > max_states:
            raise TooManyStates(f"more than {max_states} states reached in round {layer_index}")

    vectors: Sequence[Sequence[int]] = ()
    layer: search.Layer = {packing.everything: {0: 0}} if limit >= 0 else {}
    if layer:
        count(1)
    while layer:
        if layer_index < len(record.layers):
            vectors = record.layers[layer_index]
        else:
            vectors = [vector[1:] for vector in vectors]
        table = PriceTable(packing, vectors if PRICES in rules else (), record.scale, limit)
        if FULL_ROUNDS in rules:
            layer = search.filled(packing, layer)
        layer = search.promising(packing, layer, table)
        layer = search.undominated(packing, layer, equal=EQUAL_COUNTS in rules, easier=EASIER_COUNTS in rules)
        here = search.size(layer)
        states += here
        peak = max(peak, here)
        if watch is not None:
            watch(layer_index, here)
        layer = search.expanded(packing, layer, table, limit, complete, count)
        layer_index += 1
    return Replayed(states, reached, layer_index, peak)


def _whole(place: str, value: object, least: int | None) -> int:
    if type(value) is not int:
        raise ValueError(f"{place} is {value!r}: it must be an integer")
    if least is not None and value < least:
        raise ValueError(f"{place} is {value}: it must be at least {least}")
    return value


def _checked_types(types: Sequence[tuple[int, int, int]], memory: int) -> list[tuple[int, int, int]]:
    """Types that differ, by response, then prompt."""
    _whole("memory", memory, 1)
    counts: dict[tuple[int, int], int] = {}
    for i, row in enumerate(types):
        if not isinstance(row, tuple | list) or len(row) != 3:
            raise ValueError(f"type {i} is {row!r}: it must have prompt, response and count")
        prompt = _whole(f"type {i}: prompt", row[0], 0)
        response = _whole(f"type {i}: response", row[1], 1)
        count = _whole(f"type {i}: count", row[2], 1)
        if prompt + response > memory:
            raise ValueError(f"type {i} needs {prompt + response} tokens: the memory has {memory}")
        counts[response, prompt] = counts.get((response, prompt), 0) + count
    if not counts:
        raise ValueError("no types: at least one job is needed")
    return [(prompt, response, count) for (response, prompt), count in sorted(counts.items())]


def _check_record(record: ExhaustionRecord) -> None:
    _whole("scale", record.scale, 1)
    if not isinstance(record.layers, tuple | list):
        raise ValueError("layers are no sequence")
    for t, layer in enumerate(record.layers):
        if not isinstance(layer, tuple | list):
            raise ValueError(f"layer {t} is {layer!r}: it must be a sequence of price vectors")
        for v, vector in enumerate(layer):
            if not isinstance(vector, tuple | list):
                raise ValueError(f"layer {t}, vector {v} is {vector!r}: it must be a sequence of prices")
            for r, price in enumerate(vector):
                if type(price) is not int or price < 0:
                    _whole(f"layer {t}, vector {v}: price {r}", price, 0)
