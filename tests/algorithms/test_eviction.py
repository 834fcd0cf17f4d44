"""vLLM-kill, vLLM-keep, A-Min and A-Max: agreement with slow references, runs by hand, parameters."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from ratiolab.algorithms import a_min as a_min_module
from ratiolab.algorithms import make, parse
from ratiolab.algorithms.vllm_keep import Segments, VLLMKeep, check_segments
from ratiolab.core.splitmix import draw_below
from ratiolab.errors import InputError, OverflowRefused, ScheduleError
from ratiolab.instance import Instance
from tests.algorithms.agreement import agree, attempts_of, own
from tests.references.a_max import a_max
from tests.references.a_min import Standstill, a_min, pick, random_integers
from tests.references.vllm_keep import vllm_keep
from tests.references.vllm_kill import vllm_kill
from tests.strategies import colliding_instance

#: Instances per algorithm and kind of prompts: 2 x 1100 for each.
ROUNDS = 1100
#: For each of the four kinds of A-Min, once more twice: 4000 in all.
A_MIN_ROUNDS = 500

A_MIN = [(kill, estimate) for kill in ("estimate", "remaining") for estimate in ("reached", "next")]


@pytest.mark.slow
@pytest.mark.parametrize("own_prompts", [False, True])
def test_vllm_kill(own_prompts: bool) -> None:
    """vLLM-kill equals its round-by-round reference attempt by attempt, and evicts often enough to count."""
    rng = random.Random(4500 + own_prompts)
    kills = 0
    for _ in range(ROUNDS):
        instance = colliding_instance(rng, own_prompts)
        expected = vllm_kill(*own(instance))
        agree(make("vllm-kill"), instance, expected)
        kills += len(expected) - len(instance)
    assert kills > ROUNDS


@pytest.mark.slow
@pytest.mark.parametrize("own_prompts", [False, True])
def test_vllm_keep(own_prompts: bool) -> None:
    """vLLM-keep equals its reference segment by segment; the check of segments agrees with it."""
    rng = random.Random(4600 + own_prompts)
    resumed = 0
    for _ in range(ROUNDS):
        instance = colliding_instance(rng, own_prompts)
        expected, completions, usage = vllm_keep(*own(instance))
        algorithm = VLLMKeep()
        segments = algorithm.segments(instance)
        columns = (segments.job, segments.start, segments.rounds, segments.kept)
        assert sorted(zip(*(c.tolist() for c in columns), strict=True)) == expected, own(instance)
        claimed = algorithm.cost(instance)
        assert (claimed.flow_time, claimed.makespan) == (sum(completions), max(completions))
        assert max(usage) <= instance.memory
        assert check_segments(instance, segments) == claimed == algorithm.cost(instance.grouped())
        resumed += len(expected) - len(instance)
    assert resumed > ROUNDS


@pytest.mark.slow
@pytest.mark.parametrize("own_prompts", [False, True])
@pytest.mark.parametrize(("kill", "estimate"), A_MIN)
def test_a_min(kill: str, estimate: str, own_prompts: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A-Min equals its reference for both keys and both estimates, standstills included."""
    monkeypatch.setattr(a_min_module, "PATIENCE", 5000)
    rng = random.Random(f"{kill} {estimate} {own_prompts}")
    kills = standstills = 0
    for _ in range(A_MIN_ROUNDS):
        instance = colliding_instance(rng, own_prompts)
        seed = rng.choice([0, 1, rng.randrange(2**63)])
        lower = rng.choice([1, 1, rng.randint(1, int(instance.responses.min()))])
        algorithm = make("a-min", kill=kill, estimate=estimate, lower=str(lower), seed=str(seed))
        try:
            expected = a_min(*own(instance), kill=kill, estimate=estimate, lower=lower, seed=seed)
        except Standstill:
            standstills += 1
            with pytest.raises(InputError, match="oust one another"):
                algorithm.cost(instance)
            continue
        agree(algorithm, instance, expected)
        kills += len(expected) - len(instance)
    assert kills > A_MIN_ROUNDS
    assert (standstills > 0) == ((kill, estimate) == ("remaining", "reached"))


@pytest.mark.slow
@pytest.mark.parametrize("own_prompts", [False, True])
def test_a_max(own_prompts: bool) -> None:
    """A-Max equals its reference, which looks at every future round, and kills nobody."""
    rng = random.Random(4700 + own_prompts)
    together = 0
    for _ in range(ROUNDS):
        instance = colliding_instance(rng, own_prompts)
        longest = int(instance.responses.max())
        upper = rng.choice([None, longest, longest, rng.randint(longest, instance.memory + 1)])
        algorithm = make("a-max") if upper is None else make("a-max", upper=str(upper))
        expected = a_max(*own(instance), upper)
        agree(algorithm, instance, expected)
        assert all(finished for *_, finished in expected)
        together += len({start for _, start, *_ in expected}) < len(expected)
    assert together > ROUNDS // 6


@pytest.mark.slow
def test_larger_instances() -> None:
    """The same agreement with up to 80 jobs in up to 200 tokens."""
    rng = random.Random(4800)
    for _ in range(8):
        memory, n = rng.randint(60, 200), rng.randint(30, 80)
        prompt = rng.choice([0, 3, 20])
        responses = [rng.randint(1, rng.choice([5, 30, memory - prompt])) for _ in range(n)]
        instance = Instance.common(memory, prompt, responses, rng.sample(range(n), n))
        agree(make("vllm-kill"), instance, vllm_kill(*own(instance)))
        upper = max(responses)
        agree(make("a-max", upper=str(upper)), instance, a_max(*own(instance), upper))
        for kill, estimate in (("estimate", "reached"), ("estimate", "next"), ("remaining", "next")):
            expected = a_min(*own(instance), kill=kill, estimate=estimate)
            agree(make("a-min", kill=kill, estimate=estimate), instance, expected)


def test_generator() -> None:
    """The compiled generator has the published first output of seed 1234567 and equals its twin."""
    assert next(random_integers(1234567)) == 6457827717110365317
    rng = random.Random(64)
    for _ in range(200):
        seed = rng.randrange(2**63)
        source, state = random_integers(seed), np.uint64(seed)
        for count in (1, 2, 3, 7, 10**6, 2**62 + 1, 2**63 - 1):
            state, value = draw_below(np.uint64(state), count)
            assert value == pick(source, count) < count


def test_ties_are_uniform_and_reproducible() -> None:
    """Of three equal jobs that overflow together each is the victim in a third of the seeds."""
    instance = Instance.common(5, 0, [3, 3, 3])
    victims = [0, 0, 0]
    for seed in range(600):
        made = attempts_of(parse(f"a-min:seed={seed}").schedule(instance))
        assert made == attempts_of(parse(f"a-min:seed={seed}").schedule(instance))
        victims[next(job for job, start, rounds, _ in made if (start, rounds) == (0, 1))] += 1
    assert min(victims) > 150


def changed(segments: Segments, **columns: list[int]) -> Segments:
    """Segments with some columns replaced."""
    return dataclasses.replace(segments, **{k: np.array(v, dtype=np.int64) for k, v in columns.items()})


def test_check_of_segments_finds_every_fault() -> None:
    """Overlap, wrong tokens kept, too few rounds and an overflow are each refused by name."""
    instance = Instance.common(7, 0, [4, 4])
    good = VLLMKeep().segments(instance)
    assert (good.job.tolist(), good.start.tolist()) == ([1, 0, 1], [0, 0, 4])
    assert (good.rounds.tolist(), good.kept.tolist()) == ([3, 4, 1], [0, 0, 3])
    assert check_segments(instance, good).flow_time == 9
    faults = [
        (changed(good, start=[0, 0, 2]), "while it runs until 3"),
        (changed(good, kept=[0, 0, 2]), "it has decoded 3"),
        (changed(good, rounds=[3, 3, 1]), "its response length is 4"),
        (changed(good, start=[0, 0, 3]), "round 3 holds 8 tokens"),
        (changed(good, job=[1, 2, 1]), "no job of the instance"),
        (changed(good, start=[-1, 0, 4]), "before round 0"),
        (changed(good, start=[0, 0]), "differ in length"),
    ]
    for bad, told in faults:
        with pytest.raises(ScheduleError, match=told):
            check_segments(instance, bad)


def test_known_runs() -> None:
    """Hand-made: two jobs of 4 in 7 tokens collide in round 3; the second restarts when the first is done."""
    instance = Instance.common(7, 0, [4, 4])
    assert attempts_of(make("vllm-kill").schedule(instance)) == [
        (0, 0, 4, True),
        (1, 0, 3, False),
        (1, 4, 4, True),
    ]
    # Upper ends of 7 leave room for one job at a time.
    assert attempts_of(make("a-max").schedule(instance)) == [(0, 0, 4, True), (1, 4, 4, True)]
    # With ends of 5 the second may begin in round 3: at round 4 they would hold 5 + 2.
    assert attempts_of(make("a-max", upper="5").schedule(instance)) == [(0, 0, 4, True), (1, 3, 4, True)]


def test_no_look_ahead_and_no_admission_after_an_eviction() -> None:
    """vLLM admits on ``prompt + 1`` alone, and a round that evicts admits nobody, though one would fit.

    M = 6, s = 0: jobs 0 and 1 hold 3 + 3 in round 2 and 4 + 4 in round 3. Job 1 goes; 4 tokens are held
    and job 1 would fit at once, but comes back in round 4 only.
    """
    made = attempts_of(make("vllm-kill").schedule(Instance.common(6, 0, [6, 6])))
    assert made[:3] == [(0, 0, 6, True), (1, 0, 3, False), (1, 4, 1, False)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a-min:kill=longest", "use estimate or remaining"),
        ("a-min:estimate=mean", "use reached or next"),
        ("a-min:seed=-1", "at least 0"),
        ("a-min:seed=x", "must be an integer"),
        ("a-min:lower=0", "at least 1"),
        ("a-max:upper=0", "at least 1"),
        ("a-max:upper=1.5", "must be an integer"),
        ("vllm-kill:seed=1", "no parameter"),
    ],
)
def test_bad_parameters(text: str, told: str) -> None:
    """A parameter out of range is refused with what would be right."""
    with pytest.raises(InputError, match=told):
        parse(text)


def test_intervals_must_hold() -> None:
    """A lower end above a length, or an upper end below one, names the job."""
    instance = Instance.common(20, 0, [4, 3, 9])
    with pytest.raises(InputError, match="lower=4 is above the response length 3 of job 1"):
        make("a-min", lower="4").cost(instance)
    with pytest.raises(InputError, match="upper=8 is below the response length 9 of job 2"):
        make("a-max", upper="8").schedule(instance)


@pytest.mark.parametrize("text", ["vllm-kill", "vllm-keep", "a-min", "a-min:kill=remaining", "a-max"])
def test_64_bits(text: str) -> None:
    """Huge lengths are exact where they fit and refused where a total could wrap."""
    algorithm = parse(text)
    big = 2**59
    # One after the other: 2**59 and 2**60 are the completions.
    assert algorithm.cost(Instance.common(2**60, big, [big, big])).flow_time == 3 * 2**59
    with pytest.raises(OverflowRefused):
        algorithm.cost(Instance.common(2**60, big, [big] * 40))
    # Eight jobs of 2**58, one at a time: every round fits, the flow time of 36 * 2**58 does not.
    with pytest.raises(OverflowRefused):
        algorithm.cost(Instance.common(2**60, 3 * 2**58, [2**58] * 8))


def test_exact_at_large_numbers() -> None:
    """Times and memory multiplied by the same large factor leave the structure of a run in place.

    Two jobs of o in M = 2o - 1, no prompt: they collide when each would hold o, so the first ends at o and
    the second runs from there, whatever the size of o.
    """
    for o in (10, 10**6, 2**58):
        made = attempts_of(make("vllm-kill").schedule(Instance.common(2 * o - 1, 0, [o, o])))
        assert made == [(0, 0, o, True), (1, 0, o - 1, False), (1, o, o, True)]
        segments = VLLMKeep().segments(Instance.common(2 * o - 1, 0, [o, o]))
        assert segments.kept.tolist() == [0, 0, o - 1]
        estimated = attempts_of(make("a-min").schedule(Instance.common(2 * o - 1, 0, [o, o])))
        assert sorted(a[1:] for a in estimated)[:2] == [(0, o - 1, False), (0, o, True)]
