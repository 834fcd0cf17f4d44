"""CPU seconds that the commands cost before they do anything: help, usage errors, small work, first runs.

Run: .venv/bin/python benchmarks/startup.py [--against CHECKOUT] [--only WORD] [--csv FILE]
With --against every row is measured in both checkouts, in turn, by this interpreter: the other one is
`before`. User plus system time of the process and its children, the least of --repeat runs. Nothing is
written but the caches of a temporary folder, and FILE.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
#: All variables that lead to a cache: numba's, the user's folder, and our own.
CACHES = ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "RATIOLAB_CACHE_DIR")
TINY = ("--lengths", "3x2,1x3", "--memory", "8", "--prompt", "1")
JOBS_200 = ("--workload", "azure-conv", "--jobs", "200", "--prompt", "1155", "--clip")
BOX = ("box", "--n", "3", "--memory", "6", "--out", "{new}/box")
COMPARE = ("compare", "--alg", "gsa:alpha=2", "--workload", "uniform", "--jobs", "50:100:50")
SEARCH = (
    "search",
    "--alg",
    "gsa",
    "--alpha",
    "2",
    "--budget",
    "50",
    "--processes",
    "1",
    "--out",
    "{new}/run",
)


@dataclass(frozen=True)
class Row:
    """A command and when it is run.

    Attributes
    ----------
    what : str
        How the table calls it.
    arguments : tuple of str
        ``{new}`` stands for a folder that is made for this run.
    when : {"warm", "first", "second"}
        With what an earlier run has cached; with nothing cached; right after such a first run.
    """

    what: str
    arguments: tuple[str, ...]
    when: str = "warm"


def commands() -> list[str]:
    """Names of all commands of this checkout."""
    sys.path.insert(0, str(HERE))
    from ratiolab.cli.main import COMMANDS

    return sorted(COMMANDS)


def rows() -> Iterator[Row]:
    """Everything that is measured, the cheap before the dear."""
    yield Row("(no command)", ())
    yield Row("--help", ("--help",))
    yield Row("unknown command", ("rato",))
    for name in commands():
        yield Row(f"{name} --help", (name, "--help"))
    for name in commands():
        yield Row(f"{name} with an unknown option", (name, "--no-such-option"))
    yield Row("ratio without an instance", ("ratio", "--alg", "gsa:alpha=2"))
    yield Row("ratio with an unknown algorithm", ("ratio", "--alg", "gas", *TINY))
    yield Row("opt with two instances", ("opt", *TINY, "--workload", "uniform"))
    yield Row("bound with an unknown regime", ("bound", "--alg", "gsa", "--regime", "x"))
    yield Row("search without a folder", ("search", "--alg", "gsa"))
    ratio = ("ratio", "--alg", "gsa:alpha=2", "--alg", "mc-sf", *JOBS_200)
    bound = ("bound", "--alg", "gsa")
    shares = ("bound", "--alg", "mc-sf", "--analysis", "tight", "--eps", "1/10")
    yield Row("ratio, 200 jobs", ratio)
    yield Row("opt, 5 jobs", ("opt", *TINY))
    yield Row("bound", bound)
    yield Row("bound --alg mc-sf, shares", shares)
    yield Row("workloads", ("workloads",))
    for when in ("first", "second"):
        yield Row("ratio, 200 jobs", ratio, when)
        yield Row("opt, 5 jobs", ("opt", *TINY), when)
        yield Row("lower-bound, 5 jobs", ("lower-bound", *TINY), when)
        yield Row("show", ("show", "--alg", "gsa:alpha=2", *TINY, "--out", "{new}/picture.svg"), when)
        yield Row(
            "compare", ("compare", "--alg", "gsa", "--workload", "uniform", "--jobs", "50:100:50"), when
        )
        yield Row("search, 50 evaluations", SEARCH, when)
        yield Row("box --n 3 --memory 6", BOX, when)
        yield Row("bound", bound, when)
        yield Row("bound --alg mc-sf, shares", shares, when)
        yield Row("prove", ("prove",), when)


def seconds(checkout: Path, arguments: tuple[str, ...], cache: Path) -> tuple[float, int]:
    """User plus system seconds of one run with its children, and its exit code."""
    with tempfile.TemporaryDirectory() as new:
        line = [sys.executable, "-m", "ratiolab", *(word.replace("{new}", new) for word in arguments)]
        environment = os.environ | {"PYTHONPATH": str(checkout)} | dict.fromkeys(CACHES, str(cache))
        run = subprocess.Popen(line, cwd=new, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_utime + usage.ru_stime, run.returncode


def measured(row: Row, checkout: Path, repeat: int, warm: Path) -> tuple[float, int]:
    """Least seconds of a row, and its exit code."""
    if row.when == "warm":
        seconds(checkout, row.arguments, warm)
        return min(seconds(checkout, row.arguments, warm) for _ in range(repeat))
    best = (float("inf"), 0)
    for _ in range(repeat):
        cache = Path(tempfile.mkdtemp())
        try:
            run = seconds(checkout, row.arguments, cache)
            if row.when == "second":
                run = seconds(checkout, row.arguments, cache)
        finally:
            shutil.rmtree(cache, ignore_errors=True)
        best = min(best, run)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="measured too, as `before`")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each (default 3)")
    parser.add_argument("--only", default="", metavar="WORD", help="rows that contain it")
    parser.add_argument("--when", choices=("warm", "first", "second"), help="rows of this kind")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table, too")
    asked = parser.parse_args()
    checkouts = {"now": HERE}
    if asked.against is not None:
        checkouts = {"before": asked.against.resolve(), **checkouts}
    table = [["command", "when", *checkouts, "exit code"]]
    print(f"{'command':42} {'when':7}" + "".join(f"{name:>8}" for name in checkouts) + "  exit code")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows():
            if asked.only not in row.what or asked.when not in (None, row.when):
                continue
            told = {}
            for name, checkout in checkouts.items():
                told[name], code = measured(row, checkout, asked.repeat, Path(folder) / name)
            spent = "".join(f"{told[name]:8.2f}" for name in told)
            print(f"{row.what:42} {row.when:7}{spent}  {code}", flush=True)
            table.append([row.what, row.when, *(f"{told[name]:.3f}" for name in told), str(code)])
    if asked.csv is not None:
        with asked.csv.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(table)


if __name__ == "__main__":
    main()
