"""Limits: both quadratic forms, their quotient and its upper end, recomputed with rationals only."""

from __future__ import annotations

from typing import Any

from ratiolab.adversary.limits.file import limit_of
from ratiolab.adversary.limits.limit import Limit, verify_limit, with_forms
from ratiolab.checkable.kind import Kind, Refused, Settings, Words
from ratiolab.documents.files import shown
from ratiolab.library.limit import LimitReport
from ratiolab.ratios import at_least_text


def _read(raw: dict[str, Any], source: str) -> Limit:
    return limit_of(raw, source)


def _check(limit: Limit, settings: Settings) -> LimitReport:
    # No other algorithm has a form, so a class that a file names is not even imported.
    if limit.algorithm not in with_forms():
        known = ", ".join(with_forms())
        raise Refused(f"algorithm: {shown(limit.algorithm)} has no quadratic form here: it must be {known}")
    return LimitReport(verify_limit(limit))


def _words(report: LimitReport) -> Words:
    return Words(
        f"with ever more jobs {report.checked.limit.label} comes to at least "
        f"{at_least_text(report.lower, 6)} times the optimum",
        report.content(),
        report.parts(),
        report.checked.alarm("limit") if report.exceeds else "",
    )


KIND = Kind("limit", _read, _check, _words)
