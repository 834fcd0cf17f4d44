"""A gate: is every ratio shown to be at most a number, by a proved lower bound and a verified schedule?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from proofs.exact.surd import Quadratic
from ratiolab.algorithms import Algorithm
from ratiolab.ratios import RatioInterval, Standing, at_most_text, fraction_text, judge


class Verdict(Enum):
    """What becomes of one algorithm at a gate."""

    HOLDS = "holds"
    NOT_SHOWN = "not shown"
    UNVERIFIED = "unverified"


class Measured(Protocol):
    """What a gate needs to know of a measurement."""

    @property
    def algorithm(self) -> Algorithm:
        """Who was measured."""

    @property
    def ratio(self) -> RatioInterval:
        """Contains its ratio, if its cost is believed."""

    def unverified(self) -> str | None:
        """Why its cost rests on its own word alone, or None."""


@dataclass(frozen=True)
class Gate:
    """Passed only if every ratio is shown to be at most a number.

    Attributes
    ----------
    most : Quadratic
        The number.
    text : str
        As it was written.
    allow_unverified : bool
        Whether a cost without a verified schedule may pass.
    """

    most: Quadratic
    text: str
    allow_unverified: bool = False

    def verdict(self, measured: Measured) -> Verdict:
        """Judge one measurement; `UNVERIFIED` passes only if that is allowed."""
        if judge(measured.ratio, self.most) is not Standing.HOLDS:
            return Verdict.NOT_SHOWN
        return Verdict.HOLDS if measured.unverified() is None else Verdict.UNVERIFIED

    def passes(self, measured: Measured) -> bool:
        """Whether the gate is open for one measurement."""
        verdict = self.verdict(measured)
        return verdict is Verdict.HOLDS or (verdict is Verdict.UNVERIFIED and self.allow_unverified)

    def holds(self, measurements: Sequence[Measured]) -> bool:
        """Whether it is open for all."""
        return all(map(self.passes, measurements))

    def complaints(self, measurements: Sequence[Measured]) -> list[str]:
        """One line for each measurement that does not pass."""
        said = []
        for m in measurements:
            verdict = self.verdict(m)
            if verdict is Verdict.NOT_SHOWN:
                shown = at_most_text(m.ratio.upper)
                said.append(f"{m.algorithm.label}: the ratio is shown to be at most {shown}, not {self.text}")
            elif verdict is Verdict.UNVERIFIED and not self.allow_unverified:
                said.append(
                    f"{m.algorithm.label}: its cost is not verified ({m.unverified()}), so no ratio is "
                    "shown: --allow-unverified believes it"
                )
        return said

    def lines(self, measurements: Sequence[Measured]) -> list[str]:
        """What is said of the gate beside the table."""
        if not self.holds(measurements):
            return [f"gate: not every ratio is shown to be at most {self.text}"]
        words = [m.algorithm.label for m in measurements if self.verdict(m) is Verdict.UNVERIFIED]
        taken = f", if the unverified cost of {', '.join(words)} is right" if words else ""
        return [f"gate: every ratio is shown to be at most {self.text}{taken}"]

    def to_json(self, measurements: Sequence[Measured]) -> dict[str, Any]:
        """Stable keys, the key ``gate`` of ``ratio --json``."""
        return {
            "at_most": str(self.most),
            "allow_unverified": self.allow_unverified,
            "holds": self.holds(measurements),
            "algorithms": [
                {
                    "name": m.algorithm.name,
                    "parameters": m.algorithm.parameters,
                    "shown": fraction_text(m.ratio.upper),
                    "verdict": self.verdict(m).value,
                    "unverified": m.unverified(),
                    "passes": self.passes(m),
                }
                for m in measurements
            ],
        }
