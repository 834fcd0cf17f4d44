"""Faults in the lower bounds: closed forms, prices, and the integer program."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_OURS, _CHECKED = "ratiolab/bounds/", "ratiolab/certificates/"
_BOUNDS = ("tests/bounds/test_bounds.py",)
_FORMS = ("tests/certificates/test_closed_forms.py",)
_PRICES = ("tests/certificates/test_prices.py",)

BOUNDS = (
    Mutant(
        8,
        "the area of the job itself is left out",
        f"{_OURS}area.py",
        "return floor_sum(count, memory, step, before + step + memory - 1)",
        "return floor_sum(count, memory, step, before + memory - 1)",
        _BOUNDS,
    ),
    Mutant(
        8,
        "ceilings become floors plus one",
        f"{_OURS}area.py",
        "return floor_sum(count, memory, step, before + step + memory - 1)",
        "return floor_sum(count, memory, step, before + step + memory)",
        _BOUNDS,
    ),
    Mutant(
        8,
        "a count of jobs enters the area once",
        f"{_OURS}area.py",
        "before += kind.count * kind.area",
        "before += kind.area",
        _BOUNDS,
    ),
    Mutant(
        8,
        "lengths descend in the completion bound",
        f"{_OURS}completion.py",
        "lengths = iter(sorted((kind.response, kind.count) for kind in types))",
        "lengths = iter(sorted(((kind.response, kind.count) for kind in types), reverse=True))",
        _BOUNDS,
    ),
    Mutant(
        8,
        "half a job too many waits",
        f"{_OURS}mean_busy_time.py",
        "twice_weighted += kind.area * kind.count * (2 * left - kind.count)",
        "twice_weighted += kind.area * kind.count * (2 * left - kind.count + 1)",
        _BOUNDS,
    ),
    Mutant(
        8,
        "the tail of a long prompt is too long",
        f"{_OURS}mean_busy_time.py",
        "(6 * s * o + (o + 1)",
        "(7 * s * o + (o + 1)",
        _BOUNDS,
    ),
    Mutant(
        8,
        "areas descend",
        f"{_OURS}lower_bound.py",
        "return sorted(types, key=lambda kind: kind.area)",
        "return sorted(types, key=lambda kind: -kind.area)",
        _BOUNDS,
    ),
    Mutant(
        8,
        "bounds are rounded down",
        f"{_OURS}lower_bound.py",
        "return ceil(self.value)",
        "return int(self.value)",
        _BOUNDS,
    ),
    Mutant(
        9,
        "compiled prices beyond 64 bits",
        f"{_OURS}exact_prices.py",
        "return 4 * ((largest + 2 * last + 2) * (prices.total + 1) + last * prices.scale) <= INT64_MAX",
        "return prices.total >= 0 and last > 0 and largest >= 0",
        ("tests/bounds",),
    ),
    Mutant(
        9,
        "memory is paid for once only",
        f"{_CHECKED}prices.py",
        "return Fraction(total - memory * prices.total, prices.scale)",
        "return Fraction(total - prices.total, prices.scale)",
        _PRICES,
    ),
    Mutant(
        9, "a negative price is taken", f"{_CHECKED}prices.py", "if value < 0:", "if value < -1:", _PRICES
    ),
    Mutant(
        9,
        "prices need not end",
        f"{_CHECKED}prices.py",
        "if self.values[-1] != 0:",
        "if self.values[-1] < 0:",
        _PRICES,
    ),
    Mutant(
        9,
        "a job holds s + i tokens",
        f"{_CHECKED}prices.py",
        "held = (prompt + 1 - start)",
        "held = (prompt - start)",
        _PRICES,
    ),
    Mutant(
        9,
        "the least cost misses starts that end at a step",
        f"{_CHECKED}prices.py",
        "cuts.add(first - response)",
        "cuts.add(first)",
        _PRICES,
    ),
    Mutant(
        9,
        "the least of a quadratic is off by one",
        f"{_CHECKED}prices.py",
        "at = min(max(-(slope // bend), 0), last - first)",
        "at = min(max(1 - slope // bend, 0), last - first)",
        _PRICES,
    ),
    Mutant(
        8,
        "the checker's areas are o*o/2",
        f"{_CHECKED}closed_forms/closed_form.py",
        "return sorted((s * o + o * (o + 1) // 2, (s, o), count) for s, o, count in types)",
        "return sorted((s * o + (o * o + 1) // 2, (s, o), count) for s, o, count in types)",
        _FORMS,
    ),
    Mutant(
        8,
        "the checker's sums of ceilings forget a sign",
        f"{_CHECKED}closed_forms/closed_form.py",
        "sign = -sign",
        "sign = +sign",
        _FORMS,
    ),
    Mutant(
        8,
        "the checker's mean busy time counts a rank twice",
        f"{_CHECKED}closed_forms/mean_busy_time.py",
        "after -= count",
        "after -= count - 1",
        _FORMS,
    ),
    Mutant(
        10,
        "the program gives a job its last token free",
        "lp_models/start_time.py",
        "rows[r].append((x, s + r - t + 1))",
        "rows[r].append((x, s + r - t))",
        ("tests/lp_models",),
    ),
    Mutant(
        10,
        "the program may leave jobs out",
        "lp_models/start_time.py",
        "pulp.LpConstraintEQ, count)",
        "pulp.LpConstraintLE, count)",
        ("tests/lp_models",),
    ),
    Mutant(
        10,
        "the program's jobs complete a round early",
        "lp_models/start_time.py",
        "objective.append((x, t + o))",
        "objective.append((x, t + o - 1))",
        ("tests/lp_models",),
    ),
)
