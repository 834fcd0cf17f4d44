"""What SimS, GBA-D, GSA-Spec and the greedy variants share: larger instances, limits, parameters."""

from __future__ import annotations

import doctest
import importlib
import random
from fractions import Fraction

import pytest

from ratiolab.algorithms import make, parse
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.instance import Instance
from ratiolab.schedule import verify
from tests.algorithms.agreement import agree, starts
from tests.references.gba_d import gba_d
from tests.references.greedy import by_length, by_volume, serve
from tests.references.gsa_spec import gsa_spec
from tests.references.lockstep import sims
from tests.strategies import random_instance

VARIANTS = ["sims", "mc-sf:skip=yes", "svf", "svf-peak", "sorted-f", "gba-d", "gsa-spec", "gsa-spec:beta=8"]


@pytest.mark.slow
def test_larger_instances() -> None:
    """The same agreement with up to 60 jobs and 200 tokens."""
    rng = random.Random(200)
    for _ in range(8):
        memory, prompt, n = rng.randint(100, 200), rng.randint(0, 40), rng.randint(30, 60)
        responses = [rng.randint(1, rng.choice([5, 30, memory - prompt])) for _ in range(n)]
        order = rng.sample(range(n), n)
        shared = Instance.common(memory, prompt, responses, order)
        mixed = Instance(memory, [rng.randint(0, (memory - o) // 2) for o in responses], responses, order)
        agree("gba-d", shared, gba_d(memory, prompt, responses, order))
        agree("sims", shared, sims(memory, prompt, responses, order))
        agree("gsa-spec:alpha=2", shared, gsa_spec(memory, prompt, responses, order, Fraction(2)))
        agree("gsa-spec:beta=8", shared, gsa_spec(memory, prompt, responses, order, Fraction(2), 8))
        prompts = mixed.prompts.tolist()
        shortest, smallest = by_length(responses, order), by_volume(prompts, responses, order)
        agree("mc-sf:skip=yes", mixed, serve(memory, prompts, responses, shortest, skip=True))
        agree("svf", mixed, serve(memory, prompts, responses, smallest))
        agree("svf-peak", mixed, serve(memory, prompts, responses, smallest, by_peaks=True))


@pytest.mark.slow
def test_same_as_mc_sf_with_a_common_prompt() -> None:
    """With a common prompt skipping, volumes and Sorted-F's sets all lead to the schedule of MC-SF."""
    rng = random.Random(5)
    for _ in range(300):
        instance = random_instance(rng)
        stop = starts("mc-sf", instance)
        assert starts("mc-sf:skip=yes", instance) == stop
        assert starts("svf", instance) == stop
        assert starts("sorted-f", instance) == stop


@pytest.mark.parametrize("text", VARIANTS)
def test_long_jobs_take_no_longer(text: str) -> None:
    """Cost follows events: jobs of 2**40 rounds are scheduled as fast as short ones, and correctly."""
    size = 2**40
    lengths = [size // 3, 5, size // 7, size // 2, 1, size, size // 2 + 1, 77]
    instance = Instance.common(size + size // 2, size // 5, lengths)
    algorithm = parse(text)
    judged = verify(instance, algorithm.schedule(instance))
    assert algorithm.cost(instance).flow_time == judged.flow_time


@pytest.mark.parametrize("text", [t for t in VARIANTS if t != "sims"])
def test_overflow_is_refused(text: str) -> None:
    """Totals beyond 64 bits are refused, not wrapped."""
    instance = Instance.common(2**60, 0, [2**60 - 1] * 20)
    for run in (parse(text).cost, parse(text).schedule):
        with pytest.raises(OverflowRefused, match="do not fit 64 bits"):
            run(instance)


@pytest.mark.parametrize("text", ["sims", "gba-d", "gsa-spec"])
def test_common_prompt_needed(text: str) -> None:
    """Algorithms for a common prompt say which jobs differ."""
    with pytest.raises(InputError, match="one common prompt: job 0 has 1 and job 1 has 2"):
        parse(text).cost(Instance(10, [1, 2], [3, 3]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mc-sf:skip=maybe", "must be yes or no"),
        ("gsa-spec:beta=1/2", "at least 1"),
        ("gsa-spec:beta=two", "exact number"),
        ("gsa-spec:alpha=1", "above 1"),
        ("svf:alpha=2", "no parameter"),
    ],
)
def test_bad_parameters(text: str, message: str) -> None:
    """Parameters out of range are refused with the range."""
    with pytest.raises(InputError, match=message):
        parse(text)


@pytest.mark.parametrize("text", VARIANTS)
def test_parameters_make_the_same_algorithm(text: str) -> None:
    """An algorithm can be made again from its name and parameters."""
    algorithm = parse(text)
    again = make(algorithm.name, **algorithm.parameters)
    assert again.label == algorithm.label
    instance = Instance.common(30, 3, [4, 9, 1, 4, 20])
    assert again.cost(instance) == algorithm.cost(instance)


@pytest.mark.parametrize("module", ["sims", "mc_sf", "svf", "svf_peak", "sorted_f", "gba_d", "gsa_spec"])
def test_examples_in_docstrings(module: str) -> None:
    """The examples of each algorithm's docstring give the output shown there."""
    outcome = doctest.testmod(importlib.import_module(f"ratiolab.algorithms.{module}"))
    assert outcome.attempted > 1
    assert outcome.failed == 0
