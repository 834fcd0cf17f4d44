"""Linear programs in slices: the answer of one run, an end in time, and Ctrl-C that gets through."""

from __future__ import annotations

import signal
from typing import Any

import highspy
import numpy as np
import pytest

from lp_models import highs
from lp_models.deadline import Deadline
from lp_models.highs import run_linear
from lp_models.matrix import highs_program, matrix


def model_of(jobs: int, rounds: int) -> Any:
    """The start-time relaxation of jobs of lengths 5 to 34, prompt 5 and budget 100, not yet solved."""
    types = [(5, o, jobs) for o in range(5, 35)]
    built = matrix(types, [rounds - o for _, o, _ in types])
    model: Any = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
        model.setOptionValue(option, value)
    program = highs_program(
        built,
        costs=built.start_rounds.astype(np.float64),
        upper=np.full(built.columns, highspy.kHighsInf),
        counts=np.full(len(types), float(jobs)),
        memory=np.full(built.blocks, 100.0),
    )
    model.passModel(program)
    return model


class Counted:
    """A model that counts its runs."""

    def __init__(self, model: Any) -> None:
        self._model, self.runs = model, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def run(self) -> None:
        """Count one run, and do it."""
        self.runs += 1
        self._model.run()


@pytest.mark.slow
def test_slices_go_on_from_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many short slices end with the optimum of a single run."""
    whole = model_of(1, 400)
    assert run_linear(whole) == highspy.HighsModelStatus.kOptimal
    sliced = Counted(model_of(1, 400))

    def longer() -> None:
        """Slices of 5 ms at first; ever longer ones, so that a busy machine comes to an end as well."""
        monkeypatch.setattr(highs, "_SLICE", 5e-3 * 1.2**sliced.runs)
        Counted.run(sliced)

    monkeypatch.setattr(highs, "_SLICE", 5e-3)
    monkeypatch.setattr(sliced, "run", longer)
    assert run_linear(sliced) == highspy.HighsModelStatus.kOptimal
    assert sliced.runs > 1
    value = whole.getInfo().objective_function_value
    assert sliced.getInfo().objective_function_value == pytest.approx(value)


def test_deadline() -> None:
    """At the deadline the word is the time limit; one that has passed starts no run."""
    model = Counted(model_of(1, 400))
    assert run_linear(model, Deadline(-1)) == highspy.HighsModelStatus.kTimeLimit
    assert model.runs == 0
    assert run_linear(model, Deadline(1e-3)) == highspy.HighsModelStatus.kTimeLimit
    assert model.runs > 0


def test_ctrl_c_between_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal that arrives while the solver works ends it after the slice."""
    monkeypatch.setattr(highs, "_SLICE", 5e-3)
    model = Counted(model_of(1, 400))

    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, pressed)
    signal.setitimer(signal.ITIMER_REAL, 8e-3)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_linear(model)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert model.getModelStatus() != highspy.HighsModelStatus.kOptimal
