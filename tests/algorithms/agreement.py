"""Agreement of whole schedules with round-by-round references (tests/references), for every algorithm.

The references share no code with the product.
"""

from __future__ import annotations

from fractions import Fraction

from ratiolab.algorithms import Algorithm, parse
from ratiolab.instance import Instance
from ratiolab.schedule import Schedule, verify
from tests.references.model import Attempt, cost
from tests.references.slices import Alpha, Surd

#: Scaling factors as text and as the references take them.
ALPHAS: dict[str, Alpha] = {
    "4/3": Fraction(4, 3),
    "3/2": Fraction(3, 2),
    "2": Fraction(2),
    "golden": Surd(1, 1, 5, 2),
    "(7+sqrt(13))/6": Surd(7, 1, 13, 6),
    "sqrt(2)": Surd(0, 1, 2, 1),
    "11/10": Fraction(11, 10),
    "9/4": Fraction(9, 4),
}


def attempts_of(schedule: Schedule) -> list[Attempt]:
    """The attempts of a schedule as sorted plain tuples."""
    return sorted(
        zip(
            schedule.job.tolist(),
            schedule.start.tolist(),
            schedule.rounds.tolist(),
            schedule.finished.tolist(),
            strict=True,
        )
    )


def agree(algorithm: str | Algorithm, instance: Instance, expected: list[Attempt]) -> None:
    """Compare schedule, cost, grouped cost and the judge's cost of one algorithm on one instance."""
    algorithm = parse(algorithm) if isinstance(algorithm, str) else algorithm
    schedule = algorithm.schedule(instance)
    told = (
        f"{algorithm.label}: M={instance.memory} s={instance.prompts.tolist()} "
        f"o={instance.responses.tolist()} order={instance.order.tolist()}"
    )
    assert attempts_of(schedule) == expected, told
    judged = verify(instance, schedule)
    claimed = algorithm.cost(instance)
    numbers = (claimed.flow_time, claimed.makespan, claimed.killed_rounds)
    assert numbers == cost(expected), told
    assert numbers == (judged.flow_time, judged.makespan, judged.killed_rounds), told
    assert algorithm.cost(instance.grouped()) == claimed, told


def common(instance: Instance) -> tuple[int, int, list[int], list[int]]:
    """Arguments of the references for a common prompt."""
    prompt = instance.common_prompt
    assert prompt is not None
    return instance.memory, prompt, instance.responses.tolist(), instance.order.tolist()


def own(instance: Instance) -> tuple[int, list[int], list[int], list[int]]:
    """Arguments of the references for a prompt per job."""
    prompts, responses = instance.prompts.tolist(), instance.responses.tolist()
    return instance.memory, prompts, responses, instance.order.tolist()


def starts(text: str, instance: Instance) -> list[int]:
    """First round of each job, for an algorithm that never kills."""
    schedule = parse(text).schedule(instance)
    assert schedule.job.tolist() == list(range(len(instance)))
    return [int(start) for start in schedule.start]
