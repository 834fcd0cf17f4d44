"""What Numba asks of a cache: the compiled kernel with all that other kernels need of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import types
from numba.core.compiler import CompileResult
from numba.core.runtime.nrt import rtsys
from numba.core.serialize import dumps

from ratiolab.core.kernel_folder import entry_name, kernel_folder, read_entry, write_entry


class KernelCache:
    """What Numba asks a cache for, for one kernel, given by its Python function."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    @property
    def cache_path(self) -> str | None:
        """Folder of the entries, or None if nothing is kept."""
        folder = kernel_folder(self._function)
        return None if folder is None else str(folder)

    def load_overload(self, signature: Any, target: Any) -> Any:
        """Return the compiled kernel for a signature, or None if there is no whole entry.

        Numba's own cache first loads all that it needs to compile; machine code runs without.
        """
        path = self._path(signature, target.codegen())
        data = None if path is None else read_entry(path)
        if data is None:
            return None
        rtsys.initialize(target)
        return CompileResult._rebuild(target, *pickle.loads(data))

    def save_overload(self, signature: Any, compiled: Any) -> None:
        """Keep the compiled kernel."""
        path = self._path(signature, compiled.codegen)
        if path is not None and not compiled.lifted and not compiled.library.has_dynamic_globals:
            write_entry(path, dumps(compiled._reduce()))

    def _path(self, signature: Any, codegen: Any) -> Path | None:
        folder = kernel_folder(self._function)
        kinds = [_said(kind) for kind in getattr(signature, "args", signature)]
        if folder is None or None in kinds:
            return None
        told = "\0".join([*map(str, kinds), repr(codegen.magic_tuple())])
        return folder / entry_name(self._function, told)


def _said(kind: Any) -> str | None:
    """All of a type in words that mean the same in every process; None for functions and the like."""
    if isinstance(kind, types.BaseTuple):
        members = [_said(member) for member in kind]
        made = getattr(kind, "instance_class", tuple)
        told = f"{made.__module__}.{made.__qualname__}({', '.join(map(str, members))})"
        return None if None in members else told
    simple = kind.dtype if isinstance(kind, types.Array) else kind
    simple = types.literal(kind.value) if isinstance(kind, types.Omitted) else simple
    return repr(kind) if isinstance(simple, types.Number | types.Boolean | types.NoneType) else None
