"""Flow time of GSA from 10^3 to 10^7 jobs, against a plain Python loop and one numpy.sort.

Run: .venv/bin/python benchmarks/gsa_flow_time.py [--largest 7]
Each row: median of paired repeats in one run; the plain loop stops at 10^6 jobs.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
from plain_gsa import plain_loop

from ratiolab.algorithms import make
from ratiolab.algorithms.slicing import phases
from ratiolab.instance import Instance
from ratiolab.slices import scaling_factor

MEMORY, PROMPT = 16384, 1155
DISTRIBUTIONS: dict[str, Callable[[np.random.Generator, int], np.ndarray]] = {
    "uniform 1..2000": lambda rng, n: rng.integers(1, 2001, n),
    "geometric, mean 211": lambda rng, n: np.minimum(rng.geometric(1 / 211, n), 2000),
}


def seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=7, help="largest exponent of ten")
    largest = parser.parse_args().largest
    make("gsa").cost(Instance.common(MEMORY, PROMPT, [1, 2]))  # load the compiled kernel
    print(
        f"{'lengths':20} {'alpha':14} {'jobs':>9} {'kernel ms':>10} {'ns/job':>7} {'sorts':>6} {'x loop':>7}"
    )
    for title, draw in DISTRIBUTIONS.items():
        for alpha in ("2", "(7+sqrt(13))/6"):
            gsa = make("gsa", alpha=alpha)
            for exponent in range(3, largest + 1):
                n = 10**exponent
                responses = draw(np.random.default_rng(exponent), n)
                instance = Instance.common(MEMORY, PROMPT, responses)
                ordered = instance.ordered_responses
                gsa.cost(instance)
                repeats = max(5, min(51, 10**7 // n))
                pairs = [
                    (seconds(lambda: gsa.cost(instance)), seconds(lambda: np.sort(ordered)))  # noqa: B023
                    for _ in range(repeats)
                ]
                kernel = statistics.median(a for a, _ in pairs)
                sorts = statistics.median(a / b for a, b in pairs)
                faster = "-"
                if exponent <= 6:
                    listed = responses.tolist()
                    began = time.perf_counter()
                    ladder = phases(scaling_factor(alpha), MEMORY, PROMPT, max(listed))
                    flow = plain_loop(listed, *ladder)
                    faster = f"{(time.perf_counter() - began) / kernel:.0f}"
                    assert flow == gsa.cost(instance).flow_time
                print(
                    f"{title:20} {alpha:14} {n:9} {kernel * 1e3:10.3f} {kernel / n * 1e9:7.1f} "
                    f"{sorts:6.2f} {faster:>7}"
                )


if __name__ == "__main__":
    main()
