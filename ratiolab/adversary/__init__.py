"""The search for bad instances: witnesses, fast scoring, spaces of instances, strategies, jobs that last.

A *witness* shows that a ratio is at least p/q: an instance with its order, the algorithm's exact cost and
a feasible schedule for the optimum's side. Scores may be floating point; a witness never is.
"""

from __future__ import annotations

from ratiolab.adversary.witness import Witness, WitnessError, make_witness, verify_witness
from ratiolab.adversary.witness_file import read_witness, witness_to_json, write_witness

__all__ = [
    "Witness",
    "WitnessError",
    "make_witness",
    "read_witness",
    "verify_witness",
    "witness_to_json",
    "write_witness",
]
