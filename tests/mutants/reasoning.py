"""Faults in exact numbers, in the methods that discharge steps, in coverage, and in the gates."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_COVER = ("tests/proofs/test_coverage.py", "tests/proofs/test_soundness.py")
_SIGNS = ("tests/proofs/exact/test_positivity.py", "tests/proofs/test_soundness.py")
_GATE, _GATED = "ratiolab/measure/gate.py", ("tests/cli/test_ratio.py", "tests/measure")
_METHODS = ("tests/proofs/method", "tests/proofs/test_soundness.py")

REASONING = (
    Mutant(
        16,
        "a step may treat an open end less",
        "proofs/coverage.py",
        "both_open = first.upper_open and second.lower_open",
        "both_open = False",
        _COVER,
    ),
    Mutant(
        16,
        "cases need not reach the end",
        "proofs/coverage.py",
        "    return lower and upper",
        "    return lower or upper",
        _COVER,
    ),
    Mutant(
        16,
        "real numbers are covered by integers",
        "proofs/coverage.py",
        "if outer.integer and not inner.integer:",
        "if outer.integer and inner.integer:",
        _COVER,
    ),
    Mutant(
        16,
        "a case without a step is covered",
        "proofs/coverage.py",
        "for label in by_label if label not in used]",
        "for label in () if label not in used]",
        _COVER,
    ),
    Mutant(
        17,
        "negative coefficients are nonnegative",
        "proofs/exact/positivity.py",
        "if any(number.sign() < 0 for number in shifted.terms.values()):",
        "if all(number.sign() < 0 for number in shifted.terms.values()):",
        _SIGNS,
    ),
    Mutant(
        17,
        "a strict sign needs only one corner",
        "proofs/exact/positivity.py",
        "        any(survives(powers, corner) for powers in shifted.terms) for corner in",
        "        True or any(survives(powers, corner) for powers in shifted.terms) for corner in",
        _SIGNS,
    ),
    Mutant(
        17,
        "a root inside is no obstacle to a strict sign",
        "proofs/exact/positivity.py",
        "if strict and positive_roots:",
        "if strict and positive_roots > 1:",
        _SIGNS,
    ),
    Mutant(
        17,
        "an empty range proves anything",
        "proofs/exact/positivity.py",
        'return f"the range {item} may be empty"',
        "continue",
        _SIGNS,
    ),
    Mutant(
        17,
        "a negative multiplier is taken",
        "proofs/method/inequalities.py",
        "if prove_sign(multiplier, self.domain, strict=False) is None:",
        "if multiplier.is_Float:",
        _METHODS,
    ),
    Mutant(
        17,
        "an equation's multiplier has to have no remainder",
        "proofs/method/inequalities.py",
        "remainder = remainder - multiplier * given",
        "remainder = remainder - multiplier * given + given**2",
        (*_METHODS, "tests/proofs/tighter/test_chain.py"),
    ),
    Mutant(
        18,
        "an undecided step counts as proved",
        "proofs/verdict.py",
        "elif verdicts == {Status.PROVED.value}:",
        "elif verdicts <= {Status.PROVED.value, Status.UNDECIDED.value}:",
        ("tests/proofs",),
    ),
    Mutant(
        18,
        "a refuted claim leaves the proof standing",
        "proofs/proof.py",
        "if item.status not in (Status.PROVED, Status.ASSUMED))",
        "if item.status not in (Status.PROVED, Status.ASSUMED, Status.REFUTED))",
        ("tests/proofs",),
    ),
    Mutant(
        19,
        "the gate passes what is open",
        _GATE,
        "if judge(measured.ratio, self.most) is not Standing.HOLDS:",
        "if judge(measured.ratio, self.most) is Standing.EXCEEDED:",
        _GATED,
    ),
    Mutant(
        19,
        "an unverified cost passes the gate",
        _GATE,
        "return Verdict.HOLDS if measured.unverified() is None else Verdict.UNVERIFIED",
        "return Verdict.HOLDS",
        _GATED,
    ),
    Mutant(
        19,
        "one algorithm opens the gate for all",
        _GATE,
        "return all(map(self.passes, measurements))",
        "return any(map(self.passes, measurements))",
        _GATED,
    ),
    Mutant(
        19,
        "a bound that is exceeded is no failure",
        "ratiolab/cli/ratio.py",
        "sys.exit(0 if comparison.passes and not comparison.exceeded else 1)",
        "sys.exit(0 if comparison.passes else 1)",
        _GATED,
    ),
)
