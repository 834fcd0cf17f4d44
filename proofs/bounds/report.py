"""The door to every bound on a competitive ratio; what was derived is kept between runs."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from proofs.bounds.bound import BoundReport, from_json, to_json
from proofs.bounds.request import request
from proofs.store.entries import keep, kept
from proofs.store.sources import Sources

if TYPE_CHECKING:
    from proofs.verdicts import Verdicts

ROOM = "bounds"
#: Everything a report can depend on: the analyses import the claims, the catalogue can import any of them.
_MODULES = ("proofs.bounds.report", "proofs.bounds.analysis", "proofs.catalogue")


def report(
    algorithm: str,
    *,
    analysis: str = "paper",
    regime: str | None = None,
    k_min: int | None = None,
    alpha: Any = None,
    eps: Fraction | int | None = None,
    printed: str | None = None,
    with_chain: bool = False,
    fresh: bool = False,
) -> BoundReport:
    """Derive a bound on a competitive ratio and check every step from the theorem to the number.

    Parameters
    ----------
    algorithm
        One of `proofs.bounds.request.ALGORITHMS`.
    analysis
        ``"paper"`` (as published), ``"tight"`` (tighter and greedy analyses) or ``"best"``.
    regime
        ``"general"`` or ``"large-memory"``: the limit, k_min unbounded, shares of the budget tending to 0. By
        default the one that a published constant is for, else the general one.
    k_min
        Smallest parallelism, at least 1; for GSA and GBA in the general regime.
    alpha
        Exact scaling factor > 1 for GSA and GBA, rational or in Q(sqrt d); by default the analysis' own best.
    eps
        Exact share of the budget no job exceeds; for the greedy algorithms.
    printed
        A constant to check instead of the published one: a decimal must be the exact value rounded up to its
        digits; an integer, a fraction or an algebraic number must be equal.
    with_chain
        Whether to prove the theorems too, with everything they rest on: their rows then carry the graph's
        verdict and say what is assumed.
    fresh
        Whether to derive and prove anew what was kept.

    Raises
    ------
    ValueError
        Unknown names, parameters out of range or that do not go together, or no such bound.
    """
    asked = request(
        algorithm, analysis=analysis, regime=regime, k_min=k_min, alpha=alpha, eps=eps, printed=printed
    )
    name = f"{asked.text}; {'with' if with_chain else 'without'} the chain"
    if not fresh and (earlier := _kept(name)) is not None:
        return earlier
    from proofs.bounds.analysis import derive  # only here: it loads the claims, with computer algebra

    derived = derive(asked, _verdicts(fresh) if with_chain else None)
    if derived.holds and _sources().settled(_MODULES):
        keep(ROOM, name, _fingerprint(), to_json(derived))
    return derived


def _verdicts(fresh: bool) -> Verdicts:
    from proofs.verdicts import Verdicts, shared  # only here: a kept report needs no graph

    return Verdicts(fresh=True) if fresh else shared()


@cache
def _sources() -> Sources:
    return Sources()


@cache
def _fingerprint() -> str:
    return _sources().fingerprint(_MODULES)


def _kept(name: str) -> BoundReport | None:
    if not _sources().settled(_MODULES):
        return None
    try:
        earlier = from_json(kept(ROOM, name, _fingerprint()))
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return None
    return earlier if earlier.holds else None


__all__ = ["BoundReport", "report"]
