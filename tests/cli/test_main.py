"""The way in: what is known without work costs no work, and every refusal is one line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ratiolab.adversary.campaign import spec
from ratiolab.cli.commands.search import command as search_command
from ratiolab.cli.main import COMMANDS
from ratiolab.cli.progress import progress_bar
from tests.cli.command import Command

#: What takes a tenth of a second or more to import.
HEAVY = {"matplotlib", "networkx", "numba", "numpy", "pydantic", "rich", "sympy"}
#: Usage that the words alone show to be wrong, for every kind of check.
WRONG = (
    "rato",
    "--no-such-option",
    *(f"{name} --no-such-option" for name in COMMANDS),
    "bound --alg gsa --regime x",
    "bound --alg gsa --instance f --k-min 2",
    "box --n 3",
    "compare --alg gsa --jobs 5",
    "explain w.json --plot w.txt",
    "limit --alg gsa",
    "lower-bound",
    "lower-bound --time-limit 0 --lengths 1 --memory 3",
    "opt --lengths 1",
    "opt --lengths 1 --memory 3 --engine x",
    "opt --lengths 1 --memory 3 --memory-limit 0",
    "prove --export smt2",
    "ratio --alg gsa",
    "ratio --alg gsa --workload x",
    "ratio --alg gsa --workload uniform --time-limit 3",
    "ratio --alg gsa --trace f --memory 3 --format x",
    "reproduce fig5 --out d",
    "search --alg gsa",
    "search --resume d --out e",
    "search --alg gsa --out d --strategy x",
    "show --alg gsa --lengths 1 --memory 3 --out a.txt",
    "shrink w.json",
    "verify",
)
_SCRIPT = """
import sys
from ratiolab.cli.main import main
for line in sys.stdin.read().splitlines():
    try:
        main(line.split())
    except SystemExit as stop:
        heavy = {name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])
        print(f"{line}: exit {stop.code}", *sorted(heavy), file=sys.stderr)
"""


def _answers(lines: list[str]) -> list[str]:
    """Lines on standard error: for each command line what it says, its exit code, what was imported."""
    done = subprocess.run([sys.executable, "-c", _SCRIPT, *HEAVY], input="\n".join(lines), text=True,
                          capture_output=True, check=True, timeout=60)  # fmt: skip
    return done.stderr.splitlines()


def test_help_imports_nothing_heavy() -> None:
    """The help of every command comes without any package that takes long to import."""
    lines = ["--help", "--version", *(f"{name} --help" for name in COMMANDS)]
    assert _answers(lines) == [f"{line}: exit 0" for line in lines]


def test_usage_errors_import_nothing_heavy() -> None:
    """What the words alone show to be wrong is one line with exit code 2, said before anything is loaded."""
    said = _answers(list(WRONG))
    assert said[1::2] == [f"{line}: exit 2" for line in WRONG]
    assert all(line.startswith("Error: ") for line in said[::2])


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_80_columns(ratiolab: Command, name: str) -> None:
    """No line of any help is wider than 80 columns."""
    assert [line for line in ratiolab(name, "--help").out.splitlines() if len(line) > 80] == []


def test_no_command_is_the_help(ratiolab: Command) -> None:
    """Without a command the help is printed as it is, to standard error, and the exit code says usage."""
    asked, bare = ratiolab("--help"), ratiolab()
    assert (bare.code, bare.out) == (2, "")
    assert bare.err == asked.out
    assert "Error" not in bare.err


def test_unknown_command_names_the_nearest(ratiolab: Command) -> None:
    """A slip of the finger is told what it was near to; a word like none is not."""
    assert "Did you mean ratio?" in ratiolab("rato").err
    assert "Did you mean" not in ratiolab("qqqq").err


@pytest.mark.parametrize("word", ["rato", "ra\x1b[31mto", "ra\nto", "ra\u202eto"])
def test_unknown_command_is_one_line(ratiolab: Command, word: str) -> None:
    """A word that is no command is refused on one line; what a terminal would obey is shown, not sent."""
    outcome = ratiolab(word)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Error: No such command 'ra")
    assert outcome.err.endswith("See ratiolab --help.\n")
    assert outcome.err.rstrip("\n").isprintable()


def test_defaults_are_said_once() -> None:
    """The defaults that the help of ``search`` declares are those of a file of searches."""
    defaults = {parameter.name: parameter.default for parameter in search_command.params}
    assert (defaults["strategy"], defaults["seed"]) == (spec.STRATEGY, spec.SEED)


@pytest.mark.parametrize("text", ["x=[/]", "[red]y", "pip install ratiolab[balls]", "[link=a]b"])
def test_brackets_are_text(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Brackets in names and parameters are shown as they are, neither obeyed nor an error."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar(text) as report:
        report(1, 2)
        report(2, 2, text)
    assert text in capsys.readouterr().err
