"""Shrinking: what comes out is smaller, verified, of almost the same ratio, and the same every time."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import pytest

from ratiolab.adversary.campaign.shrink import Shrunk, shrink
from ratiolab.adversary.campaign.task import Budget
from ratiolab.adversary.scoring.scorer import Scorer
from ratiolab.adversary.search.candidate import Candidate, Region
from ratiolab.adversary.witnesses import WitnessError, read_witness, verify_witness, witness_to_json
from ratiolab.adversary.witnesses.witness import Origin, Witness
from ratiolab.algorithms import parse
from ratiolab.errors import InputError
from tests.cli.command import Command

KEEP = Fraction(99, 100)


def witness(algorithm: str, memory: int, prompt: int, jobs: dict[int, int]) -> Witness:
    """The searches' own witness on jobs of some lengths."""
    lengths = tuple(sorted(jobs))
    candidate = Candidate(memory, prompt, lengths, tuple(jobs[o] for o in lengths))
    scorer = Scorer(parse(algorithm), Region(memory, candidate.jobs))
    return scorer.witness(candidate, Origin("by hand", 3, 0))


def bloated() -> Witness:
    """A good instance of GSA with lengths that add nothing."""
    return witness(*CASES["gsa"])


def done(made: Witness, keep: Fraction = KEEP, evaluations: int = 600) -> Shrunk:
    """Shrink with a budget of evaluations."""
    return shrink(made, keep, Budget(evaluations=evaluations))


def size(made: Witness) -> tuple[int, int, int]:
    """Distinct lengths, jobs, memory."""
    return len({g.response for g in made.instance.groups}), made.instance.jobs, made.instance.memory


#: Algorithm, memory, prompt, jobs of each length.
CASES: dict[str, tuple[str, int, int, dict[int, int]]] = {
    "gsa": ("gsa:alpha=2", 188, 38, {38: 269, 76: 130, 1: 3, 9: 1, 75: 2}),
    "gba": ("gba:alpha=3/2", 300, 1, {41: 4000, 2: 1}),
    "sims": ("sims", 301, 0, {150: 10**9}),
    "mc-sf": ("mc-sf", 60, 1, {1: 3, 29: 40}),
    "vllm-kill": ("vllm-kill", 400, 200, {1: 60, 199: 1}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_smaller_and_verified(name: str) -> None:
    """The result is smaller, holds in every field, and its exact ratio is at least the part to keep."""
    made = witness(*CASES[name])
    shrunk = done(made, evaluations=250)
    best = shrunk.best.witness
    verify_witness(best)
    assert best.ratio >= KEEP * made.ratio
    assert size(best) < size(made)
    assert shrunk.evaluations <= 250


def test_useless_lengths_go() -> None:
    """Of five lengths the two that carry the ratio stay; moves are counted and told."""
    shrunk = done(bloated())
    assert [g.response for g in shrunk.best.witness.instance.groups] == [76, 38]
    assert shrunk.finished
    assert shrunk.best.witness.origin.command == "by hand; then ratiolab shrink --keep 99/100"


def test_same_every_time_and_a_fixed_point() -> None:
    """Twice the same witness; what is left cannot be shrunk if nothing of the ratio may go."""
    first, again = done(bloated()), done(bloated())
    assert first.best.witness == again.best.witness
    kept = done(first.best.witness, Fraction(1))
    assert kept.finished
    assert kept.best.witness.ratio >= first.best.witness.ratio


def test_budget_is_kept() -> None:
    """No more evaluations than allowed; a good witness is there whenever it stops."""
    shrunk = done(bloated(), evaluations=7)
    assert (shrunk.evaluations, shrunk.finished) == (7, False)
    assert shrunk.best.witness.ratio >= KEEP * bloated().ratio


def test_nothing_smaller_leaves_the_witness_alone() -> None:
    """One job cannot be made less: the witness comes back as it was."""
    made = witness("gsa:alpha=2", 1, 0, {1: 1})
    assert done(made, Fraction(1)).best.witness == made


def test_wrong_scores_are_never_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that calls every candidate good does not let one below the ratio through."""
    monkeypatch.setattr(Scorer, "score", lambda self, candidate: 1e9)
    shrunk = done(bloated(), evaluations=100)
    assert verify_witness(shrunk.best.witness).witness.ratio >= KEEP * bloated().ratio


def test_a_wrong_witness_is_refused() -> None:
    """A witness that does not hold is not shrunk, and a part outside (0, 1] is no part."""
    made = bloated()
    with pytest.raises(WitnessError, match="ratio"):
        done(dataclasses.replace(made, ratio=made.ratio + 1))
    for keep in (Fraction(0), Fraction(101, 100)):
        with pytest.raises(InputError, match="above 0 and at most 1"):
            done(made, keep)


def test_command(ratiolab: Command, tmp_path: Path) -> None:
    """The file written holds; wrong options are one line and exit code 2."""
    file, out = tmp_path / "w.json", tmp_path / "small.json"
    file.write_text(witness_to_json(bloated()))
    told = ratiolab("shrink", str(file), "--keep", "0.99", "--out", str(out), "--json")
    assert (told.code, told.json["after"]["lengths"]) == (0, 2)
    assert Fraction(told.json["ratio"]) == read_witness(out).ratio
    assert ratiolab("verify", str(out)).code == 0
    assert "before" in ratiolab("shrink", str(file), "--budget", "20", "--out", str(out)).out
    for wrong in (("--keep", "a"), ("--keep", "2"), ("--budget", "long")):
        refused = ratiolab("shrink", str(file), "--out", str(out), *wrong)
        assert (refused.code, refused.err.count("\n")) == (2, 1), wrong
