"""Explanations: both sides add up to the witnessed costs exactly, whatever the algorithm and the order."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from ratiolab.adversary.witnesses import WitnessError, make_witness, witness_to_json
from ratiolab.adversary.witnesses.blocks import Block, Pattern, Starts, Together, one_after_the_other
from ratiolab.adversary.witnesses.explain import Explanation, explain
from ratiolab.adversary.witnesses.witness import Origin, Witness
from ratiolab.algorithms import make, parse
from ratiolab.core.spacing import densest_spacing
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, JobType
from tests.cli.command import Command

RUNS = {
    "longest first": [(160, 6), (1, 194)],
    "one length twice": [(30, 3), (7, 5), (30, 2), (1, 4), (7, 1)],
    "one length": [(20, 30)],
}
ALGORITHMS = [
    "gsa:alpha=2",
    "gsa:alpha=3/2",
    "gba:alpha=3/2",
    "sps",
    "sps-by-length",
    "sims",
    "mc-sf",
    "vllm-kill",
]


def witness(algorithm: str, runs: list[tuple[int, int]], memory: int = 256, prompt: int = 96) -> Witness:
    """A witness on runs of (length, count), against blocks, shortest first."""
    instance = GroupedInstance(memory, [JobType(prompt, o, c) for o, c in runs])
    blocks = one_after_the_other(
        [(t.response, t.count, densest_spacing(t.response, prompt, memory)) for t in instance.types()]
    )
    return make_witness(parse(algorithm), instance, blocks, Origin("by hand", 0, 0))


def against_listing(explanation: Explanation) -> None:
    """Hold every row against the attempts of the listed schedule."""
    made = explanation.witness
    jobs = made.instance.expand()
    schedule = make(made.algorithm, **made.parameters).schedule(jobs)
    lengths = jobs.responses[schedule.job]
    for row in explanation.lengths:
        own = lengths == row.response
        ends = (schedule.start + schedule.rounds)[own & schedule.finished]
        assert row.cost == int(ends.sum())
        assert row.killed == int(schedule.rounds[own & ~schedule.finished].sum())
        assert row.count == int(np.count_nonzero(own & schedule.finished))
        assert row.running == row.count * row.response


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("runs", RUNS)
def test_parts_are_those_of_the_listed_schedule(algorithm: str, runs: str) -> None:
    """Closed forms of the parts agree with the schedule, attempt by attempt, and add up to both costs."""
    explanation = explain(witness(algorithm, RUNS[runs]))
    against_listing(explanation)
    assert sum(row.cost for row in explanation.lengths) == explanation.witness.algorithm_flow_time
    assert sum(row.other_cost for row in explanation.lengths) == explanation.witness.opt_flow_time
    assert sum(map(sum, explanation.algorithm_parts().values())) == explanation.witness.algorithm_flow_time
    assert sum(map(sum, explanation.schedule_parts().values())) == explanation.witness.opt_flow_time
    assert explanation.part(sum(row.cost for row in explanation.lengths)) == explanation.witness.ratio
    if explanation.phases:
        assert sum(phase.cost for phase in explanation.phases) == explanation.witness.algorithm_flow_time
        assert sum(phase.completed for phase in explanation.phases) == explanation.witness.instance.jobs


def test_gsa_by_hand() -> None:
    """Two jobs of length 3 at M = 4, s = 0, alpha = 2: slices 1, 2, 4, parallelisms 4, 2, 1."""
    explanation = explain(witness("gsa:alpha=2", [(3, 2)], 4, 0))
    assert [(p.slice_, p.parallelism, p.duration, p.jobs, p.completed) for p in explanation.phases] == [
        (1, 4, 1, 2, 0), (2, 2, 3, 2, 0), (4, 1, 8, 2, 2),
    ]  # fmt: skip
    (row,) = explanation.lengths
    assert (row.killed, row.earlier, row.waiting, row.running) == (6, 2, 4, 6)
    assert [p.cost for p in explanation.phases] == [2, 6, 10]


BLOCKS: dict[str, tuple[Block, ...]] = {
    "together": (Together(3, (2, 5), (4, 2)),),
    "pattern": (Pattern(1, 20, 2, (0, 6, 12), (5, 2, 2)),),
    "starts": (Starts(2, (0, 2, 4, 6)), Starts(5, (10, 20))),
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_kind_of_block_is_taken_apart(kind: str) -> None:
    """Waiting in the schedule is the sum of the start rounds of a length, listed job by job."""
    blocks = BLOCKS[kind]
    instance = GroupedInstance(60, [JobType(0, 5, 2), JobType(0, 2, 4)])
    explanation = explain(make_witness(make("gsa", alpha="2"), instance, blocks, Origin("by hand", 0, 0)))
    for row in explanation.lengths:
        starts = [a for block in blocks for o, a in block.attempts() if o == row.response]
        assert (row.other_waiting, row.count) == (sum(starts), len(starts))


def test_huge_numbers_stay_exact() -> None:
    """10^12 jobs: every sum is made in integers of any size."""
    explanation = explain(witness("gsa:alpha=golden", [(12_000, 10**12)], 59_999, 12_001))
    assert explanation.lengths[0].cost == explanation.witness.algorithm_flow_time > 2**64


def test_a_witness_that_does_not_hold_is_not_explained() -> None:
    """Nothing is explained before it is verified."""
    made = witness("gsa:alpha=2", RUNS["longest first"])
    wrong = dataclasses.replace(made, opt_flow_time=made.opt_flow_time - 1)
    with pytest.raises(WitnessError, match="opt_flow_time"):
        explain(wrong)


@pytest.mark.parametrize("side", ["_start_rounds", "pipeline_run"])
def test_parts_that_do_not_add_up_are_refused(monkeypatch: pytest.MonkeyPatch, side: str) -> None:
    """A planted error on either side is found by the sums."""
    from ratiolab.adversary.witnesses import explain as module

    right = getattr(module, side)

    def wrong(*arguments: int) -> object:
        made = right(*arguments)
        return made + 1 if isinstance(made, int) else {o: rounds + 1 for o, rounds in made.items()}

    made = witness("gsa:alpha=2", RUNS["longest first"])
    monkeypatch.setattr(module, side, wrong)
    with pytest.raises(AssertionError, match="add up to"):
        explain(made)


def test_too_many_jobs_to_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without phases and beyond listing there is nothing to say but why."""
    made = witness("mc-sf", RUNS["one length"])
    monkeypatch.setattr("ratiolab.adversary.witnesses.explain.EXPAND_LIMIT", 10)
    with pytest.raises(InputError, match="mc-sf has no phases and 30 jobs are too many to list"):
        explain(made)


@pytest.mark.slow
def test_command(ratiolab: Command, tmp_path: Path) -> None:
    """Tables, JSON and picture; the JSON's parts add up to the ratio."""
    file, picture = tmp_path / "w.json", tmp_path / "w.png"
    file.write_text(witness_to_json(witness("gsa:alpha=2", RUNS["longest first"])))
    told = ratiolab("explain", str(file), "--plot", str(picture))
    assert (told.code, picture.stat().st_size > 10_000) == (0, True)
    assert "By phase" in told.out
    told = ratiolab("explain", str(file), "--json").json
    total = sum(row["algorithm"]["total"] for row in told["lengths"])
    other = sum(row["schedule"]["total"] for row in told["lengths"])
    assert Fraction(total, other) == Fraction(told["ratio"])
    assert sum(row["loss"] for row in told["lengths"]) == total - other
    assert sum(phase["cost"] for phase in told["phases"]) == total
    assert ratiolab("explain", str(file), "--plot", "w.txt").code == 2
    broken = json.loads(file.read_text()) | {"ratio": "3/2"}
    file.write_text(json.dumps(broken))
    assert ratiolab("explain", str(file)).code == 1
