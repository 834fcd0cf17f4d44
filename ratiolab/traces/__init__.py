"""Readers of request-length traces, by format; the format is detected if it is not given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratiolab.lazily import attributes
from ratiolab.traces.names import FORMATS

if TYPE_CHECKING:
    from ratiolab.traces.fit import FitReport, Oversized
    from ratiolab.traces.format import Format
    from ratiolab.traces.reading import detect, read_rows, read_trace
    from ratiolab.traces.trace import Trace, to_instance

__all__ = [
    "FORMATS",
    "FitReport",
    "Format",
    "Oversized",
    "Trace",
    "detect",
    "read_rows",
    "read_trace",
    "to_instance",
]

__getattr__, __dir__ = attributes(
    __name__,
    {
        "FitReport": "ratiolab.traces.fit",
        "Format": "ratiolab.traces.format",
        "Oversized": "ratiolab.traces.fit",
        "Trace": "ratiolab.traces.trace",
        "detect": "ratiolab.traces.reading",
        "read_rows": "ratiolab.traces.reading",
        "read_trace": "ratiolab.traces.reading",
        "to_instance": "ratiolab.traces.trace",
    },
)
