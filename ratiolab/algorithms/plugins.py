"""Algorithms from outside: ``package.module:Class`` and the entry-point group ``ratiolab.algorithms``."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import cast

from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.foreign.guard import Guard, class_name, shortened
from ratiolab.algorithms.foreign.guarded import Guarded
from ratiolab.algorithms.foreign.policy import LOAD_TURNS
from ratiolab.algorithms.foreign.scheduled import Scheduled
from ratiolab.algorithms.scheduler import Scheduler
from ratiolab.errors import InputError, SchedulerFailed

#: Entry-point group in which a package registers its algorithms.
GROUP = "ratiolab.algorithms"

_PATH = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*", re.ASCII)

Plugin = type[Algorithm] | type[Scheduler]


def is_path(name: str) -> bool:
    """Tell whether `name` reads ``package.module:Class``."""
    return _PATH.fullmatch(name) is not None


def registered() -> tuple[str, ...]:
    """Names in the entry-point group, sorted."""
    return tuple(sorted({entry.name for entry in entry_points(group=GROUP)}))


def module_of(name: str) -> str | None:
    """Name of the module that `find` would import; None if it would import none. Imports nothing itself."""
    if is_path(name):
        return name.partition(":")[0]
    return next((entry.module for entry in entry_points(group=GROUP) if entry.name == name), None)


def find(name: str) -> Plugin:
    """Return the class a path or an entry point names.

    Parameters
    ----------
    name : str
        ``package.module:Class`` (looked for in the working directory, too) or a registered name.

    Raises
    ------
    InputError
        If it cannot be imported or is neither an `Algorithm` nor a `Scheduler`.
    SchedulerFailed
        If its module raises or exits while it is imported.
    """
    guard = Guard(f"algorithm {name!r}", LOAD_TURNS)
    load: Callable[[], object]
    if is_path(name):
        here = str(Path.cwd())
        if here not in sys.path:
            sys.path.insert(0, here)
        load, words = partial(_load, name), repr(name)
    else:
        entries = [entry for entry in entry_points(group=GROUP) if entry.name == name]
        if not entries:
            raise InputError(f"unknown algorithm {name!r}")
        load, words = entries[0].load, f"{name!r} ({entries[0].value})"
    try:
        kind = guard.ask("its import", load)
    except SchedulerFailed as error:
        if not isinstance(error.__cause__, ImportError | AttributeError):
            raise
        raise InputError(f"algorithm {words} cannot be imported: {error.__cause__}") from error
    return guard.ask_or_refuse("its class", _checked, name, kind)


def _load(name: str) -> object:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def _checked(name: str, kind: object) -> Plugin:
    if not (isinstance(kind, type) and issubclass(kind, Algorithm | Scheduler)):
        raise InputError(f"algorithm {name!r} is no class derived from Algorithm or Scheduler")
    if inspect.isabstract(kind):
        missing = ", ".join(sorted(kind.__abstractmethods__))
        raise InputError(f"algorithm {name!r} is not complete: it does not define {missing}")
    return kind


def parameters_of(kind: Plugin) -> tuple[str, ...]:
    """Names of the parameters that a class takes."""
    return Guard(class_name(kind)).ask("its signature", lambda: tuple(inspect.signature(kind).parameters))


def made(name: str, kind: Plugin, parameters: Mapping[str, str]) -> Algorithm:
    """Make an `Algorithm` of a class of somebody else.

    Parameters
    ----------
    name : str
        As in `find`.
    kind : class
    parameters : mapping of str to str
        Its parameters as text.

    Raises
    ------
    InputError
        If it cannot use them.
    SchedulerFailed
        If it fails in any other way.
    """
    guard = Guard(f"algorithm {name!r}", LOAD_TURNS)
    build: Callable[..., Algorithm | Scheduler] = kind
    try:
        one = guard.ask_or_refuse("__init__", partial(build, **parameters))
    except SchedulerFailed as error:
        if not isinstance(error.__cause__, TypeError | ValueError):
            raise
        raise InputError(f"{name}: {error.__cause__}") from error
    return wrapped(one, name, parameters, name if is_path(name) else "")


def wrapped(
    one: Algorithm | Scheduler, name: str, parameters: Mapping[str, str], source: str = ""
) -> Algorithm:
    """Put an object of somebody else under guard.

    Parameters
    ----------
    one : Algorithm or Scheduler
    name : str
        How messages and tables call it if it has no name of its own.
    parameters : mapping of str to str
        What a scheduler was made with; an algorithm says so itself.
    source : str
        The text that its class was found by: what a class says of its module and name proves nothing.

    Raises
    ------
    SchedulerFailed
        If it is neither, whatever its class is.
    """
    if Guard(name).ask("its class", _is_algorithm, one):
        return Guarded(cast("Algorithm", one), name, source)
    own = Guard(name).ask("its name", getattr, one, "name", "")
    if not isinstance(own, str):
        raise InputError(f"{name}: its name is a {type(own).__name__}: it must be a text")
    return Scheduled(cast("Scheduler", one), shortened(own) or name, dict(parameters), source)


def _is_algorithm(one: object) -> bool:
    """Whether it is an `Algorithm`; a class may make anything."""
    if not isinstance(one, Algorithm | Scheduler):
        raise TypeError(f"it makes a {class_name(type(one))}: neither an Algorithm nor a Scheduler")
    return isinstance(one, Algorithm)
