"""`ratio` and `bound` of an instance are one answer, the smallest that is known."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from proofs.bounds.report import report
from proofs.exact.surd import Quadratic
from proofs.formal import registry
from proofs.formal.registry import Verdict
from ratiolab.algorithms import make, parse
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.library.bound import bound
from ratiolab.measure.comparison import compare
from ratiolab.theory import applying, bound_for, worst_case_for
from ratiolab.theory.applying import best_applying, smallest_parallelism
from ratiolab.theory.basis import Grade, derived_basis

#: Every algorithm with a bound, at several scaling factors.
ALGORITHMS = (
    "gsa", "gsa:alpha=2", "gsa:alpha=3/2", "gba", "gba:alpha=2", "gsa-spec", "gsa-spec:beta=2", "mc-sf",
    "svf", "svf-peak", "sorted-f", "sps", "sps-by-length", "sims",
)  # fmt: skip


def _instance(seed: int) -> Instance:
    """Small and large budgets, one prompt and several, one length and several."""
    dice = random.Random(seed)
    memory = dice.choice((9, 24, 60, 240, 2000))
    count = dice.randint(1, 6)
    prompts = [dice.randint(0, memory // dice.choice((2, 8)))] * count
    if seed % 3 == 0:
        prompts = [dice.randint(0, memory // 2) for _ in range(count)]
    longest = min(memory - prompt for prompt in prompts)
    lengths = [dice.randint(1, max(1, longest // dice.choice((1, 1, 4, 9)))) for _ in range(count)]
    if seed % 5 == 0:
        lengths = [lengths[0]] * count
    return Instance(memory=memory, prompts=prompts, responses=lengths)


@pytest.mark.parametrize("part", [0, *(pytest.param(i, marks=pytest.mark.slow) for i in range(1, 10))])
def test_ratio_and_bound_never_disagree(part: int) -> None:
    """On 500 instances every algorithm gets the same bound from both doors, or none from both."""
    for seed in range(50 * part, 50 * part + 50):
        instance = _instance(seed)
        for text in ALGORITHMS:
            beside = bound_for(parse(text), instance)
            try:
                asked = bound(text, instance=instance)
            except InputError:
                assert beside is None, (seed, text)
                continue
            assert beside is not None, (seed, text)
            assert asked.report.exact == beside.value, (seed, text)
            assert asked.basis.grade is beside.basis.grade
            for analysis in ("paper", "tight"):
                try:
                    other = bound(text, instance=instance, analysis=analysis)
                except InputError:
                    continue
                assert asked.upper <= other.upper, (seed, text, analysis)


def test_the_table_of_ratios_has_that_bound() -> None:
    """A measurement carries the instance's own bound, which may be far below the worst case."""
    instance = Instance.common(1000, 1, [3, 5, 9])
    for text, least in (("gsa:alpha=2", "9.51"), ("mc-sf", "2.1"), ("svf-peak", "2.4"), ("gba", "6.3")):
        (measured,) = compare(instance, [parse(text)]).measurements
        assert measured.bound is not None
        assert measured.bound.value <= Fraction(least), text
        assert bound(text, instance=instance).report.exact == measured.bound.value


def test_speculation_takes_the_parallelism_of_what_it_is_compared_with() -> None:
    """GSA-Spec is no worse than GSA, so GSA's smallest parallelism at its factor counts."""
    instance = Instance.common(200, 2, [5, 5, 9])
    k_min = smallest_parallelism(make("gsa", alpha="2"), instance)
    expected = report("gsa", analysis="best", alpha=2, k_min=k_min)
    spec = best_applying(make("gsa-spec", alpha="2"), instance)
    assert spec is not None
    assert (spec.report.exact, spec.why) == (expected.exact, "no job ends later than in gsa")
    assert best_applying(make("gsa-spec", alpha="2", beta="3"), instance) is None


def test_taking_the_first_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the first bound that applies, not the smallest, is another one for SVF-peak here."""
    instance = Instance.common(1000, 1, [3, 5, 9])
    right = bound_for(make("svf-peak"), instance)
    monkeypatch.setattr(applying, "min", lambda found, **_: found[0], raising=False)
    wrong = bound_for(make("svf-peak"), instance)
    assert right is not None
    assert wrong is not None
    assert wrong.value > right.value


def test_what_rests_on_coq_alone_counts_where_it_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """SimS stays below 3 by a theorem only: without its verdict the published 4 is quoted."""
    equal, other = Instance.common(20, 2, [5] * 9), Instance.common(20, 2, [5, 4])
    for names, value, grade in (((), 4, Grade.QUOTED), (("sims_identical_jobs",), 3, Grade.KERNEL)):
        verdict = Verdict(registry.sources_hash(), "8.16.1", names)
        monkeypatch.setattr(registry, "compiled", lambda *_, verdict=verdict: verdict)
        derived_basis.cache_clear()
        (measured,) = compare(equal, [make("sims")]).measurements
        assert measured.bound is not None
        assert (measured.bound.value, measured.bound.basis.grade) == (Quadratic(Fraction(value)), grade)
        best = bound("sims", analysis="best")
        assert (best.report.exact, best.basis, best.holds) == (
            measured.bound.value,
            measured.bound.basis,
            True,
        )
    assert "sims_identical_jobs" in str(best)
    assert "equal jobs" in str(best)
    assert bound_for(make("sims"), other) is None
    derived_basis.cache_clear()


def test_a_theorem_is_read_not_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a compiled theorem the tight analysis of SimS says which one would answer."""
    monkeypatch.setattr(registry, "compiled", lambda *_: None)
    with pytest.raises(InputError, match="sims_identical_jobs, not compiled here"):
        bound("sims", analysis="tight")
    assert bound("svf", analysis="tight").basis.grade is Grade.STEP
    verdict = Verdict(registry.sources_hash(), "8.16.1", ("svf",))
    monkeypatch.setattr(registry, "compiled", lambda *_: verdict)
    derived_basis.cache_clear()
    assert str(bound("svf", analysis="tight").basis) == "kernel-checked (svf)"
    derived_basis.cache_clear()


def test_the_theorem_of_another_constant_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a smaller constant implies the one asked about, its theorem is named with its own constant."""
    verdict = Verdict(registry.sources_hash(), "8.16.1", ("gsa_7_sqrt13_6_boxes",))
    monkeypatch.setattr(registry, "compiled", lambda *_: verdict)
    derived_basis.cache_clear()
    assert "which says 15.782, less than this" in str(bound("gsa").basis)
    assert replace(bound("gsa").basis, states=None).theorem == "gsa_7_sqrt13_6_boxes"
    derived_basis.cache_clear()


def test_a_witness_is_held_against_the_worst_case() -> None:
    """The gap of a witness is to the bound on every instance, not to the smaller one of its own."""
    instance = Instance.common(1000, 1, [3, 5, 9])
    for text in ("gsa:alpha=2", "mc-sf", "gba:alpha=2", "svf-peak"):
        own, worst = bound_for(parse(text), instance), worst_case_for(parse(text), instance)
        assert own is not None
        assert worst is not None
        assert own.value < worst.value, text
