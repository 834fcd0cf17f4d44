"""Lower bounds: never above the optimum, and equal to their slow per-job sums."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.bounds import BOUNDS, LowerBound, best, lower_bounds, lower_bounds_of_types
from ratiolab.bounds.area import area
from ratiolab.bounds.completion import completion
from ratiolab.bounds.length import length
from ratiolab.bounds.linear_program import linear_program_bound
from ratiolab.bounds.mean_busy_time import mean_busy_time
from ratiolab.certificates.checker import check
from ratiolab.certificates.document import FORMAT, VERSION, CertificateError
from ratiolab.certificates.prices import Prices
from ratiolab.instance import GroupedInstance, Instance, JobType
from tests.references.brute_force import least_flow_time

NAMES = ["length", "area", "mean busy time", "completion"]


def listed(memory: int, jobs: list[tuple[int, int]]) -> Instance:
    """The instance of jobs given as (prompt, response)."""
    return Instance(memory, [s for s, _ in jobs], [o for _, o in jobs])


def areas(jobs: list[tuple[int, int]]) -> list[int]:
    """Area of each job, ascending, summed token by token."""
    return sorted(sum(s + r for r in range(1, o + 1)) for s, o in jobs)


def tail(s: int, o: int) -> Fraction:
    """Completion minus mean busy time of a job, round by round; rounded down to 1/(6 * 2**32)."""
    held = sum((s + r) * (o - r + Fraction(1, 2)) for r in range(1, o + 1))
    fine = 6 * 2**32
    return Fraction(fine * held.numerator // (held.denominator * sum(s + r for r in range(1, o + 1))), fine)


def slow(memory: int, jobs: list[tuple[int, int]]) -> dict[str, Fraction]:
    """Every bound by its sum over single jobs."""
    sizes, lengths, n = areas(jobs), sorted(o for _, o in jobs), len(jobs)
    rounds = [-(-sum(sizes[: j + 1]) // memory) for j in range(n)]
    smith = sum((n - j - Fraction(1, 2)) * sizes[j] for j in range(n)) / Fraction(memory)
    return {
        "length": Fraction(sum(lengths)),
        "area": Fraction(sum(rounds)),
        "mean busy time": smith + sum(tail(s, o) for s, o in jobs),
        "completion": Fraction(sum(max(o, c) for o, c in zip(lengths, rounds, strict=True))),
    }


def tiny(memory: int, most_jobs: int, own_prompts: bool) -> list[list[tuple[int, int]]]:
    """Every multiset of jobs that fit, with a common prompt or with own ones."""
    if own_prompts:
        kinds = [(s, o) for s in range(memory) for o in range(1, memory - s + 1)]
        return [list(c) for n in range(1, most_jobs + 1) for c in combinations_with_replacement(kinds, n)]
    return [
        [(s, o) for o in lengths]
        for s in range(memory)
        for n in range(1, most_jobs + 1)
        for lengths in combinations_with_replacement(range(1, memory - s + 1), n)
    ]


def check_below(memory: int, jobs: list[tuple[int, int]]) -> None:
    """No bound exceeds the brute-force optimum."""
    optimal = least_flow_time(memory, jobs)
    instance = listed(memory, jobs)
    for bound in lower_bounds(instance):
        assert bound.value <= optimal, (bound, memory, jobs)
        assert bound.rounded <= optimal, (bound, memory, jobs)


@pytest.mark.parametrize("memory", range(1, 8))
def test_never_above_the_optimum_common_prompt(memory: int) -> None:
    """All instances with n <= 4, M <= 7 and a common prompt: every bound is a bound."""
    for jobs in tiny(memory, 4, own_prompts=False):
        check_below(memory, jobs)


@pytest.mark.slow
@pytest.mark.parametrize(("memory", "most_jobs"), [(1, 4), (2, 4), (3, 4), (4, 4), (5, 3), (6, 3)])
def test_never_above_the_optimum_own_prompts(memory: int, most_jobs: int) -> None:
    """Whole boxes of instances whose jobs have own prompts: every bound is a bound there too."""
    for jobs in tiny(memory, most_jobs, own_prompts=True):
        check_below(memory, jobs)


@pytest.mark.parametrize("lift", [Fraction(1, 1), Fraction(1, 3)])
@pytest.mark.parametrize("name", NAMES)
def test_the_box_would_notice(name: str, lift: Fraction) -> None:
    """Each bound is attained in the box (after rounding), so a bound too high by a little is caught there."""
    caught = 0
    for memory in range(1, 6):
        for jobs in tiny(memory, 3, own_prompts=False):
            bound = {b.name: b.value for b in lower_bounds(listed(memory, jobs))}
            caught += bound[name] + lift > least_flow_time(memory, jobs)
    assert caught > 0


kinds = st.tuples(st.integers(0, 30), st.integers(1, 40))


@given(st.lists(kinds, min_size=1, max_size=30), st.integers(0, 200))
def test_closed_forms_equal_sums_over_jobs(jobs: list[tuple[int, int]], slack: int) -> None:
    """The closed forms per type give the sums over single jobs, to the last fraction, own prompts too."""
    memory = max(s + o for s, o in jobs) + slack
    instance = listed(memory, jobs)
    assert {bound.name: bound.value for bound in lower_bounds(instance)} == slow(memory, jobs)


@pytest.mark.slow
@given(st.lists(st.tuples(kinds, st.integers(1, 40)), min_size=1, max_size=4), st.integers(0, 60))
def test_grouped_equals_listed(groups: list[tuple[tuple[int, int], int]], slack: int) -> None:
    """Long runs of equal jobs, given as groups or one by one, have the same bounds."""
    memory = max(s + o for (s, o), _ in groups) + slack
    grouped = GroupedInstance(memory, [JobType(s, o, c) for (s, o), c in groups])
    assert lower_bounds(grouped) == lower_bounds(grouped.expand())
    jobs = [kind for kind, c in groups for _ in range(c)]
    assert {bound.name: bound.value for bound in lower_bounds(grouped)} == slow(memory, jobs)


@pytest.mark.slow
@given(st.lists(kinds, min_size=1, max_size=12), st.integers(0, 60), st.randoms())
def test_order_of_jobs_does_not_matter(
    jobs: list[tuple[int, int]], slack: int, shuffler: random.Random
) -> None:
    """A bound on the optimum cannot depend on the order in which an algorithm receives the jobs."""
    memory = max(s + o for s, o in jobs) + slack
    mixed = jobs.copy()
    shuffler.shuffle(mixed)
    one = listed(memory, jobs)
    assert lower_bounds(one) == lower_bounds(listed(memory, mixed))
    types = list(one.types())
    shuffler.shuffle(types)
    assert lower_bounds_of_types(types, memory) == lower_bounds(one)


@pytest.mark.slow
@given(st.lists(kinds, min_size=1, max_size=12), st.integers(0, 60))
def test_completion_dominates(jobs: list[tuple[int, int]], slack: int) -> None:
    """The completion bound is at least the length bound and at least the area bound."""
    memory = max(s + o for s, o in jobs) + slack
    values = {b.name: b.value for b in lower_bounds(listed(memory, jobs))}
    assert values["completion"] >= max(values["length"], values["area"])


def test_attained_where_claimed() -> None:
    """All jobs at once: length = OPT. One token each, one at a time: mean busy time = OPT."""
    at_once = Instance.common(100, 3, [5, 4, 7])
    assert length(at_once.types(), 100).rounded == 16 == least_flow_time(100, [(3, 5), (3, 4), (3, 7)])
    one_by_one = Instance.common(4, 3, [1] * 6)
    assert mean_busy_time(one_by_one.types(), 4).value == 21


def test_values_by_hand() -> None:
    """Areas 1, 3, 6 in a budget of 4: prefix sums 1, 4, 10; completions at least 1, 1, 3."""
    types = Instance.common(4, 0, [3, 1, 2]).types()
    assert area(types, 4).value == 1 + 1 + 3
    assert completion(types, 4).value == 1 + 2 + 3
    smith = Fraction(5, 2) * 1 + Fraction(3, 2) * 3 + Fraction(1, 2) * 6
    assert mean_busy_time(types, 4).value == smith / 4 + Fraction(6, 3) + Fraction(3, 6)


def test_tails_are_exact_without_a_prompt_and_longer_with_one() -> None:
    """The tail is o/3 + 1/6 at least, with equality only without a prompt or at length 1."""
    for s in range(6):
        for o in range(1, 9):
            least = Fraction(o, 3) + Fraction(1, 6)
            plain = mean_busy_time((JobType(s, o, 1),), s + o).value - Fraction(
                JobType(s, o, 1).area, 2 * (s + o)
            )
            assert plain == tail(s, o)
            assert (plain == least) if s == 0 or o == 1 else (plain > least)


@pytest.mark.slow
@pytest.mark.parametrize("prompts", [[0, 0, 0, 0], [3, 1, 0, 4]])
def test_the_checker_accepts_the_certificate_of_every_bound(prompts: list[int]) -> None:
    """Closed form or prices: the kind is one that the checker knows, and it proves the bound again."""
    instance = Instance(12, prompts, [2, 3, 3, 7])
    types = [[kind.prompt, kind.response, kind.count] for kind in instance.types()]
    document = {"format": FORMAT, "version": VERSION, "memory": 12, "types": types}
    for bound in (*lower_bounds(instance), linear_program_bound(instance)):
        proof = json.loads(json.dumps(bound.certificate))
        claimed = document | {"claim": {"lower": bound.rounded}, "proof": proof}
        assert check(claimed).lower == bound.rounded
        with pytest.raises(CertificateError):
            check(document | {"claim": {"lower": bound.rounded + 1}, "proof": proof})


def test_no_kind_is_invented() -> None:
    """A bound that the checker knows nothing of has no certificate, whatever it is called."""
    assert LowerBound("planted", Fraction(1), "nowhere").certificate is None
    by_prices = LowerBound("planted", Fraction(1), "nowhere", Prices(2, (0, 3), (1, 0)))
    assert by_prices.certificate == {"kind": "prices", "scale": 2, "rounds": [0, 3], "values": [1, 0]}


def test_rounding_is_up_and_exact() -> None:
    """The optimum is an integer: 5/2 + 5/2 = 5 stays, anything above goes to the next integer."""
    bound = mean_busy_time(Instance.common(4, 0, [3, 1, 2]).types(), 4)
    assert bound.value == Fraction(5)
    assert bound.rounded == 5
    other = mean_busy_time(Instance.common(5, 0, [3, 1, 2]).types(), 5)
    assert other.value == Fraction(9, 2)
    assert other.rounded == 5


def test_a_trillion_jobs_at_once() -> None:
    """10**12 jobs per group cost no more than one: exact integers beyond 64 bits."""
    grouped = GroupedInstance(8192, [JobType(5, 7, 10**12), JobType(1, 70, 10**12), JobType(0, 8192, 10**12)])
    bounds = lower_bounds(grouped)
    assert bounds[0].value == 8269 * 10**12
    # Rounding up adds less than one round a job to the area sum without rounding.
    ordered = sorted(grouped.types(), key=lambda kind: kind.area)
    plain, before = Fraction(0), 0
    for kind in ordered:
        plain += Fraction(kind.count * before, 8192)
        plain += Fraction(kind.area * kind.count * (kind.count + 1), 2 * 8192)
        before += kind.area * kind.count
    assert plain <= bounds[1].value < plain + 3 * 10**12


def test_best_is_the_largest_after_rounding() -> None:
    """`best` returns the maximum, and the first name where several reach it."""
    random.seed(4)
    for _ in range(50):
        instance = Instance.common(30, 2, [random.randint(1, 20) for _ in range(8)])
        assert best(instance).rounded == max(bound.rounded for bound in lower_bounds(instance))
    assert best(Instance.common(10, 0, [2])).name == "length"


def test_names_and_order_are_fixed() -> None:
    """Tables and JSON name the bounds: the names are part of the interface, and each has a source."""
    bounds = lower_bounds(Instance.common(10, 0, [2, 3]))
    assert [bound.name for bound in bounds] == NAMES
    assert len(BOUNDS) == len(NAMES)
    assert all(bound.source for bound in bounds)


def test_no_jobs_no_bounds() -> None:
    """Types with a count of 0 are ignored: the horizon asks for "all jobs but one"."""
    assert lower_bounds_of_types([JobType(1, 2, 0)], 5) == ()
    one = lower_bounds(Instance.common(5, 0, [3]))
    assert lower_bounds_of_types([JobType(1, 2, 0), JobType(0, 3, 1)], 5) == one
