"""The tighter chain on real schedules: phases counted from the top, and a weight for each (Theorem C)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from proofs import symbols as x
from proofs.replay.paper import Replay, level, running
from proofs.replay.replayer import Columns, Fact, Number, Numbers, Point, Trace
from proofs.schedules.forms import CERTIFIED, quadratic_factors, slices_and_lengths
from proofs.schedules.model import Phases, slicing_cost
from proofs.schedules.plan import Plan

HALF = Fraction(1, 2)
MOST_PHASES = 24
_FINE = 10**6


@dataclass(frozen=True)
class Units:
    """A ladder in units of 2 s + 1, phases j = 0, 1, ... from the top.

    Attributes
    ----------
    room
        U = (M - s)/(2 s + 1).
    v, kappa, g, drop
        Slices, guaranteed parallelisms, spacings and differences of areas per phase.
    """

    alpha: Fraction
    room: Fraction
    v: tuple[Fraction, ...]
    kappa: tuple[int, ...]
    g: tuple[Fraction, ...]
    drop: tuple[Fraction, ...]

    @classmethod
    def of(cls, plan: Plan) -> Units:
        """Compute the units of a plan."""
        alpha, room = plan.scale, Fraction(plan.memory - plan.prompt, 2 * plan.prompt + 1)
        v = tuple(room / alpha**j for j in range(len(plan.phases.hats)))
        kappa = tuple(floor((1 + 2 * room - value) / (1 + value)) for value in v)
        g = tuple((1 + 2 * room) * value / k for value, k in zip(v, kappa, strict=True))
        gains = [value / alpha * (1 + value / alpha) for value in v]
        drop = tuple(first - second for first, second in zip(gains, [*gains[1:], Fraction(0)], strict=True))
        return cls(alpha, room, v, kappa, g, drop)

    def constant(self) -> Fraction:
        """R: the certified one where there is one, else that of the quadratic lemma for k_min = 1."""
        first, second = quadratic_factors(self.alpha, 1 / self.alpha)
        return CERTIFIED.get(self.alpha, max(2 * first, 3 * second))

    def weights(self) -> list[Fraction]:
        """xi of every phase below the top, from the last up, rounded down; the entry of the top is 0."""
        bound, xi = self.constant(), [Fraction(0)] * len(self.v)
        for j in range(len(self.v) - 1, 0, -1):
            after = self.g[j + 1] * (1 / xi[j + 1] - 1) if j + 1 < len(self.v) else Fraction(0)
            exact = (bound * self.drop[j] - after) / self.g[j] - 1
            xi[j] = Fraction(floor(exact * _FINE), _FINE)
            if xi[j] <= 0:
                raise ArithmeticError(f"no weight is left for phase {j} from the top")
        return xi


def _applies(plan: Plan) -> bool:
    return plan.kind == "slicing" and len(plan.phases.hats) <= MOST_PHASES


def units(plan: Plan) -> Replay:
    """tight.units: every phase in these units against what it really is."""
    if not _applies(plan):
        return
    top, half, ladder = Units.of(plan), plan.prompt + HALF, plan.phases
    scale = (1 + 2 * top.room) / (2 * half)
    yield Point("budget", "the budget", {x.S: half, x.M: plan.memory, x.U: top.room})
    yield Point("smaller", "the budget", {x.S: half, x.U: top.room})
    for j, (v, kappa) in enumerate(zip(top.v, top.kappa, strict=True)):
        q, where = len(top.v) - 1 - j, f"phase {j} from the top"
        values: Numbers = {x.U: top.room, x.v: v, x.S: half, x.kappa: kappa, x.alpha: top.alpha}
        wider: Numbers = {x.x: top.room + v, x.z: top.room + v}
        for step in ("quotient", "at-least-one", "floor", "spacing", "drop"):
            yield Point(step, where, values)
        yield Point("area", where, {x.S: half, x.u: v / top.alpha})
        yield Point("monotone-j", where, {x.U: top.room, x.x: v, x.y: v / top.alpha})
        yield Point("monotone-U", where, {**wider, x.U: top.room, x.w: 1 / top.alpha**j})
        yield Fact(where, "parallelism", ladder.k[q], ">=", kappa)
        yield Fact(where, "spacing", scale * ladder.spacing(q), "<=", top.g[j])
        gain = level(plan, q) - (level(plan, q - 1) if q else 0)
        yield Fact(where, "difference of areas", scale * gain / plan.memory, ">=", top.drop[j])


def weights(plan: Plan) -> Replay:
    """tight.C.weights: the phases from the top down, a weight for each."""
    if not _applies(plan):
        return
    top, n = Units.of(plan), list(reversed(plan.phases.n))
    bound, xi, last = top.constant(), top.weights(), len(top.v) - 1
    g: list[Number] = [*top.g, 0]
    following: list[Fraction] = [*xi, Fraction(1)]
    slack = bound * top.drop[0] - g[0] - g[1] * (1 / following[1] - 1)
    many = running(n)[1:]
    forms = [top.g[j] * (many[j] ** 2 - Fraction(n[j] ** 2, 2)) for j in range(last + 1)]
    parts = [top.drop[j] * many[j] ** 2 / 2 for j in range(last + 1)]
    constants: Numbers = {x.R: bound, x.m: n[0], x.b: g[0], x.u: g[1], x.v: following[1], x.z: slack}
    states: Columns = {
        x.N: many,
        x.P: running(forms)[1:],
        x.Z: running(parts)[1:],
        x.g: g[1:],
        x.xi: following[1:],
    }
    inputs: Columns = {x.n: n[1:], x.d: top.drop[1:], x.x: g[2:], x.w: following[2:]}
    yield Trace("phases", "from the top", constants, states, inputs)


def recursion(plan: Plan) -> Replay:
    """tight.C.recursion: each weight from the one below it."""
    if not _applies(plan):
        return
    top = Units.of(plan)
    bound, xi = top.constant(), top.weights()
    for j in range(len(top.v) - 1):
        v, kappa, k, below = top.v[j], top.kappa[j], top.kappa[j + 1], xi[j + 1]
        where = f"phase {j} from the top"
        fixed: Numbers = {x.alpha: top.alpha, x.U: top.room, x.R: bound, x.v: v, x.kappa: kappa, x.k: k}
        yield Point("solved", where, {**fixed, x.xi: xi[j], x.w: below})
        yield Point("below-one" if below <= 1 else "above-one", where, {**fixed, x.w: below})
        yield Point("more-below", where, {**fixed, x.w: below, x.x: below + v, x.t: below + v})
        slope = (top.alpha - 1) / top.alpha**2 + v * (top.alpha**2 - 1) / top.alpha**4
        bracket = bound * slope / (1 + 2 * top.room) + (1 - 1 / below) / (top.alpha * k)
        if bracket >= 0:
            yield Point("outer", where, {**fixed, x.z: bracket})
        yield Fact(where, "weight at most the formula", xi[j], "<=", kappa * bracket - 1)


def deep(plan: Plan) -> Replay:
    """tight.C.deep: phases whose weight stays, where a condition says so."""
    if not _applies(plan):
        return
    top, t = Units.of(plan), 1 / plan.scale
    bound, xi, alpha = top.constant(), top.weights(), plan.scale
    need = 1 + t + (1 / t - 1) / alpha
    flat, slope = (alpha - 1) / alpha**2, (alpha**2 - 1) / alpha**4
    for j in range(len(top.v) - 1):
        v, kappa, k = top.v[j], top.kappa[j], top.kappa[j + 1]
        where = f"phase {j} from the top"
        values: Numbers = {x.alpha: alpha, x.t: t, x.U: top.room, x.v: v, x.kappa: kappa, x.k: k, x.R: bound}
        values |= {x.z: kappa * bound * (flat + slope * v) / (1 + 2 * top.room)}
        first = kappa * bound * flat >= need * (1 + 2 * top.room)
        both = min(kappa * flat / (kappa + 1), kappa * slope / (kappa + 2)) * bound >= need
        if first:
            yield Point("first", where, values)
        if both:
            yield Point("second", where, values)
        if first or both:
            yield Point("kept", where, values)
            if xi[j + 1] >= t and j:
                yield Fact(where, "weight stays", xi[j] + Fraction(1, _FINE), ">=", t)
        yield Point("larger-0", where, values)
        yield Point("larger-2", where, values)


def bottom(plan: Plan) -> Replay:
    """tight.C.bottom: what the last class gains."""
    if not _applies(plan):
        return
    top = Units.of(plan)
    bound, xi = top.constant(), top.weights()
    for j, (v, kappa) in enumerate(zip(top.v, top.kappa, strict=True)):
        where, u = f"phase {j} from the top", v / top.alpha
        values: Numbers = {x.R: bound, x.u: u, x.U: top.room, x.alpha: top.alpha, x.kappa: kappa}
        if bound >= max(2 * top.alpha, 3 * top.alpha**2):
            yield Point("enough", where, values)
        yield Point("no-drop", where, {x.u: u, x.y: u / top.alpha})
        if 0 < j < len(top.v) - 1 and bound >= 3 * top.alpha**2:
            below: Numbers = {x.D: top.drop[j], x.g: top.g[j], x.xi: xi[j], x.x: top.g[j + 1], x.w: xi[j + 1]}
            gained = u / top.alpha * (1 + u / top.alpha)
            yield Point("condition", where, {**below, x.R: bound, x.z: gained})


def small(plan: Plan) -> Replay:
    """tight.C.small: budgets in which no two jobs overlap for long."""
    half = plan.prompt + HALF
    if plan.kind != "slicing" or plan.memory >= 2 * half:
        return
    t = 1 / plan.scale
    bound = 2 * quadratic_factors(plan.scale, t)[0]
    for q, hat in enumerate(plan.phases.hats):
        values: Numbers = {x.alpha: plan.scale, x.t: t, x.S: half, x.M: plan.memory, x.R: bound}
        for step in ("gain", "phase"):
            yield Point(step, f"phase {q}", {**values, x.y: hat / plan.scale})
        yield Point("constant", f"phase {q}", values)


def ratio(plan: Plan) -> Replay:
    """tight.C.ratio: the parts of GSA's cost with a certified constant."""
    if plan.kind == "slicing" and plan.scale in CERTIFIED:
        bound, rest = CERTIFIED[plan.scale], slices_and_lengths(plan.case, plan.phases)
        values: Numbers = {
            x.alpha: plan.scale,
            x.R: bound,
            x.least: bound,
            x.X: plan.case.X,
            x.Y: plan.case.Y,
        }
        values |= {x.gsa: plan.cost, x.G: plan.cost - rest, x.H: rest, x.opt: plan.reference}
        for step in ("form", "parts", "ratio"):
            yield Point(step, "the schedule", values)


def constant(plan: Plan, scale: str, bound: str) -> Replay:
    """A constant of the tighter analysis: GSA at that scaling factor against a schedule without kills."""
    if plan.kind == "slicing":
        case = replace(plan.case, alpha=Fraction(scale))
        cost = slicing_cost(case, Phases.of(case))
        yield Fact("the instance", f"cost <= {bound} Opt", cost, "<=", Fraction(bound) * plan.reference)
