"""Plans made from an instance by the little schedulers of the attack: no kernel of a product is used."""

from __future__ import annotations

from functools import lru_cache

from proofs.schedules.model import Case, Phases, greedy_starts, parallelism
from proofs.schedules.plan import Call, Kind, Plan, Run

MOST_ROUNDS = 1000
"""Look-ahead admission is simulated round by round: lengths that add up to more are passed over."""


def slicing(case: Case, phases: Phases) -> Plan:
    """GSA, jobs in the order of the instance in every phase."""
    waiting, begin = list(range(case.n)), 0
    runs: list[Run] = []
    calls: list[Call] = []
    for tau, k in zip(phases.tau, phases.k, strict=True):
        first = len(runs)
        for i, job in enumerate(waiting):
            runs.append(Run(job, begin + i * tau // k, min(tau, case.lengths[job])))
        calls.append(Call(tau, k, tuple(range(first, len(runs)))))
        begin += (len(waiting) - 1) * tau // k + tau
        waiting = [job for job in waiting if case.lengths[job] > tau]
        if not waiting:
            break
    return _plan("slicing", case, runs, calls)


def batching(case: Case, phases: Phases) -> Plan:
    """GBA, each class in the order of the instance."""
    begin, below = 0, 0
    runs: list[Run] = []
    calls: list[Call] = []
    for tau, k in zip(phases.tau[: phases.last + 1], phases.k, strict=False):
        first = len(runs)
        members = [job for job, o in enumerate(case.lengths) if below < o <= tau]
        below = tau
        for i, job in enumerate(members):
            runs.append(Run(job, begin + i * tau // k, case.lengths[job]))
        calls.append(Call(tau, k, tuple(range(first, len(runs)))))
        if members:
            begin += (len(members) - 1) * tau // k + tau
    return _plan("batching", case, runs, calls)


def pipeline(case: Case) -> Plan:
    """One pipeline whose slice is the longest length."""
    tau = case.ordered[-1]
    k = parallelism(tau, case.prompt, case.budget)
    runs = [Run(job, job * tau // k, o) for job, o in enumerate(case.lengths)]
    return _plan("pipeline", case, runs, [Call(tau, k, tuple(range(case.n)))])


def _plan(kind: Kind, case: Case, runs: list[Run], calls: list[Call]) -> Plan:
    prompts = (case.prompt,) * case.n
    return Plan(kind, prompts, case.lengths, case.budget, tuple(runs), tuple(calls), case.alpha)


def greedy(case: Case, *, by_size: bool) -> Plan:
    """MC-SF, or SVF-peak."""
    starts = greedy_starts(case, by_peak=by_size)
    kind: Kind = "by-size" if by_size else "look-ahead"
    prompts = (case.prompt,) * case.n
    return Plan.of_starts(kind, prompts, case.ordered, case.budget, starts, case.alpha)


@lru_cache(maxsize=8)
def plans(case: Case, phases: Phases) -> tuple[Plan, ...]:
    """One plan of every algorithm; look-ahead only where a round-by-round simulation is short."""
    made = [slicing(case, phases), batching(case, phases), pipeline(case), greedy(case, by_size=True)]
    if case.Y <= MOST_ROUNDS:
        made.append(greedy(case, by_size=False))
    return tuple(made)
