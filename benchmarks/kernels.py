"""The long kernels of this checkout against those of another one, in pairs.

Run: .venv/bin/python benchmarks/kernels.py --against CHECKOUT [--pairs 7]
Each run is a process that calls the library once to compile or load, then times a call in CPU seconds; the
two checkouts take turns, so that what else the machine does meets both. Both must give the same result
(asserted).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def run_algorithm(name: str, jobs: int) -> Callable[[], object]:
    from ratiolab.algorithms import parse
    from ratiolab.workloads import make_instance

    instance, _ = make_instance("azure-conv", prompt=1155, jobs=jobs, oversized="clip")
    algorithm = parse(name)
    return lambda: algorithm.cost(instance).flow_time


def run_search(lengths: list[int], memory: int) -> Callable[[], object]:
    import numpy as np

    from ratiolab.algorithms import make
    from ratiolab.instance import Instance
    from ratiolab.optimum import search

    responses = np.array(lengths, dtype=np.int64)
    instance = Instance(memory, np.full_like(responses, 5), responses)
    upper = make("mc-sf").schedule(instance)

    def call() -> object:
        result = search.solve(instance, upper=upper)
        return result.lower, result.upper, result.nodes

    return call


def run_local_search(jobs: int) -> Callable[[], object]:
    from ratiolab.algorithms import make
    from ratiolab.optimum.local_search import improve
    from ratiolab.workloads import make_instance

    instance, _ = make_instance("uniform", jobs=jobs)
    start = make("mc-sf").schedule(instance)
    return lambda: int(improve(instance, start, insertions=200_000).start.sum())


def lengths_like(seed: int, jobs: int) -> list[int]:
    import random

    source = random.Random(seed)
    return sorted(source.randint(1, 20) for _ in range(jobs))


#: What is timed: the kernel that it stands for, and the call.
CALLS: dict[str, Callable[[], Callable[[], object]]] = {
    "evict_least_estimate (a-min)": lambda: run_algorithm("a-min", 100_000),
    "evict_least_estimate (a-min:kill=remaining)": lambda: run_algorithm("a-min:kill=remaining", 30_000),
    "speculative_run (gsa-spec)": lambda: run_algorithm("gsa-spec:alpha=2", 30_000),
    "expand, undominated (20 jobs, M = 60)": lambda: run_search(lengths_like(1, 20), 60),
    "expand, undominated (two lengths)": lambda: run_search([10] * 10 + [20] * 10, 80),
    "search_starts (100 jobs)": lambda: run_local_search(100),
}


def timed(name: str) -> None:
    """Print CPU seconds of the second call and what both gave, as JSON."""
    call = CALLS[name]()
    first = call()
    began = time.process_time()
    second = call()
    seconds = time.process_time() - began
    assert first == second
    print(json.dumps({"seconds": seconds, "result": first}))


def in_checkout(checkout: Path, name: str) -> tuple[float, object]:
    """CPU seconds and result of one run there."""
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    line = [sys.executable, str(Path(__file__).resolve()), "--time", name]
    done = subprocess.run(line, env=environment, cwd=checkout, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return told["seconds"], told["result"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="the other checkout")
    parser.add_argument("--pairs", type=int, default=7, metavar="N", help="runs of each (default 7)")
    parser.add_argument("--only", default="", metavar="WORD", help="kernels that contain it")
    parser.add_argument("--time", choices=list(CALLS), metavar="KERNEL", help="one run here, as JSON")
    asked = parser.parse_args()
    if asked.time is not None:
        timed(asked.time)
        return
    if asked.against is None:
        parser.error("--against CHECKOUT is needed")
    columns = ("before", "now", "ratio", "median", "from", "to")
    print(f"{'CPU seconds: least, ratio of pairs':45}" + "".join(f" {column:>7}" for column in columns))
    for name in CALLS:
        if asked.only not in name:
            continue
        pairs = []
        for _ in range(asked.pairs):
            (old, there), (new, here) = in_checkout(asked.against.resolve(), name), in_checkout(HERE, name)
            assert there == here, (name, there, here)
            pairs.append((old, new))
        ratios = sorted(new / old for old, new in pairs)
        before, now = (min(column) for column in zip(*pairs, strict=True))
        print(f"{name:45} {before:7.4f} {now:7.4f} {now / before:7.3f} {statistics.median(ratios):7.3f} "
              f"{ratios[0]:7.3f} {ratios[-1]:7.3f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
