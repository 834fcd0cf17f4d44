"""The decorators of the compiled kernels: one setting for all, and the kernels keep their types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Compile a kernel on its first call and keep the machine code on disk."""
    return cast(_Function, njit(cache=True)(function))


def compiled_for_threads(function: _Function) -> _Function:
    """As `compiled`; the kernel lets other threads of the interpreter run beside it."""
    return cast(_Function, njit(cache=True, nogil=True)(function))
