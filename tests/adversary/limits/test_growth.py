"""Growth laws: closed forms against the kernels, limits by exact forms, and the page made from them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import ratiolab.report.growth as page
from ratiolab.adversary.limits.growth import (
    balanced_queue,
    balanced_serial,
    one_long,
    queue_costs,
    queue_trap,
    serial_costs,
    serial_trap,
    slipped,
)
from ratiolab.algorithms import parse
from ratiolab.instance import Instance
from ratiolab.optimum import solve
from ratiolab.schedule import Schedule, verify
from tests.cli.command import Command

REPORT = Path(__file__).parents[3] / "reports" / "growth"


@pytest.mark.parametrize("name", page.IN_ORDER)
def test_serial_trap(name: str) -> None:
    """vLLM-kill and every A-Min rule cost what the closed form says, and with one long job the law."""
    algorithm = parse(name)
    for length in (2, 3, 4, 9, 50):
        for a in (1, 2, 3, 7):
            for b in (1, 2, 8, 31):
                costs = serial_costs(length, a, b)
                assert algorithm.cost(serial_trap(length, a, b)).flow_time == costs.algorithm
                if a == 1:
                    assert costs.ratio == one_long(b + 1, length)


def test_serial_optimum_is_exact() -> None:
    """Shortest first is the proved optimum where one job runs at a time."""
    for length, a, b in ((2, 1, 3), (3, 2, 2), (4, 1, 4)):
        jobs = serial_trap(length, a, b).expand()
        least = solve(jobs, upper=parse("vllm-kill").schedule(jobs))
        assert least.proved
        assert least.upper == serial_costs(length, a, b).schedule


@pytest.mark.parametrize("memory", [2, 3, 4, 5, 7, 10, 24])
def test_queue_trap(memory: int) -> None:
    """Constants read off one run give the exact cost with more long jobs and more short ones."""
    early, _ = slipped(memory)
    kernel = parse("vllm-kill")
    for a in (memory - 1, memory, memory + 3, 3 * memory):
        for b in (early, early + 1, early + 13, 2 * memory * memory + early):
            flow = kernel.cost(queue_trap(memory, a, b)).flow_time
            assert flow == queue_costs(memory, a, b).algorithm, (a, b)


def test_queue_schedule_is_feasible() -> None:
    """The other side of the queue trap is a schedule that `verify` accepts, at the stated cost."""
    memory, a, b = 5, 6, 37
    jobs = Instance.common(memory, 0, [memory] * a + [1] * b)
    first = -(-b // memory)
    starts = [first + j * memory for j in range(a)] + [i // memory for i in range(b)]
    made = verify(jobs, Schedule.of_starts(starts, jobs))
    assert made.flow_time == queue_costs(memory, a, b).schedule


def test_queue_trap_outside_its_range() -> None:
    """Where the constants do not apply nothing is claimed."""
    with pytest.raises(ValueError, match="at least 4 long jobs and 17 short ones"):
        queue_costs(5, 3, 100)
    with pytest.raises(ValueError, match="17 short ones"):
        queue_costs(5, 4, 16)


def test_laws() -> None:
    """Ratios stay below n, sqrt(L) and M and come close to them."""
    for n in (2, 10, 1000):
        assert n - 1 < one_long(n, n**3) < n
        assert n - one_long(n, n**3) < Fraction(1, 2)
    for length in (4, 100, 10_000):
        root = Fraction(round(length**0.5))
        (costs,) = balanced_serial(length, [10**9])
        assert root * (1 - Fraction(1, 10**4)) < costs.ratio < root
    for memory in (2, 9, 40):
        (costs,) = balanced_queue(memory, [10**8])
        assert memory * (1 - Fraction(1, 10**4)) < costs.ratio < memory


def test_never_above_the_number_of_jobs() -> None:
    """vLLM-kill on every instance of 3 jobs with M <= 6: below n times the sum of lengths, in any order."""
    kernel = parse("vllm-kill")
    for memory in range(2, 7):
        for prompt in range(memory):
            top = memory - prompt + 1
            for o in ((x, y, z) for x in range(1, top) for y in range(1, top) for z in range(1, top)):
                flow = kernel.cost(Instance.common(memory, prompt, list(o))).flow_time
                assert flow <= 3 * o[0] + 2 * o[1] + o[2] < 3 * sum(o)


def test_a_wrong_closed_form_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A planted error in the constants stops the page."""
    monkeypatch.setattr("ratiolab.adversary.limits.growth.slipped", lambda memory: (slipped(memory)[0], 0))
    with pytest.raises(AssertionError, match=r"vllm-kill: .* the closed form"):
        page.growth_page(tmp_path)


@pytest.mark.slow
def test_page_is_current(ratiolab: Command, tmp_path: Path) -> None:
    """``ratiolab reproduce growth`` writes the page that is kept, with its picture."""
    assert ratiolab("reproduce", "growth", "--out", str(tmp_path)).code == 0
    assert (tmp_path / page.PAGE).read_text() == (REPORT / page.PAGE).read_text()
    assert (tmp_path / page.PICTURE).read_bytes().startswith(b"\x89PNG")


def test_page_claims_no_more_than_is_shown() -> None:
    """Every "ratio at least" of the page is at most the exact ratio of its trap."""
    listed = [
        line.split(" | ") for line in (REPORT / page.PAGE).read_text().splitlines() if " serial | " in line
    ]
    exact = {c.jobs: c.ratio for c in balanced_serial(32**2, (10**3, 10**5, 10**7))}
    shown = {int(cells[3]): Fraction(cells[4]) for cells in listed if cells[2] == str(2 * 32**2 - 1)}
    assert shown.keys() == exact.keys()
    assert all(exact[n] - Fraction(1, 10**7) < shown[n] <= exact[n] for n in exact)
