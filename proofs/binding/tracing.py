"""Where the hypotheses of a claim's steps come from: its own facts, earlier steps, or listed premises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import sympy
from sympy.core.relational import Relational

from proofs.binding.containment import outside, sign_on
from proofs.binding.kernel import THEOREMS
from proofs.binding.relation import Fact, fact_of
from proofs.exact.domain import Domain
from proofs.origin import Kernel, Premise
from proofs.step import Assumption, Step

if TYPE_CHECKING:
    from proofs.claim import Claim

ILLEGIBLE = (ArithmeticError, TypeError, ValueError)
"""What a step may raise that is asked for its domain."""
Names = dict[sympy.Symbol, sympy.Expr]


class Premises(Protocol):
    """What is known of the claims that a claim may rest on."""

    def rigid(self, claim: Claim) -> frozenset[sympy.Symbol]:
        """Return the letters of a claim's proof that have a meaning from elsewhere."""

    def values(self, claim: Claim) -> Names:
        """Return the numbers at which a claim takes parameters of its premises."""


@dataclass(frozen=True)
class Source:
    """A fact that may be taken as given, and where it comes from."""

    fact: Fact
    says: str
    case: str = ""


@dataclass
class Notes:
    """What is found out about one claim."""

    refused: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    origins: list[tuple[str, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    kernel: set[str] = field(default_factory=set)
    fixed: set[sympy.Symbol] = field(default_factory=set)  # by a sum, a premise or Coq
    images: Names = field(default_factory=dict)  # what parameters of premises stand for here
    said: set[sympy.Symbol] = field(default_factory=set)  # by an argument in words


class Tracer:
    """Finds origins for the hypotheses of one claim, and notes them.

    Parameters
    ----------
    claim
        The claim.
    binder
        Knows which letters of the premises have a meaning.
    claims
        The premises by name.
    """

    def __init__(self, claim: Claim, binder: Premises, claims: Mapping[str, Claim]) -> None:
        self.claim, self.binder, self.claims = claim, binder, claims
        self.notes = Notes()
        self.declared = Domain((*claim.domain.ranges, *claim.auxiliary))
        self.whole = frozenset(item.symbol for item in self.declared.ranges if item.integer) | {
            item.symbol for item in claim.definitions if item.integer
        }

    def origin(
        self, step: Step, item: Assumption, needed: Fact, text: str, earlier: Sequence[Source]
    ) -> bool:
        """Note where a hypothesis comes from; return whether that is known."""
        notes = self.notes
        if isinstance(item.origin, Kernel):
            if item.origin.theorem not in THEOREMS:
                notes.refused.append(f"{text}: Coq has no end theorem {item.origin.theorem}")
            notes.kernel.add(item.origin.theorem)
            notes.origins.append((text, f"Coq theorem {item.origin.theorem}"))
            notes.fixed |= needed.symbols
            return True
        if isinstance(item.origin, Premise):
            reason = self._from_premise(item.origin, needed, step, earlier)
            if reason is None:
                notes.origins.append((text, f"claim {item.origin.claim}, renamed"))
                return True
            notes.refused.append(f"{text}: not from {item.origin.claim}: {reason}")
            notes.words.append(text)
            return False
        says = self._found(needed, step, earlier)
        if says is not None:
            notes.origins.append((text, says))
            return True
        for name in self.claim.premises:
            if self._from_premise(Premise(name), needed, step, earlier) is None:
                notes.origins.append((text, f"claim {name}"))
                return True
        says = self._ranged(needed)
        if says is not None:
            notes.origins.append((text, says))
            return True
        notes.words.append(text)
        notes.said |= needed.symbols
        return False

    def _found(self, needed: Fact, step: Step, earlier: Sequence[Source]) -> str | None:
        """Find a fact among the claim's own: assumptions, definitions, earlier steps."""
        for source in (*self._own(), *earlier):
            if source.case in ("", step.case) and source.fact.implies(needed):
                return source.says
        return None

    def _ranged(self, needed: Fact) -> str | None:
        """Whether the ranges that the claim declares already say it."""
        if needed.relation == "==" or not needed.symbols <= set(self.declared.symbols):
            return None
        shown = sign_on(needed.expr, self.declared, strict=needed.relation == ">")
        return "ranges of the claim" if shown else None

    def _own(self) -> Iterator[Source]:
        for item in self.claim.assumes:
            for form in self.forms(fact_of(item)):
                yield Source(form, "assumed by the claim")
        for definition in self.claim.definitions:
            for relation in definition.relations:
                for form in self.forms(fact_of(relation)):
                    yield Source(form, f"definition {definition.meaning}")

    def forms(self, item: Fact) -> tuple[Fact, ...]:
        """Return a fact, and what else it says of the claim's integers."""
        return tuple(dict.fromkeys((item, item.rounded(self.whole))))

    def _from_premise(
        self, origin: Premise, needed: Fact, step: Step, earlier: Sequence[Source]
    ) -> str | None:
        """Return why the hypothesis is no conclusion of that premise here; None if it is one."""
        if origin.claim not in self.claim.premises:
            return "it is not listed as a premise"
        premise = self.claims.get(origin.claim)
        if premise is None:
            return "its statement is not at hand"
        names: Names = dict(origin.names)
        reason = "it concludes nothing of the kind"
        for conclusion in premise.conclusions():
            if fact_of(conclusion).renamed(names).implies(needed):
                reason = self._applies(premise, conclusion, names, step, earlier)
                if not reason:
                    self.notes.used.add(origin.claim)
                    self._inherit(premise, conclusion, names)
                    return None
        return reason

    def _inherit(self, premise: Claim, conclusion: Relational, names: Names) -> None:
        """Note that what stands here for the rigid letters of what is cited is rigid here."""
        spoken = set(conclusion.free_symbols).union(*(item.free_symbols for item in premise.assumes))
        for symbol in self.binder.rigid(premise) & spoken:
            self.notes.fixed |= sympy.sympify(names.get(symbol, symbol)).free_symbols

    def _applies(
        self, premise: Claim, conclusion: Relational, names: Names, step: Step, earlier: Sequence[Source]
    ) -> str:
        """Return why a premise says nothing about these variables here; empty if it does."""
        if reason := self._letters(premise, names):
            return reason
        required = [(fact_of(item), "it assumes") for item in premise.assumes]
        spoken = set(conclusion.free_symbols).union(*(item.symbols for item, _ in required))
        for definition in reversed(premise.definitions):
            if definition.symbol in spoken:
                required += [(fact_of(item), "by definition") for item in definition.relations]
                spoken |= {symbol for item in definition.relations for symbol in item.free_symbols}
        for item, why in required:
            wanted = item.renamed(names)
            listed = (name for name in self.claim.premises if name != premise.name)
            if (self._found(wanted, step, earlier) or self._ranged(wanted)) is None and not any(
                self._from_premise(Premise(name), wanted, step, earlier) is None for name in listed
            ):
                return f"{why} {wanted}"
        places = [self.declared, *domains_of(step)]
        return outside(premise, spoken, names, places)

    def _letters(self, premise: Claim, names: Names) -> str:
        """Return why letters that have a meaning may not be exchanged so; empty if they may.

        A parameter of the premise may get another letter, or a value, but the same one wherever this claim
        speaks of it: at another scaling factor the same letters would stand for other sums.
        """
        declared = {item.symbol for item in premise.domain.ranges}
        rigid = self.binder.rigid(premise)
        wanted = {symbol: sympy.sympify(names.get(symbol, symbol)) for symbol in rigid & declared}
        for symbol in rigid & set(names):
            image = sympy.sympify(names[symbol])
            if symbol not in declared or not (image.is_Symbol or not image.free_symbols):
                return f"{symbol} stands for one thing there"
        for symbol, image in {**self.binder.values(premise), **wanted}.items():
            if self.notes.images.setdefault(symbol, image) != image:
                return f"{symbol} stands for {self.notes.images[symbol]} elsewhere"
        return ""


def domains_of(step: Step) -> list[Domain]:
    """Return the domains of a step's statements, each once."""
    try:
        areas = [scope.domain for scope in step.scopes()]
    except ILLEGIBLE:  # coverage says so
        areas = []
    return list(dict.fromkeys(areas)) or [Domain()]
