"""Blocks of a schedule: closed forms against listings, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.adversary.witnesses import blocks
from ratiolab.adversary.witnesses.blocks import (
    Block,
    Pattern,
    Staggered,
    Starts,
    Together,
    WitnessError,
    check_blocks,
    flow_time,
    one_after_the_other,
)
from ratiolab.core.spacing import Spacing, densest_spacing
from ratiolab.instance import GroupedInstance, JobType

numbers = st.integers(1, 30)


def made_blocks() -> st.SearchStrategy[Block]:
    """Blocks of every kind, small."""
    pairs = st.lists(st.tuples(st.integers(0, 40), numbers), min_size=1, max_size=6)
    return st.one_of(
        st.builds(Staggered, st.integers(0, 50), numbers, numbers, st.builds(Spacing, numbers, numbers)),
        st.builds(Starts, numbers, st.lists(st.integers(0, 90), min_size=1, max_size=9).map(tuple)),
        st.tuples(st.integers(0, 50), st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5)).map(
            lambda t: Together(t[0], tuple(o for o, _ in t[1]), tuple(c for _, c in t[1]))
        ),
        st.tuples(st.integers(0, 50), numbers, numbers, pairs).map(
            lambda t: Pattern(t[0], t[1], t[2], tuple(a for a, _ in t[3]), tuple(o for _, o in t[3]))
        ),
    )


@settings(max_examples=200, deadline=None)
@given(made_blocks())
def test_closed_forms_equal_listing(block: Block) -> None:
    """Flow time, last completion and counts are those of the jobs one by one."""
    listed = list(block.attempts())
    assert block.flow_time == sum(start + o for o, start in listed)
    assert block.end == max(start + o for o, start in listed)
    assert block.start <= min(start for _, start in listed)
    for o, count in block.counts().items():
        assert count == sum(length == o for length, _ in listed)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(numbers, st.lists(st.tuples(st.integers(0, 40), numbers), min_size=1, max_size=5), st.integers(0, 9))
def test_pattern_peak_equals_listing(period: int, pairs: list[tuple[int, int]], prompt: int) -> None:
    """The peak of a pattern over one period is what many repeats hold at most."""
    pattern = Pattern(0, period, 100, tuple(a for a, _ in pairs), tuple(o for _, o in pairs))
    listed = list(pattern.attempts())
    usage = [sum(prompt + t - a + 1 for o, a in listed if a <= t < a + o) for t in range(pattern.end)]
    assert pattern.peak(prompt) == max(usage)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5), st.integers(0, 9))
def test_together_peak_equals_listing(pairs: list[tuple[int, int]], prompt: int) -> None:
    """The peak of jobs that start together is what they hold at most, round by round."""
    block = Together(4, tuple(o for o, _ in pairs), tuple(c for _, c in pairs))
    listed = list(block.attempts())
    usage = [sum(prompt + t - a + 1 for o, a in listed if a <= t < a + o) for t in range(block.end)]
    assert block.peak(prompt) == max(usage)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.data())
def test_closed_form_check_agrees_with_the_judge(data: st.DataObject) -> None:
    """What passes as a sequence of blocks in closed form passes job by job, and costs the same."""
    memory = data.draw(st.integers(2, 200))
    prompt = data.draw(st.integers(0, memory - 1))
    lengths = sorted(data.draw(st.sets(st.integers(1, memory - prompt), min_size=1, max_size=4)))
    counts = [data.draw(st.integers(1, 60)) for _ in lengths]
    instance = GroupedInstance(memory, [JobType(prompt, o, c) for o, c in zip(lengths, counts, strict=True)])
    made = one_after_the_other(
        [(o, c, densest_spacing(o, prompt, memory)) for o, c in zip(lengths, counts, strict=True)]
    )
    check_blocks(instance, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "LIST_LIMIT", 0)
        check_blocks(instance, made)
    assert flow_time(made) == sum(start + o for block in made for o, start in block.attempts())


def test_large_schedules_are_refused_with_the_reason() -> None:
    """Beyond listing: overlap, too much memory, no closed form and missing jobs are told apart."""
    many = 10**6
    instance = GroupedInstance(20, [JobType(0, 5, many)])
    with pytest.raises(WitnessError, match=r"schedule\[0\]: holds 23 tokens: more than the memory budget 20"):
        check_blocks(instance, [Staggered(0, 5, many, Spacing(5, 7))])
    halves = [Staggered(0, 5, many // 2, Spacing(5, 6)), Staggered(9, 5, many // 2, Spacing(5, 6))]
    with pytest.raises(WitnessError, match=r"schedule\[1\]: starts at round 9, before round"):
        check_blocks(instance, halves)
    with pytest.raises(WitnessError, match=r"no closed form"):
        check_blocks(instance, [Starts(5, tuple(range(0, 5 * many, 5)))])
    with pytest.raises(WitnessError, match=r"999999 jobs of length 5 are placed, there are 1000000"):
        check_blocks(instance, [Staggered(0, 5, many - 1, Spacing(5, 6))])


def test_small_schedules_are_refused_by_the_judge() -> None:
    """Up to the listing limit the one judge of schedules decides; overlapping blocks are fine if they fit."""
    instance = GroupedInstance(10, [JobType(0, 5, 2)])
    check_blocks(instance, [Starts(5, (0,)), Starts(5, (2,))])
    with pytest.raises(WitnessError, match=r"round \d+ holds \d+ tokens"):
        check_blocks(GroupedInstance(9, [JobType(0, 5, 2)]), [Starts(5, (0, 0))])
    with pytest.raises(WitnessError, match="do not fit 64 bits"):
        check_blocks(instance, [Starts(5, (0, 2**63))])
    mixed = GroupedInstance(10, [JobType(0, 5, 1), JobType(1, 5, 1)])
    with pytest.raises(WitnessError, match="prompts differ"):
        check_blocks(mixed, [Starts(5, (0, 9))])
