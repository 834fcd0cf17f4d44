"""The checker of exhaustive searches: it agrees with brute force, whatever prices and rules it is given."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from ratiolab.algorithms import make
from ratiolab.certificates.exhaustion import (
    PRICES,
    RULES,
    ExhaustionRecord,
    Refuted,
    Replayed,
    replay,
)
from ratiolab.certificates.means import TooMuchWork, Work
from ratiolab.certificates.replay.dominance import Rivals
from ratiolab.certificates.replay.packing import Packing
from ratiolab.certificates.replay.price_table import PriceTable
from ratiolab.instance import Instance
from ratiolab.integers import IntArray
from ratiolab.optimum import search
from ratiolab.optimum.search.layout import Layout, layout_of
from ratiolab.optimum.search.pricing import FittedPricing
from ratiolab.optimum.search.relaxation import Relaxation
from ratiolab.optimum.search.states import Rows
from tests.references.brute_force import least_flow_time

Types = list[tuple[int, int, int]]

NO_PRICES = ExhaustionRecord(1, ())


def drawn(source: random.Random, jobs: int) -> tuple[int, list[tuple[int, int]]]:
    """A budget and jobs with prompts of their own that fit into it."""
    longest = source.randint(1, 6)
    drawn_jobs = [(source.randint(0, 3), source.randint(1, longest)) for _ in range(jobs)]
    least = max(prompt + response for prompt, response in drawn_jobs)
    return least + source.randint(0, 8), drawn_jobs


def typed(jobs: Sequence[tuple[int, int]]) -> Types:
    """Jobs of equal prompt and response, counted."""
    return [(prompt, response, count) for (prompt, response), count in Counter(jobs).items()]


def garbage(source: random.Random) -> ExhaustionRecord:
    """Prices without sense: vectors of uneven lengths, none at all, dear and free tokens."""
    scale = source.choice([1, 3, 64])
    dearest = source.choice([1, scale, 5 * scale])
    return ExhaustionRecord(
        scale,
        tuple(
            tuple(
                tuple(source.choice([0, source.randint(0, dearest)]) for _ in range(source.randint(0, 15)))
                for _ in range(source.randint(0, 3))
            )
            for _ in range(source.randint(0, 8))
        ),
    )


def assert_exact(
    types: Types, memory: int, optimum: int, record: ExhaustionRecord, rules: Sequence[str] = RULES
) -> Replayed:
    """The optimum is proved, and one round more is refuted by a schedule that attains it."""
    proved = replay(types, memory, optimum, record, rules=rules)
    with pytest.raises(Refuted) as caught:
        replay(types, memory, optimum + 1, record, rules=rules)
    assert caught.value.flow_time == optimum
    return proved


class Recorded:
    """Prices fitted by the linear program, and a record of them."""

    def __init__(self, inner: FittedPricing) -> None:
        self.inner, self.scale = inner, inner.scale
        self.layers: list[tuple[tuple[int, ...], ...]] = []

    def of_round(self, layout: Layout, rows: Rows, size: int) -> IntArray:
        """Pass on what the program gives."""
        prices = self.inner.of_round(layout, rows, size)
        self.layers.append(tuple(map(tuple, prices.tolist())))
        return prices


def recorded(instance: Instance) -> tuple[Types, int, int, ExhaustionRecord]:
    """Jobs, budget, optimum and record of a search by the fast engine."""
    types = [(kind.prompt, kind.response, kind.count) for kind in instance.types()]
    layout = layout_of(instance.types(), instance.memory)
    first = search.solve(instance, upper=make("mc-sf").schedule(instance), widths=())
    assert first.schedule is not None
    assert first.upper is not None
    counts = np.array([count for _, _, count in types], dtype=np.int64)
    fitted = FittedPricing(Relaxation(layout, counts, int(instance.responses.sum())), 1 << 12, len(instance))
    pricing = Recorded(fitted)
    search.solve(instance, upper=first.schedule, widths=(), pricing=pricing)
    return types, instance.memory, first.upper, ExhaustionRecord(pricing.scale, tuple(pricing.layers))


@pytest.mark.slow
def test_optima_are_proved_and_one_round_more_is_refuted() -> None:
    """Both verdicts are right without any price, own prompts included."""
    source = random.Random(1)
    for _ in range(150):
        memory, jobs = drawn(source, source.randint(1, 7))
        assert_exact(typed(jobs), memory, least_flow_time(memory, jobs), NO_PRICES)


@pytest.mark.slow
def test_the_verdict_does_not_rest_on_the_record() -> None:
    """Any nonnegative prices, short, long, missing, dear, leave both verdicts right."""
    source = random.Random(2)
    for _ in range(150):
        memory, jobs = drawn(source, source.randint(1, 7))
        assert_exact(typed(jobs), memory, least_flow_time(memory, jobs), garbage(source))


@pytest.mark.slow
def test_the_verdict_holds_with_prices_near_the_best() -> None:
    """Prices that bite, and the same moved up and down, drop no state that matters."""
    source = random.Random(3)
    for _ in range(40):
        memory, jobs = drawn(source, source.randint(5, 7))
        instance = Instance(memory, [prompt for prompt, _ in jobs], [response for _, response in jobs])
        types, _, optimum, record = recorded(instance)
        assert optimum == least_flow_time(memory, jobs)
        assert_exact(types, memory, optimum, record)
        layers = [
            [[price * source.randint(0, 8) // 4 for price in vector] for vector in layer]
            for layer in record.layers
        ]
        moved = ExhaustionRecord(record.scale, tuple(tuple(map(tuple, layer)) for layer in layers))
        assert_exact(types, memory, optimum, moved)


@pytest.mark.parametrize("off", [(rule,) for rule in RULES] + [RULES, RULES[1:], RULES[:2], RULES[2:]])
def test_no_rule_changes_a_verdict(off: tuple[str, ...]) -> None:
    """Each rule spares work only; the search without any is complete, too."""
    source = random.Random(repr(off))
    rules = [rule for rule in RULES if rule not in off]
    for _ in range(25):
        memory, jobs = drawn(source, source.randint(1, 6))
        assert_exact(typed(jobs), memory, least_flow_time(memory, jobs), garbage(source), rules)


@pytest.mark.slow
def test_every_rule_spares_states() -> None:
    """A rule that never fires would be untested: each drops states on some instance."""
    source = random.Random(5)
    spared = dict.fromkeys(RULES, 0)
    for _ in range(8):
        instance = Instance.common(14, 2, [source.randint(1, 7) for _ in range(8)])
        types, memory, optimum, record = recorded(instance)
        everything = replay(types, memory, optimum, record)
        for rule in RULES:
            others = replay(types, memory, optimum, record, rules=[r for r in RULES if r != rule])
            spared[rule] += others.states - everything.states
    assert min(spared.values()) > 0, spared


@pytest.mark.slow
def test_records_of_the_engine_are_accepted() -> None:
    """With recorded prices the checker needs about as many states as the engine: the prices do bite."""
    source = random.Random(6)
    for lengths in ([source.randint(1, 12) for _ in range(11)], [3] * 8 + [8] * 8):
        types, memory, optimum, record = recorded(Instance.common(30, 3, lengths))
        seen: list[tuple[int, int]] = []
        proved = replay(types, memory, optimum, record, lambda *told: seen.append(told))  # noqa: B023
        assert [t for t, _ in seen] == list(range(proved.layers))
        assert sum(states for _, states in seen) == proved.states
        assert max(states for _, states in seen) == proved.peak
        unpriced = replay(types, memory, optimum, record, rules=[rule for rule in RULES if rule != PRICES])
        assert proved.states < unpriced.states
        with pytest.raises(Refuted):
            replay(types, memory, optimum + 1, record)


def test_many_states_of_equal_counts_are_compared_as_one_by_one() -> None:
    """The sets of states kept as bits say the same as a comparison round by round."""
    source = random.Random(7)
    packing = Packing([(1, 4, 3)], 9)
    states = {
        (source.randint(0, 5), packing_of(packing, [source.randint(0, 9) for _ in range(4)]))
        for _ in range(200)
    }
    few = Rivals(packing, list(states)[:40])
    many = Rivals(packing, states)
    for rivals in (few, many):
        for waited, profile in states:
            better = [
                other
                for other in rivals.states
                if other[0] <= waited
                and all(a <= b for a, b in zip(lanes(other[1]), lanes(profile), strict=True))
            ]
            assert rivals.beat(waited, profile, member=False) == bool(better)
            if (waited, profile) in rivals.states:
                assert rivals.beat(waited, profile, member=True) == (len(better) > 1)


def packing_of(packing: Packing, held: Sequence[int]) -> int:
    """Pack a profile."""
    return sum(tokens << (r * packing.width) for r, tokens in enumerate(held))


def lanes(profile: int) -> list[int]:
    """Unpack a profile of four rounds under a budget of 9."""
    return [profile >> (5 * r) & 31 for r in range(4)]


def test_price_bound_is_its_definition() -> None:
    """Packed values of all vectors equal the sum over jobs and rounds, written out."""
    source = random.Random(8)
    for _ in range(60):
        memory, jobs = drawn(source, source.randint(1, 5))
        types = typed(jobs)
        packing = Packing(types, memory)
        vectors = [[source.randint(0, 9) for _ in range(source.randint(0, 12))] for _ in range(2)]
        held = sorted((source.randint(0, memory) for _ in range(packing.rounds - 1)), reverse=True)
        waited, scale = source.randint(0, 9), source.randint(1, 4)
        bounds = []
        for vector in vectors:
            priced = dict(enumerate(vector))
            total = waited * scale - sum(
                price * (memory - (held[r] if r < len(held) else 0)) for r, price in priced.items()
            )
            for prompt, response, count in types:
                total += count * min(
                    d * scale + sum(priced.get(d + j, 0) * (prompt + j + 1) for j in range(response))
                    for d in range(30)
                    if all(
                        held[d + j] + prompt + j + 1 <= memory for j in range(response) if d + j < len(held)
                    )
                )
            bounds.append(total)
        for limit in {max(0, bound // scale + step) for bound in bounds for step in (-1, 0, 1)}:
            table = PriceTable(packing, vectors, scale, limit)
            least = table.least(0, packing_of(packing, held))
            slack = table.slack(waited, [count for _, _, count in types], least, least.held)
            if waited <= limit:
                assert (slack & table.guards == table.guards) == (max(bounds) <= limit * scale)


def test_types_given_twice_are_one_type() -> None:
    """Two rows of equal jobs must not drop each other's states."""
    optimum = least_flow_time(9, [(1, 3)] * 4 + [(0, 2)] * 2)
    assert_exact([(1, 3, 1), (0, 2, 2), (1, 3, 3)], 9, optimum, NO_PRICES)


def test_the_limit_on_work_is_no_verdict() -> None:
    """A search that was cut off is told from one that ended; the work is the same each time."""
    optimum = least_flow_time(9, [(1, 3)] * 4 + [(0, 2)] * 2)
    types = [(1, 3, 4), (0, 2, 2)]
    free = Work()
    proved = replay(types, 9, optimum, NO_PRICES, work=free)
    enough = Work(free.done)
    assert replay(types, 9, optimum, NO_PRICES, work=enough) == proved
    assert enough.done == free.done
    for limit in (free.done - 1, free.done // 2, 0):
        with pytest.raises(TooMuchWork, match=f"more than {limit:,} units of work"):
            replay(types, 9, optimum, NO_PRICES, work=Work(limit))


def test_cutoffs_below_every_schedule_need_no_search() -> None:
    """Less than the sum of responses is impossible."""
    assert replay([(0, 4, 2)], 9, 8, NO_PRICES) == Replayed(0, 0, 0, 0)
    with pytest.raises(Refuted):
        replay([(0, 4, 2)], 9, 9, NO_PRICES)
