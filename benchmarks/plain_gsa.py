"""What the kernels of GSA are measured against: the algorithm as it reads, in plain Python."""

from __future__ import annotations


def plain_loop(responses: list[int], slices: tuple[int, ...], parallelisms: tuple[int, ...]) -> int:
    """GSA as Algorithm 2 reads, in plain Python."""
    alive, base, flow = responses, 0, 0
    for tau, k in zip(slices, parallelisms, strict=True):
        left = []
        for i, response in enumerate(alive):
            if response <= tau:
                flow += base + i * tau // k + response
            else:
                left.append(response)
        base += (len(alive) - 1) * tau // k + tau
        alive = left
        if not alive:
            break
    return flow
