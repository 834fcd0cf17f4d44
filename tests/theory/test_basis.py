"""The strongest word is printed only for a theorem that was compiled from the sources in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from proofs.bounds.report import report
from proofs.exact.surd import Quadratic
from proofs.formal import registry
from proofs.formal.registry import Verdict
from ratiolab.algorithms import make
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.library.bound import bound
from ratiolab.theory import bound_for
from ratiolab.theory.basis import Grade, derived_basis, report_basis


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """No answer of one test is remembered in another."""
    derived_basis.cache_clear()
    yield
    derived_basis.cache_clear()


def _compiled(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    verdict = Verdict(registry.sources_hash(), "8.16.1", names)
    monkeypatch.setattr(registry, "compiled", lambda *_: verdict)


def test_nothing_compiled_is_step_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a kept verdict on these sources nothing is called kernel-checked."""
    monkeypatch.setattr(registry, "compiled", lambda *_: None)
    assert report_basis(report("gsa", analysis="tight", alpha=2)).grade is Grade.STEP


def test_the_theorem_of_that_constant_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiled theorem counts for its own constant and larger ones, at its own scaling factor only."""
    _compiled(monkeypatch, "gsa_2", "mc_sf")
    two = Quadratic(Fraction(2))
    assert str(report_basis(report("gsa", analysis="tight", alpha=2))) == "kernel-checked (gsa_2)"
    assert derived_basis("gsa", Fraction(16), alpha=two).theorem == "gsa_2"
    assert derived_basis("gsa", Fraction(15314, 1000), alpha=two).grade is Grade.STEP
    assert derived_basis("gsa", Fraction(16), alpha=Quadratic(Fraction(9, 4))).grade is Grade.STEP
    assert derived_basis("sorted-f", Fraction(7, 3)).grade is Grade.STEP


def test_a_quoted_constant_stays_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A published constant that nothing here derives is called quoted, whatever else is known."""
    _compiled(monkeypatch, "mc_sf")
    assert report_basis(report("mc-sf", analysis="paper")).grade is Grade.QUOTED


def test_own_prompts_are_outside_the_theorems(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coq's theorems are for one common prompt: a bound for own prompts is step-checked at most."""
    _compiled(monkeypatch, "svf", "svf_peak", "mc_sf", "mc_sf_small_jobs")
    own = Instance(memory=40, prompts=[1, 2], responses=[3, 2])
    one = Instance.common(memory=6, prompt=1, responses=[3, 2])  # too large a share for a bound by it
    of_own, of_one = bound_for(make("svf-peak"), own), bound_for(make("svf-peak"), one)
    assert of_own is not None
    assert of_own.basis.grade is Grade.STEP
    assert of_one is not None
    assert of_one.basis.theorem == "svf_peak"
    assert bound("svf-peak", analysis="tight", instance=own).basis.grade is Grade.STEP


def test_no_bound_for_jobs_it_is_not_shown_for() -> None:
    """The bound of an instance is refused where its jobs are outside the theorem: here it would be false."""
    wide, thin = 30, 30
    own = Instance(memory=100, prompts=[98] * wide + [0] * thin, responses=[2] * wide + [3] * thin)
    thin_first = 3 * thin + sum(3 + 2 * i for i in range(1, wide + 1))
    assert Fraction(make("mc-sf").cost(own).flow_time, thin_first) > Fraction(7, 3)
    for analysis in ("tight", "best", "paper"):
        with pytest.raises(InputError, match="one common prompt"):
            bound("mc-sf", analysis=analysis, instance=own)
    lengths = Instance.common(memory=50, prompt=2, responses=[3, 9])
    with pytest.raises(InputError, match="one length"):
        bound("sps", instance=lengths)


def test_own_prompts_get_the_bound_by_share_only() -> None:
    """SVF-peak within 4 is for one prompt; own prompts have the bound by the largest share, large or not."""
    own = Instance(memory=40, prompts=[1, 2], responses=[33, 9])
    by_share, elsewhere = bound("svf-peak", analysis="tight", instance=own), bound_for(make("svf-peak"), own)
    assert elsewhere is not None
    assert by_share.report.exact == elsewhere.value > 4


def test_the_word_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text and JSON of a bound both say how it stands; a bound that fails says nothing of the kind."""
    _compiled(monkeypatch, "gsa_2")
    holds = bound("gsa", alpha=2, analysis="tight")
    assert "kernel-checked (gsa_2)" in str(holds)
    assert holds.content()["basis"] == {"grade": "kernel-checked", "theorem": "gsa_2"}
    fails = bound("gsa", alpha=2, analysis="tight", printed="15.31")
    assert fails.content()["basis"] is None
    assert "kernel-checked" not in str(fails)
