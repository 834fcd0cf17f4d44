"""Faults in what re-checks certificates and witnesses."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_DIR = "ratiolab/certificates/"
_CHECKER, _TREE = (
    ("tests/certificates/test_checker.py",),
    ("tests/certificates/test_tree.py", "tests/certificates/test_checker.py"),
)
_REDONE = ("tests/certificates/test_exhaustion.py", "tests/certificates/test_replay.py")
_WITNESS = ("tests/adversary/witnesses",)

CHECKERS = (
    Mutant(
        12,
        "an upper bound needs no schedule of that cost",
        f"{_DIR}checker.py",
        "if cost != said.upper:",
        "if cost > said.upper + cost:",
        _CHECKER,
    ),
    Mutant(
        12,
        "another version is taken",
        f"{_DIR}checker.py",
        "if type(document[name]) is not type(right) or document[name] != right:",
        "if type(document[name]) is not type(right):",
        (*_CHECKER, "tests/checkable"),
    ),
    Mutant(
        12,
        "a schedule in a file may hold one token too many",
        f"{_DIR}schedule.py",
        "if held > memory:",
        "if held > memory + 1:",
        _CHECKER,
    ),
    Mutant(
        12,
        "a schedule in a file may leave jobs out",
        f"{_DIR}schedule.py",
        "if dealt != count:",
        "if dealt > count:",
        _CHECKER,
    ),
    Mutant(
        12,
        "a schedule's jobs complete a round early",
        f"{_DIR}schedule.py",
        "total += jobs * (start + o)",
        "total += jobs * (start + o - 1)",
        _CHECKER,
    ),
    Mutant(
        9,
        "prices one short of the claim pass",
        f"{_DIR}prices.py",
        "if bound < said.lower:",
        "if bound + 1 < said.lower:",
        (*_CHECKER, "tests/checkable", "tests/certificates/test_prices.py"),
    ),
    Mutant(
        8,
        "a closed form one short of the claim passes",
        f"{_DIR}closed_forms/closed_form.py",
        "if proved < said.lower:",
        "if proved + 1 < said.lower:",
        (*_CHECKER, "tests/checkable", "tests/certificates/test_closed_forms.py"),
    ),
    Mutant(
        13,
        "the children leave a count between them",
        f"{_DIR}tree.py",
        "last.count + 1, at_least=True",
        "last.count + 2, at_least=True",
        _TREE,
    ),
    Mutant(
        13,
        "a condition's multiplier has the wrong sign",
        f"{_DIR}tree.py",
        "signed = -multiplier if condition.at_least else multiplier",
        "signed = multiplier if condition.at_least else -multiplier",
        _TREE,
    ),
    Mutant(
        13,
        "what a condition pays back is forgotten",
        f"{_DIR}tree.py",
        "total -= signed * condition.count",
        "total -= 0 * signed * condition.count",
        _TREE,
    ),
    Mutant(
        13,
        "a leaf one short of the claim passes",
        f"{_DIR}tree.py",
        "if bound < target:",
        "if bound + 1 < target:",
        _TREE,
    ),
    Mutant(
        13,
        "nodes after the tree are ignored",
        f"{_DIR}tree.py",
        "if i + 1 < len(nodes):",
        "if i + 1 < 0:",
        _TREE,
    ),
    Mutant(
        14,
        "a search redone stops one short of the claim",
        f"{_DIR}exhaustion.py",
        "limit = cutoff - 1 - responses",
        "limit = cutoff - 2 - responses",
        _REDONE,
    ),
    Mutant(
        14,
        "states at the limit are dropped",
        f"{_DIR}replay/rounds.py",
        "if total > limit:",
        "if total >= limit:",
        _REDONE,
    ),
    Mutant(
        14,
        "a longer job counts as easier",
        f"{_DIR}replay/dominance.py",
        "if j != k and other_prompt <= prompt and other_response <= response",
        "if j != k and other_prompt <= prompt",
        _REDONE,
    ),
    Mutant(
        15,
        "a witness may state another ratio",
        "ratiolab/adversary/witnesses/witness.py",
        "if witness.ratio != right:",
        "if witness.ratio < right:",
        _WITNESS,
    ),
    Mutant(
        15,
        "a witness may state another cost",
        "ratiolab/adversary/witnesses/witness.py",
        "if cost != witness.algorithm_flow_time:",
        "if cost > witness.algorithm_flow_time:",
        _WITNESS,
    ),
    Mutant(
        15,
        "a witness's schedule may be any",
        "ratiolab/adversary/witnesses/witness.py",
        "if opt != witness.opt_flow_time:",
        "if opt < witness.opt_flow_time:",
        _WITNESS,
    ),
    Mutant(
        15,
        "a user's cost is believed without its schedule",
        "ratiolab/adversary/witnesses/witness.py",
        "if not is_verified(algorithm):",
        "if False and not is_verified(algorithm):",
        _WITNESS,
    ),
)
