"""Linear programs by their vertices get a second opinion like any other step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import Integer

from proofs.catalogue import collect
from proofs.exact.domain import at_least, domain
from proofs.method import VertexBound
from proofs.smt.opinion import Agreement, second_opinion
from proofs.smt.script import script
from proofs.symbols import Q, X, Y, r

PROGRAMS = [
    (claim.name, step) for claim in collect() for step in claim.steps if isinstance(step, VertexBound)
]
PROGRAM = VertexBound(
    name="it",
    objective=Q * X + r * Y,
    constraints=((X + Y / 3, Integer(1)), (Y, Integer(1)), (-X, Integer(0)), (-Y, Integer(0))),
    variables=(X, Y),
    bounds=(Q, 2 * Q / 3 + r),
    domain=domain(at_least(Q, 0), at_least(r, 0)),
)


def test_every_program_is_one_obligation() -> None:
    """All of them stand for one obligation each, with the constraints as its hypotheses."""
    assert {name for name, _ in PROGRAMS} == {"tight.6", "greedy.T1.large-jobs", "greedy.svf"}
    assert [len(step.obligations()) for _, step in PROGRAMS] == [1] * 3
    assert all(len(step.obligations()[0].hypotheses) == 4 for _, step in PROGRAMS)


@pytest.mark.parametrize(("name", "step"), PROGRAMS, ids=[name for name, _ in PROGRAMS])
def test_the_other_solver_agrees(name: str, step: VertexBound) -> None:
    """Not vacuously: some point satisfies the constraints."""
    pytest.importorskip("z3")
    opinion = second_opinion(step.obligations()[0])
    assert (opinion.verdict, opinion.vacuous) == (Agreement.AGREES, False), opinion


@pytest.mark.parametrize(
    "mutant",
    [
        replace(PROGRAM, bounds=(Q, Q / 2 + r)),
        replace(PROGRAM, bounds=(Q,)),
        replace(PROGRAM, bounds=(2 * Q / 3 + r,)),
        replace(PROGRAM, constraints=PROGRAM.constraints[1:]),
        replace(PROGRAM, objective=Q * X + 2 * r * Y),
    ],
)
def test_a_wrong_program_is_met_with_disagreement(mutant: VertexBound) -> None:
    """One bound of two, a smaller one, or a constraint that is gone: the model is shown."""
    pytest.importorskip("z3")
    assert second_opinion(PROGRAM.obligations()[0]).verdict is Agreement.AGREES
    assert second_opinion(mutant.obligations()[0]).verdict is Agreement.DISAGREES


def test_the_script_names_every_bound() -> None:
    """One negation per bound: all must fail for the statement to fail."""
    text = script(PROGRAM.obligations()[0])
    assert "shown: Q*X + Y*r <= Q or 2*Q/3 + r" in text
    assert text.count("(not (<= ") == 2
