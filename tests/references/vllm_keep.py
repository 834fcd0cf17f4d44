"""vLLM whose evicted requests keep their tokens, round by round, with its own little machine.

The machine of the model loses the tokens of a killed job, so it cannot be used here. A segment is
(job, first round, rounds run, tokens kept from before).
"""

from __future__ import annotations

from collections.abc import Sequence

Segment = tuple[int, int, int, int]


def vllm_keep(
    memory: int, prompts: Sequence[int], responses: Sequence[int], order: Sequence[int]
) -> tuple[list[Segment], list[int], list[int]]:
    """Segments, completion round of every job, and tokens held in every round."""
    tokens = [0] * len(responses)
    completions = [0] * len(responses)
    queue = list(order)
    batch: list[int] = []
    came: dict[int, tuple[int, int]] = {}  # job -> round and tokens at its latest admission
    segments: list[Segment] = []
    usage: list[int] = []
    now = 0
    while queue or batch:
        evicting = False
        while sum(prompts[job] + tokens[job] + 1 for job in batch) > memory:
            job = batch.pop()
            segments.append((job, came[job][0], now - came[job][0], came[job][1]))
            queue = [job, *queue]
            evicting = True
        while queue and not evicting:
            job = queue[0]
            if sum(prompts[other] + tokens[other] + 1 for other in [*batch, job]) > memory:
                break
            batch.append(queue.pop(0))
            came[job] = now, tokens[job]
        usage.append(sum(prompts[job] + tokens[job] + 1 for job in batch))
        now += 1
        for job in list(batch):
            tokens[job] += 1
            if tokens[job] == responses[job]:
                batch.remove(job)
                completions[job] = now
                segments.append((job, came[job][0], now - came[job][0], came[job][1]))
    return sorted(segments), completions, usage
