"""Compare the exact engines with the tiny optimum on every instance of a box.

Run: .venv/bin/python benchmarks/engines_agree.py --jobs 6 --memory 10 --out FILE

The box: every multiset of at most `--jobs` response lengths, every common prompt, every budget up to
`--memory`. Every value must be proved and equal, and its schedule verified. The file (SQLite) keeps what
has been compared, batch by batch; the same call goes on where an earlier one stopped.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from collections.abc import Iterator
from itertools import combinations_with_replacement

import numpy as np

from ratiolab.adversary.boxes.tiny import tiny_optima
from ratiolab.instance import Instance
from ratiolab.optimum import ENGINES, solve
from ratiolab.schedule import Schedule, verify

_BATCH = 100
_TABLE = """CREATE TABLE IF NOT EXISTS compared (
    engine TEXT, memory INTEGER, prompt INTEGER, jobs INTEGER, first INTEGER, instances INTEGER,
    disagreements TEXT, seconds REAL, PRIMARY KEY (engine, memory, prompt, jobs, first))"""

#: Budget, prompt, index of the first instance of the batch, response lengths one instance a row.
Batch = tuple[int, int, int, list[tuple[int, ...]]]


def batches(jobs: int, memory: int) -> Iterator[Batch]:
    """Yield the whole box in batches of equal budget, prompt and number of jobs."""
    for n in range(1, jobs + 1):
        for budget in range(1, memory + 1):
            for prompt in range(budget):
                rows = list(combinations_with_replacement(range(1, budget - prompt + 1), n))
                for first in range(0, len(rows), _BATCH):
                    yield budget, prompt, first, rows[first : first + _BATCH]


def disagreements(engine: str, budget: int, prompt: int, rows: list[tuple[int, ...]]) -> list[str]:
    """Describe every instance on which the engine does not prove the tiny optimum."""
    faults = []
    least = tiny_optima(budget, prompt, np.array(rows, dtype=np.int64)).tolist()
    for lengths, value in zip(rows, least, strict=True):
        instance = Instance.common(budget, prompt, lengths)
        serial = Schedule.of_starts(np.cumsum(lengths) - np.array(lengths), instance)
        result = solve(instance, upper=serial, engine=engine)
        attained = None if result.schedule is None else verify(instance, result.schedule).flow_time
        if not (result.proved and result.upper == value == attained):
            faults.append(
                f"M={budget} s={prompt} {lengths}: {engine} {result.lower}..{attained}, tiny {value}"
            )
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=6)
    parser.add_argument("--memory", type=int, default=10)
    parser.add_argument("--engines", default="search,milp", help=f"of {', '.join(ENGINES)}")
    parser.add_argument("--out", required=True, help="file that keeps what has been compared")
    options = parser.parse_args()
    database = sqlite3.connect(options.out)
    database.execute(_TABLE)
    engines = options.engines.split(",")
    box = list(batches(options.jobs, options.memory))
    total = sum(len(rows) for *_, rows in box)
    for engine in engines:
        seen, fresh, begun, told = 0, 0, time.monotonic(), 0.0
        for budget, prompt, first, rows in box:
            key = (engine, budget, prompt, len(rows[0]), first)
            where = "engine = ? AND memory = ? AND prompt = ? AND jobs = ? AND first = ?"
            known = database.execute(f"SELECT instances FROM compared WHERE {where}", key).fetchone()
            if known is None:
                began = time.monotonic()
                faults = disagreements(engine, budget, prompt, rows)
                values = (*key, len(rows), "\n".join(faults), time.monotonic() - began)
                with database:
                    database.execute("INSERT INTO compared VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
                fresh += len(rows)
            seen += len(rows)
            now = time.monotonic()
            if fresh and now - told > 10:
                rate, told = fresh / (now - begun), now
                print(
                    f"{engine}: {seen} of {total}, {rate:.0f} a second, "
                    f"about {(total - seen) / rate:.0f} s left",
                    file=sys.stderr,
                    flush=True,
                )
    wrong = False
    for engine in engines:
        rows = database.execute(
            "SELECT instances, disagreements, seconds FROM compared "
            "WHERE engine = ? AND jobs <= ? AND memory <= ?", (engine, options.jobs, options.memory)
        ).fetchall()  # fmt: skip
        differ = [line for _, text, _ in rows for line in str(text).splitlines()]
        print(
            f"{engine}: {sum(row[0] for row in rows)} instances (every one with n <= {options.jobs}, "
            f"M <= {options.memory}, every common prompt), {sum(row[2] for row in rows):.0f} s, "
            f"{len(differ)} disagree with the tiny optimum"
        )
        print("".join(f"  {line}\n" for line in differ), end="")
        wrong |= bool(differ)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
