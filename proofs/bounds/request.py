"""What can be asked: a bound on the ratio of an algorithm, by an analysis, under stated circumstances."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from proofs.bounds.published import NO_CONSTANT, PUBLISHED
from proofs.exact.surd import Quadratic, Unsupported, parse_number

SLICING = ("gba", "gsa")
GREEDY = ("mc-sf", "svf", "svf-peak")
#: Of these nothing is derived here under their own name.
QUOTED_ONLY = ("sims", "sorted-f")
ALGORITHMS = tuple(sorted((*SLICING, "sps", *GREEDY, *QUOTED_ONLY)))
ANALYSES = ("paper", "tight", "best")
REGIMES = ("general", "large-memory")

#: Largest share of the budget by algorithm, and whether it may be attained.
_LARGEST_SHARE = {
    "mc-sf": (Fraction(1, 2), True),
    "svf": (Fraction(1), False),
    "svf-peak": (Fraction(1), False),
}


@dataclass(frozen=True)
class Request:
    """A question that makes sense; `request` checks that it does.

    Parameters
    ----------
    algorithm
        One of `ALGORITHMS`.
    analysis
        ``"paper"`` (as published), ``"tight"`` (tighter and greedy analyses) or ``"best"``.
    regime
        ``"general"`` or ``"large-memory"``.
    k_min
        Smallest parallelism, at least 1; for GSA and GBA in the general regime.
    alpha
        Scaling factor > 1 for GSA and GBA; None for the analysis' own best.
    eps
        Share of the budget no job exceeds; for the greedy algorithms.
    printed
        A constant to check instead of the published one.
    """

    algorithm: str
    analysis: str = "paper"
    regime: str = "general"
    k_min: int | None = None
    alpha: Quadratic | None = None
    eps: Fraction | None = None
    printed: str | None = None

    @property
    def is_greedy(self) -> bool:
        """Whether it is about greedy admission."""
        return self.algorithm in GREEDY

    @property
    def text(self) -> str:
        """All of it in one line, the same for the same question."""
        parts = (self.algorithm, self.analysis, self.regime, self.k_min, self.alpha, self.eps, self.printed)
        return "; ".join("" if part is None else str(part) for part in parts)


def request(
    algorithm: str,
    *,
    analysis: str = "paper",
    regime: str | None = None,
    k_min: int | None = None,
    alpha: Any = None,
    eps: Any = None,
    printed: str | None = None,
) -> Request:
    """Check a question.

    Parameters
    ----------
    algorithm, analysis, regime, k_min, alpha, eps, printed
        As for `Request`; alpha is a `Quadratic`, a rational or a sympy number of a real quadratic field, eps
        a rational. Floats are refused: they are not exact. Without a regime it is the one that a published
        constant is for, else the general one.

    Raises
    ------
    ValueError
        Unknown names, parameters out of range, not exact or not going together, or a ``printed`` that is no
        number.
    """
    for what, name, known in (
        ("algorithm", algorithm, ALGORITHMS),
        ("analysis", analysis, ANALYSES),
        ("regime", regime or "general", REGIMES),
    ):
        if name not in known:
            if what == "algorithm" and name in NO_CONSTANT:
                raise ValueError(f"no constant of {name} can be quoted: {NO_CONSTANT[name]}")
            there = "bounds are derived of" if what == "algorithm" else "known:"
            raise ValueError(f"unknown {what} {name!r}; {there} {', '.join(known)}")
    if printed is not None:
        parse_number(printed)
    regime = _checked_regime(algorithm, analysis, regime, eps)
    if algorithm in QUOTED_ONLY:
        _require_quoted(algorithm, analysis, k_min, alpha, eps)
        return Request(algorithm, analysis, regime, printed=printed)
    if algorithm in GREEDY:
        if alpha is not None or k_min is not None:
            raise ValueError(f"{algorithm} has neither a scaling factor alpha nor k_min")
        share = None if eps is None else _checked_share(algorithm, regime, eps)
        if analysis != "paper" and share is None and (algorithm, regime) == ("svf", "general"):
            raise ValueError("SVF has a bound only where no job takes more than eps M: give eps < 1")
        return Request(algorithm, analysis, regime, eps=share, printed=printed)
    if eps is not None:
        raise ValueError(f"eps is for {', '.join(GREEDY)}; {algorithm} takes k_min")
    if algorithm == "sps":
        if analysis == "tight":
            raise ValueError("there is no tighter analysis of sps")
        if alpha is not None or k_min is not None:
            raise ValueError("SPS on identical jobs has neither alpha nor k_min")
        return Request(algorithm, analysis, regime, printed=printed)
    _check_k_min(regime, k_min)
    scale = None if alpha is None else _checked_alpha(alpha)
    return Request(algorithm, analysis, regime, k_min, scale, printed=printed)


def _checked_regime(algorithm: str, analysis: str, regime: str | None, eps: Any) -> str:
    """The regime asked for, or that of the constant; a published constant is for one of them only."""
    quoted = PUBLISHED.get(algorithm) if analysis == "paper" or algorithm in QUOTED_ONLY else None
    if quoted is not None and quoted.constant is not None and eps is not None:
        raise ValueError(f"the published constant of {algorithm} is for the {quoted.regime} regime only")
    if regime is None:
        return "general" if quoted is None or eps is not None else quoted.regime
    if quoted is not None and eps is None and regime != quoted.regime:
        where = f"--regime {quoted.regime}" + (
            "" if quoted.constant is not None else " (its limit) or --eps E"
        )
        more = "; --analysis tight has what is derived here" if algorithm in GREEDY else ""
        raise ValueError(
            f"published of {algorithm} is {quoted.says} ({quoted.source}): ask for {where}{more}"
        )
    return regime


def _require_quoted(algorithm: str, analysis: str, k_min: Any, alpha: Any, eps: Any) -> None:
    if analysis == "tight":
        raise ValueError(f"there is no tighter analysis of {algorithm}")
    if (k_min, alpha, eps) != (None, None, None):
        raise ValueError(f"the published constant of {algorithm} has no k_min, alpha or eps")


def _check_k_min(regime: str, k_min: int | None) -> None:
    if k_min is None:
        return
    if isinstance(k_min, bool) or not isinstance(k_min, int) or k_min < 1:
        raise ValueError(f"k_min must be an integer of at least 1, not {k_min!r}")
    if regime == "large-memory":
        raise ValueError("the large-memory regime means k_min is unbounded: give either the regime or k_min")


def _checked_alpha(value: Any) -> Quadratic:
    number: Quadratic
    if isinstance(value, Quadratic):
        number = value
    elif isinstance(value, int | Fraction):
        number = Quadratic(Fraction(value))
    else:
        from proofs.exact.quadratic import as_quadratic  # only here: it loads computer algebra

        try:
            number = as_quadratic(value)
        except (Unsupported, AttributeError) as error:
            raise ValueError(
                f"alpha must be an exact rational or a number (p + q*sqrt(d))/m, not {value!r}"
            ) from error
    if number <= 1:
        raise ValueError(f"alpha must be greater than 1, not {number}")
    return number


def _checked_share(algorithm: str, regime: str, eps: Any) -> Fraction:
    if regime == "large-memory":
        raise ValueError("the large-memory regime means eps -> 0: give either the regime or eps")
    if isinstance(eps, bool) or not isinstance(eps, int | Fraction):
        raise ValueError(f"eps must be an exact rational, not {eps!r}")
    share = Fraction(eps)
    largest, attained = _LARGEST_SHARE[algorithm]
    if not (0 < share < largest or (attained and share == largest)):
        limits = f"(0, {largest}{']' if attained else ')'}"
        raise ValueError(f"eps must lie in {limits} for {algorithm}, not {share}")
    return share


__all__ = ["ALGORITHMS", "ANALYSES", "GREEDY", "QUOTED_ONLY", "REGIMES", "SLICING", "Request", "request"]
