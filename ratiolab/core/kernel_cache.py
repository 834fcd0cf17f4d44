"""Machine code on disk: where a kernel's is kept, and that it is the right one.

An entry is one file, named by the types of the arguments and the processor, in a folder of the fingerprint of
its module. Whatever the code was made from is in the path, so no entry is ever taken for another one; there
is no index to share, and processes that compile a kernel at the same time write the same entry.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from numba import types
from numba.core.compiler import CompileResult
from numba.core.runtime.nrt import rtsys
from numba.core.serialize import dumps

from proofs.store.folder import cache_folder, tell_uncached
from ratiolab.core.kernel_sources import KernelSources

#: Seconds after its last use that a folder is kept, and seconds between two notes of its use.
KEPT, NOTED = 30 * 86400.0, 86400.0
_DIGEST = hashlib.sha256().digest_size


class KernelCache:
    """What Numba asks a cache for, for one kernel.

    Parameters
    ----------
    function : callable
        The kernel's Python function. Of one outside this package, or one that closes over values, nothing is
        kept: what it was made from is not known.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._module = function.__code__.co_filename
        self._name = f"{function.__name__}-{function.__code__.co_firstlineno}"
        self._closed = function.__closure__ is None

    @property
    def cache_path(self) -> str | None:
        """Folder of the entries, or None if nothing is kept."""
        folder = _folder_of(self._module) if self._closed else None
        return None if folder is None else str(folder)

    def load_overload(self, signature: Any, target: Any) -> Any:
        """Return the compiled kernel for a signature, or None if there is no whole entry.

        Numba's own cache first loads all that it needs to compile; machine code runs without.
        """
        path = self._path(signature, target.codegen())
        if path is None:
            return None
        try:
            entry = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(entry[_DIGEST:]).digest() != entry[:_DIGEST]:
            return None
        rtsys.initialize(target)
        return CompileResult._rebuild(target, *pickle.loads(entry[_DIGEST:]))

    def save_overload(self, signature: Any, compiled: Any) -> None:
        """Write the compiled kernel, whole or not at all; where that is not possible, say so once."""
        path = self._path(signature, compiled.codegen)
        if path is None or compiled.lifted or compiled.library.has_dynamic_globals:
            return
        data = dumps(compiled._reduce())
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            unfinished.write_bytes(hashlib.sha256(data).digest() + data)
            unfinished.replace(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            tell_uncached(path.parent, error)

    def _path(self, signature: Any, codegen: Any) -> Path | None:
        folder = self.cache_path
        kinds = [_said(kind) for kind in getattr(signature, "args", signature)]
        if folder is None or None in kinds:
            return None
        told = "\0".join([*map(str, kinds), repr(codegen.magic_tuple())])
        return Path(folder) / f"{self._name}-{hashlib.sha256(told.encode()).hexdigest()[:32]}"


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


@cache
def _sources() -> KernelSources:
    return KernelSources()


@cache
def _folder_in(room: Path, module: str) -> Path | None:
    """Return the folder of a module's kernels, and note that it is in use; None outside the package."""
    try:
        fingerprint = _sources().fingerprint(Path(module).resolve())
    except (OSError, ValueError):  # no file that could be read, or none of this package
        return None
    folder = room / f"{'.'.join(Path(module).with_suffix('').parts[-2:])}-{fingerprint}"
    _note_use(folder)
    return folder


def _folder_of(module: str) -> Path | None:
    room = cache_folder("kernels")
    return None if room is None else _folder_in(room, module)


def _note_use(folder: Path) -> None:
    """Keep the folder for another while; at most once a day, drop those that nobody used for long."""
    now = time.time()
    try:
        if now - folder.stat().st_mtime > NOTED:
            os.utime(folder)
            prune(folder.parent, now)
    except OSError:
        return  # the first entry makes it


def prune(room: Path, now: float) -> None:
    """Drop folders that nobody used for long; who uses one after all finds nothing and compiles again.

    Parameters
    ----------
    room : Path
    now : float
        Seconds since the epoch.
    """
    for folder in room.iterdir():
        try:
            if now - folder.stat().st_mtime > KEPT:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
