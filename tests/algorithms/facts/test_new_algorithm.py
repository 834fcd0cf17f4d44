"""A new algorithm is one file and one line: everything that asks for facts finds those of a toy."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from ratiolab.adversary.boxes.run import Box, default_algorithms, run_box
from ratiolab.adversary.campaign.run import run_task
from ratiolab.adversary.campaign.task import LISTED_JOBS, Task
from ratiolab.adversary.limits.best_mix import make_limit
from ratiolab.adversary.limits.limit import verify_limit
from ratiolab.adversary.witnesses.explain import explain
from ratiolab.algorithms import ALGORITHMS, Facts, facts_of, make
from ratiolab.algorithms.facts import Derived, Jobs
from ratiolab.instance import Instance
from ratiolab.optimum.portfolio import clairvoyant
from ratiolab.theory import bound_for
from tests.algorithms.agreement import agree
from tests.cli.command import Command

PAGE = Path(__file__).parents[3] / "docs" / "add-an-algorithm.md"


@pytest.fixture(autouse=True)
def serial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The algorithm of the page: its file, and the one line that registers it."""
    code = PAGE.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    (tmp_path / "one_file.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "one_file", raising=False)
    monkeypatch.setitem(ALGORITHMS._places, "serial", "one_file:Serial")


def declare(monkeypatch: pytest.MonkeyPatch, facts: Facts) -> None:
    """Let the file say something else."""
    monkeypatch.setattr(ALGORITHMS["serial"], "facts", facts)


def test_it_runs_like_any_other(ratiolab: Command) -> None:
    """Schedule and cost agree with a plain loop; compare measures it and workloads lists it."""
    instance = Instance.common(20, 3, [5, 2, 9, 2], [2, 0, 1, 3])
    agree("serial", instance, sorted([(1, 0, 2, True), (3, 2, 2, True), (0, 4, 5, True), (2, 9, 9, True)]))
    done = ratiolab(
        "compare", "--alg", "serial", "--alg", "mc-sf", "--workload", "identical", "--jobs", "5", "--json"
    )
    assert "serial" in done.json["rows"][0]["mean_flow_time"]
    assert "serial" in [a["name"] for a in ratiolab("workloads", "--json").json["algorithms"]]


def test_the_portfolio_tries_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """On OPT's side where it applies, after those with a lower turn, and only if it says so."""
    assert clairvoyant(Instance.common(20, 3, [5, 2]))[-2].name == "serial"  # packings come last
    assert "serial" not in [a.name for a in clairvoyant(Instance(20, [3, 1], [5, 2]))]
    declare(monkeypatch, replace(facts_of(make("serial")), trials=()))
    assert "serial" not in [a.name for a in clairvoyant(Instance.common(20, 3, [5, 2]))]


def test_a_box_sweeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By default, in one order of every instance, for many jobs; else in all orders, for few."""
    assert "serial" in default_algorithms()
    outcome = run_box(tmp_path / "free", Box(3, 4, 2, ("serial",)))
    assert not outcome.faults
    worst = outcome.maxima["serial"][3, 4].worst
    assert worst.orders == worst.instances
    declare(monkeypatch, Facts(needs_lengths=True))
    assert "serial" not in default_algorithms()
    again = run_box(tmp_path / "bound", Box(3, 4, 2, ("serial",))).maxima["serial"]
    assert (3, 4) not in again
    assert again[2, 4].ratio == outcome.maxima["serial"][2, 4].ratio
    assert again[2, 4].worst.orders > again[2, 4].worst.instances


@pytest.mark.slow
def test_a_false_bound_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read from the file, so a box on which it fails reports a fault; else nothing is claimed."""
    instance = Instance.common(9, 0, [3, 3, 3])
    assert bound_for(make("serial"), instance) is None
    declare(monkeypatch, replace(facts_of(make("serial")), bounds=(Derived("sps", Jobs.EQUAL),)))
    bound = bound_for(make("serial"), instance)
    assert bound is not None
    assert str(bound.value) == "2"
    assert bound_for(make("serial"), Instance.common(9, 0, [3, 2, 3])) is None
    assert any("above the proved" in fault for fault in run_box(tmp_path, Box(6, 6, 2, ("serial",))).faults)


def test_a_search_uses_its_closed_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any number of jobs, the structured family, and a witness that is taken apart call by call."""
    task = Task("serial", "structured", "60", 0)
    assert task.region.jobs > LISTED_JOBS
    best = run_task(tmp_path / "run", task).best
    assert best is not None
    assert best.witness.algorithm == "serial"
    assert best.witness.ratio > 10
    assert explain(best.witness).phases
    declare(monkeypatch, Facts(needs_lengths=True))
    assert task.region.jobs == LISTED_JOBS


def test_its_ratio_has_a_limit() -> None:
    """For many jobs: 2*o tokens hold two jobs or more at once, so one at a time loses at least half."""
    made = make_limit(make("serial"), 40, 0, (20, 10), [Fraction(1), Fraction(1)], "by hand")
    assert verify_limit(made).limit.ratio >= 2
