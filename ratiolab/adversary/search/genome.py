"""The structured family: a few numbers that expand to an instance built to hurt.

Lengths sit just above slices, where a job wastes most of the phase that completes it; the budget sits
just under the peak of one more job in parallel; the mix of lengths is the best one for many jobs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np

from proofs.exact.surd import Quadratic
from ratiolab.adversary.limits.mix_kernels import gsa_limit, single_limits
from ratiolab.adversary.search.candidate import KERNEL_MEMORY, Candidate, Region, tidy
from ratiolab.algorithms import Algorithm, alpha_of, facts_of
from ratiolab.algorithms.facts import ClosedForm
from ratiolab.core.pipeline import largest_parallelism, peak
from ratiolab.errors import InputError
from ratiolab.integers import IntArray
from ratiolab.slices import ladder

#: Starts a period that a spacing may have while genomes are expanded.
_WIDEST = 6
#: Total number of jobs where the region allows it: large enough that the limit is reached.
_MANY = 10**12


@dataclass(frozen=True)
class Genome:
    """Numbers that expand to an instance.

    Attributes
    ----------
    memory, prompt : int
        Budget and prompt in tokens.
    top : int
        How many of the longest slices have no jobs.
    depth : int
        How many classes below may have jobs. For algorithms without slices there is one length, `top`
        tokens below the longest that fits; with depth 2 and unknown lengths it has one job, and the
        others have length 1.
    share : float
        Jobs as a fraction of the most allowed.
    together : bool
        As many jobs as can all start at once instead of as many as allowed (batching only); `share`
        is then that of the lengths that have more than one job.
    """

    memory: int
    prompt: int
    top: int
    depth: int
    share: float = 1.0
    together: bool = False


def just_under(alpha: Quadratic, memory: int, below_top: int, parallelism: int) -> int | None:
    """Least prompt for which `parallelism` + 1 jobs do not fit on one slice of the ladder.

    Parameters
    ----------
    alpha : Quadratic
        Scaling factor.
    memory : int
        Budget in tokens.
    below_top : int
        Which slice: 0 for the longest.
    parallelism : int
        At least 1.

    Returns
    -------
    int or None
        None if the ladder of every prompt is too short or nothing changes on the way.
    """
    low, high = -1, memory - 2
    while high - low > 1:
        middle = (low + high) // 2
        slices = ladder(alpha, memory - middle)
        if len(slices) <= below_top:
            high = middle
            continue
        if peak(parallelism + 1, slices[-1 - below_top], middle) > memory:
            high = middle
        else:
            low = middle
    slices = ladder(alpha, memory - high)
    return high if len(slices) > below_top else None


def slicing_factor(algorithm: Algorithm) -> Quadratic | None:
    """Scaling factor of an algorithm whose calls are those of a geometric ladder; None for any other."""
    return alpha_of(algorithm) if facts_of(algorithm).sliced else None


def expand(genome: Genome, algorithm: Algorithm, region: Region, move: str) -> Candidate | None:
    """Return the instance of a genome, or None if it has no jobs or does not fit the region."""
    alpha, restarts = slicing_factor(algorithm), _restarts(algorithm)
    if alpha is not None:
        lengths = _above_slices(alpha, genome)
    else:
        o = genome.memory - genome.prompt - genome.top
        if o >= 1 and _in_lockstep(algorithm, region):  # a closed form needs full batches
            genome = replace(genome, memory=genome.memory - genome.memory % (genome.prompt + o))
        lengths = np.array([o] if o >= 1 else [], dtype=np.int64)
    if lengths.size == 0:
        return None
    most = min(region.jobs, _MANY)
    jobs = max(1, min(most, round(genome.share * most)))
    if alpha is not None and not restarts and genome.together:
        return _all_together(genome, lengths, region, move)
    trap = alpha is None and not algorithm.knows_lengths and genome.depth == 2
    if trap and jobs > 1:
        return tidy(genome.memory, genome.prompt, [(1, jobs - 1), (int(lengths[0]), 1)], region, move)
    if alpha is None or not restarts:
        o = int(lengths[_worst_alone(alpha, genome, lengths)])
        return tidy(genome.memory, genome.prompt, [(o, jobs)], region, move)
    slices = np.array(ladder(alpha, genome.memory - genome.prompt), dtype=np.int64)
    _, kept, mix = gsa_limit(slices, genome.prompt, genome.memory, lengths, _WIDEST)
    tails = [round(float(x) / float(mix[0]) * jobs) for x in mix] + [0]
    pairs = [(int(lengths[j]), tails[i] - tails[i + 1]) for i, j in enumerate(kept)]
    return tidy(genome.memory, genome.prompt, pairs, region, move)


def random_genome(rng: Random, algorithm: Algorithm, region: Region) -> tuple[Genome, str]:
    """Draw a genome: half of the time with the budget just under a peak."""
    highest = min(region.memory, KERNEL_MEMORY)
    memory = max(2, round(min(50.0, highest) * (highest / min(50.0, highest)) ** rng.random()))
    share = 1.0 if not region.listed or rng.random() < 0.5 else rng.uniform(0.3, 1.0)
    alpha = slicing_factor(algorithm)
    if alpha is None:
        if not algorithm.knows_lengths and rng.random() < 0.4:
            # The long job leaves no room for a second one at its end; how many wait matters.
            return Genome(memory, memory // 2, 0, 2, region.jobs ** -rng.random()), "trap"
        return _random_single(rng, memory, region, share, _in_lockstep(algorithm, region))
    top, depth = rng.choice((0, 0, 0, 1, 1, 2, 3)), rng.randint(1, 10)
    if not _restarts(algorithm) and rng.random() < 0.3:
        widest = max(2, round(region.memory ** rng.random()))
        return Genome(widest, 0, top, rng.randint(4, 160), rng.uniform(0.1, 1.0), True), "all together"
    if rng.random() < 0.5:
        prompt = just_under(alpha, memory, rng.randint(0, 5), rng.randint(1, 4))
        if prompt is not None:
            return Genome(memory, prompt, top, depth, share), "just under a peak"
    return Genome(memory, int((memory - 1) * rng.random() ** 2), top, depth, share), "random"


def nudge(genome: Genome, rng: Random, region: Region) -> tuple[Genome, str]:
    """Change one thing about a genome."""
    m, s = genome.memory, genome.prompt
    step = rng.choice((-1, 1)) * max(1, int(2 ** rng.uniform(0, max(1, m.bit_length() - 4))))
    match rng.randrange(6):
        case 0:
            return replace(genome, prompt=max(0, min(s + step, m - 1))), "prompt"
        case 1:
            return replace(genome, memory=max(s + 2, min(m + step, region.memory))), "memory"
        case 2:
            numerator, denominator = rng.choice(((2, 1), (3, 1), (3, 2), (4, 3), (1, 2), (10, 1)))
            memory = max(2, min(m * numerator // denominator, region.memory))
            slack = max(2, memory // m + 2)
            prompt = max(0, min(s * memory // m + rng.randint(-slack, slack), memory - 1))
            return replace(genome, memory=memory, prompt=prompt), "scale"
        case 3:
            return replace(genome, top=max(0, genome.top + rng.choice((-1, 1)))), "top"
        case 4:
            return replace(genome, depth=max(1, genome.depth + rng.choice((-1, 1)))), "depth"
        case _:
            if region.listed or genome.together:
                share = min(1.0, max(0.05, genome.share * rng.uniform(0.8, 1.25)))
                return replace(genome, share=share), "jobs"
            return replace(genome, prompt=max(0, min(s + rng.choice((-1, 1)), m - 1))), "prompt"


def _above_slices(alpha: Quadratic, genome: Genome) -> IntArray:
    """Lengths just above the slices below the `depth` classes under the top ones."""
    if genome.prompt >= genome.memory:
        return np.array([], dtype=np.int64)
    slices = ladder(alpha, genome.memory - genome.prompt)
    highest = len(slices) - 1 - genome.top
    classes = range(max(0, highest - genome.depth + 1), highest + 1)
    listed = sorted({slices[q - 1] + 1 if q else 1 for q in classes if not q or slices[q - 1] < slices[q]})
    return np.array(listed, dtype=np.int64)


def _all_together(genome: Genome, lengths: IntArray, region: Region, move: str) -> Candidate | None:
    """Jobs that may all start in round 0 on an empty prompt: ``N_i * o_i <= M`` for jobs of o_i or more.

    The shortest lengths, one minus `share` of them, have one job each: enough to hold up all others.
    """
    lone = round((1 - genome.share) * lengths.size)
    pairs: list[tuple[int, int]] = []
    beyond = 0
    for i in range(lengths.size - 1, -1, -1):
        o = int(lengths[i])
        tail = genome.memory // o
        tail = min(tail, beyond + 1) if i < lone else tail
        if beyond < tail <= region.jobs:
            pairs.append((o, tail - beyond))
            beyond = tail
    if not pairs:
        return None
    pairs.reverse()
    return Candidate(genome.memory, 0, tuple(o for o, _ in pairs), tuple(c for _, c in pairs), move)


def _worst_alone(alpha: Quadratic | None, genome: Genome, lengths: IntArray) -> int:
    """Index of the length with the worst limit on its own, for algorithms without restarts."""
    if alpha is None or lengths.size == 1:
        return int(lengths.size) - 1
    slices = np.array(ladder(alpha, genome.memory - genome.prompt), dtype=np.int64)
    own = [int(slices[p]) for p in np.searchsorted(slices, lengths)]
    paces = np.array([tau / largest_parallelism(tau, genome.prompt, genome.memory) for tau in own])
    return int(np.argmax(single_limits(paces, genome.prompt, genome.memory, lengths, _WIDEST)))


def _restarts(algorithm: Algorithm) -> bool:
    calls = facts_of(algorithm).calls
    return calls is not None and calls.restarts


def _in_lockstep(algorithm: Algorithm, region: Region) -> bool:
    """Whether only equal jobs in full batches have a cost, on more jobs than are listed."""
    return facts_of(algorithm).closed_form is ClosedForm.FULL_BATCHES and not region.listed


def _random_single(
    rng: Random, memory: int, region: Region, share: float, lockstep: bool
) -> tuple[Genome, str]:
    """One length, the budget at or just under what one more job needs."""
    ratio = 10 ** rng.uniform(-3, 1) if rng.random() < 0.8 else 0.0
    kind = "lockstep" if lockstep else rng.choice(("just under a peak", "just under lockstep", "lockstep"))
    parallelism = rng.randint(2, 5) if kind.startswith("just") else int(10 ** rng.uniform(0, 4))
    # Largest o with s = ratio*o of which so many fit; then the budget that just does or does not hold them.
    o = max(1, int(memory / (parallelism * (1 + ratio))))
    prompt = int(ratio * o)
    needed = peak(parallelism, o, prompt) if kind == "just under a peak" else parallelism * (prompt + o)
    budget = min(region.memory, needed - (kind != "lockstep"))
    if budget < prompt + o:
        raise InputError("the budget does not hold one job")
    return Genome(budget, prompt, budget - prompt - o, 1, share), kind
