"""Steps must speak of everything their claim speaks of: a narrowed domain is refused by name."""

from dataclasses import replace

import pytest
import sympy
from sympy import Rational, sqrt

from proofs.catalogue import collect
from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import Domain, Range, above, at_least, at_most, between, domain, real
from proofs.method import (
    Consequence,
    FiniteSum,
    Hypothesis,
    Identity,
    Inequality,
    VertexBound,
)
from proofs.method.minimum import EndBehaviour, SignChange
from proofs.paper.pipeline import IDENTICAL_JOBS
from proofs.step import Step
from proofs.symbols import alpha, i, k, q, s, tau, x, y
from proofs.verdict import Status
from tests.proofs.mutation import changed

ONE = sympy.Integer(1)
AREA = domain(at_least(k, 1, integer=True), at_least(s, 0), above(alpha, 1))


def product(*ranges: Range, name: str = "product", case: str = "") -> Inequality:
    """State that alpha k > s is false nowhere: ``alpha*k + s > 0`` on the ranges."""
    return Inequality(name=name, lhs=alpha * k + s, relation=">", rhs=0, domain=Domain(ranges), case=case)


def claim(area: Domain, *steps: Step, cases: tuple[Case, ...] = ()) -> Claim:
    """Build a claim with the given steps."""
    return Claim(name="it", title="it", statement="it", source="test", domain=area, steps=steps, cases=cases)


def test_declared_claims_are_covered() -> None:
    """No declared claim is proved on less than its domain."""
    assert {item.name: item.coverage() for item in collect() if item.coverage()} == {}


@pytest.mark.parametrize(
    ("new", "variable"),
    [
        (at_least(k, 2, integer=True), k),
        (between(k, 1, 10**9, integer=True), k),
        (above(s, 0), s),
        (at_least(s, Rational(1, 10**9)), s),
        (at_least(alpha, 2), alpha),
        (between(alpha, 1, 100, lower_open=True), alpha),
        (above(alpha, sqrt(2)), alpha),
        (at_least(s, 0, integer=True), s),
    ],
)
def test_narrowed_range_is_named(new: Range, variable: sympy.Symbol) -> None:
    """Every step still holds on a smaller domain; the claim does not, and says where."""
    full = claim(AREA, product(*AREA.ranges))
    assert full.discharge().status is Status.PROVED
    result = full.with_step(changed(full.steps[0], domain=AREA.replace(new))).discharge()
    assert [step.verdict for step in result.steps] == ["proved"]
    assert result.coverage == (f"uncovered: step product, variable {variable}",)
    assert result.status is Status.UNDECIDED


@pytest.mark.parametrize(
    "new",
    [
        at_least(k, 1),
        above(k, 0, integer=True),
        at_least(k, Rational(1, 2)),
        at_least(s, -1),
        at_least(alpha, 1),
        at_least(alpha, Rational(1, 10**9)),
        above(alpha, sqrt(2) / 2),
    ],
)
def test_wider_range_is_fine(new: Range) -> None:
    """A step may show more than the claim needs."""
    assert claim(AREA, product(*AREA.replace(new).ranges)).coverage() == ()


def test_integers_are_whole() -> None:
    """An integer beyond 0 is at least 1."""
    area = domain(above(k, 0, integer=True))
    step = Inequality(name="i", lhs=k, relation=">=", rhs=1, domain=domain(at_least(k, 1)))
    assert claim(area, step).coverage() == ()
    over_reals = claim(domain(above(k, 0)), step)
    assert over_reals.coverage() == ("uncovered: step i, variable k",)


def test_polynomial_bounds() -> None:
    """Bounds in earlier variables are compared by sign, in any order of declaration."""
    area = domain(at_least(x, 0), at_least(y, 2 * x + 1))

    def gaps(*ranges: Range) -> tuple[str, ...]:
        return claim(
            area, Inequality(name="i", lhs=x + y, relation=">=", rhs=0, domain=domain(*ranges))
        ).coverage()

    assert gaps(at_least(x, 0), at_least(y, x)) == ()
    assert gaps(at_least(y, 0), between(x, 0, y)) == ()
    assert gaps(at_least(x, 0), at_least(y, 2 * x + 2)) == ("uncovered: step i, variable y",)
    assert gaps(at_least(x, 0), at_least(y, 3 * x)) == ("uncovered: step i, variable y",)
    assert gaps(at_least(y, 0), between(x, 0, y / 3)) == ("uncovered: step i, variable x",)


def test_range_behind_a_bound_counts() -> None:
    """A variable that enters only through the range of another one must be covered too."""
    whole = IDENTICAL_JOBS
    step = whole.step("pipeline-completion")
    assert isinstance(step, Inequality)
    narrow = replace(
        step, lhs=i, relation=">=", rhs=0, domain=step.domain.replace(at_least(q, 1, integer=True))
    )
    assert whole.with_step(narrow).coverage() == ("uncovered: step pipeline-completion, variable q",)


def test_variables_that_do_not_occur_are_free() -> None:
    """What a step says of a variable it does not speak of is not compared."""
    step = Inequality(name="i", lhs=s, relation=">=", rhs=0, domain=domain(at_least(k, 5), at_least(s, 0)))
    assert claim(AREA, step).coverage() == ()


def test_every_kind_of_step_is_looked_at() -> None:
    """Identities, sums, vertices, consequences and sign changes are compared like inequalities."""
    area = domain(above(alpha, 1))
    late = domain(above(alpha, 2))
    one = sympy.Integer(1)
    steps: list[Step] = [
        Identity(name="identity", lhs=alpha / alpha, rhs=alpha**0 + 0 * alpha, domain=late),
        Identity(name="pole", lhs=1 / (alpha - 1), rhs=alpha / (alpha * (alpha - 1)), domain=late),
        FiniteSum(name="sum", summand=alpha, index=i, first=one, last=k, closed_form=k * alpha, domain=late),
        VertexBound(
            name="vertices",
            objective=alpha * x,
            constraints=((-x, sympy.Integer(0)), (x, one)),
            variables=(x,),
            bounds=(alpha, 2 * alpha),
            domain=late,
        ),
        Consequence(
            name="consequence",
            lhs=x,
            relation=">",
            rhs=0,
            hypotheses=(Hypothesis(x, ">=", alpha, one),),
            domain=Domain((*late.ranges, real(x))),
        ),
        SignChange(name="sign", polynomial=alpha - 3, variable=alpha, lower=2, root=sympy.Integer(3)),
        EndBehaviour(name="ends", expr=alpha**2, variable=alpha, lower=2, value=one),
    ]
    gaps = claim(area, *steps).coverage()
    wanted = [step.name for step in steps if step.name != "identity"]  # sympy cancels alpha there
    assert gaps == tuple(f"uncovered: step {name}, variable alpha" for name in wanted)


def test_illegible_step() -> None:
    """A step whose own domain contradicts itself is a gap, not a crash."""
    step = VertexBound(
        name="i",
        objective=k,
        constraints=((k, s),),
        variables=(k,),
        bounds=(s,),
        domain=domain(at_least(k, 1)),
    )
    result = claim(AREA, step).discharge()
    assert result.status is Status.UNDECIDED
    assert "two ranges" in result.coverage[0]


FIRST, MORE = Case("k = 1", between(k, 1, 1)), Case("k >= 2", at_least(k, 2))


def split(*cases: Case, one: str = "k = 1", more: str = "k >= 2", start: int = 2) -> tuple[str, ...]:
    """Coverage of a claim with one step for k = 1 and one for the rest."""
    rest = AREA.ranges[1:]
    return claim(
        AREA,
        product(between(k, 1, 1), *rest, name="one", case=one),
        product(at_least(k, start), *rest, name="more", case=more),
        cases=cases,
    ).coverage()


def test_cases_that_cover() -> None:
    """Two steps may share the work if the claim's cases leave no integer out."""
    assert split(FIRST, MORE) == ()


def test_cases_that_do_not_cover() -> None:
    """A gap between the cases, a missing end, or no list at all is refused."""
    assert split(FIRST, Case("k >= 2", at_least(k, 3)))[0] == "uncovered: cases k = 1, k >= 2, variable k"
    assert split(FIRST, Case("k >= 2", between(k, 2, 9)))[0] == "uncovered: cases k = 1, k >= 2, variable k"
    assert split(MORE, FIRST)[0].startswith("uncovered: cases")
    assert split() == (
        "uncovered: step one, case k = 1 is not listed by the claim",
        "uncovered: step more, case k >= 2 is not listed by the claim",
    )


def test_case_without_a_step() -> None:
    """A listed case that nobody treats is a gap, and so is an unlabelled narrow step."""
    assert split(FIRST, MORE, more="k = 1") == (
        "uncovered: step more, variable k",
        "uncovered: case k >= 2 has no step",
    )
    assert split(FIRST, MORE, more="") == (
        "uncovered: step more, variable k",
        "uncovered: case k >= 2 has no step",
    )


def test_step_must_cover_its_case() -> None:
    """Within its case a step may not narrow further."""
    assert split(FIRST, MORE, start=3) == ("uncovered: step more, variable k",)


@pytest.mark.parametrize(
    ("low", "high", "covered"),
    [
        (at_most(y, x), at_least(y, x), True),
        (at_most(y, x, strict=True), at_least(y, x), True),
        (at_most(y, x, strict=True), above(y, x), False),
        (at_most(y, x), at_least(y, x + 1), False),
        (at_most(y, 2 * x), at_least(y, x), True),
    ],
)
def test_cases_split_at_a_polynomial(low: Range, high: Range, covered: bool) -> None:
    """Cases over the reals may meet at an expression in earlier variables."""
    area = domain(at_least(x, 0), at_least(y, 0))
    below = Range(y, sympy.Integer(0), low.upper, upper_open=low.upper_open)
    steps = [
        Inequality(name="low", lhs=x + y, relation=">=", rhs=0, domain=domain(area[x], below), case="y <= x"),
        Inequality(name="high", lhs=x + y, relation=">=", rhs=0, domain=domain(area[x], high), case="y >= x"),
    ]
    gaps = claim(area, *steps, cases=(Case("y <= x", low), Case("y >= x", high))).coverage()
    assert (gaps == ()) is covered


def test_cases_of_integers_at_a_polynomial() -> None:
    """Integers up to tau and from tau + 1 on are all integers; from tau + 2 on they are not."""
    area = domain(at_least(tau, 1, integer=True), at_least(k, 1, integer=True))
    for shift, covered in ((1, True), (2, False)):
        later = at_least(k, tau + shift)
        steps = [
            Inequality(
                name="low",
                lhs=k,
                relation=">",
                rhs=0,
                domain=domain(area[tau], between(k, 1, tau)),
                case="low",
            ),
            Inequality(name="high", lhs=k, relation=">", rhs=0, domain=domain(area[tau], later), case="high"),
        ]
        gaps = claim(area, *steps, cases=(Case("low", at_most(k, tau)), Case("high", later))).coverage()
        assert (gaps == ()) is covered
