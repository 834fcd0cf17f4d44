"""``ratiolab bound``: the constants a user reads, and their refusal when they are wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from proofs.store.folder import TOLD, VARIABLE
from tests.cli.command import Command


@pytest.mark.parametrize(
    ("algorithm", "regime", "exact", "alpha", "printed"),
    [
        ("gba", "general", "32/3", "4/3", "10.67"),
        ("gba", "large-memory", "27/4", "3/2", "6.75"),
        ("gsa", "general", "(92 + 26*sqrt(13))/3", "(7 + sqrt(13))/6", "61.92"),
        ("gsa", "large-memory", "32", "2", "32"),
    ],
)
def test_the_four_constants(
    ratiolab: Command, algorithm: str, regime: str, exact: str, alpha: str, printed: str
) -> None:
    """The paper's four constants come out in closed form with their argmin, every step proved."""
    outcome = ratiolab("bound", "--alg", algorithm, "--regime", regime, "--analysis", "paper", "--json")
    document = outcome.json
    assert outcome.code == 0
    assert (document["exact"], document["alpha"], document["printed"]) == (exact, alpha, printed)
    assert document["holds"] is True
    assert {step["verdict"] for step in document["steps"]} <= {"proved", "premise"}


@pytest.mark.slow
@pytest.mark.parametrize("printed", ["61.91", "61.93", "62", "60", "(92+26*sqrt(13))/4"])
def test_a_wrong_constant_exits_1(ratiolab: Command, printed: str) -> None:
    """A planted constant is refuted by name of the step and the exit code says so."""
    outcome = ratiolab("bound", "--alg", "gsa", "--analysis", "paper", "--printed", printed, "--json")
    assert outcome.code == 1
    verdicts = {step["name"]: step["verdict"] for step in outcome.json["steps"]}
    assert verdicts["printed-constant"] == "refuted"


@pytest.mark.parametrize(("k_min", "exact"), [("1", "64"), ("2", "48"), ("4", "40")])
def test_other_parallelism(ratiolab: Command, k_min: str, exact: str) -> None:
    """At alpha = 2 the bound is 16 (c + 1) with c = 1 + 2/k_min."""
    outcome = ratiolab(
        "bound", "--alg", "gsa", "--analysis", "paper", "--alpha", "2", "--k-min", k_min, "--json"
    )
    assert outcome.json["exact"] == exact
    assert outcome.json["alpha_is_argmin"] is False


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (("--alg", "fifo"), "unknown algorithm 'fifo'"),
        (("--alg", "gsa", "--alpha", "1"), "must be above 1"),
        (("--alg", "gsa", "--alpha", "two"), "is no exact number"),
        (("--alg", "gsa", "--k-min", "0"), "k_min must be an integer of at least 1"),
        (("--alg", "gsa", "--regime", "large-memory", "--k-min", "3"), "k_min"),
        (("--alg", "gsa", "--printed", "many"), "many"),
        ((), "--alg"),
    ],
)
def test_bad_input(ratiolab: Command, arguments: tuple[str, ...], fragment: str) -> None:
    """Bad input is one message for people and exit code 2."""
    outcome = ratiolab("bound", *arguments)
    assert outcome.code == 2
    assert fragment in outcome.err
    assert "Traceback" not in outcome.err


def test_a_quoted_constant_is_not_called_proved(ratiolab: Command) -> None:
    """A printed constant that only equals a quoted one is said to be as quoted."""
    out = ratiolab("bound", "--alg", "svf-peak", "--regime", "large-memory").out
    assert "3 (as quoted)" in out
    assert "(proved)" not in out


def test_what_fails_is_named(ratiolab: Command) -> None:
    """Where a printed constant is wrong, the derivation is not blamed: the step that fails is named."""
    outcome = ratiolab("bound", "--alg", "gba", "--printed", "10.66")
    assert outcome.code == 1
    assert "not shown: printed-constant is refuted" in outcome.out


def test_text_form(ratiolab: Command) -> None:
    """People read the bound, its argmin, the printed constant and every step's verdict."""
    out = ratiolab("bound", "--alg", "gba", "--analysis", "paper").out
    for fragment in ("32/3", "4/3 (the minimum)", "10.67 (proved)", "stationary-point", "holds"):
        assert fragment in out


@pytest.mark.parametrize(
    ("arguments", "exact", "alpha"),
    [
        (("gsa", "general"), "3053/200", "17/8"),
        (("gsa", "general", "--alpha", "9/4"), "153/10", "9/4"),
        (("gsa", "general", "--alpha", "2"), "3063/200", "2"),
        (("gsa", "large-memory"), "(9 + 5*sqrt(3))/2", "sqrt(3)"),
        (("gsa", "large-memory", "--alpha", "2"), "28/3", "2"),
        (("gba", "general"), "(21 + 11*sqrt(5))/6", "(5 + sqrt(5))/4"),
        (("mc-sf", "general"), "7/3", None),
        (("mc-sf", "large-memory"), "2", None),
        (("mc-sf", "general", "--eps", "1/10"), "20/9", None),
        (("svf-peak", "general"), "4", None),
        (("svf", "general", "--eps", "1/2"), "4", None),
        (("svf", "large-memory"), "7/3", None),
    ],
)
def test_tight_constants(
    ratiolab: Command, arguments: tuple[str, ...], exact: str, alpha: str | None
) -> None:
    """The tighter and greedy constants come out with their chain proved."""
    algorithm, regime, *more = arguments
    outcome = ratiolab(
        "bound", "--alg", algorithm, "--regime", regime, "--analysis", "tight", *more, "--json"
    )
    document = outcome.json
    assert outcome.code == 0
    assert (document["exact"], document["alpha"]) == (exact, alpha)
    assert document["holds"] is True
    assert {step["verdict"] for step in document["steps"]} == {"proved"}


def test_irrational_gba_constant(ratiolab: Command) -> None:
    """GBA in large memory: 5.3519 at 1.670125, a cubic number with its minimal polynomial."""
    document = ratiolab(
        "bound", "--alg", "gba", "--regime", "large-memory", "--analysis", "tight", "--json"
    ).json
    assert document["value"] == pytest.approx(5.351803917336330, abs=1e-11)
    assert document["minimal_polynomial"] == "18*v**3 - 132*v**2 + 212*v - 113"


def test_best_takes_the_smaller(ratiolab: Command) -> None:
    """At a small alpha the paper can be compared: best is never above either analysis."""
    values = {
        analysis: ratiolab(
            "bound", "--alg", "gba", "--alpha", "11/10", "--analysis", analysis, "--json"
        ).json["value"]
        for analysis in ("paper", "tight", "best")
    }
    assert values["best"] == min(values["paper"], values["tight"])


def test_quoted_constant(ratiolab: Command) -> None:
    """The published constant of MC-SF is quoted, and says that nothing here derives it."""
    document = ratiolab("bound", "--alg", "mc-sf", "--json").json
    assert document["exact"] == "9216"
    assert document["steps"][0]["verdict"] == "premise"


def test_bound_of_an_instance(ratiolab: Command, tmp_path: Path) -> None:
    """Many small jobs in a large memory have far better bounds than the worst case."""
    path = tmp_path / "jobs.json"
    path.write_text(
        '{"format": "ratiolab.instance", "version": 1, "memory": 1000, "prompt": 1, "responses": [3, 5, 9]}'
    )
    gsa = ratiolab(
        "bound", "--alg", "gsa", "--alpha", "2", "--analysis", "best", "--instance", str(path), "--json"
    )
    greedy = ratiolab("bound", "--alg", "mc-sf", "--analysis", "tight", "--instance", str(path), "--json")
    assert gsa.json["k_min"] > 100
    assert gsa.json["value"] < 9.6
    assert greedy.json["exact"] == "200/99"


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty cache folder."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))


@pytest.mark.slow
def test_kept_derivations_are_said_to_be(ratiolab: Command, nothing_kept: None) -> None:
    """The second time the derivation is kept, and both outputs say so; --fresh derives it anew."""
    asked = ("bound", "--alg", "gba")
    first, second, fresh = (ratiolab(*asked, *more, "--json").json for more in ((), (), ("--fresh",)))
    assert [answer.pop("kept") for answer in (first, second, fresh)] == [False, True, False]
    assert first == second == fresh
    assert "holds (kept from an earlier run" in ratiolab(*asked).out
    assert "holds (derived now)" in ratiolab(*asked, "--fresh").out


def test_the_hint_to_install_is_printed_as_it_is(
    ratiolab: Command, nothing_kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brackets in what is printed are text: the name of the extra is not eaten as markup."""
    monkeypatch.setattr("proofs.bounds.derivation._second_evaluation", lambda exact: None)
    outcome = ratiolab("bound", "--alg", "gba")
    assert "pip install ratiolab[balls]" in " ".join(outcome.out.split())
    assert ratiolab("bound", "--alg", "gba", "--json").json["ball"] is None


@pytest.mark.parametrize("text", ["[/]", "[bold]x", "[red]", "\\[balls]"])
def test_markup_in_what_a_user_writes_is_text(ratiolab: Command, text: str) -> None:
    """Brackets in an option are shown in the error as they were written, never obeyed."""
    for option in ("--alg", "--printed", "--alpha", "--eps"):
        start = () if option == "--alg" else ("--alg", "gsa")
        outcome = ratiolab("bound", *start, option, text)
        assert outcome.code == 2
        assert repr(text) in outcome.err


@pytest.mark.slow
def test_without_a_cache_folder_it_works_and_says_so_once(tmp_path: Path) -> None:
    """Where nothing can be kept the answer is the same, and one line names the variable that helps."""
    (tmp_path / "file").write_text("in the way")
    done = subprocess.run(
        [sys.executable, "-m", "ratiolab", "bound", "--alg", "sps", "--json"],
        env={
            **os.environ,
            VARIABLE: str(tmp_path / "file"),
            TOLD: "",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert (answer["exact"], answer["holds"], answer["kept"]) == ("2", True, False)
    (line,) = done.stderr.splitlines()
    assert VARIABLE in line


@pytest.mark.parametrize(
    "source",
    [
        ("--workload", "azure-conv", "--prompt", "1155", "--jobs", "200"),
        ("--lengths", "5x3,9", "-M", "60", "-s", "2"),
        ("examples/instance.json",),
        ("--trace", "examples/trace.csv", "-M", "8000", "--prompt", "10"),
    ],
)
def test_bound_takes_what_ratio_takes(ratiolab: Command, source: tuple[str, ...]) -> None:
    """Every way to give an instance is one of `bound` too, and the bound is the one beside the ratio."""
    asked = ratiolab("bound", "--alg", "svf-peak", *source, "--json")
    beside = ratiolab("ratio", "--alg", "svf-peak", *source, "--json")
    assert asked.code == 0, asked.err
    assert asked.json["exact"] == beside.json["algorithms"][0]["bound"]["exact"]


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (("--alg", "a-min"), "only O(log M) is published"),
        (("--alg", "svf", "--regime", "general"), "1 + 2/(1-eps)"),
        (("--alg", "svf-peak", "--regime", "general"), "--analysis tight"),
        (("--alg", "gba-d"), "nothing is proved of gba-d"),
        (("--alg", "gsa", "-M", "9"), "give one instance"),
        (("--alg", "gsa", "--at-most", "62", "--printed", "62"), "leave out --printed"),
        (("--alg", "gsa", "--at-most", "x"), "no exact number"),
        (("--alg", "mc-sf", "--alpha", "2", "--at-most", "3"), "no scaling factor"),
        (("--alg", "nosuch", "--at-most", "3"), "unknown algorithm"),
        (("--alg", "gsa-spec:beta=3", "--analysis", "best"), "does not hold with the parameters"),
        (("--alg", "gsa:alpha=2", "--alpha", "3"), "alpha is given twice: 2 in gsa:alpha=2, and 3"),
        (("--alg", "gsa:alpha=2", "--alpha", "3", "--at-most", "62"), "alpha is given twice"),
    ],
)
def test_what_there_is_not_is_said(ratiolab: Command, arguments: tuple[str, ...], fragment: str) -> None:
    """A question without an answer says what is published, or what goes together."""
    outcome = ratiolab("bound", *arguments)
    assert outcome.code == 2
    assert fragment in " ".join(outcome.err.split())


def test_a_limit_is_called_one(ratiolab: Command) -> None:
    """The constant of large memory is that of the limit, and says so."""
    assert "in the limit K -> infinity" in ratiolab("bound", "--alg", "gsa", "--regime", "large-memory").out
    assert "in the limit eps -> 0" in ratiolab("bound", "--alg", "svf").out
