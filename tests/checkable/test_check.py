"""The library's check: files and documents, settings and what they go with, modules and trust."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from proofs.exact.surd import Quadratic
from ratiolab.checkable import check
from ratiolab.checkable.checking import MisplacedSetting
from ratiolab.documents import read_instance
from ratiolab.errors import InputError
from ratiolab.theory import TheoryBound
from tests.checkable.corpus import CORPUS
from tests.cli.command import Command

ACCEPTED = CORPUS / "accepted"
WITNESS = ACCEPTED / "witness.gsa.json"
CERTIFICATE = ACCEPTED / "certificate-exhaustion.optimum.json"


def document(path: Path, **changes: Any) -> dict[str, Any]:
    """A document of the corpus with other fields."""
    parsed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return parsed | changes


def test_files_and_documents() -> None:
    """A path, its text and its JSON object come to the same verdict."""
    by_path, by_text = check(WITNESS), check(str(WITNESS))
    by_document = check(document(WITNESS))
    assert by_path.holds
    assert by_path.to_json() == by_text.to_json()
    assert by_document.words == by_path.words
    assert by_document.source == "document"
    assert by_path.to_json()["format"] == "ratiolab.verify"
    assert "holds: gsa(alpha=2) costs" in by_document.text(200)
    assert by_document.table().records()[0] == {"fact": "witness", "value": "document"}


def test_documents_are_read_as_strictly_as_files() -> None:
    """Floats, booleans and what is no JSON in an object of Python are refused, without a traceback."""
    for wrong in (256.0, True, float("nan"), 10**5000, object(), {1: 2}):
        with pytest.raises(InputError, match=r"^document: "):
            check(document(WITNESS, memory=wrong))
    circle: dict[str, Any] = {"format": "ratiolab.witness"}
    circle["note"] = circle
    with pytest.raises(InputError, match="is no JSON object"):
        check(circle)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", ":1:1: is not valid JSON"),
        ("[]", ": is a list: it must be an object with a format"),
        ("{}", ": format is missing: it must be one of ratiolab.instance, ratiolab.schedule"),
        ('{"format": "ratiolab.plan"}', ": format is 'ratiolab.plan': it must be one of ratiolab.instance"),
        ('{"format": 7}', ": format is 7: it must be one of"),
        ('{"format": ["ratiolab.limit"]}', ": format is a list: it must be one of"),
        ("[" * 200_000, ": is nested too deeply"),
        ('{"format": "ratiolab.limit", "note": ' + "[" * 20_000 + "]" * 20_000 + "}", "nested too deeply"),
    ],
)
def test_of_no_kind(tmp_path: Path, text: str, reason: str) -> None:
    """What is of no kind that can be checked says so, with its name and place first."""
    path = tmp_path / "file.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"file\.json") as caught:
        check(path)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_end_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without end is read up to the limit and refused."""
    monkeypatch.setattr("ratiolab.checkable.checking.MOST_BYTES", 2**20)
    with pytest.raises(InputError, match="is larger than 1 MiB"):
        check("/dev/zero")


def test_a_schedule_needs_its_instance(ratiolab: Command) -> None:
    """A schedule by itself is asked for its instance; anything else given one is told so."""
    plan = ACCEPTED / "schedule.plain.json"
    instance = read_instance(CORPUS / "of_schedules.json")
    assert check(plan, instance=instance).facts["flow_time"] == 16
    with pytest.raises(InputError, match="give its instance, too"):
        check(plan)
    with pytest.raises(MisplacedSetting, match=r"instance goes with a schedule: .* is a witness"):
        check(WITNESS, instance=instance)
    outcome = ratiolab("verify", str(CORPUS / "of_schedules.json"), "--schedule", str(WITNESS))
    assert outcome.code == 2
    assert "an instance goes with a schedule" in outcome.err


@pytest.mark.parametrize(
    ("path", "option", "taker"),
    [
        (WITNESS, ("--compiled",), "a certificate"),
        (ACCEPTED / "limit.one-length.json", ("--max-work", "9"), "a witness or a certificate"),
        (CERTIFICATE, ("--trust", "os"), "a witness"),
        (CERTIFICATE, ("--jobs", "3"), "an instance and --schedule"),
    ],
)
def test_options_that_say_nothing(ratiolab: Command, path: Path, option: tuple[str, ...], taker: str) -> None:
    """An option that means nothing for the kind of file is refused with what it goes with."""
    outcome = ratiolab("verify", str(path), *option)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{option[0]} goes with {taker}" in outcome.err


def test_the_limit_on_work(ratiolab: Command) -> None:
    """Both faces stop a certificate at the work they are told, and take more if they are told so."""
    outcome = ratiolab("verify", str(CERTIFICATE), "--max-work", "20")
    assert (outcome.code, outcome.out) == (2, "")
    assert "more than 20 units of work" in outcome.err
    assert ratiolab("verify", str(CERTIFICATE), "--max-work", "100000").code == 0
    assert ratiolab("verify", str(CERTIFICATE), "--max-work", "0").code == 2
    with pytest.raises(InputError, match=r"certificate-exhaustion\.optimum\.json: takes more than 1 units"):
        check(CERTIFICATE, max_work=1)
    assert check(CERTIFICATE, max_work=10**9).holds
    with pytest.raises(InputError, match="max_work"):
        check(CERTIFICATE, max_work=0)
    assert check(CERTIFICATE, compiled=True).facts["independent"] is False


#: A module that leaves a trace when it is imported.
MODULE = """
from pathlib import Path
Path({trace!r}).write_text("imported")
from ratiolab.algorithms.mc_sf import MCSF
class Mine(MCSF):
    name = "mine"
"""


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in with a module that a witness names, and that witness."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "planted_module.py").write_text(MODULE.format(trace=str(tmp_path / "trace")))
    changed = document(WITNESS, algorithm="planted_module:Mine", parameters={})
    (tmp_path / "witness.json").write_text(json.dumps(changed))
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


def test_nothing_is_imported_from_a_file(ratiolab: Command, planted: Path) -> None:
    """A witness that names a class of a module in the working directory does not run it; exit code 2."""
    outcome = ratiolab("verify", "witness.json")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--trust planted_module" in outcome.err
    for other in ("planted", "planted_module.Mine", "planted_modul", ""):
        assert ratiolab("verify", "witness.json", "--trust", other).code == 2
    assert not (planted / "trace").exists()
    assert "planted_module" not in sys.modules


def test_what_is_trusted_is_imported(ratiolab: Command, planted: Path) -> None:
    """With --trust the module runs, and the witness is judged: here its numbers are not the algorithm's."""
    try:
        outcome = ratiolab("verify", "witness.json", "--trust", "planted_module")
        assert (planted / "trace").read_text() == "imported"
        assert outcome.code == 1
        assert "algorithm_flow_time: is 18542, recomputed" in outcome.err
        assert not check("witness.json", trust="planted_module").holds
    finally:
        sys.modules.pop("planted_module", None)


@pytest.mark.parametrize("command", [("explain",), ("shrink", "--out", "smaller.json")])
def test_other_commands_import_nothing_either(
    ratiolab: Command, planted: Path, command: tuple[str, ...]
) -> None:
    """What takes a witness apart or makes it smaller needs the same trust."""
    name, *more = command
    outcome = ratiolab(name, "witness.json", *more)
    assert (outcome.code, outcome.out) == (2, "")
    assert "--trust planted_module" in outcome.err
    assert not (planted / "trace").exists()
    try:
        assert ratiolab(name, "witness.json", *more, "--trust", "planted_module").code == 1
        assert (planted / "trace").exists()
    finally:
        sys.modules.pop("planted_module", None)


@pytest.mark.parametrize(
    "code",
    [
        "import no_such_module_at_all",
        "raise RuntimeError('no\\nway')",
        "raise SystemExit(0)",
        "def (",
        "x = 1",
    ],
)
def test_an_import_that_fails(ratiolab: Command, planted: Path, code: str) -> None:
    """Whatever becomes of importing a trusted module, it is one line and exit code 2, never a verdict."""
    (planted / "planted_module.py").write_text(code)
    try:
        outcome = ratiolab("verify", "witness.json", "--trust", "planted_module")
    finally:
        sys.modules.pop("planted_module", None)
    assert (outcome.code, outcome.out) == (2, "")
    assert "'planted_module:Mine' cannot be imported" in outcome.err
    assert outcome.err.count("\n") == 1


def test_an_entry_point_needs_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of an installed plug-in imports its module no more than a path does."""

    class Entry:
        name, module, value = "installed", "planted_package.sub", "planted_package.sub:Mine"

        def load(self) -> None:
            raise ImportError("it was asked for")

    monkeypatch.setattr("ratiolab.algorithms.plugins.entry_points", lambda group: [Entry()])
    changed = document(WITNESS, algorithm="installed", parameters={})
    with pytest.raises(InputError, match=r"add --trust planted_package\.sub"):
        check(changed)
    with pytest.raises(InputError, match="it was asked for"):
        check(changed, trust=["planted_package"])


@pytest.mark.parametrize("name", ["witness.gsa.json", "limit.one-length.json"])
def test_above_a_proved_bound(ratiolab: Command, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What holds and contradicts a theorem is said loudly, and ends with exit code 1."""
    bound = TheoryBound(Quadratic(Fraction(5, 4)), "a wrong theorem", derived=True)
    monkeypatch.setattr("ratiolab.theory.worst_case_for", lambda algorithm, problem: bound)
    result = check(ACCEPTED / name)
    assert (result.holds, result.exit_code) == (True, 1)
    assert "ABOVE A PROVED BOUND" in result.text()
    outcome = ratiolab("verify", str(ACCEPTED / name), "--json")
    assert (outcome.code, outcome.json["holds"], outcome.json["exceeds"]) == (1, True, True)
    assert "ABOVE A PROVED BOUND" in outcome.err
    outcome = ratiolab("verify", str(ACCEPTED / name))
    assert "ABOVE A PROVED BOUND" in outcome.err
    assert "ABOVE A PROVED BOUND" not in outcome.out


def test_a_loaded_package_imports_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is there, and imports parts when asked for them, is not asked for a file."""
    asked: list[str] = []
    lazy = ModuleType("lazy_package")
    monkeypatch.setattr(lazy, "__getattr__", asked.append, raising=False)
    monkeypatch.setitem(sys.modules, "lazy_package", lazy)
    with pytest.raises(InputError, match="add --trust lazy_package"):
        check(document(WITNESS, algorithm="lazy_package:part", parameters={}))
    assert not asked
