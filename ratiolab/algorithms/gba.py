"""GBA, the Geometric Batching Algorithm: clairvoyant, common prompt.

Problem
    Minimise total flow time of jobs with one common prompt s and known response lengths under the
    memory budget M.
Rule
    1. Slices ``tau_p`` as in GSA; class p holds the jobs whose length is at most ``tau_p`` and above
       ``tau_{p-1}``.
    2. For p = 0..ell: one staggered-pipeline call on class p with slice ``tau_p`` and parallelism
       ``k*(tau_p, s)``. Every job completes in its own call; an empty class takes no time.
Choices of ours
    The order inside a class is the order of the instance.
Guarantee (upper)
    ``alpha**2*(1+2/k_min) + alpha + alpha/(alpha-1)`` times the optimum, 32/3 at ``alpha = 4/3``;
    by the tighter analysis 7.5995 at ``alpha = (5+sqrt(5))/4``.
Reference
    Feng, Yang, Zhang, arXiv 2601.22996, Algorithm 3 and Theorem 4.1.

Examples
--------
>>> from ratiolab.instance import Instance
>>> GBA("2").cost(Instance.common(memory=256, prompt=0, responses=[16] * 200))
Cost(flow_time=14083, makespan=125, killed_rounds=0)
"""

from __future__ import annotations

from operator import attrgetter
from typing import ClassVar

from proofs.exact.surd import Quadratic
from ratiolab.algorithms.batching import CALL_PER_CLASS, PipelinePerClass
from ratiolab.algorithms.facts import ClosedForm, Derived, Facts, Jobs, Phases, Trial
from ratiolab.algorithms.slicing import phases
from ratiolab.integers import IntArray
from ratiolab.slices import scaling_factor


class GBA(PipelinePerClass):
    """Geometric Batching Algorithm.

    Parameters
    ----------
    alpha : str, int or Quadratic
        Scaling factor above 1, exact; default the one that minimises the paper's general bound.
    """

    name: ClassVar[str] = "gba"
    facts: ClassVar[Facts] = Facts(
        needs_lengths=True,
        one_prompt=True,
        order_free=True,  # a class takes the same start rounds in any order
        closed_form=ClosedForm.ANY,
        scaling_factor=attrgetter("alpha"),
        calls=CALL_PER_CLASS,
        bounds=(Derived("gba", Jobs.ONE_PROMPT),),
        trials=(Trial(turn=4),),
        swept=("alpha=4/3", "alpha=3/2", "alpha=2"),
    )

    def __init__(self, alpha: str | int | Quadratic = "4/3") -> None:
        self.alpha = scaling_factor(alpha)

    @property
    def parameters(self) -> dict[str, str]:
        """The scaling factor, exactly."""
        return {"alpha": str(self.alpha)}

    def _calls(self, memory: int, prompt: int, lengths: IntArray) -> Phases:
        return phases(self.alpha, memory, prompt, int(lengths.max()))
