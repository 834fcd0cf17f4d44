"""Deciding the exported obligations with z3, an optional dependency."""

from __future__ import annotations

import importlib
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from proofs.exact.quadratic import Unsupported
from proofs.smt.script import NotExportable, script
from proofs.step import Obligation


class Agreement(StrEnum):
    """What the other solver says of a statement."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNDECIDED = "undecided"
    NOT_EXPORTABLE = "not exportable"


class SolverMissing(RuntimeError):
    """The optional solver is not installed."""


@dataclass(frozen=True)
class Opinion:
    """The verdict on one obligation.

    Parameters
    ----------
    name
        Of the obligation.
    verdict
        Agrees, disagrees, undecided, or not exportable.
    detail
        Over which numbers it agrees; the model of a disagreement; the reason otherwise.
    model
        Variable and value as text, in a disagreement; empty otherwise.
    seconds
        Wall-clock time.
    vacuous
        Whether it agrees only because the domain and the hypotheses contradict each other.
    """

    name: str
    verdict: Agreement
    detail: str
    seconds: float
    model: tuple[tuple[str, str], ...] = ()
    vacuous: bool = False


def load_solver() -> Any:
    """Return the z3 module; raises `SolverMissing` if there is none."""
    try:
        return importlib.import_module("z3")
    except ImportError as error:
        raise SolverMissing(
            "the second opinion needs z3, which is not installed: pip install z3-solver"
        ) from error


def _decide(
    z3: Any, text: str, timeout: float, *, real: bool
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return the answer, the reason if unknown, and the model if satisfiable."""
    context = z3.Context()
    solver = z3.SolverFor("QF_NRA", ctx=context) if real else z3.Solver(ctx=context)
    solver.set("timeout", max(1, int(1000 * timeout)))
    try:
        solver.from_string(text)
        answer = str(solver.check())
    except z3.Z3Exception as error:
        return "unknown", str(error), ()
    if answer == "sat":
        model = solver.model()
        values = sorted((str(entry.name()), str(model[entry])) for entry in model.decls())
        return answer, "", tuple(values)
    return answer, solver.reason_unknown() if answer == "unknown" else "", ()


def second_opinion(obligation: Obligation, timeout: float = 10.0) -> Opinion:
    """Ask z3 whether an obligation holds.

    Parameters
    ----------
    obligation
        The statement.
    timeout
        Seconds z3 may take, per question: if the statement fails over the reals and some variables are
        integers, the question is asked again over the integers.

    Raises
    ------
    SolverMissing
        If z3 is not installed.
    """
    z3 = load_solver()
    begin = time.perf_counter()

    def opinion(verdict: Agreement, detail: str, model: tuple[tuple[str, str], ...] = ()) -> Opinion:
        return Opinion(obligation.name, verdict, detail, time.perf_counter() - begin, model)

    try:
        text = script(obligation)
    except (NotExportable, Unsupported) as error:
        return opinion(Agreement.NOT_EXPORTABLE, str(error))
    answer, reason, model = _decide(z3, text, timeout, real=True)
    kind = "reals"
    if answer == "sat" and any(item.integer for item in obligation.domain.ranges):
        kind = "integers"
        over_reals = model
        answer, reason, model = _decide(z3, script(obligation, integers=True), timeout, real=False)
        if answer == "unknown":
            shown = ", ".join(f"{name} = {value}" for name, value in over_reals)
            return opinion(
                Agreement.UNDECIDED, f"fails over the reals at {shown}; over the integers: {reason}"
            )
    if answer == "unsat":
        meant, _, _ = _decide(z3, script(obligation, premises_only=True), timeout, real=True)
        empty = {"unsat": ", vacuously: no point satisfies the hypotheses", "sat": ""}
        detail = f"over the {kind}{empty.get(meant, ', perhaps vacuously: no point was found')}"
        return Opinion(
            obligation.name, Agreement.AGREES, detail, time.perf_counter() - begin, (), meant == "unsat"
        )
    if answer == "sat":
        shown = ", ".join(f"{name} = {value}" for name, value in model)
        return opinion(Agreement.DISAGREES, f"fails over the {kind} at {shown or 'every point'}", model)
    return opinion(Agreement.UNDECIDED, f"{reason or 'no answer'} after at most {timeout} s")
