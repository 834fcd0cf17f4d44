"""The algorithms by name: one file each, made by `make`."""

from __future__ import annotations

from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.facts import Facts
from ratiolab.algorithms.registry import (
    ALGORITHMS,
    alpha_of,
    facts_of,
    is_built_in,
    make,
    name_of,
    parse,
    takes,
    text_of,
)
from ratiolab.algorithms.scheduler import Batch, Decision, Scheduler, View

__all__ = [
    "ALGORITHMS",
    "Algorithm",
    "Batch",
    "Decision",
    "Facts",
    "Scheduler",
    "View",
    "alpha_of",
    "facts_of",
    "is_built_in",
    "make",
    "name_of",
    "parse",
    "takes",
    "text_of",
]
