"""The instance that the options of a command describe."""

from __future__ import annotations

import re

from ratiolab.cli.problem_source import ProblemSource
from ratiolab.documents import read_instance
from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance, JobType, Problem
from ratiolab.problem import LoadedProblem
from ratiolab.report.output import echo
from ratiolab.traces import FitReport, Oversized, Trace, read_rows, read_trace, to_instance
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


def load_trace(asked: ProblemSource, rows: int | None = None) -> Trace:
    """Read the trace, or the window of it, that the options describe; say once that arrivals are not used.

    Parameters
    ----------
    asked : ProblemSource
        With a trace.
    rows : int, optional
        Read the first so many rows instead, fewer if there are not so many.

    Raises
    ------
    InputError
        If the trace is at fault.
    """
    assert asked.trace is not None
    path, format_, named, empty = asked.trace, asked.format_, asked.columns, asked.skip_empty
    if rows is not None:
        trace, _ = read_rows(path, format_, columns=named, skip_empty=empty, stop=rows)
    else:
        window = asked.window or 0
        trace = read_trace(path, format_, columns=named, skip_empty=empty, jobs=asked.jobs, window=window)
    say_what_is_ignored(trace)
    return trace


def say_what_is_ignored(trace: Trace) -> None:
    """Say on standard error that arrivals are not used, where a trace has them."""
    if trace.arrivals is not None:
        echo("Note: arrival times are read and ignored: every job is there from round 0.", err=True)


def load_problem(asked: ProblemSource, read: Trace | None = None) -> LoadedProblem:
    """Load the instance that the options describe.

    Parameters
    ----------
    asked : ProblemSource
    read : Trace, optional
        The first rows of its trace, where they were read before: the window is cut out of it.

    Raises
    ------
    InputError
        If the source is at fault.
    """
    oversized: Oversized = "drop" if asked.drop_oversized else "clip" if asked.clip else "error"
    fit, skipped, arrivals = FitReport(0, 0), 0, None
    problem: Problem
    if asked.instance is not None:
        problem, source = read_instance(asked.instance), asked.instance
    elif asked.trace is not None:
        assert asked.memory is not None
        if read is None or asked.jobs is None:
            trace = load_trace(asked)
        else:
            trace = read.window(asked.jobs, asked.window or 0)
        source, skipped = f"trace {trace.name}", trace.skipped
        arrivals = None if trace.arrivals is None else "ignored"
        if asked.jobs is not None:
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
    return LoadedProblem(problem, source, fit.dropped, fit.clipped, skipped, arrivals)
