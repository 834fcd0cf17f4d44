"""The door to every bound: one path, kept between runs, and nothing undecided passes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sympy import Le, Max

from proofs.bounds import derivation, paper, tighter
from proofs.bounds.bound import BoundReport, from_json, to_json
from proofs.bounds.conclusion import bounds_of
from proofs.bounds.report import report
from proofs.bounds.request import ALGORITHMS
from proofs.claim import Claim
from proofs.exact.balls import Ball
from proofs.paper.batching import GBA_BOUND
from proofs.paper.pipeline import IDENTICAL_JOBS
from proofs.store.folder import VARIABLE
from proofs.symbols import C, Q, T, alpha, gba, gsa, opt
from proofs.tighter.batching import THEOREM_D
from proofs.tighter.box_theorem import CERTIFIED
from proofs.tighter.theorems import THEOREM_A_GBA, THEOREM_B, length_factor
from proofs.verdict import Finding, Status, Verdict
from tests.proofs.asking import derived

ASKED: list[dict[str, Any]] = [
    {"algorithm": "gsa"},
    {"algorithm": "gsa", "analysis": "best", "alpha": 2},
    {"algorithm": "gba", "analysis": "tight", "regime": "large-memory"},
    {"algorithm": "mc-sf", "analysis": "tight", "eps": Fraction(1, 10)},
    {"algorithm": "mc-sf"},
    {"algorithm": "sps"},
]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "bounds"


@pytest.mark.slow
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_a_kept_report_is_the_derived_one(folder: Path, asked: dict[str, Any]) -> None:
    """What is read back equals what was derived, in every field, and says that it was kept."""
    first, second = report(**asked), report(**asked)
    assert (first.kept, second.kept) == (False, True)
    assert first == second
    assert first.holds
    assert not report(**asked, fresh=True).kept


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_plain_data_holds_everything(asked: dict[str, Any]) -> None:
    """Nothing is lost on the way to plain data and back."""
    bound = derived(**asked)
    assert from_json(to_json(bound)) == bound


@pytest.mark.slow
def test_every_question_has_its_own_entry(folder: Path) -> None:
    """Neither the printed constant nor the chain nor a parameter is forgotten in what is kept."""
    assert report("gsa", k_min=2).exact != report("gsa").exact
    assert report("gsa", alpha=2).exact != report("gsa").exact
    assert report("gsa", printed="61.92").printed == "61.92"
    assert report("gsa", printed="61.9148").printed == "61.9148"
    assert report("sps").steps[0].verdict == "premise"
    assert report("sps", with_chain=True).steps[0].verdict == "proved"
    assert len(list(folder.iterdir())) == 7


@pytest.mark.slow
def test_a_wrong_constant_is_not_kept(folder: Path) -> None:
    """A report that does not hold is derived again each time."""
    for _ in range(2):
        bound = report("gsa", printed="61.91")
        assert not bound.holds
        assert not bound.kept
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_kept_report_loads_no_algebra(folder: Path) -> None:
    """Who asks for a kept bound, the command line for instance, waits for no computer algebra."""
    report("gsa", analysis="best", alpha=2)
    program = (
        "import sys\n"
        "from proofs.bounds.report import report\n"
        "assert report('gsa', analysis='best', alpha=2).kept\n"
        "print([name for name in ('sympy', 'networkx', 'flint') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _undecided(step: Any) -> Verdict:
    finding = Finding(Status.UNDECIDED, step.method, "not today")
    return Verdict(finding.status, finding.method, finding.detail, 0.0)


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_an_undecided_step_does_not_pass(asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the analysis, quoted constants included, a step nobody decided leaves the report open."""
    monkeypatch.setattr("proofs.method.numbers.MinimalPolynomial.discharge", _undecided)
    bound = derived(**asked)
    assert [step.name for step in bound.steps if step.verdict == "undecided"] == ["minimal-polynomial"]
    assert not bound.holds


def test_every_verdict_but_two_keeps_a_report_from_holding() -> None:
    """Only proved steps and named premises hold; assumed, refuted and undecided ones do not."""
    bound = derived("sps")
    last = bound.steps[-1]
    for status in Status:
        changed: BoundReport = replace(bound, steps=(*bound.steps[:-1], replace(last, verdict=status.value)))
        assert changed.holds == (status in (Status.PROVED, Status.PREMISE))


def test_a_ball_elsewhere_is_a_refutation(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the second evaluation contradicts the exact one, the report says so and does not hold."""
    monkeypatch.setattr(derivation, "ball", lambda exact: Ball(Fraction(3), Fraction(1, 10)))
    bound = derived("sps")
    assert bound.steps[-1].name == "ball"
    assert not bound.holds


@pytest.mark.parametrize(
    ("claim", "optimum", "formula"),
    [
        (GBA_BOUND, opt, Le(gba, 2 * opt)),
        (IDENTICAL_JOBS, C, Le(T, C)),
        (THEOREM_A_GBA, opt, Le(gba, Max(Q, Q / 3) * opt)),
        (THEOREM_B, opt, Le(gsa, Max(Q, Q / 3 + length_factor(alpha)) * opt)),
        (THEOREM_D, opt, Le(gba, Q * opt)),
        (CERTIFIED[0], opt, Le(gsa, 15 * opt)),
    ],
    ids=lambda item: getattr(item, "name", None),
)
def test_a_constant_nothing_concludes_is_not_read(claim: Claim, optimum: Any, formula: Any) -> None:
    """Changing a number in a statement does not change what is printed: no step concludes it."""
    assert bounds_of(claim, optimum)
    with pytest.raises(ValueError, match="no step of"):
        bounds_of(replace(claim, formula=formula), optimum)


def test_a_changed_statement_stops_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report itself refuses a theorem whose formula is not what its steps conclude."""
    monkeypatch.setattr(tighter, "THEOREM_D", replace(THEOREM_D, formula=Le(gba, Q * opt)))
    with pytest.raises(ValueError, match=r"no step of tight\.D"):
        derived("gba", analysis="tight")
    monkeypatch.setitem(paper._THEOREM, "gba", replace(GBA_BOUND, formula=Le(gba, opt)))
    with pytest.raises(ValueError, match=r"no step of T4\.1"):
        derived("gba")


@pytest.mark.slow
def test_best_is_the_smaller() -> None:
    """The best analysis gives no more than any other one, and names its own theorem."""
    for algorithm in ("gsa", "gba"):
        for asked in ({"alpha": 2}, {"k_min": 50, "alpha": Fraction(11, 10)}):
            each = [derived(algorithm, analysis=name, **asked) for name in ("paper", "tight")]
            assert derived(algorithm, analysis="best", **asked).upper <= min(bound.upper for bound in each)


def test_all_algorithms_have_a_bound() -> None:
    """Every name that can be asked for has an answer."""
    for algorithm in ALGORITHMS:
        bound = derived(algorithm, analysis="best", eps=Fraction(1, 3) if algorithm == "svf" else None)
        assert bound.holds
        assert bound.algorithm == algorithm


def test_quoted_constants_are_quoted() -> None:
    """A published constant nobody derives here is a premise, and where there is none that is said."""
    bound = derived("mc-sf")
    assert (str(bound.exact), bound.steps[0].name, bound.steps[0].verdict) == ("9216", "quoted", "premise")
    for algorithm, share, value in (
        ("svf", Fraction(1, 2), 5),
        ("svf-peak", Fraction(1, 3), 4),
        ("svf", None, 3),
    ):
        quoted = derived(algorithm, eps=share)
        assert quoted.lower == value
        assert quoted.regime == ("general" if share else "large-memory")
    assert derived("sorted-f").lower == 48
    assert derived("sorted-f").regime == "large-memory"
    assert derived("sims").lower == 4
    for algorithm, words in (
        ("a-min", r"O\(log M\)"),
        ("vllm-kill", "unbounded"),
        ("svf", "--analysis tight"),
    ):
        with pytest.raises(ValueError, match=words):
            derived(algorithm, regime="general")
