"""Documents of schedules: what is written comes back, and nothing wrong comes in."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.documents import (
    parse_schedule,
    schedule_to_json,
)
from ratiolab.errors import InputError
from ratiolab.integers import INT64_MAX
from ratiolab.schedule import Schedule

ATTEMPTS: dict[str, Any] = {
    "format": "ratiolab.schedule",
    "version": 1,
    "job": [0, 1, 0],
    "start": [0, 0, 3],
    "rounds": [2, 5, 4],
    "finished": [False, True, True],
}


attempts = st.lists(
    st.tuples(st.integers(0, INT64_MAX), st.integers(0, INT64_MAX), st.integers(1, INT64_MAX), st.booleans())
)


@given(attempts)
def test_schedule_round_trip(rows: list[tuple[int, int, int, bool]]) -> None:
    """A schedule comes back attempt by attempt, in the same order, even an empty one."""
    columns: list[list[Any]] = [[row[i] for row in rows] for i in range(4)]
    schedule = Schedule(*columns)
    back = parse_schedule(schedule_to_json(schedule), "plan.json")
    for name in ("job", "start", "rounds", "finished"):
        assert np.array_equal(getattr(back, name), getattr(schedule, name))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"start": [0, 0]}, "start has 2 entries, job has 3"),
        ({"finished": [0, 1, 1]}, "finished[0] is 0: it must be true or false"),
        ({"rounds": [2, 0, 4]}, "rounds[1] is 0: it must be at least 1"),
        ({"job": [0, -1, 0]}, "job[1] is -1: it must be at least 0"),
        ({"start": [0, 0.5, 3]}, "start[1] is 0.5: it must be an integer"),
        ({"start": ...}, "start is missing"),
        ({"format": "ratiolab.instance"}, "format is 'ratiolab.instance': it must be 'ratiolab.schedule'"),
    ],
)
def test_wrong_schedule(fields: dict[str, Any], message: str) -> None:
    """Each wrong column of a schedule is named with the attempt."""
    text = json.dumps({k: v for k, v in (ATTEMPTS | fields).items() if v is not ...})
    with pytest.raises(InputError, match=r"^plan\.json: ") as caught:
        parse_schedule(text, "plan.json")
    assert message in str(caught.value)
