"""Files that can be checked: one list of their kinds, one module each, and the one check of them all."""

from __future__ import annotations

from ratiolab.checkable.checking import CheckResult, check
from ratiolab.checkable.kinds import KINDS

__all__ = ["KINDS", "CheckResult", "check"]
