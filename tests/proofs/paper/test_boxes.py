"""The paper's lemmas against plain simulation, in every case of small boxes; no proof rests on these."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import gcd

import pytest

from proofs.method import Exhaustive
from proofs.verdict import Status

MORE = (("more", 1),)
"""Plants an error in a predicate: a sum, a parallelism or a gap one larger than it is."""


def peak(k: int, tau: int, s: int) -> int:
    """Memory of the unbounded pipeline by its formula."""
    return s * k + (tau * k + tau + k - gcd(tau, k)) // 2


def parallelism(tau: int, s: int, budget: int) -> int:
    """Find the largest k with Peak(k, tau, s) <= M by trying; 0 if there is none."""
    k = 0
    while peak(k + 1, tau, s) <= budget:
        k += 1
    return k


def simulated_peak(k: int, tau: int, s: int, more: int = 0) -> bool:
    """A pipeline of 3k jobs uses Peak at its fullest, round by round."""
    starts = [i * tau // k for i in range(3 * k)]
    usage = [
        sum(s + t - start + 1 for start in starts if start <= t < start + tau)
        for t in range(starts[-1] + tau)
    ]
    return max(usage) == peak(k, tau, s) + more and usage[tau - 1] == max(usage)


def lattice_sum(k: int, tau: int, more: int = 0) -> bool:
    """Sum of floor(x tau/k) over x < k."""
    return 2 * sum(x * tau // k for x in range(k)) == (k - 1) * (tau - 1) + gcd(k, tau) - 1 + more


def parallelism_bounds(tau: int, s: int, M: int, more: int = 0) -> bool:
    """Both floors around k*, its order in tau, and the mean spacing against the area."""
    k = parallelism(tau, s, M) + more
    low, high = (2 * M - tau + 1) // (2 * s + tau + 1), 2 * M // (2 * s + tau + 1)
    shorter = tau == 1 or parallelism(tau - 1, s, M) >= k
    spacing = tau * 2 * M < (k + 2) * (2 * s * tau + tau * (tau + 1))
    return low <= k <= high and shorter and spacing


def feasible(starts: tuple[int, ...], lengths: tuple[int, ...], s: int, budget: int) -> bool:
    """Whether the memory fits in the last round of every job."""
    jobs = list(zip(starts, lengths, strict=True))
    for ended in (start + length - 1 for start, length in jobs):
        if sum(s + ended - a + 1 for a, length in jobs if a <= ended < a + length) > budget:
            return False
    return True


def spacing_of_identical_jobs(tau: int, s: int, M: int, more: int = 0) -> bool:
    """In every feasible schedule of 4 identical jobs, starts k apart in order lie ceil(tau/2) apart."""
    k, gap = parallelism(tau, s, M), -(-tau // 2) + more
    for starts in combinations_with_replacement(range(2 * tau), 4):
        if feasible(starts, (tau,) * 4, s, M):
            if any(later - first < gap for first, later in zip(starts, starts[k:], strict=False)):
                return False
            if any(tau + starts[i] < i // k * gap + tau for i in range(4)):
                return False
    return True


def ceilings(n: int, k: int, more: int = 0) -> bool:
    """Lemma 5.6 as it stands."""
    return n * (-(-n // k) + more) <= 2 * sum(-(-u // k) for u in range(1, n + 1))


def slices(budget: int, alpha: Fraction) -> list[Fraction]:
    """Slices before flooring, the last equal to the budget."""
    slices = [Fraction(budget)]
    while slices[0] / alpha >= 1:
        slices.insert(0, slices[0] / alpha)
    return slices


def batching(lengths: list[int], hats: list[Fraction], k: list[int], alpha: Fraction) -> int:
    """Total flow time of GBA."""
    begin = total = 0
    for hat, parallel in zip(hats, k, strict=True):
        tau = int(hat)
        members = [o for o in lengths if hat / alpha < o <= hat]
        total += sum(begin + i * tau // parallel + o for i, o in enumerate(members))
        if members:
            begin += (len(members) - 1) * tau // parallel + tau
    return total


def slicing(lengths: list[int], hats: list[Fraction], k: list[int]) -> int:
    """Total flow time of GSA, the jobs of every phase in the order given."""
    begin = total = 0
    left = list(lengths)
    for hat, parallel in zip(hats, k, strict=True):
        tau = int(hat)
        if not left:
            break
        total += sum(begin + i * tau // parallel + o for i, o in enumerate(left) if o <= tau)
        begin += (len(left) - 1) * tau // parallel + tau
        left = [o for o in left if o > tau]
    assert not left
    return total


def class_sums(budget: int, s: int, alpha: Fraction, most: int) -> None:
    """Check Lemmas 4.4, 5.1, 5.2 and 5.3 and inequality (6) for all class sizes up to ``most``."""
    hats = slices(budget, alpha)
    tau = [int(hat) for hat in hats]
    k = [parallelism(item, s, budget + s) for item in tau]
    assert min(k) >= 1
    assert k == sorted(k, reverse=True)
    for p in range(len(tau)):
        assert sum(tau[:p]) * (alpha - 1) <= tau[p]
    nonempty = [any(hat / alpha < o <= hat for o in range(1, budget + 1)) for hat in hats]
    for sizes in product(*(range(most + 1 if some else 1) for some in nonempty)):
        later = [sum(sizes[p + 1 :]) for p in range(len(tau))]
        prefix = [sum(sizes[q] * tau[q] // k[q] + tau[q] for q in range(p)) for p in range(len(tau))]
        phase = [
            sum((sizes[q] + later[q]) * tau[q] // k[q] + tau[q] for q in range(p)) for p in range(len(tau))
        ]
        waits = sum(n * item for n, item in zip(sizes, prefix, strict=True))
        ladders = sum(n * tau[p] + sum(i * tau[p] // k[p] for i in range(n)) for p, n in enumerate(sizes))
        phases = sum(n * item for n, item in zip(sizes, phase, strict=True))
        spill = sum(n * -(-later[p] * tau[p] // k[p]) for p, n in enumerate(sizes))
        assert spill <= waits + ladders
        assert phases * (alpha - 1) <= (alpha + 1) * waits + 2 * ladders
        longest = [tau[p] for p, n in enumerate(sizes) for _ in range(n)]
        shortest = [int(hats[p] / alpha) + 1 for p, n in enumerate(sizes) for _ in range(n)]
        for lengths in (longest, shortest):
            assert batching(lengths, hats, k, alpha) <= waits + ladders
            for order in (lengths, lengths[::-1], lengths[1::2] + lengths[::2]):
                assert slicing(order, hats, k) <= phases + spill + ladders


@pytest.mark.parametrize(
    "step",
    [
        Exhaustive(
            name="L3.3",
            predicate=simulated_peak,
            box=(("k", 1, 9), ("tau", 1, 12), ("s", 0, 2)),
            planted=MORE,
        ),
        Exhaustive(name="lattice", predicate=lattice_sum, box=(("k", 1, 40), ("tau", 1, 40)), planted=MORE),
        Exhaustive(
            name="L3.4",
            predicate=parallelism_bounds,
            box=(("tau", 1, 40), ("s", 0, 8), ("M", 1, 48)),
            planted=MORE,
            where=lambda tau, s, M: s + tau <= M,
        ),
        Exhaustive(
            name="T3.2",
            predicate=spacing_of_identical_jobs,
            box=(("tau", 1, 6), ("s", 0, 2), ("M", 1, 16)),
            planted=MORE,
            where=lambda tau, s, M: s + tau <= M,
        ),
        Exhaustive(name="L5.6", predicate=ceilings, box=(("n", 0, 80), ("k", 1, 20)), planted=MORE),
    ],
    ids=lambda step: step.name,
)
def test_box(step: Exhaustive) -> None:
    """A counting lemma holds in every case of its box."""
    verdict = step.discharge()
    assert verdict.status is Status.PROVED, verdict.detail


@pytest.mark.parametrize(
    ("budget", "s", "alpha", "most"),
    [
        (7, 0, Fraction(2), 4),
        (13, 2, Fraction(2), 3),
        (13, 40, Fraction(2), 3),
        (9, 1, Fraction(3, 2), 2),
        (30, 0, Fraction(3), 3),
        (40, 3, Fraction(7, 2), 4),
        (8, 0, Fraction(8, 7), 1),
    ],
)
def test_sums_over_classes(budget: int, s: int, alpha: Fraction, most: int) -> None:
    """Both algorithms, simulated, stay within the sums of the lemmas, for every vector of class sizes."""
    class_sums(budget, s, alpha, most)


@pytest.mark.slow
@pytest.mark.parametrize(("s", "budget"), [(0, 5), (0, 7), (1, 6), (3, 8)])
def test_lower_bound_by_classes(s: int, budget: int) -> None:
    """Lemma 4.2 is below the optimum found by trying every start, for three jobs of any lengths."""
    alpha = Fraction(2)
    hats = slices(budget - s, alpha)
    for lengths in combinations_with_replacement(range(1, budget - s + 1), 3):
        horizon = sum(lengths)
        optimum = min(
            sum(starts) + sum(lengths)
            for starts in product(range(horizon), repeat=3)
            if feasible(starts, lengths, s, budget)
        )
        bound = Fraction(0)
        for hat in hats:
            below = hat / alpha
            n = sum(below < o <= hat for o in lengths)
            later = sum(o > hat for o in lengths)
            bound += (s * below + below * (below + 1) / 2) * (Fraction(n * (n + 1), 2) + later * n)
        assert optimum * budget >= bound
