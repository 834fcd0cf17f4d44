"""The plain-integer schedules the counting facts are checked on, against the simulators and known values."""

import random

from proofs.greedy.checks import Waits, batches_match, one_at_a_time, starts_obey_rules
from proofs.greedy.schedules import ascending_areas, look_ahead_starts, overfull_rounds, peak_starts, usage
from ratiolab.algorithms.mc_sf import MCSF
from ratiolab.instance import Instance


def test_reference_values() -> None:
    """Fifteen jobs of 5 at M = 15 take 225 in all, in lockstep batches of three."""
    starts = look_ahead_starts((0,) * 15, (5,) * 15, 15)
    assert starts == tuple(5 * (i // 3) for i in range(15))
    assert sum(starts) + 75 == 225
    assert peak_starts((0,) * 15, (5,) * 15, 15) == starts


def test_agrees_with_the_simulator() -> None:
    """On random instances MC-SF's total is the simulator's."""
    source = random.Random(5)
    for _ in range(200):
        memory = source.randint(2, 40)
        prompt = source.randint(0, memory - 1)
        lengths = sorted(source.randint(1, memory - prompt) for _ in range(source.randint(1, 12)))
        starts = look_ahead_starts((prompt,) * len(lengths), lengths, memory)
        instance = Instance.common(memory=memory, prompt=prompt, responses=lengths)
        assert sum(starts) + sum(lengths) == MCSF().cost(instance).flow_time


def test_usage_and_overfull_rounds() -> None:
    """Two jobs of 3 at prompt 1: one round apart they need 4 + 3 tokens in round 2."""
    assert usage((1, 1), (3, 3), (0, 1)) == [2, 5, 7, 4]
    assert usage((1, 1), (3, 3), (0,)) == [2, 3, 4]
    assert overfull_rounds([2, 3, 4], 1, 3, 6, 1) == [2]
    assert overfull_rounds([2, 3, 4], 1, 3, 6, 2) == []
    assert overfull_rounds([2, 3, 4], 1, 3, 3, 9) == [11]


def test_wrong_round_is_noticed() -> None:
    """A round that was not full, taken for one that was, breaks the structure."""
    lengths, memory = (2, 3, 3), 5
    starts = look_ahead_starts((0,) * 3, lengths, memory)
    good = Waits(0, lengths, memory, starts, latest=False)
    assert good.structure_holds()
    assert all(good.charges_hold(j) for j in range(3))
    good.delays[max(good.rounds)] += 1
    assert not good.structure_holds()


def test_cells() -> None:
    """Single cells of the boxes, and jobs by ascending area with ties in both orders."""
    assert starts_obey_rules(3, 5, 1)
    assert batches_match(3, 2, 2, 3)
    assert one_at_a_time(4, 5, 1)
    jobs = list(ascending_areas(2, 2))
    assert ((0, 1), (0, 1)) in jobs
    assert all(prompt + length <= 2 for pair in jobs for prompt, length in pair)
