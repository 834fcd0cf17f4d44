"""What a run of a kernel leaves of its attempts, killed ones included."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ratiolab.core.compiled import compiled_inline
from ratiolab.integers import IntArray


class Attempts(NamedTuple):
    """Job position, first round and rounds run of the first m attempts, shape (m,), as they end."""

    position: IntArray
    starts: IntArray
    rounds: IntArray


def room_for(m: int) -> Attempts:
    """Memory for so many attempts."""
    return Attempts(*np.empty((3, m), np.int64))


@compiled_inline
def note(attempts: Attempts, made: int, job: int, start: int, ran: int) -> None:
    """Note an attempt that ends after so many others, if there is room for it."""
    if made < attempts.position.size:
        attempts.position[made], attempts.starts[made], attempts.rounds[made] = job, start, ran
