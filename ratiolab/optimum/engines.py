"""The engines by name, and which limits they take: known without loading one."""

from __future__ import annotations

from math import isfinite
from typing import Any

from ratiolab.errors import InputError
from ratiolab.lazily import Registry

#: Engines by name, each an `ratiolab.optimum.enclosure.Engine`.
ENGINES: Registry[Any] = Registry(
    {
        "milp": "ratiolab.optimum.milp:solve",
        "search": "ratiolab.optimum.search:solve",
        "auto": "ratiolab.optimum.automatic:solve",
    }
)
#: The engine that is used if none is named: a key of `ENGINES`.
DEFAULT = "auto"
#: Bytes an engine may use unless told otherwise.
MEMORY_LIMIT = 6 * 2**30


def check_seconds(seconds: float | None, name: str = "time limit") -> None:
    """Refuse a time limit that is none; `name` is what the message calls it.

    Raises
    ------
    InputError
        If it is not a number above 0; None is no limit.
    """
    if seconds is not None and not (isfinite(seconds) and seconds > 0):
        raise InputError(f"{name} is {seconds:g} seconds: it must be a number above 0")


def check_bytes(count: int, name: str = "memory limit") -> None:
    """Refuse a memory limit below 1 byte.

    Raises
    ------
    InputError
        The message calls it `name`.
    """
    if count <= 0:
        raise InputError(f"{name} is {count} bytes: it must be above 0")
