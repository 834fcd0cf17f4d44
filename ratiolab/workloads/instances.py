"""Instances of the built-in workloads."""

from __future__ import annotations

from ratiolab.instance import Instance
from ratiolab.integers import MAX_MEMORY, check_integer
from ratiolab.traces.fit import FitReport, Oversized
from ratiolab.traces.trace import Trace, to_instance
from ratiolab.workloads.names import find_workload


def make_instance(
    name: str,
    *,
    memory: int | None = None,
    prompt: int | None = None,
    jobs: int | None = None,
    seed: int = 0,
    oversized: Oversized = "error",
) -> tuple[Instance, FitReport]:
    """Build an instance of a built-in workload; what is not given is the workload's default.

    Parameters
    ----------
    name : str
        A key of `WORKLOADS`.
    memory : int, optional
        Budget M in tokens, 1 to 2**60.
    prompt : int, optional
        Common prompt in tokens, at least 0. Without it, and without a default of the workload, each job
        has the prompt that was drawn for it. It does not change the responses, except in
        ``long-job-trap``, where prompt and long response are always half the memory.
    jobs : int, optional
        Number of jobs.
    seed : int
        At least 0.
    oversized : {"error", "drop", "clip"}
        For jobs that do not fit the budget, as in `ratiolab.traces.to_instance`.

    Returns
    -------
    Instance, FitReport
        The instance, and how many jobs were dropped or clipped.

    Raises
    ------
    InputError
        If the name is unknown, a value is out of range, or jobs do not fit.
    """
    workload = find_workload(name)
    if memory is not None:
        check_integer(memory, "memory", 1, MAX_MEMORY)
    if prompt is not None:
        check_integer(prompt, "prompt", 0)
    if workload.resized is not None:
        workload = workload.resized(memory, prompt)
    prompts, responses = workload.draw(workload.jobs if jobs is None else jobs, seed)
    drawn = Trace(name, "workload", prompts, responses)
    budget = workload.memory if memory is None else memory
    return to_instance(drawn, budget, workload.prompt if prompt is None else prompt, oversized)
