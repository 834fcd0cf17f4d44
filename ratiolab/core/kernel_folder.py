"""Machine code on disk: where a kernel's is kept, and that what is read is what was written.

An entry is one file, named by the types of the arguments and the processor, in a folder of the fingerprint of
its module. Whatever the code was made from is in the path, so no entry is ever taken for another one; there
is no index to share, and processes that compile a kernel at the same time write the same entry.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from proofs.store.folder import cache_folder, tell_uncached
from ratiolab.core.kernel_sources import KernelSources

#: Seconds after its last use that a folder is kept, and seconds between two notes of its use.
KEPT, NOTED = 30 * 86400.0, 86400.0
_DIGEST = hashlib.sha256().digest_size


def kernel_folder(function: Callable[..., Any]) -> Path | None:
    """Folder of a kernel's entries, or None if nothing is kept.

    Parameters
    ----------
    function : callable
        The kernel's Python function. Of one outside this package, or one that closes over values, nothing is
        kept: what it was made from is not known.
    """
    return _folder_of(function.__code__.co_filename) if function.__closure__ is None else None


def entry_name(function: Callable[..., Any], told: str) -> str:
    """File name of an entry: the kernel's name and line, and the digest of all that sets it apart."""
    digest = hashlib.sha256(told.encode()).hexdigest()[:32]
    return f"{function.__name__}-{function.__code__.co_firstlineno}-{digest}"


def read_entry(path: Path) -> bytes | None:
    """What `write_entry` wrote, or None if there is no whole entry."""
    try:
        entry = path.read_bytes()
    except OSError:
        return None
    return entry[_DIGEST:] if hashlib.sha256(entry[_DIGEST:]).digest() == entry[:_DIGEST] else None


def write_entry(path: Path, data: bytes) -> None:
    """Write an entry, whole or not at all; where that is not possible, say so once."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished.write_bytes(hashlib.sha256(data).digest() + data)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        tell_uncached(path.parent, error)


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
