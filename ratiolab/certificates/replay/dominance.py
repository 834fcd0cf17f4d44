"""States that others of the same round make superfluous."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ratiolab.certificates.replay.packing import Packing

#: From so many states on, sets of states are kept as bits, one set for each round and number of tokens.
_MANY = 80


class Rivals:
    """States of one round with equal counts, ready to be compared with others.

    Parameters
    ----------
    packing : Packing
    states : iterable of (int, int)
        Rounds waited and packed profile; all different.
    """

    def __init__(self, packing: Packing, states: Iterable[tuple[int, int]]) -> None:
        self.states = sorted(states)
        self._packing = packing
        many = len(self.states)
        #: Units of work of a comparison with all of them.
        self.cost = 1 + min(many, packing.rounds) // 8 * (1 + many // 20_000)
        packing.work.spend(many if many < _MANY else many * (1 + packing.rounds // 4) * (1 + many // 20_000))
        self._at_most: list[tuple[list[int], list[int]]] = []
        if len(self.states) >= _MANY:
            width, lane = packing.width, packing.lane
            self._at_most.append(_sets([waited for waited, _ in self.states]))
            for r in range(packing.rounds):
                self._at_most.append(_sets([profile >> (r * width) & lane for _, profile in self.states]))

    def beat(self, waited: int, profile: int, *, member: bool) -> bool:
        """Whether one of the states has waited no more and holds no more in any round.

        Parameters
        ----------
        waited, profile : int
            The state to test.
        member : bool
            It is one of the states itself: then another one is needed.
        """
        if self._at_most:
            return self._beat_by_sets(waited, profile, member)
        guards = self._packing.guards
        guarded = profile | guards
        for other_waited, other in self.states:
            # In ascending order: no later state can hold or have waited less in every round.
            if other_waited > waited:
                return False
            if (guarded - other) & guards == guards and not (
                member and other == profile and other_waited == waited
            ):
                return True
        return False

    def _beat_by_sets(self, waited: int, profile: int, member: bool) -> bool:
        width, lane = self._packing.width, self._packing.lane
        entry, left = waited, -1
        for values, sets in self._at_most:
            left &= sets[bisect_right(values, entry)]
            # A member is always left; one bit alone disappears with `left - 1`.
            if not left or (member and not left & (left - 1)):
                return False
            entry = profile & lane
            profile >>= width
        return True


def _sets(entries: Sequence[int]) -> tuple[list[int], list[int]]:
    """Distinct entries, ascending, and before and after each the set of the places of all entries so far."""
    places: dict[int, int] = {}
    for i, entry in enumerate(entries):
        places[entry] = places.get(entry, 0) | 1 << i
    values = sorted(places)
    sets = [0]
    for value in values:
        sets.append(sets[-1] | places[value])
    return values, sets


def easier_steps(packing: Packing) -> list[list[int]]:
    """What to take from packed counts to reach easier ones, if a job of the type is unstarted.

    Easier counts have one job of the type fewer, or in its place one of another type whose response is no
    longer and whose prompt is no larger.
    """
    steps = []
    for k, (prompt, response, _) in enumerate(packing.types):
        easier = [
            packing.one[j]
            for j, (other_prompt, other_response, _) in enumerate(packing.types)
            if j != k and other_prompt <= prompt and other_response <= response
        ]
        steps.append([packing.one[k], *(packing.one[k] - one for one in easier)])
    return steps
