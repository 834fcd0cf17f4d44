"""Instances on which a scheduler fails are made small, as long as it fails in the same way."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from ratiolab.adversary.campaign import failing
from ratiolab.adversary.campaign.failing import Failure, smallest
from ratiolab.algorithms import Batch, Decision, Scheduler, View
from ratiolab.algorithms.foreign.scheduled import Scheduled
from ratiolab.errors import SchedulerFailed
from ratiolab.instance import Instance


class FailsIf(Scheduler):
    """One job at a time, and a KeyError where a condition on the batch holds."""

    knows_lengths = True

    def __init__(self, condition: Callable[[Batch], bool]) -> None:
        self.condition = condition

    def begin(self, batch: Batch) -> None:
        """Look at the batch."""
        self.batch = batch

    def decide(self, view: View) -> Decision:
        """Fail or start the next job."""
        if self.condition(self.batch):
            raise KeyError(0)
        if len(self.batch.prompts) == 1:
            return Decision()  # another failure, on a smaller instance
        return Decision(start=() if view.active else view.waiting[:1])


def shrunk(condition: Callable[[Batch], bool], instance: Instance) -> Failure:
    """Run to the failure, and make the instance small."""
    algorithm = Scheduled(FailsIf(condition), "fails", {})
    with pytest.raises(SchedulerFailed) as caught:
        algorithm.schedule(instance)
    return smallest(caught.value, algorithm, instance)


def lengths(batch: Batch) -> list[int]:
    """The lengths in order."""
    assert batch.lengths is not None
    return [batch.lengths[job] for job in batch.order]


def test_jobs_and_numbers_become_few_and_small() -> None:
    """Two jobs of length 3 or more are the fault: two of length 3 are left of thirty, in the least memory."""
    found = shrunk(
        lambda batch: sum(length >= 3 for length in lengths(batch)) >= 2,
        Instance.common(50, 7, [1 + i % 9 for i in range(30)]),
    )
    assert found.again
    assert found.instance.responses.tolist() == [3, 3]
    assert (found.instance.memory, found.instance.common_prompt) == (3, 0)
    assert "KeyError" in str(found.error)


def test_the_order_stays_where_it_matters() -> None:
    """A short job before a long one is the fault: the order of the instance is kept, by place."""
    instance = Instance(20, [1] * 6, [5, 2, 9, 4, 8, 3], [3, 1, 4, 0, 5, 2])
    found = shrunk(lambda batch: any(a < b for a, b in pairwise(lengths(batch))), instance)
    assert found.instance.jobs == 2
    first, second = found.instance.ordered_responses.tolist()
    assert first < second


def test_own_prompts() -> None:
    """Jobs with prompts of their own are left out one by one."""
    found = shrunk(lambda batch: max(batch.prompts) == 6, Instance(20, [1, 6, 2], [3, 3, 3]))
    assert found.instance.prompts.tolist() == [6]


def test_what_does_not_fail_again_is_said() -> None:
    """A scheduler that fails once only keeps its instance as it was."""
    calls = iter([True])
    instance = Instance.common(9, 0, [2, 3])
    found = shrunk(lambda batch: next(calls, False), instance)
    assert not found.again
    assert found.instance is instance


def test_it_takes_no_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of runs is bounded: what is reached by then is shown."""
    monkeypatch.setattr(failing, "MOST_RUNS", 3)
    found = shrunk(lambda batch: len(batch.prompts) >= 2, Instance.common(50, 0, [5] * 32))
    assert 2 < found.instance.jobs < 32
