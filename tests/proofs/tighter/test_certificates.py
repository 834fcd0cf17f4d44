"""Box certificates: every saved one holds, every corrupted one is refused with the reason."""

import copy
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from proofs.tighter.box_theorem import CERTIFIED, certified_claim
from proofs.tighter.boxes import TARGETS, Target, generate
from proofs.tighter.certificates.by_hand import ByHand
from proofs.tighter.certificates.checker import Ladder, check, linear_constant
from proofs.tighter.certificates.document import Real, Refused
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


@pytest.mark.slow
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


HAND_PART = ByHand(
    "tight.C.9/4.hand", Real(Fraction(9, 4), Fraction(0), 2), Fraction(153, 10), Fraction(27, 50)
)


def _boxes_from(start: str, target: Target, rest: ByHand | None) -> BoxCertificate:
    """Drop what a certificate says below ``start`` and cite a claim for it."""
    document, begin = target.load(), Fraction(start)
    document["start"] = start
    document["boxes"] = [b for b in document["boxes"] if b["high"] is None or Fraction(b["high"]) > begin]
    document["boxes"][0]["low"] = start
    return BoxCertificate(
        name="c", alpha=target.alpha, bound=target.bound, start=begin, document=document, rest=rest
    )


@pytest.mark.parametrize(
    ("start", "rest", "reason"),
    [
        ("50", HAND_PART, "is for alpha"),
        ("27/50", HAND_PART, "is for alpha"),
        ("50", None, "nothing covers U from 1/2 to 50"),
        ("50", replace(HAND_PART, alpha=TWO.alpha), "R = 153/10"),
        ("50", replace(HAND_PART, alpha=TWO.alpha, bound=TWO.bound), "ends at U = 27/50"),
    ],
)
def test_what_is_left_out_is_covered_by_its_own_claim(start: str, rest: ByHand | None, reason: str) -> None:
    """Boxes at alpha = 2 that begin late are right, but the claim at alpha = 9/4 says nothing of the rest."""
    step = _boxes_from(start, TWO, rest)
    document = step.document
    assert isinstance(document, dict)
    assert check(document, step.alpha, step.bound, step.start) > 0
    verdict = step.discharge()
    assert (verdict.status, reason in verdict.detail) == (Status.UNDECIDED, True)


def test_only_the_claim_with_a_hand_part_begins_late() -> None:
    """At 9/4 it begins where the claim it cites ends; a target of another kind would be undecided."""
    late = [claim for target, claim in zip(TARGETS, CERTIFIED, strict=True) if target.start != Fraction(1, 2)]
    assert [claim.name for claim in late] == ["tight.C.9/4"]
    assert "tight.C.9/4.hand" in late[0].premises
    elsewhere = certified_claim(replace(TWO, start=Fraction(50))).discharge()
    assert elsewhere.status is Status.UNDECIDED


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
