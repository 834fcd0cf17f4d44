"""The exhaustive box: equal to a plain double loop, never lost, and blind to no planted error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import combinations_with_replacement, permutations
from pathlib import Path
from random import Random

import numpy as np
import pytest

from ratiolab.adversary.boxes import cell as box
from ratiolab.adversary.boxes.cell import Cell, Worst, orders_of, relevant, worst_order
from ratiolab.adversary.boxes.maximum import checked_maximum, second_optimum
from ratiolab.adversary.boxes.run import Box, default_algorithms, run_box
from ratiolab.adversary.boxes.tiny import tiny_optima
from ratiolab.algorithms import Algorithm, Decision, Facts, Scheduler, View, facts_of, parse
from ratiolab.algorithms.foreign.scheduled import Scheduled
from ratiolab.instance import Instance
from ratiolab.schedule import verify
from tests.algorithms.agreement import ALPHAS
from tests.references.a_max import a_max
from tests.references.a_min import a_min
from tests.references.brute_force import least_flow_time
from tests.references.gba import gba
from tests.references.gba_d import gba_d
from tests.references.greedy import by_length, by_volume, serve
from tests.references.gsa import gsa
from tests.references.gsa_spec import gsa_spec
from tests.references.lockstep import sims
from tests.references.mc_sf import mc_sf
from tests.references.model import Attempt, cost
from tests.references.slices import Alpha
from tests.references.sps import sps
from tests.references.vllm_keep import vllm_keep
from tests.references.vllm_kill import vllm_kill

#: Flow time by a reference: budget, prompt and lengths in order.
Reference = Callable[[int, int, Sequence[int]], int]


def flow(attempts: list[Attempt]) -> int:
    """Flow time of a reference's attempts."""
    return cost(attempts)[0]


def per_length(memory: int, prompt: int, lengths: Sequence[int]) -> int:
    """One pipeline per length, shortest first, from the reference of SPS."""
    total, base = 0, 0
    for o in sorted(set(lengths)):
        count = list(lengths).count(o)
        attempts = sps(memory, prompt, [o] * count, range(count))
        total += flow(attempts) + base * count
        base += cost(attempts)[1]
    return total


def scaled(
    run: Callable[..., list[Attempt]], alpha: Alpha, memory: int, prompt: int, lengths: Sequence[int]
) -> int:
    """Flow time of a reference that takes a scaling factor."""
    return flow(run(memory, prompt, lengths, range(len(lengths)), alpha))


def references() -> dict[str, Reference]:
    """A slow reference, written separately, of everything the box sweeps by default."""
    references: dict[str, Reference] = {
        "gsa-spec:alpha=2": lambda m, s, o: flow(gsa_spec(m, s, o, range(len(o)), Fraction(2))),
        "gba-d": lambda m, s, o: flow(gba_d(m, s, o, range(len(o)))),
        "mc-sf": lambda m, s, o: flow(mc_sf(m, [s] * len(o), o, range(len(o)))),
        "svf": lambda m, s, o: flow(serve(m, [s] * len(o), o, by_volume([s] * len(o), o, range(len(o))))),
        "svf-peak": lambda m, s, o: flow(
            serve(m, [s] * len(o), o, by_length(o, range(len(o))), by_peaks=True)
        ),
        "sps-by-length": per_length,
        "sps": lambda m, s, o: flow(sps(m, s, o, range(len(o)))),
        "sims": lambda m, s, o: flow(sims(m, s, o, range(len(o)))),
        "vllm-kill": lambda m, s, o: flow(vllm_kill(m, [s] * len(o), o, range(len(o)))),
        "vllm-keep": lambda m, s, o: sum(vllm_keep(m, [s] * len(o), o, range(len(o)))[1]),
        "a-min": lambda m, s, o: flow(
            a_min(m, [s] * len(o), o, range(len(o)), kill="estimate", estimate="reached")
        ),
        "a-max": lambda m, s, o: flow(a_max(m, [s] * len(o), o, range(len(o)), None)),
    }
    for name in default_algorithms():
        kind, _, alpha = name.partition(":alpha=")
        if kind in ("gsa", "gba"):
            factor, run = ALPHAS.get(alpha, Fraction(17, 8)), {"gsa": gsa, "gba": gba}[kind]
            references[name] = partial(scaled, run, factor)
    return references


def by_its_schedule(name: str) -> Reference:
    """For want of a reference here, the verified schedule: of every order, and without any loop."""

    def flow_time(memory: int, prompt: int, lengths: Sequence[int]) -> int:
        instance = Instance.common(memory, prompt, lengths)
        return verify(instance, parse(name).schedule(instance)).flow_time

    return flow_time


@pytest.mark.slow
def test_equals_a_plain_double_loop(tmp_path: Path) -> None:
    """n <= 3, M <= 5, every algorithm: all orders of all instances by references, brute force below."""
    outcome = run_box(tmp_path / "run", Box(3, 5, 3))
    assert not outcome.faults
    assert set(references()) <= set(default_algorithms())
    assert len(references()) >= 20
    optima: dict[tuple[int, int, tuple[int, ...]], int] = {}
    for name in default_algorithms():
        reference = references().get(name, by_its_schedule(name))
        same = facts_of(parse(name)).equal_jobs
        for (n, memory), maximum in outcome.maxima[name].items():
            largest, instances = Fraction(0), 0
            for prompt in range(memory):
                for lengths in combinations_with_replacement(range(1, memory - prompt + 1), n):
                    if same and len(set(lengths)) > 1:
                        continue
                    instances += 1
                    key = (memory, prompt, lengths)
                    if key not in optima:
                        optima[key] = least_flow_time(memory, [(prompt, o) for o in lengths])
                    for order in set(permutations(lengths)):
                        largest = max(largest, Fraction(reference(memory, prompt, order), optima[key]))
            assert (maximum.ratio, maximum.worst.instances) == (largest, instances), (name, n, memory)
            here = reference(memory, maximum.cell.prompt, maximum.worst.lengths)
            assert here == maximum.worst.cost, (name, n, memory)


def test_orders_are_all_distinct_ones() -> None:
    """Every distinct order once, in lexicographic order, however many lengths are equal."""
    for lengths in ([1], [2, 2], [1, 2, 2, 3], [1, 1, 2, 2, 3], [1, 2, 3, 4, 5]):
        assert list(orders_of(lengths)) == sorted(set(permutations(lengths)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gsa:alpha=golden", "gsa-spec", "vllm-kill", "vllm-keep", "a-max"])
def test_compiled_loop_equals_the_algorithms_own_cost(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a cell with four jobs the compiled loop and calls of ``cost`` find the same."""
    cell = Cell(8, 1, 4)
    lengths = cell.lengths()[::9]
    optima = tiny_optima(8, 1, lengths)
    compiled = worst_order(parse(name), cell, lengths, optima)
    monkeypatch.setattr(box, "facts_of", without_loop)
    assert worst_order(parse(name), cell, lengths, optima) == compiled


def without_loop(algorithm: Algorithm) -> Facts:
    """Facts of an algorithm, but for its compiled loop."""
    return replace(facts_of(algorithm), loop=None)


#: Everything of the default box with a compiled loop.
COMPILED = tuple(name for name in default_algorithms() if facts_of(parse(name)).loop is not None)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMPILED)
def test_compiled_loop_on_random_instances(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of sequences of 5 or 6 jobs, M <= 12: dearest and cheapest order as by ``cost``, exactly."""
    draw, algorithm, sequences = Random(name), parse(name), 0
    for _ in range(24):
        memory = draw.randint(3, 12)
        cell = Cell(memory, draw.randrange(memory // 2), draw.choice((5, 6)))
        row = np.array([sorted(draw.randint(1, cell.capacity) for _ in range(cell.jobs))])
        costs = [
            algorithm.cost(Instance.common(cell.memory, cell.prompt, order)).flow_time
            for order in orders_of(row[0].tolist())
        ]
        # One above the cheapest: then `below` must be the first order that costs so little.
        optimum = np.array([min(costs) + 1])
        worst = worst_order(algorithm, cell, row, optimum)
        with monkeypatch.context() as patch:
            patch.setattr(box, "facts_of", without_loop)
            assert worst_order(algorithm, cell, row, optimum) == worst, (cell, row)
        assert (worst.cost, worst.orders) == (max(costs), len(costs))
        sequences += len(costs)
    assert sequences > 2000


class Impostor(Scheduler):
    """A user's scheduler that takes the name of one of ours: one job at a time, in order."""

    name = "vllm-kill"

    def decide(self, view: View) -> Decision:
        """Start the next job if none is active."""
        return Decision(start=() if view.active else (view.waiting[0],))


def test_a_users_class_is_never_taken_for_ours() -> None:
    """A class of a built-in's name runs by its own rule, in every order, on all lengths, without bound."""
    cell, lengths = Cell(6, 0, 3), np.array([[1, 2, 3], [2, 2, 2]])
    optima = tiny_optima(6, 0, lengths)
    for name in ("vllm-kill", "sps", "mc-sf"):
        algorithm = Scheduled(Impostor(), name, {})
        worst = worst_order(algorithm, cell, lengths, optima)
        assert (worst.cost, worst.lengths, worst.orders) == (14, (3, 2, 1), 7)
        assert relevant(algorithm, lengths).all()
        assert cell.orders(algorithm) == 6**3
        assert Box(6, 6, 2).jobs_for(algorithm) == 2
        assert checked_maximum(algorithm, cell, worst, second_optimum).bound is None


def test_larger_of_two_maxima() -> None:
    """Joined: the larger ratio, the first of equal ones; what was tried adds up."""
    one, same, more = Worst(3, 2, (1, 2), 1, 2), Worst(6, 4, (3, 3), 1, 1), Worst(8, 5, (2, 4), 2, 4)
    assert one.joined(same) == Worst(3, 2, (1, 2), 2, 3)
    assert one.joined(more) == Worst(8, 5, (2, 4), 3, 6)
