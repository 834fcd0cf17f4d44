"""Facts of algorithms: each is true of its algorithm, and goes by the exact class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any, ClassVar

import numpy as np
import pytest

from ratiolab.algorithms import ALGORITHMS, Algorithm, Facts, facts_of, is_built_in, make
from ratiolab.algorithms.batching import CALL_PER_CLASS
from ratiolab.algorithms.facts import Calls, ClosedForm, Derived, Jobs
from ratiolab.algorithms.gsa import GSA
from ratiolab.algorithms.mc_sf import MCSF
from ratiolab.algorithms.slicing import classes_of
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.schedule import verify
from ratiolab.slices import scaling_factor
from ratiolab.theory import bound_for

NAMES = list(ALGORITHMS)
#: Two lengths, far too many jobs to list.
HUGE = GroupedInstance(100, [JobType(10, 30, 10**12), JobType(10, 7, 10**12)])
#: Equal jobs in full batches: 100 = 4*(10+15), as many.
BATCHES = GroupedInstance(100, [JobType(10, 15, 10**12)])


class Mine(GSA):
    """A user's class derived from one of ours, which declares something itself."""

    facts: ClassVar[Facts] = Facts(order_free=True, bounds=(Derived("gsa", Jobs.ONE_PROMPT),))


class Plain(MCSF):
    """A user's class derived from one of ours that says nothing at all."""


def applies(algorithm: Algorithm, problem: Instance | GroupedInstance) -> bool:
    """Whether the algorithm has a cost on a problem."""
    try:
        algorithm.cost(problem)
    except InputError:
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_every_name_leads_to_a_class_of_that_name_with_facts_of_its_own(name: str) -> None:
    """The registry and the files agree, and no class of the library takes facts from another."""
    assert ALGORITHMS[name].name == name
    assert "facts" in vars(ALGORITHMS[name])
    assert facts_of(make(name)) is vars(ALGORITHMS[name])["facts"]


def test_a_derived_class_inherits_nothing() -> None:
    """Neither the facts of its base nor those it declares are believed of a user's class."""
    mine = Mine("2")
    assert not is_built_in(mine)
    assert facts_of(mine) == Facts()
    assert bound_for(mine, Instance.common(9, 0, [3, 4])) is None
    assert bound_for(make("gsa", alpha="2"), Instance.common(9, 0, [3, 4])) is not None
    assert Plain.facts == facts_of(Plain()) == Facts(needs_lengths=True)


@pytest.mark.parametrize("name", NAMES)
def test_one_prompt(name: str) -> None:
    """Exactly those that say so refuse prompts that differ."""
    own = Instance(12, [0, 3, 1], [4, 2, 5])
    assert applies(make(name), own) is not facts_of(make(name)).one_prompt
    assert applies(make(name), Instance.common(12, 1, [4, 2, 5]))


@pytest.mark.parametrize("name", NAMES)
def test_order(name: str) -> None:
    """What is called free of the order costs the same in all orders, and so does all where jobs are equal."""
    algorithm, facts = make(name), facts_of(make(name))
    for memory, prompt, lengths in ((9, 0, (1, 3, 3, 7)), (12, 2, (1, 2, 5, 8)), (20, 1, (2, 9, 9, 11))):
        costs = {algorithm.cost(Instance.common(memory, prompt, o)).flow_time for o in permutations(lengths)}
        assert len(costs) == 1 or not facts.order_free, (memory, prompt, lengths)


@pytest.mark.parametrize("name", NAMES)
def test_closed_form(name: str) -> None:
    """Jobs that nobody could list have a cost exactly where a closed form is declared."""
    algorithm, form = make(name), facts_of(make(name)).closed_form
    assert applies(algorithm, HUGE) is (form is ClosedForm.ANY)
    assert applies(algorithm, BATCHES) is (form is not ClosedForm.NONE)


@pytest.mark.parametrize("name", NAMES)
def test_progress(name: str) -> None:
    """Exactly what keeps progress has no schedule in the model, and it has a check of its own."""
    algorithm, facts = make(name), facts_of(make(name))
    instance = Instance.common(12, 1, [4, 2, 5, 9, 1])
    if not facts.keeps_progress:
        assert facts.check is None
        assert verify(instance, algorithm.schedule(instance)).flow_time == algorithm.cost(instance).flow_time
        return
    with pytest.raises(InputError):
        algorithm.schedule(instance)
    assert facts.check is not None
    assert facts.check(algorithm, instance) == algorithm.cost(instance)


@pytest.mark.parametrize("name", [name for name in NAMES if ALGORITHMS[name].facts.calls is not None])
def test_calls(name: str) -> None:
    """Starts counted call by call, job by job, from the declared slices and parallelisms give the cost."""
    algorithm, calls = make(name), facts_of(make(name)).calls
    assert calls is not None
    for memory, prompt, responses in (
        (60, 0, [8, 8, 31, 16, 5, 5, 5, 60]),
        (41, 9, [1, 1, 1, 20, 3, 32, 7]),
        (30, 4, [6, 6, 6, 6, 6, 6, 6, 6, 6]),
    ):
        lengths = np.unique(np.array(responses, dtype=np.int64))
        slices, parallelisms = calls.of(algorithm, memory, prompt, lengths)
        classes = classes_of(slices, np.array(responses, dtype=np.int64)).tolist()
        base, flow = 0, 0
        for p, (tau, k) in enumerate(zip(slices, parallelisms, strict=True)):
            inside = [i for i, c in enumerate(classes) if (c >= p if calls.restarts else c == p)]
            starts = [base + (i // k * tau if calls.together else i * tau // k) for i in range(len(inside))]
            flow += sum(a + responses[i] for i, a in zip(inside, starts, strict=True) if classes[i] == p)
            base = starts[-1] + tau if starts else base
        assert algorithm.cost(Instance.common(memory, prompt, responses)).flow_time == flow


@pytest.mark.parametrize(
    "name", [name for name in NAMES if ALGORITHMS[name].facts.scaling_factor is not None]
)
def test_scaling_factor(name: str) -> None:
    """The factor is the parameter alpha, exactly."""
    algorithm = make(name, alpha="golden")
    factor = facts_of(algorithm).scaling_factor
    assert factor is not None
    assert str(factor(algorithm)) == algorithm.parameters["alpha"]


#: Something false of an algorithm, and the test that must notice.
FALSE: dict[str, tuple[str, dict[str, Any], Callable[[str], None]]] = {
    "order": ("gsa", {"order_free": True}, test_order),
    "one prompt, though any will do": ("mc-sf", {"one_prompt": True}, test_one_prompt),
    "any prompts, though one is needed": ("gba", {"one_prompt": False}, test_one_prompt),
    "closed form": ("svf", {"closed_form": ClosedForm.ANY}, test_closed_form),
    "closed form of equal jobs only": ("sims", {"closed_form": ClosedForm.FULL_BATCHES}, test_closed_form),
    "restarts": ("gba", {"calls": Calls(CALL_PER_CLASS.of, restarts=True)}, test_calls),
    "slices": ("sps-by-length", {"calls": Calls(lambda *at: ((at[1] - at[2],), (1,)))}, test_calls),
    "progress": ("vllm-kill", {"keeps_progress": True}, test_progress),
    "factor": ("gsa-spec", {"scaling_factor": lambda algorithm: scaling_factor(3)}, test_scaling_factor),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the tests above fails where a file declares what is not so."""
    algorithm, wrong, check = FALSE[name]
    check(algorithm)
    monkeypatch.setattr(ALGORITHMS[algorithm], "facts", replace(ALGORITHMS[algorithm].facts, **wrong))
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check(algorithm)
