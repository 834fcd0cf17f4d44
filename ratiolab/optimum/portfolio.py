"""The best feasible schedule we can find quickly: OPT's side of every witnessed ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratiolab.algorithms import Algorithm, make
from ratiolab.bounds import best
from ratiolab.errors import OverflowRefused
from ratiolab.instance import Instance
from ratiolab.integers import exact_sum
from ratiolab.optimum.local_search import LATEST_ROUND, LocalSearch, default_insertions
from ratiolab.optimum.periodic import MOST_ROUNDS, MOST_TYPES, PeriodicPackings
from ratiolab.schedule import Schedule, Verified, verify

#: Beyond this many jobs SVF-peak and MC-SF with skips are left out: slow, and hardly ever the best.
MANY_JOBS = 20_000
#: Jobs times the entries of Sorted-F's table up to which it is cheap.
CHEAP_CELLS = 20_000_000


@dataclass(frozen=True)
class Run:
    """One algorithm's verified schedule on an instance."""

    algorithm: Algorithm
    schedule: Schedule
    verified: Verified


def run(algorithm: Algorithm, instance: Instance) -> Run:
    """Run an algorithm and verify its schedule.

    Raises
    ------
    InputError
        If the algorithm does not apply to the instance.
    ScheduleError
        If the schedule breaks the model: a fault of the algorithm.
    """
    schedule = algorithm.schedule(instance)
    return Run(algorithm, schedule, verify(instance, schedule))


def clairvoyant(instance: Instance) -> list[Algorithm]:
    """Algorithms worth trying on OPT's side of this instance, those that equal another one left out.

    With a common prompt MC-SF, with or without skips, SVF and Sorted-F make the same schedule. What
    would take long on a large instance is left out too.
    """
    n, algorithms = len(instance), [make("mc-sf")]
    if n <= MANY_JOBS:
        algorithms.append(make("svf-peak"))
    if instance.common_prompt is not None:
        algorithms += [make(name) for name in ("gba-d", "sps-by-length", "gba", "sps", "sims")]
    else:
        algorithms.append(make("svf"))
        if n <= MANY_JOBS:
            algorithms.append(make("mc-sf", skip="yes"))
        width = min(n, instance.memory // int((instance.prompts + instance.responses).min()))
        if n * n * (width + 1) * (instance.memory + 1) <= CHEAP_CELLS:
            algorithms.append(make("sorted-f"))
    if exact_sum(instance.responses) <= MOST_ROUNDS and len(instance.types()) <= MOST_TYPES:
        algorithms.append(PeriodicPackings())
    return algorithms


def best_run(instance: Instance, known: Sequence[Run] = (), *, effort: int = 1, seed: int = 0) -> Run:
    """Return the verified run of least flow time.

    Parameters
    ----------
    instance : Instance
    known : sequence of Run
        Runs made already, e.g. of the algorithms under study; they take part.
    effort : int
        Passes of local search from the best run, each with its default budget and a seed of its own: more
        effort is never worse. 0 for the runs alone. Large instances are not searched
        (`ratiolab.optimum.local_search.default_insertions`).
    seed : int
        Of the first pass, at least 0; every further pass takes the next one.

    Raises
    ------
    OverflowRefused
        If no schedule of the instance fits 64 bits.
    """
    runs = list(known)
    labels = {r.algorithm.label for r in runs}
    refused: OverflowRefused | None = None
    for algorithm in clairvoyant(instance):
        if algorithm.label not in labels:
            try:
                runs.append(run(algorithm, instance))
            except OverflowRefused as error:
                refused = error
    if not runs:
        assert refused is not None
        raise refused
    top = start = min(runs, key=lambda r: r.verified.flow_time)
    insertions = default_insertions(instance)
    if effort == 0 or insertions == 0 or start.verified.makespan > LATEST_ROUND:
        return start
    lower = best(instance).rounded
    for turn in range(effort):
        if top.verified.flow_time == lower:
            break
        found = run(LocalSearch(start.algorithm, insertions, seed + turn, start.schedule), instance)
        top = min(top, found, key=lambda r: r.verified.flow_time)
    return top
