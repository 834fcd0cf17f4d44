"""The greedy variants, dynamic refill and speculation: agreement, claims, limits.

Agreement is of whole schedules with round-by-round references (tests/references) that share no code with
the product. The claims are those the paper makes without proof; each check is also run on an algorithm
for which it must fail.
"""

from __future__ import annotations

import doctest
import importlib
import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, combinations_with_replacement

import pytest

from ratiolab.algorithms import make, parse
from ratiolab.algorithms.sorted_f import MAX_CELLS
from ratiolab.core.pipeline import largest_parallelism
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.schedule import Schedule, verify
from tests.algorithms.test_agreement import ALPHAS, attempts_of, common, random_instance
from tests.references.gba_d import gba_d
from tests.references.greedy import by_length, by_volume, serve, sorted_f_list
from tests.references.gsa_spec import gsa_spec
from tests.references.lockstep import sims
from tests.references.model import Attempt, cost

VARIANTS = ["sims", "mc-sf:skip=yes", "svf", "svf-peak", "sorted-f", "gba-d", "gsa-spec", "gsa-spec:beta=8"]


def agree(text: str, instance: Instance, expected: list[Attempt]) -> None:
    """Compare schedule, cost, grouped cost and the judge's cost of one algorithm on one instance."""
    algorithm = parse(text)
    schedule = algorithm.schedule(instance)
    told = (
        f"{text}: M={instance.memory} s={instance.prompts.tolist()} "
        f"o={instance.responses.tolist()} order={instance.order.tolist()}"
    )
    assert attempts_of(schedule) == expected, told
    judged = verify(instance, schedule)
    claimed = algorithm.cost(instance)
    numbers = (claimed.flow_time, claimed.makespan, claimed.killed_rounds)
    assert numbers == cost(expected), told
    assert numbers == (judged.flow_time, judged.makespan, judged.killed_rounds), told
    assert algorithm.cost(instance.grouped()) == claimed, told


def own(instance: Instance) -> tuple[int, list[int], list[int], list[int]]:
    """Arguments of the references for a prompt per job."""
    prompts, responses = instance.prompts.tolist(), instance.responses.tolist()
    return instance.memory, prompts, responses, instance.order.tolist()


def starts(text: str, instance: Instance) -> list[int]:
    """First round of each job, for an algorithm that never kills."""
    schedule = parse(text).schedule(instance)
    assert schedule.job.tolist() == list(range(len(instance)))
    return schedule.start.tolist()


@pytest.mark.parametrize("own_prompts", [True, False])
def test_mc_sf_skip(own_prompts: bool) -> None:
    """Skipping past misfits equals its reference, own prompts (2000 instances) and common ones."""
    rng = random.Random(f"skip {own_prompts}")
    for _ in range(2000 if own_prompts else 300):
        instance = random_instance(rng, own_prompts)
        memory, prompts, responses, order = own(instance)
        queue = by_length(responses, order)
        agree("mc-sf:skip=yes", instance, serve(memory, prompts, responses, queue, skip=True))


@pytest.mark.parametrize("name", ["svf", "svf-peak"])
def test_smallest_volume_first(name: str) -> None:
    """SVF and SVF-peak equal their references: 2000 instances with own prompts, 300 with a common one."""
    rng = random.Random(name)
    for case in range(2300):
        instance = random_instance(rng, case < 2000)
        memory, prompts, responses, order = own(instance)
        queue = by_volume(prompts, responses, order)
        agree(name, instance, serve(memory, prompts, responses, queue, by_peaks=name == "svf-peak"))


def test_mc_sf_stop_after_the_change() -> None:
    """Without the option MC-SF still stops at the first misfit, own prompts included."""
    rng = random.Random(1)
    for _ in range(400):
        instance = random_instance(rng, own_prompts=True)
        memory, prompts, responses, order = own(instance)
        agree("mc-sf", instance, serve(memory, prompts, responses, by_length(responses, order)))


def test_sorted_f() -> None:
    """Sorted-F equals its reference, which tries every set, on 2000 instances with own prompts."""
    rng = random.Random(2508)
    done = 0
    while done < 2000:
        instance = random_instance(rng, own_prompts=True)
        if len(instance) <= 9:
            memory, prompts, responses, order = own(instance)
            listed = sorted_f_list(memory, prompts, responses, order)
            agree("sorted-f", instance, serve(memory, prompts, responses, listed))
            done += 1


def test_sorted_f_of_equal_minimisers() -> None:
    """Many jobs of two or three kinds: every tie between sets is broken as stated."""
    rng = random.Random(3)
    for _ in range(300):
        memory = rng.randint(6, 16)
        kinds = [(rng.randint(0, 4), rng.randint(1, 2)) for _ in range(3)]
        jobs = [rng.choice(kinds) for _ in range(8)]
        order = rng.sample(range(8), 8)
        instance = Instance(memory, [s for s, _ in jobs], [o for _, o in jobs], order)
        prompts, responses = instance.prompts.tolist(), instance.responses.tolist()
        listed = sorted_f_list(memory, prompts, responses, order)
        agree("sorted-f", instance, serve(memory, prompts, responses, listed))


def test_sims() -> None:
    """Lockstep batches equal their reference on 2000 instances, unequal lengths included."""
    rng = random.Random(225)
    for _ in range(2000):
        instance = random_instance(rng)
        agree("sims", instance, sims(*common(instance)))


def test_gba_d() -> None:
    """Dynamic refill equals its reference on 2000 instances."""
    rng = random.Random(7)
    for _ in range(2000):
        instance = random_instance(rng)
        agree("gba-d", instance, gba_d(*common(instance)))


@pytest.mark.parametrize("alpha", ALPHAS)
def test_gsa_spec(alpha: str) -> None:
    """Speculation on GSA's own slices equals its reference: 250 instances for each of 8 factors."""
    rng = random.Random(f"spec {alpha}")
    for _ in range(250):
        instance = random_instance(rng)
        agree(f"gsa-spec:alpha={alpha}", instance, gsa_spec(*common(instance), ALPHAS[alpha]))


def test_gsa_spec_beta() -> None:
    """Speculation on slices beta*alpha**p, capped by the budget, equals its reference."""
    rng = random.Random(64)
    for _ in range(600):
        instance = random_instance(rng)
        alpha, beta = rng.choice(["2", "4/3", "9/4", "11/10"]), rng.choice([1, 2, 5, 16, 64])
        expected = gsa_spec(*common(instance), ALPHAS[alpha], beta)
        agree(f"gsa-spec:alpha={alpha},beta={beta}", instance, expected)


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


def test_reference_values_of_sims() -> None:
    """15 identical jobs of 5 tokens in 15: SimS 225, as MC-SF; each batch holds 3 jobs."""
    instance = Instance.common(15, 0, [5] * 15)
    assert parse("sims").cost(instance).flow_time == parse("mc-sf").cost(instance).flow_time == 225
    assert starts("sims", instance) == [i // 3 * 5 for i in range(15)]


def test_lower_bound_family_of_sims() -> None:
    """On the published family SimS costs 2.9400 times a schedule that starts a job every d rounds."""
    o, delta, n = 300, 2, 10_000
    d, memory = o // 3 + delta, 2 * o - 3 * delta + 3
    instance = Instance.common(memory, 0, [o] * n)
    staggered = verify(instance, Schedule.of_starts([i * d for i in range(n)], instance))
    ratio = Fraction(parse("sims").cost(instance).flow_time, staggered.flow_time)
    assert f"{float(ratio):.4f}" == "2.9400"


@pytest.mark.parametrize("count", [1, 10**6, 10**20])
def test_huge_batches_of_sims(count: int) -> None:
    """Closed forms of SimS for up to 10**20 jobs: batches of 4, the last one possibly short."""
    found = parse("sims").cost(GroupedInstance(40, [JobType(3, 7, count)]))
    full, rest = divmod(count, 4)
    assert found.flow_time == 7 * count + 7 * (4 * (full * (full - 1) // 2) + rest * full)
    assert found.makespan == -(-count // 4) * 7


def test_same_as_mc_sf_with_a_common_prompt() -> None:
    """With a common prompt skipping, volumes and Sorted-F's sets all lead to the schedule of MC-SF."""
    rng = random.Random(5)
    for _ in range(300):
        instance = random_instance(rng)
        stop = starts("mc-sf", instance)
        assert starts("mc-sf:skip=yes", instance) == stop
        assert starts("svf", instance) == stop
        assert starts("sorted-f", instance) == stop


def test_skipping_differs_from_stopping() -> None:
    """With own prompts skipping is another algorithm: neither rule is always better."""
    rng = random.Random(6)
    better = worse = 0
    for _ in range(400):
        instance = random_instance(rng, own_prompts=True)
        skip, stop = (parse(t).cost(instance).flow_time for t in ("mc-sf:skip=yes", "mc-sf"))
        better, worse = better + (skip < stop), worse + (skip > stop)
    assert better > 20
    assert worse > 20


# GBA-D never delays a job relative to GBA.


def batched(lengths: Sequence[int], slices: Sequence[int], memory: int, prompt: int) -> list[int]:
    """Start rounds of batching by any slices, each class in ascending length: GBA if they are geometric."""
    found: list[int] = []
    base = 0
    for p, tau in enumerate(slices):
        members = [o for o in lengths if o <= tau and (p == 0 or o > slices[p - 1])]
        if members:
            k = largest_parallelism(tau, prompt, memory)
            found += [base + i * tau // k for i in range(len(members))]
            base = found[-1] + tau
    return found


def delayed(found: list[int], instance: Instance, slices: Sequence[int]) -> bool:
    """Whether some job starts later than with batching by these slices; lengths ascend."""
    assert instance.common_prompt is not None
    others = batched(instance.responses.tolist(), slices, instance.memory, instance.common_prompt)
    return any(a > b for a, b in zip(found, others, strict=True))


def test_batched_is_gba() -> None:
    """The batching that the claim is checked against is GBA when the slices are GBA's."""
    rng = random.Random(9)
    for _ in range(100):
        instance = random_instance(rng)
        lengths = sorted(instance.responses.tolist())
        ascending = Instance.common(instance.memory, common(instance)[1], lengths)
        alpha = Fraction(rng.choice(["4/3", "2", "5/2"]))
        span = instance.memory - common(instance)[1]
        slices = [int(span / alpha**p) for p in range(64) if span / alpha**p >= 1][::-1]
        found = batched(lengths, slices, instance.memory, common(instance)[1])
        assert found == starts(f"gba:alpha={alpha}", ascending)


def test_gba_d_never_delays_small() -> None:
    """Every instance with at most 4 jobs and 6 tokens, against every set of slices there is."""
    for memory in range(1, 7):
        for prompt in range(memory):
            span = memory - prompt
            for n in range(1, 5):
                for lengths in combinations_with_replacement(range(1, span + 1), n):
                    instance = Instance.common(memory, prompt, lengths)
                    found = starts("gba-d", instance)
                    for size in range(span):
                        for inner in combinations(range(1, span), size):
                            assert not delayed(found, instance, [*inner, span]), (memory, prompt, lengths)


def structured_lengths(rng: random.Random, span: int) -> list[int]:
    """Ascending lengths: close together, stairs, two or three kinds, or mostly short."""
    n = rng.randint(1, 60)
    high = rng.randint(1, min(span, rng.choice([5, 10, max(1, span // 2), span])))
    low = max(1, high - rng.choice([0, 1, 2, 4, 10, high]))
    width = rng.randint(1, 3)
    shape = rng.randrange(4)
    if shape == 0:
        return sorted(rng.randint(low, high) for _ in range(n))
    if shape == 1:
        return [min(high, low + i // width) for i in range(n)]
    if shape == 2:
        return sorted(rng.choice([low, high, (low + high) // 2]) for _ in range(n))
    return sorted(max(1, int(high * rng.random() ** 3)) for _ in range(n))


def structured_cases(seed: int, cases: int) -> list[tuple[Instance, list[int]]]:
    """Larger instances, each with slices: geometric ones, or only the longest length."""
    rng = random.Random(seed)
    found = []
    for _ in range(cases):
        memory = rng.randint(2, rng.choice([30, 60, 150, 300, 1000]))
        prompt = rng.choice([0, rng.randint(0, memory - 1) // 8, rng.randint(0, memory - 1)])
        lengths = structured_lengths(rng, memory - prompt)
        alpha = Fraction(rng.randint(105, 600), 100)
        slices = [lengths[-1]]
        if rng.random() < 0.7:
            slices = [memory - prompt]
            while slices[0] / alpha >= 1:
                slices.insert(0, int(slices[0] / alpha))
        found.append((Instance.common(memory, prompt, lengths), slices))
    return found


def test_gba_d_never_delays_structured() -> None:
    """No job starts later than with batching on 2500 structured instances of up to 60 jobs."""
    for instance, slices in structured_cases(601, 2500):
        told = (instance.memory, instance.common_prompt, instance.responses.tolist(), slices)
        assert not delayed(starts("gba-d", instance), instance, slices), told


def test_mc_sf_does_delay() -> None:
    """The same check finds delays in MC-SF, which starts as many jobs at once as it can."""
    cases = structured_cases(601, 400)
    assert sum(delayed(starts("mc-sf", instance), instance, slices) for instance, slices in cases) > 10


@pytest.mark.parametrize("alpha", ["4/3", "2"])
def test_gba_d_total(alpha: str) -> None:
    """In any order of the jobs GBA-D's flow time is at most GBA's."""
    rng = random.Random(f"total {alpha}")
    for _ in range(400):
        instance = random_instance(rng)
        assert parse("gba-d").cost(instance).flow_time <= make("gba", alpha=alpha).cost(instance).flow_time


# GSA-Spec never ends later than GSA.


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


# Limits.


def test_areas_beyond_64_bits() -> None:
    """Volumes that differ by little are told apart where they do not fit 64 bits: jobs run one by one."""
    half = 2**59
    jobs = [(half, half), (half - 2, half + 1), (half // 2, half)]  # the last equals the first modulo 2**64
    instance = Instance(2**60, [s for s, _ in jobs], [o for _, o in jobs])
    volumes = [s * o + o * (o + 1) // 2 for s, o in jobs]
    served = sorted(range(3), key=volumes.__getitem__)
    assert served == [2, 1, 0]
    assert sorted(range(3), key=starts("svf-peak", instance).__getitem__) == served
    assert sorted(range(3), key=starts("svf", instance).__getitem__) == served


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


def test_overflow_of_sims() -> None:
    """SimS has exact costs of any size and refuses only a schedule whose rounds do not fit."""
    instance = Instance.common(2**60, 0, [2**60 - 1] * 20)
    assert parse("sims").cost(instance).flow_time == (2**60 - 1) * 210
    with pytest.raises(OverflowRefused, match="sims"):
        parse("sims").schedule(instance)


def test_sorted_f_refuses_large_tables() -> None:
    """The exact choice has a limit, named with the sizes; a common prompt has none."""
    n = 3000
    mixed = Instance(1000, [i % 7 for i in range(n)], [1 + i % 5 for i in range(n)])
    with pytest.raises(InputError, match=rf"table of 3000 x .*more than {MAX_CELLS}.*common prompt"):
        parse("sorted-f").cost(mixed)
    shared = Instance.common(1000, 7, [1 + i % 5 for i in range(n)])
    assert parse("sorted-f").cost(shared) == parse("mc-sf").cost(shared)


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
    schedule = make("gsa-spec", alpha=alpha, beta=beta).schedule(instance)
    base = [rounds for job, _, rounds, _ in attempts_of(schedule) if job == 1]
    assert set(slices) <= set(base)
    assert make("gsa-spec", alpha=alpha, beta=beta)._phases(instance)[0] == tuple(slices)


def test_different_roots_are_refused() -> None:
    """alpha and beta with different square roots have no common field."""
    with pytest.raises(InputError, match="one square root"):
        parse("gsa-spec:alpha=sqrt(2),beta=10*sqrt(3)")


def test_too_many_slices() -> None:
    """A scaling factor barely above 1 with a first slice of its own is refused, not run for ever."""
    instance = Instance.common(2**40, 0, [2**39])
    with pytest.raises(InputError, match="too close to 1"):
        parse("gsa-spec:alpha=100001/100000,beta=1").cost(instance)


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
