"""Every reader under random inputs: no traceback, no hang, no import, nothing false accepted."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from ratiolab.errors import InputError
from tests.fuzz import texts
from tests.fuzz.files import Checked
from tests.fuzz.mutation import mutated_bytes, mutated_json, written
from tests.fuzz.reader import ENDINGS, Reader, WrongVerdict
from tests.fuzz.run import PLANTED, every_reader, fuzz
from tests.fuzz.texts import Texts
from tests.fuzz.truth import boxes_are_true, certificate_is_true, witness_is_true

#: Inputs of `make test`, about 20 s; `make fuzz` goes on for longer.
INPUTS = 3_000


@pytest.mark.slow
def test_every_reader(tmp_path: Path) -> None:
    """Every input ends as a reader may end; most readers accept some, and all refuse some."""
    readers = every_reader(tmp_path / "made")
    counts, faults = fuzz(readers, tmp_path, seed=0, inputs=INPUTS)
    assert faults == []
    assert all(count.endings["refused"] + count.endings["unreadable"] for count in counts.values())
    assert sum(count.endings["accepted"] > 0 for count in counts.values()) > len(readers) / 2


def test_inputs_depend_on_the_seed_alone() -> None:
    """The same seed makes the same mutants, another one others."""
    reader = Checked("witness", witness_is_true)
    first, again, other = ([reader.mutant(Random(seed)) for _ in range(3)] for seed in (1, 1, 2))
    assert first == again
    assert first != other
    document = {"a": [1, {"b": "2/3"}]}
    assert written(mutated_json(Random(5), document, [document])) == written(
        mutated_json(Random(5), document, [document])
    )
    assert document == {"a": [1, {"b": "2/3"}]}
    assert mutated_bytes(Random(3), b"abc") == mutated_bytes(Random(3), b"abc")


def _raise(error: BaseException) -> Callable[[str], None]:
    def use(text: str) -> None:
        raise error

    return use


def _import(text: str) -> None:
    importlib.import_module(f"{PLANTED}.module")


@pytest.mark.parametrize(
    ("use", "what"),
    [
        (_raise(KeyError("x")), "KeyError"),
        (_raise(SystemExit(0)), "SystemExit"),
        (_raise(MemoryError()), "MemoryError"),
        (_raise(InputError("")), "no line for people"),
        (_import, "is imported because an input names it"),
    ],
)
def test_faults_are_noticed(tmp_path: Path, use: Callable[[str], None], what: str) -> None:
    """A reader that raises, exits, says nothing or imports what it is told is a fault, each time."""
    reader: Reader = Texts("planted", [b"text"], use)
    counts, faults = fuzz([reader], tmp_path, seed=1, inputs=3)
    assert counts["planted"].endings == {"fault": 3}
    assert len(faults) == 3
    assert all(what in fault.what for fault in faults)


def test_what_is_slow_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An input that takes longer than it may is a fault."""
    monkeypatch.setattr("tests.fuzz.run.MOST_SECONDS", -1.0)
    _, faults = fuzz([Texts("slow", [b"text"], lambda text: None)], tmp_path, seed=1, inputs=1)
    assert "took" in faults[0].what
    assert set(ENDINGS) == {"accepted", "refused", "unreadable"}


def test_lies_are_noticed() -> None:
    """Programs that share nothing with the checkers tell a false witness, certificate and box."""
    witness, tree, boxes = (
        Checked(name, true).documents[0]
        for name, true in (
            ("witness", witness_is_true),
            ("certificate-tree", certificate_is_true),
            ("box-certificate", boxes_are_true),
        )
    )
    witness_is_true(witness)
    with pytest.raises(WrongVerdict, match="GSA costs another flow time"):
        witness_is_true(witness | {"algorithm_flow_time": "13449", "ratio": "13449/13448"})
    crowded = [block | {"start": 0} for block in witness["schedule"]]
    with pytest.raises(WrongVerdict, match="the model does not allow it"):
        witness_is_true(witness | {"schedule": crowded})
    certificate_is_true(tree)
    with pytest.raises(WrongVerdict, match="below the lower end 14"):
        certificate_is_true(tree | {"claim": {"lower": 14}})
    boxes_are_true(boxes)
    with pytest.raises(WrongVerdict):
        boxes_are_true(boxes | {"bound": "152/10"})
    with pytest.raises(WrongVerdict, match="a gap"):
        boxes_are_true(boxes | {"boxes": boxes["boxes"][1:]})


@pytest.mark.parametrize(
    ("reader", "mutant"),
    [
        ("lengths", b"9" * 6041),
        ("lengths", b"1x" + b"9" * 5000),
        ("budget", b"9" * 6005),
        ("budget", b"9" * 6005 + b"min"),
        ("spec", b'algorithm = "gsa"\nbudget = ' + b"9" * 6000),
        ("spec", b'algorithm = "gsa"\nbudget = ' + b"[" * 3000),
        ("number", b"((((2**100)**100)**100)**100)**100"),
        ("slices", b"1+sqrt(3)/" + b"1" + b"0" * 60),
    ],
)
def test_what_fell_out(tmp_path: Path, reader: str, mutant: bytes) -> None:
    """Inputs that the fuzzer, or the thought of it, found to end in a traceback or not at all."""
    (asked,) = (one for one in texts.readers() if one.name == reader)
    assert asked.read(mutant, tmp_path) == "unreadable"
