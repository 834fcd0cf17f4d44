"""The checker stands alone: standard library only."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import ratiolab.certificates

FOLDER = Path(ratiolab.certificates.__file__).parent

CERTIFICATE = {
    "format": "ratiolab.certificate",
    "version": 1,
    "memory": 10,
    "types": [[0, 3, 2]],
    "claim": {"lower": 6, "upper": 6},
    "schedule": [[[0, 2]]],
    "proof": {"kind": "length"},
}

#: Refuses to import anything that is neither standard library nor the checker's, but what `import ratiolab`
#: itself brings in.
BLOCKED = """
import runpy, sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        package = ("ratiolab", "ratiolab.version", "ratiolab.lazily")
        own = name in package or f"{name}.".startswith("ratiolab.certificates.")
        if top not in sys.stdlib_module_names and not own:
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocker())
sys.argv = ["check", *sys.argv[1:]]
runpy.run_module("ratiolab.certificates", run_name="__main__", alter_sys=False)
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the checker in a fresh interpreter that has no third-party package."""
    command = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {str(FOLDER.parents[1])!r})\n" + BLOCKED,
    ]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)


def test_imports_are_standard_library_or_own() -> None:
    """No module of the folder imports anything else, not even inside a function."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, path
                names = [node.module or ""]
            for name in names:
                own = f"{name}.".startswith("ratiolab.certificates.")
                assert own or name.partition(".")[0] in sys.stdlib_module_names, f"{path.name}: {name}"


def test_no_floating_point() -> None:
    """No module of the folder writes a float, or speaks of the type float."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path.name
            assert not (isinstance(node, ast.Name) and node.id == "float"), path.name


@pytest.mark.slow
def test_runs_without_third_party_packages(tmp_path: Path) -> None:
    """``python -m ratiolab.certificates`` holds, refuses and fails with its exit codes, packages blocked."""
    path = tmp_path / "good.json"
    path.write_text(json.dumps(CERTIFICATE))
    good = run(str(path))
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("optimum 6\n")
    path.write_text(json.dumps(CERTIFICATE | {"claim": {"lower": 6, "upper": 7}}))
    bad = run(str(path))
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr == "refused: claim.upper: is 7, but the schedule costs 6\n"
    path.write_text("{")
    assert run(str(path)).returncode == 2
    assert run(str(tmp_path / "none.json")).returncode == 2
    assert run().returncode == 2
    exhaustion = CERTIFICATE | {"proof": {"kind": "exhaustion", "scale": 1, "layers": []}}
    path.write_text(json.dumps(exhaustion))
    assert run(str(path)).returncode == 0
