"""Memory budgets as people write them, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.budgets import Budget, parse_memory
from ratiolab.errors import InputError


@pytest.mark.parametrize(
    ("text", "each", "tokens", "rest"),
    [
        ("16384", None, 16384, 0),
        ("16k", None, 16384, 0),
        (" 1.5 K ", None, 1536, 0),
        ("1M", None, 2**20, 0),
        ("-3", None, -3, 0),
        ("16GiB", 131072, 131072, 0),
        ("16GiB", "128KiB", 131072, 0),
        ("80GB", "160kB", 500000, 0),
        ("16GiB", 131073, 131071, 1),
        ("0.1MiB", 1000, 104, Fraction("857.6")),
    ],
)
def test_budgets(text: str, each: str | int | None, tokens: int, rest: Fraction) -> None:
    """Tokens come in powers of two, bytes in either; bytes are rounded down, with the rest told."""
    assert parse_memory(text, bytes_per_token=each) == Budget(tokens, rest)


@pytest.mark.parametrize(
    ("text", "each", "message"),
    [
        ("x", None, "memory is 'x': write tokens, 16384 or 16k"),
        ("", None, "memory is '': write tokens"),
        ("1e3", None, "memory is '1e3': write tokens"),
        ("16 blocks", None, "'blocks' is no unit: write tokens"),
        ("16gib", 1, "'gib' is no unit"),
        ("1.3k", None, "memory is 1.3k: that is no whole number of tokens"),
        ("16GiB", None, "bytes per token are needed: add --bytes-per-token"),
        ("16k", 131072, "--bytes-per-token goes with bytes, such as 16GiB"),
        ("16GiB", 0, "bytes per token are 0: write a whole number"),
        ("16GiB", "0.5", "bytes per token are '0.5': write a whole number"),
        ("16GiB", "2k", "bytes per token are '2k': write a whole number"),
        ("16GiB", "many", "bytes per token is 'many'"),
    ],
)
def test_what_is_no_budget(text: str, each: str | int | None, message: str) -> None:
    """What is no budget, or no whole number of tokens, is refused with how to write it."""
    with pytest.raises(InputError) as caught:
        parse_memory(text, bytes_per_token=each)
    assert message in str(caught.value)


@given(st.integers(0, 10**6), st.sampled_from(["kB", "KiB", "GiB", "TB"]), st.integers(1, 10**7))
def test_nothing_is_lost(number: int, unit: str, each: int) -> None:
    """Tokens times their bytes plus the rest are the bytes, and the rest is less than a token."""
    budget = parse_memory(f"{number}{unit}", bytes_per_token=each)
    whole = parse_memory(f"{number}{unit}", bytes_per_token=1).tokens
    assert budget.tokens * each + budget.rest == whole
    assert 0 <= budget.rest < each
