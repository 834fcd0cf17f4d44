"""Lower bounds that follow from the instance alone, computed without the rest of ratiolab."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ratiolab.certificates.closed_forms.area import area
from ratiolab.certificates.closed_forms.closed_form import ClosedForm
from ratiolab.certificates.closed_forms.completion import completion
from ratiolab.certificates.closed_forms.length import length
from ratiolab.certificates.closed_forms.mean_busy_time import mean_busy_time

#: The closed forms by name, cheapest first.
CLOSED_FORMS: Mapping[str, ClosedForm] = MappingProxyType(
    {"length": length, "area": area, "mean busy time": mean_busy_time, "completion": completion}
)

__all__ = ["CLOSED_FORMS", "ClosedForm", "area", "completion", "length", "mean_busy_time"]
