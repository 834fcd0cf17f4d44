"""vLLM with recomputation from scratch, round by round: first come, first served, the latest gives way."""

from __future__ import annotations

from collections.abc import Sequence

from tests.references.model import Attempt, Machine


def vllm_kill(
    memory: int, prompts: Sequence[int], responses: Sequence[int], order: Sequence[int]
) -> list[Attempt]:
    """Attempts of vLLM-kill: evict the latest admitted on overflow, else admit what fits now."""
    machine = Machine(memory, prompts, responses)
    queue = list(order)
    admitted: list[int] = []  # every admission still in force, in order
    while machine.unfinished:
        admitted = [job for job in admitted if job in machine.active]
        anybody = False
        while _now(machine) > memory:
            victim = admitted.pop()
            machine.kill(victim)
            queue.insert(0, victim)
            anybody = True
        while not anybody and queue and _now(machine) + prompts[queue[0]] + 1 <= memory:
            job = queue.pop(0)
            machine.start(job)
            admitted.append(job)
        machine.decode()
    return sorted(machine.attempts)


def _now(machine: Machine) -> int:
    """Tokens the batch would hold in this round."""
    return sum(machine.prompts[job] + decoded + 1 for job, decoded in machine.active.items())
