"""The best feasible schedule we can find quickly: OPT's side of every witnessed ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratiolab.algorithms import Algorithm, make
from ratiolab.errors import OverflowRefused
from ratiolab.instance import Instance
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
    """Algorithms worth trying on OPT's side of this instance."""
    names = ["mc-sf"]
    if instance.common_prompt is not None:
        names += ["gba-d", "sps-by-length", "gba", "sps"]
    return [make(name) for name in names]


def best_run(instance: Instance, known: Sequence[Run] = ()) -> Run:
    """Return the verified run of least flow time.

    Parameters
    ----------
    instance : Instance
    known : sequence of Run
        Runs made already, e.g. of the algorithms under study; they take part.

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
    return min(runs, key=lambda r: r.verified.flow_time)
