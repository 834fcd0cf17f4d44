"""What a replay is given: every fault is named with its place, and is told from a refuted claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ratiolab.certificates.exhaustion import ExhaustionRecord, Refuted, replay

NO_PRICES = ExhaustionRecord(1, ())


def refused(types: Any, memory: Any, record: ExhaustionRecord, **more: Any) -> Callable[[], object]:
    """The call, to be made where an error is expected."""
    return lambda: replay(types, memory, 100, record, **more)


def careless(scale: Any, layers: Any) -> ExhaustionRecord:
    """A record as a careless program would make it."""
    return ExhaustionRecord(scale, layers)


@pytest.mark.parametrize(
    ("call", "place"),
    [
        (refused([(1, 2, 3)], 5, ExhaustionRecord(0, ())), "scale is 0"),
        (refused([(1, 2, 3)], 5, ExhaustionRecord(True, ())), "scale is True"),
        (
            refused([(1, 2, 3)], 5, ExhaustionRecord(1, (((0, 1), (0, -2)),))),
            "layer 0, vector 1: price 1 is -2",
        ),
        (refused([(1, 2, 3)], 5, careless(1, ((), ((0.5,),)))), "layer 1, vector 0: price 0 is 0.5"),
        (
            refused([(1, 2, 3)], 5, ExhaustionRecord(1, ((), ((True,),)))),
            "layer 1, vector 0: price 0 is True",
        ),
        (refused([(1, 2, 3)], 5, careless(1, ((3,),))), "layer 0, vector 0 is 3"),
        (refused([(1, 2, 3)], 5, careless(1, (7,))), "layer 0 is 7"),
        (refused([(1, 2, 3)], 5, careless(1, 7)), "layers"),
        (refused([(1, 2, 3), (-1, 2, 3)], 5, NO_PRICES), "type 1: prompt is -1"),
        (refused([(1, 0, 3)], 5, NO_PRICES), "type 0: response is 0"),
        (refused([(1, 2, 0)], 5, NO_PRICES), "type 0: count is 0"),
        (refused([(1, 2)], 5, NO_PRICES), "type 0 is"),
        (refused([(4, 2, 1)], 5, NO_PRICES), "type 0 needs 6 tokens"),
        (refused([], 5, NO_PRICES), "no types"),
        (refused([(1, 2, 3)], 5.0, NO_PRICES), "memory is 5.0"),
        (refused([(1, 2, 3)], 5, NO_PRICES, rules=["luck"]), "unknown rules"),
    ],
)
def test_malformed_input_is_refused_and_named(call: Callable[[], object], place: str) -> None:
    """A record or job list with a fault in it proves nothing: the message says where the fault is."""
    with pytest.raises(ValueError, match=place) as caught:
        call()
    assert not isinstance(caught.value, Refuted)
