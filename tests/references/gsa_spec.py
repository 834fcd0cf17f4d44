"""GSA with speculative runs on free memory, a reading of the prose in Section 7 of arXiv 2601.22996."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tests.references.model import Attempt, Machine
from tests.references.slices import Alpha, Surd, slices
from tests.references.sps import widest_pipeline


def scaled_slices(span: int, alpha: Alpha, beta: int) -> list[int]:
    """Slices ``floor(beta * alpha**p)`` for a rational factor, none above `span`, the last one `span`."""
    assert not isinstance(alpha, Surd)
    ladder: list[int] = []
    exact = Fraction(beta)
    while not ladder or ladder[-1] < span:
        ladder.append(min(span, int(exact)))
        exact *= alpha
    return ladder


def gsa_spec(
    memory: int,
    prompt: int,
    responses: Sequence[int],
    order: Sequence[int],
    alpha: Alpha,
    beta: int | None = None,
) -> list[Attempt]:
    """Attempts of GSA-Spec."""
    machine = Machine(memory, [prompt] * len(responses), responses)
    span = memory - prompt
    taus = slices(span, alpha) if beta is None else scaled_slices(span, alpha, beta)
    guests: list[int] = []  # speculative jobs, in order of their starts
    for tau in taus:
        queue = [job for job in order if job in machine.unfinished]
        if not queue:
            break
        k = widest_pipeline(tau, prompt, memory)
        began, used, over_at = machine.round, 0, machine.round
        killed_at: dict[int, int] = {}
        while True:
            now = machine.round
            guests = [job for job in guests if job in machine.active]
            for job, round_ in killed_at.items():
                if round_ == now and job in machine.active and job not in guests:
                    machine.kill(job)
            while now == began + used * tau // k:
                queue = [job for job in queue if job in machine.unfinished]
                if not queue:
                    break
                job = queue.pop(0)
                if job in guests:
                    machine.kill(job)
                    guests.remove(job)
                machine.start(job)
                killed_at[job] = over_at = now + tau
                used += 1
            if not machine.unfinished:
                return sorted(machine.attempts)
            if now == over_at and not any(job in machine.unfinished for job in queue):
                break  # the next call begins in this very round
            crowded = False
            while _held(machine) > memory:
                machine.kill(guests.pop())
                crowded = True
            for job in order:
                idle = job in machine.unfinished and job not in machine.active
                if idle and not crowded and _held(machine) + prompt + 1 <= memory:
                    machine.start(job)
                    guests.append(job)
            machine.decode()
    return sorted(machine.attempts)


def _held(machine: Machine) -> int:
    """Tokens held in the current round."""
    return sum(machine.prompts[job] + decoded + 1 for job, decoded in machine.active.items())
