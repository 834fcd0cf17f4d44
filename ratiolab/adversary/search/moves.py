"""Free multisets of jobs: random ones, and typed moves between them."""

from __future__ import annotations

from random import Random

from proofs.exact.surd import Quadratic
from ratiolab.adversary.search.candidate import KERNEL_MEMORY, Candidate, Region, tidy
from ratiolab.slices import ladder

#: Up to this many lengths one more is split off.
MOST_CLONED = 16
#: Names of the moves, as they are logged.
MOVES = ("shift length", "across boundary", "clone", "drop", "scale count", "memory", "prompt")


def random_candidate(rng: Random, region: Region) -> Candidate:
    """Draw budget, prompt, lengths and counts, each over its orders of magnitude."""
    while True:
        smallest = min(4, region.memory)
        highest = min(region.memory, KERNEL_MEMORY)
        memory = round(smallest * (highest / smallest) ** rng.random())
        prompt = int((memory - 1) * rng.random() ** 2) if rng.random() < 0.8 else 0
        room = memory - prompt
        jobs = []
        for _ in range(rng.randint(1, 12)):
            jobs.append((max(1, round(room ** rng.random())), max(1, round(region.jobs ** rng.random()))))
        made = tidy(memory, prompt, jobs, region, "random")
        if made is not None:
            return made


def moved(candidate: Candidate, rng: Random, region: Region, alpha: Quadratic | None) -> Candidate:
    """Apply one random move.

    Parameters
    ----------
    candidate : Candidate
    rng : Random
    region : Region
    alpha : Quadratic or None
        Scaling factor whose slices are the boundaries; None where the algorithm has none.
    """
    while True:
        move = rng.choice(MOVES)
        memory, prompt = candidate.memory, candidate.prompt
        jobs = list(zip(candidate.lengths, candidate.counts, strict=True))
        i = rng.randrange(len(jobs))
        o, c = jobs[i]
        if move == "shift length":
            jobs[i] = (o + _step(rng, o), c)
        elif move == "across boundary":
            if alpha is None:
                continue
            jobs[i] = (1 + rng.choice((0, *ladder(alpha, memory - prompt)[:-1])), c)
        elif move == "clone":
            if len(jobs) >= MOST_CLONED:
                continue
            jobs[i] = (o, c - c // 2)
            jobs.append((o + _step(rng, o), c // 2))
        elif move == "drop":
            if len(jobs) == 1:
                continue
            del jobs[i]
        elif move == "scale count":
            jobs[i] = (o, max(1, round(c * 2 ** rng.gauss(0, 1))))
        elif move == "memory":
            wider = max(2, min(region.memory, memory + _step(rng, memory)))
            if rng.random() < 0.5:  # lengths and prompt rescaled with it
                jobs = [(length * wider // memory, count) for length, count in jobs]
                prompt = prompt * wider // memory
            memory = wider
        else:
            prompt += _step(rng, memory)
        made = tidy(memory, prompt, jobs, region, move)
        if made is not None:
            return made


def crossed(first: Candidate, second: Candidate, rng: Random, region: Region) -> Candidate | None:
    """Budget and prompt of one candidate, jobs of both."""
    jobs = [*zip(first.lengths, first.counts, strict=True)]
    scale = (first.memory - first.prompt, second.memory - second.prompt)
    for o, c in zip(second.lengths, second.counts, strict=True):
        jobs.append((max(1, o * scale[0] // scale[1]), c))
    kept = [pair for pair in jobs if rng.random() < 0.6]
    return tidy(first.memory, first.prompt, kept or jobs[:1], region, "cross")


def _step(rng: Random, size: int) -> int:
    """A signed step between 1 and about `size`, over its orders of magnitude."""
    sign: int = rng.choice((-1, 1))
    return sign * max(1, int(size ** rng.random() / 2))
