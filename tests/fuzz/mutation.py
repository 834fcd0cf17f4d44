"""Mutants of accepted inputs: JSON changed member by member, text by its tokens, bytes anywhere."""

from __future__ import annotations

import copy
import json
import re
from random import Random
from typing import Any

#: Values that stand where others did.
VALUES: tuple[Any, ...] = (
    0, 1, -1, 2, 3, 7, 9, 2**31, 2**53 + 1, 2**60, 2**62, 2**63 - 1, 2**63, -(2**63), 10**30, 10**400,
    0.5, 1.0, -0.0, 1e308, float("nan"), float("inf"), True, False, None, "", "0", "1", "-1", "1/2", "2/1",
    "0/1", "1/0", "x=[/]", "\x1b[2J", "a\nb", "\u202e", "9" * 1200, "2", "3/2", "1001/1000", "sqrt(2)",
    [], {}, [0], [1], [[1]], [1, 2, 3], [-1], {"a": 1}, [[[]]], "gsa", "mc-sf", "vllm-kill", "a-min", "sps",
    "gsa-spec",
    "planted_by_fuzz:Mine", "os:system", "planted_by_fuzz", "exhaustion", "length", "tree", "prices",
    "together", "pattern", "starts", "staggered", "ratiolab.witness", "ratiolab.limit",
)  # fmt: skip
#: Pieces put into text.
PIECES = (
    b'"', b"{", b"}", b"[", b"]", b",", b":", b"0", b"9", b"-", b".", b"e9", b"null", b"true", b"NaN", b"1e9",
    b"\xff", b"\x00", b"\\u001b", b"\xef\xbb\xbf", b"99999999999999999999", b"[[[[", b" ", b"\n", b"\r\n",
    b"\x1b[2J",
    b"(", b")", b"**100", b"sqrt(", b"/", b"*", b"+", b"x", b"=", b"#", b"\xe2\x80\xae", b"golden", b"1/3",
)  # fmt: skip

Path = tuple[str | int, ...]


def mutated_json(draw: Random, document: Any, others: list[Any]) -> Any:
    """A copy with one to three members changed; `others` lend members."""
    made = copy.deepcopy(document)
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        paths = list(_paths(made, ()))
        if not paths:
            break
        path = draw.choice(paths)
        parent = made
        for key in path[:-1]:
            parent = parent[key]
        _change(draw, parent, path[-1], draw.choice(others), made)
    return made


def _paths(value: Any, at: Path) -> Any:
    items: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in items:
        yield (*at, key)
        yield from _paths(inner, (*at, key))


def _change(draw: Random, parent: Any, key: Any, other: Any, whole: Any) -> None:
    match draw.randrange(8):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, list):
            parent.insert(draw.randrange(len(parent) + 1), copy.deepcopy(parent[key]))
        case 1:
            parent[draw.choice(("note", "extra", "trust", "order", "format"))] = copy.deepcopy(
                draw.choice(VALUES)
            )
        case 2 | 3:
            parent[key] = _near(draw, parent[key])
        case 4:
            borrowed = list(_paths(other, ()))
            if borrowed:
                value = other
                for step in draw.choice(borrowed):
                    value = value[step]
                parent[key] = copy.deepcopy(value)
        case 5 if isinstance(parent, list) and len(parent) > 1:
            at = draw.randrange(len(parent))
            parent[key], parent[at] = parent[at], parent[key]
        case 6 if isinstance(parent[key], list):
            parent[key] = parent[key] * draw.choice((2, 30))
        case _:
            parent[key] = copy.deepcopy(draw.choice(VALUES))


def _near(draw: Random, value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return draw.choice(
            (value + 1, value - 1, -value, value * 2, value // 2, value * 10**6, float(value % 2**53))
        )
    if isinstance(value, str):
        numbers = re.findall(r"\d+", value)
        if numbers:
            number = draw.choice(numbers)
            return value.replace(number, str(max(0, int(number[:500]) + draw.choice((-1, 1, 1000)))), 1)
        return draw.choice((value.upper(), value + " ", value[:-1], value + "\x07"))
    return copy.deepcopy(draw.choice(VALUES))


def mutated_bytes(draw: Random, original: bytes) -> bytes:
    """A few places changed: something put in, taken out, replaced, repeated, or the end cut off."""
    text = original
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        at, other = draw.randrange(len(text) + 1), draw.randrange(len(text) + 1)
        piece = draw.choice(PIECES)
        text = draw.choice((
            text[:at] + piece + text[at:],
            text[:at] + piece + text[at + 1 :],
            text[:at] + text[at + draw.choice((1, 2, 5)) :],
            text[:at] + text[min(at, other) : max(at, other)][:40] + text[at:],
            text[:at] + piece * 300 + text[at:],
            text[:at],
        ))  # fmt: skip
    return text


def noise(draw: Random) -> bytes:
    """Bytes that come from nothing."""
    return b"".join(draw.choice((*PIECES, bytes([draw.randrange(256)]))) for _ in range(draw.randrange(40)))


def written(value: Any) -> bytes:
    """A JSON value as text, integers of any length and values that are no JSON included."""
    return json.dumps(value).encode()
