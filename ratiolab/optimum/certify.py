"""Certificates for what an engine says: the schedule, and the cheapest proof of the lower bound.

An engine may rest on floating point; a certificate never does. It is checked here by
`ratiolab.certificates.checker` before it is handed out, except for the redoing of an exhaustive search,
which takes as long as a search: that is left to whoever verifies the file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from math import ceil
from typing import Any

from lp_models.deadline import Deadline
from ratiolab.bounds.linear_program import linear_program_bound
from ratiolab.certificates.checker import check
from ratiolab.certificates.closed_forms import CLOSED_FORMS
from ratiolab.certificates.document import FORMAT, VERSION, TypeRow
from ratiolab.certificates.exhaustion import ExhaustionRecord
from ratiolab.certificates.means import NO_LIMIT
from ratiolab.certificates.prices import price_bound
from ratiolab.documents.files import FilePath, write_text
from ratiolab.documents.strict import document_text
from ratiolab.instance import Instance
from ratiolab.optimum.branching import Watch, branch
from ratiolab.optimum.limits import UntilCtrlC
from ratiolab.optimum.result import OptimumResult
from ratiolab.optimum.starts import counted, total_length
from ratiolab.schedule import Verified, verify

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
        What an engine says of `instance`. Kills in its schedule are left out: an attempt that does not
        finish only takes memory.
    record : ExhaustionRecord, optional
        Prices of an exhaustive search that met nothing below ``result.lower``; default
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
        The document, see `ratiolab.certificates.document`. If ``result.lower`` is not proved in
        time, ``claim.lower`` is the largest bound that is proved, and the note says so.

    Raises
    ------
    ScheduleError
        If the schedule of `result` is not feasible.
    """
    verified = None if result.schedule is None else verify(instance, result.schedule)
    by_tree = partial(
        branch,
        makespan=total_length(instance) if verified is None else verified.makespan,
        node_limit=node_limit,
        watch=watch,
    )
    record = result.record if record is None else record
    lower, proof = _proved(instance, result.lower, record, ways, Deadline(time_limit), by_tree)
    document = _document(instance, result, verified, lower, proof)
    if proof["kind"] != "exhaustion":
        check(document, max_work=NO_LIMIT)
    return document


def _document(
    instance: Instance, result: OptimumResult, verified: Verified | None, lower: int, proof: dict[str, Any]
) -> dict[str, Any]:
    """A result and its proof, field by field."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    if lower < result.lower:
        document["note"] = (
            f"no proof of the lower bound {result.lower} ({result.lower_source}) within the limits"
        )
    document |= {"memory": instance.memory, "types": [list(row) for row in _rows(instance)]}
    document["claim"] = {"lower": min(lower, result.lower)}
    if verified is not None:
        document["claim"]["upper"] = verified.flow_time
        starts = [sorted(counts.items()) for counts in counted(instance, verified)]
        document["schedule"] = [[[start, count] for start, count in of_type] for of_type in starts]
    return document | {"proof": proof}


def _rows(instance: Instance) -> list[TypeRow]:
    return [(kind.prompt, kind.response, kind.count) for kind in instance.types()]


def _proved(
    instance: Instance,
    target: int,
    record: ExhaustionRecord | None,
    ways: Collection[str],
    deadline: Deadline,
    by_tree: Callable[..., list[dict[str, Any]] | None],
) -> _Proof:
    """The first proof of `target` in the order of `WAYS`, or else the best; Ctrl-C ends one way, not all."""
    types = _rows(instance)
    lower, proof = _closed_form(types, instance.memory, target, CLOSED_FORM in ways)
    if lower < target and PRICES in ways:
        with UntilCtrlC():
            by_prices = _prices(instance, types, deadline.limit)
            lower, proof = max((lower, proof), by_prices, key=lambda pair: pair[0])
    if lower < target and EXHAUSTION in ways and record is not None:
        layers = [[list(prices) for prices in layer] for layer in record.layers]
        return target, {"kind": "exhaustion", "scale": record.scale, "layers": layers}
    if lower < target and TREE in ways and not deadline.passed:
        with UntilCtrlC():
            nodes = by_tree(types, instance.memory, target, time_limit=deadline.limit)
            if nodes is not None:
                return target, {"kind": "tree", "nodes": nodes}
    return lower, proof


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
