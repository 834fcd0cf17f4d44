"""Random instances, schedules, attempts and tables for all tests, and whole boxes of small instances."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations_with_replacement

from hypothesis import strategies as st

from ratiolab.adversary.search.candidate import Candidate
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.integers import INT64_MAX, MAX_MEMORY
from ratiolab.tables import Table, columns_of
from tests.references.model import Attempt, replay


def random_instance(rng: random.Random, own_prompts: bool = False) -> Instance:
    """Up to 14 jobs in up to 60 tokens: any prompt, few or many distinct lengths, any order."""
    memory = rng.randint(1, 60)
    prompt = rng.choice([0, rng.randint(0, memory - 1), rng.randint(0, memory - 1) // 4])
    n = rng.randint(1, 14)
    longest = rng.choice([memory - prompt, rng.randint(1, memory - prompt)])
    menu = [rng.randint(1, longest) for _ in range(rng.choice([1, 2, 3, n]))]
    if rng.random() < 0.3:
        menu += [1, memory - prompt]
    responses = [rng.choice(menu) for _ in range(n)]
    prompts = [rng.randint(0, memory - o) if own_prompts else prompt for o in responses]
    order = list(range(n))
    shape = rng.random()
    if shape < 0.6:
        rng.shuffle(order)
    elif shape < 0.75:
        order.sort(key=lambda job: -responses[job])
    return Instance(memory, prompts, responses, order)


def colliding_instance(rng: random.Random, own_prompts: bool) -> Instance:
    """Up to 14 jobs in up to 60 tokens: small prompts most often, so that many jobs meet and collide."""
    memory = rng.randint(1, 60)
    prompt = rng.choice(
        [0, 0, min(1, memory - 1), rng.randint(0, memory - 1) // 4, rng.randint(0, memory - 1)]
    )
    n = rng.randint(1, 14)
    longest = rng.choice([memory - prompt, rng.randint(1, memory - prompt)])
    menu = [rng.randint(1, longest) for _ in range(rng.choice([1, 2, 3, n]))]
    responses = [rng.choice(menu) for _ in range(n)]
    widest = rng.choice([3, memory])
    prompts = [rng.randint(0, min(widest, memory - o)) if own_prompts else prompt for o in responses]
    return Instance(memory, prompts, responses, rng.sample(range(n), n))


def heterogeneous(jobs: int, memory: int, seed: int) -> Instance:
    """Jobs with prompt 5 and lengths uniform in 1..20."""
    rng = random.Random(seed)
    return Instance.common(memory, 5, [rng.randint(1, 20) for _ in range(jobs)])


def box(memory: int, jobs: int = 5) -> Iterator[list[tuple[int, int]]]:
    """Every multiset of 1 to `jobs` jobs with a common prompt that fit into the budget."""
    for prompt in range(memory):
        for n in range(1, jobs + 1):
            for lengths in combinations_with_replacement(range(1, memory - prompt + 1), n):
                yield [(prompt, o) for o in lengths]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of text and numbers, from narrow to far too wide."""
    words = st.text("abc(=)/ ", max_size=60)
    count = draw(st.integers(1, 9))
    numeric = draw(st.text("lr", min_size=count, max_size=count))
    cell = {"l": words, "r": st.integers(0, 10**50).map(str)}
    rows = draw(st.lists(st.tuples(*(cell[kind] for kind in numeric)), max_size=4))
    return Table(draw(words), columns_of([draw(words) for _ in range(count)], numeric), rows)


@st.composite
def repetitive_instances(draw: st.DrawFn) -> Instance:
    """Small instances with own prompts, many repeated types and any order."""
    memory = draw(st.integers(4, 20))
    kinds = st.tuples(st.integers(0, 2), st.integers(1, 4)).filter(lambda job: sum(job) <= memory)
    jobs = draw(st.lists(kinds, min_size=1, max_size=12))
    order = draw(st.permutations(range(len(jobs))))
    return Instance(memory, [s for s, _ in jobs], [o for _, o in jobs], order)


@st.composite
def own_prompt_instances(draw: st.DrawFn) -> Instance:
    """Up to 9 jobs with prompts of their own, in a budget of up to 30 tokens."""
    memory = draw(st.integers(1, 30))
    prompts = draw(st.lists(st.integers(0, min(5, memory - 1)), min_size=1, max_size=9))
    return Instance(memory, prompts, [draw(st.integers(1, memory - s)) for s in prompts])


@st.composite
def instances_of_any_size(draw: st.DrawFn) -> Instance:
    """Any instance of up to eight jobs in any order, small numbers or the largest there are."""
    memory = draw(st.integers(1, 40) | st.integers(1, MAX_MEMORY))
    n = draw(st.integers(1, 8))
    responses = [draw(st.integers(1, memory)) for _ in range(n)]
    if draw(st.booleans()):
        prompts = [draw(st.integers(0, memory - max(responses)))] * n
    else:
        prompts = [draw(st.integers(0, memory - o)) for o in responses]
    return Instance(memory, prompts, responses, draw(st.permutations(range(n))))


@st.composite
def grouped_instances(draw: st.DrawFn) -> GroupedInstance:
    """Any grouped instance of up to five groups, counts up to 64 bits."""
    memory = draw(st.integers(1, 40) | st.integers(1, MAX_MEMORY))
    groups = []
    for _ in range(draw(st.integers(1, 5))):
        response = draw(st.integers(1, memory))
        count = draw(st.integers(1, 9) | st.integers(1, INT64_MAX))
        groups.append(JobType(draw(st.integers(0, memory - response)), response, count))
    return GroupedInstance(memory, groups)


@st.composite
def feasible_schedules(draw: st.DrawFn) -> tuple[Instance, list[Attempt]]:
    """An instance and a schedule of it with kills, gaps and same-round restarts, in a budget just enough."""
    jobs = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), min_size=1, max_size=5))
    attempts: list[Attempt] = []
    for job, (_, response) in enumerate(jobs):
        now = draw(st.integers(0, 6))
        if response > 1:
            for length in draw(st.lists(st.integers(1, response - 1), max_size=2)):
                attempts.append((job, now, length, False))
                now += length + draw(st.sampled_from([0, 0, 1, 4]))
        attempts.append((job, now, response, True))
    prompts, responses = [s for s, _ in jobs], [o for _, o in jobs]
    usage = replay(10**9, prompts, responses, attempts).usage
    memory = max(usage.values()) + draw(st.integers(0, 2))
    return Instance(memory, prompts, responses), draw(st.permutations(attempts))


def active_attempts(prompt: int, start: int, rounds: int) -> st.SearchStrategy[list[tuple[int, int, int]]]:
    """Lists of (prompt, start, rounds) with every entry up to the given bounds."""
    one = st.tuples(st.integers(0, prompt), st.integers(0, start), st.integers(1, rounds))
    return st.lists(one, min_size=1, max_size=12)


@st.composite
def candidates(draw: st.DrawFn, memory: int, count: int) -> Candidate:
    """Candidates up to a budget and a count per length."""
    budget = draw(st.integers(2, memory))
    prompt = draw(st.integers(0, budget - 1))
    lengths = sorted(draw(st.sets(st.integers(1, budget - prompt), min_size=1, max_size=8)))
    counts = tuple(draw(st.integers(1, count)) for _ in lengths)
    return Candidate(budget, prompt, tuple(lengths), counts)
