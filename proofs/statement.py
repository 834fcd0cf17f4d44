"""What a claim says, in words: all that the graph and its readers need of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A claim without its proof.

    Parameters
    ----------
    name
        Unique, the source's own number where there is one: "L3.9", "T3.15", "tight.L3".
    title
        A few words.
    statement
        LaTeX.
    source
        Paper and theorem, or "tighter analysis, Lemma Q".
    premises
        Names of the claims or model facts it rests on.
    argument
        How the steps and the premises imply it; for an assumed claim, why it is believed.
    """

    name: str
    title: str
    statement: str
    source: str
    premises: tuple[str, ...] = ()
    argument: str = ""
