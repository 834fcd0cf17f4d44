"""The paper's chain on real schedules: GBA and the bound both algorithms share (Theorem 4.1)."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from proofs import symbols as x
from proofs.replay.paper import Replay, level, running
from proofs.replay.replayer import Columns, Number, Numbers, Point, Trace
from proofs.schedules.plan import Plan


def executed(plan: Plan) -> range:
    """Classes up to the last that has jobs."""
    return range(plan.phases.last + 1)


def floors(count: int, tau: int, k: int) -> list[Number]:
    """Starts of the jobs of a call, from its first round on."""
    return [index * tau // k for index in range(count)]


def ladder_sums(plan: Plan) -> list[int]:
    """Q_p of every class: its flow time within itself, each job with its whole slice."""
    ladder = plan.phases
    return [
        ladder.n[p] * ladder.tau[p] + sum(i * ladder.tau[p] // ladder.k[p] for i in range(ladder.n[p]))
        for p in executed(plan)
    ]


def prefixes(plan: Plan, counts: tuple[int, ...]) -> list[int]:
    """What the calls before each class last at most, for calls of that many jobs; one more at the end."""
    ladder = plan.phases
    sums = [0]
    for q in executed(plan):
        sums.append(sums[-1] + counts[q] * ladder.tau[q] // ladder.k[q] + ladder.tau[q])
    return sums


def parallel(plan: Plan) -> Replay:
    """L3.4: the parallelism of every slice against its bounds."""
    if plan.kind != "slicing":
        return
    for p, (tau, k) in enumerate(zip(plan.phases.tau, plan.phases.k, strict=True)):
        where, shared = f"phase {p}", {x.tau: tau, x.s: plan.prompt, x.M: plan.memory}
        yield Point("upper", where, {**shared, x.k: k, x.g: gcd(tau, k)})
        yield Point("equivalence", where, {**shared, x.k: k, x.g: gcd(tau, k)})
        most = (2 * plan.memory - tau + 1) // (2 * plan.prompt + tau + 1)
        if most >= 1:
            yield Point("floor-admitted", where, {**shared, x.k: most, x.g: gcd(tau, most)})
        if p:
            shorter = plan.phases.tau[p - 1]
            values: Numbers = {x.k: k, x.tau: shorter, x.t: tau, x.s: plan.prompt, x.M: plan.memory}
            yield Point("shorter-slice", where, {**values, x.g: gcd(shorter, k), x.h: gcd(tau, k)})


def spacing(plan: Plan) -> Replay:
    """L3.9: spacing of every phase against the area of its slice."""
    if plan.kind != "slicing":
        return
    for p, (tau, k) in enumerate(zip(plan.phases.tau, plan.phases.k, strict=True)):
        values: Numbers = {x.tau: tau, x.k: k, x.s: plan.prompt, x.M: plan.memory, x.g: gcd(tau, k + 1)}
        yield Point("budget", f"phase {p}", values)
        yield Point("ratio", f"phase {p}", values)


def class_spacing(plan: Plan) -> Replay:
    """L4.3: spacing of every class against the area of its jobs."""
    if plan.kind != "slicing":
        return
    for p, (tau, k) in enumerate(zip(plan.phases.tau, plan.phases.k, strict=True)):
        shared: Numbers = {x.tau: tau, x.k: k, x.s: plan.prompt, x.M: plan.memory}
        values: Numbers = {**shared, x.alpha: plan.scale, x.y: plan.phases.hats[p] / plan.scale}
        for step in ("longer", "scaled", "spacing"):
            yield Point(step, f"phase {p}", values)


def batches(plan: Plan) -> Replay:
    """L4.4: the calls of GBA, their jobs, and their totals."""
    if plan.kind != "batching":
        return
    places = range(len(plan.calls))
    begins = [plan.begin(p) for p in range(len(plan.calls) + 1)]
    lasting: list[Number] = [begins[p + 1] - begins[p] for p in places]
    tau: list[Number] = [call.slice for call in plan.calls]
    phi: list[Number] = [(len(call.runs) - 1) * call.slice // call.parallelism for call in plan.calls]
    psi: list[Number] = [len(call.runs) * call.slice // call.parallelism for call in plan.calls]
    bound = running([floor + limit for floor, limit in zip(psi, tau, strict=True)])
    inputs: Columns = {x.x: lasting, x.phi: phi, x.psi: psi, x.tau: tau}
    yield Trace("prefix", "all calls", {}, {x.T: begins, x.S: bound}, inputs)
    totals: list[Number] = []
    for p, call in enumerate(plan.calls):
        runs = [plan.runs[place] for place in call.runs]
        starts = floors(len(runs), call.slice, call.parallelism)
        ends: list[Number] = [run.start + plan.lengths[run.job] for run in runs]
        totals.append(sum(ends))
        for run, floor in zip(runs, starts, strict=True):
            shared: Numbers = {x.T: begins[p], x.S: bound[p], x.phi: floor, x.tau: call.slice}
            yield Point("job", f"call {p}, job {run.job}", {**shared, x.o: plan.lengths[run.job]})
        ladder = running([call.slice + floor for floor in starts])
        states: Columns = {x.C: running(ends), x.n: list(range(len(runs) + 1)), x.Q: ladder}
        constants: Numbers = {x.S: bound[p], x.tau: call.slice}
        yield Trace("class", f"call {p}", constants, states, {x.x: ends, x.phi: starts})
    counts: list[Number] = [len(call.runs) for call in plan.calls]
    ladders: list[Number] = [*ladder_sums(plan)]
    waits: list[Number] = [n * limit for n, limit in zip(counts, bound, strict=False)]
    states = {x.gba: running(totals), x.waits: running(waits), x.ladders: running(ladders)}
    inputs = {x.x: totals, x.n: counts, x.S: bound[:-1], x.Q: ladders}
    yield Trace("sum", "all calls", {}, states, inputs)


def common_bound(plan: Plan) -> Replay:
    """T4.1.bar: class by class, with c the widening at the last class that has jobs."""
    if plan.kind not in ("slicing", "batching"):
        return
    ladder, memory, classes = plan.phases, plan.memory, executed(plan)
    c = 1 + Fraction(2, ladder.smallest_k)
    fixed: Numbers = {x.alpha: plan.scale, x.c: c, x.M: memory, x.s: plan.prompt}
    n, tau, kappa = (list(column[: len(classes)]) for column in (ladder.n, ladder.tau, ladder.k))
    levels = [level(plan, p) for p in classes]
    phi: list[Number] = [count * limit // k for count, limit, k in zip(n, tau, kappa, strict=True)]
    own = running([count * size / memory for count, size in zip(n, levels, strict=True)])
    bound, slices = prefixes(plan, ladder.n), running(list(tau))
    inputs: Columns = {x.n: n, x.tau: tau, x.kappa: kappa, x.A: levels, x.phi: phi}
    yield Trace("prefix", "all classes", fixed, {x.S: bound, x.T: slices, x.V: own}, inputs)
    waits = running([count * limit for count, limit in zip(n, bound, strict=False)])
    whole = running([count * limit for count, limit in zip(n, tau, strict=True)])
    across = running([count * size for count, size in zip(n, own, strict=False)])
    states: Columns = {x.waits: waits, x.slices: whole, x.across: across}
    columns: Columns = {x.n: n, x.tau: tau, x.S: bound[:-1], x.T: slices[:-1], x.V: own[:-1]}
    yield Trace("waiting", "all classes", fixed, states, columns)
    sums: list[Number] = [*ladder_sums(plan)]
    inside = running(
        [size * count * (count + 1) / (2 * memory) for count, size in zip(n, levels, strict=True)]
    )
    states = {x.ladders: running(sums), x.slices: whole, x.inside: inside}
    yield Trace("alone", "all classes", fixed, states, {**inputs, x.Q: sums})
    yield from _within_classes(plan, fixed)
    best = min(plan.cost, plan.reference)
    totals: Numbers = {x.waits: waits[-1], x.ladders: sum(sums), x.slices: whole[-1]}
    totals |= {x.bar: waits[-1] + sum(sums), x.inside: inside[-1], x.across: across[-1], x.opt: best}
    yield Point("sum", "all classes", {**fixed, **totals})


def _within_classes(plan: Plan, fixed: Numbers) -> Replay:
    ladder = plan.phases
    for p in executed(plan):
        tau, k, n = ladder.tau[p], ladder.k[p], ladder.n[p]
        starts = floors(n, tau, k)
        states: Columns = {x.Q: running([tau + floor for floor in starts]), x.n: list(range(n + 1))}
        yield Trace("ladder-of-class", f"class {p}", {x.tau: tau, x.kappa: k}, states, {x.phi: starts})
        if n:
            values: Numbers = {**fixed, x.tau: tau, x.kappa: k, x.k: ladder.smallest_k}
            yield Point("factor", f"class {p}", values)
            values |= {x.y: ladder.hats[p] / plan.scale, x.A: level(plan, p)}
            yield Point("class-spacing", f"class {p}", values)
    limits: list[Number] = [ladder.tau[p] for p in plan.classes]
    columns: Columns = {x.tau: limits, x.o: list(plan.lengths), x.C: list(plan.completions)}
    states = {x.slices: running(limits), x.opt: running(list(plan.completions))}
    yield Trace("lengths", "all jobs", fixed, states, columns)


def batching_theorem(plan: Plan) -> Replay:
    """T4.1: GBA against a schedule without kills."""
    if plan.kind != "batching":
        return
    ladders = sum(ladder_sums(plan))
    bounds = prefixes(plan, plan.phases.n)
    waits = sum(n * limit for n, limit in zip(plan.phases.n, bounds, strict=False))
    values: Numbers = {x.alpha: plan.scale, x.c: 1 + Fraction(2, plan.phases.smallest_k), x.gba: plan.cost}
    values |= {x.waits: waits, x.ladders: ladders, x.bar: waits + ladders, x.opt: plan.reference}
    yield Point("together", "the schedule", values)
