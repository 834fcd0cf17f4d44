"""The schedulers and the optimum in plain integers, for instances small enough to attack by the thousand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import accumulate
from math import gcd


def area(prompt: int, length: Fraction | int) -> Fraction:
    """Memory-time of a job: ``s y + y (y + 1)/2``."""
    return prompt * Fraction(length) + Fraction(length) * (length + 1) / 2


def peak(k: int, tau: int, prompt: int) -> int:
    """Largest memory use of a pipeline of parallelism ``k`` and slice ``tau``."""
    return prompt * k + (tau * k + tau + k - gcd(tau, k)) // 2


def parallelism(tau: int, prompt: int, budget: int) -> int:
    """Largest ``k`` whose pipeline fits; 0 if none does."""
    k = 0
    step = max(1, (2 * budget - tau + 1) // (2 * prompt + tau + 1))
    while step:
        if peak(k + step, tau, prompt) <= budget:
            k += step
        else:
            step //= 2
    return k


def slices(budget: int, prompt: int, alpha: Fraction) -> tuple[Fraction, ...]:
    """Return ``beta alpha^p`` for all p, exactly; the last is ``M - s`` and the first lies in [1, alpha)."""
    slices = [Fraction(budget - prompt)]
    while slices[-1] >= alpha:
        slices.append(slices[-1] / alpha)
    return tuple(reversed(slices))


@dataclass(frozen=True)
class Case:
    """An instance with a scaling factor, an order for the non-clairvoyant schedule and a weight.

    Parameters
    ----------
    prompt
        Common prompt length s >= 0.
    budget
        Memory budget M.
    lengths
        Response lengths in the order in which the phases take them.
    alpha
        Scaling factor > 1.
    weight
        The weight t in (0, 1] of the quadratic form.
    tiny
        Whether the optimum is to be computed.
    """

    prompt: int
    budget: int
    lengths: tuple[int, ...]
    alpha: Fraction
    weight: Fraction = Fraction(1)
    tiny: bool = False

    def __str__(self) -> str:
        runs: list[tuple[int, int]] = []
        for length in self.lengths:
            if runs and runs[-1][0] == length:
                runs[-1] = (length, runs[-1][1] + 1)
            else:
                runs.append((length, 1))
        jobs = " ".join(f"{count}x{length}" if count > 1 else str(length) for length, count in runs)
        return f"s = {self.prompt}, M = {self.budget}, o = {jobs}, alpha = {self.alpha}, t = {self.weight}"

    @cached_property
    def ordered(self) -> tuple[int, ...]:
        """Lengths in ascending order."""
        return tuple(sorted(self.lengths))

    @property
    def n(self) -> int:
        """Number of jobs."""
        return len(self.lengths)

    @cached_property
    def X(self) -> Fraction:
        """Mean-busy-time bound."""
        n = self.n
        weighted = sum((2 * (n - j) - 1) * 2 * area(self.prompt, o) for j, o in enumerate(self.ordered))
        return Fraction(weighted) / (4 * self.budget)

    @cached_property
    def Y(self) -> int:
        """Sum of the lengths."""
        return sum(self.lengths)

    @cached_property
    def optimum(self) -> int:
        """The optimal flow time, by exhaustive search."""
        return optimum(self.prompt, self.budget, self.ordered)


@dataclass(frozen=True)
class Phases:
    """Slices, parallelisms and class sizes of an instance, up to the last nonempty class.

    Parameters
    ----------
    hats
        ``beta alpha^p`` for every p up to the last phase the budget allows.
    tau, k
        Slice and parallelism of every phase.
    n
        Jobs per class.
    last
        Largest nonempty class.
    """

    hats: tuple[Fraction, ...]
    tau: tuple[int, ...]
    k: tuple[int, ...]
    n: tuple[int, ...]
    last: int

    @classmethod
    def of(cls, case: Case) -> Phases:
        """Compute the phases of an instance."""
        hats = slices(case.budget, case.prompt, case.alpha)
        tau = tuple(hat.numerator // hat.denominator for hat in hats)
        k = tuple(parallelism(value, case.prompt, case.budget) for value in tau)
        counts = [0] * len(hats)
        for length in case.lengths:
            counts[next(p for p, value in enumerate(tau) if length <= value)] += 1
        last = max(p for p, count in enumerate(counts) if count)
        return cls(hats, tau, k, tuple(counts), last)

    @cached_property
    def from_class(self) -> tuple[int, ...]:
        """Jobs in class p or later, for every p; one 0 more at the end."""
        return (*reversed(tuple(accumulate(reversed(self.n)))), 0)

    def later(self, p: int) -> int:
        """Jobs in classes after p."""
        return self.from_class[p + 1]

    @property
    def smallest_k(self) -> int:
        """Smallest parallelism over the nonempty classes; parallelism falls with the slice."""
        return self.k[self.last]

    def spacing(self, p: int) -> Fraction:
        """Mean spacing of starts in phase p."""
        return Fraction(self.tau[p], self.k[p])


def slicing_cost(case: Case, phases: Phases) -> int:
    """Flow time of the non-clairvoyant geometric slices, jobs in the order of the instance."""
    waiting, begin, total = list(case.lengths), 0, 0
    for tau, k in zip(phases.tau, phases.k, strict=True):
        total += sum(begin + i * tau // k + o for i, o in enumerate(waiting) if o <= tau)
        begin += (len(waiting) - 1) * tau // k + tau
        waiting = [o for o in waiting if o > tau]
        if not waiting:
            return total
    raise ArithmeticError("jobs are left after the last phase")


def batching_cost(case: Case, phases: Phases) -> int:
    """Flow time of the clairvoyant geometric batches, each class in the order of the instance."""
    begin, total, below = 0, 0, 0
    for tau, k in zip(phases.tau, phases.k, strict=True):
        members = [o for o in case.lengths if below < o <= tau]
        below = tau
        if members:
            total += sum(begin + i * tau // k + o for i, o in enumerate(members))
            begin += (len(members) - 1) * tau // k + tau
    return total


def greedy_starts(case: Case, *, by_peak: bool) -> list[int]:
    """Start rounds of shortest-first admission, for the lengths in ascending order.

    Each round the next job is admitted as long as it fits. ``by_peak`` reserves the final size of every
    active job; otherwise the memory of all later rounds is looked at (it suffices to look where a job ends).
    """
    prompt, budget, jobs = case.prompt, case.budget, case.ordered
    starts: list[int] = []
    active: list[tuple[int, int]] = []

    def fits(now: int, length: int) -> bool:
        trial = [*active, (now, length)]
        if by_peak:
            return sum(prompt + o for _, o in trial) <= budget
        ends = {begin + o - 1 for begin, o in trial}
        return all(
            sum(prompt + end - begin + 1 for begin, o in trial if begin + o > end) <= budget for end in ends
        )

    now = 0
    while len(starts) < len(jobs):
        active[:] = [(begin, o) for begin, o in active if begin + o > now]
        while len(starts) < len(jobs) and fits(now, jobs[len(starts)]):
            active.append((now, jobs[len(starts)]))
            starts.append(now)
        # nothing changes for the peak rule before the next completion; the look-ahead relaxes every round
        now = min(begin + o for begin, o in active) if by_peak else now + 1
    return starts


def optimum(prompt: int, budget: int, lengths: tuple[int, ...]) -> int:
    """Smallest flow time over all feasible schedules; exponential, for a handful of short jobs."""

    @cache
    def best(waiting: tuple[int, ...], active: tuple[tuple[int, int], ...]) -> int:
        if not waiting:
            return sum(left for left, _ in active)
        options = []
        for chosen in _choices(waiting):
            running = (*active, *((o, 0) for o in chosen))
            if not running or not _feasible(prompt, budget, running):
                continue
            rest = list(waiting)
            for o in chosen:
                rest.remove(o)
            later = tuple(sorted((left - 1, done + 1) for left, done in running if left > 1))
            options.append(len(waiting) + len(active) + best(tuple(rest), later))
        return min(options)

    return best(tuple(sorted(lengths)), ())


def _choices(waiting: tuple[int, ...]) -> set[tuple[int, ...]]:
    tuples: set[tuple[int, ...]] = {()}
    for o in waiting:
        tuples |= {(*chosen, o) for chosen in tuples}
    return tuples


def _feasible(prompt: int, budget: int, running: tuple[tuple[int, int], ...]) -> bool:
    """Whether jobs (rounds left, rounds done) can all run on; enough to look at each last round."""
    return all(
        sum(prompt + done + end for left, done in running if left >= end) <= budget
        for end in {left for left, _ in running}
    )
