"""Hostile schedulers come to no verdict: one line, an exit code of their own, in bounded time."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ratiolab.adversary.campaign import failing
from ratiolab.documents import read_instance
from tests.algorithms.foreign.hostile import answering, endless, lying, outside_the_model, raising
from tests.checkable.corpus import CORPUS
from tests.cli.command import Command, Outcome

HOSTILE = "tests.algorithms.foreign.hostile"
IMPORTS = ("import_exits", "import_loops", "import_raises")
#: Ends a command's process, which here would be the one of the tests.
ENDS = "endless:Swallows"


def classes(*modules: Any) -> list[str]:
    """Module and name of every class that a module defines."""
    return [
        f"{module.__name__.rpartition('.')[2]}:{name}"
        for module in modules
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == module.__name__ and not name.startswith("_")
    ]


RUNNING = [name for name in classes(raising, answering, endless, lying) if name != ENDS]
LOADING = [f"{module}:Anything" for module in IMPORTS]
LIMITS = ("--decide-limit", "0.05")


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder, and make failing instances small for a moment only."""
    monkeypatch.setattr(failing, "SECONDS", 0.3)
    monkeypatch.chdir(tmp_path)


def witness_of(name: str) -> str:
    """Write a witness that names a hostile class; what it claims would hold of one job after the other."""
    document = json.loads((CORPUS / "accepted" / "witness.gsa.json").read_text(encoding="utf-8"))
    Path("witness.json").write_text(
        json.dumps(document | {"algorithm": f"{HOSTILE}.{name}", "parameters": {}}), encoding="utf-8"
    )
    return "witness.json"


def calls(command: str, name: str) -> tuple[str, ...]:
    """The arguments that have a hostile class run by a command."""
    module = f"{HOSTILE}.{name}".partition(":")[0]
    alg = ("--alg", f"{HOSTILE}.{name}")
    return {
        "ratio": ("ratio", *alg, "--lengths", "3x4", "--memory", "6", "--at-most", "99", "--json"),
        "search": ("search", *alg, "--strategy", "evolve", "--budget", "4", "--max-memory", "8",
                   "--max-jobs", "6", "--out", "run", "--json"),
        "box": ("box", *alg, "--n", "3", "--memory", "3", "--out", "box", "--json"),
        "verify": ("verify", "witness.json", "--trust", module, "--json"),
        "shrink": ("shrink", "witness.json", "--trust", module, "--budget", "4", "--out", "small.json"),
    }[command]  # fmt: skip


def check(outcome: Outcome) -> None:
    """No verdict, no traceback, one line and the commands that show it again."""
    assert outcome.code == 3, outcome.err
    assert outcome.out == ""
    said = [line for line in outcome.err.splitlines() if line]
    assert said[0].startswith("Error: ")
    assert all(line.startswith(("replay: ", "draw: ")) for line in said[1:])


@pytest.mark.parametrize("name", RUNNING + LOADING)
def test_no_verdict_at_the_gate(ratiolab: Command, name: str) -> None:
    """`ratio --at-most` with a hostile scheduler is exit code 3, whatever the scheduler does."""
    outcome = ratiolab(*calls("ratio", name), *LIMITS)
    check(outcome)
    if name in RUNNING:
        (saved,) = Path().glob("failed-*.json")
        assert read_instance(saved).jobs <= 4
        assert str(saved) in outcome.err


@pytest.mark.parametrize("command", ["search", "box", "verify", "shrink"])
@pytest.mark.parametrize("name", ["raising:Exits", "answering:Greedy", "endless:Loops", "lying:Infeasible"])
def test_no_verdict_of_other_commands(ratiolab: Command, command: str, name: str) -> None:
    """The other commands that run a scheduler of others end as the gate does."""
    witness_of(name)
    check(ratiolab(*calls(command, name), *LIMITS))


@pytest.mark.slow
@pytest.mark.parametrize("command", ["search", "box", "verify", "shrink"])
@pytest.mark.parametrize("name", RUNNING + LOADING)
def test_no_verdict_anywhere(ratiolab: Command, command: str, name: str) -> None:
    """Every command with every hostile scheduler; a lie about the cost alone is refused as a claim."""
    witness_of(name)
    outcome = ratiolab(*calls(command, name), *LIMITS)
    if name == "lying:Overflows":  # says of every instance that it does not apply
        assert outcome.code in (1, 2)
    elif command in ("verify", "shrink") and name in LOADING:
        assert outcome.code == 2  # nothing is decided, and nothing ran
    else:
        check(outcome)


@pytest.mark.parametrize("name", classes(outside_the_model))
def test_an_unverified_cost_passes_no_gate(ratiolab: Command, name: str) -> None:
    """A cost without a schedule passes only where that is asked for, and it is said in both forms."""
    refused = ratiolab(*calls("ratio", name))
    assert refused.code == 1
    assert "--allow-unverified" in refused.err
    gate = refused.json["gate"]
    assert (gate["holds"], gate["algorithms"][0]["passes"]) == (False, False)
    assert gate["algorithms"][0]["verdict"] == "unverified"
    asked = ratiolab(*calls("ratio", name), "--allow-unverified")
    assert (asked.code, asked.json["gate"]["holds"]) == (0, True)
    assert asked.json["gate"]["algorithms"][0]["unverified"]


@pytest.mark.slow
def test_what_takes_no_interrupt_ends_with_its_process() -> None:
    """A scheduler that swallows every interrupt ends the command: exit code 3, its name, in seconds."""
    command = [sys.executable, "-m", "ratiolab", *calls("ratio", ENDS), "--decide-limit", "0.3"]
    root = Path(import_module("ratiolab").__file__ or "").parents[1]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env={"PYTHONPATH": str(root)}
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "Swallows fails in decide, round 0: no answer within 0.3 s" in done.stderr
    assert "Traceback" not in done.stderr
