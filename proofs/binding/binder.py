"""Whether a claim says what its steps show, and its steps rest on what it lists.

A claim is read as a sequent: on its domain, given what it assumes and its definitions, its conclusions hold.
A *rigid* letter is one that some fact about the model, a sum or an argument in words has given a meaning: a
premise may be taken about other letters only where its own letters are not rigid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy
from sympy.core.relational import Relational

from proofs.binding.consistent import bounds_of_range, common_point
from proofs.binding.kernel import WHOLE
from proofs.binding.relation import Fact, as_text, fact, fact_of, oriented
from proofs.binding.tracing import Names, Source, Tracer, domains_of
from proofs.step import Step
from proofs.verdict import Binding

if TYPE_CHECKING:
    from proofs.claim import Claim


@dataclass(frozen=True)
class _Bound:
    """What is known of a claim once it is bound."""

    binding: Binding
    rigid: frozenset[sympy.Symbol]
    values: Names


class Binder:
    """Ties claims to their steps.

    Parameters
    ----------
    premises
        Claims by name: those that the bound ones rest on, and all below. A premise that is not among them
        counts as taken from words.
    """

    def __init__(self, premises: Mapping[str, Claim] | None = None) -> None:
        self._claims = dict(premises or {})
        self._found: dict[str, tuple[Claim, _Bound]] = {}

    def bind(self, claim: Claim) -> Binding:
        """Return what ties the claim to its steps and premises, and what is left to words."""
        return self._bound(claim).binding

    def rigid(self, claim: Claim) -> frozenset[sympy.Symbol]:
        """Return the letters of a claim's proof that have a meaning from elsewhere."""
        return self._bound(claim).rigid

    def values(self, claim: Claim) -> Names:
        """Return the numbers at which a claim takes parameters of its premises."""
        return self._bound(claim).values

    def _bound(self, claim: Claim) -> _Bound:
        known = self._found.get(claim.name)
        if known is None or known[0] is not claim:
            known = (claim, _Work(claim, self, self._claims).done())
            self._found[claim.name] = known
        return known[1]


class _Work(Tracer):
    """One claim being bound."""

    def done(self) -> _Bound:
        """Bind it."""
        claim, notes = self.claim, self.notes
        goals = [fact_of(item) for item in claim.conclusions()]
        if claim.steps:
            self._definitions()
            earlier: list[Source] = []
            for step in claim.steps:
                self._step(step, earlier)
                earlier += self.sources(step)
            self._conclusions(goals, earlier)
            if goals:
                self._mentioned()
            self._premises()
        else:
            notes.fixed |= {symbol for goal in goals for symbol in goal.symbols}
        in_words = tuple(name for name in claim.premises if name not in notes.used) if claim.steps else ()
        binding = Binding(
            conclusions=tuple(_printed(item) for item in claim.conclusions()),
            assumes=tuple(_printed(item) for item in claim.assumes),
            definitions=tuple(item.meaning for item in claim.definitions),
            refused=tuple(notes.refused),
            words=tuple(notes.words),
            premises_in_words=in_words,
            origins=tuple(notes.origins),
            kernel=tuple(sorted(notes.kernel)),
            stated_by=WHOLE.get(claim.name, ""),
        )
        values = {symbol: image for symbol, image in notes.images.items() if not image.free_symbols}
        defined = {item.symbol for item in claim.definitions}  # who cites it has the same definition
        return _Bound(binding, frozenset((notes.fixed | notes.said) - defined), values)

    def _premises(self) -> None:
        """Refuse a premise that nothing uses and that is not said to be used in words, and the reverse."""
        claim, notes = self.claim, self.notes
        for name in claim.premises:
            if name in self.claims and name not in notes.used and name not in claim.in_words:
                notes.refused.append(f"premise {name} is used by no hypothesis")
        for name in claim.in_words:
            if name in notes.used or name not in claim.premises:
                what = "is used by a hypothesis" if name in notes.used else "is no premise"
                notes.refused.append(f"{name}, said to be used in words, {what}")
        for item in claim.definitions:
            if item.symbol in notes.fixed:
                notes.refused.append(f"{item.meaning}: {item.symbol} stands for something else already")

    def _definitions(self) -> None:
        """Refuse a definition of a letter that already has a range or a definition."""
        ranges = {item.symbol: bounds_of_range(item) for item in self.declared.ranges}
        seen: set[sympy.Symbol] = set()
        for item in self.claim.definitions:
            says = [fact_of(relation) for relation in item.relations]
            free = all(any(known.implies(end) for known in says) for end in ranges.get(item.symbol, ()))
            if not free or item.symbol in seen:
                self.notes.refused.append(f"{item.meaning}: {item.symbol} has a range or a second definition")
            seen.add(item.symbol)

    def sources(self, step: Step) -> list[Source]:
        """Return what a step shows, as facts that later ones may rest on."""
        found = []
        for triple in step.conclusions():
            item = fact(*triple)
            for form in self.forms(item):
                found.append(Source(form, f"step {step.name}", step.case))
        return found

    def _step(self, step: Step, earlier: Sequence[Source]) -> None:
        """Find where the hypotheses of a step come from, and whether they can hold at all."""
        self.notes.fixed |= step.sums()
        given = [fact(item.lhs, item.relation, item.rhs) for item in step.assumptions()]
        goals = {oriented(*triple) for triple in step.conclusions()}
        for item, needed in zip(step.assumptions(), given, strict=True):
            text = f"step {step.name}: {as_text((item.lhs, item.relation, item.rhs))}"
            found = self.origin(step, item, needed, text, earlier)
            if not found and oriented(item.lhs, item.relation, item.rhs) in goals:
                self.notes.refused.append(f"{text} is what the step is to show")
        for area in domains_of(step):
            if common_point(area, [item.plain for item in given]) is None:
                what = "and its hypotheses have" if given else "has"
                self.notes.refused.append(
                    f"step {step.name}: no point found that its domain {what} in common"
                )

    def _conclusions(self, goals: Sequence[Fact], shown: Sequence[Source]) -> None:
        for goal, relation in zip(goals, self.claim.conclusions(), strict=True):
            if not self.is_shown(goal, shown):
                self.notes.refused.append(f"no step shows {_printed(relation)}")

    def is_shown(self, goal: Fact, shown: Sequence[Source]) -> bool:
        """Whether a fact is among those shown, in every case of some distinction."""
        cases = {source.case for source in shown if source.fact.implies(goal)}
        if "" in cases:
            return True
        grouped: dict[sympy.Symbol, set[str]] = {}
        for case in self.claim.cases:
            grouped.setdefault(case.within.symbol, set()).add(case.label)
        return any(labels <= cases for labels in grouped.values())

    def _mentioned(self) -> None:
        """Refuse a variable of the claim that no step speaks of."""
        spoken = {
            symbol for step in self.claim.steps for scope in step.scopes() for symbol in scope.relevant()
        }
        spoken |= {symbol for step in self.claim.steps for item in step.conclusions() for symbol in _of(item)}
        spoken |= {symbol for item in self.claim.assumes for symbol in item.free_symbols}
        for item in self.claim.domain.ranges:
            if item.symbol not in spoken:
                self.notes.refused.append(f"no step speaks of {item.symbol}")


def shown(claim: Claim, relation: Relational) -> bool:
    """Whether a step of the claim shows a relation, or steps for all of its cases do."""
    work = _Work(claim, Binder(), {})
    found = [source for step in claim.steps for source in work.sources(step)]
    return work.is_shown(fact_of(relation), found)


def _of(triple: tuple[sympy.Expr, str, sympy.Expr]) -> set[sympy.Symbol]:
    return set(sympy.sympify(triple[0]).free_symbols | sympy.sympify(triple[2]).free_symbols)


def _printed(relation: Relational) -> str:
    return str(sympy.sstr(relation))
