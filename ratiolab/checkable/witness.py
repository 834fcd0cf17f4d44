"""Witnesses: both flow times and their ratio, recomputed with integers only."""

from __future__ import annotations

from typing import Any

from ratiolab.adversary.witnesses.file import witness_of
from ratiolab.adversary.witnesses.witness import CheckedWitness, Witness, verify_witness
from ratiolab.adversary.witnesses.work import refuse_long
from ratiolab.algorithms.registry import import_trusted
from ratiolab.checkable.kind import Kind, Settings, Words
from ratiolab.ratios import at_least_text, fraction_text


def _read(raw: dict[str, Any], source: str) -> Witness:
    return witness_of(raw, source)


def _check(witness: Witness, settings: Settings) -> CheckedWitness:
    import_trusted(witness.algorithm, settings.trust)
    refuse_long(witness, settings.max_work)
    return verify_witness(witness)


def _words(checked: CheckedWitness) -> Words:
    witness = checked.witness
    bound = None if checked.bound is None else str(checked.bound.value)
    return Words(
        f"{witness.label} costs at least {at_least_text(witness.ratio, 6)} times the optimum",
        {
            "algorithm": witness.label,
            "ratio": fraction_text(witness.ratio),
            "bound": bound,
            "exceeds": checked.exceeds,
        },
        [f"exactly {fraction_text(witness.ratio)}; proved bound: {bound or 'none'}"],
        checked.alarm("witness") if checked.exceeds else "",
    )


KIND = Kind("witness", _read, _check, _words, settings=("trust", "max_work"))
