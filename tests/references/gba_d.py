"""Dynamic refill: pipelines of the shortest length left, begun as soon as they fit beside what runs.

A reading of the prose in Section 7 of arXiv 2601.22996. Whether a pipeline fits is found by playing it
through together with the active jobs, every job that waits taking part with the length of the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.references.model import Attempt, Machine
from tests.references.sps import widest_pipeline


def pipeline_fits(machine: Machine, jobs: int, k: int, tau: int, prompt: int) -> bool:
    """Tell whether `jobs` jobs of length tau, begun now as a pipeline, fit beside the active jobs."""
    for ahead in range((jobs - 1) * tau // k + tau):
        held = sum(
            prompt + decoded + ahead + 1
            for job, decoded in machine.active.items()
            if decoded + ahead < machine.responses[job]
        )
        for i in range(jobs):
            age = ahead - i * tau // k
            if age < 0:
                break
            if age < tau:
                held += prompt + age + 1
        if held > machine.memory:
            return False
        if ahead >= 3 * tau:  # nothing old is left and the picture repeats every tau rounds
            break
    return True


def gba_d(memory: int, prompt: int, responses: Sequence[int], order: Sequence[int]) -> list[Attempt]:
    """Attempts of dynamic refill."""
    machine = Machine(memory, [prompt] * len(responses), responses)
    waiting = sorted(order, key=lambda job: responses[job])
    length, begun, members = 0, 0, 0  # of the pipeline that runs
    while machine.unfinished:
        while waiting:
            tau = responses[waiting[0]]
            k = widest_pipeline(tau, prompt, memory)
            if pipeline_fits(machine, len(waiting), k, tau, prompt):
                length, begun, members = tau, machine.round, 1
            elif length == tau and machine.round == begun + members * tau // k:
                members += 1
            else:
                break
            machine.start(waiting.pop(0))
        machine.decode()
    return sorted(machine.attempts)
