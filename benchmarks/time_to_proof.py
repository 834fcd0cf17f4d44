"""Time to a proved optimum, engine by engine, on the fixed public set, in one run.

Run: .venv/bin/python benchmarks/time_to_proof.py [--limit 60] [--engines search,milp] [--only two-]
         [--plot solved.png] [--csv times.csv]

`milp` is the plain time-indexed program with HiGHS; `cpsat` is the same model in CP-SAT, one worker, in
a process of its own, and is there only if ortools is installed. Every engine starts from the same
schedule, and every value proved by two engines must be the same. Compiling is not measured.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ratiolab.documents import read_instance
from ratiolab.instance import GroupedInstance, Instance
from ratiolab.optimum import ENGINES, optimum
from ratiolab.optimum.portfolio import Run, best_run

FOLDER = Path(__file__).parent / "public_set"
#: Lower bound, upper bound, seconds.
Outcome = tuple[int, int, float]

CPSAT = """
import json, math, sys
from ortools.sat.python import cp_model
job = json.load(sys.stdin)
model, memory = cp_model.CpModel(), job["memory"]
rows, cost = [[] for _ in range(job["rounds"])], []
for s, o, count in job["types"]:
    x = [model.new_int_var(0, min(count, memory // (s + o)), "") for _ in range(job["rounds"] - o + 1)]
    model.add(sum(x) == count)
    for t, v in enumerate(x):
        cost.append((t + o) * v)
        for r in range(t, t + o):
            rows[r].append((s + r - t + 1) * v)
for row in rows:
    model.add(sum(row) <= memory)
model.minimize(sum(cost))
solver = cp_model.CpSolver()
solver.parameters.max_time_in_seconds = job["limit"]
solver.parameters.num_workers = 1
status = solver.solve(model)
known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
upper = round(solver.objective_value) if known else None
print(json.dumps([math.ceil(solver.best_objective_bound - 1e-6), upper]))
"""


def by_engine(name: str) -> Callable[[Instance, Run, float], Outcome]:
    def run(instance: Instance, top: Run, limit: float) -> Outcome:
        result = optimum(instance, upper_schedule=top.schedule, engine=name, time_limit=limit)
        assert result.upper is not None
        return result.lower, result.upper, result.runtime

    return run


def by_cpsat(instance: Instance, top: Run, limit: float) -> Outcome:
    total = int(instance.responses.sum())
    rounds = min(total, top.verified.flow_time - total + int(instance.responses.max()))
    job = {
        "memory": instance.memory,
        "rounds": rounds,
        "types": [(t.prompt, t.response, t.count) for t in instance.types()],
        "limit": limit,
    }
    began = time.monotonic()
    answer = subprocess.run(
        [sys.executable, "-c", CPSAT], input=json.dumps(job), capture_output=True, text=True, check=True
    )
    lower, upper = json.loads(answer.stdout)
    upper = top.verified.flow_time if upper is None else min(upper, top.verified.flow_time)
    return max(lower, total), upper, time.monotonic() - began


def plot(times: dict[str, list[float]], instances: int, limit: float, path: str) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4), layout="constrained")
    axes = figure.add_subplot()
    for name, solved in times.items():
        done = sorted(max(t, 0.01) for t in solved)
        axes.step([0.01, *done, limit], [0, *range(1, len(done) + 1), len(done)], where="post", label=name)
    axes.set(xscale="log", xlim=(0.01, limit), ylim=(0, instances + 1))
    axes.set(xlabel="seconds", ylabel=f"instances proved, of {instances}")
    axes.legend(loc="lower right")
    figure.savefig(path, dpi=150)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for one engine on one instance")
    parser.add_argument("--engines", default="search,milp", help="comma-separated; also auto, cpsat")
    parser.add_argument("--only", default="", help="only names that contain this")
    parser.add_argument("--plot", metavar="FILE", help="picture of instances proved within a time")
    parser.add_argument("--csv", metavar="FILE", help="the table as comma-separated values")
    options = parser.parse_args()
    runners = {name: by_engine(name) for name in ENGINES}
    if importlib.util.find_spec("ortools") is not None:
        runners["cpsat"] = by_cpsat
    engines = options.engines.split(",")
    missing = [name for name in engines if name not in runners]
    if missing:
        parser.error(f"no engine {', '.join(missing)}: there are {', '.join(runners)}")
    warm = Instance.common(40, 5, [3, 5, 8, 13, 16, 20, 20])
    for name in engines:
        runners[name](warm, best_run(warm), 600.0)

    rows = []
    times: dict[str, list[float]] = {name: [] for name in engines}
    print(f"{'instance':28}" + "".join(f"{name:>26}" for name in engines))
    paths = sorted((p for p in FOLDER.glob("*.json") if options.only in p.stem), key=lambda p: p.stem)
    for path in paths:
        problem = read_instance(path)
        instance = problem.expand() if isinstance(problem, GroupedInstance) else problem
        top = best_run(instance)
        proved = set()
        line = f"{path.stem:28}"
        for name in engines:
            lower, upper, seconds = runners[name](instance, top, options.limit)
            if lower == upper:
                proved.add(upper)
                times[name].append(seconds)
            value = str(upper) if lower == upper else f"{lower}..{upper}"
            line += f"{value:>16}{seconds:8.2f} s"
            rows.append([path.stem, name, lower, upper, f"{seconds:.3f}"])
        print(line, flush=True)
        if len(proved) > 1:
            raise SystemExit(f"{path.stem}: engines prove different optima: {sorted(proved)}")
    print(f"{'proved':28}" + "".join(f"{len(times[name]):>13} of {len(paths):<10}" for name in engines))
    if options.csv:
        with Path(options.csv).open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([["instance", "engine", "lower", "upper", "seconds"], *rows])
    if options.plot:
        plot(times, len(paths), options.limit, options.plot)


if __name__ == "__main__":
    main()
