"""Named, built-in, deterministic workloads: instances with no file at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratiolab.lazily import attributes
from ratiolab.workloads.names import WORKLOADS, check_workload, find_workload

if TYPE_CHECKING:
    from ratiolab.workloads.instances import make_instance
    from ratiolab.workloads.workload import Workload

__all__ = ["WORKLOADS", "Workload", "check_workload", "find_workload", "make_instance"]

__getattr__, __dir__ = attributes(
    __name__,
    {"Workload": "ratiolab.workloads.workload", "make_instance": "ratiolab.workloads.instances"},
)
