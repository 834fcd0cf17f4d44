"""The portfolio: every schedule verified, the best one returned, large instances within bounds."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest

from ratiolab.algorithms import make
from ratiolab.algorithms.queued import MANY_JOBS
from ratiolab.core.packing import best_packing
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.instance import Instance
from ratiolab.optimum.periodic import MOST_TYPES, PeriodicPackings, patterns
from ratiolab.optimum.portfolio import Run, clairvoyant, run, runs
from ratiolab.schedule import verify


def best_run(instance: Instance, known: Sequence[Run] = (), effort: int = 1, seed: int = 0) -> Run:
    """The first of the runs of least flow time."""
    return min(runs(instance, known, effort=effort, seed=seed), key=lambda made: made.verified.flow_time)


def instances() -> list[Instance]:
    """Common prompts and own ones, few lengths and many, one job and a budget that holds all."""
    rng = random.Random(1)
    made = [
        Instance.common(40, 5, [7]),
        Instance.common(10**4, 0, [1, 2, 3]),
        Instance.common(22, 0, [3] * 40),
    ]
    for memory in (20, 60):
        made.append(Instance.common(memory, 3, [rng.choice((2, 9, 14)) for _ in range(40)]))
        made.append(Instance.common(memory, 0, [rng.randint(1, 20) for _ in range(25)]))
        prompts = [rng.randint(0, 5) for _ in range(25)]
        made.append(Instance(memory, prompts, [rng.randint(1, 15) for _ in prompts]))
    return made


@pytest.mark.parametrize("k", range(9))
def test_every_schedule_verifies_and_the_best_is_returned(k: int) -> None:
    """Each algorithm applies and is feasible; no run is better than the one returned, searched or not."""
    instance = instances()[k]
    flows = [run(algorithm, instance).verified.flow_time for algorithm in clairvoyant(instance)]
    plain, searched = best_run(instance, effort=0), best_run(instance)
    assert plain.verified.flow_time == min(flows) >= searched.verified.flow_time
    for top in (plain, searched):
        assert verify(instance, top.schedule).flow_time == top.verified.flow_time
    assert best_run(instance).schedule.start.tolist() == searched.schedule.start.tolist()


def test_labels_are_distinct_and_say_where_a_schedule_comes_from() -> None:
    """A searched schedule names the one it started from; no algorithm is in the portfolio twice."""
    for instance in instances():
        labels = [algorithm.label for algorithm in clairvoyant(instance)]
        assert len(set(labels)) == len(labels)
    top = best_run(instances()[4], seed=3)
    assert top.algorithm.label.startswith("local search from ")
    assert top.algorithm.parameters["from"] in top.algorithm.label
    assert top.algorithm.parameters["seed"] == "3"


def test_more_effort_is_never_worse() -> None:
    """Passes are seeded one by one, so those of a smaller effort are among those of a larger one."""
    instance = instances()[7]
    flows = [best_run(instance, effort=effort).verified.flow_time for effort in range(5)]
    assert flows == sorted(flows, reverse=True)


def test_known_runs_take_part() -> None:
    """A run made already is not made again, and wins if it is the best."""
    instance = Instance.common(15, 0, [5] * 15)
    known = run(make("sps"), instance)
    assert known.verified.flow_time == 180
    assert best_run(instance, [known], effort=0) is known


def test_what_takes_long_is_left_out_of_large_instances() -> None:
    """Beyond the stated sizes neither periodic packings nor the slow rules are run."""
    rng = np.random.default_rng(0)
    lengths = rng.integers(1, 30, MANY_JOBS + 1)
    for prompts in (np.zeros(lengths.size, dtype=np.int64), rng.integers(0, 5, lengths.size)):
        labels = {algorithm.label for algorithm in clairvoyant(Instance(100, prompts, lengths))}
        assert not labels & {"svf-peak", "mc-sf(skip=yes)", "sorted-f", "periodic-packings"}


def test_a_schedule_beyond_64_bits_is_refused() -> None:
    """If no algorithm's rounds fit 64 bits, that is what the caller is told."""
    with pytest.raises(OverflowRefused, match="64 bits"):
        best_run(Instance.common(2**60, 0, [2**60] * 16))


def test_patterns_ascend_from_zero() -> None:
    """Every pattern has one round per job; the proved one is tried from each of its rounds on."""
    tried = list(patterns(0, 3, 22, 40))
    for offsets in tried:
        assert offsets.size == 40
        assert offsets[0] == 0
        assert (np.diff(offsets) >= 0).all()
    packing = best_packing(3, 0, 22)
    assert packing is not None
    assert len(tried) == 2 + len(packing.offsets)
    assert min(int(offsets[-1]) for offsets in tried[2:]) <= int(tried[1][-1])


def test_patterns_of_short_jobs_in_a_huge_memory() -> None:
    """No pattern is listed with one entry per token of the budget: only as many as there are jobs."""
    for response in (1, 2, 3):
        assert {offsets.size for offsets in patterns(0, response, 10**15, 8)} == {8}
    assert run(PeriodicPackings(), Instance.common(10**15, 0, [1] * 8)).verified.flow_time == 8


def test_periodic_packings_start_in_the_tail() -> None:
    """A longer length starts before the shorter one has ended; equal jobs reach their optimum."""
    instance = Instance.common(60, 5, [3] * 20 + [12] * 20)
    made = PeriodicPackings().schedule(instance)
    ends = made.start[:20] + 3
    assert made.start[20:].min() < ends.max()
    assert PeriodicPackings().cost(instance).flow_time == verify(instance, made).flow_time
    assert PeriodicPackings().cost(Instance.common(15, 0, [5] * 15)).flow_time == 180


def test_periodic_packings_refuse_what_is_too_large() -> None:
    """Too many distinct jobs: a message with both limits."""
    with pytest.raises(InputError, match=f"at most 200000 rounds and {MOST_TYPES} distinct jobs"):
        PeriodicPackings().schedule(Instance.common(1000, 0, list(range(1, MOST_TYPES + 2))))
