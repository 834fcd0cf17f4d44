"""``ratiolab opt`` and ``ratiolab verify``: a schedule that leaves one passes the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ratiolab.optimum.result import OptimumResult, Status
from tests.cli.command import Command

JOBS = ("--lengths", "3x4,7x4,12x2", "--prompt", "2", "--memory", "30")


def test_optimum_and_its_schedule(ratiolab: Command, tmp_path: Path) -> None:
    """The proved optimum's schedule verifies to the same flow time."""
    path = tmp_path / "best.json"
    outcome = ratiolab("opt", *JOBS, "--schedule", str(path), "--json")
    opt = outcome.json["opt"]
    assert (opt["lower"], opt["upper"], opt["proved"]) == (84, 84, True)
    checked = ratiolab("verify", *JOBS, "--schedule", str(path), "--json")
    assert checked.code == 0
    assert checked.json["flow_time"] == 84


def test_corrupted_schedule_is_refused(ratiolab: Command, tmp_path: Path) -> None:
    """A start moved into a full round is refused with the round, exit code 1."""
    path = tmp_path / "best.json"
    ratiolab("opt", *JOBS, "--schedule", str(path))
    document = json.loads(path.read_text())
    document["start"] = [0] * len(document["start"])
    path.write_text(json.dumps(document))
    outcome = ratiolab("verify", *JOBS, "--schedule", str(path))
    assert outcome.code == 1
    assert "more than the memory budget 30" in outcome.err


def test_time_limit_gives_an_interval(ratiolab: Command) -> None:
    """A run cut short says so and still brackets the optimum."""
    arguments = ("--workload", "uniform", "--jobs", "30", "--memory", "40", "--time-limit", "0.5", "--json")
    answer = ratiolab("opt", *arguments).json
    assert answer["status"] == "time limit"
    assert answer["opt"]["proved"] is False
    assert answer["opt"]["lower"] < answer["opt"]["upper"]


def test_bad_time_limit(ratiolab: Command) -> None:
    """A time limit of zero or less is refused."""
    outcome = ratiolab("opt", *JOBS, "--time-limit", "0")
    assert outcome.code == 2
    assert "--time-limit" in outcome.err


def test_certificate_of_an_optimum(ratiolab: Command, tmp_path: Path) -> None:
    """The proof that `opt` writes is accepted, by both programs, and refused once it claims more."""
    path = tmp_path / "proof.json"
    answer = ratiolab(
        "opt", "--lengths", "2,4,5,6,7", "-s", "1", "-M", "8", "--certificate", str(path), "--json"
    )
    assert answer.json["certified"] == answer.json["opt"]["lower"] == 44
    for more in ((), ("--compiled",)):
        checked = ratiolab("verify", str(path), "--json", *more)
        assert (checked.code, checked.json["lower"], checked.json["upper"]) == (0, 44, 44)
        assert checked.json["independent"] is (more == ())
    document = json.loads(path.read_text())
    document["claim"]["lower"] = 45
    path.write_text(json.dumps(document))
    for more in ((), ("--compiled",)):
        assert ratiolab("verify", str(path), *more).code == 1


def test_compiled_goes_with_a_certificate(ratiolab: Command, tmp_path: Path) -> None:
    """A flag that means nothing for a schedule is refused."""
    schedule = tmp_path / "schedule.json"
    ratiolab("opt", *JOBS, "--schedule", str(schedule))
    outcome = ratiolab("verify", *JOBS, "--schedule", str(schedule), "--compiled")
    assert outcome.code == 2
    assert "--compiled" in outcome.err


@pytest.mark.slow
def test_memory_limit(ratiolab: Command) -> None:
    """A limit that is too small gives an interval; one that is none is refused."""
    arguments = ("--workload", "uniform", "--jobs", "30", "--memory", "40")
    answer = ratiolab("opt", *arguments, "--engine", "search", "--memory-limit", "0.001", "--json").json
    assert answer["status"] == "memory limit"
    assert answer["opt"]["lower"] < answer["opt"]["upper"]
    assert ratiolab("opt", *arguments, "--memory-limit", "0").code == 2


def test_interrupted(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was interrupted prints its interval and ends with exit code 130."""

    def stopped(*_: object, **__: object) -> OptimumResult:
        return OptimumResult(
            lower=70, upper=None, lower_source="length", upper_source="none",
            status=Status.INTERRUPTED, engine="search", runtime=0.0, nodes=0,
        )  # fmt: skip

    monkeypatch.setattr("ratiolab.library.solve.optimum.solve", stopped)
    outcome = ratiolab("opt", *JOBS, "--json")
    assert outcome.code == 130
    assert (outcome.json["status"], outcome.json["opt"]["lower"]) == ("interrupted", 70)


def test_verify_needs_a_file(ratiolab: Command) -> None:
    """Without any file the command says what it takes."""
    outcome = ratiolab("verify")
    assert outcome.code == 2
    assert "--schedule FILE" in outcome.err


@pytest.mark.slow
def test_options_that_say_nothing(ratiolab: Command, tmp_path: Path) -> None:
    """What stands on its own takes no instance options, and only a certificate takes --compiled."""
    proof = tmp_path / "proof.json"
    ratiolab("opt", *JOBS, "--certificate", str(proof))
    outcome = ratiolab("verify", str(proof), "--memory", "30")
    assert outcome.code == 2
    assert "--memory goes with an instance" in outcome.err
    witness = Path(__file__).parents[2] / "reports" / "witnesses" / "gsa-2-small.json"
    outcome = ratiolab("verify", str(witness), "--compiled")
    assert outcome.code == 2
    assert "--compiled goes with a certificate" in outcome.err
    assert ratiolab("verify", str(witness)).code == 0


def test_usage_errors_take_one_line(ratiolab: Command) -> None:
    """A value of the wrong kind or a missing option: one line that names the command's help."""
    for arguments in (("opt", "--lengths", "5", "--memory", "x"), ("shrink",), ("nope",)):
        outcome = ratiolab(*arguments)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.count("\n") == 1
        assert "--help" in outcome.err


def test_interrupted_in_compiled_code(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """What compiled code makes of Ctrl-C is one line and exit code 130; other system errors stay errors."""

    def stopped(*_: object, **__: object) -> OptimumResult:
        raise SystemError("returned a result with an exception set") from KeyboardInterrupt()

    def broken(*_: object, **__: object) -> OptimumResult:
        raise SystemError("broken")

    monkeypatch.setattr("ratiolab.library.solve.optimum.solve", stopped)
    outcome = ratiolab("opt", *JOBS)
    assert (outcome.code, outcome.err) == (130, "Interrupted.\n")
    monkeypatch.setattr("ratiolab.library.solve.optimum.solve", broken)
    with pytest.raises(SystemError, match="broken"):
        ratiolab("opt", *JOBS)


def test_interrupted_shrinking(ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shrink that was interrupted says that nothing is written and what to do; exit code 130."""

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ratiolab.cli.shrink.shrink", stopped)
    witness = Path(__file__).parents[2] / "reports" / "witnesses" / "gsa-2-small.json"
    outcome = ratiolab("shrink", str(witness), "--out", str(tmp_path / "out.json"))
    assert outcome.code == 130
    assert "is not written" in outcome.err
    assert not (tmp_path / "out.json").exists()
