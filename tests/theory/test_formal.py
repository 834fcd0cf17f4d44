"""The constants of the Coq development beside those of ``bound``: a difference is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofs.formal import registry
from proofs.formal.expression import Expression
from proofs.formal.registry import CoqMissing, Verdict
from proofs.formal.statements import EndTheorem, end_theorems
from ratiolab.errors import InputError
from ratiolab.theory.formal import WEAKER, FormalReport, agreement, prove_formal

RATIOS = [theorem for theorem in end_theorems() if theorem.constant is not None]


@pytest.mark.slow
@pytest.mark.parametrize("theorem", RATIOS, ids=lambda theorem: theorem.name)
def test_constants_agree(theorem: EndTheorem) -> None:
    """Every constant that Coq proves is the one that ``bound`` derives, or is known to be larger."""
    seen = agreement(theorem, closed=True)
    assert seen.holds
    assert (seen.verdict == "weaker") == (theorem.name in WEAKER)


@pytest.mark.parametrize(
    ("name", "constant"), [("gsa_2", "15314 # 1000"), ("gsa_2", "15316 # 1000"), ("mc_sf", "9 # 4")]
)
def test_a_changed_constant_differs(name: str, constant: str) -> None:
    """A constant with another last digit is a difference, and a report with it does not hold."""
    theorem = next(t for t in RATIOS if t.name == name)
    seen = agreement(replace(theorem, constant=Expression(constant)), closed=True)
    assert seen.verdict == "DIFFERS"
    assert not FormalReport(Verdict("", "8.16.1", (name,)), (seen,)).holds


def test_an_open_theorem_does_not_hold() -> None:
    """A theorem that was not compiled, or rests on an axiom, makes the report fail."""
    report = FormalReport(Verdict("", "8.16.1", ()), (agreement(RATIOS[0], closed=False),))
    assert not report.holds
    assert "NOT CLOSED" in str(report)
    assert report.content()["theorems"][0]["closed"] is False


def test_without_coq_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Coq is missing the error names the package."""

    def missing(*_: object) -> Verdict:
        raise CoqMissing(registry.INSTALL)

    monkeypatch.setattr(registry, "compiled", lambda *_: None)
    monkeypatch.setattr(registry, "compile", missing)
    with pytest.raises(InputError, match="apt-get install"):
        prove_formal()


def test_what_people_read_is_no_coq_and_says_where() -> None:
    """Names are whole, statements in words, constants with their factor or limit, integers as such."""
    names = (
        "gsa_published_bound",
        "sims_identical_jobs",
        "svf",
        "gsa_2_published_parallel",
        "the_optimum_exists",
    )
    chosen = [agreement(t, closed=True) for t in end_theorems() if t.name in names]
    verdicts = {one.theorem.name: (one.verdict, one.detail) for one in chosen}
    assert verdicts["svf"] == ("same", "7/3")
    assert verdicts["sims_identical_jobs"][0] == "Coq alone"
    assert verdicts["gsa_2_published_parallel"] == ("same", "32 at the limit K -> infinity")
    assert verdicts["gsa_published_bound"][1].endswith("at alpha = 4/3")
    text = str(FormalReport(Verdict("", "8.16.1", names), tuple(chosen)))
    assert all(name in text for name in names)
    assert "forall" not in text
    assert "/1" not in text.replace("/10", "")
