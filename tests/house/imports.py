"""The import graph of the packages, read from the sources: nothing is imported to find it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx

#: The packages of the repository, top floor first.
PACKAGES = ("ratiolab", "lp_models", "proofs")


def modules(root: Path) -> dict[str, Path]:
    """Files of all modules under `root` by dotted name; a package has the name of its folder."""
    files = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    return {_dotted(path.relative_to(root)): path for path in files}


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """All nodes of a source's syntax tree; taken apart once for all rules."""
    return tuple(ast.walk(ast.parse(source)))


def imported(source: str, package: str) -> Iterator[str]:
    """Yield what a source imports, also inside functions: a module, or a module and a name in it.

    Parameters
    ----------
    source : str
        Text of the module.
    package : str
        Dotted name of the package that relative imports start from.
    """
    for node in nodes_of(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def import_graph(root: Path) -> nx.DiGraph[str]:
    """Graph of the modules under `root`; an edge points from a module to one that it imports."""
    files = modules(root)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(files)
    for name, path in files.items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        for target in imported(path.read_text(encoding="utf-8"), package):
            while target and target not in files:
                target = target.rpartition(".")[0]
            if target and target != name:
                graph.add_edge(name, target)
    return graph


def room(module: str) -> str:
    """The room that a module stands in: the folder or module below its package, or the package itself."""
    return ".".join(module.split(".")[:2])


def rooms(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The graph with each room drawn together to one point."""
    drawn: nx.DiGraph[str] = nx.DiGraph()
    drawn.add_nodes_from(room(module) for module in graph)
    drawn.add_edges_from((room(a), room(b)) for a, b in graph.edges if room(a) != room(b))
    return drawn
