"""What another solver says to the obligations of the proofs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from proofs.graph import rests_on
from proofs.smt.obligations import Agreement, Opinion, SolverMissing, second_opinions
from proofs.verdicts import shared
from ratiolab.errors import InputError
from ratiolab.tables import Result, Table, columns_of


@dataclass(frozen=True, repr=False)
class SecondOpinion(Result):
    """z3's verdict on every obligation; what ``ratiolab prove --second-opinion`` prints.

    Attributes
    ----------
    opinions : tuple of Opinion
        One per obligation.
    """

    kind: ClassVar[str] = "second-opinion"

    opinions: tuple[Opinion, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many obligations there are of each verdict."""
        return {kind.value: sum(o.verdict is kind for o in self.opinions) for kind in Agreement}

    @property
    def disagrees(self) -> bool:
        """Whether z3 refutes any: one of the two is wrong."""
        return self.counts[Agreement.DISAGREES.value] > 0

    @property
    def agrees(self) -> bool:
        """Whether z3 proves every obligation it was given: none refuted, none left undecided."""
        return not self.disagrees and self.counts[Agreement.UNDECIDED.value] == 0

    def parts(self) -> Sequence[Table | str]:
        """What needs a look, and the counts."""
        rows = [
            [o.name, o.verdict.value, o.detail, ", ".join(f"{k}={v}" for k, v in o.model)]
            for o in self.opinions
            if o.verdict is not Agreement.AGREES
        ]
        title = "Obligations on which z3 does not simply agree"
        counted = ", ".join(f"{count} {verdict}" for verdict, count in self.counts.items())
        return Table(title, columns_of(("obligation", "z3", "why", "model")), rows), counted

    def content(self) -> dict[str, Any]:
        """The keys of ``prove --second-opinion --json``."""
        listed = [
            {"name": o.name, "verdict": o.verdict.value, "detail": o.detail, "model": dict(o.model)}
            for o in self.opinions
        ]
        return {"counts": self.counts, "opinions": listed}


def second_opinion(claim: str | None = None, *, timeout: float = 10.0) -> SecondOpinion:
    """Let z3 decide the polynomial obligations of a claim and of all that it rests on.

    Parameters
    ----------
    claim : str, optional
        Its name; every claim if none is named.
    timeout : float
        Seconds for each obligation.

    Returns
    -------
    SecondOpinion
        ``counts``, ``disagrees``.

    Raises
    ------
    InputError
        If the claim is unknown, or z3 is not installed.
    """
    try:
        names = rests_on(claim, shared().statements)
        return SecondOpinion(tuple(second_opinions(names, timeout=timeout)))
    except (ValueError, SolverMissing) as error:
        raise InputError(str(error)) from error
