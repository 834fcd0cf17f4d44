"""Box certificates of Theorem C, by their standard-library checker in `proofs.tighter.certificates`."""

from __future__ import annotations

from typing import Any

from proofs.tighter.certificates.checker import check_boxes
from proofs.tighter.certificates.document import Certificate, Unreadable
from proofs.tighter.certificates.document import Refused as BoxRefused
from proofs.tighter.certificates.document import read as read_certificate
from ratiolab.checkable.kind import Kind, Refused, Settings, Words
from ratiolab.errors import InputError


def _read(raw: dict[str, Any], source: str) -> Certificate:
    try:
        return read_certificate(raw)
    except Unreadable as error:
        raise InputError(f"{source}: {error}") from None


def _check(certificate: Certificate, settings: Settings) -> tuple[Certificate, int]:
    try:
        return certificate, check_boxes(certificate)
    except BoxRefused as error:
        raise Refused(str(error)) from None


def _words(result: tuple[Certificate, int]) -> Words:
    certificate, count = result
    return Words(
        f"weights for R = {certificate.bound} at alpha = {certificate.alpha} exist for U < 1/2 and for "
        f"U >= {certificate.start}",
        {
            "alpha": str(certificate.alpha),
            "bound": str(certificate.bound),
            "start": str(certificate.start),
            "boxes": count,
        },
        [f"proof: {count} boxes; what follows from weights is Theorem C: ratiolab prove"],
    )


KIND = Kind("box certificate", _read, _check, _words)
