"""The staggered pipeline: its peak memory, its largest parallelism, its floor sums.

Plain Python integers of any size. Source: arXiv 2601.22996, Procedure 1 and Lemmas 3.3, 3.4.
"""

from __future__ import annotations

from math import gcd


def peak(parallelism: int, slice_: int, prompt: int) -> int:
    """Peak memory of the infinite staggered pipeline, in tokens (Lemma 3.3).

    Parameters
    ----------
    parallelism : int
        Jobs k that start within one slice, at least 1.
    slice_ : int
        Rounds tau each job runs, at least 1.
    prompt : int
        Common prompt s in tokens, at least 0.

    Returns
    -------
    int
        ``s*k + (tau*k + tau + k - gcd(tau, k)) / 2``, always an integer.
    """
    k, tau = parallelism, slice_
    return prompt * k + (tau * k + tau + k - gcd(tau, k)) // 2


def largest_parallelism(slice_: int, prompt: int, memory: int) -> int:
    """k*: the largest parallelism whose pipeline fits the budget; 0 if not even one job fits.

    Found from the definition, starting at the lower bound of Lemma 3.4, which can be short by one.

    Parameters
    ----------
    slice_, prompt : int
        As in `peak`.
    memory : int
        Budget M in tokens, at least 1.
    """
    if prompt + slice_ > memory:
        return 0
    k = max(1, (2 * memory - slice_ + 1) // (2 * prompt + slice_ + 1))
    while peak(k + 1, slice_, prompt) <= memory:
        k += 1
    return k


def floor_sum(n: int, m: int, a: int, b: int) -> int:
    """Return the sum of ``floor((a*i + b) / m)`` over ``0 <= i < n``, in O(log) steps.

    Parameters
    ----------
    n : int
        Number of terms, at least 0.
    m : int
        Divisor, at least 1.
    a, b : int
        Slope and offset, at least 0.
    """
    total = 0
    while n > 0:
        total += (n - 1) * n // 2 * (a // m) + n * (b // m)
        a, b = a % m, b % m
        top = a * n + b
        if top < m:
            break
        # Count the lattice points by rows instead of columns: Euclid on (a, m).
        n, b, m, a = top // m, top % m, a, m
    return total


def call_length(jobs: int, slice_: int, parallelism: int) -> int:
    """Rounds one pipeline call lasts at most: ``floor((jobs-1)*tau/k) + tau``; 0 without jobs."""
    return (jobs - 1) * slice_ // parallelism + slice_ if jobs else 0
