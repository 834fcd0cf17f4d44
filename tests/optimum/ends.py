"""Both ends of a result, checked: what a test of an engine looks at first."""

from __future__ import annotations

from ratiolab.instance import Instance
from ratiolab.optimum import OptimumResult
from ratiolab.schedule import Schedule, verify
from tests.references.starts import first_fit_starts


def ends(instance: Instance, result: OptimumResult) -> tuple[int, int]:
    """Lower and upper end; there is a schedule, it is feasible and attains the upper end."""
    assert result.schedule is not None
    assert result.upper is not None
    assert verify(instance, result.schedule).flow_time == result.upper
    return result.lower, result.upper


def start_of(instance: Instance) -> Schedule:
    """A feasible schedule to begin with: the first fit in the order given."""
    jobs = list(zip(instance.prompts.tolist(), instance.responses.tolist(), strict=True))
    return Schedule.of_starts(first_fit_starts(instance.memory, jobs), instance)
