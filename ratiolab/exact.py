"""Exact numbers as people write them; the numbers themselves are `proofs.exact.surd.Quadratic`."""

from __future__ import annotations

from proofs.exact.surd import Quadratic, Unsupported, parse_number
from ratiolab.errors import InputError


def parse_exact(text: str) -> Quadratic:
    """Read an exact number: ``2``, ``4/3``, ``1.5``, ``(7+sqrt(13))/6``, ``golden``.

    Raises
    ------
    InputError
        If the text is no such number or mixes different square roots.
    """
    try:
        return parse_number(text)
    except Unsupported as error:
        raise InputError(str(error)) from error
