"""The horizon must contain an optimal schedule, also where a greedy makespan does not."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from lp_models.horizon import latest_completion, latest_start
from lp_models.start_time import ModelStatus, solve
from tests.references.brute_force import least_flow_time
from tests.references.starts import first_fit_starts


def test_formulas_by_hand() -> None:
    """Lengths 2, 3, 5 (sum 10) and UB 17: 7 rounds of delay in all; an optimum has no empty round."""
    assert latest_completion(17, 10, 5) == 12
    assert latest_start(17, 10 - 5, 5, 10) == 5  # min(17 - 5, 10) - 5
    assert latest_start(14, 10 - 5, 5, 10) == 4  # min(14 - 5, 10) - 5


@pytest.mark.slow
def test_horizon_from_any_upper_bound_keeps_an_optimum() -> None:
    """The program over the proved horizon reaches the brute-force optimum, for loose and tight UB."""
    for lengths in combinations_with_replacement(range(1, 6), 3):
        jobs = [(1, o) for o in lengths]
        total, best = sum(lengths), least_flow_time(6, jobs)
        for upper in (best, best + 1, best + 4, 3 * total):
            latest = [latest_start(upper, total - o, o, total) for _, o in jobs]
            solution = solve([(1, o, 1) for o in lengths], 6, latest)
            assert solution.status is ModelStatus.OPTIMAL
            assert solution.objective == best


def test_makespan_of_a_greedy_schedule_is_no_horizon() -> None:
    """The trap: longest first ends at round 3 with flow time 9; the optimum, 8, needs round 4."""
    jobs = [(1, 3), (1, 2), (1, 1), (1, 1)]
    greedy = first_fit_starts(6, jobs)
    ends = [a + o for a, (_, o) in zip(greedy, jobs, strict=True)]
    assert (max(ends), sum(ends), least_flow_time(6, jobs)) == (3, 9, 8)
    types = [(1, 1, 2), (1, 2, 1), (1, 3, 1)]
    cut_off = solve(types, 6, [max(ends) - o for _, o, _ in types])
    assert cut_off.objective == 9
    whole = solve(types, 6, [latest_start(sum(ends), 7 - o, o, 7) for _, o, _ in types])
    assert (whole.status, whole.objective) == (ModelStatus.OPTIMAL, 8)
