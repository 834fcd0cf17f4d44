"""Schedules of a certificate: feasible in every round, and what they cost, in integers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ratiolab.certificates.document import CertificateError, TypeRow, integer, items
from ratiolab.certificates.json_text import shown


def flow_time(types: Sequence[TypeRow], memory: int, schedule: Any) -> int:
    """Total flow time of a schedule without kills, after checking that it is feasible.

    A job that starts in round a holds ``s + r - a + 1`` tokens in round r, for ``a <= r < a + o``. The
    usage only grows until a job completes, so it is compared with M in the last round of every job.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
    memory : int
        Budget M in tokens.
    schedule : list, as in the document
        For each type, pairs [start round, count] by ascending start round.

    Returns
    -------
    int
        Sum of all completion rounds.

    Raises
    ------
    CertificateError
        If it is no such list, a job is missing or too many, or a round holds more than M tokens.
    """
    total = 0
    starting: dict[int, list[tuple[int, int]]] = {}  # round -> (jobs, tokens at round 0 if extended back)
    ending: dict[int, list[tuple[int, int]]] = {}
    for k, rows in enumerate(items(schedule, "schedule", len(types))):
        s, o, count = types[k]
        dealt, before = 0, -1
        for i, row in enumerate(items(rows, f"schedule[{k}]")):
            at = f"schedule[{k}][{i}]"
            entries = items(row, at, 2)
            start = integer(entries[0], f"{at}[0] (start round)", 0)
            jobs = integer(entries[1], f"{at}[1] (count)", 1)
            if start <= before:
                raise CertificateError(f"{at}: round {shown(start)} does not come after {shown(before)}")
            before = start
            dealt += jobs
            total += jobs * (start + o)
            starting.setdefault(start, []).append((jobs, jobs * (s + 1 - start)))
            ending.setdefault(start + o, []).append((jobs, jobs * (s + 1 - start)))
        if dealt != count:
            raise CertificateError(f"schedule[{k}]: starts {shown(dealt)} jobs of {shown(count)}")
    active, offset = 0, 0  # round r holds active * r + offset tokens
    for now in sorted(starting.keys() | ending.keys()):
        if now in ending:
            held = active * (now - 1) + offset
            if held > memory:
                raise CertificateError(
                    f"schedule: round {shown(now - 1)} holds {shown(held)} tokens, "
                    f"the memory is {shown(memory)}"
                )
        for jobs, tokens in ending.get(now, ()):
            active, offset = active - jobs, offset - tokens
        for jobs, tokens in starting.get(now, ()):
            active, offset = active + jobs, offset + tokens
    return total
