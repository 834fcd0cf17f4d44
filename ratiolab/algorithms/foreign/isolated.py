"""A scheduler in a process of its own, which is never told a length that it must not know.

The rounds are counted here, every answer is checked here, and every schedule is verified here. Its class is
never imported into this process.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ratiolab.algorithms.facts import Facts
from ratiolab.algorithms.foreign import wire
from ratiolab.algorithms.foreign.foreign import Foreign
from ratiolab.algorithms.foreign.guard import Guard, shortened
from ratiolab.algorithms.foreign.guarded import checked, plain_cost, plain_texts
from ratiolab.algorithms.foreign.policy import LOAD_TURNS, PATIENCE
from ratiolab.algorithms.foreign.process import Process
from ratiolab.algorithms.foreign.rounds import plain, run
from ratiolab.algorithms.foreign.scheduled import flag
from ratiolab.algorithms.scheduler import Batch, Decision, View
from ratiolab.errors import InputError
from ratiolab.instance import Instance, Problem
from ratiolab.schedule import Cost, Schedule

#: What a class is made with, in order: name, then each parameter with its value.
Key = tuple[str, tuple[tuple[str, str], ...]]

#: Processes that wait at most, of each kind.
MOST_WAITING = 4
#: Processes in which a class is loaded, and those in which it is made, too, that wait for the next run.
_LOADED: dict[tuple[str, Path], Process] = {}
_WAITING: dict[tuple[Key, Path], Process] = {}


def _keep(processes: dict[Any, Process], key: object, process: Process) -> None:
    """Have a process wait, as the last one used; the ones used longest ago are ended."""
    processes.pop(key, None)
    processes[key] = process
    while len(processes) > MOST_WAITING:
        processes.pop(next(iter(processes))).end()


def takes(name: str) -> tuple[str, ...]:
    """Names of the parameters of a class; its module is loaded in a process of its own.

    Raises
    ------
    InputError
        If it cannot be imported or is no class of the right kind.
    SchedulerFailed
        If its module raises, exits or does not come to an end.
    """
    return _takes(name, Path.cwd())


@lru_cache(maxsize=64)
def _takes(name: str, here: Path) -> tuple[str, ...]:
    process = Process()
    try:
        sent = _load(process, name)
        said = Guard(f"algorithm {name!r}").ask("its signature", _texts, sent)
    except BaseException:
        process.end()
        raise
    _keep(_LOADED, (name, here), process)
    return said


def _texts(sent: Any) -> tuple[str, ...]:
    """Names of parameters, checked."""
    said = sent["takes"]
    if not (isinstance(said, list) and all(isinstance(key, str) for key in said)):
        raise TypeError("it must be a list of names")
    return tuple(map(shortened, said))


def _load(process: Process, name: str) -> Any:
    return process.ask(f"algorithm {name!r}", "its import", {"do": "load", "name": name}, LOAD_TURNS)


def _process(key: Key) -> tuple[Process, dict[str, Any]]:
    """A process in which the class is loaded and made, and what it says of itself."""
    name, parameters = key
    process = _LOADED.pop((name, Path.cwd()), None)
    loaded = process is not None and process.alive
    if process is None or not loaded:
        process = Process()
    try:
        if not loaded:
            _load(process, name)
        message = {"do": "make", "parameters": dict(parameters)}
        said = process.ask(f"algorithm {name!r}", "__init__", message, LOAD_TURNS)
        return process, Guard(name).ask("its name and parameters", _plain_words, said)
    except BaseException:
        process.end()
        raise


def _plain_words(said: Any) -> dict[str, Any]:
    """What it says of itself, checked."""
    name, listed = plain_texts(said["name"], said["parameters"])
    flags = {what: flag(said[what], name, what) for what in ("knows_lengths", "keeps_progress", "scheduler")}
    if flags["scheduler"] and flags["keeps_progress"]:
        raise TypeError("a Scheduler starts a killed job anew: keeps_progress is for an Algorithm")
    return {"name": name, "parameters": listed, **flags}


@lru_cache(maxsize=64)
def _words(key: Key, here: Path) -> dict[str, Any]:
    """What a class says of itself; the process that was started to learn it waits for the first run."""
    process, said = _process(key)
    _keep(_WAITING, (key, here), process)
    return said


class _Remote:
    """A scheduler that is asked over its process's pipes."""

    def __init__(self, process: Process, name: str, knows_lengths: bool) -> None:
        self.process, self.name, self.knows_lengths = process, name, knows_lengths

    def begin(self, batch: Batch) -> None:
        """Tell it the batch."""
        message = {"do": "begin", "batch": wire.batch_to_wire(batch)}
        self.process.ask(self.name, "begin", message)

    def decide(self, view: View, jobs: int) -> Decision:
        """Ask it, and check the answer here."""
        where = f"decide, round {view.round}"
        message = {"do": "decide", "view": wire.view_to_wire(view), "jobs": jobs}
        sent = self.process.ask(self.name, where, message)
        return Guard(self.name).ask(where, lambda: plain(wire.decision_of(sent), jobs))


class Isolated(Foreign):
    """A class of somebody else in a process of its own.

    Parameters
    ----------
    source : str
        ``package.module:Class`` or a registered name.
    parameters : mapping of str to str
        Its parameters as text.

    Raises
    ------
    InputError
        If it cannot be imported or made, or is an `Algorithm` that says it does not know the lengths: an
        algorithm is handed the whole instance.
    SchedulerFailed
        If it fails while it is imported or made.
    """

    facts = Facts()

    def __init__(self, source: str, parameters: Mapping[str, str]) -> None:
        self.source, self._key = source, (source, tuple(parameters.items()))
        said = _words(self._key, Path.cwd())
        self.is_scheduler: bool = said["scheduler"]
        if not self.is_scheduler and not said["knows_lengths"]:
            raise InputError(
                f"{source} is an Algorithm, which is handed the whole instance, and does not say that it "
                "knows the lengths: for --isolate derive from Scheduler, or set knows_lengths = True"
            )
        self._parameters = said["parameters"]
        names = ("name", "knows_lengths", "keeps_progress")
        vars(self).update({name: said[name] for name in names})

    def _scheduled(self, instance: Instance) -> Schedule:
        if self.is_scheduler:
            return run(_Remote(self._ready(), self.name, self.knows_lengths), self.name, instance)
        sent = self._ask("schedule", instance)
        return checked(self.name, instance, Guard(self.name).ask("schedule", wire.schedule_of, sent))

    def _said_cost(self, problem: Problem) -> Cost:
        if self.is_scheduler:
            return super()._said_cost(problem)
        sent = self._ask("cost", problem)
        return Guard(self.name).ask("cost", lambda: plain_cost(wire.cost_of(sent)))

    def _ask(self, what: str, problem: Problem) -> Any:
        message = {"do": what, "problem": wire.problem_to_wire(problem)}
        return self._ready().ask(self.name, what, message, PATIENCE)

    def _ready(self) -> Process:
        """The process, started again if the last one has ended."""
        here = Path.cwd()
        process = _WAITING.get((self._key, here))
        if process is None or not process.alive:
            process, _ = _process(self._key)
        _keep(_WAITING, (self._key, here), process)
        return process
