"""A claim says what every variable ranges over, and every narrowing of one is refused by name."""

from dataclasses import replace

import pytest
import sympy

from proofs.catalogue import MODULES, claims_of, collect
from proofs.claim import Claim
from proofs.exact.domain import Domain, above, at_least, domain, real
from proofs.method import GlobalMinimum, Induction, Inequality
from proofs.method.induction import Invariant, Variable
from proofs.method.minimum import DerivativeFactor, SignChange
from proofs.step import Step
from proofs.symbols import b, k, n, r, x, y
from proofs.verdict import Status
from tests.proofs import mutation

ONE = sympy.Integer(1)


def claim(area: Domain, *steps: Step) -> Claim:
    """Build a claim with the given steps."""
    return Claim(name="it", title="it", statement="it", source="test", domain=area, steps=steps)


@pytest.mark.parametrize(
    "step",
    [
        # x y >= x with y >= 1
        Inequality(name="i", lhs=x * y, relation=">=", rhs=x, domain=domain(at_least(x, 0), at_least(y, 1))),
        # x^2 >= x with x >= 1, of a claim that says nothing of x and means all
        Inequality(name="i", lhs=x**2, relation=">=", rhs=x, domain=domain(at_least(x, 1))),
        # a minimum over x > 0 under a claim that does not list x
        GlobalMinimum(name="i", expr=x + 1 / x, variable=x, lower=0, argmin=ONE, value=sympy.Integer(2)),
        # a polynomial that changes sign once beyond 2, and twice on the line
        SignChange(name="i", polynomial=(x - 1) * (x - 3), variable=x, lower=2, root=sympy.Integer(3)),
        # an integer that starts late
        Induction(
            name="i",
            state=(Variable(n, b, n + 1),),
            invariants=(Invariant(n - 5, ">=", kept=(1,)),),
            domain=domain(at_least(b, 5, integer=True)),
        ),
    ],
)
def test_a_bound_on_a_variable_nobody_declares_is_refused(step: Step) -> None:
    """A claim says what each variable ranges over; a step that says it alone shows less than it seems."""
    assert step.discharge().status is Status.PROVED
    result = claim(Domain(), step).discharge()
    assert [item.verdict for item in result.steps] == ["proved"]
    assert result.status is Status.UNDECIDED
    assert any(gap.startswith("undeclared: step i: ") for gap in result.coverage)


def test_a_half_line_counts_where_nothing_is_left_to_sign() -> None:
    """The derivative of x^2 is 2 x times 1: positive beyond 5, and the claim speaks of all x > 0."""
    step = DerivativeFactor(
        name="i", expr=x**2, variable=x, lower=5, stationary=2 * x, cofactor=sympy.Integer(1)
    )
    assert step.discharge().status is Status.PROVED
    assert claim(domain(above(x, 0)), step).coverage() == ("uncovered: step i, variable x",)


def test_declared_claims_declare_every_variable() -> None:
    """No declared claim leaves a bound to a step."""
    assert {item.name: item.unlisted() for item in collect() if item.unlisted()} == {}


def test_auxiliary_variables_are_compared_when_listed() -> None:
    """Bounds on a step's own variables are listed, or, declared with the claim, compared like its domain."""
    step = Inequality(
        name="i", lhs=r + k, relation=">", rhs=0, domain=domain(at_least(k, 1), at_least(r, k), real(x))
    )
    whole = claim(domain(at_least(k, 1, integer=True)), step)
    assert (whole.coverage(), whole.unlisted()) == ((), ("step i: k <= r",))
    assert whole.discharge().coverage == ("undeclared: step i: k <= r",)
    listed = replace(whole, auxiliary=(at_least(r, k),))
    assert (listed.coverage(), listed.unlisted()) == ((), ())
    wanted = replace(whole, auxiliary=(at_least(r, 1),))
    assert wanted.coverage() == ("uncovered: step i, variable r",)
    with pytest.raises(ValueError, match="two ranges"):
        replace(whole, auxiliary=(at_least(k, 1),))


@pytest.mark.parametrize("module", MODULES)
def test_every_narrowing_is_refused(module: str) -> None:
    """Whatever step of whatever claim gets a smaller range for one of its variables is named."""
    narrowed = list(mutation.narrowings(claims_of(module)))
    assert [str(item) for item in narrowed if item.expected not in item.claim.coverage()] == []


def test_how_many_bounds_are_narrowed() -> None:
    """The test above is about hundreds of bounds of steps, and about nearly every claim with a bound."""
    narrowed = list(mutation.narrowings(collect()))
    assert len(narrowed) > 1000
    assert len({item.claim.name for item in narrowed}) > 80
