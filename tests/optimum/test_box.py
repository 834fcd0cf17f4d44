"""Boxes of tiny instances: the engines agree with brute force and with the tiny optimum.

`benchmarks/engines_agree.py` compares every engine on every one of the 43,692 instances, and takes half an
hour for it; the tests here take all instances with few jobs and a fixed sample of the others.
"""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from ratiolab.adversary.boxes.tiny import tiny_optima
from ratiolab.instance import Instance
from ratiolab.optimum import milp, search, solve
from tests.optimum.ends import ends, start_of
from tests.references import optimum_by_states
from tests.references.brute_force import least_flow_time
from tests.strategies import box

#: Budget, and a job's prompt and response for each job.
Entry = tuple[int, list[tuple[int, int]]]


def large_box() -> list[Entry]:
    """All (budget, jobs) with n <= 6, M <= 10 and a common prompt."""
    return [(memory, jobs) for memory in range(1, 11) for jobs in box(memory, 6)]


def with_jobs(box: list[Entry], least: int, most: int) -> list[Entry]:
    """Those of a box with so many jobs."""
    return [(memory, jobs) for memory, jobs in box if least <= len(jobs) <= most]


@pytest.mark.slow
def test_the_large_box_is_complete() -> None:
    """43,692 instances: the sum over M and the longest length L <= M of C(L+6, 6) - 1."""
    expected = sum(comb(length + 6, 6) - 1 for memory in range(1, 11) for length in range(1, memory + 1))
    assert len(large_box()) == expected == 43_692


@pytest.mark.slow
@pytest.mark.parametrize("part", range(6))
def test_milp_equals_brute_force(part: int) -> None:
    """M <= 9: all of n <= 3 and an eighth of n = 4 and 5: proved, right, with a schedule."""
    entries = [(memory, jobs) for memory, jobs in large_box() if memory <= 9]
    sample = with_jobs(entries, 1, 3) + with_jobs(entries, 4, 5)[::8]
    for memory, jobs in sample[part::6]:
        instance = Instance.common(memory, jobs[0][0], [o for _, o in jobs])
        result = solve(instance, upper=start_of(instance), engine=milp.NAME)
        assert result.proved, (memory, jobs, result)
        assert ends(instance, result)[1] == least_flow_time(memory, jobs), (memory, jobs, result)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(6))
def test_search_equals_the_tiny_optimum(part: int) -> None:
    """M <= 10: all of n <= 4, a fifth of n = 5, a fifteenth of n = 6: proved, equal, with a schedule."""
    entries = large_box()
    sample = with_jobs(entries, 1, 4) + with_jobs(entries, 5, 5)[::5] + with_jobs(entries, 6, 6)[::15]
    for memory, jobs in sample[part::6]:
        prompt, lengths = jobs[0][0], [o for _, o in jobs]
        instance = Instance.common(memory, prompt, lengths)
        result = search.solve(instance, upper=start_of(instance))
        assert result.proved, (memory, jobs, result)
        optimum = tiny_optima(memory, prompt, np.array([lengths]))[0]
        assert ends(instance, result)[1] == optimum, (memory, jobs, result)


@pytest.mark.slow
@pytest.mark.parametrize("memory", range(1, 9))
def test_references_agree(memory: int) -> None:
    """Brute force and the dynamic program share no idea: they vouch for each other."""
    for jobs in list(box(memory))[::7]:
        assert least_flow_time(memory, jobs) == optimum_by_states.least_flow_time(memory, jobs)
