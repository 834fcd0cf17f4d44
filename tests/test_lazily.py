"""Registries and packages that import on first use: every name leads to what is called so."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

import pytest

import ratiolab.optimum
import ratiolab.traces
import ratiolab.workloads
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.lazily import Registry
from ratiolab.optimum.engines import DEFAULT, ENGINES
from ratiolab.traces import FORMATS
from ratiolab.workloads import WORKLOADS


@pytest.mark.parametrize(
    "registry", [FORMATS, STRATEGIES, WORKLOADS], ids=["formats", "strategies", "workloads"]
)
def test_entries_have_the_names_of_their_keys(registry: Registry[ratiolab.traces.Format]) -> None:
    """A key and the name that its entry declares are the same word."""
    assert [entry.name for entry in registry.values()] == list(registry)


def test_engines() -> None:
    """Every engine calls itself what its key says, and the default is one of them."""
    for name, engine in ENGINES.items():
        assert vars(sys.modules[engine.__module__])["NAME"] == name
    assert DEFAULT in ENGINES


@pytest.mark.parametrize("package", [ratiolab.optimum, ratiolab.traces, ratiolab.workloads])
def test_public_names_are_there(package: ModuleType) -> None:
    """Every public name of a package that imports on first use is found and listed; others are refused."""
    for name in package.__all__:
        assert getattr(package, name) is not None
        assert name in dir(package)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = package.nothing


def test_registry_imports_on_use() -> None:
    """Names are listed without their modules; an entry that is not there is an error when it is asked for."""
    registry: Registry[object] = Registry({"a": "no.such.module:A", "b": "fractions:Fraction"})
    assert list(registry) == ["a", "b"]
    assert "a" in registry
    assert len(registry) == 2
    assert registry["b"] is importlib.import_module("fractions").Fraction
    with pytest.raises(ModuleNotFoundError):
        _ = registry["a"]
    with pytest.raises(KeyError):
        _ = registry["c"]
