"""Where results go: looked at before the work, so that hours are not lost to a wrong path."""

from __future__ import annotations

import os
from pathlib import Path

from ratiolab.errors import InputError
from ratiolab.report.endings import check_ending


def check_file(path: str | None, option: str) -> None:
    """Refuse a file that could not be written; None is none. A file that is there will be replaced.

    Parameters
    ----------
    path : str or None
    option : str
        The option that named it, for the message.

    Raises
    ------
    InputError
        If it is a folder, or its folder is missing or not writable.
    """
    if path is None:
        return
    target = Path(path)
    if target.is_dir():
        raise InputError(f"{option} {path}: cannot be written: it is a directory")
    folder = target.resolve().parent
    if not folder.is_dir():
        raise InputError(
            f"{option} {path}: cannot be written: there is no folder {target.parent}: make it first"
        )
    if not os.access(target if target.exists() else folder, os.W_OK):
        raise InputError(f"{option} {path}: cannot be written: permission denied")


def check_picture(path: str | None, option: str) -> None:
    """As `check_file`, and the ending must be one of a picture.

    Raises
    ------
    InputError
    """
    if path is not None:
        check_ending(Path(path))
        check_file(path, option)


def page_folder(path: str | Path, option: str, page: str, title: str) -> Path:
    """Make a folder for a page; a page of that name that is about something else is not replaced.

    Parameters
    ----------
    path : str or Path
    option : str
        The option that named it, for the message.
    page : str
        Name of the page, e.g. README.md.
    title : str
        How the page begins, if it is ours.

    Raises
    ------
    InputError
        If the folder cannot be made, or holds another page of that name.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        present = _beginning(folder / page, len(title.encode()))
    except OSError as error:
        raise InputError(f"{option} {folder}: a folder cannot be made there: {error.strerror}") from None
    if present is not None and not present.startswith(title.encode()):
        raise InputError(f"{option} {folder}: holds another {page}: choose a folder of its own")
    return folder


def _beginning(path: Path, length: int) -> bytes | None:
    """The first bytes of a file, None if there is none."""
    if not path.exists():
        return None
    with path.open("rb") as stream:
        return stream.read(length)
