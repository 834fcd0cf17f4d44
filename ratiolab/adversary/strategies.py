"""All strategies by name."""

from __future__ import annotations

from ratiolab.adversary.cma_search import CMA
from ratiolab.adversary.local_search import Annealing, Evolution, HillClimbing, RandomSearch
from ratiolab.adversary.strategy import Strategy
from ratiolab.adversary.structured_search import Structured

#: Strategies by their names on the command line.
STRATEGIES: dict[str, type[Strategy]] = {
    kind.name: kind for kind in (RandomSearch, HillClimbing, Annealing, Evolution, CMA, Structured)
}
