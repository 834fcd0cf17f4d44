"""Least total flow time of tiny instances by trying start rounds: exact, slow, knows nothing of ratiolab.

Model: a job with prompt s and response o that starts in round a holds ``s + 1, s + 2, ..., s + o``
tokens in rounds ``a, ..., a + o - 1`` and completes at ``a + o``; never more than M tokens in a round.
"""

from __future__ import annotations

from collections.abc import Sequence


def least_flow_time(memory: int, jobs: Sequence[tuple[int, int]]) -> int:
    """Return the least sum of completion rounds over all choices of start rounds.

    Jobs are started in order of start round; equal jobs are interchangeable. A branch is cut only if
    its completions so far, plus those of the other jobs if they all could start at once, are no better
    than a schedule already found; the first one found is one job after the other, shortest first.

    Parameters
    ----------
    memory : int
        Budget M.
    jobs : sequence of (prompt, response)
        Each fits alone: ``prompt + response <= memory``.
    """
    kinds = sorted(set(jobs), key=lambda job: (job[1], job[0]))
    left = [list(jobs).count(kind) for kind in kinds]
    lengths = sorted(response for _, response in jobs)
    best = sum(sum(lengths[: i + 1]) for i in range(len(lengths)))
    held = [0] * (sum(lengths) * (len(lengths) + 2) + best)

    def search(now: int, first_kind: int, waiting: int, waiting_length: int, cost: int) -> None:
        nonlocal best
        if not waiting:
            best = min(best, cost)
            return
        start, kind_from = now, first_kind
        while cost + waiting * start + waiting_length < best:
            for k in range(kind_from, len(kinds)):
                prompt, response = kinds[k]
                if left[k] and all(held[start + r] + prompt + r + 1 <= memory for r in range(response)):
                    left[k] -= 1
                    for r in range(response):
                        held[start + r] += prompt + r + 1
                    search(start, k, waiting - 1, waiting_length - response, cost + start + response)
                    for r in range(response):
                        held[start + r] -= prompt + r + 1
                    left[k] += 1
            start, kind_from = start + 1, 0

    search(0, 0, len(jobs), sum(lengths), 0)
    return best
