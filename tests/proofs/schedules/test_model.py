"""The attack's little schedulers make the schedules that the kernels make: same starts, same costs."""

from collections.abc import Callable, Iterator

import pytest

from proofs.schedules import made
from proofs.schedules.model import Case, Phases, batching_cost, slicing_cost
from proofs.schedules.plan import Plan
from tests.proofs.schedules.kernels import drawn, plans

MAKERS: dict[str, Callable[[Case], Plan]] = {
    "slicing": lambda case: made.slicing(case, Phases.of(case)),
    "batching": lambda case: made.batching(case, Phases.of(case)),
    "pipeline": made.pipeline,
    "look-ahead": lambda case: made.greedy(case, by_size=False),
    "by-size": lambda case: made.greedy(case, by_size=True),
}


def pairs(kind: str, count: int) -> Iterator[tuple[Plan, Plan]]:
    """Plans of one algorithm, of the kernel and of the model."""
    for jobs in drawn(count, 11):
        if len(set(jobs.prompts)) > 1 or (kind == "look-ahead" and sum(jobs.lengths) > 1000):
            continue
        case = Case(jobs.prompts[0], jobs.memory, jobs.lengths, jobs.scale)
        for plan in plans(jobs):
            if plan.kind == kind:
                yield plan, MAKERS[kind](case)


@pytest.mark.parametrize("kind", ["slicing", "batching", "pipeline"])
def test_the_pipelines_agree(kind: str) -> None:
    """GSA, GBA and SPS: every attempt of the kernel is one of the model's, in the same call."""
    met = 0
    for kernel, model in pairs(kind, 80):
        met += 1
        assert set(kernel.runs) == set(model.runs)
        assert kernel.cost == model.cost
        calls = [
            [(call.slice, call.parallelism, [plan.runs[place] for place in call.runs]) for call in plan.calls]
            for plan in (kernel, model)
        ]
        assert calls[0] == calls[1]
    assert met >= 10


@pytest.mark.parametrize("kind", ["look-ahead", "by-size"])
def test_greedy_admission_agrees(kind: str) -> None:
    """MC-SF and SVF-peak: the starts by ascending length are the same."""
    met = 0
    for kernel, model in pairs(kind, 80):
        met += 1
        ours, theirs = (sorted(zip(plan.lengths, plan.starts, strict=True)) for plan in (model, kernel))
        assert ours == theirs
        assert kernel.cost == model.cost
    assert met >= 30


def test_the_costs_of_the_attack_agree() -> None:
    """The attack's closed sums are the costs of the schedules."""
    for kind, cost in (("slicing", slicing_cost), ("batching", batching_cost)):
        for kernel, model in pairs(kind, 60):
            assert cost(model.case, model.phases) == kernel.cost
