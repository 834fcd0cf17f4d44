"""Fingerprints: an edit of anything a verdict depends on changes them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from proofs.catalogue import MODULES
from proofs.store.sources import ROOT, Sources


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package to edit."""
    target = tmp_path_factory.mktemp("sources") / "proofs"
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


@pytest.mark.parametrize(
    "edited",
    [
        "paper/slicing.py",  # the module itself
        "paper/batching.py",  # what it imports
        "exact/positivity.py",  # what that imports
        "paper/__init__.py",
        "claim.py",
        "symbols.py",
    ],
)
def test_an_edit_below_changes_the_fingerprint(copy: Path, edited: str) -> None:
    """Anything in the chain of imports counts, and undoing the edit brings the old fingerprint back."""
    before = Sources(copy).fingerprint(["proofs.paper.slicing"])
    text = (copy / edited).read_text()
    (copy / edited).write_text(text + "\n# edited\n")
    assert Sources(copy).fingerprint(["proofs.paper.slicing"]) != before
    (copy / edited).write_text(text)
    assert Sources(copy).fingerprint(["proofs.paper.slicing"]) == before


@pytest.mark.parametrize("edited", ["attack/instances.py", "smt/script.py", "greedy/mc_sf.py"])
def test_an_edit_beside_changes_nothing(copy: Path, edited: str) -> None:
    """A verdict is not redone for an edit of what it does not depend on."""
    before = Sources(copy).fingerprint(["proofs.paper.slicing"])
    text = (copy / edited).read_text()
    (copy / edited).write_text(text + "\n# edited\n")
    assert Sources(copy).fingerprint(["proofs.paper.slicing"]) == before
    (copy / edited).write_text(text)


def test_data_files_count(copy: Path) -> None:
    """The certificates of Theorem C count for the claims that read them, a new file beside them too."""
    modules = ["proofs.tighter.box_theorem"]
    before = Sources(copy).fingerprint(modules)
    certificate = next(path for path in copy.rglob("*.json"))
    text = certificate.read_text()
    certificate.write_text(text.replace("1", "2", 1))
    assert Sources(copy).fingerprint(modules) != before
    certificate.write_text(text)
    added = certificate.with_name("new.json")
    added.write_text("{}")
    assert Sources(copy).fingerprint(modules) != before
    added.unlink()


@pytest.mark.parametrize(
    ("source", "imported"),
    [
        ("from proofs.paper import area", "paper/area.py"),
        ("def f():\n    from proofs.paper.area import CLAIMS", "paper/area.py"),
        ("from proofs.paper import (\n    model,\n    area as x,\n)", "paper/area.py"),
        ("from proofs.paper import (  # (1) first\n    model,\n    area,\n)", "paper/area.py"),
        ("import proofs.paper.area as x", "paper/area.py"),
        ("import os, \\\n    proofs.paper.area", "paper/area.py"),
        ("import os, proofs.paper.area", "paper/area.py"),
        ("from proofs.paper \\\n    import area", "paper/area.py"),
        ("import proofs; import proofs.paper.area", "paper/area.py"),
        ("if True: from proofs.paper.area import CLAIMS", "paper/area.py"),
        ("from . import paper", "attack/instances.py"),
        ("__import__('proofs.' + 'attack')", "attack/instances.py"),
        ("from importlib import import_module", "attack/instances.py"),
        ("exec('import proofs')", "attack/instances.py"),
    ],
)
def test_every_way_to_import_is_seen(copy: Path, source: str, imported: str) -> None:
    """Imports in any form are followed; by other means than a plain import, everything counts."""
    module = copy / "toy.py"
    module.write_text(source + "\n")
    assert imported in Sources(copy).files(["proofs.toy"])
    module.unlink()


def test_what_a_word_does_not_import(copy: Path) -> None:
    """A method called eval is no way to import."""
    (copy / "toy.py").write_text("value = poly.eval(0)\n")
    assert Sources(copy).files(["proofs.toy"]) == ["__init__.py", "toy.py"]
    (copy / "toy.py").unlink()


_WATCHED = """
import json, sys
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
from importlib import import_module
for claim in import_module(sys.argv[1]).CLAIMS:
    claim.discharge()
loaded = {m.__file__ for n, m in sys.modules.items() if n.split(".")[0] == "proofs"}
print(json.dumps(sorted(loaded | opened)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES[1::7])
def test_what_a_discharge_loads_is_in_the_fingerprint(module: str) -> None:
    """Every module loaded and every file opened while claims are discharged counts for their verdicts."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", _WATCHED, module],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT.parent,
    )
    touched = {Path(name).resolve() for name in json.loads(done.stdout.splitlines()[-1])}
    own = {path.relative_to(ROOT).as_posix() for path in touched if path.is_relative_to(ROOT)}
    own = {path for path in own if not path.endswith(".pyc")}
    assert own
    assert own <= set(Sources().files([module]))


def test_every_source_is_listed() -> None:
    """Everything means every module and every data file of the package."""
    listed = set(Sources().everything())
    assert {"claim.py", "tighter/certificates/2.json", "store/sources.py"} <= listed
    assert set(Sources().files(MODULES)) <= listed
