"""What a trace format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ratiolab.traces.trace import Trace


@dataclass(frozen=True)
class Format:
    """A trace format.

    Attributes
    ----------
    name : str
        Its key in `FORMATS`.
    title : str
        What it is, in a line.
    matches : callable
        Tells from the first line that is not blank whether a file is in this format.
    parse : callable
        Makes a `Trace` of the whole text, the file as messages call it, and its name.
    """

    name: str
    title: str
    matches: Callable[[str], bool]
    parse: Callable[[str, str, str], Trace]
