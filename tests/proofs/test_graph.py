"""The graph of claims: well-formed, walked premises first, and each mutant refused by name."""

from dataclasses import replace
from typing import Any

import pytest
import sympy

from proofs.catalogue import GOALS, collect
from proofs.claim import Claim
from proofs.exact.domain import at_least, domain
from proofs.graph import GraphError, build, unused
from proofs.method import Identity, Inequality
from proofs.paper.bound_functions import ARGMIN_F, ARGMIN_G
from proofs.paper.pipeline import IDENTICAL_JOBS
from proofs.proof import prove
from proofs.symbols import L, alpha, c, k, q, r, tau
from proofs.verdict import ClaimResult, Status
from tests.proofs.mutation import changed


def claim(name: str, *premises: str, **more: Any) -> Claim:
    """Build an assumed claim."""
    return Claim(
        name=name, title=name, statement=name, source="test", premises=premises, argument="test", **more
    )


@pytest.mark.slow
def test_all_declared_claims_hold() -> None:
    """Nothing declared is refuted or undecided."""
    proof = prove()
    assert proof.holds
    assert {result.status for result in proof.results} <= {Status.PROVED, Status.ASSUMED}


def test_premises_come_first() -> None:
    """The walk respects the graph, and a single claim brings only what it rests on."""
    seen: list[ClaimResult] = []
    proof = prove("const.F", progress=seen.append)
    names = [result.name for result in proof.results]
    assert names == [result.name for result in seen]
    assert names.index("T4.1.bar") < names.index("T3.15") < names.index("const.F")
    assert "T3.2" not in names


def test_duplicate_name() -> None:
    """Two claims of one name are an error."""
    with pytest.raises(GraphError, match="two claims are called a"):
        build([claim("a"), claim("a")])


def test_dangling_premise() -> None:
    """A premise nobody declares is an error that names both."""
    with pytest.raises(GraphError, match="a rests on b"):
        build([claim("a", "b")])


def test_circle() -> None:
    """Claims that rest on each other prove nothing."""
    with pytest.raises(GraphError, match="rest on each other"):
        build([claim("a", "b"), claim("b", "a"), claim("c")])


def test_unknown_claim_lists_the_known() -> None:
    """A mistyped name is answered with the nearest ones there are."""
    with pytest.raises(ValueError, match=r"did you mean L3\.9"):
        prove("T9.99")


def test_assumed_claims_are_shown() -> None:
    """A claim without steps is assumed, never proved, and must say why it is believed."""
    proof = prove("a", claims=[claim("a")])
    assert proof.results[0].status is Status.ASSUMED
    assert proof.assumed == ("a",)
    assert not proof.unconditional
    with pytest.raises(ValueError, match="argument"):
        replace(claim("a"), argument="")


def test_proof_does_not_hold_on_a_broken_premise() -> None:
    """A proved claim above an unproved premise does not make the proof hold."""
    broken = claim("a", steps=(Identity(name="i", lhs=sympy.Integer(1), rhs=sympy.Integer(2)),))
    above_it = claim(
        "b", "a", in_words=("a",), steps=(Identity(name="i", lhs=sympy.Integer(1), rhs=sympy.Integer(1)),)
    )
    proof = prove("b", claims=[above_it, broken])
    assert not proof.holds
    assert proof.unproved == ("a",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("whole", "mutant"),
    [
        (IDENTICAL_JOBS, changed(IDENTICAL_JOBS.step("two-gaps"), rhs=2 * q * L + tau)),
        (
            IDENTICAL_JOBS,
            changed(
                IDENTICAL_JOBS.step("two-gaps"),
                domain=domain(at_least(tau, 1), at_least(q, 0), at_least(L, tau / 3)),
            ),
        ),
        (IDENTICAL_JOBS, changed(IDENTICAL_JOBS.step("pipeline-completion"), rhs=(q + 1) * tau)),
        (IDENTICAL_JOBS, changed(IDENTICAL_JOBS.step("pipeline-completion"), rhs=(q + 2) * tau - tau / k)),
        (ARGMIN_G, changed(ARGMIN_G.step("root"), rhs=(r**2 - (8 * c - 1)) / (8 * c))),
        (ARGMIN_G, changed(ARGMIN_G.step("inside"), domain=domain(at_least(c, 1), at_least(r, 1)))),
        (ARGMIN_F, changed(ARGMIN_F.step("formula"), rhs=2 * alpha**3 * (c * alpha + 1) / (alpha - 1) ** 2)),
        (ARGMIN_F, changed(ARGMIN_F.step("cofactor"), relation="<")),
        (ARGMIN_F, changed(ARGMIN_F.step("convex"), domain=domain(at_least(c, 1), at_least(alpha, 1)))),
    ],
)
def test_mutant_breaks_exactly_its_step(whole: Claim, mutant: Inequality | Identity) -> None:
    """A wrong coefficient, sign or domain is refused at that step and nowhere else."""
    result = whole.with_step(mutant).discharge()
    assert result.status in (Status.REFUTED, Status.UNDECIDED)
    assert [step.name for step in result.steps if step.verdict != "proved"] == [mutant.name]


def test_with_step_needs_an_existing_step() -> None:
    """A mutation of a step that is not there would test nothing."""
    with pytest.raises(KeyError):
        IDENTICAL_JOBS.with_step(Identity(name="nowhere", lhs=sympy.Integer(1), rhs=sympy.Integer(1)))


def test_names_are_unique() -> None:
    """The collected claims form a graph."""
    assert len(build(collect())) == len(collect())


def test_no_claim_is_unused() -> None:
    """Every declared claim is a goal or serves another one, and every goal exists."""
    claims = collect()
    assert unused(claims) == []
    assert set(GOALS) <= {claim.name for claim in claims}


def test_an_unused_claim_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim nothing rests on stops the walk over all declared claims, by name."""
    monkeypatch.setattr("proofs.proof.unused", lambda claims: unused(claims, set(GOALS) - {"L3.8"}))
    with pytest.raises(GraphError, match=r"nothing rests on L3\.8"):
        prove("T3.2")
