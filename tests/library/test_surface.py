"""The front door: which names there are, how they are called, and that looking at it costs nothing."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import ratiolab as rl
from ratiolab.tables import Result

#: Every function of the front door, with its parameters and defaults: a change here is a change for users.
SIGNATURES = {
    "algorithm": "(like, **parameters)",
    "bound": "(algorithm, *, analysis=None, regime=None, k_min=None, alpha=None, eps=None, "
    "instance=None, printed=None, fresh=False)",
    "check": "(source, *, instance=None, trust=(), max_work=None, compiled=False, watch=None)",
    "compare": "(problem, algorithms, *, engine=None, time_limit=None, at_most=None, allow_unverified=False, "
    "isolate=False, decide_limit=None, save=None)",
    "explain": "(witness, *, trust=())",
    "lower_bound": "(problem, *, time_limit=10.0)",
    "parse_memory": "(text, *, bytes_per_token=None)",
    "prove": "(claim=None, *, every_step=False, fresh=False, progress=None)",
    "ratio": "(problem, algorithm, *, engine=None, time_limit=None, isolate=False, decide_limit=None, "
    "save=None)",
    "read_instance": "(path)",
    "read_schedule": "(path)",
    "read_trace": "(path, format=None, *, columns=None, skip_empty=False, jobs=None, window=0)",
    "read_witness": "(path)",
    "search": "(algorithm, *, budget='1min', strategy='structured', seed=0, islands=1, max_memory=None, "
    "max_jobs=None, out=None, processes=1, progress=None, isolate=False, decide_limit=None, save=None)",
    "show": "(problem, what)",
    "shrink": "(witness, *, keep='0.99', budget=5000, trust=(), progress=None, isolate=False, "
    "decide_limit=None, save=None)",
    "solve": "(problem, *, time_limit=None, engine='auto', memory_limit=6442450944, watch=None)",
    "sweep": "(load, algorithms, sizes, *, repeats=1, source='instances', prompt=None, progress=None, "
    "isolate=False, decide_limit=None, save=None)",
    "verify": "(instance, schedule)",
    "workload": "(name, *, memory=None, prompt=None, jobs=None, seed=0, oversized='error', order='given')",
    "write": "(what, path)",
}

#: Every class of the front door.
CLASSES = {
    "Batch", "Decision", "GroupedInstance", "InputError", "Instance", "JobType", "Schedule", "ScheduleError",
    "Scheduler", "SchedulerFailed", "View",
}  # fmt: skip


def test_names() -> None:
    """Exactly these names are there, and each is what its module calls so."""
    assert set(rl.__all__) == {"__version__", *SIGNATURES, *CLASSES}
    assert set(rl.__all__) <= set(dir(rl))
    for name in (*SIGNATURES, *CLASSES):
        assert getattr(rl, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(rl, "nothing")  # noqa: B009


def test_type_checkers_see_what_is_loaded() -> None:
    """What is imported for type checkers, listed for import on use, and exported is one list."""
    tree = ast.parse(Path(rl.__file__).read_text(encoding="utf-8"))
    guarded = next(n for n in tree.body if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.unparse(n.test))
    homes = {
        alias.name: node.module
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert homes == rl._HOME


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures(name: str) -> None:
    """Parameters and defaults stay as they are; every function and parameter is documented."""
    function = getattr(rl, name)
    signature = inspect.signature(function)
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    said = signature.replace(parameters=bare, return_annotation=inspect.Signature.empty)
    assert str(said) == SIGNATURES[name]
    assert function.__doc__
    assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values())


def test_import_loads_nothing() -> None:
    """The import brings in no other module of ours but the version, and nothing that takes long."""
    code = "import sys, ratiolab, json; print(*(m for m in sys.modules if '.' not in m or 'ratiolab' in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {m for m in loaded if m.startswith("ratiolab")} <= {
        "ratiolab",
        "ratiolab.version",
        "ratiolab.lazily",
    }
    assert not loaded & {"numpy", "numba", "sympy", "click", "pydantic", "matplotlib", "networkx", "rich"}


def test_results_show_themselves_as_text() -> None:
    """A result's repr is its text: a dataclass that forgets ``repr=False`` would print its fields instead."""
    for module in walk_packages(rl.__path__, "ratiolab."):
        if module.name.split(".")[1] in ("library", "measure", "audit"):
            import_module(module.name)
    kinds = Result.__subclasses__()
    assert len(kinds) >= 10
    for kind in kinds:
        if kind.__module__.startswith("ratiolab"):
            assert kind.__repr__ is Result.__repr__, kind
            assert kind.kind
