"""GSA costs a second on one core, instances of at most 30 jobs, beside the plain Python loop.

Run: .venv/bin/python benchmarks/gsa_costs.py [--instances 50000]
Every flow time of the batch is compared with the plain loop's and with the library's ordinary cost.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
from plain_gsa import plain_loop

from ratiolab.algorithms import make
from ratiolab.algorithms.gsa import GSA
from ratiolab.algorithms.slicing import phases
from ratiolab.core.gsa_batch import gsa_flow_times
from ratiolab.instance import Instance

MEMORY, PROMPT, MOST_JOBS = 256, 96, 30


def seconds(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=50_000)
    count = parser.parse_args().instances
    rng = np.random.default_rng(0)
    longest = MEMORY - PROMPT
    draws = {
        "n = 30, lengths 1..160": (np.full(count, 30), rng.integers(1, longest + 1, (count, MOST_JOBS))),
        "n = 1..30, lengths 1..160": (
            rng.integers(1, MOST_JOBS + 1, count),
            rng.integers(1, longest + 1, (count, MOST_JOBS)),
        ),
        "n = 1..30, half of length 1": (
            rng.integers(1, MOST_JOBS + 1, count),
            rng.integers(1, longest + 1, (count, MOST_JOBS)) ** rng.integers(0, 2, (count, MOST_JOBS)),
        ),
    }
    print(f"{'instances':28} {'alpha':15} {'batch/s':>10} {'one by one/s':>13} {'plain/s':>9} {'x plain':>8}")
    for title, (sizes, responses) in draws.items():
        for alpha in ("2", "(7+sqrt(13))/6", "3/2"):
            gsa = make("gsa", alpha=alpha)
            assert isinstance(gsa, GSA)
            ladder = phases(gsa.alpha, MEMORY, PROMPT, longest)
            flows = gsa_flow_times(responses, sizes, *ladder)
            rate = count / min(seconds(lambda: gsa_flow_times(responses, sizes, *ladder)) for _ in range(5))  # noqa: B023
            rows = [responses[r, : sizes[r]].tolist() for r in range(count)]
            listed = [Instance.common(MEMORY, PROMPT, row) for row in rows]
            gsa.cost(listed[0])
            made: list[int] = []
            slow = count / seconds(lambda: made.extend(plain_loop(row, *ladder) for row in rows))  # noqa: B023
            ordinary: list[int] = []
            single = count / seconds(lambda: ordinary.extend(gsa.cost(one).flow_time for one in listed))  # noqa: B023
            assert made == ordinary == flows.tolist()
            print(f"{title:28} {alpha:15} {rate:10,.0f} {single:13,.0f} {slow:9,.0f} {rate / slow:8.0f}")
    print("every flow time equals the plain loop's and the ordinary cost")


if __name__ == "__main__":
    main()
