"""The second opinion: z3 agrees with what is true, disagrees with planted errors, and is never hidden."""

import io
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import sympy
from sympy import Rational, sqrt

from proofs.claim import Claim
from proofs.exact.domain import Range, above, at_least, between, domain, real
from proofs.method import Consequence, FiniteSum, GlobalMinimum, Hypothesis, Identity, Inequality
from proofs.smt import opinion as solver_module
from proofs.smt.obligations import (
    Agreement,
    NotExportable,
    Opinion,
    SolverMissing,
    export,
    items,
    script,
    second_opinion,
    second_opinions,
)
from proofs.step import Obligation, Relation, Step
from proofs.symbols import alpha, c, i, k, p, s, x, y

z3_missing = False
try:
    import z3  # noqa: F401
except ImportError:
    z3_missing = True
needs_z3 = pytest.mark.skipif(z3_missing, reason="z3 is not installed")


def obligation(lhs: sympy.Expr, relation: Relation, rhs: object, *ranges: Range) -> Obligation:
    """Build an obligation without hypotheses."""
    return Obligation("it", lhs, relation, sympy.sympify(rhs), domain(*ranges))


def claim(*steps: Step) -> Claim:
    """Build a claim called ``it``."""
    return Claim(name="it", title="it", statement="it", source="test", steps=steps)


SLICE = alpha * (2 * alpha * k * s + alpha * k + 4 * alpha * s + 2 * alpha - 2 * k * s - k - 2 * s)
SLICE_RANGES = (at_least(alpha, 1), at_least(k, 1, integer=True), at_least(s, 0))
CUBIC = 4 * x**3 - 8 * x**2 + 4 * x - 1
ROOT = sympy.CRootOf(CUBIC, 0)


@needs_z3
@pytest.mark.parametrize(
    "true",
    [
        obligation(SLICE, ">=", 0, *SLICE_RANGES),
        obligation(x**2 - 2 * sqrt(2) * x + 2, ">=", 0, real(x)),
        obligation(x / (x - 1), ">", 1, above(x, 1)),
        obligation(1 / (x - 1) ** 2 + 1, ">", 1 / (1 - x), above(x, 1)),
        obligation(x**2, ">", 2, above(x, sqrt(2))),
        obligation((x**2 - y**2) / (x - y), "==", x + y, at_least(y, 0), at_least(x, y + 1)),
        obligation(k**2, ">=", k, at_least(k, 0, integer=True)),
        obligation(ROOT, ">", Rational(14196, 10000)),
        obligation(CUBIC.subs(x, ROOT), "==", 0),
        obligation(sympy.GoldenRatio**2, "==", sympy.GoldenRatio + 1),
        obligation(1 / sqrt(3), "<", Rational(3, 5)),
        Obligation("it", x, ">=", sympy.Integer(2), domain(real(x), real(y)), ((x, ">=", y), (y, ">", 2))),
        Obligation("it", x, ">", y, domain(above(y, 0), above(x, 0)), ((x / y, ">", 1),)),
    ],
)
def test_true_statements_agree(true: Obligation) -> None:
    """Radicals, denominators, hypotheses, integers and roots of polynomials all get through."""
    opinion = second_opinion(true)
    assert opinion.verdict is Agreement.AGREES, opinion


@needs_z3
@pytest.mark.parametrize(
    ("false", "variable"),
    [
        (obligation(SLICE - 3 * alpha**2, ">=", 0, *SLICE_RANGES), "alpha"),
        (obligation(x**2 - 2 * sqrt(2) * x + 2, ">", 0, real(x)), "x"),
        (obligation(x / (x - 1), ">", 0, at_least(x, 1)), "x"),
        (obligation(1 / (x - 2), "==", (x - 2) / (x - 2) ** 2 + 0 * x, at_least(x, 0)), "x"),
        (obligation(x**2, ">", 2, at_least(x, sqrt(2))), "x"),
        (obligation(x**2, "==", x, between(x, 0, 1)), "x"),
        (obligation(k**2, ">", k, at_least(k, 1, integer=True)), "k"),
        (Obligation("it", x, ">=", sympy.Integer(3), domain(real(x)), ((x, ">=", sympy.Integer(2)),)), "x"),
    ],
)
def test_planted_errors_disagree_with_a_model(false: Obligation, variable: str) -> None:
    """A wrong coefficient, a pole in the domain, an end that counts: the model is shown."""
    opinion = second_opinion(false)
    assert opinion.verdict is Agreement.DISAGREES, opinion
    assert variable in dict(opinion.model)
    assert f"{variable} = {dict(opinion.model)[variable]}" in opinion.detail


@needs_z3
def test_integers_matter() -> None:
    """What fails between integers only is asked again over the integers, and says so."""
    opinion = second_opinion(obligation((2 * k - 3) ** 2, ">=", 1, at_least(k, 0, integer=True)))
    assert (opinion.verdict, opinion.detail) == (Agreement.AGREES, "over the integers")


@needs_z3
def test_timeout_is_undecided() -> None:
    """No answer in time is shown as such."""
    names = sympy.symbols("a0:9")
    hard = sympy.Add(*(names[j] ** 6 * names[j - 1] ** 2 for j in range(9))) - 9 * sympy.Mul(*names) + 1
    opinion = second_opinion(obligation(hard, ">", Rational(1, 7), *(real(name) for name in names)), 0.05)
    assert opinion.verdict is Agreement.UNDECIDED
    assert "0.05 s" in opinion.detail


POWERS = Identity(
    name="powers", lhs=alpha ** (p + 1), rhs=alpha * alpha**p, domain=domain(above(alpha, 1), at_least(p, 0))
)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (obligation(alpha**p, ">=", 1, above(alpha, 1), at_least(p, 0)), "exponent"),
        (obligation(sqrt(x), ">=", 0, at_least(x, 0)), "not a polynomial"),
        (obligation(sympy.floor(x), "<=", x, real(x)), "not a polynomial"),
        (obligation(0.5 * x, ">=", 0, at_least(x, 0)), "floating-point"),
    ],
)
def test_not_exportable(statement: Obligation, reason: str) -> None:
    """What is not polynomial is refused with the reason, by the export and by the second opinion."""
    with pytest.raises(NotExportable, match=reason):
        script(statement)
    if not z3_missing:
        opinion = second_opinion(statement)
        assert opinion.verdict is Agreement.NOT_EXPORTABLE
        assert reason in opinion.detail


def test_nothing_is_dropped() -> None:
    """Symbolic powers and steps without polynomial form are listed with a reason."""
    total = FiniteSum(
        name="sum", summand=i, index=i, first=sympy.Integer(1), last=k, closed_form=k * (k + 1) / 2
    )
    exported = items(claims=[claim(POWERS, total, Inequality(name="plain", lhs=x**2, relation=">=", rhs=0))])
    assert [(item.name, item.script is None) for item in exported] == [
        ("it: powers", True),
        ("it: sum #1", False),
        ("it: sum #2", False),
        ("it: plain", False),
    ]
    assert "exponent" in exported[0].reason
    with pytest.raises(ValueError, match="unknown claim 'nothing'"):
        items(["nothing"])


def test_export_to_a_directory_and_a_stream(tmp_path: Path) -> None:
    """One file per obligation and a list of the rest; a stream gets the same."""
    whole = claim(POWERS, Inequality(name="plain: 1", lhs=x**2, relation=">=", rhs=0, domain=domain(real(x))))
    export(["it"], tmp_path / "new", claims=[whole])
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "it-plain-1.smt2",
        "not-exported.txt",
    ]
    text = (tmp_path / "new" / "it-plain-1.smt2").read_text()
    assert "(set-logic QF_NRA)" in text
    assert "(assert (not (>= (* x x) 0.0)))" in text
    assert (tmp_path / "new" / "not-exported.txt").read_text().startswith("it: powers: ")
    stream = io.StringIO()
    export(None, stream, claims=[whole])
    assert text in stream.getvalue()
    assert "; not exported: it: powers: " in stream.getvalue()


@needs_z3
def test_a_broken_step_is_met_with_disagreement() -> None:
    """The second opinion works on claims, in order, and reports as it goes."""
    good = Inequality(name="good", lhs=c + 1, relation=">", rhs=0, domain=domain(at_least(c, 1)))
    seen: list[Opinion] = []
    opinions = second_opinions(
        claims=[claim(good, replace(good, name="bad", relation="<"), POWERS)], progress=seen.append
    )
    assert [(opinion.name, opinion.verdict.value) for opinion in opinions] == [
        ("it: good", "agrees"),
        ("it: bad", "disagrees"),
        ("it: powers", "not exportable"),
    ]
    assert opinions == seen


@needs_z3
def test_cubic_minimum() -> None:
    """A minimum at a root of a cubic is confirmed with the root as a variable."""
    function = 3 * alpha**2 * Rational(2, 3) + (2 * alpha - 1) / (alpha - 1)
    step = GlobalMinimum(
        name="minimum",
        expr=function,
        variable=alpha,
        lower=1,
        argmin=ROOT,
        value=sympy.CRootOf(2 * x**3 - 20 * x**2 + 28 * x - 11, 0),
    )
    (item,) = step.obligations()
    assert second_opinion(item).verdict is Agreement.AGREES
    too_large = replace(item, rhs=Rational(842, 100))
    assert second_opinion(too_large).verdict is Agreement.DISAGREES


@needs_z3
def test_hypothesis_denominators_are_confirmed() -> None:
    """The sign of a hypothesis's denominator is part of what is asked, not taken on trust."""
    step = Consequence(
        name="it",
        lhs=x,
        relation=">=",
        rhs=y,
        hypotheses=(Hypothesis(x / y, ">=", sympy.Integer(1), y),),
        domain=domain(above(y, 0), real(x)),
    )
    (item,) = step.obligations()
    assert "(not (> y 0.0))" in script(item)
    assert second_opinion(item).verdict is Agreement.AGREES


@needs_z3
def test_vacuous_agreement_is_marked() -> None:
    """Hypotheses that contradict each other imply anything, and the opinion says so."""
    one, two = sympy.Integer(1), sympy.Integer(2)
    empty = Obligation("it", x, ">", y, domain(real(x), real(y)), ((x, ">=", two), (x, "<=", one)))
    opinion = second_opinion(empty)
    assert (opinion.verdict, opinion.vacuous) == (Agreement.AGREES, True)
    assert "vacuously" in opinion.detail
    assert not second_opinion(obligation(x**2, ">=", 0, real(x))).vacuous


def test_reserved_names_and_clashes() -> None:
    """Variables get legal, distinct names."""
    clash = sympy.Dummy("x")
    text = script(obligation(sympy.Symbol("pi") * x + clash + sympy.Symbol("tau'"), ">=", Fraction(1, 3)))
    declared = [line for line in text.splitlines() if line.startswith("(declare-const")]
    assert len(set(declared)) == 4
    assert "(declare-const pi Real)" not in text


@pytest.mark.slow
def test_proofs_without_z3(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package imports without z3; asking for an opinion then says what to install."""
    code = "import sys; sys.modules['z3'] = None; import proofs.smt.obligations, proofs.graph; print('fine')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "fine"
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(SolverMissing, match="pip install z3-solver"):
        solver_module.second_opinion(obligation(x, ">=", 0, at_least(x, 0)))
