"""Algorithms as names, objects and schedulers: one meaning, whichever form is at hand."""

from __future__ import annotations

from typing import Any

import pytest

from ratiolab.algorithms import Decision, Scheduler, View, make
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.library.algorithms import AlgorithmLike, algorithm, algorithm_text, listed
from ratiolab.library.measure import compare

JOBS = Instance.common(30, 2, [3] * 4 + [7] * 4 + [12] * 2)


class OneAtATime(Scheduler):
    """Runs one job after the other, or `width` jobs side by side."""

    def __init__(self, width: int = 1) -> None:
        self.width = width

    def decide(self, view: View) -> Decision:
        """Start the next jobs when nothing runs."""
        return Decision(start=() if view.active else view.waiting[: self.width])


def test_every_form_is_the_same_algorithm() -> None:
    """A name with parameters, a name and parameters apart, and the object have one label and one cost."""
    forms: list[AlgorithmLike] = ["gsa:alpha=2", algorithm("gsa", alpha=2), make("gsa", alpha="2")]
    measured = [compare(JOBS, [form]).measurements[0] for form in forms]
    assert {m.algorithm.label for m in measured} == {"gsa(alpha=2)"}
    assert len({m.cost for m in measured}) == 1


def test_scheduler_objects_and_classes() -> None:
    """A scheduler runs as an object or as a class, beside names; its label tells what it was made with."""
    comparison = compare(JOBS, ["mc-sf", OneAtATime, OneAtATime(2)])
    mc_sf, one, two = comparison.measurements
    assert (one.algorithm.label, two.algorithm.label) == ("OneAtATime(width=1)", "OneAtATime(width=2)")
    assert one.cost.flow_time > two.cost.flow_time > mc_sf.cost.flow_time
    assert one.verified
    alone = JOBS.responses.tolist()
    assert one.cost.flow_time == sum(sum(alone[: i + 1]) for i in range(len(alone)))
    assert algorithm(OneAtATime, width=2).label == two.algorithm.label


def test_one_text_for_every_form() -> None:
    """What a run folder keeps is the same text, however the algorithm was given."""
    texts = {algorithm_text(form) for form in ("gsa:alpha=(7+sqrt(13))/6", algorithm("gsa"), "gsa")}
    assert texts == {"gsa:alpha=(7 + sqrt(13))/6"}
    assert algorithm_text(OneAtATime).endswith(":OneAtATime:width=1")


def test_a_subclass_of_an_algorithm_by_object() -> None:
    """An `Algorithm` object is taken as it is."""
    sps = make("sps")
    assert listed(sps) == [sps]


@pytest.mark.parametrize(
    ("like", "parameters", "fragment"),
    [
        (3, {}, "3 is no algorithm"),
        ("fifo", {}, "unknown algorithm"),
        ("gsa", {"beta": 2}, "no parameter 'beta'"),
        (Scheduler, {}, "does not define decide"),
        (OneAtATime, {"height": 1}, "height"),
        (OneAtATime(), {"width": 1}, "has its parameters already"),
    ],
)
def test_what_is_no_algorithm(like: Any, parameters: dict[str, object], fragment: str) -> None:
    """Anything else is refused with what would be right."""
    with pytest.raises(InputError, match=fragment):
        algorithm(like, **parameters)


def test_no_algorithm_and_one_label_twice() -> None:
    """Nothing to run, and two schedulers that a table could not tell apart, are refused."""
    with pytest.raises(InputError, match="at least one"):
        listed([])
    with pytest.raises(InputError, match="two schedulers are called OneAtATime"):
        listed([OneAtATime(2), OneAtATime(2)])
