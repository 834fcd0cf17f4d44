"""Each rule of the house notices what it forbids, planted into a small tree that keeps all of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import rules
from tests.house.imports import import_graph
from tests.house.rules import RULES, Rule

ROOT = Path(__file__).parents[2]
IGNORED = "# type: " + "ignore"
MACHINE = "/" + "home/someone/traces"

#: A house in small: every rule is kept.
HOUSE = {
    "README.md": "See docs/model.md; write to $HOME/tmp/x, a/home/b or https://x.org/home/b.\n",
    "proofs/__init__.py": "",
    "proofs/claim.py": "import sympy\n",
    "lp_models/__init__.py": "",
    "lp_models/matrix.py": "import numpy\n",
    "ratiolab/__init__.py": "from ratiolab.cli.main import main\n",
    "ratiolab/errors.py": "",
    "ratiolab/core/__init__.py": "",
    "ratiolab/core/heap.py": "from ratiolab.errors import InputError\n",
    "ratiolab/algorithms/__init__.py": "from ..core import heap\nfrom . import gsa\n",
    "ratiolab/algorithms/gsa.py": "def gsa():\n    from proofs.claim import Claim\n",
    "ratiolab/cli/__init__.py": "",
    "ratiolab/cli/main.py": "import ratiolab.algorithms.gsa\nimport lp_models\n",
    "tests/strategies.py": "@st.composite\ndef jobs(draw): ...\n",
    "tests/test_errors.py": "from tests.strategies import jobs\n",
    "tests/references/gsa.py": "",
    "tests/references/test_references.py": "from tests.references.gsa import gsa\n",
    "tests/core/test_heap.py": "",
    "tests/algorithms/test_gsa.py": "from tests.references.gsa import gsa\n",
    "tests/cli/test_main.py": "from .command import Command\n",
    "tests/cli/command.py": "",
}


def body(lines: int) -> str:
    """A function of so many lines."""
    return "def long():\n" + "    x = 1\n" * (lines - 1)


def build(root: Path, files: dict[str, str]) -> Path:
    """Write the files under `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_small_house_keeps_every_rule(rule: Rule, tmp_path: Path) -> None:
    """What is allowed passes: a rule that always complains would protect nothing."""
    assert rule(build(tmp_path, HOUSE)) == []


@pytest.mark.parametrize(
    ("rule", "path", "text", "complaint"),
    [
        (rules.short_modules, "proofs/claim.py", "x = 1\n" * 301, "proofs/claim.py: 301 lines"),
        (rules.short_functions, "proofs/claim.py", body(61), "proofs/claim.py:1: long has 61 lines"),
        (rules.short_functions, "benchmarks/run.py", f"async {body(61)}", "run.py:1: long has 61 lines"),
        (
            rules.short_functions,
            "ratiolab/core/heap.py",
            f"@given\n{body(61)}",
            "ratiolab/core/heap.py:2: long has 61 lines",
        ),
        (
            rules.leaves_know_nothing_above,
            "proofs/claim.py",
            "import ratiolab.errors",
            "proofs.claim imports",
        ),
        (
            rules.leaves_know_nothing_above,
            "lp_models/matrix.py",
            "def f():\n    from ratiolab import errors\n",
            "lp_models.matrix imports ratiolab.errors",
        ),
        (rules.leaves_know_nothing_above, "proofs/claim.py", "from lp_models import matrix", "of lp_models"),
        (
            rules.imports_go_down,
            "ratiolab/core/heap.py",
            "from ratiolab.algorithms import gsa",
            "ratiolab.core.heap imports ratiolab.algorithms.gsa: from floor 1 up to floor 2",
        ),
        (rules.imports_go_down, "ratiolab/core/heap.py", "from ..algorithms import gsa", "up to floor 2"),
        (rules.imports_go_down, "ratiolab/core/heap.py", "from ratiolab import __version__", "up to floor 8"),
        (rules.imports_go_down, "ratiolab/cellar.py", "", "ratiolab.cellar: on no floor"),
        (
            rules.no_circles,
            "ratiolab/algorithms/gsa.py",
            "import ratiolab.algorithms",
            "modules in a circle: ratiolab.algorithms, ratiolab.algorithms.gsa",
        ),
        (rules.no_circles, "ratiolab/errors.py", "from ratiolab.core import Heap", "rooms in a circle"),
        (rules.no_ignored_types, "tests/core/test_heap.py", f"x = 1  {IGNORED}[misc]\n", "test_heap.py:1:"),
        (rules.no_machine_paths, "docs/model.md", f"one\nsee {MACHINE}\n", "docs/model.md:2: see"),
        (rules.no_machine_paths, "setup.cfg.toml", f'path = "{MACHINE}"', "setup.cfg.toml:1:"),
        (rules.mirrored_tests, "tests/kernels/test_heap.py", "", "there is no ratiolab/kernels"),
        (rules.mirrored_tests, "tests/test_mistakes.py", "", "there is no ratiolab/mistakes"),
        (rules.mirrored_tests, "ratiolab/optimum/milp.py", "", "no tests in tests/optimum"),
        (
            rules.independent_tests,
            "tests/cli/test_main.py",
            "from tests.core.test_heap import heap",
            "tests/cli/test_main.py imports tests.core.test_heap",
        ),
        (rules.independent_tests, "tests/cli/test_main.py", "from ..core import test_heap", "imports tests"),
        (rules.independent_tests, "tests/cli/test_main.py", "from tests import conftest", "tests.conftest"),
        (
            rules.strategies_in_one_place,
            "tests/core/test_heap.py",
            "@composite\ndef heaps(draw): ...\n",
            "tests/core/test_heap.py:2: strategy heaps",
        ),
    ],
)
def test_planted(rule: Rule, path: str, text: str, complaint: str, tmp_path: Path) -> None:
    """One file too long, one arrow back, one silenced type: the rule names it, once."""
    faults = rule(build(tmp_path, HOUSE | {path: text}))
    assert [complaint in fault for fault in faults] == [True], faults


def test_too_many_files(tmp_path: Path) -> None:
    """Fifteen modules beside `__init__` and `__main__` pass; one more does only if each is an algorithm."""
    full = {f"{folder}/m{i}.py": "" for folder in ("ratiolab/core", "proofs/paper") for i in range(15)}
    assert (
        rules.small_folders(
            build(tmp_path, HOUSE | full | {"proofs/paper/__init__.py": "", "proofs/paper/__main__.py": ""})
        )
        == []
    )
    build(tmp_path, {"ratiolab/core/m15.py": "", "proofs/paper/m15.py": ""})
    assert rules.small_folders(tmp_path) == ["proofs/paper: 16 modules; a folder has at most 15"]


@pytest.mark.parametrize(
    "decorator", ["compiled", "core.compiled_for_threads", "compiled(eager=True)", "njit"]
)
def test_a_kernel_may_be_long(decorator: str, tmp_path: Path) -> None:
    """Compiled functions are left out of the limit, however the decorator is written."""
    build(tmp_path, HOUSE | {"ratiolab/core/heap.py": f"@{decorator}\n{body(90)}"})
    assert rules.short_functions(tmp_path) == []


def test_every_kind_of_import_is_an_edge(tmp_path: Path) -> None:
    """Absolute, relative, of a name, of a module, inside a function, of a package."""
    edges = set(import_graph(build(tmp_path, HOUSE)).edges)
    assert edges == {
        ("ratiolab", "ratiolab.cli.main"),
        ("ratiolab.core.heap", "ratiolab.errors"),
        ("ratiolab.algorithms", "ratiolab.core.heap"),
        ("ratiolab.algorithms", "ratiolab.algorithms.gsa"),
        ("ratiolab.algorithms.gsa", "proofs.claim"),
        ("ratiolab.cli.main", "ratiolab.algorithms.gsa"),
        ("ratiolab.cli.main", "lp_models"),
    }


def test_figures_of_a_tree(tmp_path: Path) -> None:
    """``python -m tests.house TREE`` counts modules and imports, and prints what breaks a rule."""
    build(tmp_path, HOUSE | {"proofs/claim.py": "x = 1\n" * 301})
    command = [sys.executable, "-m", "tests.house", str(tmp_path)]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    counted = {" ".join(line.split()[:-1]): line.split()[-1] for line in out.splitlines()}
    assert counted["modules"] == "12"
    assert counted["imports between modules"] == "7"
    assert "proofs/claim.py: 301 lines; a module has at most 300" in out
