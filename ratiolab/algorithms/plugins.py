"""Algorithms from outside: ``package.module:Class`` and the entry-point group ``ratiolab.algorithms``."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.scheduler import Scheduled, Scheduler
from ratiolab.errors import InputError

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
    """
    if is_path(name):
        module, _, attribute = name.partition(":")
        here = str(Path.cwd())
        if here not in sys.path:
            sys.path.insert(0, here)
        try:
            kind = getattr(importlib.import_module(module), attribute)
        except (ImportError, AttributeError) as error:
            raise InputError(f"algorithm {name!r} cannot be imported: {error}") from error
    else:
        entries = [entry for entry in entry_points(group=GROUP) if entry.name == name]
        if not entries:
            raise InputError(f"unknown algorithm {name!r}")
        try:
            kind = entries[0].load()
        except (ImportError, AttributeError) as error:
            raise InputError(
                f"algorithm {name!r} ({entries[0].value}) cannot be imported: {error}"
            ) from error
    if not (isinstance(kind, type) and issubclass(kind, Algorithm | Scheduler)):
        raise InputError(f"algorithm {name!r} is no class derived from Algorithm or Scheduler")
    if inspect.isabstract(kind):
        missing = ", ".join(sorted(kind.__abstractmethods__))
        raise InputError(f"algorithm {name!r} is not complete: it does not define {missing}")
    return kind


def wrapped(name: str, kind: Plugin) -> Callable[..., Algorithm]:
    """Return what makes an `Algorithm` of the class from text parameters."""
    if issubclass(kind, Algorithm):
        return kind

    def build(**parameters: str) -> Algorithm:
        return Scheduled(kind(**parameters), kind.name or name, parameters)

    return build
