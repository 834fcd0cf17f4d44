"""All strategies by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratiolab.lazily import Registry

if TYPE_CHECKING:
    from ratiolab.adversary.search.strategy import Strategy

#: Strategies by their names on the command line.
STRATEGIES: Registry[type[Strategy]] = Registry(
    {
        "random": "ratiolab.adversary.search.free:RandomSearch",
        "hill": "ratiolab.adversary.search.free:HillClimbing",
        "anneal": "ratiolab.adversary.search.free:Annealing",
        "evolve": "ratiolab.adversary.search.free:Evolution",
        "cma": "ratiolab.adversary.search.cma:CMA",
        "structured": "ratiolab.adversary.search.structured:Structured",
    }
)
