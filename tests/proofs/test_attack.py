"""The numeric attack: its little schedulers are right, it finds planted errors, and the chains survive it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from proofs.attack import CHECKS, Check, all_checks, attack, paper
from proofs.attack.checks import Sides
from proofs.attack.instances import ALPHAS, KINDS, instances
from proofs.replay.tables import REPLAYS
from proofs.schedules.forms import quadratic_factors, weighted_forms
from proofs.schedules.model import (
    Case,
    Phases,
    area,
    batching_cost,
    greedy_starts,
    optimum,
    parallelism,
    peak,
    slices,
    slicing_cost,
)


@pytest.mark.slow
def test_every_inequality_survives() -> None:
    """No inequality of the three chains fails on the default seed, and each is evaluated."""
    for result in attack(instances=360):
        assert result.violation is None, f"{result.name} fails at {result.violation}"
        assert result.survived
        assert result.at or result.name not in {check.name for check in CHECKS}
        assert result.smallest_slack >= 0


@pytest.mark.slow
def test_same_seed_same_results() -> None:
    """The attack is reproducible, and another seed draws other instances."""
    names = ["L4.3", "tight.Q"]
    first, again, other = (attack(names, 60, seed) for seed in (3, 3, 4))
    assert first == again
    assert first != other
    assert [result.name for result in first] == names


def test_progress_and_unknown_names() -> None:
    """Progress counts instances; a mistyped name is answered with the known ones."""
    seen: list[tuple[int, int]] = []
    attack(["L5.6"], 3, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(ValueError, match=r"L3\.9"):
        attack(["L9.9"])


def _spacing_without_factor(case: Case, phases: Phases) -> Iterator[Sides]:
    for p, tau in enumerate(phases.tau):
        yield phases.spacing(p), area(case.prompt, tau) / case.budget


def _half_the_lengths(case: Case, _: Phases) -> Iterator[Sides]:
    if case.tiny:
        yield case.X + Fraction(case.Y, 2) + Fraction(case.n, 6), case.optimum


def _spillover_per_class(_: Case, phases: Phases) -> Iterator[Sides]:
    for p, count in enumerate(phases.n):
        if count:
            yield phases.later(p) * phases.spacing(p), paper.ladder(phases, p)


def _thin_lemma(case: Case, phases: Phases) -> Iterator[Sides]:
    yield weighted_forms(phases), quadratic_half(case) * case.X


def quadratic_half(case: Case) -> Fraction:
    """Half of the larger factor of the quadratic lemma."""
    return max(quadratic_factors(case.alpha, case.weight)) / 2


def _batches_without_widening(case: Case, phases: Phases) -> Iterator[Sides]:
    yield batching_cost(case, phases), case.alpha * case.X + case.Y


@pytest.mark.parametrize(
    "sides",
    [
        _spacing_without_factor,
        _half_the_lengths,
        _spillover_per_class,
        _thin_lemma,
        _batches_without_widening,
    ],
)
def test_planted_errors_are_found(sides: Callable[[Case, Phases], Iterable[Sides]]) -> None:
    """A wrong inequality fails within a few hundred instances, and the instance is shown."""
    wrong = Check("wrong", "planted", sides)
    (result,) = attack(instances=300, checks=(wrong,))
    assert result.violation is not None
    assert "alpha = " in result.violation
    assert result.smallest_slack < 0
    assert not result.survived


def test_strictness_counts() -> None:
    """An equality violates a strict inequality only."""
    tight = Check("tight", "planted", lambda case, _: [(case.n, case.n)])
    assert attack(instances=5, checks=(tight,))[0].violation is None
    assert attack(instances=5, checks=(replace(tight, strict=True),))[0].violation is not None


def test_an_inequality_never_evaluated_does_not_survive() -> None:
    """Silence is not survival."""
    silent = Check("silent", "planted", lambda *_: [])
    (result,) = attack(instances=5, checks=(silent,))
    assert (result.evaluated, result.survived) == (0, False)


def test_names_are_unique() -> None:
    """Every inequality has its own name."""
    names = [check.name for check in all_checks()]
    assert len(set(names)) == len(names)
    assert set(REPLAYS) <= set(names)


def test_instances_are_feasible_and_varied() -> None:
    """Every instance is feasible; all scaling factors and the extreme corners occur."""
    drawn = list(instances(900, 1))
    assert all(case.prompt + max(case.lengths) <= case.budget and min(case.lengths) >= 1 for case in drawn)
    assert all(0 < case.weight <= 1 for case in drawn)
    assert {case.alpha for case in drawn} == set(ALPHAS)
    assert {min(ALPHAS), max(ALPHAS)} == {Fraction(101, 100), Fraction(100)}
    assert any(case.prompt == 0 for case in drawn)
    assert any(case.prompt > 50 * max(case.lengths) for case in drawn)
    assert any(case.n == 1 for case in drawn)
    short = drawn[2 :: len(KINDS)]
    assert any(
        case.budget == peak(k + 1, tau, case.prompt) - 1
        for case in short
        for tau in [max(case.lengths)]
        for k in [parallelism(tau, case.prompt, case.budget)]
    )


def case_of(prompt: int, budget: int, lengths: list[int], alpha: Fraction | int = 2) -> Case:
    """Build a case."""
    return Case(prompt, budget, tuple(lengths), Fraction(alpha))


@pytest.mark.parametrize(
    ("alpha", "cost"), [(Fraction(2), 14083), (Fraction(4, 3), 18858), (Fraction(3, 2), 23100)]
)
def test_batching_reference_values(alpha: Fraction, cost: int) -> None:
    """200 identical jobs of 16 in 256 slots: the known costs."""
    case = case_of(0, 256, [16] * 200, alpha)
    assert batching_cost(case, Phases.of(case)) == cost


def test_slicing_reference_values() -> None:
    """Six long jobs and 194 short ones: long first and long last."""
    jobs = [160] * 6 + [1] * 194
    for lengths, cost in ((jobs, 18542), (jobs[::-1], 17960)):
        case = case_of(96, 256, lengths)
        phases = Phases.of(case)
        assert phases.tau == (1, 2, 5, 10, 20, 40, 80, 160)
        assert phases.k == (2, 2, 2, 2, 2, 2, 1, 1)
        assert slicing_cost(case, phases) == cost


def test_greedy_reference_values() -> None:
    """Shortest-first admission with look-ahead: two known costs."""
    assert sum(start + 16 for start in greedy_starts(case_of(0, 256, [16] * 200), by_peak=False)) == 21632
    assert sum(start + 5 for start in greedy_starts(case_of(0, 15, [5] * 15), by_peak=False)) == 225


def test_optimum_reference_values() -> None:
    """One at a time, all at once, and a case where waiting pays."""
    assert optimum(3, 4, (1,) * 6) == 21
    assert optimum(0, 100, (3, 4, 5)) == 12
    assert optimum(0, 6, (3, 3, 3)) == 3 + 3 + 6
    assert optimum(0, 15, (5,) * 5) == sum(range(5, 10))


def test_parallelism_is_the_largest() -> None:
    """It agrees with trying one after the other."""
    for prompt in range(4):
        for budget in range(1, 30):
            for tau in range(1, 12):
                fitting = [k for k in range(1, 40) if peak(k, tau, prompt) <= budget]
                assert parallelism(tau, prompt, budget) == max(fitting, default=0)


def test_slices_end_at_the_room() -> None:
    """The last slice is the whole room, the first lies in [1, alpha)."""
    for alpha in ALPHAS:
        for room in (1, 2, 7, 60):
            ladder = slices(room + 3, 3, alpha)
            assert ladder[-1] == room
            assert 1 <= ladder[0] < alpha
