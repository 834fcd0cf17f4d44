"""``python -m tests.house [TREE]``: figures of the import graph, and what breaks a rule."""

from __future__ import annotations

import sys
from pathlib import Path

import networkx as nx

from tests.house.imports import PACKAGES, import_graph, rooms
from tests.house.rules import RULES


def figures(root: Path) -> dict[str, int]:
    """Count what there is: packages, modules, lines, rooms, floors, arrows."""
    graph = import_graph(root)
    drawn = rooms(graph)
    files = [path for package in PACKAGES for path in (root / package).rglob("*.py")]
    circles = [circle for circle in nx.strongly_connected_components(drawn) if len(circle) > 1]
    return {
        "packages": sum(path.name == "__init__.py" for path in files),
        "modules": len(graph),
        "lines": sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files),
        "imports between modules": graph.number_of_edges(),
        "rooms": len(drawn),
        "imports between rooms": drawn.number_of_edges(),
        "floors": nx.dag_longest_path_length(nx.condensation(drawn)) + 1,
        "rooms in circles": sum(len(circle) for circle in circles),
        "modules at the top of a package": sum(
            path.parent.parent == root and path.name != "__init__.py" for path in files
        ),
        "most modules in a folder": max(
            sum(path.name != "__init__.py" for path in parent.glob("*.py"))
            for parent in {path.parent for path in files}
        ),
    }


def main() -> None:
    """Print figures and complaints of the tree named on the command line, or of this one."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2]
    for name, value in figures(root).items():
        print(f"{name:34}{value:>7}")
    for fault in (fault for rule in RULES for fault in rule(root)):
        print(fault)


if __name__ == "__main__":
    main()
