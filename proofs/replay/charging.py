"""The greedy chain on real schedules: every wait of MC-SF is charged to the jobs in its way (Lemma 1)."""

from __future__ import annotations

from proofs import symbols as x
from proofs.replay.greedy import Ascending, both
from proofs.replay.paper import Replay, running
from proofs.replay.replayer import Columns, Fact, Number, Numbers, Point, Trace
from proofs.schedules.plan import Plan


def window(plan: Plan) -> Replay:
    """greedy.window: the waits that find a job in their way."""
    for jobs in both(plan):
        for i in range(jobs.n):
            inside = [k for k in jobs.waiting if i in jobs.waits.beside[k]]
            if not inside:
                continue
            end, o, where = inside[-1], jobs.lengths[i], f"window of job {i}"
            places = range(i + 1, end + 1)
            waits: list[Number] = [jobs.waits.waits[k] for k in places]
            held: list[Number] = [jobs.waits.held(i, k) if k in inside else 0 for k in places]
            weight = running([w * r for w, r in zip(waits, held, strict=True)])
            fixed: Numbers = {x.s: jobs.s, x.o: o, x.S_i: jobs.starts[i]}
            states: Columns = {
                x.T: running(waits),
                x.S_k: [jobs.starts[k] for k in range(i, end + 1)],
                x.Z: weight,
            }
            yield Trace("sums", where, fixed, states, {x.w: waits, x.r: held})
            values: Numbers = {**fixed, x.S_k: jobs.starts[end], x.y: jobs.waits.delays[end]}
            values |= {x.Z: weight[-1], x.T: sum(waits), x.a: jobs.waits.waits[inside[0]]}
            values |= {x.G: jobs.filled(end), x.tau: jobs.waits.rounds[end]}
            for step in ("length", "weight", "later"):
                yield Point(step, where, values)
            total = sum(jobs.waits.waits[k] * jobs.waits.held(i, k) for k in inside)
            yield Fact(where, "rest <= (s + o) o", total, "<=", (jobs.s + o) * o)


def start_times(plan: Plan) -> Replay:
    """greedy.L1: every waiting job in turn, and what each job is charged."""
    for jobs in both(plan):
        waiting = jobs.waiting
        waits: list[Number] = [jobs.waits.waits[k] for k in waiting]
        held: list[Number] = [jobs.filled(k) for k in waiting]
        delays: list[Number] = [jobs.waits.delays[k] for k in waiting]
        own: list[Number] = [jobs.s + y for y in delays]
        weight = running([w * (g + mine) for w, g, mine in zip(waits, held, own, strict=True)])
        starts: list[Number] = [0, *(jobs.starts[k] for k in waiting)]
        fixed: Numbers = {x.M: jobs.memory, x.s: jobs.s}
        yield Trace(
            "full-waits",
            "waiting jobs",
            fixed,
            {x.S: starts, x.Z: weight},
            {x.w: waits, x.G: held, x.r: delays},
        )
        windows_so_far: list[Number] = [
            sum(
                jobs.waits.waits[k] * jobs.waits.held(i, k)
                for i in range(jobs.n)
                for k in waiting[:many]
                if i in jobs.waits.beside[k]
            )
            for many in range(len(waiting) + 1)
        ]
        states: Columns = {
            x.Z: weight,
            x.H: running([w * mine for w, mine in zip(waits, own, strict=True)]),
            x.W: windows_so_far,
        }
        yield Trace("split", "waiting jobs", fixed, states, {x.w: waits, x.G: held, x.r: delays})
        total: Numbers = {x.S: starts[-1], x.P: sum(2 * jobs.s * o + o * o for o in jobs.lengths[:-1])}
        total |= {symbol: column[-1] for symbol, column in states.items()}
        yield Point("total", "all jobs", {**fixed, **total})
        charged = 0
        for j, o in enumerate(jobs.lengths):
            yield Fact(f"job {j}", "M S_j <= sum of V", jobs.memory * jobs.starts[j], "<=", charged)
            charged += 2 * jobs.s * o + o * o


def cases(plan: Plan) -> Replay:
    """greedy.L1: what each job before the last is charged, by case."""
    for jobs in both(plan):
        marked, waits = jobs.waiting, jobs.waits
        kinds: list[dict[str, int]] = [{} for _ in range(jobs.n)]
        for place, i in enumerate(marked):
            k = marked[place + 1] if place + 1 < len(marked) else None
            if k is None or i - 1 not in waits.beside[k]:
                kinds[i - 1]["C"] = i
            else:
                kinds[i]["B"] = i
        for i, kind in enumerate(kinds[:-1]):
            yield from _one_case(jobs, i, kind, next((k for k in marked if k > i), None))


def _one_case(jobs: Ascending, i: int, kind: dict[str, int], k: int | None) -> Replay:
    waits, o, where = jobs.waits, jobs.lengths[i], f"job {i}"
    values: Numbers = {x.s: jobs.s, x.o: o}
    rest = sum(waits.waits[j] * waits.held(i, j) for j in jobs.waiting if i in waits.beside[j])
    carried = rest + sum(waits.waits[j] * (jobs.s + waits.delays[j]) for j in kind.values())
    yield Fact(where, "charge at most V", carried, "<=", 2 * jobs.s * o + o * o)
    yield Point("case-0", where, values)
    if "B" in kind and k is not None:
        a, b = waits.waits[k], waits.delays[k]
        values |= {x.w: waits.waits[i], x.y: waits.delays[i], x.a: a, x.b: b}
        yield Point("own-B", where, values)
        yield Point("P2", where, values)
        if "C" in kind:
            yield Fact(where, "the next waiting job is the next job", k, "==", i + 1)
            yield Fact(where, "the window is its first term", rest, "==", a * (jobs.s + a + b))
            yield Point("case-BC", where, values)
        else:
            later = sum(waits.waits[j] for j in jobs.waiting if j > k and i in waits.beside[j])
            first = a * (jobs.s + a + b)
            yield Fact(where, "the window, first term apart", rest - first, "<=", later * (jobs.s + o))
            yield Point("case-B", where, {**values, x.x: later})
    elif "C" in kind:
        w, y = waits.waits[i + 1], waits.delays[i + 1]
        values |= {x.w: w, x.y: y}
        yield Fact(where, "the window is the last wait alone", rest, "==", w * (jobs.s + w + y))
        yield Point("case-C", where, values)
        yield Point("P1", where, values)


def charges(plan: Plan) -> Replay:
    """greedy.charges: the own share of every waiting job, by its type."""
    for jobs in both(plan):
        marked = jobs.waiting
        for place, i in enumerate(marked):
            k = marked[place + 1] if place + 1 < len(marked) else None
            w, y, where = jobs.waits.waits[i], jobs.waits.delays[i], f"job {i}"
            values: Numbers = {x.o_j: jobs.lengths[i - 1], x.w: w, x.y: y, x.S_h: jobs.starts[i - 1]}
            values |= {x.S_i: jobs.starts[i], x.o_i: jobs.lengths[i]}
            if k is None or i - 1 not in jobs.waits.beside[k]:
                yield Fact(where, "o_{i-1} >= w_i + y_i", jobs.lengths[i - 1], ">=", w + y)
                continue
            values |= {x.S_k: jobs.starts[k], x.b: jobs.waits.delays[k], x.a: jobs.waits.waits[k]}
            values |= {x.tau: jobs.waits.rounds[i], x.u: jobs.waits.rounds[k]}
            for step in ("type-b-length", "type-b-delay"):
                yield Point(step, where, values)
