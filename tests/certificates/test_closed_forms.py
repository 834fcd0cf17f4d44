"""Closed forms of the checker: equal to their definitions, and to the bounds computed elsewhere."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.bounds import lower_bounds_of_types
from ratiolab.certificates.closed_forms import CLOSED_FORMS, area, completion, length, mean_busy_time
from ratiolab.instance import JobType
from tests.references.brute_force import least_flow_time

MEMORY = 24
TYPES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(1, 12), st.integers(1, 7)),
    min_size=1,
    max_size=5,
    unique_by=lambda row: row[:2],
)


def listed(types: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Area, prompt and response of every job, by area."""
    return sorted((s * o + o * (o + 1) // 2, s, o) for s, o, count in types for _ in range(count))


@given(TYPES, st.integers(1, 40))
def test_equal_to_their_definitions(types: list[tuple[int, int, int]], memory: int) -> None:
    """Closed sums over types are the sums over jobs."""
    jobs = listed(types)
    used = [sum(a for a, _, _ in jobs[: j + 1]) for j in range(len(jobs))]
    responses = sorted(o for _, _, o in jobs)
    assert length(types, memory) == sum(responses)
    assert area(types, memory) == sum(-(-u // memory) for u in used)
    assert completion(types, memory) == sum(
        max(o, -(-u // memory)) for o, u in zip(responses, used, strict=True)
    )
    busy = sum(Fraction((2 * (len(jobs) - j) - 1) * a, 2 * memory) for j, (a, _, _) in enumerate(jobs))
    tails = [sum(Fraction((s + r) * (2 * (o - r) + 1), 2) for r in range(1, o + 1)) / a for a, s, o in jobs]
    assert mean_busy_time(types, memory) == busy + sum(tails)


@given(TYPES)
def test_agree_with_the_bounds_of_the_package(types: list[tuple[int, int, int]]) -> None:
    """Two codes, one number; the checker's mean busy time is never the weaker."""
    elsewhere = lower_bounds_of_types([JobType(*row) for row in types], MEMORY)
    for bound in elsewhere:
        own = CLOSED_FORMS[bound.name](types, MEMORY)
        assert own >= bound.value if bound.name == "mean busy time" else own == bound.value


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5)), min_size=1, max_size=5), st.integers(9, 14))
def test_never_above_the_optimum(jobs: list[tuple[int, int]], memory: int) -> None:
    """Every closed form is a lower bound."""
    types = [(s, o, jobs.count((s, o))) for s, o in set(jobs)]
    optimum = least_flow_time(memory, jobs)
    for bound in CLOSED_FORMS.values():
        assert ceil(bound(types, memory)) <= optimum


def test_huge_counts() -> None:
    """10**30 jobs take no longer than one."""
    n = 10**30
    types = [(0, 1, n), (0, 2, n)]
    # Areas 1 and 3, memory 3: j/3 and n/3 + j, rounded up, with n = 1 modulo 3.
    third = (n - 1) // 3
    ones = 3 * (third * (third + 1) // 2) + third + 1
    assert area(types, 3) == ones + n * (third + 1) + n * (n + 1) // 2
    assert completion(types, 3) >= area(types, 3)
