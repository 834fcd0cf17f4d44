"""The Coq definitions compute what ratiolab's kernels do, attempt by attempt."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ratiolab.instance import Instance
from tests.proofs.formal import tie


@pytest.mark.formal
def test_schedules_agree(build: Path, tmp_path: Path) -> None:
    """Coq's GSA, GBA, MC-SF, SVF-peak, SPS and SimS and ratiolab's give the same attempts and flow times."""
    instances = tie.instances(320, 7)
    cases = [case for i, instance in enumerate(instances) for case in tie.run_cases(i, instance)]
    assert tie.disagreements(instances, cases, build, tmp_path) == []


@pytest.mark.formal
def test_checkers_agree(build: Path, tmp_path: Path) -> None:
    """Coq's checker and `verify` accept and refuse the same schedules, good and corrupted ones."""
    rng = random.Random(11)
    instances = tie.instances(320, 5)
    cases: list[tie.Case] = []
    expected: list[bool] = []
    for i, instance in enumerate(instances):
        more, verdicts = tie.verdict_cases(i, instance, rng)
        cases += more
        expected += verdicts
    assert expected.count(True) >= 320
    assert expected.count(False) >= 320
    assert tie.disagreements(instances, cases, build, tmp_path) == []


@pytest.mark.formal
def test_a_disagreement_is_seen(build: Path, tmp_path: Path) -> None:
    """A start one round off and a wrong verdict are reported, so agreement means something."""
    instance = Instance.common(memory=15, prompt=0, responses=[5, 5])
    run = "(mcsf i0 [0%nat; 1%nat])"
    cases = [
        tie.Case("right", f"is_run {run} [0; 0; 5; 1; 0; 5]"),
        tie.Case("start", f"is_run {run} [0; 0; 5; 1; 1; 5]"),
        tie.Case("verdict", "Bool.eqb (check i0 (Sch [0; 0; 5])) true"),
    ]
    assert tie.disagreements([instance], cases, build, tmp_path) == ["start", "verdict"]
