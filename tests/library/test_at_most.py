"""Whether a constant is a valid bound: proved, refuted by a witness, or neither."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ratiolab.adversary.witnesses import WitnessError
from ratiolab.errors import InputError
from ratiolab.library.at_most import CORPUS, at_most
from tests.cli.command import Command


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        (("--alg", "gsa", "--at-most", "62"), "holds"),
        (("--alg", "gsa", "--at-most", "100"), "holds"),
        (("--alg", "gsa", "--alpha", "2", "--at-most", "3063/200"), "holds"),
        (("--alg", "gsa", "--alpha", "2", "--at-most", "12"), "refuted"),
        (("--alg", "gsa", "--alpha", "2", "--at-most", "13"), "not decided"),
        (("--alg", "gsa", "--alpha", "2", "--regime", "large-memory", "--at-most", "9"), "not decided"),
        (("--alg", "a-min", "--at-most", "100"), "refuted"),
        (("--alg", "gba-d", "--at-most", "100"), "not decided"),
        (("--alg", "gsa-spec:alpha=2", "--at-most", "100"), "holds"),
        (("--alg", "gsa-spec:alpha=2,beta=3", "--at-most", "100"), "not decided"),
        (("--alg", "gsa", "--alpha", "2", "--k-min", "50", "--at-most", "9"), "not decided"),
        (("--alg", "mc-sf", "--lengths", "3x4", "-M", "40", "--at-most", "2.3"), "holds"),
        (("--alg", "gsa:alpha=2", "--lengths", "5x3,9", "-M", "60", "--at-most", "1"), "refuted"),
    ],
)
def test_whether_a_constant_is_a_valid_bound(
    ratiolab: Command, arguments: tuple[str, ...], verdict: str
) -> None:
    """Only a proof makes it hold, only a verified schedule refutes it, and only the proof exits with 0."""
    outcome = ratiolab("bound", *arguments, "--json")
    assert (outcome.json["verdict"], outcome.code) == (verdict, 0 if verdict == "holds" else 1)
    assert verdict in ratiolab("bound", *arguments).out


def test_a_forged_witness_refutes_nothing(tmp_path: Path) -> None:
    """A witness counts by the costs computed anew; one that says more than they give is an error."""
    (tmp_path / "w.json").write_text((CORPUS / "gsa-2-any.json").read_text())
    assert at_most("gsa", 12, alpha=2, witnesses=tmp_path).verdict == "refuted"
    forged = json.loads((CORPUS / "gsa-2-any.json").read_text())
    forged["opt_flow_time"] = int(forged["opt_flow_time"]) // 2
    (tmp_path / "w.json").write_text(json.dumps(forged))
    with pytest.raises((WitnessError, InputError)):
        at_most("gsa", 12, alpha=2, witnesses=tmp_path)
