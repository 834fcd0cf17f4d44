"""SPS by length: one pipeline call per distinct length, shortest first; clairvoyant, common prompt.

Problem
    Minimise total flow time of jobs with one common prompt s and known response lengths under the
    memory budget M.
Rule
    1. For each distinct response length o, ascending: one staggered-pipeline call with slice o and
       parallelism ``k*(o, s)`` on the jobs of that length.
    2. A call begins when the last slice of the previous one ends.
Choices of ours
    The rule is the natural feasible schedule for instances with few distinct lengths; the paper uses
    it for one length only.
Guarantee
    2 times the optimum on identical jobs (there it is SPS); none is claimed otherwise.
Reference
    Feng, Yang, Zhang, arXiv 2601.22996, Procedure 1.

Examples
--------
>>> from ratiolab.instance import Instance
>>> PerLength().cost(Instance.common(memory=256, prompt=96, responses=[160] * 6 + [1] * 194))
Cost(flow_time=13448, makespan=1057, killed_rounds=0)
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ratiolab.algorithms.batching import CALL_PER_CLASS, PipelinePerClass
from ratiolab.algorithms.facts import ClosedForm, Derived, Facts, Jobs, Phases, Trial
from ratiolab.core.pipeline import largest_parallelism
from ratiolab.integers import IntArray


class PerLength(PipelinePerClass):
    """One Staggered-Pipeline-Schedule per distinct response length, shortest first."""

    name: ClassVar[str] = "sps-by-length"
    facts: ClassVar[Facts] = Facts(
        needs_lengths=True,
        one_prompt=True,
        order_free=True,  # jobs of one length take the same start rounds in any order
        closed_form=ClosedForm.ANY,
        calls=CALL_PER_CLASS,
        bounds=(Derived("sps", Jobs.EQUAL, why="the schedule of sps where all have one length"),),
        trials=(Trial(turn=3),),
        swept=("",),
    )

    def _calls(self, memory: int, prompt: int, lengths: IntArray) -> Phases:
        slices = tuple(int(o) for o in np.unique(lengths))
        return slices, tuple(largest_parallelism(tau, prompt, memory) for tau in slices)
