"""SVF and SVF-peak: agreement with references, and volumes of any size."""

from __future__ import annotations

import random

import pytest

from ratiolab.instance import Instance
from tests.algorithms.agreement import agree, own, starts
from tests.references.greedy import by_volume, serve
from tests.strategies import random_instance


@pytest.mark.slow
@pytest.mark.parametrize("name", ["svf", "svf-peak"])
def test_smallest_volume_first(name: str) -> None:
    """SVF and SVF-peak equal their references: 2000 instances with own prompts, 300 with a common one."""
    rng = random.Random(name)
    for case in range(2300):
        instance = random_instance(rng, case < 2000)
        memory, prompts, responses, order = own(instance)
        queue = by_volume(prompts, responses, order)
        agree(name, instance, serve(memory, prompts, responses, queue, by_peaks=name == "svf-peak"))


def test_areas_beyond_64_bits() -> None:
    """Volumes that differ by little are told apart where they do not fit 64 bits: jobs run one by one."""
    half = 2**59
    jobs = [(half, half), (half - 2, half + 1), (half // 2, half)]  # the last equals the first modulo 2**64
    instance = Instance(2**60, [s for s, _ in jobs], [o for _, o in jobs])
    volumes = [s * o + o * (o + 1) // 2 for s, o in jobs]
    served = sorted(range(3), key=volumes.__getitem__)
    assert served == [2, 1, 0]
    assert sorted(range(3), key=starts("svf-peak", instance).__getitem__) == served
    assert sorted(range(3), key=starts("svf", instance).__getitem__) == served
