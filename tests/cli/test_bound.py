"""``ratiolab bound``: the constants a user reads, and their refusal when they are wrong."""

from __future__ import annotations

import pytest

from tests.cli.command import Command


@pytest.mark.parametrize(
    ("algorithm", "regime", "exact", "alpha", "printed"),
    [
        ("gba", "general", "32/3", "4/3", "10.67"),
        ("gba", "large-memory", "27/4", "3/2", "6.75"),
        ("gsa", "general", "(92 + 26*sqrt(13))/3", "(7 + sqrt(13))/6", "61.92"),
        ("gsa", "large-memory", "32", "2", "32"),
    ],
)
def test_the_four_constants(
    ratiolab: Command, algorithm: str, regime: str, exact: str, alpha: str, printed: str
) -> None:
    """The paper's four constants come out in closed form with their argmin, every step proved."""
    outcome = ratiolab("bound", "--alg", algorithm, "--regime", regime, "--analysis", "paper", "--json")
    found = outcome.json
    assert outcome.code == 0
    assert (found["exact"], found["alpha"], found["printed"]) == (exact, alpha, printed)
    assert found["holds"] is True
    assert {step["verdict"] for step in found["steps"]} <= {"proved", "premise"}


@pytest.mark.parametrize("printed", ["61.91", "61.93", "62", "60", "(92+26*sqrt(13))/4"])
def test_a_wrong_constant_exits_1(ratiolab: Command, printed: str) -> None:
    """A planted constant is refuted by name of the step and the exit code says so."""
    outcome = ratiolab("bound", "--alg", "gsa", "--analysis", "paper", "--printed", printed, "--json")
    assert outcome.code == 1
    verdicts = {step["name"]: step["verdict"] for step in outcome.json["steps"]}
    assert verdicts["printed-constant"] == "refuted"


@pytest.mark.parametrize(("k_min", "exact"), [("1", "64"), ("2", "48"), ("4", "40")])
def test_other_parallelism(ratiolab: Command, k_min: str, exact: str) -> None:
    """At alpha = 2 the bound is 16 (c + 1) with c = 1 + 2/k_min."""
    outcome = ratiolab(
        "bound", "--alg", "gsa", "--analysis", "paper", "--alpha", "2", "--k-min", k_min, "--json"
    )
    assert outcome.json["exact"] == exact
    assert outcome.json["alpha_is_argmin"] is False


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (("--alg", "fifo"), "unknown algorithm 'fifo'"),
        (("--alg", "gsa", "--alpha", "1"), "must be above 1"),
        (("--alg", "gsa", "--alpha", "two"), "is no exact number"),
        (("--alg", "gsa", "--k-min", "0"), "k_min must be an integer of at least 1"),
        (("--alg", "gsa", "--regime", "large-memory", "--k-min", "3"), "k_min"),
        (("--alg", "gsa", "--printed", "many"), "many"),
        ((), "--alg"),
    ],
)
def test_bad_input(ratiolab: Command, arguments: tuple[str, ...], fragment: str) -> None:
    """Bad input is one message for people and exit code 2."""
    outcome = ratiolab("bound", *arguments)
    assert outcome.code == 2
    assert fragment in outcome.err
    assert "Traceback" not in outcome.err


def test_text_form(ratiolab: Command) -> None:
    """People read the bound, its argmin, the printed constant and every step's verdict."""
    out = ratiolab("bound", "--alg", "gba", "--analysis", "paper").out
    for fragment in ("32/3", "4/3 (the minimum)", "10.67 (proved)", "stationary-point", "holds"):
        assert fragment in out
