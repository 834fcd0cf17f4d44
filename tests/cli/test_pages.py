"""What README and pages show runs as it stands, in a folder that holds the examples and the reports."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import Command

ROOT = Path(__file__).parents[2]
README, OWN = "README.md", "docs/your-own-scheduler.md"
#: Commands whose blocks take more than a few seconds the first time.
SLOW = {"bound", "prove", "search", "compare"}


def code(page: str) -> list[str]:
    """Indented passages of a page, blank lines in them included."""
    text = (ROOT / page).read_text(encoding="utf-8")
    passages = re.findall(r"^    .*\n(?:(?:    .*)?\n)*", text, re.MULTILINE)
    return [re.sub(r"^    ", "", passage, flags=re.MULTILINE).strip() for passage in passages]


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Passages of command lines, each with its first command."""
    for passage in code(page):
        words = passage.split()
        if words[0] == "ratiolab":
            yield words[1], passage


@pytest.fixture
def at_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write into that looks like the root of the repository, with a scheduler of one's own."""
    for name in ("examples", "reports"):
        (tmp_path / name).symlink_to(ROOT / name)
    (own,) = [passage for passage in code(OWN) if passage.startswith("from ratiolab")]
    (tmp_path / "mine.py").write_text(f"{own}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        pytest.param(page, lines, id=f"{page}-{name}", marks=[pytest.mark.slow] if name in SLOW else [])
        for page in (README, OWN)
        for name, lines in blocks(page)
    ],
)
def test_commands(ratiolab: Command, at_root: Path, page: str, lines: str) -> None:
    """Every line ends with exit code 0, or with the one that its comment names; a table fits 80 columns."""
    for line in lines.splitlines():
        told, _, comment = line.partition(" # ")
        program, *arguments = shlex.split(told)
        expected = re.search(r"exit code (\d)", comment)
        if program == "ratiolab":
            outcome = ratiolab(*arguments)
            assert outcome.code == int(expected[1] if expected else 0), (told, outcome.err)
            assert all(len(shown) <= 80 for shown in outcome.out.splitlines()), told
        else:
            done = subprocess.run(
                [sys.executable, *arguments], env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False
            )
            assert (program, done.returncode) == ("python", 0), told


def test_every_command_is_shown() -> None:
    """All lines are met: a README whose lines were missed would pass any test."""
    shown = {line.split()[1] for _, lines in blocks(README) for line in lines.splitlines()}
    assert {"bound", "prove", "attack", "ratio", "compare", "show", "opt", "verify", "lower-bound", "search",
            "shrink", "explain", "limit", "box", "-m"} <= shown  # fmt: skip
    assert {name for name, _ in blocks(OWN)} == {"ratio", "search"}


@pytest.mark.slow
def test_script(at_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Five lines read a trace, compare three algorithms and a scheduler of one's own, bracket the optimum."""
    (script,) = [passage for passage in code(README) if passage.startswith("import ratiolab as rl")]
    assert len([line for line in script.splitlines() if line]) == 5
    exec(script, {})
    shown = capsys.readouterr().out
    for label in ("gsa(alpha=2)", "gba(alpha=4/3)", "mc-sf", "shortest-first"):
        assert shown.count(f"\n{label} ") >= 1
    assert re.search(r"optimum +(between \d+ and )?\d+", shown)
    assert max(map(len, shown.splitlines())) <= 80
