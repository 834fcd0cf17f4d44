"""Every algorithm's docstring keeps the contract, and its example prints what it says."""

from __future__ import annotations

import doctest
import importlib

import pytest

from ratiolab.algorithms import ALGORITHMS

MODULES = sorted({kind.__module__ for kind in ALGORITHMS.values()})


@pytest.mark.parametrize("name", MODULES)
def test_contract(name: str) -> None:
    """Problem, rule, choices, guarantee and reference are all there."""
    text = importlib.import_module(name).__doc__ or ""
    for heading in ("Problem", "Rule", "Choices of ours", "Guarantee", "Reference", "Examples"):
        assert f"\n{heading}" in text, heading


@pytest.mark.parametrize("name", MODULES)
def test_example(name: str) -> None:
    """The example is run, and there is one."""
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
