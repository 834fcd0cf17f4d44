"""The built wheel works outside the repository, plug-ins and package data included."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def call(*command: str, cwd: Path, path: Path | None = None) -> str:
    """Run a command outside the repository and return what it prints."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST"))}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A clean environment with the wheel, the dependencies lent by this one; its Python and a work folder."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    ignore = shutil.ignore_patterns(
        ".venv", ".git", "tests", "*.egg-info", "__pycache__", "build", ".*_cache"
    )
    shutil.copytree(ROOT, source, ignore=ignore)
    call(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(place), str(source), cwd=place
    )
    wheel = next(place.glob("ratiolab-*.whl"))
    venv.create(place / "env", with_pip=False)
    python = place / "env" / "bin" / "python"
    site = next((place / "env" / "lib").glob("python*")) / "site-packages"
    call(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(site),
        str(wheel),
        cwd=place,
    )
    lent = place / "lent"
    lent.mkdir()
    for entry in Path(sys.executable).parents[1].glob("lib/python*/site-packages/*"):
        if "ratiolab" not in entry.name:  # not the editable install of the repository
            (lent / entry.name).symlink_to(entry)
    (site / "lent.pth").write_text(f"{lent}\n")
    work = place / "work"
    work.mkdir()
    shutil.copy(ROOT / "examples" / "shortest_first.py", work)
    return python, work


@pytest.mark.slow
def test_plug_in_by_path(installed: tuple[Path, Path]) -> None:
    """The shipped example runs from the wheel, in a folder of its own."""
    python, work = installed
    where = call(
        str(python), "-c", "import ratiolab, proofs; print(ratiolab.__file__, proofs.__file__)", cwd=work
    )
    assert str(ROOT) not in where
    out = call(
        str(python), "-m", "ratiolab", "ratio", "--alg", "shortest_first:ShortestFirst", "--alg", "gsa",
        "--workload", "uniform", "--json", cwd=work,
    )  # fmt: skip
    names = [algorithm["name"] for algorithm in json.loads(out)["algorithms"]]
    assert names == ["shortest-first", "gsa"]


@pytest.mark.slow
def test_plug_in_by_entry_point(installed: tuple[Path, Path]) -> None:
    """A package that registers a class in the entry-point group is found by its short name."""
    python, work = installed
    package = work / "package"
    metadata = package / "mine-1.0.dist-info"
    metadata.mkdir(parents=True)
    shutil.copy(work / "shortest_first.py", package / "mine.py")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: mine\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[ratiolab.algorithms]\nmy-cautious = mine:Cautious\n")
    out = call(
        str(python), "-m", "ratiolab", "ratio", "--alg", "my-cautious:reserve=4", "--workload", "uniform",
        "--json",
        cwd=work, path=package,
    )  # fmt: skip
    assert json.loads(out)["algorithms"][0]["parameters"] == {"reserve": "4"}


@pytest.mark.slow
def test_constants_from_the_wheel(installed: tuple[Path, Path]) -> None:
    """The derivations and their files are part of the wheel."""
    python, work = installed
    out = call(str(python), "-m", "ratiolab", "bound", "--alg", "gba", "--json", cwd=work)
    assert json.loads(out)["exact"] == "32/3"
