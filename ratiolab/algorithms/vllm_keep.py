"""vLLM-keep: vLLM-kill whose evicted jobs keep their tokens; non-clairvoyant, outside the model.

Problem
    Minimise total flow time of jobs with unknown response lengths under the memory budget M, where,
    unlike in the model, a job may leave the batch unfinished and go on later where it stopped.
Rule
    As `vllm-kill`, except that an evicted job keeps the u tokens it has decoded: they are recomputed
    with its prompt when it is admitted again, so that in its first round back it holds
    ``prompt + u + 1`` tokens at once, which is also what its admission asks for.
Choices of ours
    Recomputing kept tokens takes no round of its own, as the prefill of a prompt takes none in the
    model. Order and ties as in `vllm-kill`.
Guarantee
    None. The rule is different in kind: its runs are no schedules of the model, so they are never
    verified as such, and nothing says that the optimum of the model is a lower bound for it. On the
    instance given for `vllm-kill` nothing is ever evicted and the ratio is unbounded too.
Reference
    Kwon et al., "Efficient Memory Management for Large Language Model Serving with PagedAttention",
    SOSP 2023, Section 4.5 (recomputation), on the instances of arXiv 2601.22996.

Examples
--------
>>> from ratiolab.instance import Instance
>>> jobs = Instance.common(memory=256, prompt=0, responses=[100] * 6 + [1] * 194)
>>> VLLMKeep().cost(jobs)
Cost(flow_time=964, makespan=170, killed_rounds=0)
>>> check_segments(jobs, VLLMKeep().segments(jobs))
Cost(flow_time=964, makespan=170, killed_rounds=0)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.facts import Facts, Loop
from ratiolab.algorithms.vllm_kill import flow_times, run_evicting_latest
from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import Instance, Problem
from ratiolab.integers import INT64_MAX, IntArray
from ratiolab.memory import critical_rounds, usage_at
from ratiolab.schedule import Cost, Schedule


@dataclass(frozen=True, eq=False)
class Segments:
    """The stretches in which jobs were active, one entry each, in any order.

    Attributes
    ----------
    job : array of int, shape (m,)
        Job index in the instance.
    start, rounds : array of int, shape (m,)
        First round, and rounds run = tokens decoded, at least 1.
    kept : array of int, shape (m,)
        Tokens decoded before, held from the first round on.
    """

    job: IntArray
    start: IntArray
    rounds: IntArray
    kept: IntArray


def check_segments(instance: Instance, segments: Segments) -> Cost:
    """Check segments by arithmetic alone, independently of what made them, and return their cost.

    The segments of a job must not overlap, each must keep exactly the tokens of those before it, and
    together they must last the job's response length; the budget must hold in every round, where a job
    holds its prompt, the kept tokens and those of the segment.

    Raises
    ------
    ScheduleError
        Naming the job or the round at fault.
    """
    job, start, rounds, kept = segments.job, segments.start, segments.rounds, segments.kept
    if {job.size, start.size, rounds.size, kept.size} != {job.size}:
        raise ScheduleError("the columns of the segments differ in length")
    if job.size and (int(job.min()) < 0 or int(job.max()) >= len(instance)):
        raise ScheduleError(f"a segment is of no job of the instance: jobs are 0..{len(instance) - 1}")
    if job.size and (int(start.min()) < 0 or int(rounds.min()) < 1):
        raise ScheduleError("a segment starts before round 0 or lasts no round")
    if job.size and int(start.max()) > INT64_MAX - int(rounds.max()):
        raise ScheduleError("the rounds of the segments do not fit 64 bits")
    tokens = [0] * len(instance)
    ends = [0] * len(instance)
    for x in np.lexsort((start, job)).tolist():
        i = int(job[x])
        if int(start[x]) < ends[i]:
            raise ScheduleError(f"job {i} goes on at round {int(start[x])} while it runs until {ends[i]}")
        if int(kept[x]) != tokens[i]:
            raise ScheduleError(
                f"job {i} keeps {int(kept[x])} tokens at round {int(start[x])}: it has decoded {tokens[i]}"
            )
        tokens[i] += int(rounds[x])
        ends[i] = int(start[x]) + int(rounds[x])
    for i, (decoded, needed) in enumerate(zip(tokens, instance.responses.tolist(), strict=True)):
        if decoded != needed:
            raise ScheduleError(f"job {i} decodes {decoded} tokens: its response length is {needed}")
    critical = critical_rounds(start, rounds)
    usage = usage_at(instance.prompts[job] + kept, start, rounds, critical)
    over = np.flatnonzero(usage > instance.memory)
    if over.size:
        at = int(over[0])
        raise ScheduleError(
            f"round {int(critical[at])} holds {int(usage[at])} tokens: "
            f"more than the memory budget {instance.memory}"
        )
    return Cost(sum(ends), max(ends), 0)


def _check(algorithm: VLLMKeep, instance: Instance) -> Cost:
    return check_segments(instance, algorithm.segments(instance))


class VLLMKeep(Algorithm):
    """First come, first served; on overflow the latest admitted jobs are evicted but keep their tokens."""

    name: ClassVar[str] = "vllm-keep"
    facts: ClassVar[Facts] = Facts(
        keeps_progress=True, loop=Loop(flow_times), by_round=1, check=_check, swept=("",)
    )

    def cost(self, problem: Problem) -> Cost:
        """Flow time and makespan; no round is lost; grouped jobs are listed."""
        return run_evicting_latest(self, self.explicit(problem), 0)[0]

    def segments(self, instance: Instance) -> Segments:
        """Every stretch in which a job was active, in the order in which they end."""
        made = run_evicting_latest(self, instance, 0)[1]
        position, starts, rounds = run_evicting_latest(self, instance, made)[2]
        by_position = np.lexsort((starts, position))
        run = rounds[by_position]
        before = np.cumsum(run) - run
        first = np.flatnonzero(np.diff(position[by_position], prepend=-1))
        kept = np.empty(made, dtype=np.int64)
        kept[by_position] = before - np.repeat(before[first], np.diff(first, append=made))
        return Segments(instance.order[position], starts, rounds, kept)

    def schedule(self, instance: Instance) -> Schedule:
        """Refuse: there is none.

        Raises
        ------
        InputError
            Always.
        """
        raise InputError(
            "vllm-keep keeps the progress of evicted jobs, so its runs are no schedules of the model "
            "and cannot be verified; its cost is available, and vllm-kill is its sibling in the model"
        )
