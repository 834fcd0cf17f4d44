"""The greedy chain on real schedules: MC-SF's structure and its total."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from proofs import symbols as x
from proofs.greedy.checks import Waits
from proofs.greedy.schedules import look_ahead_starts
from proofs.replay.paper import Replay, running
from proofs.replay.replayer import Columns, Fact, Number, Numbers, Point, Trace
from proofs.schedules.plan import Plan

HALF = Fraction(1, 2)


class Ascending:
    """Jobs of a schedule with one prompt by ascending length, and what makes each of them wait."""

    def __init__(self, plan: Plan, *, latest: bool = False) -> None:
        order = sorted(range(plan.n), key=lambda job: (plan.lengths[job], plan.starts[job]))
        self.s, self.memory, self.n = plan.prompt, plan.memory, plan.n
        self.lengths = [plan.lengths[job] for job in order]
        self.starts = [plan.starts[job] for job in order]
        self.areas = [plan.areas[job] for job in order]
        self.latest = latest

    @cached_property
    def waits(self) -> Waits:
        """The full rounds, delays and jobs in the way."""
        return Waits(self.s, self.lengths, self.memory, self.starts, latest=self.latest)

    @property
    def waiting(self) -> list[int]:
        """Jobs that wait."""
        return sorted(self.waits.rounds)

    def share(self) -> Fraction:
        """Largest share of the budget one job takes."""
        return Fraction(self.s + self.lengths[-1], self.memory)

    def filled(self, k: int) -> int:
        """What the jobs in the way of job k hold in its full round."""
        return sum(self.waits.held(i, k) for i in self.waits.beside[k])

    def weighted_areas(self, jobs: list[int]) -> list[Fraction]:
        """Sum of (n - i + 1/2) A_i over the first of some jobs, for every number of them."""
        return [
            sum(((many - i - HALF) * self.areas[job] for i, job in enumerate(jobs[:many])), Fraction(0))
            for many in range(len(jobs) + 1)
        ]


def both(plan: Plan) -> list[Ascending]:
    """MC-SF's schedule with the first and with the last full round of each wait; none for other plans."""
    if plan.kind != "look-ahead" or not plan.common:
        return []
    return [Ascending(plan), Ascending(plan, latest=True)]


def full(plan: Plan) -> Replay:
    """greedy.F0: the full round of every waiting job."""
    for jobs in both(plan):
        for k in jobs.waiting:
            tau, y, where = jobs.waits.rounds[k], jobs.waits.delays[k], f"job {k}"
            held = jobs.filled(k)
            values: Numbers = {x.s: jobs.s, x.M: jobs.memory, x.S_j: jobs.starts[k], x.o_j: jobs.lengths[k]}
            values |= {x.tau: tau, x.y: y, x.G: held}
            yield Point("own-share", where, values)
            for step in ("full", "delay-low", "delay-high"):
                yield Point(step, where, values)
            for i in jobs.waits.beside[k]:
                yield Point("held-there", where, {**values, x.S_i: jobs.starts[i]})
            yield Fact(where, "U >= M", held + jobs.s + y, ">=", jobs.memory)


def suffix(plan: Plan) -> Replay:
    """greedy.F1: who is in the way."""
    for jobs in both(plan):
        for k in jobs.waiting:
            tau, y, where = jobs.waits.rounds[k], jobs.waits.delays[k], f"job {k}"
            beside = jobs.waits.beside[k]
            values: Numbers = {x.s: jobs.s, x.M: jobs.memory, x.S_j: jobs.starts[k], x.o_j: jobs.lengths[k]}
            values |= {x.tau: tau, x.y: y, x.G: jobs.filled(k), x.w: jobs.waits.waits[k]}
            yield Fact(where, "a suffix of the jobs before", len(beside), "==", k - min(beside))
            for i in beside:
                other: Numbers = {**values, x.S_i: jobs.starts[i], x.o_i: jobs.lengths[i]}
                for step in ("long-enough", "final-size"):
                    yield Point(step, f"{where}, job {i} in the way", other)


def last_before(plan: Plan) -> Replay:
    """greedy.F1.last: the first job in the way, and the job just before."""
    for jobs in both(plan):
        for k in jobs.waiting:
            where, first = f"job {k}", min(jobs.waits.beside[k])
            values: Numbers = {x.s: jobs.s, x.M: jobs.memory, x.S_j: jobs.starts[k], x.o_j: jobs.lengths[k]}
            values |= {x.tau: jobs.waits.rounds[k], x.y: jobs.waits.delays[k], x.w: jobs.waits.waits[k]}
            values |= {x.G: jobs.filled(k), x.S_h: jobs.starts[first], x.o: jobs.lengths[first]}
            values |= {x.S_i: jobs.starts[k - 1], x.o_i: jobs.lengths[k - 1]}
            for step in ("not-empty", "in-the-way", "previous"):
                yield Point(step, where, values)


def next_start(plan: Plan) -> Replay:
    """greedy.F2: the job after a waiting one."""
    for jobs in both(plan):
        for k in jobs.waiting:
            y, where = jobs.waits.delays[k], f"job {k}"
            tau = jobs.waits.rounds[k]
            values: Numbers = {x.S_h: jobs.starts[k], x.o: jobs.lengths[k], x.y: y, x.tau: tau}
            values |= {x.s: jobs.s, x.M: jobs.memory, x.G: jobs.filled(k)}
            if y:
                yield Point("begun", where, values)
                yield Point("own-run", where, values)
            if k + 1 < jobs.n:
                begun = jobs.starts[k + 1]
                held = jobs.s + tau - begun + 1 if begun <= tau else 0
                later: Numbers = {**values, x.S_k: begun, x.o_i: jobs.lengths[k + 1], x.x: held}
                for step in ("runs-on", "room") if y else ("no-delay",):
                    yield Point(step, where, later)
                yield Fact(where, "S_{j+1} >= S_j + y_j", jobs.starts[k + 1], ">=", jobs.starts[k] + y)


def windows(plan: Plan) -> Replay:
    """greedy.F3: the full rounds ascend."""
    for jobs in both(plan):
        for first in jobs.waiting:
            for second in jobs.waiting:
                if first >= second:
                    continue
                where = f"jobs {first} and {second}"
                values: Numbers = {x.S_j: jobs.starts[first], x.y: jobs.waits.delays[first]}
                values |= {x.S_k: jobs.starts[second], x.y_k: jobs.waits.delays[second]}
                yield Point("ascend", where, {**values, x.S_h: jobs.starts[first + 1]})
                for i in jobs.waits.beside[second]:
                    if i < first:
                        begun: Numbers = {x.S_i: jobs.starts[i], x.o_i: jobs.lengths[i]}
                        yield Point("still-active", f"{where}, job {i}", {**values, **begun})
                        inside = int(i in jobs.waits.beside[first])
                        yield Fact(f"{where}, job {i}", "in the way of both", inside, "==", 1)


def rules(plan: Plan) -> Replay:
    """greedy.H: starts ascend, no round is overfull, and waiting jobs find a full round."""
    for jobs in both(plan)[:1]:
        for k in range(1, jobs.n):
            yield Fact(f"job {k}", "starts ascend", jobs.starts[k], ">=", jobs.starts[k - 1])
        yield Fact("job 0", "S_1 = 0", jobs.starts[0], "==", 0)
        ends = {start + o - 1 for start, o in zip(jobs.starts, jobs.lengths, strict=True)}
        for end in ends:
            yield Fact(f"round {end}", "at most M in use", plan.usage(end), "<=", jobs.memory)
        for k in jobs.waiting:
            tau, where = jobs.waits.rounds[k], f"job {k}"
            values: Numbers = {x.s: jobs.s, x.M: jobs.memory, x.S_j: jobs.starts[k], x.o_j: jobs.lengths[k]}
            values |= {x.tau: tau, x.t: jobs.starts[k] - 1, x.G: jobs.filled(k)}
            for step in ("begins", "ends", "refused"):
                yield Point(step, where, values)
            values |= {x.S_i: jobs.starts[k - 1], x.o_i: jobs.lengths[k - 1]}
            yield Point("completions", where, values)


def completions(plan: Plan) -> Replay:
    """greedy.L1.completions: starts in terms of areas."""
    for jobs in both(plan)[:1]:
        charges: list[Number] = [2 * jobs.s * o + o * o for o in jobs.lengths]
        sums: Columns = {x.P: running(charges), x.B: running(jobs.areas)}
        yield Trace("sums", "by length", {}, sums, {x.V: charges, x.A: jobs.areas})
        charged, used = 0, 0
        for j, o in enumerate(jobs.lengths):
            values: Numbers = {x.M: jobs.memory, x.S: jobs.starts[j], x.o_j: o, x.P: charged, x.B: used}
            yield Point("completion", f"job {j}", values)
            own: Numbers = {x.s: jobs.s, x.o: o, x.V: 2 * jobs.s * o + o * o, x.A: jobs.areas[j]}
            for step in ("P4", "shorter"):
                yield Point(step, f"job {j}", own)
            charged += 2 * jobs.s * o + o * o
            used += jobs.areas[j]


def total_starts(plan: Plan) -> Replay:
    """greedy.T1.starts: the starts job by job against the areas."""
    for jobs in both(plan)[:1]:
        charges: list[Number] = [2 * jobs.s * o + o * o for o in jobs.lengths]
        weighted = jobs.weighted_areas(list(range(jobs.n)))
        states: Columns = {
            x.T: running(jobs.starts),
            x.P: running(charges),
            x.B: running(jobs.areas),
            x.X: [part / jobs.memory for part in weighted],
        }
        inputs: Columns = {x.S: jobs.starts, x.V: charges, x.A: jobs.areas}
        yield Trace("jobs", "by length", {x.M: jobs.memory}, states, inputs)
        for i, o in enumerate(jobs.lengths):
            yield Point("area", f"job {i}", {x.s: jobs.s, x.o: o, x.A: jobs.areas[i]})
        values: Numbers = {x.T: sum(jobs.starts), x.X: weighted[-1] / jobs.memory, x.B: sum(jobs.areas)}
        for step in ("divide", "at-most"):
            yield Point(step, "all jobs", {**values, x.M: jobs.memory})


def theorem(plan: Plan) -> Replay:
    """greedy.T1: the cost against X, Y and itself, a schedule without kills."""
    for jobs in both(plan)[:1]:
        bound = jobs.weighted_areas(list(range(jobs.n)))[-1] / jobs.memory
        values: Numbers = {x.T: sum(jobs.starts), x.X: bound, x.Y: sum(jobs.lengths), x.opt: plan.cost}
        yield Point("P5", "all jobs", values)
        yield Point("ratio", "all jobs", values)


def large_jobs(plan: Plan) -> Replay:
    """greedy.T1.large-jobs: jobs that take at least a share of the budget."""
    for jobs in both(plan)[:1]:
        share = Fraction(jobs.s + jobs.lengths[0], jobs.memory)
        fixed: Numbers = {x.t: share, x.M: jobs.memory}
        for i, o in enumerate(jobs.lengths):
            yield Point("area", f"job {i}", {**fixed, x.s: jobs.s, x.o: o, x.A: jobs.areas[i]})
        states: Columns = {x.B: running(jobs.areas), x.Y: running(jobs.lengths)}
        yield Trace("areas", "by length", fixed, states, {x.A: jobs.areas, x.o: jobs.lengths})
        bound = jobs.weighted_areas(list(range(jobs.n)))[-1] / jobs.memory
        values: Numbers = {
            **fixed,
            x.T: sum(jobs.starts),
            x.X: bound,
            x.Y: sum(jobs.lengths),
            x.opt: plan.cost,
        }
        yield Point("total", "all jobs", {**values, x.B: sum(jobs.areas)})


def attained(plan: Plan) -> Replay:
    """greedy.L1.tight: two jobs like the shortest one, the second of which waits until both fit."""
    for jobs in both(plan)[:1]:
        s, o = jobs.s, jobs.lengths[0]
        wait = jobs.memory % (o + 1)
        memory = 2 * (s + o) - wait
        starts = look_ahead_starts((s, s), (o, o), memory)
        yield Fact(f"two jobs of {o} in {memory}", "S_2 = w", starts[1], "==", wait)
        values: Numbers = {x.s: s, x.o: o, x.w: wait, x.M: memory}
        for step in ("fits-at", "slack"):
            yield Point(step, f"two jobs of {o} in {memory}", values)
