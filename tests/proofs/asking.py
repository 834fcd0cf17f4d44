"""Asking for a bound past the kept ones."""

from __future__ import annotations

from typing import Any

from proofs.bounds.analysis import derive
from proofs.bounds.bound import BoundReport
from proofs.bounds.request import request
from proofs.verdicts import Verdicts


def derived(algorithm: str, *, verdicts: Verdicts | None = None, **asked: Any) -> BoundReport:
    """Derive a bound now; with verdicts its claims are proved too."""
    return derive(request(algorithm, **asked), verdicts)
