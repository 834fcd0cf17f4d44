"""What a replay is given, checked: it may be called without a document that was read strictly."""

from __future__ import annotations

from collections.abc import Sequence


def whole(place: str, value: object, least: int | None) -> int:
    """Return `value` if it is an integer, not below `least`; ValueError naming `place` if not."""
    if type(value) is not int:
        raise ValueError(f"{place} is {value!r}: it must be an integer")
    if least is not None and value < least:
        raise ValueError(f"{place} is {value}: it must be at least {least}")
    return value


def checked_types(types: Sequence[tuple[int, int, int]], memory: int) -> list[tuple[int, int, int]]:
    """Return types that differ, by response, then prompt.

    Raises
    ------
    ValueError
        Naming the first entry that is not what it must be.
    """
    whole("memory", memory, 1)
    counts: dict[tuple[int, int], int] = {}
    for i, row in enumerate(types):
        if not isinstance(row, tuple | list) or len(row) != 3:
            raise ValueError(f"type {i} is {row!r}: it must have prompt, response and count")
        prompt = whole(f"type {i}: prompt", row[0], 0)
        response = whole(f"type {i}: response", row[1], 1)
        count = whole(f"type {i}: count", row[2], 1)
        if prompt + response > memory:
            raise ValueError(f"type {i} needs {prompt + response} tokens: the memory has {memory}")
        counts[response, prompt] = counts.get((response, prompt), 0) + count
    if not counts:
        raise ValueError("no types: at least one job is needed")
    return [(prompt, response, count) for (response, prompt), count in sorted(counts.items())]


def check_prices(scale: object, layers: object) -> None:
    """Check that a record's scale and prices are such.

    Raises
    ------
    ValueError
        Naming the first entry that is none.
    """
    whole("scale", scale, 1)
    if not isinstance(layers, tuple | list):
        raise ValueError("layers are no sequence")
    for t, layer in enumerate(layers):
        if not isinstance(layer, tuple | list):
            raise ValueError(f"layer {t} is {layer!r}: it must be a sequence of price vectors")
        for v, vector in enumerate(layer):
            if not isinstance(vector, tuple | list):
                raise ValueError(f"layer {t}, vector {v} is {vector!r}: it must be a sequence of prices")
            for r, price in enumerate(vector):
                if type(price) is not int or price < 0:
                    whole(f"layer {t}, vector {v}: price {r}", price, 0)
