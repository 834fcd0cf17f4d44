"""Real claims with one thing changed: each is refused, or what it says now is shown to be true as well."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
import sympy
from sympy.core.relational import Relational

from proofs.binding.binder import Binder
from proofs.catalogue import collect
from tests.proofs.binding.automatic import Mutant, Outcome, mutants


@cache
def everything() -> tuple[Binder, tuple[Mutant, ...]]:
    """All mutants of all declared claims, and what binds them."""
    claims = collect()
    binder = Binder({claim.name: claim for claim in claims})
    return binder, tuple(mutants(claims, binder))


def tried(every: int) -> Counter[tuple[str, Outcome]]:
    """Count what became of every so manieth mutant, by kind."""
    binder, listed = everything()
    counts: Counter[tuple[str, Outcome]] = Counter()
    for mutant in listed[::every]:
        outcome = mutant.outcome(binder)
        counts[mutant.kind, outcome] += 1
        if mutant.kind.startswith(("formula", "premise")) and outcome is Outcome.STILL_TRUE:
            # an equation read from right to left says the same; so does what changes both sides alike
            before, after = mutant.original.formula, mutant.claim.formula
            flipped = isinstance(before, sympy.Eq) and mutant.kind == "formula flipped"
            assert flipped or _says_the_same(before, after), (mutant.kind, mutant.claim.name)
    return counts


def _says_the_same(before: object, after: object) -> bool:
    """Whether two relations have one sign and one difference of sides."""
    if not isinstance(before, Relational) or not isinstance(after, Relational):
        return False
    apart = sympy.expand((before.lhs - before.rhs) - (after.lhs - after.rhs))
    return type(before) is type(after) and apart == 0


def _refused(counts: Counter[tuple[str, Outcome]]) -> float:
    return sum(many for (_, outcome), many in counts.items() if outcome is Outcome.REFUSED) / counts.total()


def test_a_sample_of_mutants() -> None:
    """Of about a hundred, spread over all kinds, most are refused and the others are true."""
    counts = tried(20)
    assert counts.total() >= 100
    assert _refused(counts) > 0.8
    assert {kind for kind, _ in counts} >= {
        "coefficient changed",
        "formula changed",
        "formula renamed",
        "hypothesis changed",
        "hypothesis renamed",
        "premise dropped",
        "relation flipped",
    }


@pytest.mark.slow
def test_a_thousand_mutants() -> None:
    """The same of more than a thousand."""
    counts = tried(2)
    assert counts.total() >= 1000
    assert _refused(counts) > 0.8
