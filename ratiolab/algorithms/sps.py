"""SPS, the Staggered-Pipeline-Schedule: one pipeline call whose slice is the longest length.

Problem
    Minimise total flow time of identical jobs (one prompt, one response length, known).
Rule
    1. ``tau`` = the longest response length, ``k = k*(tau, s)``.
    2. Job i, in order, starts at ``floor(i*tau/k)``.
Choices of ours
    On jobs of different lengths the longest one sets the slice; the guarantee does not cover that.
Guarantee (upper)
    2 times the optimum on identical jobs, job by job.
Reference
    Feng, Yang, Zhang, arXiv 2601.22996, Procedure 1 and Theorem 3.2.

Examples
--------
>>> from ratiolab.instance import Instance
>>> SPS().cost(Instance.common(memory=15, prompt=0, responses=[5] * 15))
Cost(flow_time=180, makespan=19, killed_rounds=0)
"""

from __future__ import annotations

from typing import ClassVar

from ratiolab.algorithms.batching import CALL_PER_CLASS, PipelinePerClass
from ratiolab.algorithms.facts import ClosedForm, Derived, Facts, Jobs, Phases, Trial
from ratiolab.core.pipeline import largest_parallelism
from ratiolab.integers import IntArray


class SPS(PipelinePerClass):
    """Staggered-Pipeline-Schedule with the longest response length as its slice."""

    name: ClassVar[str] = "sps"
    facts: ClassVar[Facts] = Facts(
        needs_lengths=True,
        one_prompt=True,
        equal_jobs=True,
        closed_form=ClosedForm.ANY,
        calls=CALL_PER_CLASS,
        bounds=(Derived("sps", Jobs.EQUAL),),
        trials=(Trial(turn=5),),
        swept=("",),
    )

    def _calls(self, memory: int, prompt: int, lengths: IntArray) -> Phases:
        longest = int(lengths.max())
        return (longest,), (largest_parallelism(longest, prompt, memory),)
