"""Compiled kernel of one round of the search: every set of jobs that may start now, for each state."""

from __future__ import annotations

from ratiolab.core.compiled import compiled_for_threads, compiled_in_place
from ratiolab.integers import IntArray
from ratiolab.optimum.search.layout import MASK_BITS, Layout, read_counts, read_profile, write_key
from ratiolab.optimum.search.potentials import Prices, Tables, canonicalise, fill_reach, least_waits
from ratiolab.optimum.search.slots import slot_of
from ratiolab.optimum.search.states import Child, Children, Opened, Rows

#: Entries of the progress array.
STATES, BEST, BEST_PARENT, GENERATED, STOP = range(5)


@compiled_in_place
def _open(layout: Layout, prices: Prices, key: IntArray, waited: int, opened: Opened) -> int:
    """Unpack a state and value it; return the number of choices, with none of them taken."""
    read_counts(layout, key, opened.counts)
    read_profile(layout, key, opened.profile)
    opened.profile[layout.rounds] = 0
    fill_reach(layout, opened.profile, opened.reach)
    choices = 0
    for k in range(opened.counts.size - 1, -1, -1):
        if opened.counts[k] > 0 and layout.responses[k] <= opened.reach[layout.class_of[k], 0]:
            opened.usable[choices] = k
            choices += 1
    opened.starts[0] = -1
    for v in range(opened.value.size):
        opened.value[v] = waited * prices.scale + _value_if_all_wait(layout, prices.now, v, choices, opened)
        opened.best_case[v, choices] = 0
        for a in range(choices - 1, -1, -1):
            gains = opened.counts[opened.usable[a]] * min(0, opened.gain[v, a])
            opened.best_case[v, a] = opened.best_case[v, a + 1] + gains
    return choices


@compiled_in_place
def _value_if_all_wait(layout: Layout, now: Tables, v: int, choices: int, opened: Opened) -> int:
    """Least value by one price vector if no job starts now; fills what a start of each choice gains."""
    total: int = -now.budget_value[v]
    for r in range(layout.rounds):
        total += now.price[v, r] * opened.profile[r]
    choice = 0
    for k in range(opened.counts.size - 1, -1, -1):
        if opened.counts[k] == 0:
            continue
        o, g = layout.responses[k], layout.class_of[k]
        i = 0  # the best wait of at least one round that fits; the longest always does
        while now.wait[v, k, i] != layout.rounds and (
            now.wait[v, k, i] == 0 or o > opened.reach[g, now.wait[v, k, i]]
        ):
            i += 1
        total += opened.counts[k] * now.value[v, k, i]
        if choice < choices and opened.usable[choice] == k:
            opened.gain[v, choice] = now.start_now[v, k] - now.value[v, k, i]
            choice += 1
    return total


@compiled_in_place
def _start(layout: Layout, opened: Opened, choice: int, jobs: int) -> None:
    """Let so many more jobs of a choice start now; a negative number takes starts back."""
    k = opened.usable[choice]
    opened.counts[k] -= jobs
    for r in range(layout.responses[k]):
        opened.profile[r] += jobs * (layout.prompts[k] + r + 1)
    for v in range(opened.value.size):
        opened.value[v] += jobs * opened.gain[v, choice]


@compiled_in_place
def _one_more(layout: Layout, opened: Opened, choice: int) -> bool:
    """Go on to one more start of a choice; False, with all of them taken back, if there can be no more."""
    opened.starts[choice] += 1
    if opened.starts[choice] == 0:
        return True
    k = opened.usable[choice]
    if opened.counts[k] > 0:
        free, r = layout.memory - layout.prompts[k] - 1, 0
        while r < layout.responses[k] and opened.profile[r] <= free - r:
            r += 1
        if r == layout.responses[k]:
            _start(layout, opened, choice, 1)
            return True
    if opened.starts[choice] > 1:
        _start(layout, opened, choice, 1 - opened.starts[choice])
    return False


@compiled_in_place
def _hopeful(opened: Opened, choice: int, limit: int) -> bool:
    """Whether the bound can still be at most `limit` after the choices up to this one."""
    for v in range(opened.value.size):  # noqa: SIM110 (no generators in compiled code)
        if opened.value[v] + opened.best_case[v, choice + 1] > limit:
            return False
    return True


@compiled_in_place
def _still_active(layout: Layout, opened: Opened, before: IntArray, after: IntArray) -> bool:
    """Extend the past start rounds by one round; False if an unstarted job would have fitted."""
    for g in range(after.size):
        room = layout.memory - opened.profile[0] - layout.class_prompts[g]
        after[g] = 0
        if room > 0:
            after[g] = ((before[g] << 1) | 1) & ((1 << min(room, MASK_BITS)) - 1)
    for k in range(opened.counts.size):
        if opened.counts[k] > 0 and (after[layout.class_of[k]] & layout.length_bits[k]) != 0:
            return False
    return True


@compiled_in_place
def _follow(layout: Layout, prices: Prices, opened: Opened, waited: int, profile: IntArray) -> int:
    """Fill the profile of the state that follows; return its bound by the tables of its own round."""
    for r in range(layout.rounds):
        profile[r] = opened.profile[r + 1]
    fill_reach(layout, profile, opened.reach)
    canonicalise(layout, opened.counts, profile, opened.reach)
    return waited * prices.scale + least_waits(layout, prices.later, opened.counts, profile, opened.reach)


@compiled_in_place
def _enter(children: Children, progress: IntArray, key: IntArray, waited: int) -> int:
    """Row of a key that has waited less than its equal before; -1 if it has not, -2 without room for it."""
    slot = slot_of(children.slots, children.rows.keys, key, key.size)
    row: int = children.slots[slot]
    if row >= 0:
        return row if waited < children.rows.waited[row] else -1
    row = progress[STATES]
    if row == children.rows.waited.size:
        return -2
    progress[STATES] += 1
    children.slots[slot] = row
    for w in range(key.size):
        children.rows.keys[row, w] = key[w]
    return row


@compiled_for_threads
def expand(
    layout: Layout,
    prices: Prices,
    rows: Rows,
    first: int,
    stop: int,
    children: Children,
    progress: IntArray,
    opened: Opened,
    child: Child,
) -> int:
    """Expand the states ``first..stop-1`` of a round into those of the next.

    Parameters
    ----------
    layout : Layout
    prices : Prices
        Values of waits as seen from this round and from the next.
    rows : Rows
        The states of this round.
    first, stop : int
        Which of them.
    children : Children
        Filled from row ``progress[STATES]`` on.
    progress : array of int, shape (5,)
        States in `children`; least total wait of a complete schedule known (only less counts); index of
        the state that completes it, or -1; states generated; not 0 once another thread asks to stop.
    opened, child : Opened and Child
        As `room` makes them: of no use before or after.

    Returns
    -------
    int
        The first state not expanded: below `stop` if `children` is full, or if asked to stop. It can be
        expanded again.
    """
    for i in range(first, stop):
        limit = (progress[BEST] - 1) * prices.scale
        if rows.bound[i] > limit:
            continue
        choices = _open(layout, prices, rows.keys[i], rows.waited[i], opened)
        depth = 0
        while depth >= 0:
            if progress[STOP] != 0:
                return i
            if depth < choices:  # one more start of this choice, then the next choice
                if not _one_more(layout, opened, depth):
                    depth -= 1
                elif _hopeful(opened, depth, limit):
                    depth += 1
                    opened.starts[depth] = -1
                continue
            depth -= 1  # one set of starts is complete
            left = 0
            for k in range(opened.counts.size):
                left += opened.counts[k]
            if left == 0:
                if rows.waited[i] < progress[BEST]:
                    progress[BEST], progress[BEST_PARENT] = rows.waited[i], i
                    limit = (progress[BEST] - 1) * prices.scale
                continue
            if opened.profile[0] == 0:
                idle = True
                for r in range(1, layout.rounds):
                    idle = idle and opened.profile[r] == 0
                if idle:
                    continue  # an optimal schedule has no idle round
            if not _still_active(layout, opened, rows.open_starts[i], child.open_starts):
                continue
            progress[GENERATED] += 1
            waited = rows.waited[i] + left
            bound = max(rows.bound[i], _follow(layout, prices, opened, waited, child.profile))
            if bound > limit:
                continue
            write_key(layout, opened.counts, child.profile, child.key)
            row = _enter(children, progress, child.key, waited)
            if row == -2:
                return i
            if row >= 0:
                children.rows.waited[row] = waited
                children.rows.bound[row] = bound
                children.rows.parent[row] = i
                for g in range(child.open_starts.size):
                    children.rows.open_starts[row, g] = child.open_starts[g]
    return stop


@compiled_in_place
def rebound(layout: Layout, tables: Tables, scale: int, rows: Rows, states: int, opened: Opened) -> None:
    """Raise the bounds of the first `states` rows to what the tables of their own round give.

    `opened` is as `room` makes it: of no use before or after.
    """
    for i in range(states):
        read_counts(layout, rows.keys[i], opened.counts)
        read_profile(layout, rows.keys[i], opened.profile)
        fill_reach(layout, opened.profile, opened.reach)
        least = least_waits(layout, tables, opened.counts, opened.profile, opened.reach)
        rows.bound[i] = max(rows.bound[i], rows.waited[i] * scale + least)
