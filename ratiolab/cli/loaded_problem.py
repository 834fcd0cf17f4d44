"""The instance that the options of a command describe."""

from __future__ import annotations

import re

from ratiolab.cli.problem_source import ProblemSource
from ratiolab.documents import read_instance
from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance, JobType, Problem
from ratiolab.problem import LoadedProblem
from ratiolab.traces import FitReport, Oversized, read_trace, to_instance
from ratiolab.workloads import make_instance

_RUN = re.compile(r"\s*(\d{1,40})\s*(?:[x*]\s*(\d{1,40})\s*)?", re.ASCII)


def parse_lengths(text: str, prompt: int, memory: int) -> GroupedInstance:
    """Read inline lengths such as ``160x6,1x194``: length x count, in order.

    Raises
    ------
    InputError
        If an item is not ``length`` or ``lengthxcount``, or the jobs do not fit the budget.
    """
    groups = []
    for position, item in enumerate(text.split(",")):
        match = _RUN.fullmatch(item)
        if match is None:
            raise InputError(
                f"--lengths item {position} is {shown(item)}: write length or lengthxcount, e.g. 160x6,1x194"
            )
        groups.append(JobType(prompt, int(match[1]), int(match[2] or 1)))
    return GroupedInstance(memory, groups)


def load_problem(asked: ProblemSource) -> LoadedProblem:
    """Load the instance that the options describe.

    Raises
    ------
    InputError
        If the source is at fault.
    """
    oversized: Oversized = "drop" if asked.drop_oversized else "clip" if asked.clip else "error"
    fit, skipped = FitReport(0, 0), 0
    problem: Problem
    if asked.instance is not None:
        problem, source = read_instance(asked.instance), asked.instance
    elif asked.trace is not None:
        assert asked.memory is not None
        trace = read_trace(asked.trace, asked.format_)
        source, skipped = f"trace {trace.name}", trace.skipped
        if asked.jobs is not None:
            trace = trace.window(asked.jobs, asked.window or 0)
            source += f", window {asked.window or 0} of {asked.jobs} rows"
        problem, fit = to_instance(trace, asked.memory, asked.prompt, oversized)
    elif asked.workload is not None:
        problem, fit = make_instance(
            asked.workload,
            memory=asked.memory,
            prompt=asked.prompt,
            jobs=asked.jobs,
            seed=asked.seed or 0,
            oversized=oversized,
        )
        source = f"workload {asked.workload}" + (f", seed {asked.seed}" if asked.seed else "")
    else:
        assert asked.lengths is not None
        assert asked.memory is not None
        problem = parse_lengths(asked.lengths, asked.prompt or 0, asked.memory)
        source = f"lengths {asked.lengths}"
    if isinstance(problem, GroupedInstance) and problem.jobs <= EXPAND_LIMIT:
        problem = problem.expand()
    if asked.order != "given":
        problem, source = problem.reordered(asked.order), f"{source}, {asked.order}"
    return LoadedProblem(problem, source, fit.dropped, fit.clipped, skipped)
