"""The optimum by exhaustive search in integers, with a beam search before it for the upper bound.

Total flow time is the sum of all response lengths, plus one for every job and every round in which the
job still waits. The search goes through the rounds; in each one it keeps the states that can be reached
and are not dominated, and drops those whose lower bound says that no better schedule comes from them.
When no state is left, the best schedule known is optimal. Floating point occurs only in the linear
program that suggests prices for the bound, and no verdict rests on it.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np

from ratiolab.bounds import best
from ratiolab.certificates.exhaustion import ExhaustionRecord
from ratiolab.errors import InputError
from ratiolab.instance import Instance, JobType
from ratiolab.integers import IntArray
from ratiolab.optimum.result import OptimumResult, Status
from ratiolab.optimum.search.layout import MAX_PACKED_MEMORY, layout_of
from ratiolab.optimum.search.potentials import scale_for
from ratiolab.optimum.search.pricing import FittedPricing, Pricing
from ratiolab.optimum.search.relaxation import Relaxation, entries
from ratiolab.optimum.search.rounds import PARTS, Exploration, Limits, Watch, explore
from ratiolab.schedule import Schedule, verify

#: Name of the engine.
NAME = "search"
#: Widths of the beam searches that come first.
WIDTHS = (300, 3000)
#: Bytes the search may use unless told otherwise.
MEMORY_LIMIT = 6 * 2**30
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
    upper : Schedule
        A feasible schedule, kills allowed: the upper bound to start from.
    upper_source : str
        What the result calls it, e.g. the algorithm's name.
    time_limit : float, optional
        Seconds, roughly kept; above 0. Compiling, the first time on a machine, does not count.
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
        Told what is known, round by round.

    Returns
    -------
    OptimumResult
        With status ``TOO_LARGE_TO_SEARCH`` if states cannot be packed or the linear program would have
        more than `MAX_ENTRIES` entries; ``TIME_LIMIT``, ``MEMORY_LIMIT``, ``NODE_LIMIT`` or
        ``INTERRUPTED`` (Ctrl-C) with a valid interval.

    Raises
    ------
    InputError
        If the memory limit or the node limit is not above 0.
    ScheduleError
        If `upper` itself does not pass `verify`.
    """
    if memory_limit <= 0:
        raise InputError(f"memory limit is {memory_limit} bytes: it must be above 0")
    if node_limit is not None and node_limit <= 0:
        raise InputError(f"node limit is {node_limit}: it must be above 0")
    verified = verify(instance, upper)
    exact = best(instance)
    length = int(instance.responses.sum(dtype=object))
    target = verified.flow_time if cutoff is None else min(cutoff, verified.flow_time)
    found = Exploration(waited=target - length)
    status = Status.PROVED
    began = time.monotonic()
    if exact.rounded < target:
        try:
            compile_kernels()
            began = time.monotonic()
            limits = Limits(None if time_limit is None else began + time_limit, memory_limit, node_limit)
            status = _search(instance, verified.makespan, found, limits, widths, pricing, watch)
        except KeyboardInterrupt:
            status = Status.INTERRUPTED
        except SystemError as error:  # how a compiled kernel passes Ctrl-C on
            if not isinstance(error.__cause__, KeyboardInterrupt):
                raise
            status = Status.INTERRUPTED
    flow, schedule = verified.flow_time, upper
    if found.starts is not None:
        schedule = _dealt(instance, found.starts)
        flow, upper_source = verify(instance, schedule).flow_time, FOUND
        if flow != found.waited + length:
            raise AssertionError(f"the search counts {found.waited + length}, verification {flow}")
    lower, lower_source, record = exact.rounded, f"{exact.name} bound, exact", None
    if found.lower + length > lower:
        lower = found.lower + length
        lower_source = EXHAUSTED if found.exhausted else OPEN_STATES
        if found.exhausted:
            record = _record(found)
    if status is Status.PROVED and lower < flow:
        status = Status.CUTOFF
    if lower > flow:
        raise AssertionError(f"{lower_source}: {lower} is above the verified flow time {flow}")
    return OptimumResult(
        lower=lower,
        upper=flow,
        status=Status.PROVED if lower == flow else status,
        engine=NAME,
        runtime=time.monotonic() - began,
        nodes=found.nodes,
        lower_source=lower_source,
        upper_source=upper_source,
        schedule=schedule,
        peak_bytes=found.peak_bytes,
        record=record,
    )


def _search(
    instance: Instance,
    makespan: int,
    found: Exploration,
    limits: Limits,
    widths: tuple[int, ...],
    pricing: Pricing | None,
    watch: Watch | None,
) -> Status:
    """Run the beams and the search; what they find is in `found`, whatever ends them."""
    types = instance.types()
    if instance.memory > MAX_PACKED_MEMORY:
        return Status.TOO_LARGE_TO_SEARCH
    layout = layout_of(types, instance.memory)
    counts = np.array([kind.count for kind in types], dtype=np.int64)
    horizon = min(makespan, int(instance.responses.sum())) + 1
    scale = scale_for(len(instance), instance.memory, horizon, int(layout.responses[-1]))
    if scale < 2 or entries(layout, horizon) > MAX_ENTRIES:
        return Status.TOO_LARGE_TO_SEARCH
    if pricing is None:
        relaxation = Relaxation(layout, counts, horizon, limits.deadline)
        pricing = FittedPricing(relaxation, scale, len(instance))
    with ThreadPoolExecutor(PARTS) as pool:
        for width in (*widths, None):
            explore(layout, counts, pricing, found, pool, width=width, limits=limits, watch=watch)
            if found.exhausted or found.stopped is not None:
                break
    return found.stopped or Status.PROVED


def _record(found: Exploration) -> ExhaustionRecord:
    """Prices of the last pass, without the zeros at their ends."""
    layers = (tuple(tuple(np.trim_zeros(v, "b").tolist()) for v in layer) for layer in found.layers)
    return ExhaustionRecord(found.scale, tuple(layers))


@cache
def compile_kernels() -> None:
    """Compile what the search needs, or load it, so that no time limit pays for it."""
    instance = Instance.common(12, 1, [2, 3, 3, 4, 5, 6, 7, 8])
    layout = layout_of(instance.types(), instance.memory)
    counts = np.array([kind.count for kind in instance.types()], dtype=np.int64)
    pricing = FittedPricing(Relaxation(layout, counts, 40), 1 << 10, len(instance))
    with ThreadPoolExecutor(PARTS) as pool:
        explore(layout, counts, pricing, Exploration(waited=80), pool, width=50, limits=Limits(None, 2**40))


def _members(instance: Instance, kind: JobType) -> list[int]:
    same = (instance.prompts == kind.prompt) & (instance.responses == kind.response)
    return [int(i) for i in np.flatnonzero(same)]


def _dealt(instance: Instance, starts: list[IntArray]) -> Schedule:
    """Deal the counted starts of each round out to the jobs of each type, by index."""
    by_job = np.zeros(len(instance), dtype=np.int64)
    for k, kind in enumerate(instance.types()):
        by_job[_members(instance, kind)] = [t for t, row in enumerate(starts) for _ in range(int(row[k]))]
    return Schedule.of_starts(by_job, instance)
