"""The paper's chain on real schedules: GSA (Section 5)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from proofs import symbols as x
from proofs.replay.batching import executed, floors, ladder_sums, prefixes
from proofs.replay.paper import MOST_CLASSES, Replay, running
from proofs.replay.replayer import Columns, Lists, Number, Numbers, Point, Trace
from proofs.schedules.plan import Plan


def ceiling(count: int, k: int) -> int:
    """The least integer that is at least count/k."""
    return -(-count // k)


def phases(plan: Plan) -> Replay:
    """L5.1: the phases of GSA, and the jobs that complete in each."""
    if plan.kind != "slicing":
        return
    calls = plan.calls
    begins: list[Number] = [plan.begin(p) for p in range(len(calls) + 1)]
    tau: list[Number] = [call.slice for call in calls]
    many = [len(call.runs) for call in calls]
    phi: list[Number] = [
        (n - 1) * call.slice // call.parallelism for n, call in zip(many, calls, strict=True)
    ]
    psi: list[Number] = [n * call.slice // call.parallelism for n, call in zip(many, calls, strict=True)]
    bound = running([floor + limit for floor, limit in zip(psi, tau, strict=True)])
    lasting: list[Number] = [begins[p + 1] - begins[p] for p in range(len(calls))]
    inputs: Columns = {x.x: lasting, x.phi: phi, x.psi: psi, x.tau: tau}
    yield Trace("prefix", "all phases", {}, {x.Z: begins, x.T: bound}, inputs)
    totals: list[Number] = []
    spilled: list[Number] = []
    for p, call in enumerate(calls):
        runs = [plan.runs[place] for place in call.runs]
        done = [index for index, run in enumerate(runs) if run.rounds == plan.lengths[run.job]]
        later = len(runs) - len(done)
        spill = ceiling(later * call.slice, call.parallelism)
        ends: list[Number] = [runs[index].start + runs[index].rounds for index in done]
        totals.append(sum(ends))
        spilled.append(spill)
        starts = floors(len(done), call.slice, call.parallelism)
        fixed: Numbers = {
            x.T: bound[p],
            x.D: spill,
            x.tau: call.slice,
            x.k: call.parallelism,
            x.N: later,
            x.Z: begins[p],
        }
        for rank, index in enumerate(done):
            run = runs[index]
            values: Numbers = {**fixed, x.i: index, x.r: rank, x.u: index - rank, x.psi: starts[rank]}
            values |= {x.phi: run.start - begins[p], x.o: run.rounds}
            for step in ("index", "start", "completion"):
                yield Point(step, f"phase {p}, job {run.job}", values)
        ladder = running([call.slice + floor for floor in starts])
        states: Columns = {x.C: running(ends), x.n: list(range(len(done) + 1)), x.Q: ladder}
        yield Trace("class", f"phase {p}", fixed, states, {x.x: ends, x.psi: starts})
    n: list[Number] = list(plan.phases.n[: len(calls)])
    ladders: list[Number] = [*ladder_sums(plan)]
    states = {
        x.gsa: running(totals),
        x.phases: running([count * limit for count, limit in zip(n, bound, strict=False)]),
        x.spill: running([count * limit for count, limit in zip(n, spilled, strict=True)]),
        x.ladders: running(ladders),
    }
    inputs = {x.x: totals, x.n: n, x.T: bound[:-1], x.D: spilled, x.Q: ladders}
    yield Trace("sum", "all phases", {}, states, inputs)


def spillover(plan: Plan) -> Replay:
    """L5.2: jobs of later classes in a job's own phase."""
    if plan.kind != "slicing":
        return
    ladder = plan.phases
    own: list[Number] = []
    waited: list[Number] = []
    for p in executed(plan):
        n, later, tau, k = ladder.n[p], ladder.later(p), ladder.tau[p], ladder.k[p]
        spill, psi = ceiling(later * tau, k), n * tau // k
        own.append(n * spill)
        waited.append(later * (psi + tau))
        values: Numbers = {x.k: k, x.tau: tau, x.n: n, x.N: later, x.D: spill, x.psi: psi}
        yield Point("class", f"class {p}", values)
        starts = floors(n, tau, k)
        states: Columns = {x.Q: running([tau + floor for floor in starts]), x.n: list(range(n + 1))}
        yield Trace("own-slices", f"class {p}", {x.tau: tau}, states, {x.psi: starts})
    ladders: list[Number] = [*ladder_sums(plan)]
    states = {x.spill: running(own), x.X: running(waited), x.ladders: running(ladders)}
    inputs: Columns = {x.y: own, x.z: waited, x.n: list(ladder.n[: len(own)]), x.Q: ladders}
    yield Trace("sum", "all classes", {}, states, inputs)
    waits = sum(n * limit for n, limit in zip(ladder.n, prefixes(plan, ladder.n), strict=False))
    totals: Numbers = {x.spill: sum(own), x.waits: waits, x.ladders: sum(ladders), x.X: sum(waited)}
    yield Point("together", "all classes", totals)


def ceilings(plan: Plan) -> Replay:
    """L5.6: blocks of k numbers up to the number of jobs."""
    if plan.kind != "slicing":
        return
    for k in sorted({*plan.phases.k}):
        q, r = divmod(plan.n, k)
        where = f"parallelism {k}"
        last = -(-plan.n // k)
        total = sum(-(-u // k) for u in range(1, plan.n + 1))
        step = "remainder" if r else "divisible"
        yield Point(step, where, {x.k: k, x.q: q, x.r: r, x.N: plan.n, x.z: last, x.Y: total})


class _Ranks:
    """For classes q < t: what L5.3 counts by class and rank."""

    def __init__(self, plan: Plan) -> None:
        self.n, self.tau, self.k = plan.phases.n, plan.phases.tau, plan.phases.k

    def between(self, q: int, t: int) -> int:
        """Jobs of classes strictly between q and t."""
        return sum(self.n[q + 1 : t])

    def bound(self, q: int, t: int) -> int:
        """Z_q when class t is added: the ceilings of the classes between."""
        return sum(ceiling(self.n[c], self.k[c]) for c in range(q + 1, t))

    def ceilings(self, q: int, many: int) -> int:
        """Y_q for that many later jobs."""
        return sum(ceiling(u, self.k[q]) for u in range(1, many + 1))

    def grown(self, q: int, t: int) -> int:
        """What class t adds to Y_q."""
        return self.ceilings(q, self.between(q, t + 1)) - self.ceilings(q, self.between(q, t))

    def own(self, t: int) -> int:
        """R: ceilings of the ranks of class t."""
        return self.ceilings(t, self.n[t])


def phase_prefix(plan: Plan) -> Replay:
    """L5.3: phase prefixes against class prefixes."""
    if plan.kind != "slicing":
        return
    ladder, ranks, last = plan.phases, _Ranks(plan), plan.phases.last
    if last >= MOST_CLASSES:
        return
    columns: Lists = {x.x: [], x.y: [], x.u: []}
    for q in executed(plan):
        n, later, tau, k = ladder.n[q], ladder.later(q), ladder.tau[q], ladder.k[q]
        phi, psi, z = (n + later) * tau // k, n * tau // k, ceiling(later, k)
        everything = ranks.ceilings(q, later)
        shared: Numbers = {x.n: n, x.N: later, x.tau: tau, x.k: k, x.phi: phi, x.psi: psi, x.z: z}
        for step in ("split", "class"):
            yield Point(step, f"class {q}", {**shared, x.Y: everything})
        columns[x.x].append(later * (tau + phi))
        columns[x.y].append(later * (tau + psi))
        columns[x.u].append(tau * everything)
    states: Columns = {
        x.phases: running(columns[x.x]),
        x.X: running(columns[x.y]),
        x.E: running(columns[x.u]),
    }
    yield Trace("classes", "all classes", {}, states, columns)
    for t in executed(plan):
        for q in range(t):
            yield from _pair(ranks, q, t)
        yield from _one_class(ranks, t)
    yield from _totals(plan, ranks)
    waits = sum(n * limit for n, limit in zip(ladder.n, prefixes(plan, ladder.n), strict=False))
    bounds = prefixes(plan, ladder.from_class)
    phases_sum = sum(n * limit for n, limit in zip(ladder.n[: last + 1], bounds, strict=False))
    values: Numbers = {
        x.alpha: plan.scale,
        x.waits: waits,
        x.ladders: sum(ladder_sums(plan)),
        x.phases: phases_sum,
    }
    yield Point("together", "all classes", {**values, x.X: sum(columns[x.y]), x.E: sum(columns[x.u])})


def _pair(ranks: _Ranks, q: int, t: int) -> Replay:
    where, k = f"classes {q} and {t}", ranks.k[q]
    counts: list[Number] = [ranks.n[c] for c in range(q + 1, t)]
    tops: list[Number] = [ceiling(ranks.n[c], ranks.k[c]) for c in range(q + 1, t)]
    yield Trace(
        "between", where, {x.k: k}, {x.N: running(counts), x.Z: running(tops)}, {x.n: counts, x.w: tops}
    )
    before, bound, n = ranks.between(q, t), ranks.bound(q, t), ranks.n[t]
    terms: list[Number] = [ceiling(before + r, k) for r in range(1, n + 1)]
    own: list[Number] = [ceiling(r, ranks.k[t]) for r in range(1, n + 1)]
    for r, (term, top) in enumerate(zip(terms, own, strict=True), start=1):
        values: Numbers = {x.k: k, x.N: before, x.r: r, x.x: term, x.Z: bound, x.w: top}
        yield Point("one-job", f"{where}, rank {r}", values)
    states: Columns = {x.G: running(terms), x.n: list(range(n + 1)), x.R: running(own)}
    yield Trace("growth", where, {x.Z: bound}, states, {x.x: terms, x.w: own})
    yield Point("narrower", where, {x.n: n, x.kappa: ranks.k[t], x.u: k - ranks.k[t]})


def _one_class(ranks: _Ranks, t: int) -> Replay:
    where, n, tau, k = f"class {t}", ranks.n[t], ranks.tau[t], ranks.k[t]
    earlier: list[Number] = list(ranks.tau[:t])
    grown: list[Number] = [ranks.grown(q, t) for q in range(t)]
    bounds: list[Number] = [ranks.bound(q, t) for q in range(t)]
    top, own = ceiling(n, k), ranks.own(t)
    weighted = running([a * b for a, b in zip(earlier, bounds, strict=True)])
    states: Columns = {
        x.V: running([a * b for a, b in zip(earlier, grown, strict=True)]),
        x.H: weighted,
        x.T: running(earlier),
    }
    inputs: Columns = {x.tau: earlier, x.G: grown, x.Z: bounds}
    yield Trace("weighted", where, {x.n: n, x.R: own}, states, inputs)
    states = {**states, x.V: running([a * (b + top) for a, b in zip(earlier, bounds, strict=True)])}
    yield Trace("passed", where, {x.w: top}, states, {x.tau: earlier, x.Z: bounds})
    yield Point("scaled-ceiling", where, {x.k: k, x.tau: tau, x.n: n, x.w: top, x.psi: n * tau // k})
    steps: list[Number] = [r // k for r in range(n)]
    starts = floors(n, tau, k)
    for r, (step, floor) in enumerate(zip(steps, starts, strict=True)):
        values: Numbers = {x.k: k, x.tau: tau, x.r: r, x.y: step, x.psi: floor}
        for name in ("rank-floor", "next-rank-low", "next-rank-high"):
            yield Point(name, f"{where}, rank {r}", values)
    # R is here the sum of ceilings of the ranks, as it is in `growth`
    ceilings_so_far = [ranks.ceilings(t, r) for r in range(n + 1)]
    states = {x.R: ceilings_so_far, x.Q: running([tau + floor for floor in starts])}
    yield Trace("ranks", where, {x.tau: tau}, states, {x.y: steps, x.psi: starts})


def _totals(plan: Plan, ranks: _Ranks) -> Replay:
    classes, fixed = executed(plan), {x.alpha: plan.scale}
    n, tau = list(plan.phases.n[: len(classes)]), list(plan.phases.tau[: len(classes)])
    tops: list[Number] = [ceiling(ranks.n[t], ranks.k[t]) for t in classes]
    psi: list[Number] = [ranks.n[t] * ranks.tau[t] // ranks.k[t] for t in classes]
    slices = running(list(tau))
    heights: list[Number] = [
        sum(ranks.tau[q] * ranks.bound(q, t) for q in range(t)) for t in range(len(classes) + 1)
    ]
    bound: list[Number] = [*prefixes(plan, plan.phases.n)]
    inputs: Columns = {x.w: tops, x.T: slices[:-1], x.tau: tau, x.psi: psi}
    yield Trace("slices-times-ceilings", "all classes", fixed, {x.H: heights, x.S: bound}, inputs)
    grown: list[Number] = [sum(ranks.tau[q] * ranks.grown(q, t) for q in range(t)) for t in classes]
    everything: list[Number] = [
        sum(ranks.tau[q] * ranks.ceilings(q, ranks.between(q, t)) for q in range(t))
        for t in range(len(classes) + 1)
    ]
    ladders: list[Number] = [*ladder_sums(plan)]
    waits = running([count * limit for count, limit in zip(n, bound, strict=False)])
    states: Columns = {x.E: everything, x.waits: waits, x.ladders: running(ladders)}
    inputs = {
        x.x: grown,
        x.n: n,
        x.S: bound[:-1],
        x.Q: ladders,
        x.H: heights[:-1],
        x.R: [ranks.own(t) for t in classes],
        x.T: slices[:-1],
        x.tau: tau,
    }
    yield Trace("total", "all classes", fixed, states, inputs)


def slicing_theorem(plan: Plan) -> Replay:
    """T3.15: GSA against a schedule without kills."""
    if plan.kind != "slicing":
        return
    ladder = plan.phases
    sums = sum(ladder_sums(plan))
    waits = sum(n * limit for n, limit in zip(ladder.n, prefixes(plan, ladder.n), strict=False))
    bounds = prefixes(plan, ladder.from_class)
    values: Numbers = {x.alpha: plan.scale, x.c: 1 + Fraction(2, ladder.smallest_k), x.gsa: plan.cost}
    values |= {x.waits: waits, x.ladders: sums, x.bar: waits + sums, x.opt: plan.reference}
    values |= {x.phases: sum(n * limit for n, limit in zip(ladder.n, bounds, strict=False))}
    values |= {x.spill: sum(n * ceil(ladder.later(p) * ladder.spacing(p)) for p, n in enumerate(ladder.n))}
    for step in ("against-gba-bar", "together"):
        yield Point(step, "the schedule", values)
