"""Orders of jobs: each rule by hand, random ones by their seed, unknown ones refused."""

from __future__ import annotations

import numpy as np
import pytest

from ratiolab.errors import InputError
from ratiolab.orders import parse_random_order, permutation

LENGTHS = np.array([3, 1, 3, 2])


@pytest.mark.parametrize(
    ("rule", "order"), [("shortest-first", [1, 3, 0, 2]), ("longest-first", [0, 2, 3, 1])]
)
def test_by_length(rule: str, order: list[int]) -> None:
    """Jobs of one length stay in the order given, in both directions."""
    assert permutation(rule, LENGTHS).tolist() == order


def test_random_order_is_the_seeds() -> None:
    """One seed always gives one permutation, and the lengths play no part."""
    many = np.arange(50)
    drawn = permutation("random:3", many).tolist()
    assert sorted(drawn) == many.tolist()
    assert permutation("random:3", many[::-1]).tolist() == drawn
    assert permutation("random:4", many).tolist() != drawn


@pytest.mark.parametrize("rule", ["", "longest", "random:", "random:-1", "random:²", "random:" + "9" * 5000])
def test_unknown_orders(rule: str) -> None:
    """An order that is not known is refused with the list of those that are."""
    with pytest.raises(InputError, match="use given, longest-first, shortest-first or random:SEED"):
        parse_random_order(rule)
    with pytest.raises(InputError, match="use given, longest-first, shortest-first or random:SEED"):
        permutation(rule, LENGTHS)
