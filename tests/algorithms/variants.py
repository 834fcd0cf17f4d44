"""Agreement of whole schedules with round-by-round references (tests/references), for the variants.

The references share no code with the product.
"""

from __future__ import annotations

from ratiolab.algorithms import parse
from ratiolab.instance import Instance
from ratiolab.schedule import verify
from tests.algorithms.test_agreement import attempts_of
from tests.references.model import Attempt, cost


def agree(text: str, instance: Instance, expected: list[Attempt]) -> None:
    """Compare schedule, cost, grouped cost and the judge's cost of one algorithm on one instance."""
    algorithm = parse(text)
    schedule = algorithm.schedule(instance)
    told = (
        f"{text}: M={instance.memory} s={instance.prompts.tolist()} "
        f"o={instance.responses.tolist()} order={instance.order.tolist()}"
    )
    assert attempts_of(schedule) == expected, told
    judged = verify(instance, schedule)
    claimed = algorithm.cost(instance)
    numbers = (claimed.flow_time, claimed.makespan, claimed.killed_rounds)
    assert numbers == cost(expected), told
    assert numbers == (judged.flow_time, judged.makespan, judged.killed_rounds), told
    assert algorithm.cost(instance.grouped()) == claimed, told


def own(instance: Instance) -> tuple[int, list[int], list[int], list[int]]:
    """Arguments of the references for a prompt per job."""
    prompts, responses = instance.prompts.tolist(), instance.responses.tolist()
    return instance.memory, prompts, responses, instance.order.tolist()


def starts(text: str, instance: Instance) -> list[int]:
    """First round of each job, for an algorithm that never kills."""
    schedule = parse(text).schedule(instance)
    assert schedule.job.tolist() == list(range(len(instance)))
    return schedule.start.tolist()
