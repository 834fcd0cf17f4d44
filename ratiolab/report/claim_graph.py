"""The graph of claims as a file: a picture, JSON or GraphML."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import fill
from typing import Any

import networkx as nx

from ratiolab.errors import InputError


def write_graph(graph: Any, path: Path) -> None:
    """Write the graph of claims; the ending of `path` says how.

    Parameters
    ----------
    graph : networkx.DiGraph
        As `proofs.graph.build` makes it: an edge leads from a premise to the claim resting on it.
    path : Path
        ``.png`` or ``.svg`` (picture), ``.json`` (node-link) or ``.graphml``.

    Raises
    ------
    InputError
        For another ending, or if the file cannot be written.
    """
    plain = nx.DiGraph()
    for name, data in graph.nodes(data=True):
        claim = data["claim"]
        plain.add_node(name, title=claim.title, source=claim.source, assumed=not claim.steps)
    plain.add_edges_from(graph.edges)
    try:
        match path.suffix:
            case ".json":
                path.write_text(json.dumps(nx.node_link_data(plain, edges="edges"), indent=1) + "\n")
            case ".graphml":
                nx.write_graphml(plain, path)
            case ".png" | ".svg":
                _draw(plain, path)
            case other:
                raise InputError(f"{path}: cannot write {other or 'a file without ending'}: "
                                 "use .png, .svg, .json or .graphml")  # fmt: skip
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def _draw(graph: Any, path: Path) -> None:
    """Draw premises on the left, what rests on them further right."""
    from matplotlib.figure import Figure  # only here: the other formats need no plotting

    for layer, names in enumerate(nx.topological_generations(graph)):
        for name in names:
            graph.nodes[name]["layer"] = layer
    place = nx.multipartite_layout(graph, subset_key="layer")
    layers = 1 + max(data["layer"] for _, data in graph.nodes(data=True))
    tallest = max(len(list(names)) for names in nx.topological_generations(graph))
    figure = Figure(figsize=(max(8, 2.4 * layers), max(4, 0.55 * tallest)), layout="constrained")
    axes = figure.add_subplot()
    axes.axis("off")
    nx.draw_networkx_edges(graph, place, ax=axes, edge_color="#b0b0b0", arrowsize=8, node_size=900)
    for name, (x, y) in place.items():
        colour = "#fff1d6" if graph.nodes[name]["assumed"] else "#dcecff"
        axes.text(
            x, y, fill(name, 18), ha="center", va="center", fontsize=8,
            bbox={"boxstyle": "round", "facecolor": colour, "edgecolor": "#555555"},
        )  # fmt: skip
    figure.suptitle("Claims and what they rest on (yellow: assumed)", fontsize=10)
    figure.savefig(path, dpi=150)
