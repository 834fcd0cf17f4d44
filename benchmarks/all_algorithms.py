"""Every algorithm on 10^5 jobs of one trace, rows repeated, at M = 16384.

Run: .venv/bin/python benchmarks/all_algorithms.py [--trace FILE] [--prompt 1155] [--jobs 100000]
Without a trace the built-in azure-conv workload is drawn. One cold call (kernels may load) and one warm
call of ``cost`` each, and the cost of one numpy.sort of the lengths to compare with.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from ratiolab.algorithms import ALGORITHMS, parse
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.traces import read_trace
from ratiolab.workloads import make_instance

MEMORY = 16384


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trace")
    parser.add_argument("--prompt", type=int, default=1155)
    parser.add_argument("--jobs", type=int, default=100_000)
    options = parser.parse_args()
    if options.trace:
        responses = np.resize(read_trace(options.trace).responses, options.jobs)
    else:
        responses = make_instance("azure-conv", prompt=options.prompt, jobs=options.jobs)[0].responses
    instance = Instance.common(MEMORY, options.prompt, responses)
    began = time.perf_counter()
    np.sort(instance.responses)
    sort = time.perf_counter() - began
    print(f"{'algorithm':52} {'cold s':>8} {'warm s':>8} {'sorts':>8}  mean flow time")
    for text in (*ALGORITHMS, "mc-sf:skip=yes", "a-min:kill=remaining", "a-max:upper=1000"):
        algorithm = parse(text)
        times = []
        try:
            for _ in range(2):
                began = time.perf_counter()
                cost = algorithm.cost(instance)
                times.append(time.perf_counter() - began)
        except InputError as error:
            print(f"{algorithm.label:52} refused: {error}")
            continue
        mean = cost.flow_time / len(instance)
        print(f"{algorithm.label:52} {times[0]:8.2f} {times[1]:8.3f} {times[1] / sort:8.0f}  {mean:14.1f}")


if __name__ == "__main__":
    main()
