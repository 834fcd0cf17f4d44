"""The tighter chain on real schedules: lower bounds, waiting, packing, and the quadratic form."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from proofs import symbols as x
from proofs.replay.batching import executed
from proofs.replay.paper import MOST_ROUNDS, Replay, level, running
from proofs.replay.replayer import Columns, Fact, Number, Numbers, Point, Trace
from proofs.schedules.forms import (
    length_factor,
    quadratic_factors,
    slices_and_lengths,
    weighted_forms,
)
from proofs.schedules.plan import Plan

HALF = Fraction(1, 2)


def lengths(plan: Plan) -> Replay:
    """tight.L1: every job completes after its length."""
    for job, o in enumerate(plan.lengths):
        yield Point("one-job", f"job {job}", {x.o: o, x.a: plan.starts[job], x.C: plan.completions[job]})
    states: Columns = {x.opt: running(plan.completions), x.Y: running(plan.lengths)}
    yield Trace("sum", "all jobs", {}, states, {x.C: plan.completions, x.o: plan.lengths})
    yield Fact("all jobs", "cost >= Y", plan.cost, ">=", sum(plan.lengths))


def mean_busy(plan: Plan, job: int) -> Fraction:
    """Mean busy time of the run that completes a job, weighted by what it holds."""
    s, o, a = plan.prompts[job], plan.lengths[job], plan.starts[job]
    doubled = sum((s + r) * (2 * (a + r) - 1) for r in range(1, o + 1))
    return Fraction(doubled, 2 * plan.areas[job])


def lag(plan: Plan) -> Replay:
    """tight.lag: each job against its mean busy time."""
    for job, o in enumerate(plan.lengths):
        where, values = f"job {job}", {x.s: plan.prompts[job], x.o: o}
        for step in ("at-last-round", "third", "area-positive"):
            yield Point(step, where, values)
        if o <= MOST_ROUNDS:
            after = plan.completions[job] - mean_busy(plan, job)
            yield Fact(where, "C - B >= o/3 + 1/6", after, ">=", Fraction(2 * o + 1, 6))


def first_moment(plan: Plan) -> Replay:
    """tight.first-moment: the usage of the rounds, killed attempts included."""
    if plan.makespan > MOST_ROUNDS:
        return
    used: list[Number] = [plan.usage(round_) for round_ in range(plan.makespan)]
    states: Columns = {
        x.T: list(range(plan.makespan + 1)),
        x.C: running(used),
        x.F: running([(round_ + HALF) * held for round_, held in enumerate(used)]),
    }
    yield Trace("rounds", "all rounds", {x.M: plan.memory}, states, {x.m: used})


def busy_bound(plan: Plan) -> list[Fraction]:
    """M X of the first jobs by area, for every number of jobs."""
    sizes = [plan.areas[job] for job in plan.by_area]
    return [
        sum(((many - j - HALF) * size for j, size in enumerate(sizes[:many])), Fraction(0))
        for many in range(plan.n + 1)
    ]


def smith(plan: Plan) -> Replay:
    """tight.smith: jobs in order of area."""
    if max(plan.lengths) > MOST_ROUNDS:
        return
    sizes = [plan.areas[job] for job in plan.by_area]
    means = [mean_busy(plan, job) for job in plan.by_area]
    inverse = [Fraction(1, size) for size in sizes]
    summed, bounds = running(sizes), busy_bound(plan)
    moments = running([size * mean for size, mean in zip(sizes, means, strict=True)])
    excess = [
        moment - Fraction(total * total, 2 * plan.memory)
        for moment, total in zip(moments, summed, strict=True)
    ]
    states: Columns = {
        x.P: running(means),
        x.Q: [bound / plan.memory for bound in bounds],
        x.S: summed,
        x.e: excess,
        x.w: [inverse[0], *inverse],
    }
    constants: Numbers = {x.M: plan.memory, x.b: inverse[0]}
    yield Trace("jobs", "by area", constants, states, {x.B: means, x.v: inverse})
    halves = [after - HALF * size for after, size in zip(summed[1:], sizes, strict=True)]
    states = {x.S: summed, x.Q: running(halves), x.X: bounds}
    yield Trace("weights", "by area", {}, states, {x.A: sizes})
    for place, (size, mean) in enumerate(zip(sizes, means, strict=True)):
        values: Numbers = {x.M: plan.memory, x.z: moments[place], x.A: size, x.B: mean, x.S: summed[place]}
        yield Point("excess", f"job {plan.by_area[place]}", values)


def mean_busy_bound(plan: Plan) -> Replay:
    """tight.L3: the cost of a schedule without kills against X + Y/3."""
    if max(plan.lengths) > MOST_ROUNDS:
        return
    values: Numbers = {
        x.C: plan.cost,
        x.opt: plan.cost,
        x.B: sum((mean_busy(plan, job) for job in range(plan.n)), Fraction(0)),
        x.X: busy_bound(plan)[-1] / plan.memory,
        x.Y: sum(plan.lengths),
        x.n: plan.n,
    }
    yield Point("sum", "all jobs", values)
    yield Point("weaker", "all jobs", values)


def packing(plan: Plan, step: str) -> Replay:
    """tight.2a and tight.2b: the spacing of every phase; tight.widths and tight.parallelism."""
    if plan.kind != "slicing":
        return
    ladder, s, memory = plan.phases, plan.prompt, plan.memory
    for p, (tau, k, hat) in enumerate(zip(ladder.tau, ladder.k, ladder.hats, strict=True)):
        where = f"phase {p}"
        shared: Numbers = {x.s: s, x.tau: tau, x.k: k, x.M: memory}
        if step == "widths":
            yield Point("increment", where, {**shared, x.g: gcd(k, tau), x.b: gcd(k, tau + 1)})
        elif step == "parallelism":
            most = (2 * memory - tau + 1) // (2 * s + tau + 1)
            if most >= 1:
                yield Point("fits", where, {**shared, x.k: most, x.g: gcd(tau, most)})
            yield Point("slices", where, {**shared, x.h: hat})
        else:
            yield Point("spacing", where, {**shared, x.g: gcd(tau, k + 1)})
            if p <= ladder.last:
                yield Point("uniform", where, {**shared, x.m: ladder.smallest_k, x.u: hat - tau})


def waits(plan: Plan) -> Replay:
    """tight.waits: every job of GSA against the phases before its own and its rank."""
    if plan.kind != "slicing":
        return
    before = Fraction(0)
    for p, call in enumerate(plan.calls):
        runs = [plan.runs[place] for place in call.runs]
        gamma, m, tau = Fraction(call.slice, call.parallelism), len(runs), call.slice
        begin = plan.begin(p)
        later = sum(1 for run in runs if plan.lengths[run.job] > tau)
        last = runs[-1].start - begin
        yield Point("length", f"phase {p}", {x.m: m, x.gamma: gamma, x.tau: tau, x.x: last})
        rank = 0
        for index, run in enumerate(runs):
            if run.rounds < plan.lengths[run.job]:
                continue
            where, waited = f"phase {p}, job {run.job}", run.start - begin
            values: Numbers = {x.N: later, x.r: rank, x.gamma: gamma, x.a: index - rank}
            yield Point("index", where, {**values, x.x: waited, x.y: waited})
            bound = before + (later + rank) * gamma + run.rounds
            yield Fact(
                where, "completion at most its waits and its length", run.start + run.rounds, "<=", bound
            )
            rank += 1
        before += (m - 1) * gamma + tau


def slices(plan: Plan) -> Replay:
    """tight.4: the slices each job waits through."""
    if plan.kind != "slicing":
        return
    fixed: Numbers = {x.alpha: plan.scale, x.beta: plan.phases.hats[0]}
    for job, p in enumerate(plan.classes):
        if p:
            values = {**fixed, x.h: plan.phases.hats[p - 1], x.o: plan.lengths[job]}
            yield Point("job", f"job {job}", values)
    bound = length_factor(plan.scale) * plan.case.Y
    yield Fact("all jobs", "slices and lengths", slices_and_lengths(plan.case, plan.phases), "<=", bound)


def slicing_form(plan: Plan) -> Replay:
    """tight.3.gsa: phases from the last down."""
    if plan.kind != "slicing":
        return
    ladder = plan.phases
    shares: list[Number] = []
    weighted: list[Number] = []
    columns: dict[str, list[Number]] = {"n": [], "gamma": []}
    for q in reversed(executed(plan)):
        n, later, gamma, many = ladder.n[q], ladder.later(q), ladder.spacing(q), ladder.from_class[q]
        shares.append(later * (many - 1) * gamma + sum(rank * gamma for rank in range(later, many)))
        wait = Fraction(2 * many * many - n * n - 2 * later - n, 2)
        weighted.append(gamma * wait)
        columns["n"].append(n)
        columns["gamma"].append(gamma)
        values: Numbers = {x.N: later, x.n: n}
        names = ("class-filled",) if n else ("class-empty",)
        for step in ("count", "form", *names, "some-later" if later else "none-later"):
            yield Point(step, f"phase {q}", values)
    states: Columns = {x.N: running(columns["n"]), x.V: running(shares), x.Z: running(weighted)}
    yield Trace("phases", "all phases", {}, states, {x.n: columns["n"], x.gamma: columns["gamma"]})
    rest = slices_and_lengths(plan.case, ladder)
    values = {x.G: plan.cost - rest, x.H: rest, x.Z: sum(weighted), x.Y: plan.case.Y}
    yield Point("sum", "the schedule", {**values, x.r: length_factor(plan.scale)})


def batching_form(plan: Plan) -> Replay:
    """tight.3.gba: the classes that are not empty."""
    if plan.kind != "batching":
        return
    ladder, total = plan.phases, Fraction(0)
    for q in executed(plan):
        n, later = ladder.n[q], ladder.later(q)
        if n:
            for step in ("count", "nonnegative", "form"):
                yield Point(step, f"class {q}", {x.N: later, x.n: n})
            total += ladder.spacing(q) * (later * (n - 1) + Fraction(n * (n - 1), 2))
    bound = total + slices_and_lengths(plan.case, ladder)
    yield Fact("the schedule", "cost at most the form, slices and lengths", plan.cost, "<=", bound)


def form(plan: Plan) -> Replay:
    """tight.5: classes from the last down against X."""
    if plan.kind != "slicing":
        return
    ladder, memory = plan.phases, plan.memory
    levels = [level(plan, p) / memory for p in executed(plan)]
    for job, p in enumerate(plan.classes):
        values: Numbers = {x.s: plan.prompt, x.x: plan.lengths[job], x.y: ladder.hats[p] / plan.scale}
        yield Point("increasing", f"job {job}", values)
    down = list(reversed(executed(plan)))
    many = [ladder.from_class[q] for q in down]
    below: list[Number] = [levels[q - 1] if q else 0 for q in down]
    own = [levels[q] * (ladder.from_class[q] ** 2 - ladder.later(q) ** 2) / 2 for q in down]
    parts = [(levels[q] - less) * count**2 / 2 for q, less, count in zip(down, below, many, strict=True)]
    states: Columns = {x.N: [0, *many], x.P: running(own), x.Z: running(parts), x.a: [levels[-1], *below]}
    inputs: Columns = {x.n: [ladder.n[q] for q in down], x.w: below}
    yield Trace("classes", "all classes", {x.b: levels[-1]}, states, inputs)
    yield Fact("all classes", "the form is at most X", sum(own, Fraction(0)), "<=", plan.case.X)


def quadratic(plan: Plan) -> Replay:
    """tight.Q: phases from the last down, at three weights."""
    if plan.kind != "slicing":
        return
    ladder, half, alpha = plan.phases, plan.prompt + HALF, plan.scale
    c1, c2 = 1 + Fraction(1, ladder.smallest_k), 1 + Fraction(2, ladder.smallest_k)
    down = list(reversed(executed(plan)))
    levels = [level(plan, p) / plan.memory for p in executed(plan)]
    spacings = [(c1 * half * hat + c2 * hat * hat / 2) / plan.memory for hat in ladder.hats]
    drops = [levels[q] - (levels[q - 1] if q else 0) for q in down]
    below: list[Number] = [spacings[q - 1] if q else 0 for q in down]
    counts = [ladder.n[q] for q in down]
    many = running(counts)
    forms = [spacings[q] * (ladder.from_class[q] ** 2 - Fraction(ladder.n[q] ** 2, 2)) for q in down]
    parts = [drop * ladder.from_class[q] ** 2 / 2 for q, drop in zip(down, drops, strict=True)]
    states: Columns = {
        x.N: many,
        x.P: running(forms),
        x.Z: running(parts),
        x.g: [spacings[ladder.last], *below],
    }
    for t in (Fraction(1), 1 / alpha, Fraction(2, 3)):
        first, second = quadratic_factors(alpha, t)
        most = max(c1 * first, c2 * second)
        constants: Numbers = {x.t: t, x.R: most, x.b: spacings[ladder.last]}
        inputs: Columns = {x.n: counts, x.d: drops, x.x: below}
        yield Trace("phases", f"weight {t}", constants, states, inputs)
        fixed: Numbers = {x.alpha: alpha, x.t: t, x.c1: c1, x.c2: c2, x.S: half, x.R: most}
        for q in executed(plan):
            step = "phase" if q else "phase-0"
            yield Point(step, f"weight {t}, phase {q}", {**fixed, x.y: ladder.hats[q] / alpha})
        total: Numbers = {x.P: sum(forms), x.Z: sum(parts), x.z: 0, x.X: plan.case.X}
        yield Point("end", f"weight {t}", {**total, x.R: most})
        waiting = weighted_forms(ladder)
        yield Fact(f"weight {t}", "the form of GSA is at most R X", waiting, "<=", most * plan.case.X)


def growth(plan: Plan) -> Replay:
    """tight.growth: the areas one factor apart, and GBA's form against X."""
    if plan.kind != "batching":
        return
    ladder, total = plan.phases, Fraction(0)
    for q in executed(plan):
        n, later = ladder.n[q], ladder.later(q)
        values: Numbers = {x.alpha: plan.scale, x.S: plan.prompt + HALF, x.y: ladder.hats[q] / plan.scale}
        yield Point("growth", f"class {q}", values)
        yield Point("count", f"class {q}", {x.n: n, x.N: later})
        total += ladder.spacing(q) * (n * later + Fraction(n * n, 2)) if n else 0
    bound = (1 + Fraction(2, ladder.smallest_k)) * plan.scale**2 * plan.case.X
    yield Fact("all classes", "the form of GBA is at most c alpha^2 X", total, "<=", bound)


def two_bounds(plan: Plan) -> Replay:
    """tight.6: GSA's cost as Q X + r Y against a schedule without kills."""
    if plan.kind != "slicing":
        return
    linear = length_factor(plan.scale)
    rest = max(Fraction(0), plan.cost - linear * plan.case.Y) / plan.case.X
    bound = max(rest, 2 * rest / 3 + linear) * plan.reference
    yield Fact("the schedule", "cost at most max(Q, 2Q/3 + r) Opt", plan.cost, "<=", bound)
