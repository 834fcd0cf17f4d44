"""Fingerprints of kernels: every edit that machine code could depend on changes them, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from ratiolab.core.kernel_sources import ROOT, KernelSources

FILES = {
    "core/__init__.py": "",
    "core/outer.py": "from ratiolab.core.inner import step\nfrom ratiolab.core import limits\n",
    "core/inner.py": "def outer():\n    from ratiolab.numbers import (\n        ONE,\n        TWO,\n    )\n",
    "core/limits.py": "LARGEST = 1\n",
    "numbers/__init__.py": "ONE = 1\nTWO = 2\n",
    "alone.py": "THREE = 3\n",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package; its folder."""
    for name, text in FILES.items():
        path = tmp_path / "ratiolab" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def _fingerprint(root: Path, name: str = "core/outer.py") -> str:
    return KernelSources(root).fingerprint(root / "ratiolab" / name)


@pytest.mark.parametrize("name", ["core/outer.py", "core/inner.py", "core/limits.py", "numbers/__init__.py"])
def test_every_source_counts(package: Path, name: str) -> None:
    """An edit of the module, of what it imports, or of what that imports, changes the fingerprint."""
    before = _fingerprint(package)
    path = package / "ratiolab" / name
    path.write_text(FILES[name] + "\n")
    assert _fingerprint(package) != before
    path.write_text(FILES[name])
    assert _fingerprint(package) == before


def test_no_other_source_counts(package: Path) -> None:
    """An edit of what the module does not import leaves its machine code as it is."""
    before = _fingerprint(package)
    (package / "ratiolab" / "alone.py").write_text("THREE = 4\n")
    assert _fingerprint(package) == before


@pytest.mark.parametrize(
    "line", ["from importlib import import_module", "from . import inner", "import math, ratiolab.core.inner"]
)
def test_doubts_count_everything(package: Path, line: str) -> None:
    """A module that could import what cannot be read off its text depends on the whole package."""
    (package / "ratiolab" / "core" / "outer.py").write_text(line + "\n")
    before = _fingerprint(package)
    (package / "ratiolab" / "alone.py").write_text("THREE = 4\n")
    assert _fingerprint(package) != before


def test_other_modules_are_refused(package: Path) -> None:
    """A module outside the package has no fingerprint: what it depends on is not known."""
    with pytest.raises(ValueError, match="not in the subpath"):
        KernelSources(package).fingerprint(Path(__file__))


def test_kernels_of_kernels_count() -> None:
    """In the library itself a kernel depends on the kernels and the constants of other files that it uses."""
    sources = KernelSources()
    core = ROOT / "ratiolab" / "core"
    reached = sources.reached(core / "estimated_eviction.py")
    assert {core / f"{name}.py" for name in ("estimates", "heap", "splitmix", "compiled")} <= reached
    assert ROOT / "ratiolab" / "integers.py" in reached
    assert core / "lookahead.py" not in reached


def test_no_kernel_depends_on_everything() -> None:
    """Kernels stand in modules that import little, so that few edits compile them anew."""
    kernels = [
        path
        for path in (ROOT / "ratiolab").rglob("*.py")
        if "core.compiled import compiled" in path.read_text(encoding="utf-8")
    ]
    sources = KernelSources()
    assert len(kernels) > 20
    assert {
        path.name: len(sources.reached(path)) for path in kernels if len(sources.reached(path)) > 25
    } == {}
