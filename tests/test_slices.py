"""The exact ladder of slices, where floats would lose a round."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.exact.surd import Quadratic
from ratiolab.errors import InputError
from ratiolab.slices import ladder, scaling_factor

ALPHAS = ["2", "4/3", "3/2", "golden", "(7+sqrt(13))/6", "sqrt(2)", "11/10", "9/4"]


@pytest.mark.slow
@pytest.mark.parametrize("alpha", ALPHAS)
@given(capacity=st.integers(1, 10**12))
def test_each_slice_is_the_floor(alpha: str, capacity: int) -> None:
    """tau_p <= (M-s)/alpha^(ell-p) < tau_p + 1, the last is M-s, the ladder starts at ell."""
    factor = scaling_factor(alpha)
    slices = ladder(factor, capacity)
    assert slices[-1] == capacity
    exact = Quadratic(Fraction(capacity))
    for tau in reversed(slices):
        assert tau <= exact
        assert exact < tau + 1
        exact = exact / factor
    assert exact < 1  # one more slice would be below one round: beta lies in [1, alpha)


@pytest.mark.parametrize("exponent", [1, 3, 20, 33])
def test_powers_do_not_slip(exponent: int) -> None:
    """At exact powers the ladder has ell + 1 slices: a float logarithm loses one at 3^5 and others."""
    for base in (2, 3, 5, 7):
        assert ladder(scaling_factor(base), base**exponent) == tuple(base**p for p in range(exponent + 1))


@pytest.mark.parametrize("alpha", ["1", "0", "-2", "1/2", "sqrt(2)-1/2"])
def test_alpha_must_exceed_1(alpha: str) -> None:
    """A scaling factor of at most 1 is refused."""
    with pytest.raises(InputError, match="above 1"):
        scaling_factor(alpha)


def test_floats_are_refused() -> None:
    """A float is not exact: the message says how to write the number."""
    alpha: Any = 1.5
    with pytest.raises(InputError, match="exact number"):
        scaling_factor(alpha)


@pytest.mark.slow
def test_too_many_slices() -> None:
    """A factor so close to 1 that the ladder explodes is refused in words."""
    with pytest.raises(InputError, match="too close to 1"):
        ladder(scaling_factor("1.0001"), 10**9)


@pytest.mark.parametrize("alpha", ["sqrt(3)", "golden", "6/5", "(9+sqrt(2))/10", "1048576"])
def test_enclosures_and_powers_agree(alpha: str) -> None:
    """Slices from enclosures are the floors of the exact powers, at powers of the factor and beside them."""
    factor = scaling_factor(alpha)
    for capacity in (1, 2, 3**20 - 1, 3**20, 3**20 + 1, 2**60):
        value, floors = Quadratic(Fraction(capacity)), []
        while value >= 1:
            floors.append(value.floor())
            value = value / factor
        assert ladder(factor, capacity) == tuple(reversed(floors))


@pytest.mark.parametrize("power", [2, 30])
def test_slices_that_few_bits_do_not_tell(power: int) -> None:
    """A factor whose power is next to 7 by a hundred digits: the slice there is 7 or 6."""
    low, high = 10**98, 7 * 10**98  # the root of 7, by halving
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**power <= 7 * 10 ** (98 * power) else (low, middle)
    for root, slice_ in ((low, 7), (high, 6)):
        assert ladder(scaling_factor(f"{root}/{10**98}"), 49)[-1 - power] == slice_


def test_factors_next_to_one_are_refused_at_once() -> None:
    """A factor of many digits that is next to 1 took minutes to be refused."""
    for alpha in (f"1+sqrt(3)/{10**60}", f"{10**90 + 1}/{10**90}"):
        with pytest.raises(InputError, match="too close to 1"):
            ladder(scaling_factor(alpha), 2**60)
    assert ladder(scaling_factor(f"{10**60 + 1}/{10**60}"), 1) == (1,)
