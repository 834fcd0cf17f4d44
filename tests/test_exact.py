"""Exact numbers as people write them."""

from __future__ import annotations

import pytest

from proofs.exact.surd import GOLDEN
from ratiolab.errors import InputError
from ratiolab.exact import parse_exact


def test_a_number_is_read() -> None:
    """The command line and the files read what `proofs` reads."""
    assert parse_exact(" golden ") == GOLDEN


@pytest.mark.parametrize("text", ["two", "1e3", "sqrt(2)+sqrt(3)", "1/0"])
def test_anything_else_is_an_input_error(text: str) -> None:
    """What is no exact number ends in one line that shows it, not in a traceback."""
    with pytest.raises(InputError, match=r"exact number|quadratic fields|divides by zero"):
        parse_exact(text)
