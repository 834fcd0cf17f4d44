"""The steps of one round of the search that `exhaustion.replay` repeats; the rules are proved there."""

from __future__ import annotations

from collections.abc import Callable

from ratiolab.certificates.replay.dominance import Rivals, easier_steps
from ratiolab.certificates.replay.packing import Packing
from ratiolab.certificates.replay.price_table import PriceTable

#: States of a round: by packed counts, then packed profile, the rounds waited so far over all jobs.
Layer = dict[int, dict[int, int]]


def size(layer: Layer) -> int:
    """Count the states of a round."""
    return sum(map(len, layer.values()))


def filled(packing: Packing, layer: Layer) -> Layer:
    """Fill the rounds that no unstarted job can use, and merge states that are equal then."""
    view, full = packing.view, packing.full
    packing.work.spend(size(layer) * (2 + len(packing.types) // 4) * packing.weight)
    merged: Layer = {}
    for packed, group in layer.items():
        present = [k for k, count in enumerate(packing.counts(packed)) if count]
        here: dict[int, int] = {}
        for profile, waited in group.items():
            covers = view(profile).covers
            usable = 0
            for k in present:
                usable |= covers[k]
            profile = profile & usable | full & ~usable
            if waited < here.get(profile, waited + 1):
                here[profile] = waited
        merged[packed] = here
    return merged


def promising(packing: Packing, layer: Layer, table: PriceTable) -> Layer:
    """Drop the states whose price bound is above the limit."""
    guards, least, slack = table.guards, table.least, table.slack
    packing.work.spend(size(layer) * table.cost)
    kept: Layer = {}
    for packed, group in layer.items():
        counts = packing.counts(packed)
        here: dict[int, int] = {}
        for profile, waited in group.items():
            values = least(0, profile)
            if slack(waited, counts, values, values.held) & guards == guards:
                here[profile] = waited
        if here:
            kept[packed] = here
    return kept


def undominated(packing: Packing, layer: Layer, *, equal: bool, easier: bool) -> Layer:
    """Drop the states that one with equal counts (if `equal`) or easier counts (if `easier`) dominates."""
    rivals = {packed: Rivals(packing, ((w, p) for p, w in group.items())) for packed, group in layer.items()}
    if equal:
        for packed, group in rivals.items():
            if len(group.states) > 1:
                packing.work.spend(len(group.states) * group.cost)
                kept = [(w, p) for w, p in group.states if not group.beat(w, p, member=True)]
                if len(kept) < len(group.states):
                    rivals[packed] = Rivals(packing, kept)
    steps = easier_steps(packing) if easier else []
    result: Layer = {}
    for packed, group in rivals.items():
        states = group.states
        for taken, count in zip(steps, packing.counts(packed), strict=False):
            if count:
                for step in taken:
                    others = rivals.get(packed - step)
                    if others is not None:
                        packing.work.spend(len(states) * others.cost)
                        states = [(w, p) for w, p in states if not others.beat(w, p, member=False)]
        if states:
            result[packed] = {profile: waited for waited, profile in states}
    return result


def expanded(
    packing: Packing, layer: Layer, table: PriceTable, limit: int, complete: Callable[[int], None]
) -> Layer:
    """States of the next round: every set of jobs may start now that fits and can stay within the limit.

    Parameters
    ----------
    packing : Packing
    layer : Layer
    table : PriceTable
    limit : int
        Most rounds waited, over all jobs.
    complete : callable
        Told what was waited when no job is left unstarted.
    """
    children: Layer = {}
    reached = 0
    for packed, group in layer.items():
        for profile, waited in group.items():
            for after, left_packed in _starts(packing, packed, profile, waited, table):
                left = left_packed >> packing.total
                if not left:
                    complete(waited)
                total = waited + left
                if total > limit:
                    continue
                into = children.get(left_packed)
                if into is None:
                    into = children[left_packed] = {}
                later = after >> packing.width
                known = into.get(later)
                if known is None:
                    reached += 1
                    into[later] = total
                elif total < known:
                    into[later] = total
        packing.work.hold(reached, packing.bytes + 100)
    return children


def _starts(
    packing: Packing, packed: int, profile: int, waited: int, table: PriceTable
) -> list[tuple[int, int]]:
    """Profile and counts after every set of starts that the price bound does not rule out.

    The bound is first that of the best case, in which every job that gains by a start now does start. A
    type's loss is what the bound rises by if none of its jobs does; each start makes good for a part of
    it, or raises the bound further.
    """
    guards, kept, work = packing.guards, table.guards, packing.work
    counts = packing.counts(packed)
    waiting = table.least(1, profile >> packing.width)
    free = packing.memory - (profile & packing.lane)
    usable = [k for k in reversed(packing.view(profile).fits) if counts[k]]
    most = [min(counts[k], free // (packing.types[k][0] + 1)) for k in usable]
    work.spend(table.cost + len(usable) * (1 + len(waiting.rows)) * table.weight)
    losses = table.losses(waiting, usable, most)
    slack = table.slack(waited, counts, waiting, waiting.held + table.held_now(profile)) + sum(losses)
    partial = [(profile, packed, slack)]
    size, weight = packing.bytes + table.bytes + 200, packing.weight + table.weight - 1
    for k, jobs, loss in zip(usable, most, losses, strict=True):
        tokens, room, one = packing.tokens[k], packing.room[k], packing.one[k]
        gain = waiting.packed[k] - table.start_now[k]
        further = []
        for now, left, slack in partial:
            slack -= loss
            if slack & kept == kept:
                further.append((now, left, slack))
            before = left
            for _ in range(work.within(jobs, size)):
                if (room - now) & guards != guards:
                    break
                now += tokens
                left -= one
                slack += gain
                if slack & kept == kept:
                    further.append((now, left, slack))
            work.spend((1 + (before - left) // one) * weight)
            work.hold(len(further), size)
        partial = further
    return [(now, left) for now, left, _ in partial]
