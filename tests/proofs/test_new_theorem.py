"""A new theorem touches the files that docs/add-a-theorem.md names, and no other: tried in a copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from proofs.store.folder import VARIABLE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "add-a-theorem.md").read_text(encoding="utf-8")


def _files_of_the_page() -> dict[str, str]:
    """The files the page writes out, by path."""
    shown = re.findall(r"[Tt]he file `([^`]+)`:\n\n```python\n(.*?)```", PAGE, flags=re.DOTALL)
    return {path: text for path, text in shown}


def _catalogue_of_the_page(text: str) -> str:
    """The catalogue with the lines the page adds, each at the end of its list."""
    lines = re.search(r"a line `([^`]+)` in\s+`(\w+)`, and `([^`]+)` in\s+`(\w+)`", PAGE)
    assert lines is not None
    for line, name in (lines.group(1, 2), lines.group(3, 4)):
        text, added = re.subn(rf"(\n{name}: .*?)\n\)", rf"\1\n    {line}\n)", text, count=1, flags=re.DOTALL)
        assert added == 1
    return text


def _tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.suffix == ".py"
    }


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What a theorem can touch, in a folder of its own."""
    for folder in ("proofs", "tests/proofs"):
        shutil.copytree(
            ROOT / folder, tmp_path / "tree" / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path / "tree"


def _run(copy: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy),
        VARIABLE: str(copy.parent / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


_PROVE = """
import sys
from proofs.proof import prove
proof = prove(sys.argv[1])
print(proof.holds, proof.kept, *(result.name for result in proof.results))
"""


@pytest.mark.slow
def test_the_page_is_all_there_is_to_do(copy: Path) -> None:
    """The page's theorem is proved, its tests pass, three files changed, and other verdicts stay kept."""
    assert _run(copy, "-c", _PROVE, "T3.2").startswith("True False")
    before = _tree(copy)
    catalogue = copy / "proofs/catalogue.py"
    written = _files_of_the_page()
    for path, text in written.items():
        assert not (copy / path).exists()
        (copy / path).write_text(text, encoding="utf-8")
    catalogue.write_text(_catalogue_of_the_page(catalogue.read_text(encoding="utf-8")), encoding="utf-8")

    assert _run(copy, "-c", _PROVE, "serial.waits").split() == [
        "True",
        "False",
        "model.flow-time",
        "serial.waits",
    ]
    test = next(path for path in written if path.startswith("tests/"))
    assert "2 passed" in _run(copy, "-m", "pytest", "-p", "no:cacheprovider", "--import-mode=importlib", test)
    assert _run(copy, "-c", _PROVE, "T3.2").startswith("True True")

    after = _tree(copy)
    touched = {path for path in after if before.get(path) != after[path]}
    assert touched == {*written, "proofs/catalogue.py"}
    assert touched.isdisjoint(path for path in before if path not in after)
    # and these are the files that the page's list names
    named = re.findall(r"^- `([^`]+)`", PAGE, flags=re.MULTILINE)
    filled = {name.replace("<room>", "paper").replace("<group>", "serial") for name in named}
    assert touched == filled


@pytest.mark.slow
def test_a_forgotten_line_is_noticed(copy: Path) -> None:
    """A file that is not listed proves nothing, and a claim nothing rests on must be a goal."""
    for path, text in _files_of_the_page().items():
        (copy / path).write_text(text, encoding="utf-8")
    program = (
        "from proofs.proof import prove\n"
        "try:\n    prove('serial.waits')\n"
        "except ValueError as error:\n    print(str(error)[:60])\n"
    )
    assert "unknown claim 'serial.waits'" in _run(copy, "-c", program)
    catalogue = copy / "proofs/catalogue.py"
    listed = _catalogue_of_the_page(catalogue.read_text(encoding="utf-8"))
    catalogue.write_text(listed.replace('\n    "serial.waits",', ""), encoding="utf-8")
    assert "nothing rests on serial.waits" in _run(copy, "-c", program)
