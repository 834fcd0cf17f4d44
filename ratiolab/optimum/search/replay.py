"""An exhaustive search done again from its record, with the compiled kernels that did it first.

Fast, but not independent: a fault of the kernels would show in neither run. The independent check is
`ratiolab.certificates.exhaustion.replay`, which takes tens of times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ratiolab.certificates.exhaustion import ExhaustionRecord, Refuted, Replayed
from ratiolab.certificates.means import Work
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.integers import IntArray
from ratiolab.optimum.result import Status
from ratiolab.optimum.search.engine import solve
from ratiolab.optimum.search.layout import Layout
from ratiolab.optimum.search.pricing import next_round
from ratiolab.optimum.search.rounds import Exploration
from ratiolab.optimum.search.states import Rows
from ratiolab.optimum.starts import total_length
from ratiolab.schedule import Schedule

#: No scaled total may exceed this.
_ROOM = 2**61


class RecordedPricing:
    """Prices read from a record, round by round; after its end, the last ones moved on.

    Parameters
    ----------
    record : ExhaustionRecord
        Nonnegative prices.
    """

    def __init__(self, record: ExhaustionRecord) -> None:
        self.scale = record.scale
        self._layers = record.layers
        self._round = 0
        self._last = np.zeros((1, 1), dtype=np.int64)

    def of_round(self, layout: Layout, rows: Rows, size: int) -> IntArray:
        """The recorded prices of the next round."""
        if self._round < len(self._layers) and self._layers[self._round]:
            vectors = self._layers[self._round]
            prices = np.zeros((len(vectors), max(1, *map(len, vectors), layout.rounds)), dtype=np.int64)
            for row, vector in zip(prices, vectors, strict=True):
                row[: len(vector)] = vector
            self._last = prices
        else:
            self._last = next_round(self._last)
        self._round += 1
        return self._last


def replay_compiled(
    types: Sequence[tuple[int, int, int]],
    memory: int,
    cutoff: int,
    record: ExhaustionRecord,
    watch: Callable[[int, int], None] | None = None,
    *,
    work: Work | None = None,
) -> Replayed:
    """Prove again that no schedule has a total flow time below `cutoff`.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
        The jobs, in tokens.
    memory : int
        Budget M in tokens.
    cutoff : int
        In rounds.
    record : ExhaustionRecord
        The prices to use.
    watch : callable, optional
        Told round and number of states, round by round.
    work : Work, optional
        As many states are expanded at most as units of it are left; by default there is no limit.

    Returns
    -------
    Replayed

    Raises
    ------
    Refuted
        If a schedule below `cutoff` exists.
    TooMuchWork
        If `work` is used up.
    InputError
        If the record or the instance does not fit the kernels, or memory runs out.
    """
    instance = GroupedInstance(memory, [JobType(*row) for row in types]).expand()
    _check_room(instance, record)
    seen = _Seen(watch)
    result = solve(
        instance,
        upper=_one_by_one(instance),
        widths=(),
        pricing=RecordedPricing(record),
        cutoff=cutoff,
        watch=seen,
        node_limit=None if work is None else work.left,
    ).unless_interrupted()
    if work is not None:
        work.spend(result.nodes)
        if result.status is Status.NODE_LIMIT:
            work.refuse()
    if result.upper is not None and result.upper < cutoff:
        raise Refuted(result.upper, cutoff)
    if result.lower < cutoff:
        raise InputError(f"the search ended before its proof: {result.status.value}")
    return Replayed(states=result.nodes, reached=seen.reached, layers=len(record.layers), peak=seen.peak)


class _Seen:
    """Adds up what the search tells round by round, and hands it on."""

    def __init__(self, watch: Callable[[int, int], None] | None) -> None:
        self._watch = watch
        self.reached = self.peak = 0

    def __call__(self, known: Exploration) -> None:
        self.reached, self.peak = self.reached + known.states, max(self.peak, known.states)
        if self._watch is not None:
            self._watch(len(known.history), known.states)


def _check_room(instance: Instance, record: ExhaustionRecord) -> None:
    """Refuse prices with which a scaled total could leave 64 bits."""
    jobs, longest = instance.jobs, int(instance.responses.max())
    vectors = [vector for layer in record.layers for vector in layer]
    horizon = max([longest, *map(len, vectors)])
    dearest = max([0, *(max(vector, default=0) for vector in vectors)])
    waits = jobs * (horizon + longest + total_length(instance)) * record.scale
    if waits + (jobs * longest + horizon) * dearest * instance.memory > _ROOM:
        raise InputError("the recorded prices leave 64 bits: use the independent check instead")


def _one_by_one(instance: Instance) -> Schedule:
    ends = np.cumsum(instance.responses)
    return Schedule.of_starts(ends - instance.responses, instance)
