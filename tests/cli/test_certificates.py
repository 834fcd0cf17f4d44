"""``ratiolab verify CERTIFICATE``: what holds, what is refused, what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Command

CERTIFICATE: dict[str, Any] = {
    "format": "ratiolab.certificate",
    "version": 1,
    "memory": 8,
    "types": [[1, 2, 1], [1, 4, 1], [1, 5, 1]],
    "claim": {"lower": 13, "upper": 13},
    "schedule": [[[0, 1]], [[0, 1]], [[2, 1]]],
    "proof": {"kind": "exhaustion", "scale": 1, "layers": []},
}


def test_holds(ratiolab: Command, tmp_path: Path) -> None:
    """An optimum, an interval and a lower bound each say what they are; exit code 0."""
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(CERTIFICATE))
    outcome = ratiolab("verify", str(path))
    assert outcome.code == 0
    assert "holds: the least total flow time is 13 proof:" in " ".join(outcome.out.split())
    assert "exhaustive search redone" in outcome.out
    verdict = ratiolab("verify", str(path), "--json").json
    assert (verdict["format"], verdict["holds"], verdict["optimal"]) == ("ratiolab.verify", True, True)
    assert (verdict["lower"], verdict["upper"], verdict["proof"]) == (13, 13, "exhaustion")
    path.write_text(json.dumps(CERTIFICATE | {"claim": {"lower": 12, "upper": 13}}))
    assert "between 12 and 13" in " ".join(ratiolab("verify", str(path)).out.split())
    bound = CERTIFICATE | {"claim": {"lower": 11}, "proof": {"kind": "length"}}
    del bound["schedule"]
    path.write_text(json.dumps(bound))
    assert "is at least 11 proof:" in " ".join(ratiolab("verify", str(path)).out.split())
    assert ratiolab("verify", str(path), "--json").json["upper"] is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"claim": {"lower": 12, "upper": 12}}, "claim.upper: is 12, but the schedule costs 13"),
        ({"schedule": [[[0, 1]], [[0, 1]], [[1, 1]]]}, "schedule: round 3 holds 9 tokens, the memory is 8"),
        ({"memory": 7}, "schedule: round 3 holds 8 tokens, the memory is 7"),
        ({"proof": {"kind": "length"}}, "proof: proves 11 only, not 13"),
        ({"proof": {"kind": "faith"}}, "proof.kind: is 'faith'"),
    ],
)
def test_refused(ratiolab: Command, tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    """A corrupted certificate is refused with the reason; exit code 1, also with --json."""
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(CERTIFICATE | change))
    outcome = ratiolab("verify", str(path))
    assert (outcome.code, outcome.out) == (1, "")
    assert f"refused: {reason}" in outcome.err
    outcome = ratiolab("verify", str(path), "--json")
    assert outcome.code == 1
    assert outcome.json["holds"] is False
    assert outcome.json["reason"].startswith(reason)


def test_unreadable(ratiolab: Command, tmp_path: Path) -> None:
    """Cut off, of another version, or not there: exit code 2."""
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(CERTIFICATE)[:-1])
    outcome = ratiolab("verify", str(path))
    assert outcome.code == 2
    assert "is not valid JSON" in outcome.err
    path.write_text(json.dumps(CERTIFICATE | {"version": 2}))
    outcome = ratiolab("verify", str(path))
    assert outcome.code == 2
    assert "version is 2: it must be 1" in outcome.err
    assert ratiolab("verify", str(tmp_path / "none.json")).code == 2
