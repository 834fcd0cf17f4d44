"""A box certificate as a step of a proof."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from sympy import Expr, Rational

from proofs.step import Relation, Step
from proofs.symbols import least
from proofs.tighter.certificates.by_hand import ByHand, gap
from proofs.tighter.certificates.checker import check
from proofs.tighter.certificates.document import Real, Refused, load_file
from proofs.verdict import Finding, Status


@dataclass(frozen=True, kw_only=True)
class BoxCertificate(Step):
    """A saved certificate shows that GSA at ``alpha`` is within ``bound`` for U < 1/2 and U >= ``start``.

    Parameters
    ----------
    alpha
        The scaling factor as the checker's number.
    bound
        R.
    start
        Where the boxes begin.
    document
        The parsed certificate, or the file that holds it: read when the step is discharged.
    rest
        The claim that treats U from 1/2 to ``start``, where the boxes begin later.
    """

    alpha: Real
    bound: Fraction
    start: Fraction
    document: dict[str, Any] | Path
    rest: ByHand | None = None
    method = "box certificate"

    def conclusions(self) -> tuple[tuple[Expr, Relation, Expr], ...]:
        """Return that the least R with weights is at most the bound."""
        return ((least, "<=", Rational(self.bound.numerator, self.bound.denominator)),)

    @property
    def formula(self) -> str:
        """What the certificate shows, as text."""
        return f"weights for R = {self.bound} exist for U < 1/2 and for U >= {self.start}"

    def decide(self) -> Finding:
        """Run the separate checker, in exact arithmetic."""
        uncovered = gap(self.rest, self.alpha, self.bound, self.start)
        if uncovered is not None:
            return Finding(Status.UNDECIDED, self.method, uncovered)
        try:
            given = self.document
            document = load_file(given) if isinstance(given, Path) else given
            count = check(document, self.alpha, self.bound, self.start)
        except Refused as reason:
            return Finding(Status.REFUTED, self.method, str(reason))
        except OSError as error:
            return Finding(Status.UNDECIDED, self.method, f"the certificate cannot be read: {error.strerror}")
        end = "" if self.rest is None else f" from {self.start} on, {self.rest.claim} what is before"
        return Finding(Status.PROVED, self.method, f"{count} boxes cover U >= 1/2{end}")
