r"""Linear-programming bound: prices suggested by a solver or a curve, evaluated exactly.

The bound is `ratiolab.certificates.prices.price_bound`, for the jobs as they are: it holds for any
nonnegative prices. Where they come from decides only how good it is:

- the *curve* of mean busy times, in closed form, made steps;
- the duals of the whole linear program, one price a round, if the program is small enough;
- the duals of a coarse one otherwise (blocks of rounds, neighbouring types merged), joined to a curve and
  made steps again;
- halfway between curve and duals: the bound is concave in the prices.

All of them are rounded to multiples of a power of two and evaluated; the best counts. (With thousands of
types the best is chosen on merged ones, which proves nothing, and then evaluated on all.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from lp_models.deadline import Deadline
from lp_models.grouping import grouped
from lp_models.matrix import FloatArray, nonzeros
from lp_models.relaxation import solve
from ratiolab.bounds.exact_prices import exact_price_bound, fits
from ratiolab.bounds.lower_bound import LowerBound
from ratiolab.bounds.price_curves import as_prices, curve_through_blocks, edges_for, mean_busy_time_curve
from ratiolab.certificates.document import TypeRow
from ratiolab.certificates.prices import Prices
from ratiolab.instance import JobType, Problem
from ratiolab.integers import IntArray

NAME = "linear program"
_SOURCE = "dual of the start-time program: prices of a token, evaluated exactly"

#: The whole program is solved up to this many matrix entries (a few seconds).
FULL_ENTRIES = 1_000_000
#: A coarse one has at most this many, and at most so many types and blocks.
_COARSE_ENTRIES, _COARSE_TYPES, _COARSE_BLOCKS = 300_000, 48, 320
#: Steps of the prices, by the number of types: the checker's work is types times steps.
_LEAST_STEPS, _MOST_STEPS, _STEP_BUDGET = 512, 2048, 8_000_000
#: As above where 64 bits do not hold the costs, and each step takes about ten microseconds.
_LEAST_WIDE_STEPS, _WIDE_BUDGET = 16, 100_000
#: The best of the prices is chosen on so many types; the bound itself is evaluated on all of them.
_CHOICE_TYPES = 1024
#: Prices are multiples of one over this, or of a coarser power of two that keeps to 64 bits.
_FINEST_SCALE = 1 << 30
#: The whole program is tried with so many horizons, each twice the one before, until tokens cost nothing
#: near its end: no more than this share of the dearest.
_HORIZONS, _FREE = 4, 1e-6
#: Rounds of longer horizons do not fit the arrays here: such instances get the length bound.
_LONGEST_HORIZON = 2**62


def linear_program_bound(problem: Problem, *, time_limit: float | None = 10.0) -> LowerBound:
    """Lower bound by prices, with its certificate in `LowerBound.prices`.

    Parameters
    ----------
    problem : Instance or GroupedInstance
        Any number of jobs, own prompts allowed.
    time_limit : float or None
        Seconds for the solver, above 0. When they are over the bound rests on the curve alone.

    Returns
    -------
    LowerBound
        Exact, not rounded; not always above the closed forms. Where no solver stops early it is the same
        in every run.
    """
    return linear_program_bound_of_types(problem.types(), problem.memory, time_limit=time_limit)


def linear_program_bound_of_types(
    types: Iterable[JobType], memory: int, *, time_limit: float | None = 10.0
) -> LowerBound:
    """As `linear_program_bound`, for job types at hand.

    Parameters
    ----------
    types : iterable of JobType
        At least one job; types with a count of 0 are ignored.
    memory : int
        Budget M in tokens.
    time_limit : float or None
        As above.

    Raises
    ------
    ValueError
        If there is no job.
    """
    present = tuple(kind for kind in types if kind.count)
    if not present:
        raise ValueError("there is no job: at least one is needed")
    rows = [(kind.prompt, kind.response, kind.count) for kind in present]
    suggested = _suggestions(present, rows, memory, Deadline(time_limit))
    few = grouped(rows, _CHOICE_TYPES)  # the very same jobs if there are no more types
    prices = max(suggested, key=lambda prices: exact_price_bound(few, memory, prices))
    return LowerBound(NAME, exact_price_bound(rows, memory, prices), _SOURCE, prices)


def _suggestions(
    types: tuple[JobType, ...], rows: list[TypeRow], memory: int, deadline: Deadline
) -> list[Prices]:
    """Prices worth evaluating; the first are free tokens, which prove the length bound."""
    free = Prices(1, (0,), (0,))
    horizon = horizon_of(types, memory)
    if horizon > _LONGEST_HORIZON:
        return [free]
    edges, scale = _steps_and_scale(types, rows, memory, horizon)
    means = mean_busy_time_curve(types, memory).means(edges)
    suggested = [free, as_prices(scale, edges, means)]
    longest = max(kind.response for kind in types)
    for _ in range(_HORIZONS):
        latest = [horizon - o for _, o, _ in rows]
        if nonzeros(rows, latest) > FULL_ENTRIES:
            break
        own = deadline.share(0.5)  # the rest is for a coarse program
        relaxed = solve(rows, memory, latest, time_limit=own.limit)
        if relaxed is not None:
            every = np.arange(relaxed.prices.size + 1, dtype=np.int64)
            own_scale = _scale_for(rows, every, float(relaxed.prices.sum()))
            suggested.append(as_prices(own_scale, every, relaxed.prices))
            # Free tokens over the last rounds: no start after the horizon is cheaper than one before.
            if float(relaxed.prices[-longest:].max()) <= _FREE * float(relaxed.prices.max()):
                return suggested
        horizon *= 2
        if deadline.passed:
            return suggested
        if relaxed is None and own.passed:
            break  # out of time, not infeasible
    duals = _coarse_duals(rows, memory, edges, deadline.limit)
    if duals is not None:
        suggested += [as_prices(scale, edges, share * duals + (1 - share) * means) for share in (0.5, 1.0)]
    return suggested


def horizon_of(types: Sequence[JobType], memory: int) -> int:
    """Rounds after which a fluid schedule has long ended: all areas one after the other, and one job more.

    At most the sum of all responses: nothing needs to start later.
    """
    handed_out = -(-sum(kind.area * kind.count for kind in types) // memory)
    longest = max(kind.response for kind in types)
    return min(handed_out + 2 * longest, sum(kind.response * kind.count for kind in types))


def _steps_and_scale(
    types: tuple[JobType, ...], rows: list[TypeRow], memory: int, horizon: int
) -> tuple[IntArray, int]:
    """Edges of the steps, and a scale, that an evaluation can afford."""
    most = min(_MOST_STEPS, max(_LEAST_STEPS, _STEP_BUDGET // len(types)))
    edges = edges_for(types, memory, horizon, most)
    about = float(mean_busy_time_curve(types, memory).means(edges) @ np.diff(edges))
    scale = _scale_for(rows, edges, about)
    if not _fit(rows, edges, about, scale):
        fewer = min(most, max(_LEAST_WIDE_STEPS, _WIDE_BUDGET // len(types)))
        edges = edges_for(types, memory, horizon, fewer)
    return edges, scale


def _scale_for(rows: list[TypeRow], edges: IntArray, about: float) -> int:
    """Finest power of two with which costs keep to 64 bits; 2**20 if none is."""
    scale = _FINEST_SCALE
    while scale > 1 and not _fit(rows, edges, about, scale):
        scale //= 2
    return scale if _fit(rows, edges, about, scale) else 1 << 20


def _fit(rows: list[TypeRow], edges: IntArray, about: float, scale: int) -> bool:
    """Whether prices that sum to `about` rounds fit; a little more than that for rounding."""
    total = int(2 * about * scale) + 2 * int(edges.size)
    return fits(rows, Prices(scale, (0, 1, int(edges[-1]) + 1), (total, 0, 0)))


def _coarse_duals(
    rows: list[TypeRow], memory: int, edges: IntArray, time_limit: float | None
) -> FloatArray | None:
    """Mean prices between `edges` by a coarse program; None if the solver has none to offer."""
    merged = grouped(rows, _COARSE_TYPES)
    horizon = horizon_of([JobType(*row) for row in merged], memory)
    block = max(1, -(-horizon // _COARSE_BLOCKS))
    horizon += block
    while nonzeros(merged, [horizon - o for _, o, _ in merged], block) > _COARSE_ENTRIES:
        block = block + (block + 3) // 4
    relaxed = solve(merged, memory, [horizon - o for _, o, _ in merged], block=block, time_limit=time_limit)
    if relaxed is None:
        return None
    return curve_through_blocks(relaxed.prices, block).means(edges)
