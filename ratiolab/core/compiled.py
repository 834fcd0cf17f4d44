"""The decorators of the compiled kernels: one setting for all, and the kernels keep their types."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

from numba import njit
from numba.core import event

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Compile a kernel on its first call and keep the machine code on disk."""
    return cast(_Function, njit(cache=True)(function))


def compiled_for_threads(function: _Function) -> _Function:
    """As `compiled`; the kernel lets other threads of the interpreter run beside it."""
    return cast(_Function, njit(cache=True, nogil=True)(function))


@cache
def _compilations() -> event.TimingListener:
    """Register a stopwatch that runs while Numba compiles, not while it loads from disk."""
    stopwatch = event.TimingListener()
    event.register("numba:compile", stopwatch)
    return stopwatch


def seconds_compiled() -> float:
    """Seconds spent on compiling in this process since the first call of this function."""
    stopwatch = _compilations()
    return float(stopwatch.duration) if stopwatch.done else 0.0
