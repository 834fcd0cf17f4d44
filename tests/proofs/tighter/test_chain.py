"""The tighter chain holds on the model facts alone; its inequalities hold where they are recomputed."""

import random
from fractions import Fraction

import pytest

from proofs.catalogue import TIGHTER, collect
from proofs.exact.domain import above, at_least, domain, real
from proofs.method.induction import Induction, Invariant, Variable
from proofs.proof import prove
from proofs.symbols import C, F, M, N, P, T, Z, a, m, n, w
from proofs.tighter.boxes import TARGETS, Target
from proofs.tighter.lower_bounds import FIRST_MOMENT
from proofs.tighter.witnesses import (
    batching_cost,
    exact_length_cost,
    floor_sum,
    parallelism,
    slices,
    slicing_cost,
)
from proofs.verdict import Status
from proofs.verdicts import shared
from ratiolab.algorithms import make
from ratiolab.instance import Instance


@pytest.mark.slow
def test_whole_chain_is_proved() -> None:
    """Every claim is proved, on no finite box; only model facts are assumed."""
    for claim in collect(TIGHTER):
        result = shared().result(claim.name)
        assert result.status is Status.PROVED, (claim.name, result)
        assert result.coverage == ()
        assert result.boxes == ()


@pytest.mark.parametrize(
    "name", ["tight.C.17/8", "tight.C.9/4", "tight.B.sqrt(3)", "tight.D.best", "tight.A.gba.large"]
)
def test_constants_rest_on_model_facts(name: str) -> None:
    """What a constant rests on is proved, except for definitions and the removal of kills."""
    proof = prove(name)
    assert proof.holds
    assert all(item.startswith("model.") for item in proof.assumed)
    assert "tight.L3" in {result.name for result in proof.results}


def test_induction_needs_its_step() -> None:
    """An invariant that fails at the start or under the update is not proved."""
    step = FIRST_MOMENT.step("rounds")
    assert isinstance(step, Induction)
    assert step.discharge().status is Status.PROVED
    stronger = Invariant(F - C**2 / M, ">=", kept=(m / M, 1))
    late = Variable(T, -1, T + 1)
    for state, invariants in (
        (step.state, (step.invariants[0], stronger)),
        ((late, *step.state[1:]), step.invariants),
        (step.state, (Invariant(M * T - C, ">=", kept=()), step.invariants[1])),
        (step.state, (step.invariants[0], Invariant(F - C**2 / (2 * M), ">=", kept=(-m / M, 1)))),
        (step.state, (step.invariants[0], Invariant(F - C**2 / (2 * M), "==", kept=(m / M, 1)))),
    ):
        changed = Induction(name="i", state=state, invariants=invariants, domain=step.domain)
        assert changed.discharge().status is Status.UNDECIDED


def test_induction_with_equations() -> None:
    """Summation by parts is an equation; with a wrong weight it is not."""
    state = (
        Variable(N, 0, N + n),
        Variable(P, 0, P + a * ((N + n) ** 2 - N**2)),
        Variable(Z, 0, Z + (a - w) * (N + n) ** 2),
        Variable(a, 0, w),
    )
    area = domain(above(n, 0), real(N), real(P), real(Z), real(a), real(w), at_least(M, 0))
    good = Induction(
        name="i", state=state, invariants=(Invariant(P - Z - a * N**2, "==", (1,)),), domain=area
    )
    bad = Induction(name="i", state=state, invariants=(Invariant(P - Z + a * N**2, "==", (1,)),), domain=area)
    assert good.discharge().status is Status.PROVED
    assert bad.discharge().status is Status.UNDECIDED


def test_floor_sum() -> None:
    """The logarithmic sum of floors agrees with the sum."""
    for count in range(5):
        for divisor in range(1, 6):
            for factor in range(7):
                for shift in range(7):
                    plain = sum((factor * i + shift) // divisor for i in range(count))
                    assert floor_sum(count, divisor, factor, shift) == plain


@pytest.mark.parametrize("label", [target.label for target in TARGETS])
def test_closed_costs_agree_with_the_algorithms(label: str) -> None:
    """On random small instances the grouped flow times are those of the simulated algorithms."""
    target = next(item for item in TARGETS if item.label == label)
    alpha = label.replace("phi", "(1+sqrt(5))/2")
    source = random.Random(7)
    for _ in range(25):
        prompt, room = source.randint(0, 12), source.randint(1, 60)
        budget = prompt + room
        lengths = sorted(source.sample(range(1, room + 1), min(room, source.randint(1, 4))))
        jobs = [(length, source.randint(1, 6)) for length in lengths]
        row = [length for length, count in jobs for _ in range(count)]
        longest_first = Instance.common(
            budget, prompt, _worst_order(row, slices(budget, prompt, target.alpha))
        )
        gsa = make("gsa", alpha=alpha).cost(longest_first).flow_time
        assert slicing_cost(budget, prompt, target.alpha, jobs) == gsa
        gba = make("gba", alpha=alpha).cost(Instance.common(budget, prompt, row)).flow_time
        assert batching_cost(budget, prompt, target.alpha, jobs) == gba
        _compare_with_bounds(budget, prompt, row, gsa, gba, exact_length_cost(budget, prompt, jobs), target)


def _worst_order(row: list[int], ladder: list[int]) -> list[int]:
    """Longer classes first; within a class in ascending order."""
    classes = {length: min(place for place, tau in enumerate(ladder) if length <= tau) for length in row}
    return sorted(row, key=lambda length: (-classes[length], length))


def _compare_with_bounds(
    budget: int, prompt: int, row: list[int], gsa: int, gba: int, feasible: int, target: Target
) -> None:
    """X + sum(o/3 + 1/6) is a lower bound on a feasible schedule, and GSA and GBA keep R X + r_L Y."""
    areas = sorted(prompt * length + Fraction(length * (length + 1), 2) for length in row)
    size = len(row)
    mean = sum((size - place - Fraction(1, 2)) * area for place, area in enumerate(areas)) / budget
    assert feasible >= mean + sum(Fraction(length, 3) + Fraction(1, 6) for length in row)
    scale = float(target.alpha.a) + float(target.alpha.b) * target.alpha.d**0.5
    per_length = (2 * scale - 1) / (scale - 1) * sum(row)
    assert gsa <= float(target.bound) * float(mean) + per_length + 1e-6
    if scale >= 1.5:
        single = scale**2 * (4 * scale - 3) / ((2 * scale - 1) * (scale - 1))
        assert gba <= max(2 * scale**2, single) * float(mean) + per_length + 1e-6


def test_parallelism_is_the_largest() -> None:
    """The width of a slice is what Lemma 3.3 allows, no more."""
    assert parallelism(15, 0, 5) == 5
    assert parallelism(256, 0, 16) == 29
