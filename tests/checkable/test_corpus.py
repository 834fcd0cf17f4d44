"""Every kind of file that can be checked: what is accepted, what is refused, what cannot be read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from proofs.tighter.certificates import checker as box_checker
from ratiolab.certificates import __main__ as certificate_checker
from ratiolab.certificates.kinds import PROOF_KINDS
from ratiolab.checkable import KINDS, check
from ratiolab.errors import InputError
from tests.checkable.corpus import CODES, CORPUS, arguments, cases, differences, kind_of, label
from tests.cli.command import Command


def kinds() -> set[str]:
    """Every registered kind of file, certificates by their kind of proof, as file names write them."""
    names = {kind.name for kind in KINDS.values()} - {"certificate"}
    return {name.replace(" ", "-") for name in names | {f"certificate {proof}" for proof in PROOF_KINDS}}


@pytest.mark.parametrize("case", cases(), ids=label)
def test_what_verify_says(ratiolab: Command, monkeypatch: pytest.MonkeyPatch, case: Path) -> None:
    """Each case ends with the exit code of its folder and with the very words beside it."""
    monkeypatch.chdir(case.parent)
    outcome = ratiolab("verify", *arguments(case))
    assert outcome.code == CODES[case.parent.name]
    assert differences(outcome.out + outcome.err, case) == []
    assert (outcome.out == "") == (outcome.code > 0)


@pytest.mark.parametrize("case", cases(), ids=label)
def test_json_says_the_same(ratiolab: Command, monkeypatch: pytest.MonkeyPatch, case: Path) -> None:
    """With --json one object says what it is and whether it holds, with the reason if not."""
    monkeypatch.chdir(case.parent)
    outcome = ratiolab("verify", *arguments(case), "--json")
    assert outcome.code == CODES[case.parent.name]
    if outcome.code == 2:
        assert outcome.out == ""
        return
    told = outcome.json
    assert (told["format"], told["version"], told["holds"]) == ("ratiolab.verify", 1, outcome.code == 0)
    assert kind_of(case).startswith(told["kind"].replace(" ", "-"))
    assert told[told["kind"].replace(" ", "_")] == case.name
    assert ("claim" in told) == told["holds"] != ("reason" in told)


@pytest.mark.parametrize("folder", CODES)
def test_every_kind_brings_its_cases(folder: str) -> None:
    """A registered kind of file or proof is accepted, refused and unreadable at least once each."""
    assert {kind_of(case) for case in cases() if case.parent.name == folder} == kinds()


def test_every_case_has_its_words() -> None:
    """No case lies there without what must be said of it, and no words without a case."""
    for folder in CODES:
        files = {path.name for path in (CORPUS / folder).iterdir()}
        stems = {name.rpartition(".")[0] for name in files}
        assert files == {f"{stem}{ending}" for stem in stems for ending in (".json", ".txt")}


def test_differences_are_noticed() -> None:
    """Other words, a line too many and a line too few are told; what stands for more is not."""
    case = CORPUS / "refused" / "instance.order.json"
    right = case.with_suffix(".txt").read_text()
    assert differences(right, case) == []
    for wrong in (right.replace("order", "odour"), right + "more\n", ""):
        assert differences(wrong, case)
    open_end = CORPUS / "refused" / "certificate-length.no-such-kind.json"
    assert differences(open_end.with_suffix(".txt").read_text().replace("...", "anything"), open_end) == []


def outside(case: Path) -> Callable[[list[str]], int] | None:
    """The standard-library program that checks a case, too, if there is one."""
    if kind_of(case) == "box-certificate":
        return box_checker.main
    return certificate_checker.main if kind_of(case).startswith("certificate") else None


@pytest.mark.parametrize("case", [case for case in cases() if outside(case)], ids=label)
def test_the_standalone_checkers_agree(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The two programs of the standard library end with the same code and, if not 0, the same reason."""
    monkeypatch.chdir(case.parent)
    program = outside(case)
    assert program is not None
    assert program([case.name]) == CODES[case.parent.name]
    told = capsys.readouterr()
    if case.parent.name == "accepted":
        return
    try:
        reason = check(case.name).words
    except InputError as error:
        reason = str(error).partition(": ")[2]
    assert reason.removeprefix(f"{case.name}: ") in (told.out + told.err)


@pytest.mark.slow
def test_nothing_is_loaded_that_a_kind_does_not_need() -> None:
    """Checking an instance loads no proofs, no kernels and no other kind."""
    program = (
        "import sys; from ratiolab.checkable import check; "
        f"assert check({str(CORPUS / 'accepted' / 'instance.listed.json')!r}).holds; "
        "print([name for name in sys.modules if name.startswith(('sympy', 'numba', 'ratiolab.adversary', "
        "'ratiolab.checkable.witness'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
