"""The whole box of tiny instances: the optimum equals brute force on every single one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement

import pytest

from ratiolab.instance import Instance
from ratiolab.optimum import optimum
from ratiolab.schedule import Schedule, verify
from tests.references import optimum_by_states
from tests.references.brute_force import least_flow_time
from tests.references.starts import first_fit_starts


def box(memory: int) -> Iterator[list[tuple[int, int]]]:
    """Every multiset of 1 to 5 jobs with a common prompt that fit into the budget."""
    for prompt in range(memory):
        for n in range(1, 6):
            for lengths in combinations_with_replacement(range(1, memory - prompt + 1), n):
                yield [(prompt, o) for o in lengths]


#: Parts of the box, of roughly equal cost, so that several processes can share it.
PARTS = [(memory, 0, 1) for memory in range(1, 8)]
PARTS += [(8, k, 2) for k in range(2)] + [(9, k, 4) for k in range(4)]


@pytest.mark.parametrize(("memory", "part", "parts"), PARTS)
def test_equals_brute_force(memory, part, parts):
    """All instances with n <= 5, M <= 9 and a common prompt: proved, right, with a schedule."""
    for jobs in list(box(memory))[part::parts]:
        instance = Instance.common(memory, jobs[0][0], [o for _, o in jobs])
        start = Schedule.of_starts(first_fit_starts(memory, jobs), instance)
        result = optimum(instance, upper_schedule=start)
        assert result.proved, (memory, jobs, result)
        assert result.upper == least_flow_time(memory, jobs), (memory, jobs, result)
        assert verify(instance, result.schedule).flow_time == result.upper


def test_the_box_is_complete():
    """11,385 instances, counted by hand: for M = 1..9 and longest length L, sum over n of C(L+n-1, n)."""
    assert sum(1 for memory in range(1, 10) for _ in box(memory)) == 11_385


@pytest.mark.parametrize("memory", range(1, 9))
def test_references_agree(memory):
    """Brute force and the dynamic program share no idea: they vouch for each other."""
    for jobs in list(box(memory))[::7]:
        assert least_flow_time(memory, jobs) == optimum_by_states.least_flow_time(memory, jobs)
