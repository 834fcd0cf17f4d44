"""The words of the end theorems mean what `docs/formal.md` says: each is defined once, in a known file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from proofs.formal.sentences import sentences, without_comments
from proofs.formal.statements import FOLDER

_DEFINES = re.compile(
    r"[-+*{}\s]*(?:#\[[^\]]*\]\s*)?((?:Local |Global |Program )*)"
    r"(Definition|Fixpoint|Inductive|CoInductive|Record|Structure|Class|CoFixpoint|Function|Notation|Infix|Let"
    r"|Example|Canonical|Coercion|Parameter|Axiom|Module)\s+(\"[^\"]*\"|\w+)"
)
#: Where each word of the statements is defined; every other word there is Coq's own, or bound on the spot.
HOMES = {
    "GBA": "Gba", "GSA": "Gsa", "GSA_real": "RealFactors", "MC_SF": "Mcsf", "SPS": "IdenticalJobs",
    "SVF": "McsfRatio", "SVF_peak": "SvfPeak", "SimS": "Sims", "any_order": "Model", "area2": "LowerBounds",
    "at_": "Mcsf", "by_length": "Mcsf", "mcsf": "Mcsf", "memory": "Model", "nsum": "IndexSums",
    "queue_len": "Mcsf",
    "at_least": "GsaLargeMemory", "below_7_sqrt13_6": "RealFactors", "below_golden_ratio": "RealFactors",
    "below_sqrt3": "RealFactors", "check": "Checker", "completions": "Model", "cost": "PairLemma",
    "decision": "NonClairvoyance", "feasible": "Model", "flow_time": "Model", "gain": "PairLemma",
    "gsa": "Gsa", "gsa_from": "Gsa", "identical": "IdenticalJobs", "kstar": "Peak", "lsum": "Sums",
    "njobs": "Model",
    "optimum": "Model", "pairs": "LowerBounds", "peak": "Peak", "pipe": "Peak", "ratio": "Model",
    "ratio_on": "Model", "rising": "PairLemma", "run": "NoKillNoPause", "run_flow_time": "NoKillNoPause",
    "runs_feasible": "NoKillNoPause", "share_at_most": "McsfSmallJobs", "sps": "Pipeline", "usage": "Model",
    "valid": "Model",
}  # fmt: skip
#: Used in proofs, inside sections, under a name that a statement binds itself.
_BOUND = {"tau"}


def _words(folder: Path) -> set[str]:
    text = without_comments((folder / "Theorems.v").read_text())
    stated = [s.split(":", 1)[1] for s in sentences(text) if s.startswith("Theorem ")]
    return {word for one in stated for word in re.findall(r"[A-Za-z_]\w+", one)}


def _definitions(paths: Iterable[Path]) -> dict[str, list[tuple[str, str]]]:
    """Files that define a word, each with whether the definition is local."""
    defined = defaultdict(list)
    for path in paths:
        plain = re.sub(r"\(\*.*?\*\)", " ", path.read_text(), flags=re.S)
        for sentence in sentences(plain):
            if match := _DEFINES.match(sentence):
                defined[match[3]].append((path.stem, match[1].strip()))
    return defined


def _faults(folder: Path) -> list[str]:
    defined = _definitions(path for path in sorted(folder.glob("*.v")) if path.stem != "Theorems")
    faults = []
    for word in sorted(_words(folder) - _BOUND):
        homes = [home for home, _ in defined.get(word, [])]
        expected = [HOMES[word]] if word in HOMES else []
        if homes != expected:
            faults.append(f"{word}: defined in {homes}, not {expected}")
    faults += [
        f"{word} in {home}: signs may be given a meaning in one file only"
        for word, places in defined.items()
        if word.startswith('"')
        for home, scope in places
        if scope != "Local"
    ]
    return faults


def test_every_word_has_one_known_meaning() -> None:
    """A word of a statement that is defined twice, elsewhere, or where Coq has its own, is noticed."""
    assert _faults(FOLDER) == []


@pytest.mark.parametrize(
    "planted",
    ["Notation False := True.", "Definition ratio (R : nat) := True.", 'Notation "x <= y" := True.'],
)
def test_a_planted_meaning_is_noticed(planted: str, tmp_path: Path) -> None:
    """Giving a word or a sign of the statements another meaning in any file is a fault."""
    for path in FOLDER.glob("*.v"):
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "Bad.v").write_text(planted + "\n")
    theorems = tmp_path / "Theorems.v"
    theorems.write_text(theorems.read_text() + "\nTheorem planted : False.\nProof. exact I. Qed.\n")
    assert len(_faults(tmp_path)) == 1
