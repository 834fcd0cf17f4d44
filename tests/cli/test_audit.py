"""``ratiolab audit``: it passes as it stands, and fails when something is wrong."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

import ratiolab.audit as audit_module
from proofs.exact.surd import Quadratic
from ratiolab.measure.reference_values import REFERENCE_VALUES
from ratiolab.theory import TheoryBound
from tests.cli.command import Command


@pytest.mark.slow
def test_audit_holds(ratiolab: Command) -> None:
    """Every check of the shipped audit holds, none is open."""
    outcome = ratiolab("audit", "--json")
    assert outcome.code == 0
    assert outcome.json["failed"] == outcome.json["open"] == 0
    sections = {check["section"] for check in outcome.json["checks"]}
    assert sections == {"constant", "reference value", "optimum", "ratio"}


@pytest.mark.slow
def test_a_wrong_reference_value_fails(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference value off by one makes the audit exit 1."""
    wrong = replace(REFERENCE_VALUES[0], flow_time=REFERENCE_VALUES[0].flow_time + 1)
    monkeypatch.setattr(audit_module, "REFERENCE_VALUES", (wrong,))
    outcome = ratiolab("audit", "--json")
    assert outcome.code == 1
    assert outcome.json["failed"] == 1


@pytest.mark.slow
def test_a_wrong_optimum_fails(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A solved optimum that differs from the known one makes the audit exit 1."""
    title, lengths, memory, prompt, known = audit_module.OPTIMA[0]
    assert known is not None
    monkeypatch.setattr(audit_module, "OPTIMA", ((title, lengths, memory, prompt, known - 1),))
    assert ratiolab("audit").code == 1


@pytest.mark.slow
def test_a_ratio_above_its_bound_fails(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound below a verified ratio makes the audit exit 1; a bound inside the interval is open."""
    low = TheoryBound(Quadratic.of(Fraction(11, 10)), "planted", derived=False)
    monkeypatch.setattr("ratiolab.measure.comparison.bound_for", lambda algorithm, problem: low)
    monkeypatch.setattr(audit_module, "WORKLOADS", (("two-lengths", None, None, ("gsa", "mc-sf")),))
    outcome = ratiolab("audit", "--json")
    verdicts = [c["verdict"] for c in outcome.json["checks"] if c["section"] == "ratio"]
    assert outcome.code == 1
    assert verdicts == ["fails", "open"]
