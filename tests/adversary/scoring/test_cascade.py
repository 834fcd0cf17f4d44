"""The stages of OPT's side: each no worse than the one before, the same in every run, never below OPT."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from ratiolab.adversary.scoring import cascade
from ratiolab.adversary.scoring.scorer import Scorer
from ratiolab.adversary.search.candidate import Candidate, Region
from ratiolab.adversary.search.moves import random_candidate
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.adversary.witnesses.blocks import Starts, check_blocks, flow_time
from ratiolab.adversary.witnesses.witness import Origin, WitnessError, verify_witness
from ratiolab.algorithms import make
from ratiolab.optimum import OptimumResult, Status, search

#: Fifteen jobs of length 5 under M = 15: 225 in the order of MC-SF, 180 with waits.
WAITS = Candidate(15, 0, (5,), (15,))
BOX = Region(24, 12)


def drawn(count: int, seed: int) -> list[Candidate]:
    """Random small candidates."""
    rng = Random(seed)
    return [random_candidate(rng, BOX) for _ in range(count)]


@pytest.mark.slow
def test_stages_descend_to_the_optimum() -> None:
    """Lower bound <= stage 3 <= stage 2 <= cheap; the blocks are feasible and cost what is said."""
    scorer = Scorer(make("gsa", alpha="2"), BOX)
    for candidate in (WAITS, *drawn(25, 1)):
        second, third = cascade.scheduled(candidate), cascade.finished(candidate)
        assert cascade.quick_bound(candidate) <= third.flow_time <= second.flow_time
        cheap = scorer.score(candidate)
        assert cheap <= cascade.refined(candidate, scorer._algorithm_flow(candidate), cheap, cheap) + 1e-9
        for packed in (second, third):
            check_blocks(candidate.instance(), packed.blocks())
            assert flow_time(packed.blocks()) == packed.flow_time


def test_known_optimum() -> None:
    """The instance on which start rounds must wait is solved, with proof."""
    packed = cascade.finished(WAITS)
    assert (packed.flow_time, packed.proved) == (180, True)


@pytest.mark.slow
def test_same_in_every_run() -> None:
    """Stages count work: without the caches every stage gives the same schedule again."""
    before = [cascade.finished(c) for c in drawn(8, 2)]
    cascade.scheduled.cache_clear()
    cascade.finished.cache_clear()
    for old, new in zip(before, (cascade.finished(c) for c in drawn(8, 2)), strict=True):
        assert (old.flow_time, old.proved, old.blocks()) == (new.flow_time, new.proved, new.blocks())


def test_no_limit_counts_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact search is given states to expand and no time."""
    plain, given = search.solve, dict[str, Any]()

    def watched(*arguments: Any, **options: Any) -> OptimumResult:
        given.update(options)
        return plain(*arguments, **options)

    monkeypatch.setattr(search, "solve", watched)
    cascade.finished(Candidate(17, 1, (3, 6), (4, 5)))
    assert given["node_limit"] == cascade.NODES
    assert given.get("time_limit") is None


def test_half_a_search_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C within the exact search stops the stages, too, and nothing is remembered."""
    plain = search.solve
    candidate = Candidate(19, 1, (4, 7), (5, 6))

    def stopped(*arguments: Any, **options: Any) -> OptimumResult:
        result = plain(*arguments, **options)
        return replace(result, status=Status.INTERRUPTED, lower=1, record=None)

    with monkeypatch.context() as patch:
        patch.setattr(search, "solve", stopped)
        with pytest.raises(KeyboardInterrupt):
            cascade.finished(candidate)
    assert cascade.finished(candidate).flow_time > 0


def test_hopeless_candidates_stay_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the share of the best, or where the lower bound excludes it, no schedule is looked for."""

    def looked(candidate: Candidate) -> cascade.Packed:
        raise AssertionError("a schedule was looked for")

    monkeypatch.setattr(cascade, "scheduled", looked)
    assert cascade.refined(WAITS, 450.0, 2.0, 3.0) == 2.0
    bound = cascade.quick_bound(WAITS)
    assert cascade.refined(WAITS, 2.0 * bound, 1.9, 2.0) == 1.9
    with pytest.raises(AssertionError, match="looked for"):
        cascade.refined(WAITS, 2.5 * bound, 1.9, 2.0)


def test_large_candidates_are_left_alone() -> None:
    """Beyond 60 jobs, or in a region whose jobs are not listed, scores stay what they are."""
    large, small = Candidate(20, 1, (3,), (61,)), Candidate(20, 1, (3,), (60,))
    assert (cascade.is_small(large), cascade.is_small(small)) == (False, True)
    algorithm = make("gsa", alpha="2")
    assert not Scorer(algorithm, Region()).refines(small)
    assert Scorer(algorithm, Region(20, 60)).refines(small)
    assert Scorer(algorithm, Region()).refined(small, 1.5, 1.4) == 1.5


def best_of_search(strategy: str, seed: int, *, closer: bool) -> Fraction:
    """Best verified ratio of 80 evaluations; with or without the stages, told the same scores."""
    algorithm, region = make("gsa", alpha="2"), Region(30, 20)
    made, scorer = STRATEGIES[strategy](algorithm, region, seed), Scorer(algorithm, region)
    best = Fraction(0)
    for evaluation in range(80):
        candidate = made.ask()
        score = scorer.score(candidate)
        seen = scorer.refined(candidate, score, float(best)) if closer else score
        if seen > float(best) * (1 + 1e-12):
            witness = scorer.witness(candidate, Origin("x", seed, evaluation))
            best = max(best, verify_witness(witness).witness.ratio)
        made.tell(candidate, score)
    return best


@pytest.mark.slow
@pytest.mark.parametrize("strategy", ["structured", "evolve"])
def test_at_least_as_good_at_equal_evaluations(strategy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told the same scores, the search with stages ends no lower on any seed, and higher on one."""
    with_stages = [best_of_search(strategy, seed, closer=True) for seed in range(3)]
    monkeypatch.setattr(cascade, "is_small", lambda candidate: False)
    without = [best_of_search(strategy, seed, closer=False) for seed in range(3)]
    assert all(a >= b for a, b in zip(with_stages, without, strict=True))
    assert any(a > b for a, b in zip(with_stages, without, strict=True))


def test_planted_schedule_is_refused() -> None:
    """A witness whose OPT side starts one job too early, or claims one round less, does not hold."""
    witness = Scorer(make("gsa", alpha="2"), Region(15, 15)).witness(WAITS, Origin("x", 0, 0))
    assert verify_witness(witness).witness.opt_flow_time == 180
    (block,) = cascade.finished(WAITS).blocks()
    assert isinstance(block, Starts)
    early = replace(block, starts=(0, *block.starts[:-1]))
    with pytest.raises(WitnessError, match="schedule"):
        verify_witness(replace(witness, blocks=(early,)))
    with pytest.raises(WitnessError, match="opt_flow_time"):
        verify_witness(replace(witness, opt_flow_time=179))
