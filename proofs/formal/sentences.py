"""Coq text as sentences, comments left out, and what a file of end theorems may contain.

A statement is read off the text by its form. So nothing else in the file may change what it says: a section
adds hypotheses to the theorems in it, a definition or a notation gives a word another meaning, and what
stands in a comment is no theorem.
"""

from __future__ import annotations

import re

from proofs.formal.expression import UnreadableStatement

#: Comments nest, and a string inside one hides their marks.
_MARK = re.compile(r'\(\*|\*\)|"[^"]*"')
_END = re.compile(r"\.(?=\s|$)")
_COMMANDS = re.compile(
    r"Theorem \w+ : .*|Proof|Qed|From (?:Coq|RatioLab) Require Import [\w\s]+|Import ListNotations"
    r"|Open Scope Q_scope|Print Assumptions \w+",
    re.S,
)
_TACTIC = re.compile(r"[-+*{}\s]*(?:\d+ *:\s*|\[|\()?[a-z_]")
_PRINTS = re.compile(r"Print Assumptions (\w+)")


def without_comments(text: str) -> str:
    """Return Coq text with every comment replaced by one space.

    Raises
    ------
    UnreadableStatement
        If a comment is open at the end, or a string stands outside the comments.
    """
    kept: list[str] = []
    depth = start = 0
    for mark in _MARK.finditer(text):
        if mark[0] == "(*":
            if depth == 0:
                kept += [text[start : mark.start()], " "]
            depth += 1
        elif depth == 0:
            raise UnreadableStatement(f"a file of end theorems has no place for {mark[0]!r}")
        elif mark[0] == "*)":
            depth -= 1
            start = mark.end()
    if depth:
        raise UnreadableStatement("a comment is open at the end")
    return "".join([*kept, text[start:]])


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of Coq text without comments, in order, each without its full stop."""
    return tuple(part.strip() for part in _END.split(text) if part.strip())


def require_theorems_only(text: str) -> None:
    """Refuse a file of end theorems that contains anything but them, their proofs, imports and audits.

    Parameters
    ----------
    text
        Without comments.

    Raises
    ------
    UnreadableStatement
        With the first sentence that could change what a statement says.
    """
    for sentence in sentences(text):
        if not _COMMANDS.fullmatch(sentence) and not _TACTIC.match(sentence):
            line = " ".join(sentence.split())
            raise UnreadableStatement(f"a file of end theorems has no place for {line[:70]!r}")


def audits(text: str) -> tuple[str, ...]:
    """Return the names whose assumptions are printed, in order, read off text without comments."""
    return tuple(match[1] for sentence in sentences(text) if (match := _PRINTS.fullmatch(sentence)))


__all__ = ["audits", "require_theorems_only", "sentences", "without_comments"]
