"""MC-SF on 100 jobs: the kernel against the straightforward O(n^3) loop in Python.

Run: .venv/bin/python benchmarks/mc_sf.py
Medians of paired repeats in one run; both give the same starts (asserted).
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from ratiolab.algorithms import make
from ratiolab.workloads import make_instance


def straightforward(memory: int, prompts: list[int], responses: list[int]) -> list[int]:
    """Round by round, job by job: check every last round of every active or admitted job."""
    order = sorted(range(len(responses)), key=lambda i: responses[i])
    starts = [-1] * len(responses)
    active: list[int] = []
    waiting, now = list(order), 0
    while waiting:
        active = [i for i in active if starts[i] + responses[i] > now]
        while waiting:
            job = waiting[0]
            starts[job] = now
            fits = True
            for other in [*active, job]:
                last = starts[other] + responses[other] - 1
                held = sum(
                    prompts[i] + last - starts[i] + 1
                    for i in [*active, job]
                    if starts[i] <= last < starts[i] + responses[i]
                )
                if held > memory:
                    fits = False
                    break
            if not fits:
                starts[job] = -1
                break
            active.append(waiting.pop(0))
        now += 1
    return starts


def seconds(call: Callable[[], object], repeats: int) -> float:
    """Seconds of one call, averaged over a run of them."""
    began = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - began) / repeats


def main() -> None:
    print(f"{'workload':12} {'jobs':>5} {'kernel us':>10} {'plain ms':>9} {'x faster':>9}")
    for name, memory in (("uniform", 60), ("azure-conv", 16384), ("geometric", 1024)):
        instance, _ = make_instance(name, memory=memory, prompt=5, jobs=100, oversized="clip")
        algorithm = make("mc-sf")
        prompts, responses = instance.prompts.tolist(), instance.responses.tolist()
        assert algorithm.schedule(instance).start.tolist() == straightforward(memory, prompts, responses)
        pairs = [
            (
                seconds(lambda: algorithm.cost(instance), 200),  # noqa: B023
                seconds(lambda: straightforward(memory, prompts, responses), 3),  # noqa: B023
            )
            for _ in range(15)
        ]
        kernel, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
        faster = statistics.median(b / a for a, b in pairs)
        print(f"{name:12} {100:5} {kernel * 1e6:10.1f} {plain * 1e3:9.2f} {faster:9.0f}")


if __name__ == "__main__":
    main()
