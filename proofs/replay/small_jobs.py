"""The greedy chain on real schedules: MC-SF when no job takes more than half of the budget."""

from __future__ import annotations

from fractions import Fraction

from proofs import symbols as x
from proofs.replay.greedy import HALF, Ascending, both
from proofs.replay.paper import Replay, running
from proofs.replay.replayer import Columns, Fact, Lists, Number, Numbers, Point, Trace
from proofs.schedules.plan import Plan


def small(plan: Plan) -> list[Ascending]:
    """As `_both`, where every job takes at most half of the budget."""
    return [jobs for jobs in both(plan) if 2 * jobs.share() <= 1]


def crowd(plan: Plan) -> Replay:
    """greedy.T2.crowd: the jobs in the way of each waiting job, one by one."""
    for jobs in small(plan):
        fixed: Numbers = {x.eps: jobs.share(), x.M: jobs.memory}
        for k in jobs.waiting:
            beside, where, delay = jobs.waits.beside[k], f"in the way of job {k}", jobs.waits.delays[k]
            ranks: list[Number] = [k - 1 - i for i in beside]
            held: list[Number] = [jobs.waits.held(i, k) for i in beside]
            product = running([a * b for a, b in zip(ranks, held, strict=True)])
            states: Columns = {
                x.P: product,
                x.X: running(ranks),
                x.Z: running(held),
                x.D: list(range(len(beside) + 1)),
            }
            yield Trace("chebyshev", where, fixed, states, {x.x: ranks, x.m: held})
            for place, (a, b) in enumerate(zip(ranks, held, strict=True)):
                many = place + 1
                against = running([(r - a) * (e - b) for r, e in zip(ranks, held, strict=True)][:place])
                before: Columns = {symbol: column[:many] for symbol, column in states.items()}
                inputs: Columns = {x.r: ranks[:place], x.e: held[:place]}
                yield Trace("against", where, {x.x: a, x.m: b}, {**before, x.W: against}, inputs)
            values: Numbers = {**fixed, x.G: sum(held), x.P: product[-1], x.D: len(beside), x.s: jobs.s}
            values |= {x.y: delay, x.o_j: jobs.lengths[k]}
            for step in ("filled", "many", "P6", "average", "half"):
                yield Point(step, where, values)


def average_start(plan: Plan) -> Replay:
    """greedy.T2.starts: all waits, and the jobs that have many behind them."""
    for jobs in small(plan):
        waits: list[Number] = list(jobs.waits.waits)
        waited: list[Number] = [sum(waits[k] * (many - k) for k in range(many)) for many in range(jobs.n + 1)]
        starts: list[Number] = [0, *jobs.starts]
        states: Columns = {x.S: starts, x.T: running(jobs.starts), x.P: waited}
        yield Trace("waits", "by length", {}, states, {x.w: waits})
        share = jobs.share()
        fixed: Numbers = {x.eps: share, x.M: jobs.memory}
        for k in jobs.waiting:
            yield Point("one-wait", f"job {k}", {**fixed, x.N: jobs.n - k, x.G: jobs.filled(k)})
        bound = charged = Fraction(0)
        for i, o in enumerate(jobs.lengths):
            size, behind = jobs.s + o, jobs.n - 1 - i
            extra = behind * size - (HALF - share) * jobs.memory
            faced = sum(jobs.waits.waits[k] for k in jobs.waiting if i in jobs.waits.beside[k])
            values: Numbers = {**fixed, x.x: behind, x.p_i: size, x.o: o, x.e: faced, x.h: abs(extra)}
            yield Point("positive" if extra >= 0 else "negative", f"job {i}", values)
            yield Point("scale", f"job {i}", values)
            charged += faced * extra
            bound += o * max(Fraction(0), extra) / jobs.memory
        total: Numbers = {**fixed, x.T: sum(jobs.starts), x.Z: charged, x.W: bound}
        yield Point("total", "all jobs", total)
        yield Fact("all jobs", "(1 - eps) sum of starts", (1 - share) * sum(jobs.starts), "<=", bound)


def chosen(plan: Plan) -> Replay:
    """greedy.T2: the chosen jobs, and the two cases."""
    for jobs in small(plan)[:1]:
        share = jobs.share()
        ranks = [Fraction((jobs.n - 1 - i) * (jobs.s + o), jobs.memory) for i, o in enumerate(jobs.lengths)]
        mine = [i for i, rank in enumerate(ranks) if rank > HALF - share]
        columns: Lists = {x.o: [jobs.lengths[i] for i in mine], x.x: [ranks[i] for i in mine]}
        pairs = [(jobs.lengths[i], ranks[i]) for i in mine]
        states: Columns = {
            x.W: running([o * (rank - HALF + share) for o, rank in pairs]),
            x.R: running([o * rank for o, rank in pairs]),
            x.S: running([o * (rank - HALF) for o, rank in pairs]),
            x.Y_L: running(columns[x.o]),
        }
        yield Trace("chosen-sum", "the chosen jobs", {x.eps: share}, states, columns)
        values: Numbers = {symbol: column[-1] for symbol, column in states.items()}
        total = sum(jobs.lengths)
        part = Fraction(sum(jobs.lengths[i] for i in mine), total)
        values |= {x.eps: share, x.f: part, x.Y: total, x.T: sum(jobs.starts), x.opt: plan.cost}
        values |= {x.X: jobs.weighted_areas(list(range(jobs.n)))[-1] / jobs.memory}
        values |= {x.X_L: jobs.weighted_areas(mine)[-1] / jobs.memory}
        cases = [name for name, applies in (("many", 3 * part >= 2), ("few", 4 * part <= 3)) if applies]
        for step in ("from-all", "from-chosen", *cases):
            yield Point(step, "the chosen jobs", values)


def subset(plan: Plan) -> Replay:
    """greedy.L4: the chosen jobs, each against those above it that are not."""
    for jobs in small(plan)[:1]:
        share = jobs.share()
        sizes = [jobs.s + o for o in jobs.lengths]
        ranks = [Fraction((jobs.n - 1 - i) * size, jobs.memory) for i, size in enumerate(sizes)]
        mine = {i for i, rank in enumerate(ranks) if rank > HALF - share}
        for i in sorted(mine):
            others = [z for z in range(i + 1, jobs.n) if z not in mine]
            values: Numbers = {x.eps: share, x.M: jobs.memory, x.s: jobs.s, x.o: jobs.lengths[i]}
            values |= {x.A: jobs.areas[i], x.n_Z: len(others)}
            if others:
                first: Numbers = {x.r: jobs.n - 1 - others[0], x.o_j: jobs.lengths[others[0]], x.x: 0}
                yield Point("half-budget", f"job {i}", {**values, **first})
            values |= {x.x: jobs.n - 1 - i, x.n_L: jobs.n - 1 - i - len(others)}
            for step in ("area", "chosen", "all-jobs"):
                yield Point(step, f"job {i}", values)
