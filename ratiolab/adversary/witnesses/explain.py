"""Where a witness loses: the exact cost of both sides, length by length and phase by phase.

An algorithm that works in phases makes a job wait for three reasons: rounds it runs in earlier phases
and loses when it is killed, the rest of those phases, and its turn in its own phase. For other
algorithms the schedule is listed: rounds of killed attempts, and all other waiting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ratiolab.adversary.witnesses.blocks import Block
from ratiolab.adversary.witnesses.witness import CheckedWitness, Witness, verify_witness
from ratiolab.algorithms import Algorithm, facts_of, make
from ratiolab.algorithms.slicing import classes_of
from ratiolab.core.grouped import pipeline_run
from ratiolab.core.pipeline import call_length, floor_sum
from ratiolab.errors import InputError
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance


@dataclass(frozen=True)
class Length:
    """The jobs of one response length on both sides; times in job-rounds.

    Attributes
    ----------
    response, count : int
        Length o and number of jobs.
    killed : int
        Rounds the algorithm runs in attempts that it kills.
    earlier : int
        Other rounds before the phase that completes the jobs.
    waiting : int
        Rounds in that phase before the attempt that completes.
    running : int
        ``count * response``, on either side.
    other_waiting : int
        Rounds before the start in the feasible schedule.
    """

    response: int
    count: int
    killed: int
    earlier: int
    waiting: int
    running: int
    other_waiting: int

    @property
    def cost(self) -> int:
        """Flow time of the jobs under the algorithm."""
        return self.killed + self.earlier + self.waiting + self.running

    @property
    def other_cost(self) -> int:
        """Flow time of the jobs in the feasible schedule."""
        return self.other_waiting + self.running

    @property
    def loss(self) -> int:
        """What the algorithm costs more; below 0 where it is ahead."""
        return self.cost - self.other_cost


@dataclass(frozen=True)
class Phase:
    """A phase of the algorithm.

    Attributes
    ----------
    slice_, parallelism : int
        Rounds a job gets, and jobs that start in so many rounds.
    duration : int
        Rounds until the next phase begins.
    jobs, completed : int
        Jobs that run in it, and those it completes.
    cost : int
        Rounds of it that unfinished jobs sit through, in job-rounds.
    """

    slice_: int
    parallelism: int
    duration: int
    jobs: int
    completed: int
    cost: int


@dataclass(frozen=True)
class Explanation:
    """A witness taken apart; lengths ascending, `phases` empty for algorithms without."""

    checked: CheckedWitness
    lengths: tuple[Length, ...]
    phases: tuple[Phase, ...]

    @property
    def witness(self) -> Witness:
        """The witness."""
        return self.checked.witness

    def part(self, rounds: int) -> Fraction:
        """Job-rounds as a part of the feasible schedule's cost: all parts add up to the ratio."""
        return Fraction(rounds, self.witness.opt_flow_time)

    def algorithm_parts(self) -> dict[str, tuple[int, ...]]:
        """What the algorithm's cost is made of: name to job-rounds, one entry per length."""
        rows = self.lengths
        waiting = tuple(row.waiting for row in rows)
        killed = {"killed": tuple(row.killed for row in rows)}
        running = {"running": tuple(row.running for row in rows)}
        if not self.phases:
            return killed | {"waiting": waiting} | running
        earlier = tuple(row.earlier for row in rows)
        return killed | {"earlier phases": earlier, "own phase": waiting} | running

    def schedule_parts(self) -> dict[str, tuple[int, ...]]:
        """What the feasible schedule's cost is made of."""
        rows = self.lengths
        return {
            "schedule: waiting": tuple(row.other_waiting for row in rows),
            "schedule: running": tuple(row.running for row in rows),
        }


#: Rounds of one run of jobs: killed, earlier, waiting.
_Waits = tuple[int, int, int]


def explain(witness: Witness) -> Explanation:
    """Take a witness apart.

    Raises
    ------
    WitnessError
        If it does not hold.
    InputError
        If the algorithm has no phases and there are too many jobs to list.
    """
    checked = verify_witness(witness)
    algorithm, instance = make(witness.algorithm, **witness.parameters), witness.instance
    made: list[Phase] = []
    calls = facts_of(algorithm).calls
    if calls is None:
        waits = _listed(algorithm, instance)
    else:
        lengths = np.array([g.response for g in instance.groups], dtype=np.int64)
        phases = calls.of(algorithm, instance.memory, algorithm.require_common_prompt(instance), lengths)
        listed = [_Call(tau, k, calls.together) for tau, k in zip(*phases, strict=True)]
        waits = (_restarting if calls.restarts else _per_class)(listed, instance, made)
    starts = _start_rounds(witness.blocks)
    rows = []
    for o in sorted(starts):
        runs = [(w, g) for w, g in zip(waits, instance.groups, strict=True) if g.response == o]
        killed, earlier, waiting = (sum(w[k] for w, _ in runs) for k in range(3))
        count = sum(g.count for _, g in runs)
        rows.append(Length(o, count, killed, earlier, waiting, count * o, starts[o]))
    _check_sums(witness, rows, made)
    return Explanation(checked, tuple(rows), tuple(made))


def _check_sums(witness: Witness, rows: Sequence[Length], made: Sequence[Phase]) -> None:
    """Make sure that nothing is left out or counted twice."""
    sums = {
        "lengths": (sum(row.cost for row in rows), witness.algorithm_flow_time),
        "schedule": (sum(row.other_cost for row in rows), witness.opt_flow_time),
        "phases": (sum(p.cost for p in made) if made else witness.algorithm_flow_time,
                   witness.algorithm_flow_time),
    }  # fmt: skip
    for name, (total, right) in sums.items():
        if total != right:
            raise AssertionError(f"the parts by {name} add up to {total}, not to {right}")


@dataclass(frozen=True)
class _Call:
    """A call of an algorithm: `parallelism` jobs every `slice_` rounds, together or evenly spaced."""

    slice_: int
    parallelism: int
    together: bool

    def waiting(self, first: int, count: int) -> int:
        """Rounds before the start of so many jobs, of which the first has this index in the call."""
        if self.together:
            return self.slice_ * floor_sum(count, self.parallelism, 1, first)
        return pipeline_run(first, count, self.slice_, self.parallelism)

    def duration(self, jobs: int) -> int:
        """Rounds until the next call begins."""
        if self.together:
            return -(-jobs // self.parallelism) * self.slice_
        return call_length(jobs, self.slice_, self.parallelism)


def _restarting(calls: Sequence[_Call], instance: GroupedInstance, made: list[Phase]) -> list[_Waits]:
    """Every unfinished job runs in every call."""
    groups = instance.groups
    waits: list[_Waits] = [(0, 0, 0)] * len(groups)
    base, lost, alive = 0, 0, list(range(len(groups)))
    for call in calls:
        index, inside, done = 0, 0, 0
        for i in alive:
            count, response = groups[i].count, groups[i].response
            if response <= call.slice_:
                waiting = call.waiting(index, count)
                waits[i] = count * lost, count * (base - lost), waiting
                inside += waiting + count * response
                done += count
            index += count
        duration = call.duration(index)
        cost = inside + (index - done) * duration
        made.append(Phase(call.slice_, call.parallelism, duration, index, done, cost))
        base, lost = base + duration, lost + call.slice_
        alive = [i for i in alive if groups[i].response > call.slice_]
    return waits


def _per_class(calls: Sequence[_Call], instance: GroupedInstance, made: list[Phase]) -> list[_Waits]:
    """Each job runs once, in the call of its class; a call without jobs takes no time."""
    groups = instance.groups
    lengths = np.array([g.response for g in groups], dtype=np.int64)
    classes = classes_of([call.slice_ for call in calls], lengths).tolist()
    waits: list[_Waits] = [(0, 0, 0)] * len(groups)
    base, left = 0, instance.jobs
    for p in sorted(set(classes)):
        call, index, inside = calls[p], 0, 0
        for i, g in enumerate(groups):
            if classes[i] == p:
                waiting = call.waiting(index, g.count)
                waits[i] = 0, g.count * base, waiting
                inside += waiting + g.count * g.response
                index += g.count
        duration, left = call.duration(index), left - index
        made.append(Phase(call.slice_, call.parallelism, duration, index, index, inside + left * duration))
        base += duration
    return waits


def _listed(algorithm: Algorithm, instance: GroupedInstance) -> list[_Waits]:
    """Any algorithm: its schedule, attempt by attempt."""
    if instance.jobs > EXPAND_LIMIT:
        raise InputError(
            f"{algorithm.name} has no phases and {instance.jobs} jobs are too many to list: "
            f"at most {EXPAND_LIMIT}; `ratiolab shrink` makes a smaller witness"
        )
    jobs = instance.expand()
    schedule = algorithm.schedule(jobs)
    group = np.repeat(np.arange(len(instance.groups)), [g.count for g in instance.groups])
    waits: list[_Waits] = []
    for i in range(len(instance.groups)):
        own = group[schedule.job] == i
        killed = sum(schedule.rounds[own & ~schedule.finished].tolist())
        starts = sum(schedule.start[own & schedule.finished].tolist())
        waits.append((killed, 0, starts - killed))
    return waits


def _start_rounds(blocks: Sequence[Block]) -> dict[int, int]:
    """Sum of the start rounds of each length in the feasible schedule."""
    totals: dict[int, int] = {}
    for block in blocks:
        for o, rounds in block.start_rounds().items():
            totals[o] = totals.get(o, 0) + rounds
    return totals
