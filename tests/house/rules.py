"""The rules of the house that a program can check: each lists what breaks it, one line a fault.

Every rule takes the root of a tree and returns complaints; an empty list means that the tree keeps it.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx

from tests.house.imports import PACKAGES, import_graph, imported, nodes_of, room, rooms

Rule = Callable[[Path], list[str]]

MOST_MODULE_LINES = 300
MOST_FUNCTION_LINES = 60
MOST_FILES = 15

#: Folders with one file per algorithm, command or kernel: as many files as there are of those.
ONE_FILE_EACH = (
    "ratiolab/algorithms",
    "ratiolab/cli",
    "ratiolab/cli/commands",
    "ratiolab/core",
    "ratiolab/library",
    "tests/algorithms",
    "tests/references",
)

#: Rooms of ratiolab from the bottom to the top; an import stays on its floor or goes down.
FLOORS: tuple[tuple[str, ...], ...] = (
    (
        "budgets",
        "version",
        "tables",
        "errors",
        "exact",
        "integers",
        "lazily",
        "memory",
        "orders",
        "instance",
        "schedule",
        "slices",
        "problem",
    ),
    ("core",),
    ("algorithms",),
    ("bounds", "certificates", "documents", "optimum"),
    ("ratios", "theory", "measure", "traces", "workloads"),
    ("adversary",),
    ("audit", "report"),
    ("library", "checkable"),
    ("cli", "__main__", ""),
)

#: Folders of tests that belong to no room: the rules, the slow twins, documents kept on disk.
OTHER_TESTS = ("house", "references", "corpus", "fuzz", "mutants")
#: Modules of tests at the top of tests/ that belong to no module of ratiolab.
OTHER_TEST_MODULES = ("test_wheel",)

#: Files that say nothing of their own.
_NO_ROOM_TAKEN = ("__init__.py", "__main__.py", "conftest.py")

_CODE = (*PACKAGES, "benchmarks", "examples", "tests")
_TEXT = (*_CODE, "docs", "reports", ".ci", ".github")
_SUFFIXES = (".py", ".md", ".toml", ".yml", ".yaml", ".json", ".cff", ".txt", ".v", "")
_MACHINE_PATH = re.compile(r"(?<![\w.~$}/-])/(?:work|tmp|home|root|Users|private|mnt|srv)/\w")


def _sources(root: Path, folders: tuple[str, ...] = _CODE) -> Iterator[tuple[str, str]]:
    """Yield path relative to the root and text of every Python file."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def short_modules(root: Path) -> list[str]:
    """No module is longer than a stranger reads at one sitting."""
    return [
        f"{path}: {lines} lines; a module has at most {MOST_MODULE_LINES}"
        for path, text in _sources(root)
        if (lines := len(text.splitlines())) > MOST_MODULE_LINES
    ]


def _is_kernel(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    for decorator in function.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name == "njit" or name.startswith("compiled"):
            return True
    return False


def short_functions(root: Path) -> list[str]:
    """No function is longer than a screen, its docstring included; compiled kernels may be."""
    return [
        f"{path}:{node.lineno}: {node.name} has {lines} lines; a function has at most {MOST_FUNCTION_LINES}"
        for path, text in _sources(root)
        for node in nodes_of(text)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not _is_kernel(node)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_FUNCTION_LINES
    ]


def small_folders(root: Path) -> list[str]:
    """No folder holds more files than can be kept in mind."""
    folders: dict[str, int] = {}
    for path, _ in _sources(root):
        folder, _, name = path.rpartition("/")
        folders[folder] = folders.get(folder, 0) + (name not in _NO_ROOM_TAKEN)
    return [
        f"{folder}: {files} modules; a folder has at most {MOST_FILES}"
        for folder, files in folders.items()
        if files > MOST_FILES and folder not in ONE_FILE_EACH
    ]


def leaves_know_nothing_above(root: Path) -> list[str]:
    """`proofs` and `lp_models` import nothing of ratiolab, and nothing of each other."""
    leaves = [package for package in PACKAGES if package != "ratiolab"]
    return [
        f"{a} imports {b}: {a.split('.')[0]} knows nothing of {b.split('.')[0]}"
        for a, b in sorted(import_graph(root).edges)
        if a.split(".")[0] in leaves and a.split(".")[0] != b.split(".")[0]
    ]


def imports_go_down(root: Path) -> list[str]:
    """Inside ratiolab an import stays on its floor or goes to a lower one."""
    floor = {f"ratiolab.{name}".rstrip("."): i for i, names in enumerate(FLOORS) for name in names}
    graph = import_graph(root)
    unknown = sorted({room(module) for module in graph if module.startswith("ratiolab")} - floor.keys())
    return [f"{name}: on no floor; give it one in tests/house/rules.py" for name in unknown] + [
        f"{a} imports {b}: from floor {floor[room(a)]} up to floor {floor[room(b)]}"
        for a, b in sorted(graph.edges)
        if floor.get(room(a), len(FLOORS)) < floor.get(room(b), 0)
    ]


def no_circles(root: Path) -> list[str]:
    """Neither modules nor rooms import each other in a circle."""
    graph = import_graph(root)
    return [
        f"{what} in a circle: {', '.join(sorted(circle))}"
        for what, drawn in (("modules", graph), ("rooms", rooms(graph)))
        for circle in nx.strongly_connected_components(drawn)
        if len(circle) > 1
    ]


def no_ignored_types(root: Path) -> list[str]:
    """No comment silences the type checker."""
    return [
        f"{path}:{token.start[0]}: {token.string}"
        for path, text in _sources(root)
        if "ignore" in text  # to take all of them apart takes long
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT and re.search(r"type:\s*ignore|mypy:\s*ignore", token.string)
    ]


def no_machine_paths(root: Path) -> list[str]:
    """No file carries an absolute path of the machine that it was written on."""
    files = [path for path in root.iterdir() if path.is_file()]
    files += [path for folder in _TEXT for path in (root / folder).rglob("*") if path.is_file()]
    return [
        f"{path.relative_to(root).as_posix()}:{number}: {line.strip()[:80]}"
        for path in sorted(files)
        if path.suffix in _SUFFIXES and path.name != ".git"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _MACHINE_PATH.search(line)
    ]


def _code_of(test: str) -> str | None:
    """Folder or module that a test module is named after; None where it belongs to no code."""
    folder, _, name = test.removeprefix("tests/").rpartition("/")
    module = name.removesuffix(".py")
    if not module.startswith("test_") or folder.split("/")[0] in OTHER_TESTS:
        return None
    if not folder:
        return None if module in OTHER_TEST_MODULES else f"ratiolab/{module.removeprefix('test_')}"
    return folder if folder.split("/")[0] in PACKAGES else f"ratiolab/{folder}"


def mirrored_tests(root: Path) -> list[str]:
    """Every folder of tests is named after the code that it tests, and every room has tests."""
    tests = {path: code for path, _ in _sources(root, ("tests",)) if (code := _code_of(path))}
    faults = [
        f"{path}: there is no {code} that it could test"
        for path, code in tests.items()
        if not ((root / code).is_dir() or (root / f"{code}.py").is_file())
    ]
    subjects = {f"{code}/{path.rpartition('/test_')[2].removesuffix('.py')}" for path, code in tests.items()}
    tested = {"/".join(code.split("/")[:2]) for code in subjects | set(tests.values())}
    folders = {"/".join(path.split("/")[:2]) for path, _ in _sources(root, PACKAGES)}
    return faults + [
        f"{folder}: no tests in tests/{folder.removeprefix('ratiolab/')}"
        for folder in sorted(folders - tested)
        if not folder.endswith(".py")
    ]


def independent_tests(root: Path) -> list[str]:
    """A test module imports no other one: what several need is no test."""
    return [
        f"{path} imports {name}: move what both need into tests/references, tests/strategies.py or a fixture"
        for path, text in _sources(root, ("tests",))
        for name in imported(text, ".".join(path.split("/")[:-1]))
        if name.split(".")[0] == "tests"
        and any(part.startswith("test_") or part == "conftest" for part in name.split("."))
    ]


def strategies_in_one_place(root: Path) -> list[str]:
    """Composite strategies of hypothesis stand in tests/strategies.py."""
    return [
        f"{path}:{node.lineno}: strategy {node.name}; its place is tests/strategies.py"
        for path, text in _sources(root, ("tests",))
        if path != "tests/strategies.py"
        for node in nodes_of(text)
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(decorator).split(".")[-1] == "composite" for decorator in node.decorator_list)
    ]


RULES: tuple[Rule, ...] = (
    short_modules,
    short_functions,
    small_folders,
    leaves_know_nothing_above,
    imports_go_down,
    no_circles,
    no_ignored_types,
    no_machine_paths,
    mirrored_tests,
    independent_tests,
    strategies_in_one_place,
)
