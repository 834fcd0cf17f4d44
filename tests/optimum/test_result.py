"""What a result may say, and how it prints."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ratiolab.instance import Instance
from ratiolab.optimum import OptimumResult, Status
from ratiolab.schedule import Schedule

SCHEDULE = Schedule.of_starts([0, 2], Instance.common(3, 0, [2, 3]))
OPEN = OptimumResult(
    lower=98,
    upper=104,
    status=Status.TIME_LIMIT,
    engine="milp",
    runtime=1.234,
    nodes=57,
    lower_source="completion bound, exact",
    upper_source="mc-sf",
    schedule=SCHEDULE,
)


def test_text_of_an_interval() -> None:
    """The text form is read by people and compared in documents: labels and columns are fixed."""
    assert str(OPEN).splitlines() == [
        "optimum      between 98 and 104",
        "status       time limit",
        "lower bound   98  completion bound, exact",
        "upper bound  104  mc-sf",
        "engine       milp",
        "nodes        57",
        "runtime      1.23 s",
    ]


def test_text_of_a_proof() -> None:
    """A closed interval prints as one number."""
    proved = replace(OPEN, lower=104, status=Status.PROVED)
    assert str(proved).splitlines()[:3] == [
        "optimum      104",
        "status       proved",
        "lower bound  104  completion bound, exact",
    ]
    assert proved.proved


def test_text_without_a_schedule() -> None:
    """Without an upper bound the interval is open above, in words."""
    nothing = replace(OPEN, upper=None, schedule=None, upper_source="no schedule known")
    assert str(nothing).splitlines()[0] == "optimum      between 98 and none"
    assert str(nothing).splitlines()[3] == "upper bound  none  no schedule known"
    assert not nothing.proved


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lower": 105}, "above upper"),
        ({"lower": 0}, "at least one round"),
        ({"status": Status.PROVED}, "does not fit"),
        ({"lower": 104}, "does not fit"),  # closed, yet not called proved
        ({"schedule": None}, "needs a schedule"),
        ({"upper": None}, "needs a schedule"),
        ({"upper": None, "schedule": None, "status": Status.PROVED}, "does not fit"),
        ({"runtime": -1.0}, "runtime"),
        ({"runtime": float("nan")}, "runtime"),
        ({"nodes": -1}, "nodes"),
    ],
)
def test_contradicting_fields_are_refused(change: dict[str, Any], message: str) -> None:
    """No engine can hand out "proved" for an open interval, or an interval that is upside down."""
    with pytest.raises(ValueError, match=message):
        replace(OPEN, **change)
