"""``ratiolab ratio``: intervals, stable keys, every way in, and every refusal."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from ratiolab.algorithms import Algorithm
from ratiolab.exact import parse_exact
from ratiolab.instance import Problem
from ratiolab.theory import TheoryBound, bound_for
from tests.cli.command import Command
from tests.data_files import AZURE_CODE, AZURE_CONV, MOONCAKE, data_file

LENGTHS = ("--lengths", "160x6,1x194", "--prompt", "96", "--memory", "256")


def test_reference_instance(ratiolab: Command) -> None:
    """The known flow time of GSA arrives unchanged, with stable keys and exact fractions."""
    outcome = ratiolab("ratio", "--alg", "gsa:alpha=2", "--alg", "gba", "--alg", "mc-sf", *LENGTHS, "--json")
    document = outcome.json
    gsa = document["algorithms"][0]
    assert outcome.code == 0
    assert (gsa["name"], gsa["parameters"], gsa["flow_time"]) == ("gsa", {"alpha": "2"}, 18542)
    assert (gsa["makespan"], gsa["killed_rounds"]) == (1809, 948)
    costs = {"flow_time", "makespan", "killed_rounds"}
    assert set(gsa) == costs | {"name", "parameters", "verified", "ratio", "bound", "standing"}
    assert set(gsa["bound"]) == {"value", "exact", "source", "derived", "basis"}
    assert gsa["bound"]["exact"] == "3063/200"
    assert gsa["bound"]["source"].startswith("tighter analysis, Theorem C")
    assert Fraction(gsa["ratio"]["lower"]) == Fraction(18542, document["opt"]["upper"])
    assert Fraction(gsa["ratio"]["upper"]) == Fraction(18542, document["opt"]["lower"])
    assert set(document["opt"]) == {"lower", "upper", "proved", "lower_source", "upper_source"}
    assert [b["name"] for b in document["lower_bounds"]] == ["length", "area", "mean busy time", "completion"]


def test_a_bound_that_is_exceeded_fails(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A theorem that is wrong, planted here, is exit code 1 where an instance shows it, without a gate."""

    def too_small(algorithm: Algorithm, problem: Problem) -> TheoryBound | None:
        bound = bound_for(algorithm, problem)
        return None if bound is None else replace(bound, value=parse_exact("101/100"))

    monkeypatch.setattr("ratiolab.measure.comparison.bound_for", too_small)
    outcome = ratiolab("ratio", "--alg", "gsa:alpha=2", *LENGTHS, "--json")
    assert outcome.json["algorithms"][0]["standing"] == "exceeded"
    assert outcome.code == 1


def test_order(ratiolab: Command) -> None:
    """--order changes what GSA sees: long jobs last give the other known value."""
    outcome = ratiolab("ratio", "--alg", "gsa:alpha=2", *LENGTHS, "--order", "shortest-first", "--json")
    assert outcome.json["algorithms"][0]["flow_time"] == 17960


def test_ways_in_agree(ratiolab: Command, tmp_path: Path) -> None:
    """The same jobs inline, as a file, as a trace and as a workload cost the same."""
    explicit = tmp_path / "jobs.json"
    responses = ", ".join(["160"] * 6 + ["1"] * 194)
    explicit.write_text(
        '{"format": "ratiolab.instance", "version": 1, "memory": 256, "prompt": 96, '
        f'"responses": [{responses}]}}'
    )
    lengths = tmp_path / "lengths.txt"
    lengths.write_text("\n".join(["160"] * 6 + ["1"] * 194) + "\n")
    ways = [
        LENGTHS,
        (str(explicit),),
        ("--trace", str(lengths), "--memory", "256", "--prompt", "96"),
        ("--workload", "two-lengths"),
    ]
    costs = [ratiolab("ratio", "--alg", "gsa", *way, "--json").json["algorithms"] for way in ways]
    assert all(cost == costs[0] for cost in costs)


def test_engine_closes_the_bracket(ratiolab: Command) -> None:
    """--engine milp turns the interval into one number where the optimum is proved."""
    outcome = ratiolab(
        "ratio", "--alg", "mc-sf", "--lengths", "5x15", "--memory", "15", "--engine", "milp", "--json"
    )
    assert outcome.json["opt"]["proved"] is True
    assert outcome.json["algorithms"][0]["ratio"] == {"lower": "5/4", "upper": "5/4"}


def test_huge_grouped(ratiolab: Command) -> None:
    """10^12 jobs run in closed form; no schedule is verified, so the lower end is left out."""
    outcome = ratiolab(
        "ratio", "--alg", "gsa", "--lengths", "1x1000000000000,7x99", "--memory", "20", "--json"
    )
    document = outcome.json
    assert document["problem"]["jobs"] == 10**12 + 99
    assert document["opt"]["upper"] is None
    assert document["algorithms"][0]["ratio"]["lower"] is None
    assert document["algorithms"][0]["verified"] is False


def test_oversized_rows(ratiolab: Command, tmp_path: Path) -> None:
    """Rows over the budget are an error unless dropped or clipped, and then they are counted."""
    lengths = tmp_path / "lengths.txt"
    lengths.write_text("5\n50\n7\n60\n")
    base = ("ratio", "--alg", "gsa", "--trace", str(lengths), "--memory", "20", "--prompt", "2", "--json")
    refused = ratiolab(*base)
    assert refused.code == 2
    assert "--drop-oversized" in refused.err
    assert ratiolab(*base, "--drop-oversized").json["problem"]["dropped"] == 2
    assert ratiolab(*base, "--clip").json["problem"]["clipped"] == 2


@pytest.mark.parametrize("name", [AZURE_CODE, AZURE_CONV, MOONCAKE])
@pytest.mark.parametrize("index", [0, 7])
def test_real_traces(ratiolab: Command, name: str, index: int) -> None:
    """On windows of 1,000 rows of each trace LB <= UB <= ALG, and no proved bound is exceeded."""
    path = data_file(name)
    if path is None:
        pytest.skip(f"{name} is not on this machine")
    outcome = ratiolab(
        "ratio", "--alg", "gsa", "--alg", "gba", "--alg", "mc-sf", "--trace", str(path),
        "--memory", "16384", "--prompt", "1000", "--jobs", "1000", "--window", str(index), "--json",
    )  # fmt: skip
    document = outcome.json
    assert outcome.code == 0
    assert document["problem"]["jobs"] == 1000
    for algorithm in document["algorithms"]:
        assert document["opt"]["lower"] <= document["opt"]["upper"] <= algorithm["flow_time"]
        assert algorithm["standing"] == "holds"


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        ((), "give one instance"),
        (("--lengths", "5", "--workload", "uniform", "--memory", "9"), "give one instance"),
        (("--lengths", "5x2"), "needs a memory budget"),
        (("--lengths", "5x0", "--memory", "9"), "count of group 0 is 0"),
        (("--lengths", "0x3", "--memory", "9"), "response of group 0 is 0"),
        (("--lengths", "5,", "--memory", "9"), "--lengths item 1 is ''"),
        (("--lengths", "2.5", "--memory", "9"), "--lengths item 0 is '2.5'"),
        (("--lengths", "-5", "--memory", "9"), "--lengths item 0 is '-5'"),
        (("--lengths", "10", "--memory", "9"), "more than the memory budget 9"),
        (("--lengths", "1", "--memory", "0"), "memory is 0"),
        (("--lengths", "1", "--memory", "9", "--prompt", "-1"), "prompt of group 0 is -1"),
        (("--lengths", "99999999999999999999", "--memory", "9"), "64 bits"),
        (("--lengths", "1", "--memory", "9", "--jobs", "3"), "--jobs does not go with --lengths"),
        (("--lengths", "1", "--memory", "9", "--order", "best"), "unknown order 'best'"),
        (("--workload", "nowhere"), "unknown workload 'nowhere'"),
        (("no-such-file.json",), "no-such-file.json"),
        (("--trace", "no-such-file.csv", "--memory", "9"), "no-such-file.csv"),
    ],
)
def test_bad_input(ratiolab: Command, arguments: tuple[str, ...], fragment: str) -> None:
    """Every kind of bad input gives one line and exit code 2."""
    outcome = ratiolab("ratio", "--alg", "gsa", *arguments)
    assert outcome.code == 2
    assert fragment in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("algorithm", "fragment"),
    [
        ("fifo", "unknown algorithm 'fifo'"),
        ("gsa:beta=2", "no parameter 'beta'"),
        ("gsa:alpha", "name:key=value"),
        ("gsa:alpha=1/2", "must be above 1"),
        ("gsa:alpha=1.0000001", "too close to 1"),
    ],
)
def test_bad_algorithm(ratiolab: Command, algorithm: str, fragment: str) -> None:
    """A wrong algorithm or parameter says what there is."""
    outcome = ratiolab("ratio", "--alg", algorithm, *LENGTHS)
    assert outcome.code == 2
    assert fragment in outcome.err


def test_own_prompts_refused_where_a_common_one_is_needed(ratiolab: Command, tmp_path: Path) -> None:
    """GSA on jobs with their own prompts names two that differ and says what to do."""
    path = tmp_path / "jobs.json"
    path.write_text(
        '{"format": "ratiolab.instance", "version": 1, "memory": 9, "prompts": [1, 2], "responses": [3, 3]}'
    )
    outcome = ratiolab("ratio", "--alg", "gsa", str(path))
    assert outcome.code == 2
    assert "job 0 has 1 and job 1 has 2" in outcome.err
    assert ratiolab("ratio", "--alg", "mc-sf", str(path)).code == 0


def test_gate(ratiolab: Command) -> None:
    """--at-most exits 1 unless ALG/LB is within it: a project can gate its scheduler in CI."""
    base = ("ratio", "--alg", "mc-sf", "--lengths", "5x15", "--memory", "15", "--engine", "milp")
    assert ratiolab(*base, "--at-most", "5/4").code == 0
    refused = ratiolab(*base, "--at-most", "1.2499")
    assert refused.code == 1
    assert "shown to be at most 1.2500, not 1.2499" in refused.err
    # Without the engine the lower bound is weaker: not shown is not passed.
    assert ratiolab(*base[:-2], "--at-most", "5/4").code == 1


_HOSTILE = """
import os
import sys

from ratiolab.algorithms import Decision, Scheduler


class Base(Scheduler):
    name = "hostile"

    def decide(self, view):
        print("I am within every bound")
        return self.answer(view)


class Exits(Base):
    def answer(self, view):
        sys.exit(0)


class Pipe(Base):
    def answer(self, view):
        raise BrokenPipeError


class Bare(Base):
    def answer(self, view):
        raise BaseException("out")


class Nothing(Base):
    def answer(self, view):
        return None


class Greedy(Base):
    def answer(self, view):
        return Decision(start=view.waiting)


class Idle(Base):
    def answer(self, view):
        return Decision()


class Early(Base):
    def begin(self, batch):
        raise SystemExit(0)
"""


@pytest.mark.parametrize("kind", ["Exits", "Pipe", "Bare", "Nothing", "Greedy", "Idle", "Early"])
def test_a_failing_scheduler_is_no_verdict(
    ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A scheduler that fails under the gate is exit code 3 and one line: no verdict of any kind."""
    module = f"hostile_{kind.lower()}"
    (tmp_path / f"{module}.py").write_text(_HOSTILE)
    monkeypatch.syspath_prepend(tmp_path)
    outcome = ratiolab(
        "ratio",
        "--alg",
        f"{module}:{kind}",
        "--lengths",
        "5x15",
        "--memory",
        "15",
        "--at-most",
        "99",
        "--json",
    )
    assert outcome.code == 3
    assert outcome.out == ""
    assert next(line for line in outcome.err.splitlines() if "I am within" not in line).startswith("Error: ")
    assert "Traceback" not in outcome.err
