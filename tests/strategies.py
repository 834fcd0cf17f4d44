"""Instances for tests: random ones, from generators of their own seeds, and all of a small box; tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations_with_replacement

from hypothesis import strategies as st

from ratiolab.instance import Instance
from ratiolab.tables import Table, columns_of


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


def box(memory: int, jobs: int = 5) -> Iterator[list[tuple[int, int]]]:
    """Every multiset of 1 to `jobs` jobs with a common prompt that fit into the budget."""
    for prompt in range(memory):
        for n in range(1, jobs + 1):
            for lengths in combinations_with_replacement(range(1, memory - prompt + 1), n):
                yield [(prompt, o) for o in lengths]


#: Parts of the box, of roughly equal cost, so that several processes can share it.
PARTS = [(memory, 0, 1) for memory in range(1, 8)]
PARTS += [(8, k, 2) for k in range(2)] + [(9, k, 4) for k in range(4)]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of text and numbers, from narrow to far too wide."""
    words = st.text("abc(=)/ ", max_size=60)
    count = draw(st.integers(1, 9))
    numeric = draw(st.text("lr", min_size=count, max_size=count))
    cell = {"l": words, "r": st.integers(0, 10**50).map(str)}
    rows = draw(st.lists(st.tuples(*(cell[kind] for kind in numeric)), max_size=4))
    return Table(draw(words), columns_of([draw(words) for _ in range(count)], numeric), rows)
