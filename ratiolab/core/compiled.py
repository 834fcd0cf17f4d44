"""The decorators of the compiled kernels: one setting for all, and the kernels keep their types."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cached_property, update_wrapper
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ratiolab.core.machine_code import Entrance, keep, kinds_of, load

if TYPE_CHECKING:
    from ratiolab.core.dispatcher import Dispatcher

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: Calls after which Numba, which takes long to import, takes a kernel over: it takes arguments in faster.
_MANY = 20_000


class Kernel:
    """A kernel as Python calls it: machine code from disk if there is some, else Numba compiles it.

    Numba is imported where something is compiled, and where a kernel is called many times: most runs of a
    command need none of it.

    Attributes
    ----------
    py_func : callable
        The Python function.
    """

    def __init__(self, function: Callable[..., Any], options: dict[str, Any]) -> None:
        update_wrapper(self, function)
        self.py_func = function
        self._options = options
        self._entrances: dict[str, Entrance] = {}
        self._left = _MANY
        self._run: Entrance = self._run_counted
        self._lock = RLock()

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """What compiles the kernel and calls it in Numba's way."""
        from ratiolab.core.dispatcher import Dispatcher

        return Dispatcher(self.py_func, {}, self._options)

    @property
    def _numba_type_(self) -> Any:
        """Type by which Numba knows the kernel in what calls it."""
        from numba import types

        return types.Dispatcher(self.dispatcher)

    def __call__(self, *args: Any) -> Any:
        """Run the kernel."""
        return self._run(*args)

    def _run_counted(self, *args: Any) -> Any:
        """Run the kernel by what is at hand for arguments of these kinds."""
        self._left -= 1
        kinds = kinds_of(args)
        if kinds is None or self._left < 0:
            self._run = self.dispatcher
            return self._run(*args)
        entrance = self._entrances.get(kinds)
        return (entrance or self._entrance(kinds, args))(*args)

    def _entrance(self, kinds: str, args: tuple[Any, ...]) -> Entrance:
        """Find what runs the kernel for arguments of these kinds: from disk, or compiled and kept."""
        with self._lock:
            if kinds not in self._entrances:
                loaded = load(self.py_func, kinds)
                if loaded is None:
                    loaded = self.dispatcher
                    signature = tuple(loaded.typeof_pyval(value) for value in args)
                    loaded.compile(signature)
                    keep(self.py_func, kinds, loaded.overloads[signature])
                self._entrances[kinds] = loaded
            return self._entrances[kinds]

    def __reduce__(self) -> str:
        """Pickle as the function that it stands for, by its name."""
        return self.py_func.__qualname__


def _kernel(function: _Function, **options: bool) -> _Function:
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return function
    settings = {"nopython": True, "boundscheck": None, "no_cfunc_wrapper": True, **options}
    return cast(_Function, Kernel(function, settings))


def compiled(function: _Function) -> _Function:
    """Compile a kernel on its first call and keep the machine code on disk."""
    return _kernel(function)


def compiled_in_place(function: _Function) -> _Function:
    """As `compiled`, for a kernel that makes no arrays: no references are counted, which costs much."""
    return _kernel(function, _nrt=False)


def compiled_inline(function: _Function) -> _Function:
    """As `compiled_in_place`, for a part of one kernel: put in where it is called.

    A state of many arrays is some hundred numbers, which cost more to hand over than most parts cost to run.
    """
    return _kernel(function, _nrt=False, forceinline=True)


def compiled_for_threads(function: _Function) -> _Function:
    """As `compiled_in_place`; the kernel lets other threads of the interpreter run beside it."""
    return _kernel(function, _nrt=False, nogil=True)


def seconds_compiled() -> float:
    """Seconds that this process has spent on compiling."""
    made = sys.modules.get("ratiolab.core.dispatcher")
    return float(made.STOPWATCH.duration) if made is not None and made.STOPWATCH.done else 0.0
