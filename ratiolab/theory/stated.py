"""Bounds under stated circumstances, without an instance: a regime, a parallelism, a share, a factor."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from proofs.bounds.kernel import kernel_report, stated_theorems
from proofs.bounds.published import NO_CONSTANT
from proofs.bounds.report import BoundReport, report
from proofs.bounds.request import ALGORITHMS as KNOWN
from proofs.exact.surd import Quadratic
from ratiolab.algorithms import ALGORITHMS, Algorithm, alpha_of, facts_of, make, takes
from ratiolab.algorithms.facts import Derived, Formal, Jobs
from ratiolab.theory.applying import Applying, standing_of
from ratiolab.theory.basis import Basis, Grade, report_basis


@dataclass(frozen=True)
class Circumstances:
    """What a bound is asked for; see `proofs.bounds.report.report` for each."""

    analysis: str = "paper"
    regime: str | None = None
    k_min: int | None = None
    alpha: Quadratic | None = None
    eps: Fraction | None = None
    printed: str | None = None

    def report(self, name: str, alpha: Quadratic | None, *, fresh: bool) -> BoundReport:
        """Derive the bound that `proofs` knows under a name."""
        return report(
            name, analysis=self.analysis, regime=self.regime, k_min=self.k_min, alpha=alpha, eps=self.eps,
            printed=self.printed, with_chain=True, fresh=fresh,
        )  # fmt: skip


def best_stated(
    name: str, asked: Circumstances, *, of: Algorithm | None = None, fresh: bool = False
) -> Applying:
    """Return the bound of an algorithm under stated circumstances.

    Parameters
    ----------
    name : str
        As `proofs.bounds.report.report` knows it, or one of the library's algorithms: then what its file says
        holds of it, by a theorem in Coq or because it is never worse than another, counts too.
    asked : Circumstances
    of : Algorithm, optional
        The algorithm of that name with parameters beside the scaling factor: what its file says may not hold
        with all of them.
    fresh : bool
        Whether to derive anew what was kept.

    Raises
    ------
    ValueError
        If there is no such bound.
    """
    found: list[Applying] = []
    refusal = f"unknown algorithm {name!r}; bounds are derived of {', '.join(KNOWN)}"
    if name in KNOWN or name in NO_CONSTANT or name not in ALGORITHMS:
        try:
            derived = asked.report(name, asked.alpha, fresh=fresh)
        except ValueError as error:
            refusal = str(error)
        else:
            own = Applying(
                derived, report_basis(derived, asked.eps), _jobs_of(name, derived, asked.eps), asked.eps
            )
            if not own.is_quoted or asked.analysis == "paper":
                return own
            found.append(own)
    elif not facts_of(make(name)).bounds:
        refusal = f"nothing is proved of {name}; bounds are derived of {', '.join(KNOWN)}"
    if name in ALGORITHMS and (asked.analysis != "paper" or name not in KNOWN):
        found += _by_its_file(of or _made(name, asked), asked, fresh=fresh)
    if not found:
        if of is not None and not all(b.when(of) for b in facts_of(of).bounds if isinstance(b, Derived)):
            refusal = f"the bound of {name} does not hold with the parameters of {of.label}"
        raise ValueError(refusal + _waiting_for_coq(name, asked))
    return min(found, key=lambda item: item.order)


def _made(name: str, asked: Circumstances) -> Algorithm:
    if asked.alpha is None or "alpha" not in takes(name):
        return make(name)
    return make(name, alpha=str(asked.alpha))


def _by_its_file(algorithm: Algorithm, asked: Circumstances, *, fresh: bool) -> list[Applying]:
    name, found = algorithm.name, []
    for bound in facts_of(algorithm).bounds:
        if isinstance(bound, Formal):
            found += _formal(algorithm, bound, asked)
        elif isinstance(bound, Derived) and bound.name != name and bound.when(algorithm):
            try:
                derived = asked.report(bound.name, asked.alpha or alpha_of(algorithm), fresh=fresh)
            except ValueError:  # not there under these circumstances
                continue
            found.append(standing_of(derived, name, bound, asked.eps))
    return found


def _formal(algorithm: Algorithm, bound: Formal, asked: Circumstances) -> list[Applying]:
    if asked.analysis == "paper" or (asked.k_min, asked.eps, asked.alpha) != (None, None, None):
        return []
    derived = kernel_report(
        algorithm.name, "identical-jobs" if bound.jobs is Jobs.EQUAL else "general", printed=asked.printed
    )
    return (
        [] if derived is None else [Applying(derived, Basis(Grade.KERNEL, derived.steps[0].name), bound.jobs)]
    )


def _jobs_of(name: str, derived: BoundReport, eps: Fraction | None) -> Jobs | None:
    """The jobs a bound of an algorithm's own name is for."""
    own = [bound.jobs for bound in facts_of(make(name)).bounds if getattr(bound, "name", "") == name]
    by_share = eps is not None or derived.regime == "large-memory"
    if not own:
        return None
    return Jobs.SMALL if by_share and Jobs.SMALL in own else own[0]


def _waiting_for_coq(name: str, asked: Circumstances) -> str:
    """What a theorem says that would answer if it were compiled."""
    is_formal = name in ALGORITHMS and any(isinstance(b, Formal) for b in facts_of(make(name)).bounds)
    if not is_formal or asked.analysis == "paper":
        return ""
    names = ", ".join(stated_theorems(name))
    return f" (proofs/formal states one, {names}, not compiled here: ratiolab prove --formal)"
