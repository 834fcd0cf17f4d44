"""Constants that are published and that nothing here derives: quoted, with what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

GENERAL, LARGE = "general", "large-memory"


@dataclass(frozen=True)
class Published:
    """A published guarantee.

    Parameters
    ----------
    says
        The guarantee in words, with the jobs it is for.
    source
        Paper and theorem.
    constant
        The constant; None where it depends on the share eps.
    regime
        The only regime it is for; where it depends on eps that of its limit.
    """

    says: str
    source: str
    constant: Fraction | None
    regime: str = GENERAL

    def value(self, eps: Fraction | None) -> Fraction:
        """Take the constant, at a share where it depends on one: None stands for the limit eps -> 0."""
        return self.constant if self.constant is not None else 1 + 2 / (1 - (eps or Fraction(0)))


_BY_SHARE = "1 + 2/(1-eps) where s + o <= eps M for every job, prompts may differ; 3 in the limit eps -> 0"
PUBLISHED = {
    "mc-sf": Published(
        "9216 on jobs with one common prompt",
        "arXiv 2502.07115, Lemmas 4.4 and 4.7, as quoted in arXiv 2601.22996 (1536 * 6)",
        Fraction(9216),
    ),
    "sims": Published("4 on identical jobs", "arXiv 2502.07115", Fraction(4)),
    "sorted-f": Published("48 in large memory, prompts may differ", "arXiv 2508.06133", Fraction(48), LARGE),
    "svf": Published(_BY_SHARE, "arXiv 2606.22327; arXiv 2607.09248, Theorem 4", None, LARGE),
    "svf-peak": Published(_BY_SHARE, "arXiv 2607.09248, Theorem 4", None, LARGE),
}
#: What is published of an algorithm without a constant.
NO_CONSTANT = {
    "a-min": "only O(log M) is published, in large memory, without a constant (arXiv 2508.14544)",
    "vllm-kill": "it has none: its ratio is unbounded (arXiv 2601.22996, Example 3.14)",
}
