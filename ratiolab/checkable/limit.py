"""Limits: both quadratic forms, their quotient and its upper end, recomputed with rationals only."""

from __future__ import annotations

from typing import Any

from ratiolab.adversary.limits.file import limit_of
from ratiolab.adversary.limits.limit import Limit, verify_limit
from ratiolab.checkable.kind import Kind, Settings, Words
from ratiolab.library.limit import LimitReport
from ratiolab.ratios import at_least_text


def _read(raw: dict[str, Any], source: str) -> Limit:
    return limit_of(raw, source)


def _check(limit: Limit, settings: Settings) -> LimitReport:
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
