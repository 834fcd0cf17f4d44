"""The tree that these tests stand in keeps every rule of the house."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.imports import import_graph
from tests.house.rules import RULES, Rule

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    """No module, function, folder, import, comment or test of the repository breaks the rule."""
    assert rule(ROOT) == []


def test_the_graph_is_the_real_one() -> None:
    """The graph read from the sources holds what is known of them: an empty one would break no rule."""
    graph = import_graph(ROOT)
    assert len(graph) > 200
    assert ("ratiolab.schedule", "ratiolab.instance") in graph.edges
    assert ("ratiolab.optimum.milp", "lp_models.start_time") in graph.edges
