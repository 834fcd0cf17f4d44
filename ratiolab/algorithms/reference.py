"""The name under which an algorithm is found again: in witness files and stored searches."""

from __future__ import annotations

from ratiolab.algorithms import Algorithm, is_built_in
from ratiolab.algorithms.scheduler import Scheduled


def name_of(algorithm: Algorithm) -> str:
    """Return what `ratiolab.algorithms.make` makes this algorithm from, with its parameters.

    The short name of one of the library's own; ``package.module:Class`` for a class of a user, whatever
    it calls itself.
    """
    if is_built_in(algorithm):
        return algorithm.name
    kind = type(algorithm.scheduler if isinstance(algorithm, Scheduled) else algorithm)
    return f"{kind.__module__}:{kind.__qualname__}"
