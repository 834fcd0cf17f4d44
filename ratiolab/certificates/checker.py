"""The check of a certificate: everything it says is computed again, and nothing is believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from ratiolab.certificates.closed_form import CLOSED_FORMS
from ratiolab.certificates.document import (
    FORMAT,
    VERSION,
    CertificateError,
    Statement,
    fields,
    integer,
    integers,
    items,
    shown,
    statement,
)
from ratiolab.certificates.exhaustion import ExhaustionRecord, Refuted, Replayed, replay
from ratiolab.certificates.prices import price_bound
from ratiolab.certificates.schedule import flow_time
from ratiolab.certificates.tree import check_tree, read_prices

#: As `ratiolab.certificates.exhaustion.replay`.
Again = Callable[..., Replayed]
#: Told how far a long check is; what the numbers mean is the proof's affair.
Watch = Callable[..., None]

#: Fields of each kind of proof, beside ``kind``.
PROOF_FIELDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(CLOSED_FORMS, ()),
    "prices": ("scale", "rounds", "values"),
    "tree": ("nodes",),
    "exhaustion": ("scale", "layers"),
}


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


def check(document: dict[str, Any], watch: Watch | None = None, *, again: Again = replay) -> Checked:
    """Check a certificate, in integers and rationals only.

    Parameters
    ----------
    document : dict
        The JSON object, e.g. from `ratiolab.certificates.document.load`.
    watch : callable, optional
        Handed on to the replay of an exhaustive search.
    again : callable
        What redoes an exhaustive search; by default the independent program of this folder.

    Returns
    -------
    Checked

    Raises
    ------
    CertificateError
        If anything is not as claimed, with the place and the reason. Whatever else `again` raises is
        handed on: it could not decide.
    """
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
    kind, words = _proved(said, document["proof"], watch, again)
    return Checked(said.lower, said.upper, kind, words)


def _proved(said: Statement, proof: Any, watch: Watch | None, again: Again) -> tuple[str, str]:
    """Kind and words of a proof that reaches the lower bound."""
    kind = proof.get("kind") if type(proof) is dict else None
    if type(kind) is not str or kind not in PROOF_FIELDS:
        if type(proof) is not dict or "kind" not in proof:
            raise CertificateError("proof: must be an object with a kind")
        raise CertificateError(f"proof.kind: is {shown(kind)}: it must be one of {', '.join(PROOF_FIELDS)}")
    fields(proof, "proof", ("kind", *PROOF_FIELDS[kind]))
    if kind == "tree":
        leaves = check_tree(said.types, said.memory, said.lower, proof)
        return kind, f"branch tree of {leaves} leaves, prices in each"
    if kind == "exhaustion":
        states = _replayed(said, proof, watch, again)
        return kind, f"exhaustive search redone: {states} states, no schedule below {shown(said.lower)}"
    if kind == "prices":
        prices = read_prices(proof, "proof")
        bound = price_bound(said.types, said.memory, prices)
        words = f"prices of a token in {len(prices.rounds)} steps: at least {shown(ceil(bound))}"
    else:
        bound = CLOSED_FORMS[kind](said.types, said.memory)
        words = f"{kind} bound: at least {shown(ceil(bound))}"
    if ceil(bound) < said.lower:
        raise CertificateError(f"proof: proves {shown(ceil(bound))} only, not {shown(said.lower)}")
    return kind, words


def _replayed(said: Statement, proof: dict[str, Any], watch: Watch | None, again: Again) -> int:
    """Number of states of an exhaustive search, redone with the recorded prices."""
    scale = integer(proof["scale"], "proof.scale", 1)
    layers = tuple(
        tuple(integers(prices, f"proof.layers[{t}][{i}]", 0) for i, prices in enumerate(vectors))
        for t, vectors in (
            (t, items(layer, f"proof.layers[{t}]"))
            for t, layer in enumerate(items(proof["layers"], "proof.layers"))
        )
    )
    try:
        found = again(said.types, said.memory, said.lower, ExhaustionRecord(scale, layers), watch)
    except Refuted as error:  # any other error is no verdict on the certificate
        raise CertificateError(f"proof: {error}") from None
    return found.states
