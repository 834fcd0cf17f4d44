"""Numbers that are published or worked out by hand, on the product and its judge.

Instances are those of arXiv 2601.22996: Section 3.1 (identical jobs), Figures 3 and 4, the lower-bound
family of the Simultaneous-Schedule (Section 8.2) and the long-job trap (Example 3.14).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from ratiolab.algorithms import make
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.memory import usage_at
from ratiolab.schedule import Schedule, verify

IDENTICAL = Instance.common(15, 0, [5] * 15)
FIGURE_3 = Instance.common(256, 0, [16] * 200)
FIGURE_4 = Instance.common(256, 96, [160] * 6 + [1] * 194)


def lockstep(instance: Instance) -> Schedule:
    """The Simultaneous-Schedule of identical jobs: full batches, one after the other."""
    prompt, response = int(instance.prompts[0]), int(instance.responses[0])
    batch = instance.memory // (prompt + response)
    return Schedule.of_starts([i // batch * response for i in range(instance.jobs)], instance)


def test_identical_jobs() -> None:
    """Pipeline 180, lockstep and MC-SF 225, on fifteen jobs of five tokens in a budget of fifteen."""
    assert make("sps").cost(IDENTICAL).flow_time == 180
    assert make("mc-sf").cost(IDENTICAL).flow_time == 225
    assert verify(IDENTICAL, lockstep(IDENTICAL)).flow_time == 225


def test_identical_jobs_memory_by_round() -> None:
    """The pipeline's memory climbs 1, 3, 6, 10, stays full for eleven rounds and drains 14, 12, 9, 5."""
    schedule = make("sps").schedule(IDENTICAL)
    held = usage_at(IDENTICAL.prompts[schedule.job], schedule.start, schedule.rounds, np.arange(20))
    assert held.tolist() == [1, 3, 6, 10] + [15] * 11 + [14, 12, 9, 5] + [0]
    assert verify(IDENTICAL, schedule).peak_memory == 15


def test_figure_3_mc_sf() -> None:
    """MC-SF on Figure 3: flow time 21632, makespan 208, exactly the lockstep schedule."""
    cost = make("mc-sf").cost(FIGURE_3)
    assert (cost.flow_time, cost.makespan, cost.killed_rounds) == (21632, 208, 0)
    assert verify(FIGURE_3, lockstep(FIGURE_3)).flow_time == 21632


@pytest.mark.parametrize(
    ("alpha", "flow_time"), [("2", 14083), ("4/3", 18858), ("3/2", 23100), ("(7+sqrt(13))/6", 31856)]
)
def test_figure_3_gba(alpha: str, flow_time: int) -> None:
    """GBA on Figure 3 for four scaling factors, listed and grouped."""
    assert make("gba", alpha=alpha).cost(FIGURE_3).flow_time == flow_time
    assert make("gba", alpha=alpha).cost(FIGURE_3.grouped()).flow_time == flow_time


def test_figure_3_pipeline() -> None:
    """GBA at 2 on Figure 3 is one pipeline of 29 jobs a slice: peak 254 of 256, makespan 125."""
    judged = verify(FIGURE_3, make("gba", alpha="2").schedule(FIGURE_3))
    assert (judged.makespan, judged.peak_memory) == (125, 254)
    assert int((make("gba", alpha="2").schedule(FIGURE_3).start < 16).sum()) == 29


@pytest.mark.parametrize(
    ("alpha", "long_first", "long_last", "makespan"),
    [("2", 18542, 17960, 1809), ("(7+sqrt(13))/6", 20378, 19796, 2115)],
)
def test_figure_4_gsa(alpha: str, long_first: int, long_last: int, makespan: int) -> None:
    """GSA on Figure 4 with the long jobs first and last, listed, grouped and judged."""
    algorithm = make("gsa", alpha=alpha)
    for rule, flow_time in (("longest-first", long_first), ("shortest-first", long_last)):
        instance = FIGURE_4.reordered(rule)
        for cost in (
            algorithm.cost(instance),
            algorithm.cost(instance.grouped()),
            verify(instance, algorithm.schedule(instance)),
        ):
            assert (cost.flow_time, cost.makespan) == (flow_time, makespan)


def test_figure_4_phases() -> None:
    """GSA at 2 on Figure 4: slices and first rounds of its eight phases, read off the first long job."""
    schedule = make("gsa", alpha="2").schedule(FIGURE_4)
    mine = sorted(
        (start, rounds, done)
        for job, start, rounds, done in zip(
            schedule.job.tolist(),
            schedule.start.tolist(),
            schedule.rounds.tolist(),
            schedule.finished.tolist(),
            strict=True,
        )
        if job == 0
    )
    assert [start for start, _, _ in mine] == [0, 100, 107, 124, 159, 229, 369, 849]
    assert [rounds for _, rounds, _ in mine] == [1, 2, 5, 10, 20, 40, 80, 160]
    assert [done for _, _, done in mine] == [False] * 7 + [True]
    # Widths 2, 2, 2, 2, 2, 2, 1, 1: how far apart neighbours of a phase start.
    assert sorted(schedule.start[schedule.job == 1].tolist()) == [0, 101, 109, 129, 169, 249, 449, 1009]


def test_simultaneous_schedule_family() -> None:
    """Starts d rounds apart are feasible where lockstep runs one job at a time: ratio 2.9400 at o = 300."""
    response, delta, jobs = 300, 2, 10**4
    distance = response // 3 + delta
    memory = 2 * response - 3 * delta + 3
    instance = Instance.common(memory, 0, [response] * jobs)
    staggered = verify(instance, Schedule.of_starts([i * distance for i in range(jobs)], instance))
    one_by_one = verify(instance, lockstep(instance))
    assert one_by_one.makespan == response * jobs
    assert round(one_by_one.flow_time / staggered.flow_time, 4) == 2.9400
    assert Fraction(one_by_one.flow_time, staggered.flow_time) == Fraction(1500150, 510249)


@pytest.mark.parametrize(("response", "delta"), [(18, 2), (30, 2), (30, 4), (300, 2), (300, 49)])
def test_simultaneous_schedule_family_at_any_size(response: int, delta: int) -> None:
    """For 1 < delta < o/6 three jobs overlap, hold three tokens less than the budget, and lockstep holds one.

    In the last round of a job it and the next two hold o + (o - d) + (o - 2d) = 2o - 3*delta tokens.
    """
    distance = response // 3 + delta
    memory = 2 * response - 3 * delta + 3
    instance = Instance.common(memory, 0, [response] * 20)
    staggered = verify(instance, Schedule.of_starts([i * distance for i in range(20)], instance))
    assert staggered.peak_memory == memory - 3
    assert staggered.flow_time == distance * 190 + response * 20
    assert verify(instance, lockstep(instance)).flow_time == response * 210


@pytest.mark.parametrize("log_prompt", [0, 1, 2, 5])
@pytest.mark.parametrize("jobs", [1, 2, 7, 40])
def test_long_job_trap(log_prompt: int, jobs: int) -> None:
    """Short jobs first is the optimum n(n+1)/2 + 2**l - 1, and MC-SF finds it."""
    long = 2**log_prompt
    instance = Instance.common(2 * long, long, [long] + [1] * (jobs - 1))
    optimum = jobs * (jobs + 1) // 2 + long - 1
    starts = [jobs - 1, *range(jobs - 1)]
    assert verify(instance, Schedule.of_starts(starts, instance)).flow_time == optimum
    assert make("mc-sf").cost(instance).flow_time == optimum


@pytest.mark.parametrize("log_prompt", [1, 3, 6])
@pytest.mark.parametrize("jobs", [2, 5, 20])
def test_long_job_trap_without_kills(log_prompt: int, jobs: int) -> None:
    """First come first served averages (n+1)/2 * (n + 2**l - 1) over where the long job stands."""
    long = 2**log_prompt
    instance = Instance.common(2 * long, long, [long] + [1] * (jobs - 1))
    total = 0
    for place in range(jobs):
        shorts = [t if t < place else t + long - 1 for t in range(jobs) if t != place]
        total += verify(instance, Schedule.of_starts([place, *shorts], instance)).flow_time
    assert Fraction(total, jobs) == Fraction(jobs + 1, 2) * (jobs + long - 1)


@pytest.mark.parametrize(("count", "lost"), [(1, 158), (10**15, 158 * 10**15)])
def test_rounds_lost_to_kills(count: int, lost: int) -> None:
    """A job of 160 tokens is killed after 1, 2, 5, 10, 20, 40 and 80 rounds at scaling factor 2."""
    assert sum([1, 2, 5, 10, 20, 40, 80]) == 158
    problem = GroupedInstance(256, [JobType(96, 160, count)])
    assert make("gsa", alpha="2").cost(problem).killed_rounds == lost
