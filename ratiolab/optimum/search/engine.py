"""The optimum by exhaustive search in integers, with a beam search before it for the upper bound.

Total flow time is the sum of all response lengths, plus one for every job and every round in which the
job still waits. The search goes through the rounds; in each one it keeps the states that can be reached
and are not dominated, and drops those whose lower bound says that no better schedule comes from them.
When no state is left, the best schedule known is optimal. Floating point occurs only in the linear
program that suggests prices for the bound, and no verdict rests on it.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from ratiolab.certificates.exhaustion import ExhaustionRecord
from ratiolab.instance import Instance
from ratiolab.integers import IntArray
from ratiolab.optimum.bracket import Bracket, closed_form
from ratiolab.optimum.engines import MEMORY_LIMIT
from ratiolab.optimum.limits import Limits, Stopwatch, UntilCtrlC
from ratiolab.optimum.result import OptimumResult, Status
from ratiolab.optimum.search.layout import MAX_PACKED_MEMORY, layout_of
from ratiolab.optimum.search.potentials import scale_for
from ratiolab.optimum.search.pricing import FittedPricing, Pricing
from ratiolab.optimum.search.relaxation import Relaxation, entries
from ratiolab.optimum.search.rounds import Exploration, Watch, explore
from ratiolab.optimum.search.threads import Threads
from ratiolab.optimum.starts import dealt, total_length
from ratiolab.schedule import Schedule, verify

#: Name of the engine.
NAME = "search"
#: Widths of the beam searches that come first.
WIDTHS = (300, 3000)
#: No linear program with more matrix entries is built.
MAX_ENTRIES = 2_000_000

EXHAUSTED = "exhaustive search in integers"
OPEN_STATES = "least bound of the open states, in integers"
FOUND = "search, verified"


def solve(
    instance: Instance,
    *,
    upper: Schedule,
    upper_source: str = "given schedule",
    time_limit: float | None = None,
    memory_limit: int = MEMORY_LIMIT,
    node_limit: int | None = None,
    cutoff: int | None = None,
    widths: tuple[int, ...] = WIDTHS,
    pricing: Pricing | None = None,
    watch: Watch | None = None,
) -> OptimumResult:
    """Enclose the optimum: exact lower bounds, beam searches, then the exhaustive search.

    Parameters
    ----------
    instance : Instance
        Own prompts are allowed.
    upper, upper_source : Schedule and str
        A feasible schedule, kills allowed: the upper bound to start from, and what the result calls it.
    time_limit : float, optional
        Seconds, above 0. Compiling, the first time on a machine, does not count.
    memory_limit : int
        Bytes for the tables of states, roughly kept; default 6 GiB.
    node_limit : int, optional
        States to expand, over all passes; above 0. With this limit alone, equal runs end equally.
    cutoff : int, optional
        Look only for schedules of a flow time below this; the lower bound is at most the cutoff then.
    widths : tuple of int
        States kept a round by the beam searches.
    pricing : Pricing, optional
        Where the prices of the bound come from; by default, a linear program.
    watch : callable, optional

    Returns
    -------
    OptimumResult
        With status ``TOO_LARGE_TO_SEARCH`` if states cannot be packed or the linear program would have
        more than `MAX_ENTRIES` entries; ``TIME_LIMIT``, ``MEMORY_LIMIT``, ``NODE_LIMIT`` or
        ``INTERRUPTED`` (Ctrl-C) with a valid interval.

    Raises
    ------
    InputError
        If a limit is not above 0.
    ScheduleError
        If `upper` itself does not pass `verify`.
    """
    limits, clock = Limits.of(time_limit, memory_limit, node_limit), Stopwatch()
    verified = verify(instance, upper)
    bracket = closed_form(instance, upper, verified.flow_time, upper_source)
    target = verified.flow_time if cutoff is None else min(cutoff, verified.flow_time)
    known, status = Exploration(waited=target - total_length(instance)), Status.PROVED
    if bracket.lower < target:
        with UntilCtrlC() as ctrl_c:
            status = _search(instance, verified.makespan, known, limits, widths, pricing, watch)
        if ctrl_c.pressed:
            status = Status.INTERRUPTED
    return _result(instance, bracket, known, status, clock)


def _result(
    instance: Instance, bracket: Bracket, known: Exploration, status: Status, clock: Stopwatch
) -> OptimumResult:
    """Join what was known before with what the search knows, its schedule verified."""
    length, record = total_length(instance), None
    if known.starts is not None:
        schedule = dealt(instance, _by_type(known.starts))
        flow = verify(instance, schedule).flow_time
        if flow != known.waited + length:
            raise AssertionError(f"the search counts {known.waited + length}, verification {flow}")
        bracket = bracket.lowered(flow, FOUND, schedule)
    if known.lower + length > bracket.lower:
        bracket = bracket.raised(known.lower + length, EXHAUSTED if known.exhausted else OPEN_STATES)
        record = _record(known) if known.exhausted else None
    return OptimumResult.of(
        bracket,
        Status.CUTOFF if status is Status.PROVED else status,
        engine=NAME,
        runtime=clock.seconds,
        nodes=known.nodes,
        peak_bytes=known.peak_bytes or None,  # no round was expanded: nothing was counted
        record=record,
    )


def _search(
    instance: Instance,
    makespan: int,
    known: Exploration,
    limits: Limits,
    widths: tuple[int, ...],
    pricing: Pricing | None,
    watch: Watch | None,
) -> Status:
    """Run the beams and the search; what they learn is in `known`, whatever ends them."""
    if limits.deadline.passed:
        return Status.TIME_LIMIT
    compile_kernels()
    types = instance.types()
    if instance.memory > MAX_PACKED_MEMORY:
        return Status.TOO_LARGE_TO_SEARCH
    layout = layout_of(types, instance.memory)
    counts = np.array([kind.count for kind in types], dtype=np.int64)
    horizon = min(makespan, total_length(instance)) + 1
    scale = scale_for(len(instance), instance.memory, horizon, int(layout.responses[-1]))
    if scale < 2 or entries(layout, horizon) > MAX_ENTRIES:
        return Status.TOO_LARGE_TO_SEARCH
    if pricing is None:
        relaxation = Relaxation(layout, counts, horizon, limits.deadline)
        pricing = FittedPricing(relaxation, scale, len(instance))
    with Threads(limits.deadline) as threads:
        for width in (*widths, None):
            explore(layout, counts, pricing, known, threads, width=width, limits=limits, watch=watch)
            if known.exhausted or known.stopped is not None:
                break
    return known.stopped or Status.PROVED


def _record(known: Exploration) -> ExhaustionRecord:
    """Prices of the last pass, without the zeros at their ends."""
    layers = (tuple(tuple(np.trim_zeros(v, "b").tolist()) for v in layer) for layer in known.layers)
    return ExhaustionRecord(known.scale, tuple(layers))


@cache
def compile_kernels() -> None:
    """Compile what the search needs, or load it, before the first states."""
    instance = Instance.common(12, 1, [2, 3, 3, 4, 5, 6, 7, 8])
    layout = layout_of(instance.types(), instance.memory)
    counts = np.array([kind.count for kind in instance.types()], dtype=np.int64)
    pricing = FittedPricing(Relaxation(layout, counts, 40), 1 << 10, len(instance))
    with Threads() as threads:
        explore(layout, counts, pricing, Exploration(waited=80), threads, width=50, limits=Limits())


def _by_type(starts: list[IntArray]) -> list[dict[int, int]]:
    """From jobs of each type by round to start rounds by type."""
    return [{t: int(n) for t, n in enumerate(of_type) if n} for of_type in np.array(starts).T.tolist()]
