"""A module that changes what its process says of every scheduler: for --isolate only."""

from examples.shortest_first import ShortestFirst as Anything
from ratiolab.algorithms.foreign.scheduled import Scheduled

Scheduled.keeps_progress = True

__all__ = ["Anything"]
