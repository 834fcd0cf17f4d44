"""Entries of the cache folder: JSON content under a name and the fingerprint of what it was made from.

An entry is read back only if it is whole and was made under the very fingerprint asked for; anything else in
its place counts as absent and is written over.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from proofs.store.folder import cache_folder, tell_uncached

FORMAT = "ratiolab.kept"
VERSION = 1
#: A room with more entries than this loses its oldest ones.
MOST_ENTRIES = 2000
_LARGEST = 16 * 2**20  # bytes of an entry that is still read


def kept(room: str, name: str, fingerprint: str) -> Any:
    """Return the content of an entry, or None where there is no whole one of that name and fingerprint."""
    path = _path(room, name, fingerprint)
    if path is None:
        return None
    try:
        if path.stat().st_size > _LARGEST:
            return None
        entry = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or "content" not in entry:
        return None
    content = entry["content"]
    return content if entry == _entry(name, fingerprint, content) else None


def keep(room: str, name: str, fingerprint: str, content: Any) -> None:
    """Write an entry, whole or not at all; where that is not possible, say so once and go on.

    Parameters
    ----------
    room
        As for `proofs.store.folder.cache_folder`.
    name, fingerprint
        What it is, and of what it was made.
    content
        Anything JSON can hold exactly: no floats, keys are text.
    """
    path = _path(room, name, fingerprint)
    if path is None:
        return
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_text(json.dumps(_entry(name, fingerprint, content)))
        unfinished.replace(path)
        _trim(path.parent)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        tell_uncached(path.parent, error)


def digest_of(*parts: str | bytes) -> str:
    """Return the SHA-256 of parts; where one ends and the next begins counts."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


def _entry(name: str, fingerprint: str, content: Any) -> dict[str, Any]:
    text = json.dumps(content, sort_keys=True)
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": name,
        "fingerprint": fingerprint,
        "digest": digest_of(name, fingerprint, text),
        "content": content,
    }


def _path(room: str, name: str, fingerprint: str) -> Path | None:
    folder = cache_folder(room)
    return None if folder is None else folder / f"{digest_of(name, fingerprint)[:40]}.json"


def _trim(folder: Path) -> None:
    """Drop the oldest entries, a tenth at a time, where there are too many."""
    entries = list(folder.glob("*.json"))
    if len(entries) <= MOST_ENTRIES:
        return
    ages: list[tuple[float, Path]] = []
    for path in entries:
        try:
            ages.append((path.stat().st_mtime, path))
        except OSError:  # another process dropped it
            continue
    for _, path in sorted(ages)[: len(entries) - MOST_ENTRIES * 9 // 10]:
        path.unlink(missing_ok=True)


__all__ = ["FORMAT", "MOST_ENTRIES", "VERSION", "digest_of", "keep", "kept"]
