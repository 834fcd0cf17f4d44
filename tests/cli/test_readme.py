"""What the README shows runs as it stands, in a folder that holds the examples and the reports."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import Command

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: Blocks of indented lines.
BLOCKS = [block for block in re.split(r"\n(?!    )[^\n]*", README) if block.strip()]
COMMANDS = {
    re.sub(r"\W+", "-", block.split("ratiolab ", 1)[1].split("#")[0].strip())[:40]: block
    for block in BLOCKS
    if block.lstrip().startswith("ratiolab ")
}
#: Blocks that take more than a few seconds each.
SLOW = ("bound", "prove", "search", "compare")


@pytest.fixture
def at_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write into that looks like the root of the repository."""
    for name in ("examples", "reports"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.slow] if n.startswith(SLOW) else []) for n in COMMANDS],
)
def test_commands(ratiolab: Command, at_root: Path, name: str) -> None:
    """Every line ends with exit code 0, or with the one that its comment names."""
    for line in COMMANDS[name].strip().splitlines():
        told, _, comment = line.partition(" # ")
        program, *arguments = shlex.split(told)
        expected = re.search(r"exit code (\d)", comment)
        if program == "ratiolab":
            outcome = ratiolab(*arguments)
            assert outcome.code == int(expected[1] if expected else 0), (told, outcome.err)
        else:
            done = subprocess.run(
                [sys.executable, *arguments], env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False
            )
            assert (program, done.returncode) == ("python", 0), told


def test_every_command_is_shown() -> None:
    """The blocks are all found: a README whose lines were missed would pass any test."""
    shown = {line.split()[1] for block in COMMANDS.values() for line in block.split("\n    ") if line.strip()}
    assert {"bound", "prove", "attack", "ratio", "compare", "show", "opt", "verify", "lower-bound", "search",
            "shrink", "explain", "limit", "box", "-m"} <= shown  # fmt: skip


def test_script(at_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Five lines read a trace, compare three algorithms and a scheduler of one's own, bracket the optimum."""
    script = re.search(r"^    import ratiolab as rl\n(?:    .*\n|\n)*", README, re.MULTILINE)
    assert script is not None
    lines = [line.removeprefix("    ") for line in script[0].split("\n") if line.strip()]
    assert len(lines) == 5
    exec("\n".join(lines), {})
    shown = capsys.readouterr().out
    for label in ("gsa(alpha=2)", "gba(alpha=4/3)", "mc-sf", "shortest-first"):
        assert shown.count(f"\n{label} ") >= 1
    assert re.search(r"optimum +(between \d+ and )?\d+", shown)
    assert max(map(len, shown.splitlines())) <= 80
