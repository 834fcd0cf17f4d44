"""The kinds of proof that a certificate may carry: one module each, imported when one is met.

A module of a kind has ``FIELDS``, the names of its fields beside ``kind``, and ``check(said, proof, means)``,
which returns in words what the proof consists of or raises `CertificateError`. It spends what it is about to
do from ``means.work`` before it does it, and answers first what costs nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol, cast

from ratiolab.certificates.document import Statement
from ratiolab.certificates.means import Means

#: Module of each kind of proof: a new one adds its line here.
PROOF_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "length": "ratiolab.certificates.closed_forms.length",
        "area": "ratiolab.certificates.closed_forms.area",
        "mean busy time": "ratiolab.certificates.closed_forms.mean_busy_time",
        "completion": "ratiolab.certificates.closed_forms.completion",
        "prices": "ratiolab.certificates.prices",
        "tree": "ratiolab.certificates.tree",
        "exhaustion": "ratiolab.certificates.exhaustion",
    }
)


class ProofKind(Protocol):
    """What the module of a kind of proof has."""

    FIELDS: tuple[str, ...]

    def check(self, said: Statement, proof: dict[str, Any], means: Means) -> str:
        """Check that a proof reaches the claimed lower bound, and return in words what it consists of.

        Parameters
        ----------
        said : Statement
            Instance and claim.
        proof : dict
            The proof; the names of its fields are known to be right.
        means : Means

        Raises
        ------
        CertificateError
            If it does not; with the place and the reason.
        TooMuchWork
            If that would take more than ``means.work`` has left.
        """
        ...


def proof_kind(name: str) -> ProofKind:
    """Import the module of a kind of proof; `name` is a key of `PROOF_KINDS`."""
    return cast(ProofKind, importlib.import_module(PROOF_KINDS[name]))
