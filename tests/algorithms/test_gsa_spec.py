"""GSA-Spec: agreement with a reference, slices, never later than GSA, no length known in advance.

The last two are claims that the paper makes without proof; the check of knowledge is also run on
algorithms for which it must fail.
"""

from __future__ import annotations

import random

import pytest

from ratiolab.algorithms import make, parse
from ratiolab.algorithms.gsa_spec import GSASpec
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.schedule import Schedule, verify
from tests.algorithms.agreement import ALPHAS, agree, attempts_of, common
from tests.references.gsa_spec import gsa_spec
from tests.references.model import Attempt
from tests.strategies import random_instance


def decisions(schedule: Schedule, until: int) -> list[Attempt]:
    """Starts and kills up to round `until`, as attempts cut off there; what ended by itself is marked."""
    cut = []
    for job, start, rounds, finished in attempts_of(schedule):
        if start <= until:
            ended = start + rounds <= until
            cut.append((job, start, rounds if ended else until - start, finished and ended))
    return cut


def changed_later(rng: random.Random, text: str, instance: Instance) -> bool:
    """Whether decisions up to some round change with the lengths of jobs that complete after it."""
    schedule = parse(text).schedule(instance)
    completions = verify(instance, schedule).completions
    until = rng.randint(0, int(completions.max()))
    progress = [0] * len(instance)
    for job, _, rounds, _ in decisions(schedule, until):
        progress[job] = max(progress[job], rounds)
    prompt = common(instance)[1]
    lengths = [
        o if completions[job] <= until else rng.randint(progress[job] + 1, instance.memory - prompt)
        for job, o in enumerate(instance.responses.tolist())
    ]
    other = parse(text).schedule(Instance.common(instance.memory, prompt, lengths, instance.order))
    return decisions(schedule, until) != decisions(other, until)


@pytest.mark.slow
@pytest.mark.parametrize("alpha", ALPHAS)
def test_gsa_spec(alpha: str) -> None:
    """Speculation on GSA's own slices equals its reference: 250 instances for each of 8 factors."""
    rng = random.Random(f"spec {alpha}")
    for _ in range(250):
        instance = random_instance(rng)
        agree(f"gsa-spec:alpha={alpha}", instance, gsa_spec(*common(instance), ALPHAS[alpha]))


@pytest.mark.slow
def test_gsa_spec_beta() -> None:
    """Speculation on slices beta*alpha**p, capped by the budget, equals its reference."""
    rng = random.Random(64)
    for _ in range(600):
        instance = random_instance(rng)
        alpha, beta = rng.choice(["2", "4/3", "9/4", "11/10"]), rng.choice([1, 2, 5, 16, 64])
        expected = gsa_spec(*common(instance), ALPHAS[alpha], beta)
        agree(f"gsa-spec:alpha={alpha},beta={beta}", instance, expected)


@pytest.mark.slow
@pytest.mark.parametrize("alpha", ALPHAS)
def test_gsa_spec_never_later(alpha: str) -> None:
    """No job completes later than in GSA with the same slices, hence no total is larger."""
    rng = random.Random(f"later {alpha}")
    earlier = 0
    for _ in range(250):
        instance = random_instance(rng)
        with_it = verify(instance, make("gsa-spec", alpha=alpha).schedule(instance))
        without = verify(instance, make("gsa", alpha=alpha).schedule(instance))
        assert (with_it.completions <= without.completions).all()
        earlier += with_it.flow_time < without.flow_time
    assert earlier > 10


def test_first_slice_beyond_the_theorems() -> None:
    """A first slice outside [1, alpha) can cost far more than GSA: long jobs first, few fit at once."""
    instance = Instance.common(256, 96, [160] * 6 + [1] * 194)
    assert parse("gsa-spec").cost(instance).flow_time == 18542
    assert parse("gsa-spec:beta=64").cost(instance).flow_time > 50 * 18542


@pytest.mark.slow
@pytest.mark.parametrize("text", ["gsa-spec", "gsa-spec:alpha=4/3", "gsa-spec:beta=4", "gsa-spec:beta=64"])
def test_gsa_spec_knows_no_lengths(text: str) -> None:
    """Lengths of jobs that complete after round t do not change any decision up to t."""
    rng = random.Random(text)
    for _ in range(400):
        assert not changed_later(rng, text, random_instance(rng))


@pytest.mark.parametrize("text", ["gba-d", "svf", "svf-peak"])
def test_clairvoyant_ones_do(text: str) -> None:
    """The same check notices algorithms that read lengths in advance."""
    rng = random.Random(text)
    assert sum(changed_later(rng, text, random_instance(rng)) for _ in range(200)) > 20


@pytest.mark.parametrize(
    ("alpha", "beta", "slices"),
    [
        ("2", "64", [64, 128, 256, 512, 1000]),
        ("3/2", "5/2", [2, 3, 5, 8, 12, 18, 28, 42, 64, 96, 144, 216, 324, 486, 729, 1000]),
        ("sqrt(2)", "10", [10, 14, 20, 28, 40, 56, 80, 113, 160, 226, 320, 452, 640, 905, 1000]),
        ("2", "sqrt(2)", [1, 2, 5, 11, 22, 45, 90, 181, 362, 724, 1000]),
        ("sqrt(2)", "100*sqrt(2)", [141, 200, 282, 400, 565, 800, 1000]),
        ("2", "5000", [1000]),
    ],
)
def test_slices_of_beta(alpha: str, beta: str, slices: list[int]) -> None:
    """Slices by hand: floors of beta*alpha**p, the last one cut to what a single job may use."""
    instance = Instance.common(1010, 10, [1000] * 2)
    algorithm = make("gsa-spec", alpha=alpha, beta=beta)
    assert isinstance(algorithm, GSASpec)
    schedule = algorithm.schedule(instance)
    base = [rounds for job, _, rounds, _ in attempts_of(schedule) if job == 1]
    assert set(slices) <= set(base)
    assert algorithm._phases(instance)[0] == tuple(slices)


def test_different_roots_are_refused() -> None:
    """alpha and beta with different square roots have no common field."""
    with pytest.raises(InputError, match="one square root"):
        parse("gsa-spec:alpha=sqrt(2),beta=10*sqrt(3)")


@pytest.mark.slow
def test_too_many_slices() -> None:
    """A scaling factor barely above 1 with a first slice of its own is refused, not run for ever."""
    instance = Instance.common(2**40, 0, [2**39])
    with pytest.raises(InputError, match="too close to 1"):
        parse("gsa-spec:alpha=100001/100000,beta=1").cost(instance)
