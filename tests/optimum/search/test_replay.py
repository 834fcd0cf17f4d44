"""Records of exhaustive searches: both programs that redo them agree, and neither accepts a false claim."""

from __future__ import annotations

import random
from typing import Any

import pytest

from ratiolab.certificates.checker import check
from ratiolab.certificates.exhaustion import ExhaustionRecord, Refuted, replay
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.optimum import Status, search, solve
from ratiolab.optimum.search.replay import replay_compiled
from ratiolab.schedule import Schedule
from tests.references.brute_force import least_flow_time


def rows_of(instance: Instance) -> list[tuple[int, int, int]]:
    """Job types as plain numbers."""
    return [(kind.prompt, kind.response, kind.count) for kind in instance.types()]


def quick(instance: Instance) -> Schedule:
    """The best schedule of the rules alone."""
    schedule = solve(instance, engine=None, effort=0).schedule
    assert schedule is not None
    return schedule


def instances(count: int) -> list[Instance]:
    """Random instances with up to 7 jobs, half of them with own prompts."""
    rng = random.Random(11)
    made = []
    for i in range(count):
        memory = rng.randint(5, 14)
        prompt = rng.randint(0, 3)
        prompts = [rng.randint(0, 3) if i % 2 else prompt for _ in range(rng.randint(3, 7))]
        made.append(Instance(memory, prompts, [rng.randint(1, min(8, memory - s)) for s in prompts]))
    return made


@pytest.mark.slow
@pytest.mark.parametrize("again", [replay, replay_compiled])
def test_the_engines_own_record_is_accepted_and_one_more_round_refuted(again: Any) -> None:
    """What the engine leaves behind proves its optimum, and would not prove one round more."""
    proved = 0
    for instance in instances(40):
        result = search.solve(instance, upper=quick(instance))
        assert result.proved
        if result.record is None:
            continue  # a closed form was enough
        proved += 1
        again(rows_of(instance), instance.memory, result.lower, result.record)
        with pytest.raises(Refuted):
            again(rows_of(instance), instance.memory, result.lower + 1, result.record)
    assert proved >= 20


@pytest.mark.slow
def test_compiled_replay_with_worthless_prices() -> None:
    """No prices, or absurd ones, cost time only."""
    for instance in instances(16):
        jobs = list(zip(instance.prompts.tolist(), instance.responses.tolist(), strict=True))
        optimum = least_flow_time(instance.memory, jobs)
        for record in (
            ExhaustionRecord(1, ()),
            ExhaustionRecord(7, (((), (3, 0, 90)), (), ((1, 1, 1, 1, 1, 1, 1),))),
        ):
            replay_compiled(rows_of(instance), instance.memory, optimum, record)
            with pytest.raises(Refuted):
                replay_compiled(rows_of(instance), instance.memory, optimum + 1, record)


def test_prices_beyond_64_bits_are_refused() -> None:
    """The compiled kernels say so instead of wrapping."""
    with pytest.raises(InputError, match="64 bits"):
        replay_compiled([(0, 2, 3)], 4, 9, ExhaustionRecord(1, (((2**60,),),)))


def test_a_replay_that_cannot_decide_refuses_nothing() -> None:
    """Prices that only the compiled kernels cannot hold: their error is no verdict on the certificate."""
    document = {"format": "ratiolab.certificate", "version": 1, "memory": 4, "types": [[0, 2, 3]]}
    document |= {"claim": {"lower": 8}, "proof": {"kind": "exhaustion", "scale": 1, "layers": [[[2**60]]]}}
    assert check(document).lower == 8
    with pytest.raises(InputError, match="independent check"):
        check(document, again=replay_compiled)


def test_node_limit_is_repeatable() -> None:
    """Equal runs that end by the number of states end alike, with a valid interval."""
    rng = random.Random(5)
    instance = Instance.common(40, 5, [rng.randint(1, 20) for _ in range(14)])
    upper = quick(instance)
    one, two = (search.solve(instance, upper=upper, node_limit=2000) for _ in range(2))
    assert one.status is Status.NODE_LIMIT
    assert (one.lower, one.upper, one.nodes) == (two.lower, two.upper, two.nodes)
    with pytest.raises(InputError, match="node limit"):
        search.solve(instance, upper=upper, node_limit=0)


def test_cutoff_below_the_optimum_proves_no_more_than_itself() -> None:
    """A search below a cutoff ends with the cutoff as its lower bound, not with a proof of the optimum."""
    instance = Instance.common(8, 1, [2, 4, 5, 6, 7])
    start = Schedule.of_starts([0, 2, 6, 11, 17], instance)
    result = search.solve(instance, upper=start, cutoff=40)
    assert (result.lower, result.status) == (40, Status.CUTOFF)
    assert search.solve(instance, upper=start, cutoff=10**6).upper == 44
