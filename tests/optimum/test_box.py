"""Whole boxes of tiny instances: the engines and the tiny optimum are right on every single one."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from ratiolab.adversary.boxes.tiny import tiny_optima
from ratiolab.instance import Instance
from ratiolab.optimum import milp, search, solve
from ratiolab.schedule import Schedule, verify
from tests.references import optimum_by_states
from tests.references.brute_force import least_flow_time
from tests.references.starts import first_fit_starts
from tests.strategies import PARTS, box


@pytest.mark.parametrize(("memory", "part", "parts"), PARTS)
def test_equals_brute_force(memory, part, parts):
    """All instances with n <= 5, M <= 9 and a common prompt: proved, right, with a schedule."""
    for jobs in list(box(memory))[part::parts]:
        instance = Instance.common(memory, jobs[0][0], [o for _, o in jobs])
        start = Schedule.of_starts(first_fit_starts(memory, jobs), instance)
        result = solve(instance, upper=start, engine=milp.NAME)
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


def large_box() -> list[tuple[int, list[tuple[int, int]]]]:
    """All (budget, jobs) with n <= 6, M <= 10 and a common prompt."""
    return [(memory, jobs) for memory in range(1, 11) for jobs in box(memory, 6)]


def test_the_large_box_is_complete():
    """43,692 instances: the sum over M and the longest length L <= M of C(L+6, 6) - 1."""
    expected = sum(comb(length + 6, 6) - 1 for memory in range(1, 11) for length in range(1, memory + 1))
    assert len(large_box()) == expected == 43_692


@pytest.mark.parametrize("part", range(8))
def test_search_equals_the_tiny_optimum(part):
    """All of n <= 5, M <= 10 and a fixed third of n = 6: proved, equal, and the schedule attains it."""
    wide = [entry for entry in large_box() if len(entry[1]) == 6]
    rest = [entry for entry in large_box() if len(entry[1]) < 6]
    for memory, jobs in (rest + wide[::3])[part::8]:
        prompt, lengths = jobs[0][0], [o for _, o in jobs]
        instance = Instance.common(memory, prompt, lengths)
        start = Schedule.of_starts(first_fit_starts(memory, jobs), instance)
        result = search.solve(instance, upper=start)
        assert result.proved, (memory, jobs, result)
        assert [result.upper] == tiny_optima(memory, prompt, np.array([lengths])).tolist(), (memory, jobs)
        assert verify(instance, result.schedule).flow_time == result.upper
