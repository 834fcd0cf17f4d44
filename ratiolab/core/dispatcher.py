"""How Numba compiles the kernels: what one kernel calls is compiled as a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from numba import types
from numba.core import event
from numba.core.caching import NullCache
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Flags, compile_extra
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher

from ratiolab.core.kernel_cache import KernelCache

#: Runs while Numba compiles, not while it loads from disk.
STOPWATCH = event.TimingListener()
event.register("numba:compile", STOPWATCH)


class _PartLibrary(JITCodeLibrary):
    """Code of a part, never run by itself: whoever links it optimises and compiles all of it at once."""

    def finalize(self) -> None:
        """Bring in what the part calls, and leave the rest to the kernel."""
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalized = True


class Dispatcher(CPUDispatcher):
    """A function that Numba compiles on its first call and `KernelCache` keeps on disk.

    What another kernel calls is compiled as a part of that one: for all numbers alike, without an entrance
    for Python, which is most of the work of compiling a short function, and not kept by itself.
    """

    def __init__(
        self, function: Callable[..., Any], types_of_names: dict[str, Any], options: dict[str, Any]
    ) -> None:
        super().__init__(function, types_of_names, options)
        self._compiler._compile_core = self._compile_core
        self._cache: Any = KernelCache(function)
        self._as_part = False
        self._parts: set[tuple[Any, ...]] = set()

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Compile for a call by another kernel."""
        with global_compiler_lock, self._as_a_part():
            return super().get_call_template(
                [_of_all_values(kind) for kind in args], {k: _of_all_values(kind) for k, kind in kws.items()}
            )

    @contextmanager
    def _as_a_part(self) -> Iterator[None]:
        before = self._as_part, self._cache
        self._as_part, self._cache = True, NullCache()
        try:
            yield
        finally:
            self._as_part, self._cache = before

    def _compile_core(self, args: Any, return_type: Any) -> Any:
        """Compile anew, as Numba does, for one tuple of types."""
        target, flags, library = self.targetctx, Flags(), None
        self.targetdescr.options.parse_as_flags(flags, self.targetoptions)
        if self._as_part:
            flags.no_compile = flags.no_cpython_wrapper = True
            library = _PartLibrary(target.codegen(), self.py_func.__qualname__)
        made = compile_extra(
            self.typingctx,
            target,
            self.py_func,
            args=args,
            return_type=return_type,
            flags=flags,
            locals=self.locals,
            library=library,
            pipeline_class=self._compiler.pipeline_class,
        )
        if self._as_part:
            made = made._replace(entry_point=object())  # what callers know it by
            target.insert_user_function(made.entry_point, made.fndesc, [made.library])
        else:
            for environment in made._find_referenced_environments():
                target.codegen().set_env(environment.env_name, environment)
        return made

    def compile(self, sig: Any) -> Any:
        """Compile; once more, with an entrance, where Python calls what has been a part only."""
        with global_compiler_lock:
            args = tuple(getattr(sig, "args", sig))
            if args in self._parts and not self._as_part:
                self._parts.remove(args)
                del self.overloads[args]
            return super().compile(sig)

    def add_overload(self, cres: Any) -> None:
        """Note what was compiled; a part is not offered to Python."""
        if self._as_part:
            args = tuple(cres.signature.args)
            self._parts.add(args)
            self.overloads[args] = cres
        else:
            super().add_overload(cres)


def _of_all_values(kind: Any) -> Any:
    """Type of a number for the type of a constant."""
    return types.unliteral(kind) if isinstance(kind, types.Integer | types.Boolean) else kind
