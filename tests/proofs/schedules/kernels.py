"""Schedules that ratiolab's algorithms make, as the plain plans that the proofs are replayed on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from proofs.schedules.plan import Call, Kind, Plan, Run
from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.gba import GBA
from ratiolab.algorithms.gsa import GSA
from ratiolab.algorithms.mc_sf import MCSF
from ratiolab.algorithms.slicing import phases
from ratiolab.algorithms.sps import SPS
from ratiolab.algorithms.svf import SVF
from ratiolab.algorithms.svf_peak import SVFPeak
from ratiolab.algorithms.vllm_kill import VLLMKill
from ratiolab.core.pipeline import largest_parallelism
from ratiolab.instance import Instance
from ratiolab.slices import scaling_factor

SCALES = tuple(Fraction(text) for text in ("5/4", "3/2", "7/4", "2", "17/8", "9/4", "3", "10"))


@dataclass(frozen=True)
class Jobs:
    """An instance with a scaling factor; prompts differ where it has more than one."""

    prompts: tuple[int, ...]
    lengths: tuple[int, ...]
    memory: int
    scale: Fraction

    @property
    def instance(self) -> Instance:
        """The instance as the kernels take it."""
        return Instance(self.memory, self.prompts, self.lengths)


def _runs(algorithm: Algorithm, jobs: Jobs) -> tuple[Run, ...]:
    made = algorithm.schedule(jobs.instance)
    columns = zip(made.start.tolist(), made.job.tolist(), made.rounds.tolist(), strict=True)
    return tuple(Run(job, start, rounds) for start, job, rounds in sorted(columns))


def _calls(
    runs: Sequence[Run], members: Sequence[Sequence[int]], steps: Sequence[tuple[int, int]]
) -> tuple[Call, ...]:
    """Deal the attempts of each job to the calls it takes part in, first attempt to first call."""
    places: dict[int, list[int]] = {}
    for place, run in enumerate(runs):
        places.setdefault(run.job, []).append(place)
    calls = []
    for (tau, k), jobs in zip(steps, members, strict=True):
        mine = sorted(
            (places[job].pop(0) for job in jobs), key=lambda place: (runs[place].start, runs[place].job)
        )
        calls.append(Call(tau, k, tuple(mine)))
    assert not any(places.values()), "an attempt is in no call"
    return tuple(calls)


def geometric(kind: Kind, jobs: Jobs) -> Plan:
    """GSA or GBA."""
    alpha = str(jobs.scale)
    runs = _runs(GSA(alpha) if kind == "slicing" else GBA(alpha), jobs)
    taus, ks = phases(scaling_factor(alpha), jobs.memory, jobs.prompts[0], max(jobs.lengths))
    below = (0, *taus)
    members = [
        [job for job, o in enumerate(jobs.lengths) if o > below[p] and (kind == "slicing" or o <= taus[p])]
        for p in range(len(taus))
    ]
    calls = _calls(runs, members, list(zip(taus, ks, strict=True)))
    return Plan(kind, jobs.prompts, jobs.lengths, jobs.memory, runs, calls, jobs.scale)


def pipeline(jobs: Jobs) -> Plan:
    """SPS on identical jobs."""
    runs, tau = _runs(SPS(), jobs), jobs.lengths[0]
    k = largest_parallelism(tau, jobs.prompts[0], jobs.memory)
    calls = _calls(runs, [range(len(jobs.lengths))], [(tau, k)])
    return Plan("pipeline", jobs.prompts, jobs.lengths, jobs.memory, runs, calls, jobs.scale)


def queued(algorithm: Algorithm, jobs: Jobs) -> Plan:
    """MC-SF, SVF, SVF-peak, or an algorithm that kills and keeps no order."""
    kinds: dict[str, Kind] = {"svf-peak": "by-size", "vllm-kill": "any"}
    kind = kinds.get(algorithm.name, "look-ahead")
    runs = _runs(algorithm, jobs)
    return Plan(kind, jobs.prompts, jobs.lengths, jobs.memory, runs, (), jobs.scale)


def plans(jobs: Jobs) -> Iterator[Plan]:
    """Yield a plan of every algorithm that takes these jobs."""
    if len(set(jobs.prompts)) == 1:
        yield geometric("slicing", jobs)
        yield geometric("batching", jobs)
        yield queued(MCSF(), jobs)
        if len(set(jobs.lengths)) == 1:
            yield pipeline(jobs)
    else:
        yield queued(SVF(), jobs)
    yield queued(SVFPeak(), jobs)
    yield queued(VLLMKill(), jobs)


def _lengths(source: random.Random, most: int) -> list[int]:
    count = source.choice([1, 2, 2, 3, 4, 5, 7, 12])
    match source.randrange(5):
        case 0:
            return [source.randint(1, most) for _ in range(count)]
        case 1:
            return [most] + [source.randint(1, 1 + most // 8) for _ in range(count - 1)]
        case 2:
            return [source.choice([1, most])] * count
        case 3:
            return [1 << place % most.bit_length() for place in range(count)]
    return [max(1, most - source.randint(0, 1 + most // 6)) for _ in range(count)]


def drawn(count: int, seed: int) -> Iterator[Jobs]:
    """Draw instances: tight and ample budgets, equal lengths, one job, huge lengths, only ones."""
    source = random.Random(seed)
    for number in range(count):
        most = source.choice([1, 2, 3, 7, 16, 40, 40, 5000 if number % 8 == 0 else 60])
        lengths = _lengths(source, most)
        prompts = [source.choice([0, 0, 1, 5, 60])] * len(lengths)
        if number % 5 == 4:
            prompts = [source.choice([0, 1, 4, 30]) for _ in lengths]
        largest = max(s + o for s, o in zip(prompts, lengths, strict=True))
        total = sum(s + o for s, o in zip(prompts, lengths, strict=True))
        spare = [0, 0, 1, largest - 1, source.randint(0, largest), 2 * largest, 9 * largest, total]
        yield Jobs(tuple(prompts), tuple(lengths), largest + source.choice(spare), source.choice(SCALES))
