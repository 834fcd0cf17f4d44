"""Searches from a TOML file: read strictly, run as from options, every fault one line with file and field."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from ratiolab.adversary.campaign.folder import RunFolder
from ratiolab.adversary.campaign.run import run_searches, stored_searches
from ratiolab.adversary.campaign.spec import read_spec
from ratiolab.adversary.campaign.task import Search, Task
from ratiolab.errors import InputError
from tests.cli.command import Command

ONE = """
algorithm = "gsa"
alpha = 2
strategy = "hill"
budget = 300
seed = 4
max_memory = 5000
max_jobs = 10000
"""
TWO = """
out = "somewhere"
[[job]]
name = "gsa"
algorithm = "gsa"
alpha = "2"
budget = "200"
max_memory = 5000
max_jobs = 10000
[[job]]
algorithm = "sps"
strategy = "hill"
budget = 100
islands = 2
max_memory = 5000
max_jobs = 10000
"""


def written(tmp_path: Path, text: str) -> Path:
    """The text as a file."""
    file = tmp_path / "job.toml"
    file.write_text(text)
    return file


def test_one_job(tmp_path: Path) -> None:
    """Fields are the options; what is left out has the options' defaults."""
    spec = read_spec(written(tmp_path, ONE))
    assert spec.searches == (Search(Task("gsa:alpha=2", "hill", "300", 4, 5000, 10_000)),)
    assert spec.out is None
    short = read_spec(written(tmp_path, 'algorithm = "sps"\nbudget = "1e3"'))
    assert short.searches == (Search(Task("sps", "structured", "1e3", 0)),)


def test_several_jobs(tmp_path: Path) -> None:
    """Each table is a search of its own; a job without a name has its number."""
    spec = read_spec(written(tmp_path, TWO))
    assert spec.out == Path("somewhere")
    assert [(s.name, s.task.algorithm, s.islands) for s in spec.searches] == [
        ("gsa", "gsa:alpha=2", 1),
        ("job-2", "sps", 2),
    ]


REFUSED = {
    "no TOML": ("algorithm = gsa", r"job.toml: is not valid TOML: .*line 1"),
    "unknown": (ONE + "speed = 3", r"job.toml: speed is no known field: the fields are out, algorithm"),
    "name at the top": (ONE + 'name = "x"', r"job.toml: name is no known field"),
    "missing": ('budget = "1min"', r"job.toml: algorithm is missing"),
    "no budget": ('algorithm = "gsa"', r"job.toml: budget is missing"),
    "decimal alpha": (ONE.replace("alpha = 2", "alpha = 1.5"), r"alpha is 1.5: it must be text in"),
    "seed as text": (ONE.replace("seed = 4", 'seed = "4"'), r"job.toml: seed is '4': it must be an integer"),
    "seed as truth": (ONE.replace("seed = 4", "seed = true"), r"seed is True: it must be an integer"),
    "negative seed": (ONE.replace("seed = 4", "seed = -4"), r"job.toml: seed is -4: it must be at least 0"),
    "budget": (ONE.replace("300", '"soon"'), r"job.toml: budget 'soon': use a time"),
    "strategy": (ONE.replace("hill", "luck"), r"job.toml: unknown strategy 'luck'"),
    "algorithm": (ONE.replace('"gsa"', '"nothing"'), r"job.toml: unknown algorithm"),
    "no alpha": (ONE.replace('"gsa"', '"sps"'), r"job.toml: sps takes no alpha"),
    "region": (ONE.replace("= 5000", "= 1"), r"job.toml: the region must have a memory from 2"),
    "islands": (ONE + "islands = 0", r"job.toml: islands is 0: it must be at least 1"),
    "mixed": (TWO.replace('out = "somewhere"', "seed = 1"), r"job.toml: seed is no known field"),
    "in a table": (TWO + "speed = 1", r"job.toml: job\[1\].speed is no known field"),
    "missing in a table": (TWO.replace('algorithm = "sps"', ""), r"job.toml: job\[1\].algorithm is missing"),
    "value in a table": (TWO.replace('"200"', '"x"'), r"job.toml: job\[0\]: budget 'x': use a time"),
    "one name twice": (TWO.replace('algorithm = "sps"', 'algorithm = "sps"\nname = "gsa"'), r"name is 'gsa'"),
    "name of a path": (TWO.replace('name = "gsa"', 'name = "../x"'), r"job\[0\]: name '../x': use letters"),
    "no tables": ("job = []", r"job.toml: job is empty"),
    "numbers for tables": ("job = [1]", r"job.toml: job\[0\] is 1: it must be a \[\[job\]\] table"),
    "job as a table": ("[job]\nseed = 1", r"job.toml: job is a table: it must be \[\[job\]\] tables"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path: Path, name: str) -> None:
    """Every fault is one line with file and field."""
    text, reason = REFUSED[name]
    with pytest.raises(InputError, match=reason) as refused:
        read_spec(written(tmp_path, text))
    assert "\n" not in str(refused.value)


def test_as_from_options(ratiolab: Command, tmp_path: Path) -> None:
    """A file and the same options end with the same witness, whose command needs no file."""
    file, out = written(tmp_path, ONE), tmp_path / "spec"
    from_file = ratiolab("search", "--spec", str(file), "--out", str(out), "--json")
    assert from_file.code == 0
    command = from_file.json["command"]
    assert command == (
        "ratiolab search --alg gsa --alpha 2 --strategy hill --budget 300 --seed 4 "
        "--max-memory 5000 --max-jobs 10000"
    )
    again = ratiolab(*command.split()[1:], "--out", str(tmp_path / "options"), "--json")
    assert again.json["best"]["ratio"] == from_file.json["best"]["ratio"]
    for name in ("spec", "options"):
        assert json.loads((tmp_path / name / "witness.json").read_text())["command"] == command
    assert (out / "witness.json").read_text() == (tmp_path / "options" / "witness.json").read_text()


@pytest.mark.slow
def test_several_jobs_run_and_resume(ratiolab: Command, tmp_path: Path) -> None:
    """Several jobs, islands among them: a folder each, the best of all at the end, resumed as they were."""
    file, out = written(tmp_path, TWO), tmp_path / "run"
    done = ratiolab("search", "--spec", str(file), "--out", str(out), "--processes", "1", "--json")
    assert done.code == 0
    names = [(job["name"], job["evaluations"]) for job in done.json["jobs"]]
    assert names == [("gsa", 200), ("job-2", 100)]
    assert [i["evaluations"] for i in done.json["jobs"][1]["islands"]] == [50, 50]
    ratios = [Fraction(job["best"]["ratio"]) for job in done.json["jobs"]]
    assert Fraction(done.json["best"]["ratio"]) == max(ratios)
    for job in done.json["jobs"]:
        assert ratiolab("verify", job["best"]["witness"]).code == 0
    assert sorted(p.name for p in (out / "job-2").iterdir()) == ["island-0", "island-1", "witness.json"]
    resumed = ratiolab("search", "--resume", str(out), "--json")
    assert resumed.json["jobs"] == done.json["jobs"]
    assert "gsa:\n200 evaluations" in ratiolab("search", "--resume", str(out)).out
    again = ratiolab("search", "--spec", str(file), "--out", str(out))
    assert (again.code, "already holds a search" in again.err) == (2, True)


def test_options_that_conflict(ratiolab: Command, tmp_path: Path) -> None:
    """What to search for is said once: in the file or by options, never both; --out may be given."""
    file = str(written(tmp_path, TWO))
    out = ("--out", str(tmp_path / "run"))
    for options, told in (
        (("--seed", "0"), "--seed does not go with --spec"),
        (("--budget", "1min"), "--budget does not go with --spec"),
        (("--alg", "gsa"), "--alg does not go with --spec"),
        (("--processes", "2", "--dask", "tcp://127.0.0.1:1"), "--processes does not go with --dask"),
        (("--processes", "0"), "--processes is 0"),
    ):
        done = ratiolab("search", "--spec", file, *out, *options)
        assert (done.code, told in done.err, done.err.count("\n")) == (2, True, 1), options
    assert ratiolab("search", "--spec", file, "--resume", str(tmp_path)).code == 2
    one = str(written(tmp_path, ONE))
    done = ratiolab("search", "--spec", one)
    assert (done.code, "give the run folder" in done.err) == (2, True)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "options",
    [("--alg", "gsa"), ("--budget", "1min"), ("--seed", "0"), ("--strategy", "hill"), ("--islands", "1"),
     ("--max-jobs", "9"), ("--out", "x"), ("--spec", "x")],
    ids=lambda options: options[0],
)  # fmt: skip
def test_no_option_is_passed_over(ratiolab: Command, tmp_path: Path, options: tuple[str, str]) -> None:
    """Beside --resume and --leaderboard an option that would change nothing is refused, default or not."""
    for mode, reason in (
        ("--resume", "the folder says what to do"),
        ("--leaderboard", "the witnesses alone"),
    ):
        done = ratiolab("search", mode, str(tmp_path), *options)
        assert (done.code, done.err.count("\n")) == (2, 1)
        assert f"{options[0]} does not go with {mode}" in done.err
        assert reason in done.err


def test_folders_of_other_versions_are_told(tmp_path: Path) -> None:
    """A run folder with other fields, and a plan that was changed by hand, are refused in one line."""
    store = RunFolder(tmp_path / "old")
    store.ask({"algorithm": "gsa", "colour": "red"})
    store.close()
    with pytest.raises(InputError, match=r"old: holds a search of another version of ratiolab"):
        run_searches(tmp_path / "old", None)
    searches = [Search(Task("sps", "random", "5", 0), 1, name) for name in "ab"]
    run_searches(tmp_path / "two", searches)
    plan = tmp_path / "two" / "plan.json"
    right = plan.read_text()
    assert stored_searches(tmp_path / "two") == searches
    for change, reason in (
        (("random", "luck"), r"searches\[0\]: unknown strategy"),
        (('"islands"', '"isles"'), r"searches\[0\].isles is no known field"),
        (('"a"', '"../a"'), r"searches\[0\]: name"),
        (('"version": 1', '"version": 2'), r"version is 2"),
    ):
        plan.write_text(right.replace(*change))
        with pytest.raises(InputError, match=reason):
            run_searches(tmp_path / "two", None)
