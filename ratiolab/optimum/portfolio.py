"""The best feasible schedule we can find quickly: OPT's side of every witnessed ratio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lp_models.deadline import NEVER, Deadline
from ratiolab.algorithms import ALGORITHMS, Algorithm, make
from ratiolab.bounds import best
from ratiolab.errors import OverflowRefused
from ratiolab.instance import Instance
from ratiolab.integers import exact_sum
from ratiolab.optimum.local_search import LATEST_ROUND, LocalSearch, default_insertions
from ratiolab.optimum.periodic import MOST_ROUNDS, MOST_TYPES, PeriodicPackings
from ratiolab.schedule import Schedule, Verified, verify


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

    What would take long on a large instance is left out too; each algorithm's file says when.
    """
    worth = [
        (trial.turn, name, trial.parameters)
        for name, kind in ALGORITHMS.items()
        if instance.common_prompt is not None or not kind.facts.one_prompt
        for trial in kind.facts.trials
        if trial.when(instance)
    ]
    worth.sort(key=lambda entry: entry[0])
    algorithms = [make(name, **parameters) for _, name, parameters in worth]
    if exact_sum(instance.responses) <= MOST_ROUNDS and len(instance.types()) <= MOST_TYPES:
        algorithms.append(PeriodicPackings())
    return algorithms


def runs(
    instance: Instance,
    known: Sequence[Run] = (),
    *,
    effort: int = 1,
    seed: int = 0,
    deadline: Deadline = NEVER,
) -> Iterator[Run]:
    """Yield verified runs as they are made: the known ones, those of the rules, passes of local search.

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
    deadline : Deadline
        No run begins after it, but for the first one.

    Raises
    ------
    OverflowRefused
        If no schedule of the instance fits 64 bits.
    """
    start: Run | None = None
    for made in _plain_runs(instance, known, deadline):
        if start is None or made.verified.flow_time < start.verified.flow_time:
            start = made
        yield made
    assert start is not None
    least, insertions = start.verified.flow_time, default_insertions(instance)
    if effort == 0 or insertions == 0 or start.verified.makespan > LATEST_ROUND:
        return
    lower = best(instance).rounded
    for turn in range(effort):
        if least == lower or deadline.passed:
            return
        made = run(LocalSearch(start.algorithm, insertions, seed + turn, start.schedule), instance)
        least = min(least, made.verified.flow_time)
        yield made


def _plain_runs(instance: Instance, known: Sequence[Run], deadline: Deadline) -> Iterator[Run]:
    """The known runs and those of the rules; a rule whose rounds leave 64 bits is left out."""
    labels = {made.algorithm.label for made in known}
    refused: OverflowRefused | None = None
    yield from known
    any_made = bool(known)
    for algorithm in clairvoyant(instance):
        if any_made and deadline.passed:
            return
        if algorithm.label not in labels:
            try:
                made = run(algorithm, instance)
            except OverflowRefused as error:
                refused = error
            else:
                any_made = True
                yield made
    if not any_made:
        assert refused is not None
        raise refused
