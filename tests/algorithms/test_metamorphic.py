"""What must stay the same, or move one way, when an instance changes in a known way.

Each property is proved in the docstring of its test; nothing is asserted that merely tends to hold.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from ratiolab.algorithms import make
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.schedule import verify

ALPHAS = ["4/3", "3/2", "2", "golden", "(7+sqrt(13))/6", "11/10"]
PIPELINES = ["sps", "gba", "gsa"]
ALL = [*PIPELINES, "mc-sf"]


def algorithm(name: str, rng: random.Random) -> Any:
    """Make an algorithm, with a random scaling factor where it takes one."""
    return make(name, alpha=rng.choice(ALPHAS)) if name in ("gsa", "gba") else make(name)


def random_jobs(rng: random.Random) -> tuple[int, int, list[int]]:
    """Budget, common prompt and responses of a random batch of up to 12 jobs."""
    memory = rng.randint(2, 60)
    prompt = rng.choice([0, rng.randint(0, memory - 1)])
    longest = rng.randint(1, memory - prompt)
    return memory, prompt, [rng.randint(1, longest) for _ in range(rng.randint(1, 12))]


def completions(name: str, instance: Instance, seed: int) -> list[int]:
    """Completion round of each job; `seed` fixes the scaling factor."""
    chosen = algorithm(name, random.Random(seed))
    return [int(end) for end in verify(instance, chosen.schedule(instance)).completions]


@pytest.mark.parametrize("name", ["sps", "gba", "mc-sf"])
def test_flow_time_does_not_depend_on_the_order(name: str) -> None:
    """With one prompt, the flow time of SPS, GBA and MC-SF is the same in every order.

    SPS and GBA start position i of a class at a fixed round and kill nobody, so the flow time is the sum
    of the starts plus the sum of the lengths, and a class's duration depends on its size alone. MC-SF
    scans by length; the order only swaps jobs that are alike.
    """
    rng = random.Random(1)
    for _ in range(150):
        memory, prompt, responses = random_jobs(rng)
        chosen = algorithm(name, rng)
        shuffled = rng.sample(range(len(responses)), len(responses))
        first = chosen.cost(Instance.common(memory, prompt, responses))
        second = chosen.cost(Instance.common(memory, prompt, responses, shuffled))
        assert first.flow_time == second.flow_time


def test_gba_makespan_does_depend_on_the_order() -> None:
    """The makespan of GBA may differ between orders: the last to start need not be the longest.

    M = 12, s = 0, factor 3/2: lengths 9 and 12 share the class (8, 12], whose pipeline is one job wide,
    so the last one ends at 12 + 12 or at 12 + 9.
    """
    chosen = make("gba", alpha="3/2")
    assert chosen.cost(Instance.common(12, 0, [9, 12])).makespan == 24
    assert chosen.cost(Instance.common(12, 0, [12, 9])).makespan == 21


def test_gsa_longest_first_is_worst_shortest_first_best() -> None:
    """Among all orders GSA's flow time is largest longest first, smallest shortest first; kills agree.

    A phase's jobs are those longer than the last slice, in every order. Those that complete in it pay
    their positions' starts, which grow with the position; longest first puts them last in every phase
    at once, shortest first puts them first. A job is killed once per slice below its length.
    """
    rng = random.Random(2)
    for _ in range(150):
        memory, prompt, responses = random_jobs(rng)
        chosen = algorithm("gsa", rng)
        instance = Instance.common(memory, prompt, responses)
        best = chosen.cost(instance.reordered("shortest-first"))
        worst = chosen.cost(instance.reordered("longest-first"))
        middle = chosen.cost(instance.reordered(f"random:{rng.randint(0, 999)}"))
        assert best.flow_time <= middle.flow_time <= worst.flow_time
        assert best.killed_rounds == middle.killed_rounds == worst.killed_rounds


@pytest.mark.parametrize("name", ALL)
def test_job_numbers_do_not_matter(name: str) -> None:
    """Renumbering jobs, in an order that lists them as before, renumbers the completions and no more.

    Every algorithm looks at the jobs only through the order.
    """
    rng = random.Random(3)
    for seed in range(100):
        memory, prompt, responses = random_jobs(rng)
        number = rng.sample(range(len(responses)), len(responses))  # old job i becomes number[i]
        renumbered = [0] * len(responses)
        for old, new in enumerate(number):
            renumbered[new] = responses[old]
        before = completions(name, Instance.common(memory, prompt, responses), seed)
        after = completions(name, Instance.common(memory, prompt, renumbered, number), seed)
        assert before == [after[number[old]] for old in range(len(responses))]


@pytest.mark.parametrize("name", PIPELINES)
def test_one_more_job_delays_or_leaves_each(name: str) -> None:
    """A job put anywhere into the order completes nobody earlier, for SPS, GBA and GSA.

    Slices of GSA and GBA depend on M - s alone, so positions within a call and the starts of calls only
    move up. In SPS a longer slice also narrows the pipeline: Peak (Lemma 3.3) grows with the slice,
    since gcd(t+1, k) <= k, so k* falls and starts floor(i*t/k) grow.
    """
    rng = random.Random(4)
    for seed in range(150):
        memory, prompt, responses = random_jobs(rng)
        order = rng.sample(range(len(responses)), len(responses))
        before = completions(name, Instance.common(memory, prompt, responses, order), seed)
        order.insert(rng.randint(0, len(order)), len(responses))
        more = [*responses, rng.randint(1, memory - prompt)]
        after = completions(name, Instance.common(memory, prompt, more, order), seed)
        assert all(early <= late for early, late in zip(before, after, strict=False))


@pytest.mark.parametrize("name", PIPELINES)
def test_doubled_batch_costs_at_least_twice(name: str) -> None:
    """Appending a copy of every job at least doubles the flow time of SPS, GBA and GSA.

    The originals complete no earlier than before (above), and a copy stands behind its original in
    every call, so it completes no earlier than it.
    """
    rng = random.Random(5)
    for _ in range(100):
        memory, prompt, responses = random_jobs(rng)
        chosen = algorithm(name, rng)
        once = chosen.cost(Instance.common(memory, prompt, responses)).flow_time
        twice = chosen.cost(Instance.common(memory, prompt, responses * 2)).flow_time
        assert twice >= 2 * once


def test_not_knowing_lengths_never_helps() -> None:
    """Job by job, GSA completes no earlier than GBA with the same factor.

    GBA's class p is among the jobs GSA runs in phase p, in the same order, slice and width; so positions
    and starts of calls are no smaller in GSA, and a job completes in the same phase in both.
    """
    rng = random.Random(6)
    for seed in range(150):
        memory, prompt, responses = random_jobs(rng)
        order = rng.sample(range(len(responses)), len(responses))
        instance = Instance.common(memory, prompt, responses, order)
        known = completions("gba", instance, seed)
        unknown = completions("gsa", instance, seed)
        assert all(early <= late for early, late in zip(known, unknown, strict=True))


def test_more_memory_never_hurts_a_pipeline() -> None:
    """SPS completes every job no later in a larger budget: the slice stays, the width can only grow."""
    rng = random.Random(7)
    for _ in range(150):
        memory, prompt, responses = random_jobs(rng)
        small = completions("sps", Instance.common(memory, prompt, responses), 0)
        large = completions("sps", Instance.common(memory + rng.randint(1, 30), prompt, responses), 0)
        assert all(early <= late for early, late in zip(large, small, strict=True))


def test_mc_sf_starts_follow_its_list() -> None:
    """MC-SF starts jobs in the order of its list: it stops at the first that does not fit."""
    rng = random.Random(8)
    for _ in range(150):
        memory = rng.randint(2, 60)
        responses = [rng.randint(1, memory) for _ in range(rng.randint(1, 12))]
        prompts = [rng.randint(0, memory - o) for o in responses]
        order = rng.sample(range(len(responses)), len(responses))
        instance = Instance(memory, prompts, responses, order)
        schedule = make("mc-sf").schedule(instance)
        start = dict(zip(schedule.job.tolist(), schedule.start.tolist(), strict=True))
        in_list = [start[job] for job in sorted(order, key=lambda job: responses[job])]
        assert in_list == sorted(in_list)


def test_mc_sf_runs_all_at_once_where_all_fit() -> None:
    """With room for every job's last token at once, MC-SF starts all at round 0, and not with less.

    The flow time is then the sum of the lengths. Identical jobs all hold their most in the same round,
    so one token less keeps one of them out.
    """
    rng = random.Random(9)
    for _ in range(60):
        _, prompt, responses = random_jobs(rng)
        room = sum(prompt + o for o in responses)
        assert make("mc-sf").cost(Instance.common(room, prompt, responses)).flow_time == sum(responses)
        n, o = rng.randint(2, 9), rng.randint(1, 9)
        short = Instance.common(n * (prompt + o) - 1, prompt, [o] * n)
        assert make("mc-sf").cost(short).flow_time > n * o


def test_mc_sf_is_lockstep_where_batches_fill_the_budget() -> None:
    """If s + o divides M, MC-SF runs identical jobs in full batches, one after the other.

    A full batch holds M in its last round, so nobody can run beside it then; a newcomer of an earlier
    round would have to be done before that round, which takes as long as the batch itself.
    """
    rng = random.Random(10)
    for _ in range(60):
        prompt, o, width, n = rng.randint(0, 9), rng.randint(1, 9), rng.randint(1, 5), rng.randint(1, 20)
        instance = Instance.common(width * (prompt + o), prompt, [o] * n)
        assert completions("mc-sf", instance, 0) == [i // width * o + o for i in range(n)]


@pytest.mark.parametrize("name", ALL)
def test_flow_time_is_above_simple_lower_bounds(name: str) -> None:
    """No schedule beats the sum of the lengths, nor the area bound.

    By the j-th completion at least the j smallest memory-time areas have been used, at most M a round.
    """
    rng = random.Random(11)
    for _ in range(100):
        memory, prompt, responses = random_jobs(rng)
        flow_time = algorithm(name, rng).cost(Instance.common(memory, prompt, responses)).flow_time
        areas = sorted(prompt * o + o * (o + 1) // 2 for o in responses)
        bound = sum(Fraction(sum(areas[: j + 1]), memory) for j in range(len(areas)))
        assert flow_time >= max(bound, sum(responses))


@pytest.mark.parametrize("name", PIPELINES)
def test_splitting_a_group_changes_nothing(name: str) -> None:
    """A run of equal jobs given as two neighbouring runs is the same batch, also for huge counts."""
    rng = random.Random(12)
    for scale in (3, 10**6, 10**20):
        for _ in range(20):
            memory, prompt, responses = random_jobs(rng)
            groups = [JobType(prompt, o, rng.randint(2, scale)) for o in responses]
            at = rng.randrange(len(groups))
            first = rng.randint(1, groups[at].count - 1)
            parts = [
                JobType(prompt, groups[at].response, first),
                JobType(prompt, groups[at].response, groups[at].count - first),
            ]
            chosen = algorithm(name, rng)
            whole = chosen.cost(GroupedInstance(memory, groups))
            split = chosen.cost(GroupedInstance(memory, [*groups[:at], *parts, *groups[at + 1 :]]))
            assert whole == split


@pytest.mark.parametrize("name", ["gsa", "gba"])
def test_one_token_each(name: str) -> None:
    """Jobs of one token are one pipeline of slice 1 at any factor up to 2: nothing else ever runs.

    The first slice is floor(beta) with 1 <= beta < factor <= 2, so it is 1 and everyone completes in it.
    """
    rng = random.Random(13)
    for _ in range(60):
        memory, prompt, responses = random_jobs(rng)
        instance = Instance.common(memory, prompt, [1] * len(responses))
        assert algorithm(name, rng).cost(instance) == make("sps").cost(instance)
