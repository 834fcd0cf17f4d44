"""The check of a certificate: everything it says is computed again, and nothing is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ratiolab.certificates.document import (
    FORMAT,
    VERSION,
    CertificateError,
    Statement,
    fields,
    numbers,
    statement,
)
from ratiolab.certificates.json_text import shown
from ratiolab.certificates.kinds import PROOF_KINDS, proof_kind
from ratiolab.certificates.means import Again, Means, TooMuchWork, Watch, Work, default_work
from ratiolab.certificates.schedule import flow_time


@dataclass(frozen=True)
class Checked:
    """What a certificate has proved.

    Attributes
    ----------
    lower : int
        The least total flow time is at least this, in rounds.
    upper : int or None
        It is at most this, by a feasible schedule; None if only a lower bound is claimed.
    kind : str
        Kind of the proof of `lower`, e.g. ``"prices"``.
    words : str
        What the proof consists of, in one line.
    """

    lower: int
    upper: int | None
    kind: str
    words: str

    @property
    def optimal(self) -> bool:
        """Whether the optimum is known."""
        return self.lower == self.upper


def check(
    document: dict[str, Any],
    watch: Watch | None = None,
    *,
    again: Again | None = None,
    max_work: int | None = None,
) -> Checked:
    """Check a certificate, in integers and rationals only.

    Parameters
    ----------
    document : dict
        The JSON object, e.g. from `ratiolab.certificates.document.load`.
    watch : callable, optional
        Handed on to the replay of an exhaustive search.
    again : callable, optional
        What redoes an exhaustive search; by default the independent program of this folder.
    max_work : int, optional
        Units of work, about a microsecond each; by default as many as
        `ratiolab.certificates.means.default_work` allows for a document of this length.

    Returns
    -------
    Checked

    Raises
    ------
    CertificateError
        If anything is not as claimed, with the place and the reason. Whatever else `again` raises is
        handed on: it could not decide.
    TooMuchWork
        If a limit of work or memory ended the check: nothing is decided.
    """
    limit = default_work(numbers(document)) if max_work is None else max_work
    try:
        return _checked(document, Means(Work(limit), watch, again))
    except MemoryError:
        raise TooMuchWork("takes more memory than there is: nothing is decided") from None


def _checked(document: dict[str, Any], means: Means) -> Checked:
    needed = ("format", "version", "memory", "types", "claim", "proof")
    fields(document, "certificate", needed, ("schedule", "note"))
    for name, right in (("format", FORMAT), ("version", VERSION)):
        if type(document[name]) is not type(right) or document[name] != right:
            raise CertificateError(f"{name}: is {shown(document[name])}: it must be {right!r}")
    if type(document.get("note", "")) is not str:
        raise CertificateError(f"note: is {shown(document['note'])}: it must be text")
    said = statement(document)
    if ("schedule" in document) != (said.upper is not None):
        missing = "schedule" if said.upper is not None else "claim.upper"
        raise CertificateError(f"{missing}: is missing: an upper bound and a schedule go together")
    if said.upper is not None:
        cost = flow_time(said.types, said.memory, document["schedule"])
        if cost != said.upper:
            raise CertificateError(
                f"claim.upper: is {shown(said.upper)}, but the schedule costs {shown(cost)}"
            )
    kind, words = _proved(said, document["proof"], means)
    return Checked(said.lower, said.upper, kind, words)


def _proved(said: Statement, proof: Any, means: Means) -> tuple[str, str]:
    """Kind and words of a proof that reaches the lower bound."""
    name = proof.get("kind") if type(proof) is dict else None
    if type(name) is not str or name not in PROOF_KINDS:
        if type(proof) is not dict or "kind" not in proof:
            raise CertificateError("proof: must be an object with a kind")
        raise CertificateError(f"proof.kind: is {shown(name)}: it must be one of {', '.join(PROOF_KINDS)}")
    kind = proof_kind(name)
    fields(proof, "proof", ("kind", *kind.FIELDS))
    return name, kind.check(said, proof, means)
