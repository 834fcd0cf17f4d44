"""Memory over rounds as a picture: one panel per schedule."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.figure import Figure

from ratiolab.algorithms import Algorithm, Scheduler
from ratiolab.errors import InputError, SchedulerFailed
from ratiolab.instance import GroupedInstance, Instance, Problem
from ratiolab.library.algorithms import AlgorithmLike, algorithm
from ratiolab.problem import LoadedProblem, loaded
from ratiolab.report.figures import Panel, memory_figure
from ratiolab.schedule import Schedule, verify

#: Rounds of a failed run that are drawn.
MOST_ROUNDS = 1_000_000
#: Most panels of a picture.
MOST_PANELS = 12


def show(
    problem: Problem | LoadedProblem,
    what: AlgorithmLike | Schedule | Iterable[AlgorithmLike | Schedule],
) -> Figure:
    """Draw every attempt as a block, killed ones hatched, with the budget as a line.

    Parameters
    ----------
    problem : Instance or GroupedInstance
        At most as many jobs as can be listed.
    what : str, Algorithm, Scheduler, Schedule, or several of them
        What is drawn, one panel below the other, over the same rounds.

    Returns
    -------
    matplotlib.figure.Figure
        A notebook shows it; ``savefig`` writes it to a file.

    Raises
    ------
    InputError
        If an algorithm does not apply, there are too many jobs or panels, or nothing to draw.
    ScheduleError
        If a schedule is not feasible.
    """
    instance, drawn = panels(problem, what)
    return memory_figure(instance, drawn)


def panels(
    problem: Problem | LoadedProblem,
    what: AlgorithmLike | Schedule | Iterable[AlgorithmLike | Schedule],
    failures: list[SchedulerFailed] | None = None,
) -> tuple[Instance, list[Panel]]:
    """Run what is to be drawn and verify it; parameters and errors as for `show`.

    Where a list of failures is given, they are added to it, and drawn is what had been done until then.
    """
    named = loaded(problem)
    instance = named.problem
    if isinstance(instance, GroupedInstance):
        instance = instance.expand()
    listed = [what] if isinstance(what, Schedule | str | Algorithm | Scheduler | type) else list(what)
    if not 1 <= len(listed) <= MOST_PANELS:
        raise InputError(f"{len(listed)} schedules to draw: a picture takes 1 to {MOST_PANELS}")
    return instance, [_panel(instance, one, named.source, failures) for one in listed]


def _panel(
    instance: Instance,
    one: AlgorithmLike | Schedule,
    source: str,
    failures: list[SchedulerFailed] | None,
) -> Panel:
    label, schedule = "schedule", one
    if not isinstance(schedule, Schedule):
        runner = algorithm(schedule)
        label = runner.label
        try:
            schedule = runner.schedule(instance)
        except SchedulerFailed as error:
            if failures is None:
                raise
            failures.append(error)
            ran = error.ran if isinstance(error.ran, Schedule) else Schedule([], [], [], [])
            drawn = len(ran) == 0 or int(ran.start.max()) < MOST_ROUNDS - int(ran.rounds.max())
            return Panel(ran if drawn else Schedule([], [], [], []), label, source, "fails, see the message")
    cost = verify(instance, schedule)
    said = f"flow time {cost.flow_time}, makespan {cost.makespan}, killed rounds {cost.killed_rounds}"
    return Panel(schedule, label, source, said)
