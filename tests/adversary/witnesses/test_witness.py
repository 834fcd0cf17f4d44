"""Witness files: what is written is read back, what holds is accepted, what is corrupted is refused."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from proofs.exact.surd import Quadratic
from ratiolab.adversary.witnesses import (
    WitnessError,
    make_witness,
    read_witness,
    verify_witness,
    witness_to_json,
)
from ratiolab.adversary.witnesses.blocks import Together, one_after_the_other
from ratiolab.adversary.witnesses.file import parse_witness
from ratiolab.adversary.witnesses.witness import Origin, Witness
from ratiolab.algorithms import make
from ratiolab.checkable import check
from ratiolab.core.spacing import Spacing, densest_spacing
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, JobType
from ratiolab.theory import TheoryBound
from tests.cli.command import Command


def small() -> Witness:
    """Long jobs first, then short ones, on GSA."""
    instance = GroupedInstance(256, [JobType(96, 160, 6), JobType(96, 1, 194)])
    blocks = one_after_the_other([(o, c, densest_spacing(o, 96, 256)) for o, c in ((1, 194), (160, 6))])
    return make_witness(make("gsa", alpha="2"), instance, blocks, Origin("by hand", 0, 0))


def huge() -> Witness:
    """10^12 jobs: flow times beyond 64 bits."""
    instance = GroupedInstance(59_999, [JobType(12_001, 12_000, 10**12)])
    blocks = one_after_the_other([(12_000, 10**12, Spacing(12_000, 1))])
    return make_witness(make("gsa", alpha="golden"), instance, blocks, Origin("by hand", 0, 0))


def together() -> Witness:
    """More jobs than are ever listed, all started at once."""
    memory = 2**59
    lengths = (2**29 + 1, 2**30 + 1)
    counts = (memory // lengths[0] - memory // lengths[1], memory // lengths[1])
    instance = GroupedInstance(memory, [JobType(0, o, c) for o, c in zip(lengths, counts, strict=True)])
    made = (Together(0, lengths, counts),)
    return make_witness(make("gba", alpha="2"), instance, made, Origin("by hand", 0, 0))


def batches(memory: int) -> Witness:
    """MC-SF on 10^9 equal jobs of length 1000 without a prompt, at most 1000 at a time."""
    instance = GroupedInstance(memory, [JobType(0, 1000, 10**9)])
    blocks = one_after_the_other([(1000, 10**9, densest_spacing(1000, 0, memory))])
    cost, opt = 10**6 * (10**6 * (10**6 + 1) // 2), sum(block.flow_time for block in blocks)
    origin = Origin("by hand", 0, 0)
    return Witness("mc-sf", {}, instance, blocks, cost, opt, Fraction(cost, opt), origin)


def test_batches_in_closed_form() -> None:
    """A billion jobs of MC-SF are recomputed in closed form; what has none is refused."""
    made = batches(10**6)
    checked = verify_witness(made)
    assert Fraction(199, 100) < made.ratio < 2
    assert (checked.exceeds, checked.bound is None) == (False, False)
    with pytest.raises(WitnessError, match=r"algorithm_flow_time: is \d+, recomputed"):
        verify_witness(dataclasses.replace(made, algorithm_flow_time=made.algorithm_flow_time - 1))
    with pytest.raises(WitnessError, match=r"algorithm: mc-sf: .* they do not run in lockstep"):
        verify_witness(batches(10**9 + 1))


def test_search_finds_batches_from_scratch(ratiolab: Command, tmp_path: Path) -> None:
    """A short search on MC-SF in a large region finds more than 1.999, and the witness holds."""
    region = ("--max-memory", str(10**11), "--max-jobs", str(10**12))
    out = tmp_path / "run"
    done = ratiolab("search", "--alg", "mc-sf", "--budget", "600", *region, "--out", str(out), "--json")
    assert done.code == 0
    assert Fraction(done.json["best"]["ratio"]) > Fraction(1999, 1000)
    assert ratiolab("verify", done.json["best"]["witness"]).code == 0


def test_one_job_too_many_together() -> None:
    """Beyond listing, jobs that start together are held to the budget exactly."""
    made = together()
    verify_witness(made)
    counts = {g.response: g.count for g in made.instance.groups}
    longest = max(counts)
    counts[longest] += 2
    instance = GroupedInstance(2**59, [JobType(0, o, c) for o, c in counts.items()])
    blocks = (Together(0, tuple(counts), tuple(counts.values())),)
    broken = make_witness(make("gba", alpha="2"), instance, blocks, Origin("by hand", 0, 0))
    with pytest.raises(WitnessError, match="more than the memory budget"):
        verify_witness(broken)


@pytest.mark.parametrize("made", [small(), huge(), together()])
def test_round_trip(made: Witness) -> None:
    """A written witness is read back as it was, and holds."""
    assert parse_witness(witness_to_json(made), "w") == made
    assert verify_witness(made).witness.ratio == Fraction(made.algorithm_flow_time, made.opt_flow_time)


def test_known_value() -> None:
    """The flow time on the long-job example is the published one."""
    assert small().algorithm_flow_time == 18542
    assert huge().opt_flow_time > 2**64


def corrupted(change: Any) -> str:
    """The text of the small witness after `change` worked on its fields."""
    fields = json.loads(witness_to_json(small()))
    change(fields)
    return json.dumps(fields)


def put(*path: Any, to: Any) -> Any:
    """A change that sets one field."""

    def change(fields: Any) -> None:
        for step in path[:-1]:
            fields = fields[step]
        fields[path[-1]] = to

    return change


REFUSED = {
    "cost": (put("algorithm_flow_time", to="18543"), r"algorithm_flow_time: is 18543, recomputed 18542"),
    "opt cost": (put("opt_flow_time", to="13000"), r"opt_flow_time: is 13000, the schedule costs"),
    "ratio": (put("ratio", to="3/2"), r"ratio: is 3/2, the flow times give"),
    "order": (lambda f: f["groups"].reverse(), r"algorithm_flow_time: is 18542, recomputed 17960"),
    "alpha": (put("parameters", "alpha", to="3"), r"algorithm_flow_time: is 18542, recomputed"),
    "alpha unread": (put("parameters", "alpha", to="1/2"), r"algorithm: alpha is 1/2"),
    "alpha missing": (put("parameters", to={}), r"parameters: are \{\}, the algorithm writes them"),
    "unknown parameter": (put("parameters", "beta", to="3"), r"algorithm: gsa has no parameter 'beta'"),
    "algorithm": (put("algorithm", to="gba"), r"algorithm_flow_time: is 18542, recomputed"),
    "unknown algorithm": (put("algorithm", to="nothing"), r"algorithm: unknown algorithm"),
    "count": (put("groups", 0, "count", to=7), r"algorithm_flow_time"),
    "memory": (put("memory", to=257), r"algorithm_flow_time"),
    "schedule too tight": (put("schedule", 1, "period", to=80), r"schedule: round \d+ holds \d+ tokens"),
    "schedule too early": (put("schedule", 1, "start", to=3), r"schedule: round \d+ holds"),
    "schedule later": (put("schedule", 1, "start", to=98), r"opt_flow_time"),
    "job missing": (put("schedule", 0, "count", to=193), r"193 jobs of length 1 are placed, there are 194"),
    "job of another length": (put("schedule", 0, "response", to=2), r"jobs of length 1 are placed"),
    "keeps progress": (put("algorithm", to="vllm-keep"), r"algorithm"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_corrupted_witness_is_refused(name: str) -> None:
    """Every field that is changed is found out, with the reason."""
    change, reason = REFUSED[name]
    if name == "keeps progress":
        text = corrupted(lambda f: f.update(algorithm="vllm-keep", parameters={}))
    else:
        text = corrupted(change)
    with pytest.raises(WitnessError, match=reason):
        verify_witness(parse_witness(text, "w"))


UNREADABLE = {
    "version": (put("version", to=2), r"w: version is 2"),
    "ratio not reduced": (put("ratio", to="6/4"), r"w: ratio is '6/4': it must be in lowest terms"),
    "ratio as a decimal": (put("ratio", to="1.5"), r"w: ratio is '1.5': it must be written in digits"),
    "ratio with zero": (put("ratio", to="1/0"), r"w: ratio is '0'"),
    "flow time as a number": (put("opt_flow_time", to=13448), r"opt_flow_time is 13448: it must be a string"),
    "unknown field": (put("extra", to=1), r"w: extra is no known field"),
    "unknown field of a block": (put("schedule", 0, "speed", to=1), r"schedule\[0\].speed is no known field"),
    "field of another block": (put("schedule", 0, "offsets", to=[1]), r"schedule\[0\].offsets has no place"),
    "kind": (put("schedule", 0, "kind", to="magic"), r"schedule\[0\].kind"),
    "no schedule": (put("schedule", to=[]), r"w: schedule is a list"),
    "no groups": (put("groups", to=[]), r"w: groups is a list"),
    "job too long": (put("groups", 0, "response", to=161), r"w: group 0 needs prompt 96 \+ response 161"),
    "period zero": (put("schedule", 0, "period", to=0), r"schedule\[0\].period is 0"),
    "block without width": (lambda f: f["schedule"][0].pop("width"), r"schedule\[0\].width is missing"),
    "empty starts": (
        put("schedule", 0, to={"kind": "starts", "response": 1, "starts": []}),
        r"schedule\[0\].starts is empty",
    ),
    "uneven together": (
        put("schedule", 0, to={"kind": "together", "start": 0, "responses": [1], "counts": [1, 1]}),
        r"schedule\[0\].responses and counts differ",
    ),
    "uneven pattern": (
        put("schedule", 0, to={"kind": "pattern", "start": 0, "period": 1, "repeats": 1,
                               "offsets": [0], "responses": [1, 1]}),
        r"schedule\[0\].offsets and responses differ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_witness_is_refused(name: str) -> None:
    """What is no witness document is refused with file, field and reason."""
    change, reason = UNREADABLE[name]
    with pytest.raises(InputError, match=reason):
        parse_witness(corrupted(change), "w")


def test_other_prompts_have_no_file() -> None:
    """A witness file holds one common prompt."""
    instance = GroupedInstance(20, [JobType(0, 5, 1), JobType(1, 5, 1)])
    with pytest.raises(InputError, match="one common prompt"):
        witness_to_json(dataclasses.replace(small(), instance=instance))


def test_verify_command(ratiolab: Command, tmp_path: Path) -> None:
    """``ratiolab verify FILE`` accepts a witness, and refuses a corrupted one with exit code 1."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(witness_to_json(small()))
    bad.write_text(corrupted(put("ratio", to="3/2")))
    done = ratiolab("verify", str(good), "--json")
    assert (done.code, done.json["ratio"], done.json["exceeds"]) == (0, "9271/6724", False)
    assert "holds: gsa(alpha=2) costs at least 1.378792" in " ".join(
        ratiolab("verify", str(good)).out.split()
    )
    refused = ratiolab("verify", str(bad))
    assert (refused.code, "ratio: is 3/2" in refused.err) == (1, True)
    assert ratiolab("verify").code == 2
    assert read_witness(good) == small()


def test_above_a_bound_is_loud(ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A witness above a proved bound is reported and makes the command fail."""
    bound = TheoryBound(Quadratic(Fraction(5, 4)), "a wrong theorem", derived=True)
    monkeypatch.setattr("ratiolab.theory.worst_case_for", lambda algorithm, problem: bound)
    assert verify_witness(small()).exceeds
    file = tmp_path / "w.json"
    file.write_text(witness_to_json(small()))
    done = ratiolab("verify", str(file))
    assert done.code == 1
    assert "ABOVE A PROVED BOUND" in done.err


@pytest.mark.parametrize(
    ("algorithm", "memory", "groups"),
    [
        ("vllm-kill", 5_000, [(1, 20_000_000)]),
        ("vllm-kill", 2**30, [(2**29, 200)]),
        ("a-min", 2**30, [(2**29, 200)]),
        ("gsa-spec", 10**6, [(10**6, 3_000)]),
    ],
)
def test_small_files_ask_for_no_long_work(algorithm: str, memory: int, groups: list[tuple[int, int]]) -> None:
    """Some hundred bytes with 2e7 jobs took 20 s and 1.7 GB, others for ever: refused by their sizes."""
    listed = [{"response": o, "count": c} for o, c in groups]
    jobs = sum(c for _, c in groups)
    witness = {
        "format": "ratiolab.witness", "version": 1, "algorithm": algorithm,
        "parameters": dict(make(algorithm).parameters), "memory": memory, "prompt": 0, "groups": listed,
        "algorithm_flow_time": "2", "opt_flow_time": "1", "ratio": "2/1",
        "schedule": [{"kind": "together", "start": 0, "responses": [groups[0][0]], "counts": [jobs]}],
        "command": "", "seed": 0, "evaluation": 0, "software": "0",
    }  # fmt: skip
    with pytest.raises(InputError, match=r"takes more than .* units of work.*--max-work"):
        check(witness)


def test_work_is_as_asked() -> None:
    """A witness of three jobs is stopped at a few units, and holds with the default."""
    path = Path(__file__).parents[2] / "corpus/accepted/witness.gsa.json"
    with pytest.raises(InputError, match="more than 5 units"):
        check(path, max_work=5)
    assert check(path).holds
