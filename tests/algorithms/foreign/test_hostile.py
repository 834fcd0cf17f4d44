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
from ratiolab.algorithms import parse, text_of
from ratiolab.algorithms.foreign import guarded, rounds
from ratiolab.documents import read_instance
from tests.algorithms.foreign.hostile import (
    answering,
    breaking_out,
    endless,
    lying,
    outside_the_model,
    raising,
)
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


#: Fails before there is an instance.
UNMADE = "raising:FailsToBeMade"
#: Fails nobody: it is only slow.
SLOW = "endless:Slow"
RUNNING = [name for name in classes(raising, answering, endless, lying) if name not in (ENDS, SLOW, UNMADE)]
LOADING = [f"{module}:Anything" for module in IMPORTS] + [UNMADE]
#: Made of classes that lie about themselves: some fail before there is an instance.
PRETENDING = ["HidesBegin", "HidesSchedule", "Stalls", "Nameless", "MakesANumber", "HidesItsClass", "Wordy"]
#: Tried with every command in the fast tests.
QUICK = ["raising:Exits", "answering:Greedy", "endless:Loops", "lying:Infeasible"]
LIMITS = ("--decide-limit", "0.05")


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder, and make failing instances small for a moment only."""
    monkeypatch.setattr(failing, "SECONDS", 0.3)
    monkeypatch.setattr(guarded, "PATIENCE", 4)
    monkeypatch.setattr(rounds, "MOST_TURNS", 50)
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
@pytest.mark.parametrize("name", QUICK)
def test_no_verdict_of_other_commands(ratiolab: Command, command: str, name: str) -> None:
    """The other commands that run a scheduler of others end as the gate does."""
    witness_of(name)
    check(ratiolab(*calls(command, name), *LIMITS))


@pytest.mark.slow
@pytest.mark.parametrize("command", ["search", "box", "verify", "shrink"])
@pytest.mark.parametrize("name", [name for name in RUNNING + LOADING if name not in QUICK])
def test_no_verdict_anywhere(ratiolab: Command, command: str, name: str) -> None:
    """Every command with every hostile scheduler; a lie about the cost alone is refused as a claim."""
    witness_of(name)
    outcome = ratiolab(*calls(command, name), *LIMITS)
    if name in ("lying:Overflows", "lying:Astronomical"):  # say of every instance that they do not apply
        assert outcome.code in (1, 2)
    elif command in ("verify", "shrink") and name in LOADING and name != UNMADE:
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


@pytest.mark.parametrize("name", ["raising:Exits", "endless:Loops", ENDS, "breaking_out:ExitsHard"])
def test_a_process_of_its_own(ratiolab: Command, name: str) -> None:
    """With --isolate the gate ends likewise, also where this process would have ended with success."""
    check(ratiolab(*calls("ratio", name), "--isolate", "--decide-limit", "0.2"))


@pytest.mark.parametrize("name", PRETENDING)
def test_looking_something_up_is_calling_code_of_theirs(ratiolab: Command, name: str) -> None:
    """An attribute, a name or a class that raises when it is looked up is a failure like any other."""
    check(ratiolab(*calls("ratio", f"pretending:{name}"), *LIMITS))


def test_a_scheduler_is_called_by_the_text_that_found_it(ratiolab: Command) -> None:
    """A class that says it is one of the library's is replayed, and kept in files, under its own name."""
    outcome = ratiolab(*calls("ratio", "pretending:Stalls"))
    assert f"replay: ratiolab ratio --alg {HOSTILE}.pretending:Stalls " in outcome.err
    assert text_of(parse(f"{HOSTILE}.pretending:Stalls")) == f"{HOSTILE}.pretending:Stalls"


@pytest.mark.parametrize("command", ["search", "box"])
def test_a_scheduler_that_answers_otherwise_has_failed(ratiolab: Command, command: str) -> None:
    """Two runs on the same jobs of two costs are no false claim, and no ratio: the scheduler failed."""
    outcome = ratiolab(*calls(command, "changing:Wastes"))
    check(outcome)
    assert "when it is run again on the same jobs" in outcome.err


def test_a_scheduler_moves_nobody(ratiolab: Command) -> None:
    """A scheduler that changes the working directory does not choose where files are written."""
    here = Path.cwd()
    outcome = ratiolab("search", "--alg", f"{HOSTILE}.changing:Moves", *calls("search", "x")[3:])
    assert (outcome.code, Path.cwd()) == (0, here)
    assert (here / "run" / "witness.json").is_file()


def test_a_long_name_is_cut(ratiolab: Command) -> None:
    """A name of megabytes is shown by its beginning: laying it out took minutes."""
    outcome = ratiolab(*calls("ratio", "pretending:Endless"), "--isolate")
    (shown,) = outcome.json["algorithms"]
    assert len(shown["name"]) < 400
    assert parse(f"{HOSTILE}.pretending:Endless").name == shown["name"]


def test_a_sleep_of_any_length_is_one(ratiolab: Command) -> None:
    """A round that no line could hold means never, in a process of its own as in this one."""
    call = calls("ratio", "pretending:Sleeper")
    inside, outside = ratiolab(*call), ratiolab(*call, "--isolate")
    assert inside.code == outside.code == 0
    assert inside.out == outside.out


@pytest.mark.parametrize("name", ["import_forges", "import_keeps", "pretending:HidesItsClass"])
def test_a_process_that_lies_about_its_class(ratiolab: Command, name: str) -> None:
    """What a process of its own says of its class is checked like a decision, and none leaves a traceback."""
    outcome = ratiolab(*calls("ratio", name if ":" in name else f"{name}:Anything"), "--isolate")
    check(outcome)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "name"),
    [("ratio", name) for name in classes(breaking_out) if not name.endswith("Peeks")]
    + [(command, "breaking_out:ExitsHard") for command in ("search", "box", "verify", "shrink")],
)
def test_nothing_breaks_out(ratiolab: Command, command: str, name: str) -> None:
    """What ends, replaces, scribbles over or blinds its process is exit code 3, and nothing else."""
    witness_of(name)
    outcome = ratiolab(*calls(command, name), "--isolate", "--decide-limit", "0.2")
    check(outcome)


def test_lengths_are_out_of_reach(ratiolab: Command) -> None:
    """The garbage collector finds lengths in this process, as the docs say, and in none of its own."""
    assert ratiolab(*calls("ratio", "breaking_out:Peeks")).code == 0
    outcome = ratiolab(*calls("ratio", "breaking_out:Peeks"), "--isolate")
    check(outcome)
    assert "LookupError: no lengths are to be found" in outcome.err


@pytest.mark.parametrize("name", ["ShortestFirst", "Cautious:reserve=3"])
def test_an_honest_scheduler_costs_the_same_in_its_own_process(ratiolab: Command, name: str) -> None:
    """--isolate changes nothing of the result, in `ratio` and in `compare`; nothing is imported here."""
    alg = ("--alg", f"examples.shortest_first:{name}", "--workload", "two-lengths", "--json")
    kept = sys.modules.pop("examples.shortest_first", None)
    try:
        isolated = ratiolab("ratio", *alg, "--isolate")
        assert "examples.shortest_first" not in sys.modules
        assert isolated.out == ratiolab("ratio", *alg).out
        sweep = ("compare", *alg[:-1], "--jobs", "20", "--json")
        assert ratiolab(*sweep, "--isolate").out == ratiolab(*sweep).out
    finally:
        if kept is not None:
            sys.modules["examples.shortest_first"] = kept


@pytest.mark.parametrize("name", ["answering:Greedy", "raising:Exits", "lying:Infeasible"])
def test_a_failure_is_drawn(ratiolab: Command, name: str) -> None:
    """`show` draws what was done until the failure, and ends with its exit code; the command is printed."""
    alg = f"{HOSTILE}.{name}"
    outcome = ratiolab("show", "--alg", alg, "--alg", "mc-sf", "--lengths", "3x4", "--memory", "6",
                       "--out", "failed.png")  # fmt: skip
    assert outcome.code == 3
    assert "Error: " in outcome.err
    assert Path("failed.png").read_bytes().startswith(b"\x89PNG")


def test_the_budget_of_a_search_ends_a_scheduler(ratiolab: Command) -> None:
    """A budget of seconds ends a scheduler that thinks for ever, and is no fault of one that is only slow."""
    search = ("search", "--strategy", "evolve", "--max-memory", "8", "--max-jobs", "6", "--budget", "0.4s")
    endless_one = ratiolab(*search, "--alg", f"{HOSTILE}.endless:Loops", "--out", "one")
    assert endless_one.code == 3
    assert "has not come to an end of its first instance within 0.4s" in endless_one.err
    slow = ratiolab(*search, "--alg", f"{HOSTILE}.{SLOW}", "--out", "two")
    assert slow.code in (0, 3)  # of a slow machine, too
    assert "no answer" not in slow.err


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("--isolate",)])
def test_workers_hand_the_failure_on(ratiolab: Command, more: tuple[str, ...]) -> None:
    """A scheduler that fails in a worker process fails the search, with its instance."""
    outcome = ratiolab(*calls("search", "answering:Greedy"), "--islands", "2", "--processes", "2", *more)
    check(outcome)
    assert list(Path().glob("failed-*.json"))
