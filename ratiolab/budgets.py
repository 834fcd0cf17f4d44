"""Memory budgets as people write them: tokens, ``16384`` or ``16k``, or bytes, ``16GiB``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from ratiolab.errors import InputError

#: Tokens come in powers of two, as contexts do: 16k is 16384.
TOKENS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}

#: Bytes, by the prefixes of the SI and of IEC 80000-13.
BYTES = {
    "B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
    "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
}  # fmt: skip

_AMOUNT = re.compile(r"([+-]?\d{1,40}(?:\.\d{1,40})?)\s*([A-Za-z]*)", re.ASCII)
_HOW = "write tokens, 16384 or 16k (k = 1024, M, G), or bytes, 16GiB (B, kB, KiB, MB, MiB, GB, GiB, TB, TiB)"


@dataclass(frozen=True)
class Budget:
    """A memory budget.

    Attributes
    ----------
    tokens : int
        The whole tokens that fit.
    rest : Fraction
        Bytes left over because the tokens were rounded down; 0 for a budget in tokens.
    """

    tokens: int
    rest: Fraction = Fraction(0)


def parse_memory(text: str, *, bytes_per_token: str | int | None = None) -> Budget:
    """Read a memory budget.

    Parameters
    ----------
    text : str
        Tokens, ``16384``, ``16k``, ``1.5M`` (k = 1024), or bytes, ``16GiB``, ``80GB``.
    bytes_per_token : str or int, optional
        Bytes that the cache takes per token, at least 1, as ``131072`` or ``128KiB``; needed for bytes,
        refused for tokens.

    Returns
    -------
    Budget
        Exact; bytes that make no whole token are rounded down, and the rest told.

    Raises
    ------
    InputError
        If it is none of this, or a number of tokens is no integer.
    """
    number, unit = _amount(text, "memory")
    if unit in BYTES:
        if bytes_per_token is None:
            raise InputError(f"memory is {text.strip()}: bytes per token are needed: add --bytes-per-token B")
        each = _bytes_per_token(bytes_per_token)
        room = number * BYTES[unit]
        tokens = room // each
        return Budget(tokens, room - tokens * each)
    if unit.lower() not in TOKENS:
        raise InputError(f"memory is {text!r}: {unit!r} is no unit: {_HOW}")
    if bytes_per_token is not None:
        raise InputError(f"memory is {text.strip()} tokens: --bytes-per-token goes with bytes, such as 16GiB")
    exact = number * TOKENS[unit.lower()]
    if exact.denominator != 1:
        raise InputError(f"memory is {text.strip()}: that is no whole number of tokens: {_HOW}")
    return Budget(int(exact))


def _bytes_per_token(given: str | int) -> int:
    number, unit = _amount(str(given), "bytes per token")
    exact = number * BYTES.get(unit or "B", 0)
    if exact < 1 or exact.denominator != 1:
        raise InputError(f"bytes per token are {given!r}: write a whole number, such as 131072 or 128KiB")
    return int(exact)


def _amount(text: str, what: str) -> tuple[Fraction, str]:
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{what} is {text[:40]!r}: {_HOW}")
    return Fraction(match[1]), match[2]
