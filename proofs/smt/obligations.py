"""The obligations of claims as SMT-LIB 2: scripts to keep, and a second opinion on each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from proofs.catalogue import collect
from proofs.claim import Claim
from proofs.exact.quadratic import Unsupported
from proofs.smt.opinion import Agreement, Opinion, SolverMissing, load_solver, second_opinion
from proofs.smt.script import NotExportable, script
from proofs.step import Obligation


@dataclass(frozen=True)
class ExportItem:
    """One obligation of a claim: its script, or why it has none.

    Parameters
    ----------
    claim, step
        Where it comes from.
    name
        Of the obligation; unique within the export.
    obligation
        The statement; None for a step without polynomial obligations.
    script
        SMT-LIB 2 text; None if not exportable.
    reason
        Why not; empty if exported.
    """

    claim: str
    step: str
    name: str
    obligation: Obligation | None
    script: str | None
    reason: str = ""


def items(names: Iterable[str] | None = None, *, claims: Iterable[Claim] | None = None) -> list[ExportItem]:
    """List every obligation of the claims, exportable or not.

    Raises
    ------
    ValueError
        On an unknown claim name.
    """
    known = {claim.name: claim for claim in (collect() if claims is None else claims)}
    wanted = list(known) if names is None else list(names)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(f"unknown claim {unknown[0]!r}; known: {', '.join(known)}")
    exported: list[ExportItem] = []
    for claim in (known[name] for name in wanted):
        for step in claim.steps:
            obligations = step.obligations()
            if not obligations:
                reason = f"no polynomial obligation ({step.method})"
                exported.append(
                    ExportItem(claim.name, step.name, f"{claim.name}: {step.name}", None, None, reason)
                )
            for place, obligation in enumerate(obligations):
                name = f"{claim.name}: {step.name}" + (f" #{place + 1}" if len(obligations) > 1 else "")
                try:
                    exported.append(ExportItem(claim.name, step.name, name, obligation, script(obligation)))
                except (NotExportable, Unsupported) as error:
                    exported.append(ExportItem(claim.name, step.name, name, obligation, None, str(error)))
    return exported


def export(
    names: Iterable[str] | None,
    target: Path | TextIO,
    *,
    claims: Iterable[Claim] | None = None,
) -> list[ExportItem]:
    """Write the scripts of the claims to a directory or a stream.

    Parameters
    ----------
    names
        Claims to export; None for all.
    target
        A directory, made if need be, that gets one ``.smt2`` file per obligation and a list of what could not
        be exported in ``not-exported.txt``; or a text stream that gets all scripts, one ``(reset)``
        apart, and that list as comments.
    claims
        Where to look; by default all declared claims.

    Returns
    -------
    list of ExportItem
        Everything, what could not be exported included.
    """
    exported = items(names, claims=claims)
    missing = [f"{item.name}: {item.reason}" for item in exported if item.script is None]
    if isinstance(target, Path):
        target.mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        for item in exported:
            if item.script is not None:
                stem = re.sub(r"[^A-Za-z0-9.]+", "-", item.name).strip("-")
                while stem.lower() in taken:
                    stem += "_"
                taken.add(stem.lower())
                (target / f"{stem}.smt2").write_text(item.script, encoding="utf-8")
        (target / "not-exported.txt").write_text("".join(f"{line}\n" for line in missing), encoding="utf-8")
    else:
        for item in exported:
            if item.script is not None:
                target.write(f"; {item.name}\n{item.script}(reset)\n")
        for line in missing:
            target.write(f"; not exported: {line}\n".replace("\n", " ").rstrip() + "\n")
    return exported


def second_opinions(
    names: Iterable[str] | None = None,
    *,
    timeout: float = 10.0,
    claims: Iterable[Claim] | None = None,
    progress: Callable[[Opinion], None] | None = None,
) -> list[Opinion]:
    """Ask for a second opinion on every obligation of the claims (all of them by default).

    Steps without a polynomial obligation appear as not exportable; nothing is left out.

    Raises
    ------
    SolverMissing
        If z3 is not installed.
    ValueError
        On an unknown claim name.
    """
    load_solver()
    opinions: list[Opinion] = []
    for item in items(names, claims=claims):
        if item.obligation is None or item.script is None:
            opinion = Opinion(item.name, Agreement.NOT_EXPORTABLE, item.reason, 0.0)
        else:
            opinion = replace(second_opinion(item.obligation, timeout), name=item.name)
        if progress is not None:
            progress(opinion)
        opinions.append(opinion)
    return opinions


__all__ = [
    "Agreement",
    "ExportItem",
    "NotExportable",
    "Opinion",
    "SolverMissing",
    "export",
    "items",
    "script",
    "second_opinion",
    "second_opinions",
]
