"""Every result of the library in every form: text that fits, JSON that is JSON, HTML, and a data frame."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest

import ratiolab as rl
from ratiolab.algorithms import plugins
from ratiolab.library.attack import attack
from ratiolab.library.box import box
from ratiolab.library.limit import limit
from ratiolab.library.workloads import catalogue
from ratiolab.tables import Result
from tests.cli.command import Command

ROOT = Path(__file__).parents[2]
JOBS = rl.Instance.common(30, 2, [3] * 4 + [7] * 4 + [12] * 2)
WITNESS = ROOT / "reports" / "witnesses" / "gsa-2-small.json"

RESULTS: dict[str, Callable[[], Result]] = {
    "attack": lambda: attack(instances=3),
    "bound": lambda: rl.bound("gba"),
    "box": lambda: box(2, 4, ["sps", "gsa:alpha=2"]),
    "check": lambda: rl.check(WITNESS),
    "compare": lambda: rl.compare(JOBS, ["gsa", "mc-sf"]),
    "explain": lambda: rl.explain(rl.read_witness(WITNESS)),
    "limit": lambda: limit("gsa:alpha=2", memory=1000, lengths=[200, 400]),
    "lower_bound": lambda: rl.lower_bound(JOBS),
    "prove": lambda: rl.prove("T4.1"),
    "ratio": lambda: rl.ratio(JOBS, "mc-sf"),
    "search": lambda: rl.search("sps", budget=20, seed=1, max_memory=40, max_jobs=20),
    "shrink": lambda: rl.shrink(rl.read_witness(WITNESS), keep="0.9", budget=5),
    "solve": lambda: rl.solve(JOBS, engine="milp"),
    "sweep": lambda: rl.sweep(lambda n, k: rl.workload("uniform", jobs=n, seed=k), "mc-sf", [5, 10]),
    "workloads": catalogue,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RESULTS)
def test_every_form(name: str) -> None:
    """The text fits 80 columns, the JSON has a heading and survives a file, HTML and frame hold the table."""
    result = RESULTS[name]()
    text = str(result)
    assert text == repr(result)
    assert max(map(len, text.splitlines())) <= 80
    content = result.to_json()
    assert json.loads(json.dumps(content)) == content
    assert (content["format"], content["version"]) == (f"ratiolab.{result.kind}", 1)
    assert result._repr_html_().startswith("<")
    pytest.importorskip("pandas")
    frame = result.to_frame()
    assert len(frame) == len(result.table().rows)
    assert len(set(frame.columns)) == len(frame.columns)


@dataclass(frozen=True)
class Twin:
    """A call of the library and the command line that does the same."""

    call: Callable[[], Result]
    arguments: tuple[str, ...]


LENGTHS = ("--lengths", "3x4,7x4,12x2", "--prompt", "2", "--memory", "30")
TWINS = {
    "ratio": Twin(lambda: rl.compare(JOBS, ["gsa", "mc-sf"]), ("--alg", "gsa", "--alg", "mc-sf", *LENGTHS)),
    "bound": Twin(lambda: rl.bound("gba", k_min=2), ("--alg", "gba", "--k-min", "2")),
    "attack": Twin(lambda: attack(instances=3), ("--instances", "3")),
    "workloads": Twin(catalogue, ()),
    "limit": Twin(
        lambda: limit("gsa:alpha=2", memory=1000, lengths=[200, 400]),
        ("--alg", "gsa", "--alpha", "2", "--memory", "1000", "--lengths", "200,400"),
    ),
    "compare": Twin(
        lambda: rl.sweep(
            lambda n, k: rl.workload("uniform", jobs=n, seed=k), "mc-sf", [5, 10], source="workload uniform"
        ),
        ("--alg", "mc-sf", "--workload", "uniform", "--jobs", "5:10:5"),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("command", TWINS)
def test_the_command_prints_what_the_function_returns(ratiolab: Command, command: str) -> None:
    """One function behind both: the same keys and values, but where the jobs are from."""
    ours = TWINS[command].call().to_json()
    theirs = ratiolab(command, *TWINS[command].arguments, "--json").json
    for content in (ours, theirs):
        content.get("problem", {}).pop("source", None)
        content.pop("kept", None)
    assert theirs == ours


@pytest.mark.slow
def test_a_search_keeps_nothing_unless_asked(tmp_path: Path) -> None:
    """Without a folder the witness is in memory only; with one it is a file that holds."""
    kept = rl.search("sps", budget=20, seed=1, max_memory=40, max_jobs=20, out=tmp_path / "run")
    gone = RESULTS["search"]()
    assert gone.content()["best"]["witness"] is None
    assert rl.check(kept.content()["best"]["witness"]).holds
    assert kept.witness is not None
    assert Fraction(gone.content()["best"]["ratio"]) == kept.witness.ratio


@pytest.mark.slow
def test_show_takes_names_objects_and_schedules() -> None:
    """One panel each; a schedule that breaks the model, or nothing at all, is refused."""
    schedule = rl.algorithm("sps").schedule(JOBS)
    figure = rl.show(JOBS, ["mc-sf", rl.algorithm("gba"), schedule])
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["mc-sf: instance", "gba(alpha=4/3): instance", "schedule: instance"]
    assert cast(Any, figure)._repr_png_().startswith(b"\x89PNG")
    with pytest.raises(rl.InputError, match="0 schedules to draw"):
        rl.show(JOBS, [])
    with pytest.raises(rl.ScheduleError):
        rl.show(JOBS, rl.Schedule.of_starts([0] * 10, JOBS))


def test_write_and_read(tmp_path: Path) -> None:
    """What is written is read back, and what has no file format is refused."""
    path = tmp_path / "file.json"
    rl.write(JOBS, path)
    assert rl.read_instance(path).types() == JOBS.types()
    schedule = rl.algorithm("sps").schedule(JOBS)
    rl.write(schedule, path)
    assert rl.verify(JOBS, rl.read_schedule(path)) == rl.verify(JOBS, schedule)
    rl.write(rl.read_witness(WITNESS), path)
    assert rl.check(path).holds
    rl.write(rl.solve(JOBS, engine="milp").certificate(), path)
    assert rl.check(path).holds
    with pytest.raises(rl.InputError, match="int has no file format"):
        rl.write(cast(Any, 3), path)


def test_plug_ins_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed algorithms of others are there, also one that cannot be loaded."""
    kinds = {"good": rl.Scheduler}

    def find(name: str) -> plugins.Plugin:
        if name not in kinds:
            raise rl.InputError(f"algorithm {name!r} cannot be imported")
        return kinds[name]

    monkeypatch.setattr(plugins, "registered", lambda: ("bad", "good"))
    monkeypatch.setattr(plugins, "find", find)
    listed = {entry["name"]: entry for entry in catalogue().algorithms}
    assert listed["good"] == {"name": "good", "knows_lengths": False, "parameters": [], "plug_in": True}
    assert listed["bad"]["knows_lengths"] is None
    assert listed["gsa"]["plug_in"] is False
    assert "cannot be loaded" in str(catalogue())
