"""One way in: every command that takes an instance takes it from here."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from ratiolab.documents import read_instance
from ratiolab.errors import InputError
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance, JobType, Problem
from ratiolab.traces import FORMATS, FitReport, Oversized, read_trace, to_instance, window
from ratiolab.workloads import WORKLOADS, make_instance

_RUN = re.compile(r"\s*(\d+)\s*(?:[x*]\s*(\d+)\s*)?", re.ASCII)


@dataclass(frozen=True)
class LoadedProblem:
    """An instance with where it came from.

    Attributes
    ----------
    problem : Instance or GroupedInstance
        Grouped only if there are too many jobs to list.
    source : str
        File, trace window, workload or inline text.
    dropped, clipped, skipped : int
        Rows left out, cut, or unusable while a trace was read.
    """

    problem: Problem
    source: str
    dropped: int = 0
    clipped: int = 0
    skipped: int = 0

    def to_json(self) -> dict[str, Any]:
        """Stable keys for ``--json``."""
        return {
            "source": self.source,
            "jobs": self.problem.jobs,
            "memory": self.problem.memory,
            "prompt": self.problem.common_prompt,
            "dropped": self.dropped,
            "clipped": self.clipped,
            "skipped": self.skipped,
        }

    def title(self) -> str:
        """One line for people."""
        prompt = self.problem.common_prompt
        told = f"prompt {prompt}" if prompt is not None else "own prompts"
        parts = [f"{self.source}: {self.problem.jobs} jobs, {told}, memory {self.problem.memory}"]
        counted = (("dropped", self.dropped), ("clipped", self.clipped), ("skipped", self.skipped))
        parts += [f"{count} rows {what}" for what, count in counted if count]
        return ", ".join(parts)


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
                f"--lengths item {position} is {item!r}: write length or lengthxcount, e.g. 160x6,1x194"
            )
        groups.append(JobType(prompt, int(match[1]), int(match[2] or 1)))
    return GroupedInstance(memory, groups)


def problem_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the instance options to a command and pass it one `LoadedProblem` named ``loaded``."""

    @click.argument("instance", required=False, metavar="[INSTANCE]")
    @click.option("--trace", metavar="FILE", help="Read request lengths from a trace file.")
    @click.option(
        "--format", "format_", type=click.Choice(list(FORMATS)), help="Trace format (else detected)."
    )
    @click.option("--workload", metavar="NAME", help=f"Built-in workload: {', '.join(WORKLOADS)}.")
    @click.option("--lengths", metavar="LIST", help="Inline lengths, length x count in order: 160x6,1x194.")
    @click.option("--memory", "-M", type=int, metavar="M", help="Memory budget in tokens.")
    @click.option("--prompt", "-s", type=int, metavar="S", help="Common prompt in tokens.")
    @click.option("--jobs", "-n", type=int, metavar="N", help="Jobs to take from a trace or a workload.")
    @click.option("--window", type=int, metavar="I", help="Which N rows of the trace, from 0.")
    @click.option("--seed", type=int, metavar="K", help="Seed of a random workload (default 0).")
    @click.option("--order", default="given", show_default=True, metavar="RULE",
                  help="given, longest-first, shortest-first or random:SEED.")  # fmt: skip
    @click.option("--drop-oversized", is_flag=True, help="Leave out rows that do not fit the budget.")
    @click.option("--clip", is_flag=True, help="Cut responses of rows that do not fit the budget.")
    @functools.wraps(function)
    def wrapped(**options: Any) -> Any:
        names = ("instance", "trace", "format_", "workload", "lengths", "memory", "prompt", "jobs", "window",
                 "seed", "order", "drop_oversized", "clip")  # fmt: skip
        loaded = load_problem(**{name: options.pop(name) for name in names})
        return function(loaded=loaded, **options)

    return wrapped


def load_problem(
    *,
    instance: str | None = None,
    trace: str | None = None,
    format_: str | None = None,
    workload: str | None = None,
    lengths: str | None = None,
    memory: int | None = None,
    prompt: int | None = None,
    jobs: int | None = None,
    window: int | None = None,
    seed: int | None = None,
    order: str = "given",
    drop_oversized: bool = False,
    clip: bool = False,
) -> LoadedProblem:
    """Load the instance the options describe; the parameters are the options' values.

    Raises
    ------
    InputError
        If not exactly one source is given, an option does not go with it, or the source is at fault.
    """
    sources = {"INSTANCE": instance, "--trace": trace, "--workload": workload, "--lengths": lengths}
    given = [name for name, value in sources.items() if value is not None]
    if len(given) != 1:
        told = f"here are {', '.join(given)}" if given else "here is none"
        raise InputError(f"give one instance: a JSON file, --trace, --workload or --lengths ({told})")
    options = {
        "--format": format_, "--memory": memory, "--prompt": prompt, "--jobs": jobs, "--window": window,
        "--seed": seed, "--drop-oversized": drop_oversized or None, "--clip": clip or None,
    }  # fmt: skip
    allowed = {
        "INSTANCE": set[str](),
        "--trace": set(options) - {"--seed"},
        "--workload": set(options) - {"--format", "--window"},
        "--lengths": {"--memory", "--prompt"},
    }[given[0]]
    for name, value in options.items():
        if value is not None and name not in allowed:
            raise InputError(f"{name} does not go with {given[0]}")
    if drop_oversized and clip:
        raise InputError("--drop-oversized and --clip exclude each other: choose one")
    oversized: Oversized = "drop" if drop_oversized else "clip" if clip else "error"
    if given[0] in ("--trace", "--lengths") and memory is None:
        raise InputError(f"{given[0]} needs a memory budget: add --memory M")

    fit, skipped = FitReport(0, 0), 0
    problem: Problem
    if instance is not None:
        problem, source = read_instance(instance), instance
    elif trace is not None:
        assert memory is not None
        problem, fit, source, skipped = _from_trace(trace, format_, memory, prompt, jobs, window, oversized)
    elif workload is not None:
        problem, fit = make_instance(
            workload, memory=memory, prompt=prompt, jobs=jobs, seed=seed or 0, oversized=oversized
        )
        source = f"workload {workload}" + (f", seed {seed}" if seed else "")
    else:
        assert lengths is not None
        assert memory is not None
        problem, source = parse_lengths(lengths, prompt or 0, memory), f"lengths {lengths}"
    if isinstance(problem, GroupedInstance) and problem.jobs <= EXPAND_LIMIT:
        problem = problem.expand()
    if order != "given":
        problem, source = problem.reordered(order), f"{source}, {order}"
    return LoadedProblem(problem, source, fit.dropped, fit.clipped, skipped)


def _from_trace(
    path: str,
    format_: str | None,
    memory: int,
    prompt: int | None,
    jobs: int | None,
    index: int | None,
    oversized: Oversized,
) -> tuple[Problem, FitReport, str, int]:
    trace = read_trace(path, format_)
    source = f"trace {trace.name}"
    if jobs is not None:
        trace = window(trace, jobs, index or 0)
        source += f", window {index or 0} of {jobs} rows"
    elif index is not None:
        raise InputError("--window needs --jobs: the rows of a window")
    problem, fit = to_instance(trace, memory, prompt, oversized)
    return problem, fit, source, trace.skipped
