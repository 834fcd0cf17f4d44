"""Limits of the ratio as the number of jobs grows: exact quadratic forms, their quotient, its enclosure.

Take N*x_i jobs of length o_i (ascending), a budget M and a prompt s, all fixed, and let N grow.

The algorithm
    A pipeline call on n jobs with slice tau and parallelism k, pace ``g = tau/k <= tau``, lasts
    ``floor((n-1)*g) + tau`` rounds: off ``n*g`` by at most tau. The job with index r in it starts
    ``floor(r*g)`` rounds after the call. Serve the longest jobs first. GSA runs the phases q below the
    class c_i of length i before the jobs of that length complete, each on all jobs of class q or more;
    within phase c_i only longer jobs stand before them. GBA runs the calls of lower classes that have
    jobs, each on its own class; SPS has one call. Summed up, the cost on N*x is ``N^2*A(x)`` with

        A(x) = sum_i x_i * ( sum_{q<c_i} g_q * X_q + g_{c_i} * (Y_i + x_i/2) ),

    X_q the share of the jobs in call q, Y_i that of the longer jobs in the call that completes length i,
    and an error of at most ``N * sum_i x_i*(o_i + 1 + sum_{q<=c_i} tau_q)``: each call before is off by
    at most its slice, each floor by at most 1, ``sum_{r<n} r*g`` is off ``n^2*g/2`` by ``n*g/2``.
The other side
    Blocks of equal jobs, shortest first, each begun when the one before has ended, with `width` starts
    every `period` rounds, ``t = period/width``: cost ``N^2*B(x)``, ``B(x) = sum_i x_i*(sum_{j<i} t_j*x_j
    + t_i*x_i/2)``, and an error of at most ``N * sum_i x_i*(o_i + 1 + sum_{j<=i} (o_j + t_j + 1))``. A
    block is feasible if its spacing, repeated for ever, fits the budget.
What follows
    The ratios of these instances tend to at least ``A(x)/B(x)``, so no constant below it bounds the
    ratio. If ``r*B - A`` is positive on every x >= 0 other than 0, no mix of these lengths does better
    than r against these blocks; better schedules and other lengths may.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ratiolab.adversary.limits.copositive import Form, combined, is_strictly_copositive, value
from ratiolab.adversary.witnesses.blocks import Block, WitnessError, one_after_the_other
from ratiolab.algorithms import ALGORITHMS, Algorithm, facts_of, is_built_in, make
from ratiolab.algorithms.base import label
from ratiolab.algorithms.slicing import classes_of
from ratiolab.core.spacing import Spacing, steady_peak
from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, JobType
from ratiolab.ratios import Standing, fraction_text
from ratiolab.theory import Judged, TheoryBound, judge_lower_end
from ratiolab.version import __version__


@dataclass(frozen=True)
class Limit:
    """A claim ``limit of ALG/OPT >= ratio``, with everything needed to check it.

    Attributes
    ----------
    algorithm : str
        One of `with_forms`, e.g. ``gsa``.
    parameters : mapping of str to str
        Its parameters as exact text.
    memory, prompt : int
        Budget and common prompt in tokens.
    lengths : tuple of int, shape (m,)
        Ascending response lengths.
    mix : tuple of int, shape (m,)
        Jobs of each length are N times these; at least 0, not all 0.
    spacings : tuple of Spacing, shape (m,)
        How the other side starts each length.
    algorithm_form, schedule_form : Form
        A and B, as symmetric matrices in rounds per job.
    ratio : Fraction
        ``A(mix)/B(mix)``.
    upper : Fraction or None
        No other mix against these blocks exceeds it; None where that is not shown.
    command : str
        What made it.
    software : str
        Version of ratiolab.
    """

    algorithm: str
    parameters: Mapping[str, str]
    memory: int
    prompt: int
    lengths: tuple[int, ...]
    mix: tuple[int, ...]
    spacings: tuple[Spacing, ...]
    algorithm_form: Form
    schedule_form: Form
    ratio: Fraction
    upper: Fraction | None
    command: str
    software: str = __version__

    @property
    def label(self) -> str:
        """Algorithm and parameters, e.g. ``gsa(alpha=2)``."""
        return label(self.algorithm, self.parameters)

    def instance(self, scale: int) -> GroupedInstance:
        """The jobs for N = `scale`, longest first."""
        jobs = [
            JobType(self.prompt, o, scale * x) for o, x in zip(self.lengths, self.mix, strict=True) if x > 0
        ]
        return GroupedInstance(self.memory, jobs[::-1])

    def blocks(self, scale: int) -> tuple[Block, ...]:
        """The schedule of the other side for N = `scale`."""
        listed = zip(self.lengths, self.mix, self.spacings, strict=True)
        return one_after_the_other([(o, scale * x, spacing) for o, x, spacing in listed if x > 0])


@dataclass(frozen=True)
class CheckedLimit(Judged):
    """A limit that passed every check, and how it stands to the proved bound."""

    limit: Limit
    bound: TheoryBound | None
    standing: Standing


def with_forms() -> list[str]:
    """Names of the algorithms whose cost has a quadratic form: evenly spaced calls, one after the other."""
    kinds = ((name, kind.facts.calls) for name, kind in ALGORITHMS.items())
    return [name for name, calls in kinds if calls is not None and not calls.together]


def calls_on(
    algorithm: Algorithm, memory: int, prompt: int, lengths: Sequence[int]
) -> tuple[tuple[int, ...], tuple[Fraction, ...], list[int]]:
    """Slices of the pipeline calls, the pace of each, and the call that completes each length.

    Raises
    ------
    InputError
        If the algorithm has no such calls, or is a user's class derived from one that has.
    """
    if not is_built_in(algorithm):  # it may start jobs otherwise
        raise InputError(f"{algorithm.name} is no algorithm of the library: its quadratic form is not known")
    calls = facts_of(algorithm).calls
    if calls is None or calls.together:
        raise InputError(f"{algorithm.name} has no quadratic form here: use {', '.join(with_forms())}")
    occurring = np.array(lengths, dtype=np.int64)
    slices, widths = calls.of(algorithm, memory, prompt, occurring)
    paces = tuple(Fraction(tau, k) for tau, k in zip(slices, widths, strict=True))
    return slices, paces, classes_of(slices, occurring).tolist()


def absent_matter(
    algorithm: Algorithm, memory: int, prompt: int, lengths: Sequence[int], mix: Sequence[int]
) -> bool:
    """Whether jobs run in other calls than they would if lengths without jobs were not named at all."""

    def calls_of_each(among: Sequence[int]) -> dict[int, list[tuple[int, Fraction]]]:
        slices, paces, classes = calls_on(algorithm, memory, prompt, among)
        calls = list(zip(slices, paces, strict=True))
        first = 0 if _restarts(algorithm) else -1
        return {o: calls[: c + 1][first:] for o, c in zip(among, classes, strict=True)}

    present = [o for o, x in zip(lengths, mix, strict=True) if x > 0]
    every = calls_of_each(lengths)
    return any(every[o] != calls for o, calls in calls_of_each(present).items())


def algorithm_form(algorithm: Algorithm, memory: int, prompt: int, lengths: Sequence[int]) -> Form:
    """Return A, the leading coefficient of the algorithm's cost, as a symmetric matrix.

    Parameters
    ----------
    algorithm : Algorithm
        One of `with_forms`.
    memory, prompt : int
        Budget and common prompt in tokens.
    lengths : sequence of int, shape (m,)
        Ascending, distinct, ``prompt + length <= memory``.
    """
    _, paces, classes = calls_on(algorithm, memory, prompt, lengths)
    restarts = _restarts(algorithm)
    m = len(lengths)
    half = [[Fraction(0)] * m for _ in range(m)]
    for i in range(m):
        # Restarts run everything of a class in each call below it; else each job runs once.
        for q in range(classes[i]):
            for j in range(m):
                if classes[j] >= q if restarts else classes[j] == q:
                    half[i][j] += paces[q]
        half[i][i] += paces[classes[i]] / 2
        for j in range(i + 1, m):
            if restarts or classes[j] == classes[i]:
                half[i][j] += paces[classes[i]]
    return tuple(tuple((half[i][j] + half[j][i]) / 2 for j in range(m)) for i in range(m))


def schedule_form(spacings: Sequence[Spacing]) -> Form:
    """Return B, the leading coefficient of blocks in the given order, as a symmetric matrix."""
    paces = [Fraction(spacing.period, spacing.width) for spacing in spacings]
    m = len(paces)
    return tuple(tuple(paces[min(i, j)] / 2 for j in range(m)) for i in range(m))


def _restarts(algorithm: Algorithm) -> bool:
    calls = facts_of(algorithm).calls
    return calls is not None and calls.restarts


def errors(algorithm: Algorithm, limit: Limit) -> tuple[Fraction, Fraction]:
    """Return c and d with ``|cost - N^2*A| <= c*N`` and ``|blocks - N^2*B| <= d*N`` for every N >= 1."""
    slices, _, classes = calls_on(algorithm, limit.memory, limit.prompt, limit.lengths)
    own, other, before = Fraction(0), Fraction(0), Fraction(0)
    for o, x, c, spacing in zip(limit.lengths, limit.mix, classes, limit.spacings, strict=True):
        before += o + 1 + Fraction(spacing.period, spacing.width)
        own += x * (o + 1 + sum(slices[: c + 1]))
        other += x * (o + 1 + before)
    return own, other


def encloses(upper: Fraction, top: Form, bottom: Form) -> bool:
    """Whether no mix has a quotient above `upper`, shown exactly."""
    if len(top) == 1:
        return upper * bottom[0][0] >= top[0][0]
    return is_strictly_copositive(combined(upper, bottom, top))


def verify_limit(limit: Limit) -> CheckedLimit:
    """Check every field of a limit in exact rationals.

    Raises
    ------
    WitnessError
        Naming the first field that does not hold and the reason.
    """
    # No other algorithm has a form, so a class that a file names is not even imported.
    if limit.algorithm not in with_forms():
        known = ", ".join(with_forms())
        raise WitnessError(
            f"algorithm: {shown(limit.algorithm)} has no quadratic form here: it must be {known}"
        )
    try:
        algorithm = make(limit.algorithm, **limit.parameters)
        if dict(algorithm.parameters) != dict(limit.parameters):
            raise WitnessError(
                f"parameters: are {dict(limit.parameters)}, the algorithm writes them {algorithm.parameters}"
            )
        if list(limit.lengths) != sorted(set(limit.lengths)):
            raise WitnessError(f"groups: the responses {list(limit.lengths)} must ascend")
        if min(limit.mix) < 0 or max(limit.mix) < 1:
            raise WitnessError("groups: shares must be at least 0, one of them at least 1")
        instance = limit.instance(1)
        if limit.lengths[-1] > limit.memory - limit.prompt:  # one without jobs
            raise WitnessError(
                f"groups: the response {limit.lengths[-1]} does not fit the budget {limit.memory} with a "
                f"prompt of {limit.prompt}"
            )
        if absent_matter(algorithm, limit.memory, limit.prompt, limit.lengths, limit.mix):
            raise WitnessError(
                f"groups: {algorithm.name} needs a share of the longest response of at least 1: "
                "without jobs of that length others would run in other calls"
            )
        top = algorithm_form(algorithm, limit.memory, limit.prompt, limit.lengths)
    except InputError as error:
        raise WitnessError(f"algorithm: {error}") from None
    for g, (o, spacing) in enumerate(zip(limit.lengths, limit.spacings, strict=True)):
        peak = steady_peak(o, limit.prompt, spacing)
        if peak is None:
            raise WitnessError(f"groups[{g}]: {spacing.width} starts a period are too many to check")
        if peak > limit.memory:
            raise WitnessError(
                f"groups[{g}]: {spacing.width} jobs of length {o} every {spacing.period} rounds hold {peak} "
                f"tokens: more than the memory budget {limit.memory}"
            )
    bottom = schedule_form(limit.spacings)
    _same_form("algorithm_form", limit.algorithm_form, top)
    _same_form("schedule_form", limit.schedule_form, bottom)
    right = value(top, limit.mix) / value(bottom, limit.mix)
    if limit.ratio != right:
        raise WitnessError(
            f"ratio: is {fraction_text(limit.ratio)}, the forms give {fraction_text(right)} on this mix"
        )
    if limit.upper is not None and not encloses(limit.upper, top, bottom):
        raise WitnessError(f"upper: {fraction_text(limit.upper)} is not shown to be above every other mix")
    return CheckedLimit(limit, *judge_lower_end(algorithm, instance, limit.ratio))


def _same_form(name: str, given: Form, right: Form) -> None:
    if [len(row) for row in given] != [len(row) for row in right]:
        raise WitnessError(f"{name}: must be a matrix of {len(right)} rows and columns")
    for i, (row, other) in enumerate(zip(given, right, strict=True)):
        for j, (a, b) in enumerate(zip(row, other, strict=True)):
            if a != b:
                raise WitnessError(f"{name}[{i}][{j}]: is {fraction_text(a)}, recomputed {fraction_text(b)}")
