"""Which files can be pictures; said without loading what draws them."""

from __future__ import annotations

from pathlib import Path

from ratiolab.errors import InputError

#: File endings a picture can have.
ENDINGS = (".png", ".svg", ".pdf")


def check_ending(path: Path) -> None:
    """Refuse a file whose ending is no picture format.

    Raises
    ------
    InputError
    """
    if path.suffix not in ENDINGS:
        raise InputError(f"{path}: a picture ends in {', '.join(ENDINGS)}")
