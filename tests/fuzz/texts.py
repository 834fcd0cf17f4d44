"""Readers of text: traces, specifications of searches, numbers, budgets, lengths, orders, algorithms."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from proofs.exact.surd import parse_number
from ratiolab.adversary.campaign.spec import read_spec
from ratiolab.adversary.campaign.task import Budget
from ratiolab.algorithms import parse
from ratiolab.cli.loaded_problem import parse_lengths
from ratiolab.errors import InputError, one_line
from ratiolab.exact import parse_exact
from ratiolab.instance import Instance
from ratiolab.orders import permutation
from ratiolab.slices import ladder, scaling_factor
from ratiolab.traces import read_trace
from ratiolab.workloads import make_instance
from tests.fuzz import truth
from tests.fuzz.mutation import mutated_bytes, noise
from tests.fuzz.reader import Reader, require_line

TRACES = {
    "azure": b"TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.97,70,10\n2023-11-16 18:17,0,8\n",
    "burstgpt": b"Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n"
    b"5,ChatGPT,472,18,490,C\n45,ChatGPT,1087,230,1317,C\n",
    "mooncake": b'{"timestamp": 0, "input_length": 6755, "output_length": 500, "hash_ids": [0, 1]}\n'
    b'{"timestamp": 1, "input_length": 7, "output_length": 1, "hash_ids": []}\n',
    "lengths": b"prompt,response\n3,4 # a comment\n\n5,6\n",
}
#: Columns of prompt and response.
COLUMNS = {
    "azure": ("ContextTokens", "GeneratedTokens"),
    "burstgpt": ("Request tokens", "Response tokens"),
}
SPEC = b"""out = "run"
[[job]]
name = "gsa"
algorithm = "gsa"
alpha = "17/8"
strategy = "evolve"
budget = "20000"
seed = 0
islands = 4
max_memory = 200
max_jobs = 400
[[job]]
algorithm = "mc-sf"
budget = "10min"
"""


class Texts(Reader):
    """A reader of text.

    Parameters
    ----------
    name : str
    texts : sequence of bytes
        What it accepts.
    use : callable
        Reads a text or a path; raises `InputError`, and `WrongVerdict` for what is accepted and false.
    as_file : bool
        Whether it is given a path.
    """

    def __init__(
        self, name: str, texts: list[bytes], use: Callable[[Any], None], *, as_file: bool = False
    ) -> None:
        vars(self).update(name=name)
        self._texts, self._use, self._as_file = texts, use, as_file

    def mutant(self, draw: Random) -> bytes:
        """Other bytes."""
        return noise(draw) if draw.random() < 0.05 else mutated_bytes(draw, draw.choice(self._texts))

    def read(self, mutant: bytes, folder: Path) -> str:
        """Read it."""
        given: Any = mutant.decode(errors="replace")
        if self._as_file:
            given = folder / "mutant.txt"
            given.write_bytes(mutant)
        try:
            self._use(given)
        except InputError as error:
            require_line(one_line(str(error)))
            return "unreadable"
        return "accepted"


def _trace(path: Path) -> None:
    """Lengths are those that a plain reader finds."""
    trace = read_trace(path)
    found = list(zip(trace.prompts.tolist(), trace.responses.tolist(), strict=True))
    text = path.read_bytes().decode("utf-8-sig")
    truth.require(len(found) >= 1 and all(s >= 0 and o >= 1 for s, o in found), "a row is no request")
    if trace.format == "mooncake":
        rows = [json.loads(line) for line in io.StringIO(text, newline=None) if line.strip()]
        listed = [(row["input_length"], row["output_length"]) for row in rows]
    elif trace.format in COLUMNS:
        table = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
        at = [[name.strip() for name in table[0]].index(name) for name in COLUMNS[trace.format]]
        listed = [(int(row[at[0]]), int(row[at[1]])) for row in table[1:]]
        listed = [row for row in listed if row[1] > 0]
    else:
        return
    truth.require(found == listed, "other lengths than the file has")


def _number(text: str) -> None:
    """A number that is read is a number: its square is not negative, and it is written as it is read."""
    number = parse_exact(text)
    truth.require((number * number).sign() >= 0, "a square is negative")
    if len(str(number)) <= 200:
        truth.require((parse_number(str(number)) - number).sign() == 0, "written and read it is another")


def _slices(text: str) -> None:
    slices = ladder(scaling_factor(text), 10**6)
    truth.require(slices[-1] == 10**6 and list(slices) == sorted(slices), "no ladder")


def _lengths(text: str) -> None:
    problem = parse_lengths(text, 3, 200)
    truth.require(problem.jobs >= 1 and all(g.response <= 197 for g in problem.groups), "a job does not fit")


def _workload(text: str) -> None:
    name, *words = text.split(" ")
    given = [int(w) if w.isascii() and w.isdigit() and len(w) < 30 else None for w in (*words, "", "", "")]
    if given[1] is not None and given[1] > 1000:
        return
    made, _ = make_instance(name, memory=given[0], jobs=given[1], seed=given[2] or 0)
    truth.require(bool((made.prompts + made.responses <= made.memory).all()), "a job does not fit")


def _spec(path: Path) -> None:
    truth.require(len(read_spec(path).searches) >= 1, "a file that asks for nothing")


def _budget(text: str) -> None:
    budget = Budget.parse(text)
    truth.require((budget.seconds or budget.evaluations or 0) > 0, "no budget")


def _algorithm(text: str) -> None:
    algorithm = parse(text)
    require_line(algorithm.label)
    algorithm.cost(Instance.common(20, 3, [5, 1, 2]))


def _order(text: str) -> None:
    places = permutation(text, np.array([3, 1, 2], dtype=np.int64)) if text != "given" else np.arange(3)
    truth.require(sorted(places.tolist()) == [0, 1, 2], "no order")


def readers() -> list[Reader]:
    """One for every format of traces, and one for every kind of text."""
    one_job = b'algorithm = "gsa"\nalpha = "17/8"\nstrategy = "evolve"\nbudget = "20000"\n'
    numbers = [b"61.92", b"32/3", b"(92 + 26*sqrt(13))/3", b"golden", b"2**3", b"-sqrt(2)/7 + 1"]
    algorithms = [b"gsa:alpha=3/2", b"mc-sf", b"a-min:kill=estimate,estimate=reached,seed=1", b"gsa-spec"]
    workloads = [b"uniform 2000 20 3", b"long-job-trap 64 9", b"azure-code", b"geometric 500 40 1"]
    return [
        *(Texts(f"trace-{name}", [text], _trace, as_file=True) for name, text in TRACES.items()),
        Texts("spec", [SPEC, one_job], _spec, as_file=True),
        Texts("number", numbers, _number),
        Texts("slices", [b"3/2", b"golden", b"(7+sqrt(13))/6", b"1.01", b"1001/1000"], _slices),
        Texts("budget", [b"10min", b"90s", b"1e6", b"20000", b"1.5h"], _budget),
        Texts("lengths", [b"160x6,1x194", b"5", b"3*4, 2"], _lengths),
        Texts("workload", workloads, _workload),
        Texts("algorithm", algorithms, _algorithm),
        Texts("order", [b"given", b"longest-first", b"random:7"], _order),
    ]
