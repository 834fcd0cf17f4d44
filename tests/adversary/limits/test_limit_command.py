"""``ratiolab limit``: what it prints and keeps, exit codes, bad input."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from proofs.exact.surd import Quadratic
from ratiolab.adversary.limits.file import read_limit
from ratiolab.theory import TheoryBound
from tests.cli.command import Command


def test_command(ratiolab: Command, tmp_path: Path) -> None:
    """``ratiolab limit`` prints the enclosure and keeps a certificate that its own command makes again."""
    out = tmp_path / "limit.json"
    arguments = ("--alg", "gsa", "--alpha", "2", "--memory", "60", "--lengths", "31,8,16")
    done = ratiolab("limit", *arguments, "--out", str(out), "--json")
    assert (done.code, done.json["exceeds"], done.json["lengths"]) == (0, False, [8, 16, 31])
    kept = read_limit(out)
    assert str(kept.ratio) == done.json["ratio"]
    assert "limit of the ratio: at least" in ratiolab(*kept.command.split()[1:]).out
    fixed = ratiolab("limit", *arguments, "--mix", "1/2,1/3,1/6", "--json").json
    assert (fixed["mix"], fixed["upper"]) == ([2, 1, 3], None)
    assert Fraction(fixed["ratio"]) <= kept.ratio


def test_above_a_bound_is_loud(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit above a proved bound is reported and makes the command fail."""
    bound = TheoryBound(Quadratic(Fraction(5, 4)), "a wrong theorem", derived=True)
    monkeypatch.setattr("ratiolab.theory.worst_case_for", lambda algorithm, problem: bound)
    done = ratiolab(
        "limit", "--alg", "gsa", "--alpha", "2", "--memory", "9", "--prompt", "2", "--lengths", "4"
    )
    assert done.code == 1
    assert "ABOVE A PROVED BOUND" in done.err


BAD = {
    "nothing": ((), "give the algorithm"),
    "no such form": (
        ("--alg", "mc-sf", "--memory", "9", "--lengths", "4"),
        "use gsa, gba, sps-by-length, sps",
    ),
    "alpha": (("--alg", "sps", "--alpha", "2", "--memory", "9", "--lengths", "4"), "sps takes no alpha"),
    "word": (("--alg", "sps", "--memory", "9", "--lengths", "4,x"), "write integers"),
    "too long": (("--alg", "sps", "--memory", "9", "--lengths", "4,10"), "lengths must be from 1 to M-s = 9"),
    "twice": (("--alg", "sps", "--memory", "9", "--lengths", "4,4"), "each once"),
    "shares": (("--alg", "sps", "--memory", "9", "--lengths", "4,5", "--mix", "1"), "1 shares for 2 lengths"),
    "negative": (("--alg", "sps", "--memory", "9", "--lengths", "4,5", "--mix", "1,-1"), "at least 0"),
    "share": (("--alg", "sps", "--memory", "9", "--lengths", "4", "--mix", "1/0"), "write shares"),
    "folder": (("--table", "/nowhere"), "holds no limit"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(ratiolab: Command, name: str) -> None:
    """Bad input is one line and exit code 2."""
    arguments, reason = BAD[name]
    done = ratiolab("limit", *arguments)
    assert done.code == 2
    assert reason in done.err
