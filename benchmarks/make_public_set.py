"""Write the fixed public set of instances: benchmarks/public_set/*.json, the same files every time.

Run: .venv/bin/python benchmarks/make_public_set.py

Common prompt 5 throughout. Heterogeneous: lengths `random.Random(seed).randint(1, 20)`, one per job, for
seeds 1, 2, ...; two types: as many jobs of either length; one type: equal jobs.
"""

from __future__ import annotations

import random
from pathlib import Path

from ratiolab.documents import write_instance
from ratiolab.instance import GroupedInstance, Instance, JobType, Problem

FOLDER = Path(__file__).parent / "public_set"
PROMPT, LONGEST = 5, 20
#: Jobs, memory budget, number of seeds.
HETEROGENEOUS = [
    *((n, memory, 1) for n in (8, 12, 16) for memory in (40, 60, 80)),
    *((20, memory, 5) for memory in (40, 60, 80)),
    *((24, memory, 5) for memory in (40, 60)),
    (24, 80, 1),
    (30, 40, 1),
]
#: Two lengths, memory budget, jobs.
TWO_TYPES = [
    ((3, 12), 60, 20), ((3, 12), 60, 40), ((3, 12), 60, 60),
    ((5, 25), 80, 20), ((5, 25), 80, 40), ((5, 25), 80, 60),
    ((10, 20), 80, 20), ((10, 20), 80, 40), ((10, 20), 80, 60),
]  # fmt: skip
#: Length, memory budget, jobs.
ONE_TYPE = [(20, 80, 20), (20, 80, 60), (20, 80, 200)]


def public_set() -> dict[str, Problem]:
    """Instances by name, from easy to hard within each family."""
    named: dict[str, Problem] = {}
    for n, memory, seeds in HETEROGENEOUS:
        for seed in range(1, seeds + 1):
            rng = random.Random(seed)
            lengths = [rng.randint(1, LONGEST) for _ in range(n)]
            named[f"uniform-n{n}-m{memory}-seed{seed}"] = Instance.common(memory, PROMPT, lengths)
    for (short, long), memory, n in TWO_TYPES:
        groups = [JobType(PROMPT, short, n // 2), JobType(PROMPT, long, n - n // 2)]
        named[f"two-{short}-{long}-n{n}-m{memory}"] = GroupedInstance(memory, groups)
    for length, memory, n in ONE_TYPE:
        named[f"one-{length}-n{n}-m{memory}"] = GroupedInstance(memory, [JobType(PROMPT, length, n)])
    return named


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, problem in public_set().items():
        write_instance(problem, FOLDER / f"{name}.json")
