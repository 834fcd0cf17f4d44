"""The folder that keeps what is slow to make: verdicts, derived bounds, compiled kernels.

It is the user's cache folder, or the one the environment variable `VARIABLE` names. Nothing in it is needed:
where it cannot be written everything is made anew, and one line on the error stream says so.
"""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "RATIOLAB_CACHE_DIR"
#: Set once the line has been printed, so that worker processes do not print it again.
TOLD = "RATIOLAB_CACHE_TOLD"

_known: dict[tuple[str | None, str], Path | None] = {}


def cache_folder(room: str) -> Path | None:
    """Return the folder for one kind of kept things, made if it was not there.

    Parameters
    ----------
    room
        Of what kind: ``"kernels"``, ``"verdicts"``; one folder each.

    Returns
    -------
    Path or None
        None where it cannot be written; the first such answer is told on the error stream. The answer for a
        room is worked out once per process and setting of the variable.
    """
    setting = os.environ.get(VARIABLE) or None
    key = (setting, room)
    if key not in _known:
        _known[key] = _made(setting, room)
    return _known[key]


def _made(setting: str | None, room: str) -> Path | None:
    folder = _base(setting) / room
    try:
        if not folder.is_absolute():
            raise OSError("there is no home folder")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise OSError("no permission")
    except OSError as error:
        tell_uncached(folder, error)
        return None
    return folder


def _base(setting: str | None) -> Path:
    if setting is not None:
        return Path(setting).expanduser().absolute()
    from platformdirs import user_cache_dir  # only here: not needed where the variable is set

    return Path(user_cache_dir("ratiolab", appauthor=False))


def tell_uncached(folder: Path, error: OSError) -> None:
    """Say once, for this process and those it starts, that nothing can be kept, and which variable helps."""
    if os.environ.get(TOLD):
        return
    os.environ[TOLD] = "1"
    import logging  # only here: the line goes to the error stream unless the caller set up something else

    logging.getLogger("ratiolab").warning(
        "ratiolab: nothing can be kept in %s (%s), so everything is made anew each time; set %s to a folder "
        "that can be written",
        folder,
        error.strerror or error,
        VARIABLE,
    )


__all__ = ["TOLD", "VARIABLE", "cache_folder", "tell_uncached"]
