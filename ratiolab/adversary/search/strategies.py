"""All strategies by name."""

from __future__ import annotations

from ratiolab.adversary.search.cma import CMA
from ratiolab.adversary.search.free import Annealing, Evolution, HillClimbing, RandomSearch
from ratiolab.adversary.search.strategy import Strategy
from ratiolab.adversary.search.structured import Structured

#: Strategies by their names on the command line.
STRATEGIES: dict[str, type[Strategy]] = {
    kind.name: kind for kind in (RandomSearch, HillClimbing, Annealing, Evolution, CMA, Structured)
}
