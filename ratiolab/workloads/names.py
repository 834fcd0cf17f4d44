"""The built-in workloads by name, known without building one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratiolab.errors import InputError
from ratiolab.lazily import Registry

if TYPE_CHECKING:
    from ratiolab.workloads.workload import Workload

#: Every built-in workload by name.
WORKLOADS: Registry[Workload] = Registry(
    {
        "azure-code": "ratiolab.workloads.measured:AZURE_CODE",
        "azure-conv": "ratiolab.workloads.measured:AZURE_CONV",
        "mooncake": "ratiolab.workloads.measured:MOONCAKE",
        "identical": "ratiolab.workloads.synthetic:IDENTICAL",
        "staggered": "ratiolab.workloads.synthetic:STAGGERED",
        "two-lengths": "ratiolab.workloads.synthetic:TWO_LENGTHS",
        "long-job-trap": "ratiolab.workloads.synthetic:LONG_JOB_TRAP",
        "uniform": "ratiolab.workloads.synthetic:UNIFORM",
        "geometric": "ratiolab.workloads.synthetic:GEOMETRIC",
    }
)


def check_workload(name: str) -> None:
    """Refuse a name that no workload has.

    Raises
    ------
    InputError
        The message lists all.
    """
    if name not in WORKLOADS:
        raise InputError(f"unknown workload {name!r}: use one of {', '.join(WORKLOADS)}")


def find_workload(name: str) -> Workload:
    """Return the workload `name`.

    Raises
    ------
    InputError
        As `check_workload`.
    """
    check_workload(name)
    return WORKLOADS[name]
