"""The graph of claims: who rests on whom, and proving it from the bottom up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

import networkx as nx

from proofs.catalogue import GOALS, MODULES
from proofs.claim import Claim, ClaimResult, Status


class GraphError(ValueError):
    """The claims do not form a graph: a name twice, an unknown premise, or a circle."""


@dataclass(frozen=True)
class Proof:
    """What became of a claim and of everything below it.

    Parameters
    ----------
    results
        In an order in which premises come first.
    unproved
        Names of the claims, assumed ones excluded, that are not proved given their premises.
    assumed
        Names of the claims nobody discharges.
    boxes
        Pairs (claim, finite box) for counting facts checked only on a box.
    """

    results: tuple[ClaimResult, ...]

    @property
    def unproved(self) -> tuple[str, ...]:
        """Claims with a step that is refuted or undecided."""
        return tuple(item.name for item in self.results if item.status not in (Status.PROVED, Status.ASSUMED))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Claims without any discharging step."""
        return tuple(item.name for item in self.results if item.status is Status.ASSUMED)

    @property
    def boxes(self) -> tuple[tuple[str, str], ...]:
        """Counting facts that were checked on a finite box only."""
        return tuple((item.name, box) for item in self.results for box in item.boxes)

    @property
    def holds(self) -> bool:
        """Whether every claim with steps is proved; what is assumed is listed apart."""
        return not self.unproved

    @property
    def unconditional(self) -> bool:
        """Whether it holds with nothing assumed and no finite box."""
        return self.holds and not self.assumed and not self.boxes


def collect(modules: Iterable[str] = MODULES) -> tuple[Claim, ...]:
    """Return the claims that the given modules declare, in order."""
    return tuple(claim for module in modules for claim in import_module(module).CLAIMS)


def build(claims: Iterable[Claim]) -> nx.DiGraph:
    """Build the graph with an edge from each premise to the claim that rests on it.

    Raises
    ------
    GraphError
        On a duplicate name, a premise nobody declares, or a circle; the message names them.
    """
    graph = nx.DiGraph()
    known: dict[str, Claim] = {}
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


def unused(claims: Iterable[Claim], goals: Iterable[str] = GOALS) -> list[str]:
    """Names of claims that nothing rests on and that are no goal: forgotten, or meant for a premise."""
    graph = build(claims)
    wanted = set(goals)
    return [name for name in graph if graph.out_degree(name) == 0 and name not in wanted]


def rests_on(name: str | None, claims: Iterable[Claim]) -> list[str]:
    """Names of a claim and of everything it rests on, premises first; all claims for None.

    Raises
    ------
    GraphError
        If the claims do not form a graph.
    ValueError
        If the name is unknown; the message lists the known ones.
    """
    graph = build(claims)
    if name is None:
        wanted = set(graph)
    elif name in graph:
        wanted = nx.ancestors(graph, name) | {name}
    else:
        raise ValueError(f"unknown claim {name!r}; known: {', '.join(graph)}")
    position = {node: place for place, node in enumerate(graph)}
    ordered = nx.lexicographical_topological_sort(graph, key=position.__getitem__)
    return [node for node in ordered if node in wanted]


def prove(
    name: str | None = None,
    *,
    claims: Iterable[Claim] | None = None,
    progress: Callable[[ClaimResult], None] | None = None,
) -> Proof:
    """Discharge a claim and everything it rests on, premises first.

    Parameters
    ----------
    name
        The claim; None for all.
    claims
        Where to look; by default the claims of `MODULES`.
    progress
        Called with each result as it comes.

    Raises
    ------
    GraphError
        If the claims do not form a graph, or one of the declared claims is unused.
    ValueError
        If the name is unknown; the message lists the known ones.
    """
    listed = collect() if claims is None else tuple(claims)
    if claims is None and (idle := unused(listed)):
        raise GraphError(f"nothing rests on {', '.join(idle)}: name a claim that does, or make it a goal")
    order = rests_on(name, listed)
    known = {claim.name: claim for claim in listed}
    results = []
    for node in order:
        result = known[node].discharge()
        if progress is not None:
            progress(result)
        results.append(result)
    return Proof(tuple(results))
