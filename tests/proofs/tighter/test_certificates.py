"""Box certificates: every saved one holds, every corrupted one is refused with the reason."""

import copy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from proofs.tighter.box_theorem import CERTIFIED
from proofs.tighter.boxes import TARGETS, Target, generate
from proofs.tighter.certificates import checker
from proofs.tighter.certificates.checker import Ladder, check, linear_constant
from proofs.tighter.certificates.document import Real, Refused, load
from proofs.tighter.certificates.step import BoxCertificate
from proofs.verdict import Status

TWO = next(target for target in TARGETS if target.label == "2")


def verdict(target: Target, document: dict[str, Any]) -> str:
    """Reason for which a document is refused; empty if it is not."""
    try:
        check(document, target.alpha, target.bound, target.start)
    except Refused as reason:
        return str(reason)
    return ""


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.label)
def test_saved_certificates_hold(target: Target) -> None:
    """The checker accepts each saved certificate."""
    assert verdict(target, target.load()) == ""


def test_generator_reproduces_a_certificate() -> None:
    """Searching again finds the saved boxes."""
    assert generate(TWO) == TWO.load()


def _gap(document: dict[str, Any]) -> None:
    document["boxes"][3]["low"] = str(Fraction(document["boxes"][3]["low"]) + Fraction(1, 10**6))


def _overlap(document: dict[str, Any]) -> None:
    document["boxes"][3]["high"] = str(Fraction(document["boxes"][3]["high"]) - Fraction(1, 10**6))


def _wide(document: dict[str, Any]) -> None:
    first, second = document["boxes"][:2]
    document["boxes"][:2] = [{**first, "high": second["high"]}]


def _late(document: dict[str, Any]) -> None:
    del document["boxes"][0]


def _unfinished(document: dict[str, Any]) -> None:
    del document["boxes"][-1]


def _bounded(document: dict[str, Any]) -> None:
    document["boxes"][-1]["high"] = "1000"


def _kappa(document: dict[str, Any]) -> None:
    document["boxes"][5]["kappa"][-1] += 1


def _short(document: dict[str, Any]) -> None:
    box = document["boxes"][-1]
    box["depth"] -= 1
    del box["kappa"][-1]


def _weight(document: dict[str, Any]) -> None:
    document["boxes"][0]["t"] = "1"


def _heavy(document: dict[str, Any]) -> None:
    document["boxes"][0]["t"] = "3/2"


def _no_depth(document: dict[str, Any]) -> None:
    document["boxes"][0].update(depth=0, kappa=[1])


def _small(document: dict[str, Any]) -> None:
    document["small"] = "1/2"


def _empty(document: dict[str, Any]) -> None:
    document["boxes"][0]["high"] = document["boxes"][0]["low"]


def _start(document: dict[str, Any]) -> None:
    document["start"] = "3/5"


def _after(document: dict[str, Any]) -> None:
    document["boxes"].append(document["boxes"][-1])


#: What it is, the reason wanted, the change.
CORRUPTIONS: list[tuple[str, str, Callable[[dict[str, Any]], None]]] = [
    ("a gap between boxes", "gap or overlap", _gap),
    ("a box boundary moved back", "gap or overlap", _overlap),
    ("two boxes merged into one", "box", _wide),
    ("the first box missing", "gap or overlap", _late),
    ("the unbounded box missing", "nothing covers", _unfinished),
    ("the last box bounded", "nothing covers", _bounded),
    ("a wrong parallelism", "the parallelism is", _kappa),
    ("a depth too small", "depth is too small", _short),
    ("a weight that is not kept", "box", _weight),
    ("a weight above 1", "not in (0, 1]", _heavy),
    ("no depth", "depth: is 0: it must be an integer from 1", _no_depth),
    ("a bad weight for small U", "U < 1/2 is not covered", _small),
    ("an empty box", "empty", _empty),
    ("another start", "the boxes start at", _start),
    ("a box after the last", "follows the unbounded one", _after),
]


@pytest.mark.parametrize(
    ("reason", "spoil"), [item[1:] for item in CORRUPTIONS], ids=[c[0] for c in CORRUPTIONS]
)
def test_corrupted_certificate_is_refused(reason: str, spoil: Any) -> None:
    """Each corruption is refused for its own reason, by the checker and by the step."""
    document = copy.deepcopy(TWO.load())
    spoil(document)
    assert reason in verdict(TWO, document)
    step = BoxCertificate(name="c", alpha=TWO.alpha, bound=TWO.bound, start=TWO.start, document=document)
    assert step.discharge().status is Status.REFUTED


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.label)
def test_lower_bound_on_the_ratio_is_refused(target: Target) -> None:
    """With R lowered by a hundredth the boxes no longer prove it, even if the file says the lower R."""
    document = target.load()
    lower = target.bound - Fraction(1, 100)
    assert f"for R = {target.bound}" in _reason(document, target.alpha, lower, target.start)
    document["bound"] = str(lower)
    assert _reason(document, target.alpha, lower, target.start)


def _reason(document: dict[str, Any], alpha: Real, bound: Fraction, start: Fraction) -> str:
    with pytest.raises(Refused) as refusal:
        check(document, alpha, bound, start)
    return str(refusal.value)


def test_wrong_alpha_is_refused() -> None:
    """A certificate for another alpha does not count, nor does its file with alpha replaced."""
    document = TWO.load()
    other = Real(Fraction(9, 4), Fraction(0), 2)
    assert "another alpha" in _reason(document, other, TWO.bound, TWO.start)
    document["alpha"]["a"] = "9/4"
    assert _reason(document, other, TWO.bound, TWO.start)
    document["alpha"]["a"] = "1/2"
    assert "alpha must exceed 1" in _reason(
        document, Real(Fraction(1, 2), Fraction(0), 2), TWO.bound, TWO.start
    )


def test_claims_carry_their_own_alpha_and_bound() -> None:
    """The claim, not the file, says what is proved."""
    for target, claim in zip(TARGETS, CERTIFIED, strict=True):
        step = claim.step("certificate")
        assert isinstance(step, BoxCertificate)
        assert (step.alpha, step.bound, step.start) == (target.alpha, target.bound, target.start)


@pytest.mark.parametrize(
    ("a", "b", "d", "expected"),
    [("7/2", "0", 2, 3), ("-1/2", "0", 2, -1), ("0", "1", 2, 1), ("0", "-1", 2, -2), ("1/3", "-5/7", 13, -3)],
)
def test_exact_floor(a: str, b: str, d: int, expected: int) -> None:
    """Floors in Q(sqrt d) are exact, negative ones too."""
    assert Real(Fraction(a), Fraction(b), d).floor() == expected


def test_exact_order() -> None:
    """Close numbers of Q(sqrt 2) are told apart."""
    close = Real(Fraction(1414213562373095, 10**15), Fraction(0), 2)
    root = Real(Fraction(0), Fraction(1), 2)
    assert close < root
    assert not root <= close
    assert (root / root - Real(Fraction(1), Fraction(0), 2)).sign() == 0


def test_constants_of_the_checker() -> None:
    """2 R1(9/4, 2/3) is exactly 153/10, and kappa is what the floor says."""
    alpha = Real(Fraction(9, 4), Fraction(0), 2)
    assert linear_constant(alpha, Real(Fraction(2, 3), Fraction(0), 2)).a == Fraction(153, 20)
    ladder = Ladder(alpha, alpha)
    assert [ladder.parallelism(Fraction(5), phase) for phase in range(4)] == [1, 2, 5, 7]


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
    assert reason in verdict(TWO, document)


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
