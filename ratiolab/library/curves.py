"""The search strategies compared at an equal number of evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ratiolab.adversary.campaign.curves import Curve
from ratiolab.ratios import fraction_text
from ratiolab.report.curve_page import ranking_tables
from ratiolab.tables import Result, Table


@dataclass(frozen=True, repr=False)
class CurveReport(Result):
    """Best ratio over evaluations, strategy by strategy; what ``ratiolab curves`` prints.

    Attributes
    ----------
    curves : tuple of Curve
        One per algorithm, strategy and seed; see `ratiolab.adversary.campaign.curves.run_curves`.
    leader : str
        The strategy that the others are compared with.
    """

    kind: ClassVar[str] = "curves"

    curves: tuple[Curve, ...]
    leader: str

    def parts(self) -> Sequence[Table | str]:
        """One table per algorithm."""
        return ranking_tables(self.curves, self.leader)

    def content(self) -> dict[str, Any]:
        """The keys of ``curves --json``."""
        runs = [
            {
                "algorithm": c.algorithm,
                "strategy": c.strategy,
                "seed": c.seed,
                "ratio": fraction_text(c.final),
            }
            for c in self.curves
        ]
        return {"leader": self.leader, "budget": self.curves[0].budget, "runs": runs}
