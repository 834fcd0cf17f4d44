"""Files of box certificates: read strictly, when they are asked for, by a program that stands alone."""

import copy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs.tighter.box_theorem import CERTIFIED
from proofs.tighter.boxes import TARGETS
from proofs.tighter.certificates import checker
from proofs.tighter.certificates.document import Refused, load
from proofs.tighter.certificates.step import BoxCertificate
from proofs.verdict import Status

TWO = next(target for target in TARGETS if target.label == "2")


def set_to(*path: Any, to: Any) -> Any:
    """A change of one entry."""

    def spoil(document: dict[str, Any]) -> None:
        place: Any = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return spoil


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (set_to("format", to="ratiolab box certificate 2"), "format: is 'ratiolab box certificate 2'"),
        (lambda document: document.pop("format"), "certificate: format is missing"),
        (lambda document: document["boxes"][2].pop("kappa"), "boxes[2]: kappa is missing"),
        (set_to("trust", to="me"), "certificate: 'trust' is no known field"),
        (set_to("boxes", 0, "hint", to=1), "boxes[0]: 'hint' is no known field"),
        (set_to("alpha", "c", to="0"), "alpha: 'c' is no known field"),
        (set_to("alpha", to="2"), "alpha: must be an object"),
        (set_to("bound", to=15.315), "bound: is 15.315: it must be text"),
        (set_to("small", to=True), "small: is True: it must be text"),
        (set_to("bound", to="3063/0"), "bound: is '3063/0'"),
        (set_to("bound", to="1e999999999"), "bound: is '1e999999999'"),
        (set_to("boxes", 3, "low", to=0.5), "boxes[3].low: is 0.5: it must be text"),
        (set_to("boxes", 3, "t", to=f"1/{'9' * 41}"), "boxes[3].t: is '1/9"),
        (set_to("boxes", 0, "kappa", to=[True, 1]), "boxes[0].kappa[0]: is True: it must be an integer"),
        (set_to("boxes", 0, "kappa", to=[1.0, 1]), "boxes[0].kappa[0]: is 1.0: it must be an integer"),
        (set_to("boxes", 0, "depth", to=True), "boxes[0].depth: is True: it must be an integer"),
        (set_to("boxes", 0, "depth", to=10**9), "boxes[0].depth: is 1000000000: it must be an integer from"),
        (set_to("alpha", "d", to=2.0), "alpha.d: is 2.0: it must be an integer"),
        (set_to("alpha", "d", to=4), "alpha.d: 4 is not a valid radicand"),
        (set_to("alpha", "a", to="2000000/1000000"), "alpha.a: is '2000000/1000000'"),
        (set_to("boxes", to=[{}] * 1001), "boxes: must be a list of at most 1000 entries"),
        (set_to("boxes", to=[TWO.load()["boxes"][0] | {"depth": 100}] * 11), "1100 phases above their"),
    ],
)
def test_every_field_is_read_strictly(spoil: Any, reason: str) -> None:
    """Another format, unknown and missing fields, floats, booleans and sizes without end are refused."""
    document = copy.deepcopy(TWO.load())
    spoil(document)
    with pytest.raises(Refused) as refused:
        checker.check(document, TWO.alpha, TWO.bound, TWO.start)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"start": "1/2", "start": "3/5"}', "'start' is given twice"),
        ("[" * 100_000, "nested too deeply"),
        ("{", "is not valid JSON"),
        ('{"alpha": ' + "9" * 5000 + "}", "more than 4300 digits"),
    ],
)
def test_text_is_read_strictly(text: str, reason: str) -> None:
    """A field given twice and what is no JSON are refused, without a traceback."""
    with pytest.raises(Refused, match=reason):
        load(text)


def test_a_certificate_is_read_when_its_step_is_discharged(tmp_path: Path) -> None:
    """The claims are built without their files; a missing, a spoilt and a huge one never count as proved."""
    step = CERTIFIED[2].step("certificate")
    assert isinstance(step, BoxCertificate)
    assert step.document == TWO.path
    assert step.discharge().status is Status.PROVED
    path = tmp_path / "boxes.json"
    assert replace(step, document=path).discharge().status is Status.UNDECIDED
    path.write_text(TWO.path.read_text().replace('"start": "1/2"', '"start": "1/2", "start": "1/2"'))
    assert replace(step, document=path).discharge().status is Status.REFUTED
    path.write_text(TWO.path.read_text() + " " * 2**20)
    assert "is larger than" in replace(step, document=path).discharge().detail


#: Refuses to import anything that is neither standard library nor the checker's.
BLOCKED = """
import runpy, sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        own = name in ("proofs", "proofs.tighter") or name.startswith("proofs.tighter.certificates")
        if name.partition(".")[0] not in sys.stdlib_module_names and not own:
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocker())
sys.argv = ["check", *sys.argv[1:]]
runpy.run_module("proofs.tighter.certificates.checker", run_name="__main__", alter_sys=False)
"""


def run_alone(*files: str) -> subprocess.CompletedProcess[str]:
    """Run the checker in a fresh interpreter that has no third-party package."""
    program = f"import sys; sys.path.insert(0, {str(Path(checker.__file__).parents[3])!r})\n{BLOCKED}"
    command = [sys.executable, "-I", "-c", program, *files]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_checker_runs_alone(tmp_path: Path) -> None:
    """The checker is a program of its own, standard library only; exit code 1 if refused, 2 if unreadable."""
    done = run_alone(*(str(target.path) for target in TARGETS))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(TARGETS)
    path = tmp_path / "boxes.json"
    missing = run_alone(str(path))
    assert (missing.returncode, missing.stderr) == (2, "")
    path.write_text(TWO.path.read_text().replace("3063/200", "3062/200"))
    refused = run_alone(str(path))
    assert (refused.returncode, refused.stderr) == (1, "")
    assert "REFUSED" in refused.stdout
