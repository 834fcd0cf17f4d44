"""A theorem stands only if it was compiled from the sources in the tree, with the constant they state."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import pytest

from proofs.exact.surd import Quadratic, parse_number
from proofs.formal import registry
from proofs.formal.expression import Expression, UnreadableStatement
from proofs.formal.statements import (
    FOLDER,
    Regime,
    audited,
    end_theorems,
)


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the sources with a kept verdict on all of them; the folder and its build folder."""
    folder, build = tmp_path / "formal", tmp_path / "build"
    folder.mkdir()
    build.mkdir()
    for path in registry.sources():
        shutil.copyfile(path, folder / path.name)
    _keep(folder, build)
    return folder, build


def _keep(folder: Path, build: Path) -> None:
    names = audited(folder / "Theorems.v")
    verdict = registry.Verdict(registry.sources_hash(folder), "8.16.1", names)
    (build / "verdict.json").write_text(json.dumps(asdict(verdict)))


def _change(folder: Path, old: str, new: str) -> None:
    path = folder / "Theorems.v"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_statements_are_read() -> None:
    """Constants, scaling factors and regimes come out of the Coq statements."""
    by_name = {theorem.name: theorem for theorem in end_theorems()}
    two = Quadratic(Fraction(2))
    assert by_name["gsa_2"].bound(two) == Fraction(3063, 200)
    assert by_name["gsa_sqrt3_boxes"].bound(parse_number("sqrt(3)")) == Fraction(398, 25)
    assert by_name["gsa_published_bound"].bound(two) == 64
    assert by_name["gba_published_bound"].bound(Quadratic(Fraction(4, 3))) == Fraction(32, 3)
    assert by_name["gsa_2_parallel"].bound(two, parallelism=4) == 14
    assert by_name["gsa_2_published_parallel"].bound(two) == 32
    assert by_name["mc_sf_small_jobs"].bound(share=Fraction(1, 5)) == Fraction(5, 2)
    assert by_name["gsa_2_at_least"].constant is None
    assert by_name["gsa_2"].in_words() == "gsa(2) <= 3063/200 Opt"
    assert by_name["gsa_2_parallel"].in_words() == "gsa(2) <= (28/3 * (1 + 2 / K)) Opt"


def test_every_theorem_is_audited() -> None:
    """No end theorem escapes the check of what it rests on."""
    assert audited() == tuple(theorem.name for theorem in end_theorems())


@pytest.mark.parametrize("text", ["1 / 0", "2 + ", "(1", "unknown", "1 ^ 2"])
def test_unreadable_expressions_are_refused(text: str) -> None:
    """A constant that cannot be read is an error, not a guess."""
    with pytest.raises(UnreadableStatement):
        Expression(text).value()


@pytest.mark.parametrize(
    "statement",
    [
        "~ ratio 1 MC_SF",
        "not (ratio 1 MC_SF)",
        "False -> ratio 1 MC_SF",
        "exists R : Q, ratio 1 MC_SF",
        "ratio 1 MC_SF \\/ 1 = 1",
        "ratio 1 MC_SF -> ratio 1 SVF",
        "ratio_on (share_at_most 1 7) 1 MC_SF",
        "ratio_on (fun I => False) 1 MC_SF",
        "forall a b, (5 * b < a)%Z -> ratio 1 (GSA a b)",
        "forall a b, (1 <= b < a)%Z -> ratio 1 (GSA b a)",
        "forall K, (100 <= K)%Z -> ratio_on (at_least K 2 1) 1 (GSA 2 1)",
        "forall K, (1 <= K)%Z -> ratio_on (at_least K 3 1) 1 (GSA 2 1)",
        "ratio_on (at_least 5 2 1) 1 (GSA 2 1)",
        "forall MC_SF : scheduler, ratio 1 MC_SF",
        "let MC_SF := nothing in ratio 1 MC_SF",
    ],
)
def test_a_bound_under_other_premises_is_not_read_as_one(tmp_path: Path, statement: str) -> None:
    """A statement that denies a bound, or has it for fewer instances, says nothing about a ratio."""
    path = tmp_path / "Theorems.v"
    path.write_text(f"Theorem x : {statement}.\nProof. now trivial. Qed.\n")
    (theorem,) = end_theorems(path)
    assert theorem.constant is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Section Cheap.\nHypothesis wrong : False.\n", "\nEnd Cheap."),
        ("Definition ratio (R : Q) (runs : scheduler) := True.\n", ""),
        ("#[local] Notation MC_SF := nothing.\n", ""),
        ("(* once\n", "\n*)"),
        ('(* "*)" (* *)\n', "\n*)"),
        ("(* open\n", ""),
    ],
)
def test_nothing_around_a_theorem_changes_what_it_says(tmp_path: Path, before: str, after: str) -> None:
    """A hypothesis, another meaning of a word or a comment around a theorem is refused before compiling."""
    path = tmp_path / "Theorems.v"
    theorem = "Theorem mc_sf : ratio 1 MC_SF.\nProof. now trivial. Qed."
    audit = "\nPrint Assumptions mc_sf.\n"
    path.write_text(f"{theorem}{audit}")
    assert len(end_theorems(path)) == 1
    path.write_text(f"{before}{theorem}{after}{audit}")
    with pytest.raises(UnreadableStatement):
        end_theorems(path)


def test_an_audit_in_a_comment_audits_nothing(tmp_path: Path) -> None:
    """Only what Coq prints counts as printed."""
    path = tmp_path / "Theorems.v"
    path.write_text("(*\nPrint Assumptions a.\n*)  Print Assumptions b.\n")
    assert audited(path) == ("b",)


def test_standing_needs_a_small_enough_constant(tree: tuple[Path, Path]) -> None:
    """A theorem answers for its constant and every larger one, at its own scaling factor only."""
    folder, build = tree

    def ask(alpha: Fraction, constant: Fraction) -> str | None:
        return registry.standing("gsa", "general", alpha, constant, build_dir=build, folder=folder)

    assert ask(Fraction(2), Fraction(3063, 200)) == "gsa_2"
    assert ask(Fraction(2), Fraction(100)) == "gsa_2"
    assert ask(Fraction(2), Fraction(3062, 200)) is None
    assert ask(Fraction(7, 3), Fraction(72)) == "gsa_published_bound"
    assert ask(Fraction(7, 3), Fraction(16)) is None


def test_a_general_theorem_answers_for_a_regime(tree: tuple[Path, Path]) -> None:
    """What holds on every instance holds in large memory, and not the other way round."""
    folder, build = tree

    def ask(regime: Regime, constant: int, parallelism: int | None = None) -> str | None:
        return registry.standing(
            "gsa", regime, 2, constant, parallelism=parallelism, build_dir=build, folder=folder
        )

    assert ask("large-memory", 10) == "gsa_2_parallel"
    assert ask("large-memory", 16, 1) == "gsa_2"
    assert ask("general", 10) is None


def test_a_changed_constant_changes_the_standing(tree: tuple[Path, Path]) -> None:
    """The constant is the statement's: lowering it there, with a verdict of its own, lowers it here."""
    folder, build = tree
    _change(folder, "gsa_2 : ratio (3063 # 200)", "gsa_2 : ratio (3000 # 200)")
    assert registry.standing("gsa", "general", 2, 15, build_dir=build, folder=folder) is None
    _keep(folder, build)
    assert registry.standing("gsa", "general", 2, 15, build_dir=build, folder=folder) == "gsa_2"


def test_a_changed_source_has_no_verdict(tree: tuple[Path, Path]) -> None:
    """A kept verdict belongs to one state of the sources, a comment included."""
    folder, build = tree
    assert registry.compiled(build, folder) is not None
    (folder / "Model.v").write_text((folder / "Model.v").read_text() + "(* *)\n")
    assert registry.compiled(build, folder) is None
    assert registry.standing("mc-sf", "general", None, 3, build_dir=build, folder=folder) is None


def test_a_theorem_outside_the_verdict_does_not_stand(tree: tuple[Path, Path]) -> None:
    """Only names the verdict lists as closed are answered with."""
    folder, build = tree
    document = json.loads((build / "verdict.json").read_text())
    document["closed"].remove("mc_sf")
    (build / "verdict.json").write_text(json.dumps(document))
    assert registry.standing("mc-sf", "general", None, 3, build_dir=build, folder=folder) is None


def test_missing_coq_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without coqc the error says what to install."""
    monkeypatch.setattr(
        "proofs.formal.registry.shutil.which", lambda name: None if name == "coqc" else f"/bin/{name}"
    )
    with pytest.raises(registry.CoqMissing, match=r"install Coq") as caught:
        registry.compile(build_dir=tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_makefile_without_coq_is_one_line() -> None:
    """`make` without coqc stops with exit status 2 and one line that says what to install."""
    command = ["make", "--no-print-directory", "COQC=no-such-program"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "coqc is missing: install" in done.stderr


@pytest.mark.formal
def test_compiled_theorems_stand(build: Path) -> None:
    """The sources in the tree compile, every end theorem is closed, and the main constants stand."""
    verdict = registry.compiled(build)
    assert verdict is not None
    assert verdict.closed == audited()
    assert registry.standing("gsa", "general", Fraction(17, 8), Fraction(3053, 200)) == "gsa_17_8"
    assert registry.standing("gba", "general", Fraction(1809, 1000), Fraction(38, 5)) == "gba_1809_1000"
    assert registry.standing("sims", "identical-jobs", None, 3) == "sims_identical_jobs"


@pytest.mark.formal
def test_an_axiom_is_refused(build: Path, tmp_path: Path) -> None:
    """A theorem that rests on an axiom is named and gets no verdict."""
    folder, target = tmp_path / "formal", tmp_path / "build"
    folder.mkdir()
    shutil.copytree(build, target)
    for path in registry.sources():
        shutil.copyfile(path, folder / path.name)
    witness = folder / "GsaWitness.v"  # nothing but the end theorems rests on it
    witness.write_text(f"{witness.read_text()}\nAxiom cheat : ratio (3063 # 200) (GSA 2 1).\n")
    text = (folder / "Theorems.v").read_text()
    start = text.index("Proof.", text.index("Theorem gsa_2 :"))
    text = text[:start] + "Proof. exact cheat. Qed." + text[text.index("Qed.", start) + 4 :]
    (folder / "Theorems.v").write_text(text)
    with pytest.raises(registry.NotChecked, match="gsa_2"):
        registry.compile(build_dir=target, folder=folder)
    assert registry.compiled(target, folder) is None
