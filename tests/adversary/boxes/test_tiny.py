"""The tiny optimum: equal to brute force, attained by its schedule, refused where it is not meant for."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from ratiolab.adversary.boxes import tiny
from ratiolab.adversary.boxes.tiny import MAX_JOBS, MAX_ROUNDS, tiny_optima, tiny_optimum
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.schedule import verify
from tests.references.brute_force import least_flow_time
from tests.strategies import box


@pytest.mark.slow
@pytest.mark.parametrize("memory", range(1, 11))
def test_equals_brute_force_on_the_whole_box(memory: int) -> None:
    """All instances with n <= 4, M <= 10, and a fixed part of those with 5 and 6 jobs."""
    few = list(box(memory, 4))
    more = [jobs for jobs in box(memory, 6) if len(jobs) > 4]
    for jobs in few + more[::17]:
        optima = tiny_optima(memory, jobs[0][0], np.array([[o for _, o in jobs]]))
        assert optima.tolist() == [least_flow_time(memory, jobs)], (memory, jobs)


@pytest.mark.slow
@pytest.mark.parametrize("own_prompts", [False, True])
def test_equals_brute_force_on_random_ones(own_prompts: bool) -> None:
    """Random budgets up to 16, up to 6 jobs in any order: right, and the schedule attains it."""
    rng = random.Random(17)
    for _ in range(300):
        memory, common = rng.randint(2, 16), rng.randint(0, 3)
        jobs = []
        for _ in range(rng.randint(1, 6)):
            prompt = rng.randint(0, memory - 1) if own_prompts else min(common, memory - 1)
            jobs.append((prompt, rng.randint(1, memory - prompt)))
        instance = Instance(memory, [s for s, _ in jobs], [o for _, o in jobs])
        flow, schedule = tiny_optimum(instance)
        assert flow == least_flow_time(memory, jobs), (memory, jobs)
        assert verify(instance, schedule).flow_time == flow


def interpreted(kernel: Any) -> Any:
    """The Python function that a kernel was compiled from."""
    return kernel.py_func


@pytest.mark.parametrize("cut", ["_bound", "_fits_before"])
def test_cuts_never_change_the_value(monkeypatch: pytest.MonkeyPatch, cut: str) -> None:
    """Without its bound, or without its look back, the search is slower and finds the same."""
    plain = {"_bound": lambda *_: 0, "_fits_before": lambda *_: False}[cut]
    for name in ("_bound", "_fits_before", "_fits"):
        monkeypatch.setattr(tiny, name, plain if name == cut else interpreted(getattr(tiny, name)))
    for jobs in list(box(6, 4))[::11]:
        prompts, lengths = (np.array(column) for column in zip(*jobs, strict=True))
        starts = np.empty(len(jobs), dtype=np.int64)
        slow = interpreted(tiny.least_flow_time)(6, prompts, lengths, starts)
        assert slow == tiny_optima(6, jobs[0][0], lengths[None])[0], jobs


def test_refuses_what_it_is_not_meant_for() -> None:
    """Too many jobs, too many rounds, or a length that does not fit: refused, saying what the limit is."""
    with pytest.raises(InputError, match=f"at most {MAX_JOBS} jobs"):
        tiny_optimum(Instance.common(12, 0, [1] * (MAX_JOBS + 1)))
    with pytest.raises(InputError, match=f"{MAX_ROUNDS} rounds"):
        tiny_optimum(Instance.common(2 * MAX_ROUNDS, 0, [MAX_ROUNDS, 1]))
    with pytest.raises(InputError, match="from 1 to 7"):
        tiny_optima(8, 1, np.array([[3, 8]]))
    with pytest.raises(InputError, match="9 jobs"):
        tiny_optima(8, 1, np.ones((1, 9), dtype=np.int64))
