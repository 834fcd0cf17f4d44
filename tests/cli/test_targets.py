"""Where results go: a wrong place is told before the work, and no page of somebody else is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Command

WITNESS = str(Path(__file__).parents[2] / "reports" / "witnesses" / "gsa-2-small.json")
JOBS = ("--lengths", "2,4,5", "--prompt", "1", "--memory", "8")
LIMIT = ("limit", "--alg", "gsa", "--alpha", "2", "--memory", "1000", "--lengths", "200,400")


@pytest.mark.parametrize(
    "arguments",
    [
        ("opt", *JOBS, "--schedule"),
        ("opt", *JOBS, "--certificate"),
        (*LIMIT, "--out"),
        ("shrink", WITNESS, "--budget", "1", "--out"),
    ],
)
def test_files_are_looked_at_first(
    ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """A folder, or a file in no folder, is refused with the option's name; nothing was computed yet."""

    def work(*_: object, **__: object) -> None:
        raise AssertionError("the work began")

    monkeypatch.setattr("ratiolab.library.solve.optimum.solve", work)
    monkeypatch.setattr("ratiolab.library.limit.make_limit", work)
    monkeypatch.setattr("ratiolab.cli.shrink.shrink", work)
    for target, told in (
        (tmp_path, "it is a directory"),
        (tmp_path / "none" / "x.json", "there is no folder"),
    ):
        outcome = ratiolab(*arguments, str(target))
        assert (outcome.code, outcome.out) == (2, "")
        assert f"{arguments[-1]} {target}: cannot be written: {told}" in outcome.err
        assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", WITNESS, "--plot"),
        ("show", "--alg", "sps", *JOBS, "--out"),
        ("compare", "--alg", "sps", "--workload", "uniform", "--jobs", "5", "--plot"),
        ("compare", "--alg", "sps", "--workload", "uniform", "--jobs", "5", "--csv"),
    ],
)
def test_pictures_are_looked_at_first(ratiolab: Command, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A picture or a table in a folder that is not there is refused by name."""
    outcome = ratiolab(*arguments, str(tmp_path / "none" / "x.png"))
    assert (outcome.code, outcome.out) == (2, "")
    assert "there is no folder" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("curves", "--alg", "sps", "--strategy", "random", "--seeds", "1", "--budget", "20", "--out"),
        ("reproduce", "growth", "--out"),
        ("box", "--n", "2", "--memory", "3", "--alg", "sps", "--out"),
    ],
)
def test_other_pages_are_kept(ratiolab: Command, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A README.md that the command did not write is not replaced; a file is no folder."""
    page = tmp_path / "README.md"
    page.write_text("# Mine\n")
    outcome = ratiolab(*arguments, str(tmp_path))
    assert outcome.code == 2
    assert "holds another README.md" in outcome.err
    assert page.read_text() == "# Mine\n"
    outcome = ratiolab(*arguments, str(page))
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1


@pytest.mark.slow
def test_own_pages_are_replaced(ratiolab: Command, tmp_path: Path) -> None:
    """A command that is run again writes its own page again; the report of a box has a folder too."""
    curves = ("curves", "--alg", "sps", "--strategy", "random", "--seeds", "1", "--budget", "20")
    box = ("box", "--n", "2", "--memory", "3", "--alg", "sps", "--out", str(tmp_path / "box"))
    for _ in range(2):
        assert ratiolab(*curves, "--out", str(tmp_path / "curves")).code == 0
    assert ratiolab(*box).code == 0
    assert ratiolab("box", "--resume", str(tmp_path / "box")).code == 0
    page = tmp_path / "box" / "README.md"
    outcome = ratiolab("box", "--resume", str(tmp_path / "box"), "--report", str(page))
    assert outcome.code == 2
    assert "--report" in outcome.err
