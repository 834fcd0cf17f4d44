"""GSA-Spec, geometric slicing with speculative runs on free memory: non-clairvoyant, common prompt.

Problem
    Minimise total flow time of jobs with one common prompt s and unknown response lengths under the
    memory budget M.
Rule
    In every round t, in this order:
    1. Base runs that have run a whole slice unfinished are killed.
    2. The base schedule is GSA's: phase p is one staggered-pipeline call with slice ``tau_p`` and
       parallelism ``k*(tau_p, s)`` on the jobs unfinished when it begins. At each start round
       ``floor(i*tau_p/k)`` of the call the next of them in order that is still unfinished starts; a
       speculative run of that job is killed first. The call ends when the slice of its last start ends.
    3. While the tokens held exceed M, the speculative run that started last is killed.
    4. If step 3 killed nobody: unfinished jobs that are not active start speculatively, in order, while
       ``s + 1`` tokens are free. Such a run may go on for any number of rounds, through later phases
       too; if it completes, the job is finished.
    Without `beta` the slices are GSA's; with it they are ``floor(beta*alpha**p)``, at most ``M - s``.
Choices of ours
    The paper describes the rule in prose only. Ours are: the next unfinished job takes the start of one
    that was finished speculatively; a speculative run gives way to the same job's base run (its tokens
    are lost); no speculative start in a round that killed for memory, or the killed run would return at
    once; no look-ahead, as lengths are unknown. A base run killed at the end of its slice may start
    again speculatively in the same round.
Guarantee
    No job completes later than in GSA with the same slices: speculation never displaces a base run, and
    in each phase the jobs that are left are among those GSA has left, in the same order, so every start
    is at most GSA's. Hence, without `beta`, GSA's bound (upper) holds for GSA-Spec too. With `beta`
    outside ``[1, alpha)`` the hypotheses of the theorems fail and nothing is claimed.
Reference
    Feng, Yang, Zhang, arXiv 2601.22996, Section 7 (experiments with ``beta = 64`` and 256).

Examples
--------
>>> from ratiolab.instance import Instance
>>> jobs = Instance.common(memory=100, prompt=10, responses=[3, 8, 3, 20, 3] * 4)
>>> GSASpec("2").cost(jobs)  # GSA("2"): flow time 710, makespan 89, 144 rounds killed
Cost(flow_time=619, makespan=81, killed_rounds=264)
>>> GSASpec("2", beta=8).cost(jobs)
Cost(flow_time=475, makespan=91, killed_rounds=222)
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import ClassVar

import numpy as np

from proofs.exact.surd import Quadratic, floor_root
from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.facts import Derived, Facts, FlowTimes, Jobs, Loop, Phases
from ratiolab.algorithms.slicing import phases
from ratiolab.core.phases import fits_64_bits
from ratiolab.core.pipeline import largest_parallelism
from ratiolab.core.speculation import speculative_flow_times, speculative_run
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.exact import parse_exact
from ratiolab.instance import Instance, Problem
from ratiolab.integers import IntArray
from ratiolab.schedule import Cost, Schedule
from ratiolab.slices import MAX_SLICES, scaling_factor


def _loop(algorithm: GSASpec, memory: int, prompt: int) -> FlowTimes | None:
    if algorithm.beta is not None:
        return None
    slices, parallelisms = phases(algorithm.alpha, memory, prompt, memory - prompt)
    return partial(speculative_flow_times, memory, prompt, np.array(slices), np.array(parallelisms))


def _has_slices_of_gsa(algorithm: GSASpec) -> bool:
    return algorithm.beta is None


class GSASpec(Algorithm):
    """Geometric Slicing Algorithm with speculative runs.

    Parameters
    ----------
    alpha : str, int or Quadratic
        Scaling factor above 1, exact.
    beta : str, int or Quadratic, optional
        First slice in rounds, exact, at least 1; by default the first slice of GSA.
    """

    name: ClassVar[str] = "gsa-spec"
    facts: ClassVar[Facts] = Facts(
        one_prompt=True,
        scaling_factor=attrgetter("alpha"),
        loop=Loop(_loop, quick=False),
        by_round=8,
        bounds=(Derived("gsa", Jobs.ONE_PROMPT, _has_slices_of_gsa, "no job ends later than in gsa"),),
        swept=("alpha=2",),
    )

    def __init__(self, alpha: str | int | Quadratic = "2", beta: str | int | Quadratic | None = None) -> None:
        self.alpha = scaling_factor(alpha)
        self.beta = None if beta is None else _first_slice(beta, self.alpha)

    @property
    def parameters(self) -> dict[str, str]:
        """The scaling factor and, if given, the first slice, exactly."""
        given = {} if self.beta is None else {"beta": str(self.beta)}
        return {"alpha": str(self.alpha), **given}

    def _phases(self, instance: Instance) -> Phases:
        """Slices up to the first that completes the longest job, and the parallelism of each."""
        prompt, longest = self.require_common_prompt(instance), int(instance.responses.max())
        if self.beta is None:
            return phases(self.alpha, instance.memory, prompt, longest)
        slices = _scaled(self.alpha, self.beta, instance.memory - prompt, longest)
        return slices, tuple(largest_parallelism(tau, prompt, instance.memory) for tau in slices)

    def _run(self, instance: Instance, record: bool) -> tuple[int, int, int, IntArray, IntArray, IntArray]:
        """Result of the kernel."""
        slices, parallelisms = self._phases(instance)
        # A base call is never longer than with all jobs, and a job has one active attempt at a time.
        if not fits_64_bits(len(instance), slices, parallelisms):
            raise OverflowRefused(
                "gsa-spec: the rounds of this schedule do not fit 64 bits; use fewer or shorter jobs"
            )
        return speculative_run(
            instance.memory,
            self.require_common_prompt(instance),
            instance.ordered_responses,
            np.array(slices),
            np.array(parallelisms),
            record,
        )

    def cost(self, problem: Problem) -> Cost:
        """Flow time, makespan and killed rounds; grouped jobs are listed."""
        flow, makespan, killed, *_ = self._run(self.explicit(problem), record=False)
        return Cost(flow, makespan, killed)

    def schedule(self, instance: Instance) -> Schedule:
        """Every attempt, base and speculative, killed ones included."""
        *_, position, starts, rounds = self._run(instance, record=True)
        finished = rounds == instance.ordered_responses[position]
        return Schedule(instance.order[position], starts, rounds, finished)


def _scaled(alpha: Quadratic, beta: Quadratic, capacity: int, longest: int) -> tuple[int, ...]:
    """Slices ``floor(beta*alpha**p)``, at most `capacity`, up to the first that is at least `longest`.

    Raises
    ------
    InputError
        If there are more than `MAX_SLICES`.
    """
    d = max(alpha.d, beta.d)  # 1 for a rational number; two roots are the same one
    x, y, z = _integers(beta)
    factor_x, factor_y, factor_z = _integers(alpha)
    slices: list[int] = []
    while not slices or slices[-1] < longest:
        if len(slices) == MAX_SLICES:
            raise InputError(
                f"alpha = {alpha} is too close to 1: more than {MAX_SLICES} slices up to {longest}"
            )
        slices.append(min((x + floor_root(y, d)) // z, capacity))
        x, y, z = x * factor_x + y * factor_y * d, x * factor_y + y * factor_x, z * factor_z
    return tuple(slices)


def _integers(number: Quadratic) -> tuple[int, int, int]:
    """Integers x, y, z > 0 such that the number is ``(x + y*sqrt(d)) / z``."""
    a, b = number.a, number.b
    return a.numerator * b.denominator, b.numerator * a.denominator, a.denominator * b.denominator


def _first_slice(beta: str | int | Quadratic, alpha: Quadratic) -> Quadratic:
    """Read `beta`.

    Raises
    ------
    InputError
        If it is no exact number, below 1, or has another square root than `alpha`.
    """
    if isinstance(beta, bool | float):
        raise InputError(f"beta is {beta!r}: write it as an exact number in quotes, e.g. '64'")
    value = beta if isinstance(beta, Quadratic) else parse_exact(str(beta))
    if value < 1:
        raise InputError(f"beta is {value}: the first slice must be at least 1")
    if not value.is_rational and not alpha.is_rational and value.d != alpha.d:
        raise InputError(f"beta is {value}, alpha {alpha}: use numbers with one square root")
    return value
