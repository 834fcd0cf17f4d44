"""What the claims of the catalogue say and what became of them, kept between runs.

A verdict is kept under the fingerprint of all its claim depends on, so that it goes with the next edit of any
of it. Only what holds is kept: what fails is tried again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from proofs.binding.binder import Binder
from proofs.catalogue import MODULES, claims_of
from proofs.statement import Statement
from proofs.store.entries import keep, kept
from proofs.store.sources import Sources
from proofs.verdict import Binding, ClaimResult, Status, StepResult

if TYPE_CHECKING:
    from proofs.claim import Claim

ROOM = "verdicts"
_HOLDS = (Status.PROVED, Status.ASSUMED)
#: What an entry means is also up to these.
_OWN = (
    "proofs.verdicts",
    "proofs.store.entries",
    "proofs.store.sources",
    "proofs.binding.binder",
    "proofs.binding.consistent",
    "proofs.binding.containment",
    "proofs.binding.kernel",
    "proofs.binding.relation",
    "proofs.binding.tracing",
)


class Verdicts:
    """Statements and verdicts of the declared claims.

    Parameters
    ----------
    modules
        Files that declare claims, premises first.
    fresh
        Whether to discharge every claim anew, once per object; the verdicts are kept all the same.
    """

    def __init__(self, modules: Iterable[str] = MODULES, *, fresh: bool = False) -> None:
        self.modules = tuple(modules)
        self.fresh = fresh
        self._sources = Sources()
        self._results: dict[str, ClaimResult] = {}
        self._fingerprints: dict[frozenset[str], str] = {}

    @cached_property
    def _declared(self) -> dict[str, tuple[Statement, ...]]:
        return {module: self._statements_of(module) for module in self.modules}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What every claim says, in the order of the catalogue."""
        return tuple(claim for claims in self._declared.values() for claim in claims)

    @cached_property
    def _home(self) -> dict[str, str]:
        return {claim.name: module for module, claims in self._declared.items() for claim in claims}

    @cached_property
    def _premises(self) -> dict[str, tuple[str, ...]]:
        return {claim.name: claim.premises for claim in self.statements}

    def _below(self, name: str) -> frozenset[str]:
        """Return the files that declare a claim and all it rests on, as far as they are among these."""
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            node = waiting.pop()
            if node not in reached and node in self._home:
                reached.add(node)
                waiting += self._premises[node]
        return frozenset(self._home[node] for node in reached)

    def _fingerprint(self, modules: frozenset[str]) -> str:
        if modules not in self._fingerprints:
            self._fingerprints[modules] = self._sources.fingerprint(sorted(modules), alone=_OWN)
        return self._fingerprints[modules]

    def _kept(self, modules: frozenset[str], what: str) -> Any:
        if self.fresh or not self._sources.settled(modules, alone=_OWN):
            return None
        return kept(ROOM, what, self._fingerprint(modules))

    def _keep(self, modules: frozenset[str], what: str, content: Any) -> None:
        fingerprint = self._fingerprint(modules)
        if self._sources.settled(modules, alone=_OWN):
            keep(ROOM, what, fingerprint, content)

    def _statements_of(self, module: str) -> tuple[Statement, ...]:
        what = f"statements of {module}"
        statements = _as_statements(self._kept(frozenset((module,)), what))
        if statements is None:
            statements = tuple(claim.without_proof() for claim in claims_of(module))
            self._keep(frozenset((module,)), what, [asdict(claim) for claim in statements])
        return statements

    def claim(self, name: str) -> Claim:
        """Load a claim with its proof; KeyError if there is none of that name."""
        return next(claim for claim in claims_of(self._home[name]) if claim.name == name)

    def result(self, name: str) -> ClaimResult:
        """Return what became of a claim, given its premises; KeyError if there is none of that name."""
        if name not in self._results:
            self._results[name] = self._kept_result(name) or self._discharged(name)
        return self._results[name]

    def _kept_result(self, name: str) -> ClaimResult | None:
        return _as_result(name, self._kept(self._below(name), f"verdict on {name}"))

    @cached_property
    def binder(self) -> Binder:
        """What ties these claims to their steps and premises; loads them all."""
        return Binder({claim.name: claim for module in self.modules for claim in claims_of(module)})

    def _discharged(self, name: str) -> ClaimResult:
        result = self.claim(name).discharge(self.binder)
        if result.status in _HOLDS:
            content = {key: value for key, value in asdict(result).items() if key not in ("name", "kept")}
            self._keep(self._below(name), f"verdict on {name}", content)
        return result


def _as_statements(content: Any) -> tuple[Statement, ...] | None:
    try:
        return tuple(Statement(**{**entry, "premises": tuple(entry["premises"])}) for entry in content)
    except (KeyError, TypeError):
        return None


def _as_result(name: str, content: Any) -> ClaimResult | None:
    try:
        steps = tuple(StepResult(**step) for step in content["steps"])
        status = Status(content["status"])
        binding = _as_binding(content["binding"])
        result = ClaimResult(name, status, steps, tuple(content["coverage"]), kept=True, binding=binding)
    except (KeyError, TypeError, ValueError):
        return None
    return result if result.status in _HOLDS else None


def _as_binding(content: Any) -> Binding:
    known: dict[str, Any] = {
        key: value if isinstance(value, str) else tuple(value) for key, value in content.items()
    }
    known["origins"] = tuple((given, origin) for given, origin in content["origins"])
    return Binding(**known)


@cache
def shared() -> Verdicts:
    """Return the statements and verdicts that this process shares."""
    return Verdicts()
