"""The corpus of checkable files: where a case lies, of which kind it is, and what must be said of it.

A case is ``tests/corpus/FOLDER/KIND.CASE.json`` and, in a ``.txt`` beside it, what ``ratiolab verify``
prints, run in its folder; a line there that ends in ``...`` stands for all that begin so. KIND is the name of
a kind of file with hyphens, for certificates followed by their kind of proof. Schedules are of one instance.
"""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpus"
#: Exit code of ``ratiolab verify`` by folder.
CODES = {"accepted": 0, "refused": 1, "unreadable": 2}


def cases() -> list[Path]:
    """Every case there is."""
    return sorted(path for folder in CODES for path in (CORPUS / folder).glob("*.json"))


def label(case: Path) -> str:
    """How a test names a case."""
    return f"{case.parent.name}-{case.stem}"


def kind_of(case: Path) -> str:
    """What the file's name says that it is."""
    return case.name.partition(".")[0]


def arguments(case: Path) -> list[str]:
    """What ``ratiolab verify`` is called with, in the folder of the case."""
    if kind_of(case) == "schedule":
        return ["../of_schedules.json", "--schedule", case.name]
    return [case.name]


def differences(said: str, case: Path) -> list[str]:
    """Lines in which a text is not what must be said of a case."""
    given, wanted = said.splitlines(), case.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    faults = [] if len(given) == len(wanted) else [f"{len(given)} lines, not {len(wanted)}: {given}"]
    for line, right in zip(given, wanted, strict=False):
        if line != right and not (right.endswith("...") and line.startswith(right[:-3])):
            faults.append(f"{line!r} is not {right!r}")
    return faults
