"""Witnesses: what they are, their file, their check, and where they lose."""

from __future__ import annotations

from ratiolab.adversary.witnesses.file import read_witness, witness_to_json, write_witness
from ratiolab.adversary.witnesses.witness import Witness, WitnessError, make_witness, verify_witness

__all__ = [
    "Witness",
    "WitnessError",
    "make_witness",
    "read_witness",
    "verify_witness",
    "witness_to_json",
    "write_witness",
]
