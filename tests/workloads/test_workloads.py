"""Built-in workloads: the same on every machine, of the promised shape, and true to their sources."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from ratiolab.errors import InputError
from ratiolab.instance import JobType
from ratiolab.traces import FitReport, read_trace
from ratiolab.workloads import WORKLOADS, find_workload, make_instance
from ratiolab.workloads.measured import TABLES
from ratiolab.workloads.quantiles import LEVELS, QuantileTable, below, quantiles
from tests.data_files import AZURE_CODE, AZURE_CONV, MOONCAKE, data_file

FILES = {"azure-code": AZURE_CODE, "azure-conv": AZURE_CONV, "mooncake": MOONCAKE}


class Fixed(random.Random):
    """A source whose random bits are all zeros or all ones."""

    def __init__(self, ones: bool) -> None:
        self.ones = ones
        super().__init__(0)

    def getrandbits(self, k: int) -> int:
        """Return k equal bits."""
        return (1 << k) - 1 if self.ones else 0


@pytest.mark.parametrize("name", WORKLOADS)
def test_defaults(name: str) -> None:
    """Every workload makes its default instance, with nothing dropped or clipped, the same each time."""
    workload = find_workload(name)
    instance, report = make_instance(name)
    again, _ = make_instance(name, seed=0)
    assert (workload.name, report) == (name, FitReport(0, 0))
    assert (instance.memory, len(instance)) == (workload.memory, workload.jobs)
    assert workload.prompt in (None, instance.common_prompt)
    assert np.array_equal(instance.responses, again.responses)
    assert np.array_equal(instance.prompts, again.prompts)


@pytest.mark.parametrize(
    ("name", "memory", "types"),
    [
        ("identical", 256, (JobType(0, 16, 200),)),
        ("staggered", 15, (JobType(0, 5, 15),)),
        ("two-lengths", 256, (JobType(96, 1, 194), JobType(96, 160, 6))),
        ("long-job-trap", 512, (JobType(256, 1, 15), JobType(256, 256, 1))),
    ],
)
def test_instances_of_the_paper(name: str, memory: int, types: tuple[JobType, ...]) -> None:
    """The paper's instances have its numbers, longest jobs first."""
    instance, _ = make_instance(name)
    assert (instance.memory, instance.types()) == (memory, types)
    assert instance.responses[0] == instance.responses.max()


def test_same_lengths_on_every_machine() -> None:
    """Seeds give these very lengths; a change of them changes every number measured on the workloads."""
    for name, prompts, responses in (
        ("azure-code", [841, 293, 2239, 107, 1652, 990], [89, 11, 6, 39, 7, 17]),
        ("azure-conv", [580, 271, 1122, 193, 1044, 685], [450, 110, 40, 409, 52, 217]),
        ("mooncake", [3665, 1419, 12016, 929, 8123, 4436], [694, 268, 10, 531, 22, 390]),
        ("uniform", [5, 5, 5, 5, 5, 5], [11, 5, 13, 2, 3, 18]),
        ("geometric", [16, 16, 16, 16, 16, 16], [1, 1, 1, 2, 1, 1]),
    ):
        drawn = find_workload(name).draw(6, seed=7)
        assert (drawn[0].tolist(), drawn[1].tolist()) == (prompts, responses)


@pytest.mark.parametrize("name", ["azure-code", "azure-conv", "mooncake", "uniform", "geometric"])
def test_seeds_and_prefixes(name: str) -> None:
    """Another seed is another draw; fewer jobs are the first of more; a common prompt changes no response."""
    more, _ = make_instance(name, jobs=50, seed=3)
    fewer, _ = make_instance(name, jobs=20, seed=3, prompt=8)
    other, _ = make_instance(name, jobs=50, seed=4)
    assert np.array_equal(more.responses[:20], fewer.responses)
    assert fewer.common_prompt == 8
    assert not np.array_equal(more.responses, other.responses)


def test_uniform_and_geometric_shapes() -> None:
    """Uniform lengths reach both ends evenly; geometric ones halve in number as they double."""
    counts = Counter(find_workload("uniform").draw(20_000, 1)[1].tolist())
    assert sorted(counts) == list(range(1, 21))
    assert all(850 < count < 1150 for count in counts.values())
    counts = Counter(find_workload("geometric").draw(25_600, 1)[1].tolist())
    assert sorted(counts) == [2**k for k in range(9)]
    assert all(abs(counts[2**k] - 25_600 / 2 ** (k + 1)) < 400 / 2 ** (k / 2) for k in range(8))


def test_below_stays_below() -> None:
    """Rejection draws every value below the bound and no other, the bound 1 included."""
    source = random.Random(5)
    assert {below(source, 5) for _ in range(200)} == set(range(5))
    assert below(source, 1) == 0


def test_quantile_table_ends_and_levels() -> None:
    """The lowest bits give the minimum, the highest the maximum; a fraction p lies below its quantile."""
    table = QuantileTable(tuple(1000 * level for level in LEVELS))
    assert table.sample(Fixed(False)) == 0
    assert table.sample(Fixed(True)) == 1_000_000
    source = random.Random(2)
    drawn = np.array([table.sample(source) for _ in range(20_000)])
    for level in LEVELS[1:-1]:
        assert abs(int((drawn < 1000 * level).sum()) - 20 * level) < 250
    assert quantiles([5]) == (5,) * len(LEVELS)
    assert quantiles(range(1, 1001)) == (1, *LEVELS[1:])
    with pytest.raises(ValueError, match="that never decrease are needed"):
        QuantileTable((1, 2, 3))


@pytest.mark.parametrize("name", FILES)
def test_tables_are_sound(name: str) -> None:
    """Without the traces at hand: the tables can be drawn from, fit the default budget, and cite."""
    inputs, outputs = (table.lengths for table in TABLES[name])
    assert all(low <= high for table in (inputs, outputs) for low, high in pairwise(table))
    assert outputs[0] >= 1
    workload = find_workload(name)
    assert workload.memory // 2 < inputs[-1] + outputs[-1] <= workload.memory
    assert "CC-BY-4.0" in workload.source or "Apache-2.0" in workload.source


@pytest.mark.parametrize("name", FILES)
def test_tables_agree_with_the_traces(name: str) -> None:
    """The tables are the traces' quantiles, and the lengths drawn have their means within a tenth."""
    path = data_file(FILES[name])
    if path is None:
        pytest.skip(f"{FILES[name]} is not at hand")
    trace = read_trace(path)
    assert quantiles(trace.prompts) == TABLES[name][0].lengths
    assert quantiles(trace.responses) == TABLES[name][1].lengths
    prompts, responses = find_workload(name).draw(20_000, 0)
    for drawn, measured in ((prompts, trace.prompts), (responses, trace.responses)):
        assert abs(drawn.mean() / measured.mean() - 1) < 0.1


@pytest.mark.parametrize(
    ("arguments", "memory", "half"),
    [({"memory": 2**11}, 2**11, 2**10), ({"prompt": 4}, 8, 4), ({"memory": 2, "prompt": 1}, 2, 1)],
)
def test_trap_follows_the_memory(arguments: dict[str, Any], memory: int, half: int) -> None:
    """The trap's prompt and long job are half the memory, whichever of the two is given."""
    instance, _ = make_instance("long-job-trap", **arguments)
    assert (instance.memory, instance.common_prompt) == (memory, half)
    assert instance.responses.tolist() == [half] + [1] * (len(instance) - 1)
    assert len(instance) >= 2


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("azure", {}, "unknown workload 'azure': use one of azure-code, azure-conv, mooncake, identical,"),
        ("uniform", {"jobs": 0}, "the number of jobs is 0: it must be at least 1"),
        ("uniform", {"jobs": 10**9}, "the number of jobs is 1000000000: it must be at most 20000000"),
        ("uniform", {"jobs": 2.5}, "the number of jobs is 2.5: it must be an integer"),
        ("uniform", {"seed": -1}, "seed is -1: it must be at least 0"),
        ("uniform", {"memory": 0}, "memory is 0: it must be at least 1"),
        ("uniform", {"prompt": -1}, "prompt is -1: it must be at least 0"),
        ("uniform", {"memory": 20}, "of 100 rows need more than the memory budget 20"),
        ("two-lengths", {"jobs": 6}, "workload two-lengths needs at least 7 jobs: 6 asked for"),
        ("two-lengths", {"memory": 255}, "two-lengths: 6 of 200 rows need more than the memory budget 255"),
        ("long-job-trap", {"jobs": 1}, "needs at least 2 jobs"),
        ("long-job-trap", {"memory": 12}, "such as 256 and 512: not memory 12"),
        ("long-job-trap", {"memory": 7}, "not memory 7"),
        ("long-job-trap", {"prompt": 0}, "not prompt 0"),
        ("long-job-trap", {"memory": 512, "prompt": 128}, "not memory 512, prompt 128"),
    ],
)
def test_wrong_arguments(name: str, arguments: dict[str, Any], message: str) -> None:
    """Unknown names, values out of range and budgets that do not fit are told in one line."""
    with pytest.raises(InputError) as caught:
        make_instance(name, **arguments)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_oversized_jobs_are_counted() -> None:
    """Dropping and clipping work for workloads as for traces."""
    dropped, report = make_instance("two-lengths", memory=255, oversized="drop")
    assert (report, len(dropped)) == (FitReport(6, 0), 194)
    clipped, report = make_instance("two-lengths", memory=255, oversized="clip")
    assert (report, int(clipped.responses.max())) == (FitReport(0, 6), 159)
