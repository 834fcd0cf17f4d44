"""The graph of claims: who rests on whom. It needs their statements only, not their proofs."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import networkx as nx

from proofs.catalogue import GOALS
from proofs.statement import Statement


class GraphError(ValueError):
    """The claims do not form a graph: a name twice, an unknown premise, or a circle."""


def build(claims: Iterable[Statement]) -> nx.DiGraph:
    """Build the graph with an edge from each premise to the claim that rests on it.

    Raises
    ------
    GraphError
        On a duplicate name, a premise nobody declares, or a circle; the message names them.
    """
    graph = nx.DiGraph()
    known: dict[str, Statement] = {}
    for claim in claims:
        if claim.name in known:
            raise GraphError(f"two claims are called {claim.name}")
        known[claim.name] = claim
        graph.add_node(claim.name, claim=claim)
    for claim in known.values():
        for premise in claim.premises:
            if premise not in known:
                raise GraphError(f"{claim.name} rests on {premise}, which nobody declares")
            graph.add_edge(premise, claim.name)
    if not nx.is_directed_acyclic_graph(graph):
        circle = [edge[0] for edge in nx.find_cycle(graph)]
        raise GraphError(f"the claims {' -> '.join([*circle, circle[0]])} rest on each other")
    return graph


def unused(claims: Iterable[Statement], goals: Iterable[str] = GOALS) -> list[str]:
    """Names of claims that nothing rests on and that are no goal: forgotten, or meant for a premise."""
    graph = build(claims)
    wanted = set(goals)
    return [name for name in graph if graph.out_degree(name) == 0 and name not in wanted]


def rests_on(name: str | None, claims: Iterable[Statement]) -> list[str]:
    """Names of a claim and of everything it rests on, premises first; all claims for None.

    Raises
    ------
    GraphError
        If the claims do not form a graph.
    ValueError
        If the name is unknown; the message names those that are near.
    """
    graph = build(claims)
    if name is None:
        wanted = set(graph)
    elif name in graph:
        wanted = nx.ancestors(graph, name) | {name}
    else:
        near = get_close_matches(name, graph, 3) or get_close_matches(name.lower(), graph, 3, 0.4)
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        raise ValueError(f"unknown claim {name!r}; {meant}`ratiolab prove` lists all {len(graph)}")
    position = {node: place for place, node in enumerate(graph)}
    ordered = nx.lexicographical_topological_sort(graph, key=position.__getitem__)
    return [node for node in ordered if node in wanted]
