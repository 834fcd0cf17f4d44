"""The paper's chain on real schedules: pipelines, areas, classes (Sections 3 and 4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from proofs import symbols as x
from proofs.replay.replayer import Columns, Fact, Lists, Number, Numbers, Point, Trace
from proofs.schedules.model import area, greedy_starts, parallelism
from proofs.schedules.plan import Plan

Replay = Iterator[Trace | Point | Fact]
MOST_ROUNDS = 160
"""Plans with more rounds than this are not replayed round by round."""
MOST_PARALLEL = 40
"""Periods of more jobs than this are not replayed job by job."""
MOST_CLASSES = 24
"""Ladders of more classes than this are not replayed pair by pair."""


def running(values: Sequence[Number]) -> list[Number]:
    """Sums before the first value and after each."""
    return list(accumulate(values, initial=0))


def lattice(plan: Plan) -> Replay:
    """L3.3.lattice: the pairs of starts within one period of each pipeline."""
    for tau, k in sorted({(call.slice, call.parallelism) for call in plan.calls}):
        if k > MOST_PARALLEL:
            continue
        floors = [index * tau // k for index in range(k + 1)]
        divisible: list[Number] = [int(index * tau % k == 0) for index in range(1, k)]
        pairs: list[Number] = [floors[index] + floors[k - index] for index in range(1, k)]
        states: Columns = {x.y: running(pairs), x.n: list(range(k)), x.m: running(divisible)}
        yield Trace("count", f"slice {tau}, parallelism {k}", {x.tau: tau}, states, {x.z: divisible})


def pipelines(plan: Plan) -> Replay:
    """L3.3: the jobs that run in a round of a call, and what they hold."""
    for call in plan.calls:
        runs = [plan.runs[place] for place in call.runs]
        tau, k = call.slice, call.parallelism
        if not runs or k > MOST_PARALLEL:
            continue
        begin = runs[0].start
        for round_ in _some_rounds(begin, max(run.start + run.rounds for run in runs), tau):
            period, rho = divmod(round_ - begin, tau)
            held: list[Number] = []
            offsets: list[Number] = []
            earlier: list[Number] = []
            where = f"slice {tau}, round {round_}"
            for index, run in enumerate(runs):
                if not run.start <= round_ < run.start + run.rounds:
                    continue
                offset = run.start - begin - index // k * tau
                held.append(plan.prompts[run.job] + round_ - run.start + 1)
                offsets.append(offset)
                earlier.append(period - index // k)
                shared: Numbers = {x.k: k, x.tau: tau, x.s: plan.prompt, x.rho: rho, x.offset: offset}
                yield Point("last-start", where, {**shared, x.x: index % k})
                if period == index // k:
                    yield Point("each-positive", where, shared)
            constants: Numbers = {x.s: plan.prompt, x.rho: rho, x.tau: tau}
            states: Columns = {
                x.usage: running(held),
                x.n: list(range(len(held) + 1)),
                x.offsets: running(offsets),
                x.b: running(earlier),
            }
            yield Trace("usage", where, constants, states, {x.offset: offsets, x.z: earlier})


def _some_rounds(begin: int, end: int, tau: int) -> list[int]:
    """The first and last rounds of the first periods, and of the last one."""
    chosen = {begin, begin + tau // 2, begin + tau - 1, begin + tau, begin + 2 * tau - 1, end - tau, end - 1}
    return sorted(round_ for round_ in chosen if begin <= round_ < end)


def areas(plan: Plan) -> Replay:
    """Claim area: the usage of the rounds."""
    if plan.makespan <= MOST_ROUNDS:
        used: list[Number] = [plan.usage(round_) for round_ in range(plan.makespan)]
        states: Columns = {x.V: running(used), x.t: list(range(plan.makespan + 1))}
        yield Trace("budget", "all rounds", {x.M: plan.memory}, states, {x.x: used})


def long_jobs(plan: Plan) -> Replay:
    """L3.8: jobs in order of completion."""
    least = min(plan.areas)
    sizes: list[Number] = [plan.areas[job] for job in plan.by_completion]
    ends: list[Number] = [plan.completions[job] for job in plan.by_completion]
    counts = list(range(plan.n + 1))
    shared: Numbers = {x.A: least, x.M: plan.memory}
    yield Trace("areas", "completions", shared, {x.E: running(sizes), x.i: counts}, {x.x: sizes})
    yield Trace("total", "completions", shared, {x.opt: running(ends), x.n: counts}, {x.C: ends})
    for done, (end, used) in enumerate(zip(ends, running(sizes)[1:], strict=True), start=1):
        yield Point("completion", f"completion {done}", {**shared, x.C: end, x.i: done, x.E: used})


def spacing(plan: Plan) -> Replay:
    """T3.2.spacing: starts of identical jobs in any schedule."""
    if not plan.identical:
        return
    tau, s = plan.lengths[0], plan.prompt
    k, half = parallelism(tau, s, plan.memory), -(-tau // 2)
    starts = sorted(plan.starts)
    yield Point("gap-within-life", "the job", {x.tau: tau, x.L: half})
    for i, first in enumerate(starts):
        gaps = [start - first for start in starts[i + 1 :] if start - first <= half - 1]
        held: list[Number] = [s + tau - gap for gap in gaps]
        states: Columns = {
            x.usage: [s + tau + more for more in running(held)],
            x.n: list(range(len(gaps) + 1)),
        }
        constants: Numbers = {x.s: s, x.tau: tau, x.L: half}
        yield Trace("overlap", f"last round of start {i}", constants, states, {x.y: held})
        for gap in gaps:
            yield Point("age", f"start {i}", {**constants, x.w: gap})
        values: Numbers = {x.C: first + tau, x.q: i // k, x.L: half, x.tau: tau, x.a: first}
        yield Point("completion", f"start {i}", values)
    for rank in range(min(k, plan.n)):
        chain: list[Number] = list(starts[rank::k])
        gaps_of_chain = [after - before for before, after in pairwise(chain)]
        states = {x.a: chain, x.q: list(range(len(chain)))}
        yield Trace("chain", f"every {k}th start", {x.t: chain[0], x.L: half}, states, {x.y: gaps_of_chain})


def identical(plan: Plan) -> Replay:
    """T3.2: the pipeline against admission by final sizes, job by job."""
    if plan.kind != "pipeline" or not plan.identical:
        return
    tau, k, half = plan.lengths[0], plan.calls[0].parallelism, -(-plan.lengths[0] // 2)
    ours: list[Number] = sorted(plan.completions)
    other = greedy_starts(plan.case, by_peak=True)
    theirs: list[Number] = sorted(start + tau for start in other)
    for i, (end, best) in enumerate(zip(ours, theirs, strict=True)):
        shared: Numbers = {
            x.tau: tau,
            x.k: k,
            x.q: i // k,
            x.i: i,
            x.L: half,
            x.phi: end - tau,
            x.y: end,
            x.C: best,
        }
        for step in ("floor", "pipeline-completion", "two-gaps", "twice"):
            yield Point(step, f"job {i}", shared)
    yield Trace("sum", "all jobs", {}, {x.T: running(ours), x.C: running(theirs)}, {x.y: ours, x.w: theirs})


def slice_sum(plan: Plan) -> Replay:
    """eq.6: the slices one after the other."""
    if plan.kind != "slicing":
        return
    hats, taus = plan.phases.hats, list(plan.phases.tau)
    constants: Numbers = {x.alpha: plan.scale, x.beta: hats[0]}
    states: Columns = {x.T: running(list(taus)), x.y: [*hats, hats[-1] * plan.scale]}
    yield Trace("sum", "all phases", constants, states, {x.tau: taus})
    before = 0
    for p, tau in enumerate(taus):
        yield Point("next-slice", f"phase {p}", {**constants, x.T: before, x.y: hats[p], x.tau: tau})
        before += tau


def classes(plan: Plan) -> Replay:
    """Claim ladder: each job in its class, each slice beside the next."""
    if plan.kind != "slicing":
        return
    hats, taus = plan.phases.hats, plan.phases.tau
    fixed: Numbers = {x.alpha: plan.scale, x.beta: hats[0], x.s: plan.prompt, x.M: plan.memory}
    yield Point("above-first", "class 0", fixed)
    for job, p in enumerate(plan.classes):
        values: Numbers = {**fixed, x.o: plan.lengths[job], x.y: hats[p], x.tau: taus[p]}
        for step in ("below-last", "completes", "scale"):
            yield Point(step, f"job {job}", values)
    for p, tau in enumerate(taus):
        values = {**fixed, x.y: hats[p], x.tau: tau}
        yield Point("at-least-one", f"phase {p}", values)
        yield Point("fits", f"phase {p}", values)
        if p + 1 < len(taus):
            yield Point("ordered", f"phase {p}", {**values, x.t: taus[p + 1]})


def regroup(plan: Plan) -> Replay:
    """Waiting by the class that waits and by the class waited for, x the length of a class's call."""
    if plan.kind != "slicing":
        return
    last, n = plan.phases.last, plan.phases.n
    if last >= MOST_CLASSES:
        return
    waits = [plan.phases.tau[q] + n[q] * plan.phases.tau[q] // plan.phases.k[q] for q in range(last + 1)]
    left: list[Number] = [count * sum(waits[:p]) for p, count in enumerate(n[: last + 1])]
    right: list[Number] = [sum(sum(n[q + 1 : p]) * waits[q] for q in range(p)) for p in range(last + 2)]
    sums = running(list(waits))
    states: Columns = {x.Z: running(left), x.X: right, x.T: sums}
    yield Trace("both-sides", "all classes", {}, states, {x.n: list(n[: last + 1]), x.x: waits})
    for p in range(last + 1):
        later: list[Number] = [sum(n[q + 1 : p]) for q in range(p)]
        states = {
            x.t: running([(count + n[p]) * wait for count, wait in zip(later, waits, strict=False)]),
            x.X: running([count * wait for count, wait in zip(later, waits, strict=False)]),
            x.T: sums[: p + 1],
        }
        yield Trace("one-more-class", f"class {p}", {x.n: n[p]}, states, {x.N: later, x.x: waits[:p]})


def phase_lengths(plan: Plan) -> Replay:
    """Claim phase: the last start of a call."""
    for p, call in enumerate(plan.calls):
        n, tau, k = len(call.runs), call.slice, call.parallelism
        if n:
            last = plan.runs[call.runs[-1]].start - plan.begin(p)
            values: Numbers = {x.k: k, x.tau: tau, x.n: n, x.phi: last, x.psi: n * tau // k}
            yield Point("fewer-jobs", f"call {p}", values)
        yield Point("no-jobs", f"call {p}", {x.tau: tau})


def level(plan: Plan, p: int) -> Fraction:
    """A_p: area of length beta alpha^(p-1), below that of every job of class p."""
    return area(plan.prompt, plan.phases.hats[p] / plan.scale)


def _class_share(size: Fraction, own: int, later: int) -> Fraction:
    return size * (Fraction(own * (own + 1), 2) + later * own)


def class_bound(plan: Plan) -> Replay:
    """L4.2: jobs in order of completion, whatever that is."""
    order, last = plan.by_completion, plan.phases.last
    kinds = [plan.classes[job] for job in order]
    levels = [level(plan, p) for p in range(last + 1)]
    sizes: list[Number] = [plan.areas[job] for job in order]
    least: list[Number] = [levels[kind] for kind in kinds]
    yield Trace(
        "areas", "completions", {}, {x.V: running(sizes), x.Z: running(least)}, {x.y: sizes, x.u: least}
    )
    bounds: list[Number] = []
    columns: Lists = {x.A: [], x.n: [], x.N: [], x.D: [], x.a: [], x.x: []}
    for seen in range(plan.n + 1):
        counts = [kinds[:seen].count(p) for p in range(last + 1)]
        shares = [_class_share(levels[p], counts[p], sum(counts[p + 1 :])) for p in range(last + 1)]
        bounds.append(sum(shares, Fraction(0)))
        if seen == plan.n:
            break
        kind = kinds[seen]
        above: list[Number] = [levels[other] for other in kinds[:seen] if other > kind]
        states: Columns = {x.a: running(above), x.N: list(range(len(above) + 1))}
        yield Trace("later-classes", f"completion {seen}", {x.A: levels[kind]}, states, {x.u: above})
        columns[x.A].append(levels[kind])
        columns[x.n].append(counts[kind])
        columns[x.N].append(len(above))
        columns[x.D].append(sum((levels[other] for other in kinds[:seen] if other < kind), Fraction(0)))
        columns[x.a].append(sum(above))
        columns[x.x].append(plan.memory * plan.completions[order[seen]])
    yield Trace("order-free", "completions", {}, {x.C: running(columns[x.x]), x.E: bounds}, columns)
    yield from _class_sums(plan, levels)


def _class_sums(plan: Plan, levels: list[Fraction]) -> Replay:
    ladder, memory = plan.phases, plan.memory
    own: list[Number] = list(ladder.n[: ladder.last + 1])
    later: list[Number] = [ladder.later(p) for p in range(ladder.last + 1)]
    rows = list(zip(levels, ladder.n, later, strict=False))
    inside: list[Number] = [size * n * (n + 1) / (2 * memory) for size, n, _ in rows]
    across: list[Number] = [size * rest * n / memory for size, n, rest in rows]
    total: list[Number] = [_class_share(size, n, int(rest)) for size, n, rest in rows]
    states: Columns = {x.E: running(total), x.inside: running(inside), x.across: running(across)}
    yield Trace("split", "all classes", {x.M: memory}, states, {x.A: levels, x.n: own, x.N: later})
    values: Numbers = {
        x.M: memory,
        x.opt: plan.cost,
        x.E: sum(total, Fraction(0)),
        x.inside: sum(inside, Fraction(0)),
        x.across: sum(across, Fraction(0)),
    }
    yield Point("divide", "all classes", values)
