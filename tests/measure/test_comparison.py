"""A comparison in all its forms: the same numbers as text, JSON and data frame, and nothing too wide."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratiolab.algorithms import parse
from ratiolab.measure.comparison import Comparison, compare
from ratiolab.workloads import make_instance

NAMES = ("gsa", "gsa:alpha=17/8", "mc-sf", "vllm-keep")


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Four algorithms, one of them outside the model, one with a long label."""
    return compare(make_instance("two-lengths")[0], [parse(name) for name in NAMES])


def test_text_fits(comparison: Comparison) -> None:
    """Eighty columns hold it, every algorithm and every bound is in it."""
    text = str(comparison)
    assert max(map(len, text.splitlines())) <= 80
    assert all(m.algorithm.label in text for m in comparison.measurements)
    assert all(bound.name in text for bound in comparison.lower_bounds)
    assert "outside the model: vllm-keep" in text


def test_forms_agree(comparison: Comparison) -> None:
    """Rows of the frame, of the JSON form and of the objects are the same exact numbers."""
    pytest.importorskip("pandas")
    frame, listed = comparison.to_frame(), comparison.to_json()["algorithms"]
    costs = ["algorithm", "flow_time", "mean", "makespan", "killed_rounds"]
    assert list(frame.columns) == [*costs, "ratio_lower", "ratio_upper", "proved", "verdict"]
    for row, entry, m in zip(frame.itertuples(), listed, comparison.measurements, strict=True):
        assert row.flow_time == entry["flow_time"] == m.cost.flow_time
        assert row.ratio_upper == Fraction(entry["ratio"]["upper"]) == m.ratio.upper
        assert row.mean == Fraction(m.cost.flow_time, 200)
        assert row.verdict == entry["standing"]


def test_one_measurement(comparison: Comparison) -> None:
    """A measurement alone shows its row and what its bound rests on."""
    one = comparison.measurements[1]
    assert one.bound is not None
    assert f"{one.bound.basis}: tighter analysis, Theorem C, alpha = 17/8" in str(one)
    assert one.to_json()["format"] == "ratiolab.measurement"
