"""Fewer job types for a coarse program: neighbours by area become one type, that of the middle job."""

from __future__ import annotations

from collections.abc import Sequence

from lp_models.matrix import TypeRow


def grouped(types: Sequence[TypeRow], most: int) -> list[TypeRow]:
    """Merge types into at most `most`, each of about the same number of jobs.

    The result describes other jobs than the ones given: it is good for suggestions only. A middle job
    keeps the area of its neighbours, which means of prompts and responses would not.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
    most : int
        At least 1.

    Returns
    -------
    list of (prompt, response, count)
        By ascending area ``s*o + o*(o+1)/2``; the types themselves if there are no more than `most`.
    """
    if len(types) <= most:
        return list(types)
    jobs = sum(n for _, _, n in types)
    merged: list[list[TypeRow]] = []
    place, seen = -1, 0
    for row in sorted(types, key=lambda row: row[0] * row[1] + row[1] * (row[1] + 1) // 2):
        here = min(most - 1, seen * most // jobs)
        if here > place:
            merged.append([])
            place = here
        merged[-1].append(row)
        seen += row[2]
    return [_middle(rows) for rows in merged]


def _middle(rows: list[TypeRow]) -> TypeRow:
    """All jobs of the rows, as the type of the one in the middle."""
    count = sum(n for _, _, n in rows)
    seen = 0
    for s, o, n in rows:
        seen += n
        if 2 * seen >= count:
            return s, o, count
    raise AssertionError("the middle job is in no row")
