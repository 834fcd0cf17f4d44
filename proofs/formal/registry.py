"""What Coq's kernel has checked: compile the development, keep the verdict, ask for a theorem's standing.

A verdict is kept under the hash of the sources it belongs to, so a changed file has none.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import NewType

from proofs.exact.surd import Quadratic, Unsupported
from proofs.formal.expression import UnreadableStatement
from proofs.formal.statements import FOLDER, EndTheorem, Regime, audited, end_theorems
from proofs.store.folder import VARIABLE, cache_folder

TheoremName = NewType("TheoremName", str)

CLOSED = "Closed under the global context"
INSTALL = (
    "coqc is missing: install Coq 8.16 or later, for example with apt-get install --no-install-recommends coq"
)
_VERDICT = "verdict.json"


class CoqMissing(RuntimeError):
    """Raised where Coq is not installed; says what to install."""


class NotChecked(RuntimeError):
    """Raised where the sources do not compile or a theorem rests on an axiom; says where."""


@dataclass(frozen=True)
class Verdict:
    """What came of compiling one state of the sources.

    Attributes
    ----------
    sources : str
        Hash of the sources.
    coq : str
        Version of the compiler.
    closed : tuple of str
        End theorems that compiled and rest on no axiom.
    rechecked : bool
        Whether coqchk, a second checker, has agreed.
    """

    sources: str
    coq: str
    closed: tuple[str, ...]
    rechecked: bool = False


def sources(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Return the files a verdict depends on, in order of their names."""
    return (*sorted(folder.glob("*.v")), folder / "Makefile")


def sources_hash(folder: Path = FOLDER) -> str:
    """Return a hash of the names and contents of the sources."""
    digest = hashlib.sha256()
    for path in sources(folder):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def default_build_dir(folder: Path = FOLDER) -> Path | None:
    """Return the folder for this state of the sources, below the cache folder; None if it is read-only."""
    room = cache_folder("formal")
    return None if room is None else room / sources_hash(folder)[:32]


def compiled(build_dir: Path | None = None, folder: Path = FOLDER) -> Verdict | None:
    """Return the kept verdict on the sources as they are, or None if there is none.

    Parameters
    ----------
    build_dir
        Where it was compiled; the default is `default_build_dir`.
    folder
        Where the sources are.
    """
    kept = build_dir or default_build_dir(folder)
    if kept is None:
        return None
    path = kept / _VERDICT
    try:
        document = json.loads(path.read_text())
        verdict = Verdict(
            str(document["sources"]),
            str(document["coq"]),
            tuple(map(str, document["closed"])),
            document["rechecked"] is True,
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return verdict if verdict.sources == sources_hash(folder) else None


def compile(
    progress: Callable[[str], None] | None = None, build_dir: Path | None = None, folder: Path = FOLDER
) -> Verdict:
    """Compile the sources in a copy, check what every end theorem rests on, and keep the verdict.

    Parameters
    ----------
    progress
        Called with the name of each module when its compilation begins.
    build_dir
        Where to; the default is `default_build_dir`. Compiled files there are used again.
    folder
        Where the sources are.

    Raises
    ------
    CoqMissing
        If coqc or make is not installed.
    NotChecked
        If a file does not compile, a theorem rests on an axiom, or the file of end theorems holds anything
        that could change what a statement says.
    """
    target = _target(build_dir, folder)
    try:
        stated = {theorem.name for theorem in end_theorems(folder / "Theorems.v")}
    except UnreadableStatement as error:
        raise NotChecked(f"Theorems.v: {error}") from None
    version = _version()
    state = sources_hash(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / _VERDICT).unlink(missing_ok=True)
    for path in sources(folder):
        copy = target / path.name
        if not copy.exists() or copy.read_bytes() != path.read_bytes():
            shutil.copyfile(path, copy)
    for stale in {path.name for path in target.glob("*.v")} - {path.name for path in sources(folder)}:
        (target / stale).unlink()
    printed = target / ".Theorems.out"
    if not printed.exists():  # what the theorems rest on is printed while they compile
        (target / "Theorems.vo").unlink(missing_ok=True)
    _make(target, ["-j2", "all"], progress)
    names = audited(target / "Theorems.v")
    answers = _answers(printed.read_text())
    unproved = [name for name, answer in zip(names, answers, strict=False) if answer != CLOSED]
    if unproved or len(answers) != len(names):
        raise NotChecked(f"not closed under the global context: {', '.join(unproved) or 'some theorems'}")
    if missing := stated - set(names):
        raise NotChecked(f"assumptions not printed: {', '.join(sorted(missing))}")
    verdict = Verdict(state, version, names)
    _keep(target, verdict)
    return verdict


def recheck(build_dir: Path | None = None, folder: Path = FOLDER) -> Verdict:
    """Let coqchk, a checker of its own, go through the compiled files; compile them first if needed.

    Raises
    ------
    CoqMissing
        If Coq is not installed.
    NotChecked
        If it refuses a file.
    """
    target = _target(build_dir, folder)
    verdict = compiled(target, folder) or compile(None, target, folder)
    _make(target, ["check"], None)
    verdict = replace(verdict, rechecked=True)
    _keep(target, verdict)
    return verdict


def standing(
    algorithm: str,
    regime: Regime,
    alpha: Quadratic | Fraction | int | None,
    constant: Quadratic | Fraction | int,
    *,
    parallelism: int | None = None,
    share: Fraction | None = None,
    build_dir: Path | None = None,
    folder: Path = FOLDER,
) -> TheoremName | None:
    """Name a compiled theorem that implies this bound on a competitive ratio, or None.

    Parameters
    ----------
    algorithm
        By the name the command line uses.
    regime
        ``"general"``, ``"large-memory"``, ``"small-jobs"`` or ``"identical-jobs"``. A theorem on every
        instance answers for all of them.
    alpha
        Scaling factor; None for an algorithm without one.
    constant
        The bound asked about.
    parallelism
        In large memory: every phase runs at least so many jobs; None for the limit.
    share
        With small jobs: no job takes a larger share of the budget.
    build_dir, folder
        As for `compiled`.

    Returns
    -------
    TheoremName or None
        Of the theorem with the smallest constant among those that were compiled from the sources as they
        are and whose constant is at most the one asked about.
    """
    verdict = compiled(build_dir, folder)
    if verdict is None:
        return None
    asked = constant if isinstance(constant, Quadratic) else Quadratic(Fraction(constant))
    factor = alpha if alpha is None or isinstance(alpha, Quadratic) else Quadratic(Fraction(alpha))
    proved: list[tuple[Fraction, str]] = []
    try:
        stated = end_theorems(folder / "Theorems.v")
    except UnreadableStatement:  # what it says is in doubt, so nothing stands
        return None
    for theorem in stated:
        if theorem.name not in verdict.closed or theorem.algorithm != algorithm:
            continue
        if theorem.regime not in ("general", regime):
            continue
        bound = theorem.bound(factor, parallelism, share)
        if bound is not None and _at_most(bound, asked):
            proved.append((bound, theorem.name))
    return TheoremName(min(proved)[1]) if proved else None


def theorem(name: str, folder: Path = FOLDER) -> EndTheorem:
    """Return the end theorem of this name; a `KeyError` if there is none."""
    for candidate in end_theorems(folder / "Theorems.v"):
        if candidate.name == name:
            return candidate
    raise KeyError(name)


def _target(build_dir: Path | None, folder: Path) -> Path:
    target = build_dir or default_build_dir(folder)
    if target is None:
        raise NotChecked(f"no folder to compile in: set {VARIABLE} to a folder that can be written")
    return target


def _at_most(bound: Fraction, asked: Quadratic) -> bool:
    try:
        return asked >= bound
    except Unsupported:
        return False


def _keep(target: Path, verdict: Verdict) -> None:
    partial = target / (_VERDICT + ".partial")
    partial.write_text(json.dumps(asdict(verdict), indent=1) + "\n")
    partial.replace(target / _VERDICT)


def _version() -> str:
    if shutil.which("make") is None:
        raise CoqMissing("make is missing: install it, for example with apt-get install make")
    if shutil.which("coqc") is None:
        raise CoqMissing(INSTALL)
    done = subprocess.run(["coqc", "--print-version"], capture_output=True, text=True, check=False)
    return done.stdout.split()[0] if done.stdout.split() else "unknown"


def _answers(printed: str) -> list[str]:
    """One answer a ``Print Assumptions``: closed, or the axioms."""
    parts = re.split(rf"^({re.escape(CLOSED)}|Axioms:)$", printed, flags=re.M)
    return [part for part in parts[1::2]]


def _make(target: Path, goals: list[str], progress: Callable[[str], None] | None) -> None:
    command = ["make", "--no-print-directory", *goals]
    with subprocess.Popen(
        command, cwd=target, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        lines: list[str] = []
        try:
            for line in process.stdout or ():
                lines.append(line.rstrip())
                module = re.match(r"coqc .*?(\w+)\.v\b", line)
                if module and progress:
                    progress(module[1])
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        said = [line for line in lines if not line.startswith("coqc ")]
        raise NotChecked("\n".join(said[-12:]) or f"make {' '.join(goals)} failed")
