"""Predicates of the exhaustive steps: each runs greedy admission on every instance of one cell of a box.

With ``late`` they run it with an error, every last start that many rounds late, which they must notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from proofs.greedy.schedules import (
    ascending_areas,
    ascending_lengths,
    look_ahead_starts,
    overfull_rounds,
    peak_starts,
    put,
    usage,
)


class Waits:
    """Waiting times of a schedule with one prompt and ascending lengths, jobs numbered from 0.

    Parameters
    ----------
    prompt, lengths, memory
        The instance.
    starts
        Start rounds, nondecreasing.
    latest
        Which overfull round is taken where there are several: the last, or else the first.

    Attributes
    ----------
    waits
        ``w_k = S_k - S_{k-1}``, and 0 for the first job.
    rounds
        For each k with ``w_k > 0`` the overfull round ``tau_k`` of a start at ``S_k - 1``.
    delays
        ``y_k = tau_k - S_k + 1``, and 0 where ``w_k = 0``.
    beside
        ``D_k``: the earlier jobs still active in ``tau_k``.
    """

    def __init__(
        self, prompt: int, lengths: Sequence[int], memory: int, starts: Sequence[int], *, latest: bool
    ) -> None:
        count = len(lengths)
        self.prompt, self.lengths, self.memory, self.starts = prompt, lengths, memory, starts
        self.waits = [0, *(after - before for before, after in pairwise(starts))]
        self.rounds: dict[int, int] = {}
        self.delays = [0] * count
        self.beside: dict[int, list[int]] = {}
        held: list[int] = []
        for k in range(1, count):
            put(held, prompt, lengths[k - 1], starts[k - 1])
            if self.waits[k] > 0:
                overfull = overfull_rounds(held, prompt, lengths[k], memory, starts[k] - 1)
                tau = overfull[-1 if latest else 0]  # an IndexError here is a failure of (H2)
                self.rounds[k] = tau
                self.delays[k] = tau - starts[k] + 1
                self.beside[k] = [i for i in range(k) if starts[i] + lengths[i] > tau]

    def held(self, i: int, k: int) -> int:
        """Return ``m_i(tau_k)``."""
        return self.prompt + self.starts[k] - self.starts[i] + self.delays[k]

    def structure_holds(self) -> bool:
        """Whether (F0) to (F3) hold."""
        s, lengths, starts, delays = self.prompt, self.lengths, self.starts, self.delays
        for k, beside in self.beside.items():
            filled = sum(self.held(i, k) for i in beside) + s + delays[k]
            if filled < self.memory or not 0 <= delays[k] < lengths[k]:
                return False
            if not beside or beside != list(range(beside[0], k)):
                return False
            if any(lengths[i] < starts[k] - starts[i] + delays[k] for i in beside):
                return False
            if k + 1 < len(lengths) and self.waits[k + 1] < delays[k]:
                return False
        return all(
            self.rounds[first] <= self.rounds[second]
            and all(i in self.beside[first] for i in self.beside[second] if i < first)
            for first in self.rounds
            for second in self.rounds
            if first < second
        )

    def charges_hold(self, j: int) -> bool:
        """Whether the charging for ``M S_j`` adds up and every job carries at most ``2 s o + o^2``."""
        s, waits, delays = self.prompt, self.waits, self.delays
        marked = [k for k in self.rounds if k <= j]
        own = {k: waits[k] * (s + delays[k]) for k in marked}
        rest = [sum(waits[k] * self.held(i, k) for k in marked if i in self.beside[k]) for i in range(j)]
        total = sum(waits[k] * (sum(self.held(i, k) for i in self.beside[k]) + s + delays[k]) for k in marked)
        if total != sum(own.values()) + sum(rest) or self.memory * self.starts[j] > total:
            return False
        kinds: list[list[tuple[str, int]]] = [[] for _ in range(j)]
        for place, i in enumerate(marked):
            following = marked[place + 1] if place + 1 < len(marked) else None
            if following is None or i - 1 not in self.beside[following]:
                kinds[i - 1].append(("C", i))
            elif i < j:
                kinds[i].append(("B", i))
            else:
                return False
        if sum(own[i] for kind in kinds for _, i in kind) != sum(own.values()):
            return False
        return all(self._carries(i, rest[i], kinds[i], own, marked) for i in range(j))

    def _carries(
        self, i: int, rest: int, kinds: list[tuple[str, int]], own: dict[int, int], marked: list[int]
    ) -> bool:
        """Whether job i is in one of the four cases, with the shape the algebra assumes."""
        s, o = self.prompt, self.lengths[i]
        charged = {label: own[k] for label, k in kinds}
        if len(charged) != len(kinds) or rest + sum(charged.values()) > 2 * s * o + o * o:
            return False
        if rest > (s + o) * o:
            return False
        if "C" in charged and "B" not in charged:
            w, y = self.waits[i + 1], self.delays[i + 1]
            return rest == w * (s + w + y) and o >= w + y
        if "B" in charged:
            k = next(k for k in marked if k > i)
            a, b, w, y = self.starts[k] - self.starts[i], self.delays[k], self.waits[i], self.delays[i]
            if not (o >= w + a + b and y <= a and a == self.waits[k] and i in self.beside[k]):
                return False
            if "C" in charged:
                return k == i + 1 and rest == a * (s + a + b) and charged["C"] == a * (s + b)
            return rest <= a * (s + a + b) + (o - a) * (s + o)
        return True


def fits(n: int, M: int, s: int) -> bool:
    """Whether some job fits beside its prompt: s < M."""
    return s < M


def _delayed(starts: Sequence[int], late: int) -> list[int]:
    """Return the starts with the last one ``late`` rounds later: an error to plant."""
    return [*starts[:-1], starts[-1] + late]


def starts_obey_rules(n: int, M: int, s: int, late: int = 0) -> bool:
    """Every MC-SF schedule: first start 0, starts ascending, at most M in use, (H2), and nothing else does.

    "Nothing else": after the jobs before it, no other start round of a job fits and satisfies (H1), (H2).
    """
    for lengths in ascending_lengths(n, M - s):
        starts = _delayed(look_ahead_starts((s,) * n, lengths, M), late)
        if starts[0] != 0 or any(before > after for before, after in pairwise(starts)):
            return False
        held: list[int] = []
        for j in range(1, n):
            put(held, s, lengths[j - 1], starts[j - 1])
            first = starts[j - 1]
            # from one round after the last end on every job fits
            fitting = [not overfull_rounds(held, s, lengths[j], M, t) for t in range(first, len(held) + 2)]
            candidates = [
                first + place
                for place, fits_there in enumerate(fitting)
                if fits_there and (place == 0 or not fitting[place - 1])
            ]
            if candidates != [starts[j]]:
                return False
        put(held, s, lengths[-1], starts[-1])
        if max(held) > M:
            return False
    return True


def charging_holds(n: int, M: int, s: int, late: int = 0) -> bool:
    """(F0) to (F3), the charging of every job, and the start-time bound, on every MC-SF schedule."""
    for lengths in ascending_lengths(n, M - s):
        starts = _delayed(look_ahead_starts((s,) * n, lengths, M), late)
        bound = 0
        for j, length in enumerate(lengths):
            if M * starts[j] > bound:
                return False
            bound += 2 * s * length + length * length
        for latest in (False, True):
            waits = Waits(s, lengths, M, starts, latest=latest)
            if not waits.structure_holds() or not all(waits.charges_hold(j) for j in range(n)):
                return False
    return True


def average_start_holds(n: int, M: int, s: int, late: int = 0) -> bool:
    """Sum of starts against the positive parts, doubled and with eps = (largest s + o)/M cleared."""
    for lengths in ascending_lengths(n, M - s):
        largest = s + lengths[-1]
        if 2 * largest > M:
            continue
        starts = _delayed(look_ahead_starts((s,) * n, lengths, M), late)
        right = sum(
            length * max(0, 2 * (n - 1 - i) * (s + length) - (M - 2 * largest))
            for i, length in enumerate(lengths)
        )
        if 2 * (M - largest) * sum(starts) > right:
            return False
    return True


def waiting_jobs_fill_memory(n: int, M: int, late: int = 0) -> bool:
    """While job k waits, final sizes of the active jobs and of k exceed M; prompts may differ.

    For both admission tests, in ascending area; also that starts ascend and that
    ``(M - largest) S_j <= sum of p_i o_i over the jobs before j``.
    """
    for jobs in ascending_areas(n, M):
        prompts, lengths = zip(*jobs, strict=True)
        sizes = [sum(job) for job in jobs]
        for rule in (look_ahead_starts, peak_starts):
            starts = _delayed(rule(prompts, lengths, M), late)
            filled = 0
            for k in range(n):
                if (M - max(sizes)) * starts[k] > filled:
                    return False
                filled += sizes[k] * lengths[k]
                for t in range(starts[k - 1] if k else 0, starts[k]):
                    active = sum(sizes[i] for i in range(k) if starts[i] <= t < starts[i] + lengths[i])
                    if active + sizes[k] < M + 1:
                        return False
    return True


def peak_waits_are_short(n: int, M: int, s: int, late: int = 0) -> bool:
    """Admission by final sizes, one prompt: waits at most the length before, and the bound on M S_j."""
    for lengths in ascending_lengths(n, M - s):
        starts = _delayed(peak_starts((s,) * n, lengths, M), late)
        if any(starts[k] - starts[k - 1] > lengths[k - 1] for k in range(1, n)):
            return False
        products = [(s + length) * length for length in lengths]
        if any(M * starts[j] > sum(products[:j]) + sum(products[1 : j + 1]) for j in range(n)):
            return False
    return True


def batches_match(m: int, d: int, g: int, K: int, late: int = 0) -> bool:
    """MC-SF on K batches of m jobs of length k d: total ``m k d K (K + 1)/2``; the pipeline stays within M.

    Here ``k = 2 m/g - 1``, M = m k d, no prompt, and the pipeline starts g jobs every d rounds. Cells in
    which g does not divide 2 m are empty.
    """
    if 2 * m % g != 0 or 2 * m // g < 2:
        return True
    parallel = 2 * m // g - 1
    length, jobs = parallel * d, m * K
    memory, lengths, prompts = m * length, (length,) * jobs, (0,) * jobs
    starts = _delayed(look_ahead_starts(prompts, lengths, memory), late)
    pipeline = [i // g * d for i in range(jobs)]
    total = 2 * (sum(starts) + jobs * length)
    return total == m * length * K * (K + 1) and max(usage(prompts, lengths, pipeline)) <= memory


def one_at_a_time(h: int, n: int, M_over: int, late: int = 0) -> bool:
    """Peak admission runs jobs of length 3 h singly at M = 6 h - M_over; one every h + 1 rounds also fits."""
    length, memory = 3 * h, 6 * h - M_over
    lengths, prompts = (length,) * n, (0,) * n
    starts = _delayed(peak_starts(prompts, lengths, memory), late)
    pipeline = [i * (h + 1) for i in range(n)]
    return list(starts) == [i * length for i in range(n)] and max(usage(prompts, lengths, pipeline)) <= memory


__all__ = [
    "Waits",
    "average_start_holds",
    "batches_match",
    "charging_holds",
    "fits",
    "one_at_a_time",
    "peak_waits_are_short",
    "starts_obey_rules",
    "waiting_jobs_fill_memory",
]
