"""Small files that ask for much are answered at once, or refused before the work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.certificates import checker, means
from ratiolab.certificates.checker import Checked, check
from ratiolab.certificates.document import CertificateError, load
from ratiolab.certificates.means import BASE_WORK, MOST_WORK, NO_LIMIT, TooMuchWork, Work, default_work
from ratiolab.certificates.replay.blocks import flow_time
from tests.checkable.corpus import cases, kind_of, label
from tests.references.brute_force import least_flow_time

SEARCH = {"kind": "exhaustion", "scale": 1, "layers": []}


def certificate(memory: int, types: list[list[int]], lower: int, proof: dict[str, Any]) -> dict[str, Any]:
    """A lower bound with its proof."""
    head = {"format": "ratiolab.certificate", "version": 1, "memory": memory, "types": types}
    return head | {"claim": {"lower": lower}, "proof": proof}


def spent(document: dict[str, Any], monkeypatch: pytest.MonkeyPatch, **more: Any) -> tuple[Any, Work]:
    """What the check says or raises, and the work it was given."""
    given: list[Work] = []

    class Counted(Work):
        def __init__(self, limit: int | None = None) -> None:
            super().__init__(limit)
            given.append(self)

    monkeypatch.setattr(checker, "Work", Counted)
    try:
        return check(document, **more), given[-1]
    except (CertificateError, TooMuchWork) as error:
        return error, given[-1]


@pytest.mark.parametrize(
    "document",
    [
        certificate(10**6, [[0, 10**6, 1]], 10**6, SEARCH),  # the sum of responses
        certificate(15 * 10**6, [[0, 1, 3 * 10**7]], 3 * 10**7 + 1, SEARCH),  # the area
    ],
)
def test_what_is_trivially_true_needs_no_search(
    document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of 160 bytes whose claim follows from a closed form is accepted for next to no work."""
    assert len(json.dumps(document)) < 200
    outcome, work = spent(document, monkeypatch)
    assert isinstance(outcome, Checked)
    assert "search not needed" in outcome.words
    assert work.done < 1000


def test_what_is_trivially_false_needs_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim above the cost of jobs in blocks is refused with that schedule."""
    outcome, work = spent(certificate(10**6, [[0, 10**5, 10**6]], 6 * 10**15, SEARCH), monkeypatch)
    assert isinstance(outcome, CertificateError)
    assert "a schedule of total flow time" in str(outcome)
    assert work.done < 1000


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5)), min_size=1, max_size=6), st.integers(9, 14))
def test_blocks_are_never_below_the_optimum(jobs: list[tuple[int, int]], memory: int) -> None:
    """What refutes a claim is the cost of a schedule: brute force finds none that is dearer."""
    types = [(s, o, jobs.count((s, o))) for s, o in sorted(set(jobs))]
    assert flow_time(types, memory) >= least_flow_time(memory, jobs)


@pytest.mark.parametrize(
    "document",
    [
        certificate(10**6 + 5, [[0, 10**6, 3], [1, 7, 2]], 5_900_000, SEARCH),  # lanes of 20 Mbit
        certificate(10**7, [[0, 1, 15 * 10**6], [0, 3, 5]], 20_000_020, SEARCH),  # starts of one round
        certificate(60, [[0, o, 3] for o in range(1, 12)], 620, SEARCH | {"layers": [[[1]] * 3000]}),
        certificate(60, [[0, o, 3] for o in range(1, 12)], 620, SEARCH | {"layers": [[[10**4000]] * 50]}),
        certificate(10**9, [[s, 9, 1] for s in range(200)], 10**9,
                    {"kind": "prices", "scale": 1, "rounds": [*range(2000)], "values": [1] * 1999 + [0]}),
        certificate(10**4000, [[10**3999 + i, i + 1, 7] for i in range(300)], 10**4000, {"kind": "area"}),
        certificate(10**9, [[s, 9, 1] for s in range(2000)], 10**9, {"kind": "tree", "nodes": [
            {"scale": 1, "rounds": [*range(99)], "values": [1] * 98 + [0], "multipliers": []}]}),
    ],
    ids=["wide", "many starts", "many vectors", "long prices", "prices", "long numbers", "tree"],
)  # fmt: skip
def test_work_has_a_limit(document: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the sizes, the check stops near its limit and says that nothing is decided."""
    outcome, work = spent(document, monkeypatch, max_work=100_000)
    assert isinstance(outcome, TooMuchWork)
    assert "nothing is decided" in str(outcome)
    sooner, less = spent(document, monkeypatch, max_work=1_000)
    assert isinstance(sooner, TooMuchWork)
    assert less.done <= work.done


def test_states_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even without a limit on work, states that would not fit are not kept."""
    monkeypatch.setattr(means, "MOST_STATE_BYTES", 2**16)
    outcome, _ = spent(
        certificate(60, [[0, o, 3] for o in range(1, 12)], 620, SEARCH), monkeypatch, max_work=NO_LIMIT
    )
    assert isinstance(outcome, TooMuchWork)
    assert "MiB for its states: nothing is decided" in str(outcome)


def test_memory_that_runs_out_is_no_verdict() -> None:
    """Where memory runs out all the same, one line says so."""

    def again(*_: object, **__: object) -> None:
        raise MemoryError

    document = certificate(8, [[1, 2, 1], [1, 4, 1], [1, 5, 1]], 13, SEARCH)
    with pytest.raises(TooMuchWork, match="more memory than there is"):
        check(document, again=again)


def test_a_long_record_may_take_longer() -> None:
    """What a check may take grows with the numbers of the document, up to a point; few bytes get little."""
    assert default_work(0) == BASE_WORK
    assert BASE_WORK < default_work(100) < default_work(200) <= default_work(10**9) == MOST_WORK


ACCEPTED = [
    path for path in cases() if path.parent.name == "accepted" and kind_of(path).startswith("certificate")
]


@pytest.mark.parametrize("path", ACCEPTED, ids=label)
def test_every_kind_of_proof_spends_work(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No kind decides anything on no work at all: one that forgot to count would have no limit."""
    document = load(path.read_text(encoding="utf-8"))
    outcome, work = spent(document, monkeypatch)
    assert isinstance(outcome, Checked)
    assert work.done > 0
    with pytest.raises(TooMuchWork):
        check(document, max_work=0)
