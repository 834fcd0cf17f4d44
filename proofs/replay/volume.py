"""The greedy chain on real schedules: smallest volume first."""

from __future__ import annotations

from fractions import Fraction

from proofs import symbols as x
from proofs.replay.greedy import HALF
from proofs.replay.paper import MOST_ROUNDS, Replay, running
from proofs.replay.replayer import Columns, Fact, Number, Numbers, Point, Trace
from proofs.schedules.plan import Plan


class _Queue:
    """Jobs by ascending area."""

    def __init__(self, plan: Plan) -> None:
        self.order = plan.by_area
        self.n, self.memory = plan.n, plan.memory
        self.prompts = [plan.prompts[job] for job in self.order]
        self.lengths = [plan.lengths[job] for job in self.order]
        self.starts = [plan.starts[job] for job in self.order]
        self.areas = [plan.areas[job] for job in self.order]
        self.sizes = [s + o for s, o in zip(self.prompts, self.lengths, strict=True)]
        self.products = [size * o for size, o in zip(self.sizes, self.lengths, strict=True)]

    def head(self, round_: int) -> int:
        """The first job that has not started in a round."""
        return next(k for k, start in enumerate(self.starts) if start > round_)

    def active(self, round_: int) -> list[int]:
        """Jobs that run in a round."""
        spans = enumerate(zip(self.starts, self.lengths, strict=True))
        return [i for i, (start, o) in spans if start <= round_ < start + o]

    def reserved(self, round_: int) -> int:
        """Final sizes of the jobs that run in a round."""
        return sum(self.sizes[i] for i in self.active(round_))

    def weighted_areas(self) -> list[Fraction]:
        """M X of the first jobs, for every number of them."""
        return [
            sum(((many - i - HALF) * size for i, size in enumerate(self.areas[:many])), Fraction(0))
            for many in range(self.n + 1)
        ]


def _queue(plan: Plan) -> _Queue | None:
    """The jobs of a plan that admits by area; None for others and for long ones."""
    if plan.kind not in ("look-ahead", "by-size"):
        return None
    jobs = _Queue(plan)
    return jobs if max(jobs.starts) <= MOST_ROUNDS else None


def refused(plan: Plan) -> Replay:
    """greedy.svf.waiting: every round in which a job waits."""
    jobs = _queue(plan)
    if jobs is None:
        return
    for round_ in range(max(jobs.starts)):
        k = jobs.head(round_)
        s, o, where = jobs.prompts[k], jobs.lengths[k], f"job {k} in round {round_}"
        values: Numbers = {x.U: jobs.reserved(round_), x.s: s, x.o: o, x.M: jobs.memory, x.t: round_}
        values |= {x.p_i: s + o}
        if plan.kind == "by-size":
            yield Point("by-size", where, values)
            continue
        ends = {jobs.starts[i] + jobs.lengths[i] - 1 for i in jobs.active(round_)} | {round_ + o - 1}
        held = {
            tau: sum(jobs.prompts[i] + tau - jobs.starts[i] + 1 for i in range(k) if i in jobs.active(tau))
            for tau in ends
            if tau < round_ + o
        }
        tau = max(held, key=lambda later: held[later] + later)
        yield Point("by-look-ahead", where, {**values, x.G: held[tau], x.tau: tau})


def own_starts(plan: Plan) -> Replay:
    """greedy.svf.starts: the rounds before the last start."""
    jobs = _queue(plan)
    if jobs is None or max(jobs.sizes) == jobs.memory:
        return
    share = Fraction(max(jobs.sizes), jobs.memory)
    fixed: Numbers = {x.eps: share, x.M: jobs.memory}
    reserved: list[Number] = [jobs.reserved(round_) for round_ in range(max(jobs.starts))]
    for round_, size in enumerate(reserved):
        head = jobs.head(round_)
        values: Numbers = {**fixed, x.U: size, x.s: jobs.prompts[head], x.o: jobs.lengths[head]}
        yield Point("filled", f"round {round_}", values)
    states: Columns = {x.S: list(range(len(reserved) + 1)), x.Z: running(reserved)}
    yield Trace("rounds", "before the last start", fixed, states, {x.U: reserved})
    before = running(jobs.products)
    total: Numbers = {symbol: column[-1] for symbol, column in states.items()}
    yield Point("total", "the last start", {**fixed, **total, x.P: before[-2]})
    for k, start in enumerate(jobs.starts):
        left = (1 - share) * jobs.memory * start
        yield Fact(f"job {k}", "(1 - eps) M S_j <= sum of p o", left, "<=", before[k])


def own(plan: Plan) -> Replay:
    """greedy.svf: jobs by area, prompts of their own."""
    jobs = _queue(plan)
    if jobs is None or max(jobs.sizes) == jobs.memory:
        return
    share = Fraction(max(jobs.sizes), jobs.memory)
    states: Columns = {
        x.T: running(jobs.starts),
        x.P: running(jobs.products),
        x.B: running(jobs.areas),
        x.X: [part / jobs.memory for part in jobs.weighted_areas()],
    }
    inputs: Columns = {x.S: jobs.starts, x.s: jobs.prompts, x.o: jobs.lengths, x.A: jobs.areas}
    yield Trace("jobs", "by area", {x.eps: share, x.M: jobs.memory}, states, inputs)
    for k in range(jobs.n):
        one: Numbers = {x.s: jobs.prompts[k], x.o: jobs.lengths[k], x.A: jobs.areas[k]}
        for step in ("area", "half-product"):
            yield Point(step, f"job {k}", one)
    bound = 2 * jobs.weighted_areas()[-1] / jobs.memory / (1 - share) + sum(jobs.lengths)
    yield Fact("all jobs", "cost <= 2 X/(1 - eps) + Y", plan.cost, "<=", bound)


def peak_starts(plan: Plan) -> Replay:
    """greedy.svf-peak.starts: stretches of rounds in which nothing changes while a job waits."""
    jobs = _queue(plan) if plan.kind == "by-size" and plan.common else None
    if jobs is None:
        return
    columns: dict[str, list[Number]] = {"w": [], "U": [], "o": []}
    begun: list[Number] = [0]
    for round_ in range(max(jobs.starts)):
        size, waiting = jobs.reserved(round_), jobs.lengths[jobs.head(round_)]
        same = columns["w"] and columns["U"][-1] == size and columns["o"][-1] == waiting
        if same:
            columns["w"][-1] += 1
            begun[-1] = round_ + 1
        else:
            columns["w"].append(1)
            columns["U"].append(size)
            columns["o"].append(waiting)
            begun.append(round_ + 1)
    rows = list(zip(columns["w"], columns["U"], columns["o"], strict=True))
    prompt = jobs.prompts[0]
    states: Columns = {
        x.S: begun,
        x.Z: running([w * size for w, size, _ in rows]),
        x.H: running([w * (prompt + o - 1) for w, _, o in rows]),
    }
    inputs: Columns = {x.w: columns["w"], x.U: columns["U"], x.o: columns["o"]}
    fixed: Numbers = {x.M: jobs.memory, x.s: prompt}
    yield Trace("rounds", "before the last start", fixed, states, inputs)
    total: Numbers = {symbol: column[-1] for symbol, column in states.items()}
    total |= {x.P: sum(jobs.products[:-1]), x.o: jobs.lengths[-1]}
    yield Point("total", "the last start", {**fixed, **total})
    for k in range(1, jobs.n):
        wait = jobs.starts[k] - jobs.starts[k - 1]
        values: Numbers = {x.S_i: jobs.starts[k - 1], x.S_j: jobs.starts[k], x.w: wait, x.s: prompt}
        values |= {x.o_i: jobs.lengths[k - 1], x.o: jobs.lengths[k]}
        for step in ("completions", "short-wait", "own-term"):
            yield Point(step, f"job {k}", values)
    before = running(jobs.products)
    for k, start in enumerate(jobs.starts):
        right = before[k] + before[k + 1]
        yield Fact(f"job {k}", "M S_j <= R before and with j", jobs.memory * start, "<=", right)


def peak(plan: Plan) -> Replay:
    """greedy.svf-peak: jobs by length, one prompt."""
    jobs = _queue(plan) if plan.kind == "by-size" and plan.common else None
    if jobs is None:
        return
    weighted = jobs.weighted_areas()
    states: Columns = {
        x.T: running(jobs.starts),
        x.P: running(jobs.products),
        x.B: running(jobs.areas),
        x.X: [part / jobs.memory for part in weighted],
    }
    inputs: Columns = {x.S: jobs.starts, x.o: jobs.lengths, x.A: jobs.areas}
    yield Trace("jobs", "by length", {x.M: jobs.memory, x.s: jobs.prompts[0]}, states, inputs)
    for k in range(jobs.n):
        one: Numbers = {x.s: jobs.prompts[k], x.o: jobs.lengths[k], x.A: jobs.areas[k]}
        yield Point("half-product", f"job {k}", one)
    values: Numbers = {x.T: sum(jobs.starts), x.Y: sum(jobs.lengths), x.X: weighted[-1] / jobs.memory}
    yield Point("ratio", "all jobs", {**values, x.opt: plan.cost})
