"""The certificate format: one JSON object with an instance, a claim and what proves it.

::

    {"format": "ratiolab.certificate", "version": 1, "note": "free text, may be left out",
     "memory": 8, "types": [[1, 2, 1], [1, 4, 3]],
     "claim": {"lower": 23, "upper": 23},
     "schedule": [[[0, 1]], [[0, 1], [3, 2]]],
     "proof": {"kind": "prices", "scale": 4, "rounds": [0, 3], "values": [5, 0]}}

``memory`` is the budget M in tokens; a type is ``[prompt, response, count]``, no two alike in prompt and
response. The claim: the least total flow time is at least ``lower``, and at most ``upper`` if that is
given. ``schedule``, there if and only if ``upper`` is, lists for each type pairs ``[start round,
count]`` by ascending start round; no job is ever killed. The proof is of ``lower``; its kinds:

``length``, ``area``, ``mean busy time``, ``completion``
    No other field: a closed form of the instance, see `closed_forms`.
``prices``
    ``scale``, ``rounds``, ``values``: see `prices`.
``tree``
    ``nodes``: see `tree`.
``exhaustion``
    ``scale``, ``layers``: see `exhaustion`.

Every number is an integer, of up to 4300 digits. Booleans, floats, numbers in quotes, unknown fields and
missing ones are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ratiolab.certificates.json_text import UnreadableError, parse_object, shown

FORMAT = "ratiolab.certificate"
VERSION = 1

#: Prompt (tokens), response (tokens = rounds), count.
TypeRow = tuple[int, int, int]


class CertificateError(ValueError):
    """A certificate that proves nothing; the message names the place and the reason."""


@dataclass(frozen=True)
class Statement:
    """What a certificate is about and what it claims.

    Attributes
    ----------
    memory : int
        Budget M in tokens, at least 1.
    types : tuple of (prompt, response, count)
        Distinct in prompt and response; every job fits alone.
    lower : int
        Claimed lower bound on the least total flow time, in rounds, at least 1.
    upper : int or None
        Claimed upper bound, not below `lower`.
    """

    memory: int
    types: tuple[TypeRow, ...]
    lower: int
    upper: int | None

    @property
    def bits(self) -> int:
        """Bits of the largest number in it."""
        largest = max(map(max, self.types))
        return max(self.memory, largest, self.lower, self.upper or 0).bit_length()


def load(text: str) -> dict[str, Any]:
    """Return the JSON object of a certificate; what is in it is for the checker to judge.

    Raises
    ------
    UnreadableError
        If `text` is not JSON, gives a key twice, or is not of this format and version.
    """
    raw = parse_object(text)
    check_head(raw)
    return raw


def check_head(raw: dict[str, Any]) -> None:
    """Check that a parsed document is a certificate of our version.

    Raises
    ------
    UnreadableError
        If it is not.
    """
    if raw.get("format") != FORMAT:
        raise UnreadableError(f"is no certificate: format must be {FORMAT!r}")
    if type(raw.get("version")) is not int or raw["version"] != VERSION:
        raise UnreadableError(f"version is {shown(raw.get('version'))}: it must be {VERSION}")


def statement(document: dict[str, Any]) -> Statement:
    """Read instance and claim.

    Parameters
    ----------
    document : dict
        A certificate whose top-level fields are known to be there.

    Raises
    ------
    CertificateError
        For the first entry that is not what it must be.
    """
    memory = integer(document["memory"], "memory", 1)
    types: list[TypeRow] = []
    seen: dict[tuple[int, int], int] = {}
    for k, row in enumerate(items(document["types"], "types")):
        at = f"types[{k}]"
        entries = items(row, at, 3)
        s = integer(entries[0], f"{at}[0] (prompt)", 0)
        o = integer(entries[1], f"{at}[1] (response)", 1)
        count = integer(entries[2], f"{at}[2] (count)", 1)
        if s + o > memory:
            raise CertificateError(f"{at}: a job needs {shown(s + o)} tokens, the memory is {shown(memory)}")
        if (s, o) in seen:
            raise CertificateError(f"{at}: is the same type as types[{seen[s, o]}]: count them together")
        seen[s, o] = k
        types.append((s, o, count))
    if not types:
        raise CertificateError("types: is empty: at least one job is needed")
    claim = fields(document["claim"], "claim", ("lower",), ("upper",))
    lower = integer(claim["lower"], "claim.lower", 1)
    upper = integer(claim["upper"], "claim.upper", 1) if "upper" in claim else None
    if upper is not None and lower > upper:
        raise CertificateError(f"claim.lower: {shown(lower)} is above claim.upper, {shown(upper)}")
    return Statement(memory, tuple(types), lower, upper)


def fields(value: Any, at: str, needed: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Any]:
    """Return `value` if it is an object with all of the `needed` fields and none unknown."""
    if type(value) is not dict:
        raise CertificateError(f"{at}: is {shown(value)}: it must be an object")
    for name in value:
        if name not in needed and name not in optional:
            known = ", ".join((*needed, *optional))
            raise CertificateError(f"{at}: {shown(name)} is no known field: the fields are {known}")
    for name in needed:
        if name not in value:
            raise CertificateError(f"{at}: {name} is missing")
    return value


def items(value: Any, at: str, length: int | None = None) -> list[Any]:
    """Return `value` if it is a list, of that length if one is given."""
    if type(value) is not list:
        raise CertificateError(f"{at}: is {shown(value)}: it must be a list")
    if length is not None and len(value) != length:
        raise CertificateError(f"{at}: has {len(value)} entries: it must have {length}")
    return value


def integer(value: Any, at: str, lowest: int | None = None) -> int:
    """Return `value` if it is an integer, not below `lowest`; a boolean is none."""
    if type(value) is not int:
        raise CertificateError(f"{at}: is {shown(value)}: it must be an integer")
    if lowest is not None and value < lowest:
        raise CertificateError(f"{at}: is {shown(value)}: it must be at least {lowest}")
    return value


def integers(value: Any, at: str, lowest: int | None = None) -> tuple[int, ...]:
    """Return `value` as a tuple if it is a list of integers, none below `lowest`."""
    return tuple(integer(entry, f"{at}[{i}]", lowest) for i, entry in enumerate(items(value, at)))


def numbers(value: Any) -> int:
    """Count the numbers in a JSON value, at any depth."""
    count, left = 0, [value]
    while left:
        entry = left.pop()
        if type(entry) is int:
            count += 1
        elif isinstance(entry, dict):
            left.extend(entry.values())
        elif isinstance(entry, list):
            left.extend(entry)
    return count
