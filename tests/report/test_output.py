"""Names and parameters from outside are shown on one line and never obeyed, whatever is in them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from ratiolab.cli.progress import progress_bar
from ratiolab.errors import visible
from tests.cli.command import Command, Outcome

#: What a terminal or a table would obey.
EVIL = "x\x1b[2J\x07[/]\u202ey"
CORPUS = Path(__file__).parents[1] / "corpus"

MODULE = """
from ratiolab.algorithms.scheduler import Decision, Scheduler
class Greedy(Scheduler):
    def __init__(self, x="1", y="2"):
        self.x = x
    def decide(self, view):
        return Decision(start=[] if view.active else view.waiting[:1])
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder worked in, with a scheduler that takes any parameter."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "scheduler_of_any_text", raising=False)
    (tmp_path / "scheduler_of_any_text.py").write_text(MODULE)
    return tmp_path


def shown(outcome: Outcome) -> Outcome:
    """Every line is one that a terminal shows as it is."""
    for line in (outcome.out + outcome.err).split("\n"):
        assert line.isprintable(), line
    return outcome


@pytest.mark.parametrize("value", ["[/]", "[bold]", EVIL, "$\\frac$", "a\nb"])
def test_parameters_of_a_scheduler(ratiolab: Command, here: Path, value: str) -> None:
    """`x=[/]` was a MarkupError: every command that names a scheduler shows its parameters as text."""
    name = f"scheduler_of_any_text:Greedy:x={value}"
    jobs = ("--lengths", "3,1,2", "--memory", "9")
    told = shown(ratiolab("ratio", "--alg", name, *jobs))
    assert told.code == 0
    assert "Greedy" in told.out
    assert shown(ratiolab("show", "--alg", name, *jobs, "--out", "picture.png")).code == 0
    search = ("search", "--strategy", "random", "--budget", "3", "--max-memory", "9", "--max-jobs", "3")
    assert shown(ratiolab(*search, "--alg", name, "--out", "run")).code == 0
    for call in (("verify", "run/witness.json"), ("explain", "run/witness.json", "--plot", "p.png")):
        assert shown(ratiolab(*call, "--trust", "scheduler_of_any_text")).code == 0
    assert shown(ratiolab("box", "--alg", name, "--n", "2", "--memory", "3", "--out", "box")).code == 0


@pytest.mark.parametrize("name", [EVIL, "two\nlines", "[/red]"])
def test_names_of_files(ratiolab: Command, here: Path, name: str) -> None:
    """A file of any name is checked, measured and drawn, and called by what can be shown of its name."""
    safe = name.replace("/", "|")
    for kind in ("instance.listed", "witness.gsa"):
        (here / f"{kind}{safe}").write_bytes((CORPUS / f"accepted/{kind}.json").read_bytes())
    instance, witness = f"instance.listed{safe}", f"witness.gsa{safe}"
    calls = [
        ("verify", witness), ("verify", instance), ("explain", witness), ("ratio", "--alg", "gsa", instance),
        ("opt", instance), ("opt", instance, "--json"), ("show", "--alg", "gsa", instance, "--out", "p.svg"),
        ("lower-bound", instance), ("shrink", witness, "--budget", "3", "--out", f"out{safe}"),
    ]  # fmt: skip
    for call in calls:
        outcome = shown(ratiolab(*call))
        assert outcome.code == 0, (call, outcome)
    assert visible(witness) in " ".join(ratiolab("verify", witness).out.split())
    for missing in (("verify", f"no{safe}"), ("opt", f"no{safe}"), ("search", "--resume", f"no{safe}")):
        outcome = shown(ratiolab(*missing))
        assert (outcome.code, outcome.err.count("\n")) == (2, 1)


def test_words_in_files(ratiolab: Command, here: Path) -> None:
    """Fields of files are shown, whatever is in them."""
    witness = json.loads((CORPUS / "accepted/witness.gsa.json").read_text())
    for changes in (
        {"algorithm": EVIL},
        {"parameters": {EVIL: "2"}},
        {"parameters": {"alpha": EVIL}},
        {EVIL: 1},
    ):
        Path("w.json").write_text(json.dumps(witness | changes))
        for call in (("verify", "w.json"), ("explain", "w.json"), ("verify", "w.json", "--json")):
            outcome = shown(ratiolab(*call))
            assert outcome.code in (1, 2)
            assert outcome.err.count("\n") == (0 if outcome.out else 1) or outcome.code == 1
    Path("t.csv").write_text(f"TIMESTAMP,ContextTokens,GeneratedTokens\na,{EVIL},3\n")
    assert shown(ratiolab("ratio", "--alg", "gsa", "--trace", "t.csv", "--memory", "9")).code == 2
    Path("s.toml").write_text('algorithm = "gsa"\nbudget = "x\\u001b[2J"\n')
    assert shown(ratiolab("search", "--spec", "s.toml", "--out", "r")).code == 2


def test_the_progress_bar(capsys: pytest.CaptureFixture[str]) -> None:
    """The title of a progress bar is text as well."""
    with progress_bar(EVIL) as report:
        report(1, 2, EVIL)
    assert visible(EVIL).isprintable()
    assert visible("plain text") == "plain text"
