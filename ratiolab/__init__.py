"""Exact optima, machine-checked constants and certified ratios for KV-cache schedulers.

The names below are the front door; each is loaded when it is first used, so that ``import ratiolab`` costs
next to nothing. docs/library.md shows them at work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratiolab.lazily import attributes
from ratiolab.version import __version__

if TYPE_CHECKING:
    from ratiolab.adversary.witnesses.file import read_witness
    from ratiolab.algorithms.scheduler import Batch, Decision, Scheduler, View
    from ratiolab.budgets import parse_memory
    from ratiolab.checkable import check
    from ratiolab.documents import read_instance, read_schedule
    from ratiolab.errors import InputError, ScheduleError, SchedulerFailed
    from ratiolab.instance import GroupedInstance, Instance, JobType
    from ratiolab.library.algorithms import algorithm
    from ratiolab.library.bound import bound
    from ratiolab.library.files import write
    from ratiolab.library.lower_bound import lower_bound
    from ratiolab.library.measure import compare, ratio, sweep
    from ratiolab.library.prove import prove
    from ratiolab.library.search import search
    from ratiolab.library.show import show
    from ratiolab.library.solve import solve
    from ratiolab.library.witnesses import explain, shrink
    from ratiolab.library.workloads import workload
    from ratiolab.schedule import Schedule, verify
    from ratiolab.traces import read_trace

#: Modules and the names that they give.
_HOMES = {
    "ratiolab.adversary.witnesses.file": ("read_witness",),
    "ratiolab.algorithms.scheduler": ("Batch", "Decision", "Scheduler", "View"),
    "ratiolab.budgets": ("parse_memory",),
    "ratiolab.checkable": ("check",),
    "ratiolab.documents": ("read_instance", "read_schedule"),
    "ratiolab.errors": ("InputError", "ScheduleError", "SchedulerFailed"),
    "ratiolab.instance": ("GroupedInstance", "Instance", "JobType"),
    "ratiolab.library.algorithms": ("algorithm",),
    "ratiolab.library.bound": ("bound",),
    "ratiolab.library.files": ("write",),
    "ratiolab.library.lower_bound": ("lower_bound",),
    "ratiolab.library.measure": ("compare", "ratio", "sweep"),
    "ratiolab.library.prove": ("prove",),
    "ratiolab.library.search": ("search",),
    "ratiolab.library.show": ("show",),
    "ratiolab.library.solve": ("solve",),
    "ratiolab.library.witnesses": ("explain", "shrink"),
    "ratiolab.library.workloads": ("workload",),
    "ratiolab.schedule": ("Schedule", "verify"),
    "ratiolab.traces": ("read_trace",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


__getattr__, __dir__ = attributes(__name__, _HOME)

__all__ = [
    "Batch",
    "Decision",
    "GroupedInstance",
    "InputError",
    "Instance",
    "JobType",
    "Schedule",
    "ScheduleError",
    "Scheduler",
    "SchedulerFailed",
    "View",
    "__version__",
    "algorithm",
    "bound",
    "check",
    "compare",
    "explain",
    "lower_bound",
    "parse_memory",
    "prove",
    "ratio",
    "read_instance",
    "read_schedule",
    "read_trace",
    "read_witness",
    "search",
    "show",
    "shrink",
    "solve",
    "sweep",
    "verify",
    "workload",
    "write",
]
