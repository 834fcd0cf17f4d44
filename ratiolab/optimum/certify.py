"""Certificates for what an engine says: the schedule, and the cheapest proof of the lower bound.

An engine may rest on floating point; a certificate never does. It is checked here by
`ratiolab.certificates.checker` before it is handed out, except for the redoing of an exhaustive search,
which takes as long as a search: that is left to whoever verifies the file.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from math import ceil
from typing import Any

from ratiolab.bounds.linear_program import linear_program_bound
from ratiolab.certificates.checker import check
from ratiolab.certificates.closed_form import CLOSED_FORMS
from ratiolab.certificates.document import FORMAT, VERSION, TypeRow
from ratiolab.certificates.exhaustion import ExhaustionRecord
from ratiolab.certificates.prices import price_bound
from ratiolab.documents.files import FilePath, write_text
from ratiolab.documents.strict import document_text
from ratiolab.instance import Instance
from ratiolab.optimum.branching import Watch, branch
from ratiolab.optimum.result import OptimumResult
from ratiolab.schedule import verify

#: Ways to prove a lower bound, cheapest to check first.
CLOSED_FORM, PRICES, EXHAUSTION, TREE = WAYS = ("closed form", "prices", "exhaustion", "tree")

#: A proof as in the document, with the bound that it proves.
_Proof = tuple[int, dict[str, Any]]


def certificate(
    instance: Instance,
    result: OptimumResult,
    *,
    record: ExhaustionRecord | None = None,
    time_limit: float | None = 60.0,
    node_limit: int | None = None,
    ways: Collection[str] = WAYS,
    watch: Watch | None = None,
) -> dict[str, Any]:
    """Return the certificate of a result: of all it says, or of as much as can be proved.

    Parameters
    ----------
    instance : Instance
    result : OptimumResult
        What an engine found on `instance`. Kills in its schedule are left out: an attempt that does not
        finish only takes memory.
    record : ExhaustionRecord, optional
        Prices of an exhaustive search that found nothing below ``result.lower``; default
        ``result.record``. It is not replayed here.
    time_limit : float or None
        Seconds for the linear program and the branch tree, roughly kept.
    node_limit : int, optional
        Nodes of the branch tree.
    ways : collection of str
        Which of `WAYS` may be used; the length bound always may.
    watch : callable, optional
        Told about each node of a branch tree.

    Returns
    -------
    dict
        The document, see `ratiolab.certificates.document`. If no proof of ``result.lower`` is found in
        time, ``claim.lower`` is the largest bound that is proved, and the note says so.

    Raises
    ------
    ScheduleError
        If the schedule of `result` is not feasible.
    """
    began = time.monotonic()
    record = result.record if record is None else record
    kinds = instance.types()
    types: list[TypeRow] = [(kind.prompt, kind.response, kind.count) for kind in kinds]
    content: dict[str, Any] = {"memory": instance.memory, "types": [list(row) for row in types]}
    upper, makespan = result.upper, int(instance.responses.sum(dtype=object))
    schedule: list[list[list[int]]] | None = None
    if result.schedule is not None:
        verified = verify(instance, result.schedule)
        upper, makespan = verified.flow_time, verified.makespan
        starts = Counter(
            zip(
                instance.prompts.tolist(),
                instance.responses.tolist(),
                (verified.completions - instance.responses).tolist(),
                strict=True,
            )
        )
        by_type: dict[tuple[int, int], list[list[int]]] = {(s, o): [] for s, o, _ in types}
        for (s, o, start), count in sorted(starts.items()):
            by_type[s, o].append([start, count])
        schedule = [by_type[s, o] for s, o, _ in types]
    lower, proof = _closed_form(types, instance.memory, result.lower, CLOSED_FORM in ways)
    # Ctrl-C ends one search for a proof, not the certificate.
    if lower < result.lower and PRICES in ways:
        with suppress(KeyboardInterrupt):
            found = _prices(instance, types, time_limit)
            if found[0] > lower:
                lower, proof = found
    if lower < result.lower and EXHAUSTION in ways and record is not None:
        layers = [[list(prices) for prices in layer] for layer in record.layers]
        lower, proof = result.lower, {"kind": "exhaustion", "scale": record.scale, "layers": layers}
    if lower < result.lower and TREE in ways:
        left = None if time_limit is None else time_limit - (time.monotonic() - began)
        if left is None or left > 0:
            nodes = None
            with suppress(KeyboardInterrupt):
                nodes = branch(
                    types,
                    instance.memory,
                    result.lower,
                    makespan=makespan,
                    time_limit=left,
                    node_limit=node_limit,
                    watch=watch,
                )
            if nodes is not None:
                lower, proof = result.lower, {"kind": "tree", "nodes": nodes}
    claim = min(lower, result.lower)
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    if claim < result.lower:
        document["note"] = (
            f"no proof of the lower bound {result.lower} ({result.lower_source}) within the limits"
        )
    document |= content
    document["claim"] = {"lower": claim} if upper is None else {"lower": claim, "upper": upper}
    if schedule is not None:
        document["schedule"] = schedule
    document["proof"] = proof
    if proof["kind"] != "exhaustion":
        check(document)
    return document


def certificate_text(document: dict[str, Any]) -> str:
    """Text of a certificate: one field a line, newline at the end."""
    given = {key: value for key, value in document.items() if key not in ("format", "version", "note")}
    return document_text(FORMAT, given, document.get("note"))


def write_certificate(document: dict[str, Any], path: FilePath) -> None:
    """Write a certificate in one step; raises InputError if that cannot be done."""
    write_text(path, certificate_text(document))


def _closed_form(types: list[TypeRow], memory: int, target: int, every: bool) -> _Proof:
    """The first closed form that reaches `target`, or else the best; only the length bound if not `every`."""
    best: _Proof | None = None
    for name, bound in CLOSED_FORMS.items() if every else [("length", CLOSED_FORMS["length"])]:
        value = ceil(bound(types, memory))
        if best is None or (value > best[0] and best[0] < target):
            best = value, {"kind": name}
    assert best is not None
    return best


def _prices(instance: Instance, types: list[TypeRow], time_limit: float | None) -> _Proof:
    """What the linear program proves, by the checker's own evaluation."""
    prices = linear_program_bound(instance, time_limit=time_limit).prices
    if prices is None:
        return 0, {}
    proof = {
        "kind": "prices",
        "scale": prices.scale,
        "rounds": list(prices.rounds),
        "values": list(prices.values),
    }
    return ceil(price_bound(types, instance.memory, prices)), proof
