"""Options of traces and budgets, as commands take them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.command import Command

ROWS = "t,in,out\n0.5,6,2\n1,5,0\n" + "".join(f"{i}.25,{i},{1 + i % 3}\n" for i in range(2, 12))
MINE = "prompt=in,response=out,arrival=t"
NOTE = "Note: arrival times are read and ignored: every job is there from round 0."


def pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Make `text` standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_named_columns_from_standard_input(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Skipped rows are counted, ignored arrivals said once, on standard error and in the JSON."""
    pipe(monkeypatch, ROWS)
    words = ("ratio", "--alg", "mc-sf", "--trace", "-", "--columns", MINE, "--memory", "40", "--json")
    outcome = ratiolab(*words, "--skip-empty")
    assert outcome.code == 0, outcome.err
    assert outcome.err.splitlines() == [NOTE]
    problem = outcome.json["problem"]
    assert (problem["jobs"], problem["skipped"], problem["arrivals"]) == (11, 1, "ignored")
    assert problem["source"] == "trace standard input"
    pipe(monkeypatch, ROWS)
    outcome = ratiolab(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Error: standard input:3: out is 0: it must be at least 1; leave such rows")


def test_no_arrivals_are_said_to_be_none(ratiolab: Command, tmp_path: Path) -> None:
    """Without arrivals there is no note and the key is null."""
    path = tmp_path / "trace.csv"
    path.write_text(ROWS)
    words = ("ratio", "--alg", "mc-sf", "--trace", str(path), "--skip-empty", "--memory", "40", "--json")
    outcome = ratiolab(*words, "--columns", "prompt=in,response=out")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.json["problem"]["arrivals"] is None


def test_compare_reads_a_trace_once(
    ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The windows of every size come from standard input as from a file; the notes are said once."""
    path = tmp_path / "trace.csv"
    path.write_text(ROWS)
    pipe(monkeypatch, ROWS)
    words = ("compare", "--alg", "mc-sf", "--columns", MINE, "--skip-empty", "--memory", "40",
             "--jobs", "2:4:2", "--repeat", "2", "--json", "--trace")  # fmt: skip
    piped, read = ratiolab(*words, "-"), ratiolab(*words, str(path))
    assert (piped.code, read.code) == (0, 0)
    assert piped.json["rows"] == read.json["rows"]
    assert piped.err.splitlines() == [NOTE, "Note: rows with 0 response tokens skipped: 1."]


def test_a_budget_in_bytes(ratiolab: Command) -> None:
    """16k and 1.6GB are the tokens that they say; what is rounded down is said."""
    words = ("ratio", "--alg", "mc-sf", "--lengths", "3x4", "--json", "--memory")
    assert ratiolab(*words, "16k").json["problem"]["memory"] == 16384
    exact = ratiolab(*words, "16GiB", "--bytes-per-token", "128KiB")
    assert (exact.json["problem"]["memory"], exact.err) == (131072, "")
    down = ratiolab(*words, "16GiB", "--bytes-per-token", "131073")
    assert down.json["problem"]["memory"] == 131071
    assert down.err == (
        "Note: 16GiB at 131073 bytes per token are 131071 tokens, rounded down (1 bytes left over).\n"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--trace f --memory 3 --columns prompt=a", "response is missing"),
        (
            "--trace f --memory 3 --columns response=a --format azure",
            "--format and --columns exclude each other",
        ),
        ("--lengths 3 --memory 3 --columns response=a", "--columns does not go with --lengths"),
        ("--workload uniform --skip-empty", "--skip-empty does not go with --workload"),
        ("--lengths 3 --memory 16GiB", "add --bytes-per-token"),
        ("--lengths 3 --memory 16 --bytes-per-token 2", "--bytes-per-token goes with bytes"),
        ("--workload uniform --bytes-per-token 2", "--bytes-per-token goes with a --memory in bytes"),
        ("--lengths 3 --memory 1.3k", "that is no whole number of tokens"),
        ("--lengths 3 --memory many", "memory is 'many': write tokens"),
    ],
)
def test_what_does_not_go_together(ratiolab: Command, words: str, message: str) -> None:
    """Options that make no sense together, and budgets that are none, are usage: one line, exit code 2."""
    outcome = ratiolab("ratio", "--alg", "mc-sf", *words.split())
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert len(outcome.err.splitlines()) == 1
