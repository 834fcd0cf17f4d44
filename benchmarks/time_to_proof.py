"""Time to a proved optimum, engine by engine, on the fixed public set, in one run.

Run: .venv/bin/python benchmarks/time_to_proof.py [--engines search:90,milp+cpsat] [--limit 60] [--only two-]
         [--csv times.csv | --resume times.csv] [--plot solved.png] [--effort 1] [--cores 2]

Engines run one after the other, those joined by "+" at once; ":90" gives one a limit of its own.

`milp` is the start-time program with HiGHS; `cpsat` is the same program, with the same latest start
rounds, in CP-SAT, in a process of its own, and is there only if ortools is installed.

Fair: HiGHS and CP-SAT have one thread each, and a core each, also when they run at once; our engines use
two threads, on as many cores as `--cores` says. Every engine starts from the same schedule, as its upper
bound and, for the solvers, as a hint; every one may use the exact lower bounds of `ratiolab.bounds`.
Seconds are wall clock and cover building the model and solving it; `cpu` is the processor time of the
same work. Compiling kernels and starting CP-SAT's interpreter are not counted. A schedule that an engine
returns is verified; two engines that prove different optima end the run with exit code 1.

Every result is written to the CSV file as soon as it is there. `--resume` goes on with a file: rows of
the same instance, engine, limit and start value are not measured again.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

from proof_times import Row, open_csv, plot, read_rows, write_row

from ratiolab.bounds import best
from ratiolab.documents import read_instance
from ratiolab.instance import GroupedInstance, Instance
from ratiolab.optimum import ENGINES, Status, solve
from ratiolab.optimum.milp import latest_starts
from ratiolab.optimum.starts import counted, dealt
from ratiolab.schedule import Schedule, verify

FOLDER = Path(__file__).parent / "public_set"
#: Seconds that CP-SAT may run beyond its limit before it is stopped.
GRACE = 60.0
#: Cores in use, set once by `main`; none where the system cannot tie processes to cores.
CORES: list[int] = []

CPSAT = """
import json, math, os, sys, time
from ortools.sat.python import cp_model
job = json.load(sys.stdin)
if job["core"] is not None:
    os.sched_setaffinity(0, {job["core"]})
began, cpu = time.monotonic(), time.process_time()
model, memory = cp_model.CpModel(), job["memory"]
rows, cost, starts = {}, [], []
for (s, o, count), latest, hint in zip(job["types"], job["latest"], job["hint"]):
    x = [model.new_int_var(0, min(count, memory // (s + o)), "") for _ in range(latest + 1)]
    starts.append(x)
    model.add(sum(x) == count)
    for t, v in enumerate(x):
        model.add_hint(v, hint.get(str(t), 0))
        cost.append((t + o) * v)
        for r in range(t, t + o):
            rows.setdefault(r, []).append((s + r - t + 1) * v)
for row in rows.values():
    model.add(sum(row) <= memory)
model.minimize(sum(cost))
solver = cp_model.CpSolver()
solver.parameters.max_time_in_seconds = max(0.001, job["limit"] - (time.monotonic() - began))
solver.parameters.num_workers = 1
status = solver.solve(model)
known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
print(json.dumps({
    "refused": status in (cp_model.INFEASIBLE, cp_model.MODEL_INVALID),
    "lower": math.ceil(solver.best_objective_bound - 1e-6),
    "starts": [{t: n for t, v in enumerate(x) if (n := solver.value(v))} for x in starts] if known else None,
    "seconds": time.monotonic() - began, "cpu": time.process_time() - cpu,
}))
"""


#: Lower bound, upper bound, seconds, processor seconds.
Outcome = tuple[int, int, float, float]
Runner = Callable[[Instance, Schedule, float], Outcome]


def start_of(instance: Instance, effort: int) -> Schedule:
    """The schedule that every engine begins with: that of the portfolio, made once and not timed."""
    schedule = solve(instance, engine=None, effort=effort).schedule
    assert schedule is not None
    return schedule


def by_engine(name: str) -> Runner:
    def run(instance: Instance, upper: Schedule, limit: float) -> Outcome:
        began, cpu = time.monotonic(), time.process_time()
        result = solve(instance, upper=upper, engine=name, time_limit=limit)
        if result.status is Status.INTERRUPTED:
            raise KeyboardInterrupt
        assert result.schedule is not None
        attained = verify(instance, result.schedule).flow_time
        assert attained == result.upper
        return result.lower, attained, time.monotonic() - began, time.process_time() - cpu

    return run


def by_cpsat(instance: Instance, given: Schedule, limit: float) -> Outcome:
    began, cpu = time.monotonic(), time.process_time()
    verified, types, exact = verify(instance, given), instance.types(), best(instance).rounded
    upper = verified.flow_time
    if exact == upper:
        return exact, upper, time.monotonic() - began, time.process_time() - cpu
    job = {
        "memory": instance.memory,
        "types": [(kind.prompt, kind.response, kind.count) for kind in types],
        "latest": latest_starts(types, instance.memory, upper),
        "hint": counted(instance, verified),
        "limit": limit,
        "core": CORES[0] if CORES else None,
    }
    before, cpu_before = time.monotonic() - began, time.process_time() - cpu
    try:
        answer = subprocess.run(
            [sys.executable, "-c", CPSAT],
            input=json.dumps(job),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=limit + GRACE,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:  # out of memory, or stuck
        print(f"cpsat gives no answer: {type(error).__name__}", file=sys.stderr)
        return exact, upper, time.monotonic() - began, limit
    reply = json.loads(answer.stdout)
    assert not reply["refused"], "CP-SAT denies a verified schedule"
    if reply["starts"] is not None:
        starts = tuple({int(t): count for t, count in of_type.items()} for of_type in reply["starts"])
        upper = min(upper, verify(instance, dealt(instance, starts)).flow_time)
    return max(reply["lower"], exact), upper, before + reply["seconds"], cpu_before + reply["cpu"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for one engine on one instance")
    parser.add_argument("--engines", default="search,milp", help="also auto, cpsat; , + and : as above")
    parser.add_argument("--cores", type=int, default=2, help="cores our engines may use")
    parser.add_argument("--only", default="", help="only names that contain this; several with commas")
    parser.add_argument("--effort", type=int, default=1, help="passes of local search before the engines")
    parser.add_argument("--plot", metavar="FILE", help="picture of instances proved within a time")
    target = parser.add_mutually_exclusive_group()
    target.add_argument("--csv", metavar="FILE", help="a new file of results, row by row")
    target.add_argument("--resume", metavar="FILE", help="go on with such a file")
    options = parser.parse_args()
    runners: dict[str, Runner] = {name: by_engine(name) for name in ENGINES}
    if importlib.util.find_spec("ortools") is not None:
        runners["cpsat"] = by_cpsat
    turns = [[word.partition(":") for word in turn.split("+")] for turn in options.engines.split(",")]
    engines = [name for turn in turns for name, _, _ in turn]
    options.limits = {name: float(own or options.limit) for turn in turns for name, _, own in turn}
    options.turns = [[name for name, _, _ in turn] for turn in turns]
    if any(set(turn) - {"milp", "cpsat"} for turn in options.turns if len(turn) > 1):
        parser.error("only milp and cpsat run at once: each has a core of its own")
    missing = [name for name in engines if name not in runners]
    if missing:
        parser.error(f"no engine {', '.join(missing)}: there are {', '.join(runners)}")
    if not all(limit > 0 for limit in options.limits.values()):
        parser.error("every limit must be above 0")
    if options.csv and Path(options.csv).exists():
        parser.error(f"{options.csv} exists: go on with it by --resume, or take another name")
    rows = read_rows(Path(options.resume)) if options.resume else []
    file = options.csv or options.resume
    stream = open_csv(Path(file), rows) if file else None
    if hasattr(os, "sched_setaffinity"):
        CORES.extend(sorted(os.sched_getaffinity(0))[: options.cores])
        os.sched_setaffinity(0, CORES)
    else:
        print("this system cannot tie processes to cores", file=sys.stderr)
    warm = Instance.common(40, 5, [3, 5, 8, 13, 16, 20, 20])
    for name in engines:
        runners[name](warm, start_of(warm, 0), 600.0)
    try:
        shown = measure(options, runners, engines, rows, stream)
    except KeyboardInterrupt:
        where = f": go on with --resume {file}" if file else ""
        print(f"interrupted{where}", file=sys.stderr)
        raise SystemExit(130) from None
    if options.plot:
        plot(shown, engines, options.limits, options.plot)


def at_once(
    runners: dict[str, Runner], instance: Instance, upper: Schedule, limits: dict[str, float]
) -> list[Outcome]:
    """Run one engine, or milp here and cpsat in its process, each on a core of its own."""
    if len(runners) < 2:
        return [runner(instance, upper, limits[name]) for name, runner in runners.items()]
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(runners["cpsat"], instance, upper, limits["cpsat"])
        if len(CORES) > 1:
            os.sched_setaffinity(0, {CORES[-1]})  # of this thread alone; cpsat takes the first
        try:
            results = {"milp": runners["milp"](instance, upper, limits["milp"])}
        finally:
            if len(CORES) > 1:
                os.sched_setaffinity(0, CORES)
        results["cpsat"] = beside.result()
    return [results[name] for name in runners]


def measure(
    options: argparse.Namespace,
    runners: dict[str, Runner],
    engines: list[str],
    rows: list[Row],
    stream: TextIO | None,
) -> list[Row]:
    """Print the table, a line per instance; return its rows. Rows already there are not measured."""
    done = {row.key: row for row in rows}
    wanted = options.only.split(",")
    paths = sorted(p for p in FOLDER.glob("*.json") if any(part in p.stem for part in wanted))
    print(f"{'instance':24}{'start':>7}" + "".join(f"{name:>26}" for name in engines))
    shown: list[Row] = []
    for path in paths:
        problem = read_instance(path)
        instance = problem.expand() if isinstance(problem, GroupedInstance) else problem
        given = start_of(instance, options.effort)
        start = verify(instance, given).flow_time
        line: list[Row] = []
        for turn in options.turns:
            keys = {name: (path.stem, name, options.limits[name], start) for name in turn}
            todo = [name for name in turn if keys[name] not in done]
            outcomes = at_once({name: runners[name] for name in todo}, instance, given, options.limits)
            for name, (lower, upper, seconds, cpu) in zip(todo, outcomes, strict=True):
                row = Row(*keys[name], lower, upper, round(seconds, 3), round(cpu, 3))
                done[row.key] = row
                if stream is not None:
                    write_row(stream, row)
            line += [done[keys[name]] for name in turn]
        print(f"{path.stem:24}{start:>7}" + "".join(f"{row!s:>26}" for row in line), flush=True)
        shown += line
        if max(row.lower for row in line) > min(row.upper for row in line):
            proofs = ", ".join(f"{row.engine} {row.lower}..{row.upper}" for row in line)
            raise SystemExit(f"{path.stem}: engines contradict each other: {proofs}")
    counts = [sum(row.proved for row in shown if row.engine == name) for name in engines]
    print(f"{'proved':31}" + "".join(f"{f'{count} of {len(paths)}':>26}" for count in counts))
    return shown


if __name__ == "__main__":
    main()
