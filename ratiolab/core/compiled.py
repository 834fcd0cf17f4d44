"""The decorators of the compiled kernels: one setting for all, and the kernels keep their types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar, cast

from numba import config, types
from numba.core import event
from numba.core.caching import NullCache
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher

from ratiolab.core.kernel_cache import KernelCache

_Function = TypeVar("_Function", bound=Callable[..., Any])


class _Kernel(CPUDispatcher):
    """A function that Numba compiles on its first call and `KernelCache` keeps on disk.

    What another kernel calls is compiled as a part of that one: for all numbers alike, without an entrance
    for Python, which is most of the work of compiling a short function, and not kept by itself.
    """

    def __init__(
        self, function: Callable[..., Any], types_of_names: dict[str, Any], options: dict[str, Any]
    ) -> None:
        super().__init__(function, types_of_names, options)
        self._cache: Any = KernelCache(function)
        self._parts: set[tuple[Any, ...]] = set()
        self._within_kernel = False

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Compile for a call by another kernel."""
        with global_compiler_lock, self._as_part():
            return super().get_call_template(
                [_of_all_values(kind) for kind in args], {k: _of_all_values(kind) for k, kind in kws.items()}
            )

    @contextmanager
    def _as_part(self) -> Iterator[None]:
        before = self._within_kernel, self._cache
        self._within_kernel, self._cache = True, NullCache()
        self.targetoptions["no_cpython_wrapper"] = True
        try:
            yield
        finally:
            self._within_kernel, self._cache = before
            self.targetoptions["no_cpython_wrapper"] = self._within_kernel

    def compile(self, sig: Any) -> Any:
        """Compile; once more, with an entrance, where Python calls what has been a part only."""
        with global_compiler_lock:
            args = tuple(getattr(sig, "args", sig))
            if args in self._parts and not self._within_kernel:
                self._parts.remove(args)
                del self.overloads[args]
            return super().compile(sig)

    def add_overload(self, cres: Any) -> None:
        """Note what was compiled; a part is not offered to Python."""
        args = tuple(cres.signature.args)
        if self._within_kernel:
            self._parts.add(args)
            self.overloads[args] = cres
        else:
            super().add_overload(cres)


def _of_all_values(kind: Any) -> Any:
    """Type of a number for the type of a constant."""
    return types.unliteral(kind) if isinstance(kind, types.Integer | types.Boolean) else kind


def _kernel(function: _Function, **options: bool) -> _Function:
    if config.DISABLE_JIT:
        return function
    settings = {"nopython": True, "boundscheck": None, "no_cfunc_wrapper": True, **options}
    return cast(_Function, _Kernel(function, {}, settings))


def compiled(function: _Function) -> _Function:
    """Compile a kernel on its first call and keep the machine code on disk."""
    return _kernel(function)


def compiled_for_threads(function: _Function) -> _Function:
    """As `compiled`; the kernel lets other threads of the interpreter run beside it."""
    return _kernel(function, nogil=True)


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
