"""CMA-ES and searches on algorithms from outside."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ratiolab.adversary.campaign.run import run_task
from ratiolab.adversary.campaign.task import Task
from ratiolab.adversary.scoring.scorer import Scorer
from ratiolab.adversary.search.candidate import Candidate, Region
from ratiolab.adversary.search.cma import CMA, genes_of, instance_of
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.adversary.witnesses.blocks import LIST_LIMIT, one_after_the_other
from ratiolab.adversary.witnesses.file import parse_witness, witness_to_json
from ratiolab.adversary.witnesses.witness import Origin, Witness, WitnessError, make_witness, verify_witness
from ratiolab.algorithms import make, name_of, parse
from ratiolab.core.spacing import Spacing
from ratiolab.errors import InputError, SchedulerFailed
from ratiolab.instance import GroupedInstance, JobType

PLUGINS = ("examples.shortest_first:ShortestFirst", "examples.shortest_first:Cautious:reserve=4")


def fake_score(candidate: Candidate) -> float:
    """Some score that depends on everything."""
    return (candidate.memory * 31 + candidate.prompt * 7 + sum(candidate.lengths)) % 997 / 100


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gsa:alpha=2", "gba", "mc-sf"])
@pytest.mark.parametrize("stop", [0, 5, 12, 1489, 1700])
def test_cma_restored_goes_on_as_if_never_stopped(name: str, stop: int) -> None:
    """A state through JSON, within a population, at its end, after a restart: the same candidates."""
    region = Region(500, 100)
    whole = CMA(parse(name), region, 3)
    for _ in range(stop):
        candidate = whole.ask()
        whole.tell(candidate, fake_score(candidate))
    parts = CMA(parse(name), region, 99)
    parts.restore(json.loads(json.dumps(whole.state())))
    for _ in range(60):
        a, b = whole.ask(), parts.ask()
        assert a == b
        whole.tell(a, fake_score(a))
        parts.tell(b, fake_score(b))
    assert whole.state() == parts.state()


def global_state() -> np.ndarray:
    """The words of numpy's global generator."""
    state = np.random.get_state(legacy=True)  # noqa: NPY002
    assert isinstance(state, tuple)
    return np.array(state[1])


def test_cma_leaves_the_global_generator_alone() -> None:
    """Neither reads nor moves numpy's global state: the seed alone decides."""
    before = global_state()
    made = CMA(make("gsa", alpha="2"), Region(), 0)
    for _ in range(40):
        made.tell(made.ask(), 1.0)
    assert np.array_equal(before, global_state())


@pytest.mark.slow
def test_cma_starts_anew_when_it_has_converged() -> None:
    """Where all scores are equal, a run ends and another one begins."""
    made = CMA(make("gsa", alpha="2"), Region(), 0)
    seeds = set()
    for _ in range(2 * CMA.patience):
        made.tell(made.ask(), 2.0)
        seeds.add(made.seed)
        assert len(made.scores) <= CMA.patience + CMA.population
    assert len(seeds) >= 2


@pytest.mark.parametrize("name", ["gsa:alpha=3/2", "gba", "sims"])
@pytest.mark.parametrize("region", [Region(), Region(2, 1), Region(60, 30)])
def test_every_point_of_the_cube_is_in_the_region(name: str, region: Region) -> None:
    """Corners and random points expand to instances within the region, or to none."""
    algorithm, draw = parse(name), np.random.default_rng(0)
    genes = genes_of(algorithm)
    for x in (np.zeros(genes), np.ones(genes), *draw.random((200, genes))):
        made = instance_of(x, algorithm, region)
        if made is not None:
            assert made.memory <= region.memory
            assert made.jobs <= region.jobs
            made.instance()


def test_cma_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the message says what to install."""
    plain = importlib.import_module

    def without(name: str, package: str | None = None) -> Any:
        if name == "cma":
            raise ImportError(name)
        return plain(name, package)

    monkeypatch.setattr(importlib, "import_module", without)
    with pytest.raises(InputError, match=r"pip install ratiolab\[cma\]"):
        CMA(make("gsa"), Region(), 0)


@pytest.mark.slow
def test_cma_reaches_the_known_family(tmp_path: Path) -> None:
    """A few hundred evaluations find GSA's ratio above 12.6 at alpha = 2."""
    outcome = run_task(tmp_path, Task("gsa:alpha=2", "cma", "500", 0))
    assert outcome.best is not None
    assert outcome.best.witness.ratio > Fraction(126, 10)


@pytest.mark.slow
@pytest.mark.parametrize("strategy", [name for name in STRATEGIES if name != "structured"])
@pytest.mark.parametrize("plugin", PLUGINS)
def test_plugins_are_attacked(tmp_path: Path, plugin: str, strategy: str) -> None:
    """Every strategy without closed forms attacks a user's class; its witness is read and verified again."""
    outcome = run_task(tmp_path, Task(plugin, strategy, "40", 1, memory=40, jobs=20))
    assert outcome.best is not None
    assert outcome.best.witness.ratio >= 1
    kept = parse_witness((tmp_path / "witness.json").read_text(), "file")
    assert verify_witness(kept).witness.ratio == outcome.best.witness.ratio
    assert kept.algorithm == ":".join(plugin.split(":")[:2])


def test_structured_refuses_plugins() -> None:
    """The strategy that needs slices or closed forms says so and names the others."""
    with pytest.raises(InputError, match="attack cautious with cma, evolve"):
        STRATEGIES["structured"](parse(PLUGINS[1]), Region(40, 20), 0)


@pytest.mark.slow
def test_plugin_result_is_the_same_after_a_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search on a user's class resumes as any other."""
    task = Task(PLUGINS[1], "cma", "60", 0, memory=40, jobs=15)
    whole = run_task(tmp_path / "whole", task)
    plain, calls = Scorer.score, 0

    def stopping(self: Scorer, candidate: Candidate) -> float:
        nonlocal calls
        calls += 1
        if calls == 33:
            raise KeyboardInterrupt
        return plain(self, candidate)

    with monkeypatch.context() as patch:
        patch.setattr(Scorer, "score", stopping)
        with pytest.raises(KeyboardInterrupt):
            run_task(tmp_path / "parts", task)
    assert run_task(tmp_path / "parts", None).state == whole.state
    assert (tmp_path / "parts/witness.json").read_text() == (tmp_path / "whole/witness.json").read_text()


def test_names_lead_back_to_the_algorithm() -> None:
    """Built-in names stay short; a user's class is named by its path, whatever it calls itself."""
    assert name_of(make("gsa")) == "gsa"
    for plugin in PLUGINS:
        algorithm = parse(plugin)
        assert make(name_of(algorithm), **algorithm.parameters).label == algorithm.label


def test_planted_plugin_witness_is_refused() -> None:
    """One round more on either side, or another class, and the witness of a user's class does not hold."""
    algorithm = parse(PLUGINS[0])
    candidate = Candidate(20, 2, (3, 10), (4, 2))
    text = witness_to_json(Scorer(algorithm, Region(20, 6)).witness(candidate, Origin("x", 0, 0)))
    fields = json.loads(text)
    for name, value in (
        ("algorithm_flow_time", str(int(fields["algorithm_flow_time"]) + 1)),
        ("opt_flow_time", str(int(fields["opt_flow_time"]) - 1)),
        ("algorithm", "examples.shortest_first:Nothing"),
    ):
        with pytest.raises(ValueError, match=name.partition("_")[0]):
            verify_witness(parse_witness(json.dumps(fields | {name: value}), "planted"))


def test_cost_of_a_users_class_needs_its_schedule() -> None:
    """A cost that its schedule does not show, no feasible schedule, or too many jobs to list: refused."""
    small = GroupedInstance(20, [JobType(2, 10, 2), JobType(2, 3, 4)])
    many = GroupedInstance(20, [JobType(2, 18, LIST_LIMIT + 1)])

    def made(kind: str, instance: GroupedInstance) -> Witness:
        algorithm = make(f"tests.adversary.outside:{kind}")
        blocks = one_after_the_other([(g.response, g.count, Spacing(g.response, 1)) for g in instance.groups])
        witness = make_witness(algorithm, instance, blocks, Origin("x", 0, 0))
        return replace(witness, algorithm=name_of(algorithm))

    checked = verify_witness(made("OtherMCSF", small))
    assert checked.bound is None  # that of MC-SF is not for it
    overstated = made("Overstated", small)  # its own word counts for nothing
    assert overstated.algorithm_flow_time == checked.witness.algorithm_flow_time
    with pytest.raises(WitnessError, match=r"algorithm_flow_time: is [0-9]+, recomputed"):
        verify_witness(replace(overstated, algorithm_flow_time=100 * overstated.algorithm_flow_time))
    with pytest.raises(SchedulerFailed, match=r"mc-sf breaks the model: .*memory"):
        made("Infeasible", small)
    with pytest.raises(WitnessError, match="100001 jobs are too many to list"):
        verify_witness(made("OtherMCSF", many))
