"""Lengths that are not known change nothing before a completion; the long-job trap; outside the model."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from ratiolab.algorithms import make, parse
from ratiolab.algorithms.vllm_keep import Segments, VLLMKeep
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.measure.comparison import compare
from ratiolab.ratios import Standing
from tests.algorithms.agreement import attempts_of
from tests.cli.command import Command
from tests.references.model import Attempt
from tests.strategies import colliding_instance


def decisions_before(made: list[Attempt], limit: int) -> set[tuple[str, int, int]]:
    """Starts and kills in rounds before `limit`."""
    starts = {("start", job, start) for job, start, _, _ in made if start < limit}
    kills = {("kill", job, start + r) for job, start, r, done in made if not done and start + r < limit}
    return starts | kills


def unseen_lengths_matter(algorithm: Any, rng: random.Random, tries: int) -> bool:
    """Change lengths at random and tell whether a decision before the first changed completion differs."""
    for _ in range(tries):
        instance = colliding_instance(rng, own_prompts=False)
        room = instance.memory - int(instance.prompts[0])
        responses = instance.responses.copy()
        changed = rng.sample(range(len(instance)), rng.randint(1, len(instance)))
        for job in changed:
            responses[job] = rng.randint(1, room)
        other = Instance(instance.memory, instance.prompts, responses, instance.order)
        one, two = attempts_of(algorithm.schedule(instance)), attempts_of(algorithm.schedule(other))
        done, redone = (
            {job: start + r for job, start, r, finished in made if finished} for made in (one, two)
        )
        first = min(
            [min(done[job], redone[job]) for job in done if done[job] != redone[job]],
            default=max(done.values()),
        )
        if decisions_before(one, first) != decisions_before(two, first):
            return True
    return False


@pytest.mark.parametrize(
    "text",
    [
        "vllm-kill",
        "a-min",
        "a-min:estimate=next",
        "a-min:kill=remaining",
        "a-max",
        "a-max:upper=60",
        "gsa:alpha=2",
    ],
)
def test_lengths_are_not_known(text: str) -> None:
    """Lengths of unfinished jobs change no start and no kill before the first completion they change."""
    assert not unseen_lengths_matter(parse(text), random.Random(text), 400)


def events_before(first: int, segments: Segments) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Starts and ends of segments, as (job, round), before a round."""
    starts = zip(segments.job.tolist(), segments.start.tolist(), strict=True)
    ends = zip(segments.job.tolist(), (segments.start + segments.rounds).tolist(), strict=True)
    return {event for event in starts if event[1] < first}, {event for event in ends if event[1] < first}


@pytest.mark.parametrize("name", ["mc-sf", "gba"])
def test_known_lengths_are_noticed(name: str) -> None:
    """The test of non-clairvoyance fails for algorithms that do read lengths."""
    assert unseen_lengths_matter(make(name), random.Random(1), 50)


def test_keeping_tokens_does_not_need_lengths() -> None:
    """vLLM-keep: segments that end before the first changed completion are the same, and all starts."""
    rng = random.Random(2)
    for _ in range(400):
        instance = colliding_instance(rng, own_prompts=False)
        room = instance.memory - int(instance.prompts[0])
        responses = [rng.choice([o, rng.randint(1, room)]) for o in instance.responses.tolist()]
        other = Instance(instance.memory, instance.prompts, responses, instance.order)
        one, two = (VLLMKeep().segments(i) for i in (instance, other))
        ends = []
        for made in (one, two):
            done = np.zeros(len(instance), dtype=np.int64)
            np.maximum.at(done, made.job, made.start + made.rounds)
            ends.append(done)
        different = ends[0] != ends[1]
        first = int(np.minimum(*ends)[different].min()) if different.any() else int(ends[0].max())
        assert events_before(first, one) == events_before(first, two)


def trap_ratio(text: str, n: int, level: int) -> Fraction:
    """Exact expected ratio on the long-job trap in random order: the mean over the long job's places."""
    s = 2**level
    optimum = n * (n + 1) // 2 + s - 1
    algorithm = parse(text)
    total = 0
    for place in range(n):
        responses = [1] * n
        responses[place] = s
        total += algorithm.cost(Instance.common(2 * s, s, responses)).flow_time
    return Fraction(total, n * optimum)


@pytest.mark.parametrize("text", ["vllm-kill", "a-min", "a-min:kill=remaining", "a-max"])
def test_long_job_trap_is_linear(text: str) -> None:
    """In random order nothing is ever evicted: the known expected flow time, half of n times the optimum."""
    for n in (8, 16, 32, 64):
        level = 16
        expected = Fraction(n + 1, 2) * (n + 2**level - 1) / (n * (n + 1) // 2 + 2**level - 1)
        assert trap_ratio(text, n, level) == expected
        assert Fraction(9, 10) * Fraction(n, 2) < expected < Fraction(n + 1, 2)


def test_long_job_trap_does_not_catch_gsa() -> None:
    """GSA stays under 3 where the others grow with n."""
    for n in (8, 16, 32, 64):
        assert trap_ratio("gsa:alpha=2", n, 16) < 3


def test_keep_is_outside_the_model(capsys: pytest.CaptureFixture[str]) -> None:
    """vllm-keep has no schedule, is measured but never verified, and the command says why."""
    instance = Instance.common(256, 0, [100] * 6 + [1] * 194)
    with pytest.raises(InputError, match="keeps the progress"):
        VLLMKeep().schedule(instance)
    measured = compare(instance, [make("vllm-keep"), make("vllm-kill")]).measurements
    assert [m.verified for m in measured] == [False, True]
    assert measured[0].standing is Standing.NO_BOUND
    outcome = Command(capsys)(
        "ratio", "--alg", "vllm-keep", "--alg", "a-min", "--lengths", "100x6,1x194", "-M", "256", "-s", "0"
    )
    assert outcome.code == 0
    assert outcome.out.count("outside the model: vllm-keep") == 1


@pytest.mark.slow
def test_keep_may_beat_the_optimum_of_the_model() -> None:
    """A run outside the model below the best schedule is reported, not taken for a contradiction."""
    rng = random.Random(9)
    below = 0
    for _ in range(300):
        instance = colliding_instance(rng, own_prompts=False)
        comparison = compare(instance, [make("vllm-keep")])
        lower = comparison.measurements[0].ratio.lower
        assert lower is not None
        below += lower < 1
    assert below > 0
