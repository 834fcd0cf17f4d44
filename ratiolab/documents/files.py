"""Text files, read whole and written atomically, with every failure an `InputError` of one line."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from pathlib import Path

from ratiolab.certificates.json_text import shown
from ratiolab.errors import InputError

__all__ = ["FilePath", "cannot_be_read", "read_text", "shown", "write_text"]

FilePath = str | os.PathLike[str]

#: Bytes of the largest file that is read at all.
LARGEST = 2**30


def cannot_be_read(path: FilePath, error: Exception) -> InputError:
    """Say why a file could not be opened or read."""
    if isinstance(error, FileNotFoundError):
        return InputError(f"{path}: there is no such file")
    if isinstance(error, IsADirectoryError):
        return InputError(f"{path}: is a directory: a file is needed")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return InputError(f"{path}: cannot be read: {reason}")


def read_text(path: FilePath, largest: int = LARGEST) -> str:
    """Return the UTF-8 text of the file at `path`; a byte order mark is dropped.

    Raises
    ------
    InputError
        If the file is missing, a directory, not readable, larger than `largest` bytes, or not UTF-8.
    """
    try:
        with Path(path).open("rb") as stream:
            raw = stream.read(largest + 1)
    except (OSError, ValueError) as error:
        raise cannot_be_read(path, error) from None
    if len(raw) > largest:
        raise InputError(f"{path}: is larger than {largest >> 20} MiB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start
        raise InputError(f"{path}: is not UTF-8 text: byte {at} is 0x{raw[at]:02x}") from None


def write_text(path: FilePath, text: str) -> None:
    """Write `text` to a file so that it holds either its old content or all of the new one.

    A link is followed, the mode of a file that is there is kept, and what is no regular file (a
    terminal, a pipe) is written to directly.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    temporary: Path | None = None
    try:
        given = Path(path)
        if given.exists() and not given.is_file():
            with given.open("w", encoding="utf-8") as stream:
                stream.write(text)
            return
        target = given.resolve()
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        fresh = target.with_name(f".{secrets.token_hex(8)}.tmp")
        with fresh.open("x", encoding="utf-8", newline="\n") as stream:
            temporary = fresh
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, fresh)
        fresh.replace(target)
        temporary = None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{path}: cannot be written: {reason}") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
