"""A gate believes verified costs only, and says of each algorithm what became of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ratiolab.exact import parse_exact
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.library.measure import compare
from ratiolab.measure.gate import Gate, Verdict
from ratiolab.ratios import RatioInterval

JOBS = Instance.common(15, 0, [5] * 15)
HUGE = GroupedInstance(20, [JobType(0, 1, 10**12)])


def test_verdicts() -> None:
    """A ratio within the number holds, one that is not shown to be does not, an unverified one is neither."""
    comparison = compare(JOBS, ["mc-sf", "vllm-keep"], at_most=9)
    gate = comparison.gate
    assert gate is not None
    mc_sf, keep = comparison.measurements
    assert [gate.verdict(m) for m in (mc_sf, keep)] == [Verdict.HOLDS, Verdict.UNVERIFIED]
    assert Gate(parse_exact("1"), "1").verdict(mc_sf) is Verdict.NOT_SHOWN
    assert not comparison.passes
    assert gate.complaints([mc_sf]) == []
    assert "outside the model" in gate.complaints([keep])[0]


def test_an_open_interval_is_not_shown() -> None:
    """Where the number lies between both ends nothing is shown, and the gate stays shut."""
    (measured,) = compare(JOBS, "mc-sf").measurements
    between = replace(measured, ratio=RatioInterval(Fraction(1), Fraction(3)))
    assert Gate(parse_exact("2"), "2").verdict(between) is Verdict.NOT_SHOWN
    assert Gate(parse_exact("3"), "3").verdict(between) is Verdict.HOLDS


def test_what_is_asked_for_is_said() -> None:
    """An unverified cost passes where that is asked for: the text and the JSON say whose it is."""
    comparison = compare(JOBS, "vllm-keep", at_most="9/1", allow_unverified=True)
    assert comparison.passes
    assert "if the unverified cost of vllm-keep is right" in " ".join(str(comparison).split())
    gate = comparison.to_json()["gate"]
    assert (gate["at_most"], gate["holds"], gate["allow_unverified"]) == ("9", True, True)
    assert gate["algorithms"][0]["verdict"] == "unverified"


def test_closed_forms_are_unverified_too() -> None:
    """Of 10^12 jobs no schedule is listed: the gate does not open for a formula unless it is asked to."""
    assert not compare(HUGE, "gsa", at_most=99).passes
    assert compare(HUGE, "gsa", at_most=99, allow_unverified=True).passes


def test_without_a_gate_nothing_changes() -> None:
    """No gate, no key: the JSON is what it was."""
    comparison = compare(JOBS, "mc-sf")
    assert comparison.passes
    assert "gate" not in comparison.to_json()
    assert "gate" not in str(comparison)
