"""How far above the optimum the portfolio and the local search end, on the fixed public set.

Run: .venv/bin/python benchmarks/portfolio.py [--proved times.csv] [--limit 5] [--effort 0,1,10] [--each]

Optima and lower bounds come from a CSV file of `time_to_proof.py`, or else from the engine `search` with
a limit per instance. A schedule that meets no proved optimum is held against the best lower bound, so
its factor is at most the one shown. `five` is MC-SF, GBA-D, SPS by length, GBA and SPS alone; effort 0 is
the whole portfolio, effort e its best schedule after e passes of local search.
"""

from __future__ import annotations

import argparse
import csv
import time
from fractions import Fraction
from pathlib import Path

from ratiolab.algorithms import make
from ratiolab.bounds import best
from ratiolab.documents import read_instance
from ratiolab.instance import GroupedInstance, Instance
from ratiolab.optimum import solve
from ratiolab.optimum.portfolio import run

FOLDER = Path(__file__).parent / "public_set"
FIVE = ("mc-sf", "gba-d", "sps-by-length", "gba", "sps")


def load(path: Path) -> Instance:
    problem = read_instance(path)
    return problem.expand() if isinstance(problem, GroupedInstance) else problem


def from_csv(path: Path) -> dict[str, tuple[int, int]]:
    """Largest lower and least upper bound of each instance in a file of `time_to_proof.py`."""
    bounds: dict[str, tuple[int, int]] = {}
    with path.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            lower, upper = bounds.get(row["instance"], (0, 2**62))
            bounds[row["instance"]] = max(lower, int(row["lower"])), min(upper, int(row["upper"]))
    return bounds


#: Best lower bound of an instance, whether it is the optimum, flow times column by column.
Member = tuple[int, bool, list[int]]


def print_table(families: dict[str, list[Member]], columns: list[str]) -> None:
    """A line per family and one for all: optima met, and by what factor flow times are above the bound."""
    print(f"\n{'family':12}{'proved':>10}" + "".join(f"{name:>28}" for name in columns))
    print(f"{'':22}" + f"{'hits':>8}{'mean':>10}{'largest':>10}" * len(columns))
    for family, members in [*families.items(), ("all", [m for some in families.values() for m in some])]:
        known = sum(proved for _, proved, _ in members)
        line = f"{family:12}{f'{known} of {len(members)}':>10}"
        for i in range(len(columns)):
            hits = sum(proved and flows[i] == lower for lower, proved, flows in members)
            factors = [Fraction(flows[i], lower) for lower, _, flows in members]
            mean = sum(factors, Fraction(0)) / len(factors)
            line += f"{hits:>8}{float(mean):>10.4f}{float(max(factors)):>10.4f}"
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--proved", metavar="FILE", help="CSV file of time_to_proof.py")
    parser.add_argument("--limit", type=float, default=5.0, help="seconds of search where the file has none")
    parser.add_argument("--effort", default="0,1,10", help="comma-separated")
    parser.add_argument("--only", default="", help="only names that contain this")
    parser.add_argument("--each", action="store_true", help="a line per instance too")
    options = parser.parse_args()
    efforts = [int(x) for x in options.effort.split(",")]
    bounds = from_csv(Path(options.proved)) if options.proved else {}
    columns = ["five", *(f"effort {e}" for e in efforts)]
    for lengths in ([3, 5, 8, 8, 8, 13, 16, 20, 20], [2] * 40):
        solve(Instance.common(40, 5, lengths), engine=None, effort=1)  # compiles

    families: dict[str, list[Member]] = {}
    seconds = [0.0] * len(columns)
    paths = sorted(p for p in FOLDER.glob("*.json") if options.only in p.stem)
    if not paths:
        parser.error(f"no instance of {FOLDER.name} has {options.only!r} in its name")
    if options.each:
        print(f"{'instance':24}{'lower':>8}{'':2}" + "".join(f"{name:>11}" for name in columns))
    for path in paths:
        instance = load(path)
        flows = []
        for i, effort in enumerate([None, *efforts]):
            began = time.monotonic()
            if effort is None:
                flows.append(min(run(make(name), instance).verified.flow_time for name in FIVE))
            else:
                upper = solve(instance, engine=None, effort=effort).upper
                assert upper is not None
                flows.append(upper)
            seconds[i] += time.monotonic() - began
        if path.stem in bounds:
            lower, upper = bounds[path.stem]
        elif options.limit > 0:
            result = solve(instance, engine="search", effort=max(efforts), time_limit=options.limit)
            lower, upper = result.lower, result.upper
        else:
            lower, upper = best(instance).rounded, None
        if lower > min(flows):
            raise SystemExit(f"{path.stem}: a verified flow time {min(flows)} is below the bound {lower}")
        proved = lower == min(flows) or lower == upper
        family = (
            "-".join(path.stem.split("-")[:-2]) if path.stem.startswith("two") else path.stem.split("-")[0]
        )
        families.setdefault(family, []).append((lower, proved, flows))
        if options.each:
            mark = " *" if proved else "  "
            print(f"{path.stem:24}{lower:>8}{mark}" + "".join(f"{flow:>11}" for flow in flows), flush=True)

    print_table(families, columns)
    print("seconds in all: " + ", ".join(f"{c} {s:.2f}" for c, s in zip(columns, seconds, strict=True)))


if __name__ == "__main__":
    main()
