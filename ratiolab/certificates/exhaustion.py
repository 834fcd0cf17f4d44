r"""Check of an exhaustive search: no schedule has a total flow time below a claimed optimum.

The fast engine that finds optima is compiled code with many tricks, and nobody should have to trust it.
This is a second, smaller program for the same question, in Python integers, which shares no code with it.
From the engine it takes only prices of tokens, a few vectors for each round; good prices make it
fast, and any prices at all leave its verdict right.

Total flow time is the sum of all responses plus, for every round, the number of jobs still unstarted
after the starts of that round: the *waits*. A *state* of a round has the counts of unstarted jobs, by
type; the *profile*, the tokens ``p[r]`` that jobs already started will hold ``r`` rounds from now; and the
waits so far. Let V(x) be the waits so far of a state x plus the least further waits after it. The search
begins with one state, in which nothing has started and V is the least waits of all schedules. From each
state of a round it goes to those of the next, for every set of jobs that may start now. It keeps this true:

    if a schedule with at most ``limit`` waits exists, then so does, in every round, until a
    schedule within the limit is complete, a state x with V(x) <= limit.

A round without states therefore proves that there is no such schedule; and as the waits of a state grow
by at least 1 a round, the search ends. Each rule keeps the sentence true, for any other rules:

*Merging.* Of states with equal counts and profile the one with the least waits stays: its V is no larger.

*Prices.* Let a token held r rounds from now cost ``pi[r] >= 0``, and nothing after the vector's end. A job
of prompt s and response o that waits d more rounds adds d to the waits and holds tokens worth
``sum_j pi[d+j] (s+j+1)``. Together the unstarted jobs hold at most ``M - p[r]`` tokens in each round, so

    further waits  >=  sum over jobs of min_d ( d + sum_j pi[d+j] (s+j+1) )  -  sum_r pi[r] (M - p[r]) ,

where d runs over the waits after which the job fits beside the profile: it cannot start at others. If
waits so far plus this bound exceed the limit, so does V, and the state is dropped. While the starts of a
round are chosen, type by type, the same sum has d = 0 for the jobs that start, d >= 1 for those that do
not, and for the types still open the smaller one for at most as many jobs as can start. Several vectors
give several bounds; each may drop the state.

*Full rounds.* If no unstarted job can be active in a round, whatever its start, because it never fits
beside the profile, then the round is filled up to M. No job that fits now uses the round, so nothing
changes for what can still start, and V stays. More states become equal, and the price bound grows.

*Equal counts.* Let x and y have equal counts, y no more waits so far and no more tokens in any round. All
later starts after x are possible after y, with the same further waits: V(y) <= V(x), and x is dropped.

*Easier counts.* The same, if the unstarted jobs of y are those of x without one, or with one replaced by
a job that is no longer and has no larger prompt. Start the jobs of y when x starts its own, the
replacement when x starts the one it stands for: it holds no more in any round. Again V(y) <= V(x).

No circle of states drops each other: going from a dropped x to the y that drops it, the sum of prompt +
response over the unstarted jobs falls (easier counts: the types differ) or stays, and then waits and
tokens fall (equal counts: the states differ). So from every dropped state one comes to one that stays,
with V no larger. Here V knows nothing of how a state was reached; rules that look back (no job would
have fitted in the past, no round was idle) are left out, as they spare only about a twentieth of the
states and would need a more careful proof.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from ratiolab.certificates.closed_forms import CLOSED_FORMS
from ratiolab.certificates.closed_forms.closed_form import work_of
from ratiolab.certificates.document import CertificateError, Statement, integer, integers, items
from ratiolab.certificates.json_text import shown
from ratiolab.certificates.means import Means, Work
from ratiolab.certificates.replay import blocks, rounds
from ratiolab.certificates.replay.given import check_prices, checked_types, whole
from ratiolab.certificates.replay.packing import Packing
from ratiolab.certificates.replay.price_table import PriceTable

#: Fields of a proof by an exhaustive search.
FIELDS: tuple[str, ...] = ("scale", "layers")

#: Rules that spare work; the verdict needs none of them.
PRICES, FULL_ROUNDS, EQUAL_COUNTS, EASIER_COUNTS = RULES = (
    "prices",
    "full rounds",
    "equal counts",
    "easier counts",
)


class Refuted(ValueError):
    """A schedule below the cutoff exists.

    Attributes
    ----------
    flow_time : int
        Total flow time of one, in rounds; not always the least.
    """

    def __init__(self, flow_time: int, cutoff: int) -> None:
        super().__init__(
            f"a schedule of total flow time {shown(flow_time)} exists: it is below {shown(cutoff)}"
        )
        self.flow_time = flow_time


@dataclass(frozen=True)
class ExhaustionRecord:
    """Prices that an exhaustive search has used: hints, not assumptions.

    Attributes
    ----------
    scale : int
        Prices are multiples of ``1/scale`` rounds; at least 1.
    layers : tuple of tuple of tuple of int
        ``layers[t]`` are the price vectors as seen from round t: ``vector[r] >= 0`` is the price of a
        token in round ``t + r``; it is 0 after the vector's end. After the last layer its vectors go on.
    """

    scale: int
    layers: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True)
class Replayed:
    """A search that ended without a schedule below the cutoff.

    Attributes
    ----------
    states : int
        States from which the search went on.
    reached : int
        Different states that were reached.
    layers : int
        Rounds searched.
    peak : int
        Most states of a round from which the search went on.
    """

    states: int
    reached: int
    layers: int
    peak: int


def check(said: Statement, proof: dict[str, Any], means: Means) -> str:
    """Check that the search, done again, reaches the claim; see `ratiolab.certificates.kinds`.

    A claim that a closed form proves, or a schedule in blocks refutes, needs no search.
    """
    record = read_record(proof)
    for name, bound in CLOSED_FORMS.items():
        means.work.spend(work_of(said))
        if ceil(bound(said.types, said.memory)) >= said.lower:
            return f"exhaustive search not needed: the {name} bound is at least {shown(said.lower)}"
    again = replay if means.again is None else means.again
    try:
        in_blocks = blocks.flow_time(said.types, said.memory)
        if in_blocks < said.lower:
            raise Refuted(in_blocks, said.lower)
        redone = again(said.types, said.memory, said.lower, record, means.watch, work=means.work)
    except Refuted as error:  # any other error is no verdict on the certificate
        raise CertificateError(f"proof: {error}") from None
    return f"exhaustive search redone: {redone.states} states, no schedule below {shown(said.lower)}"


def read_record(proof: dict[str, Any]) -> ExhaustionRecord:
    """Prices from the fields ``scale`` and ``layers`` of a proof.

    Raises
    ------
    CertificateError
        For the first entry that is not what it must be.
    """
    scale = integer(proof["scale"], "proof.scale", 1)
    layers = tuple(
        tuple(
            integers(prices, f"proof.layers[{t}][{i}]", 0)
            for i, prices in enumerate(items(layer, f"proof.layers[{t}]"))
        )
        for t, layer in enumerate(items(proof["layers"], "proof.layers"))
    )
    return ExhaustionRecord(scale, layers)


def replay(
    types: Sequence[tuple[int, int, int]],
    memory: int,
    cutoff: int,
    record: ExhaustionRecord,
    watch: Callable[[int, int], None] | None = None,
    *,
    work: Work | None = None,
    rules: Collection[str] = RULES,
) -> Replayed:
    """Prove that no schedule has a total flow time below `cutoff`.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
        The jobs, in tokens.
    memory : int
        Budget M in tokens.
    cutoff : int
        In rounds; to prove an optimum, the flow time of a schedule that attains it.
    record : ExhaustionRecord
        Prices; bad ones cost time only.
    watch : callable, optional
        Told each round and the number of states from which the search goes on.
    work : Work, optional
        What the search may take; by default as much as it needs.
    rules : collection of str
        Which of `RULES` to use.

    Returns
    -------
    Replayed
        The statement is proved.

    Raises
    ------
    Refuted
        If a schedule below the cutoff turns up. This is a ValueError.
    ValueError
        If the jobs, the record or the rules are malformed; the message says where.
    TooMuchWork
        If `work` is used up: nothing is proved.
    """
    merged = checked_types(types, memory)
    check_prices(record.scale, record.layers)
    whole("cutoff", cutoff, None)
    if unknown := set(rules) - set(RULES):
        raise ValueError(f"unknown rules {sorted(unknown)}: the rules are {', '.join(RULES)}")
    responses = sum(response * count for _, response, count in merged)
    if cutoff <= responses:
        return Replayed(0, 0, 0, 0)
    return _search(merged, memory, cutoff, record, watch, Work() if work is None else work, rules)


def _search(
    types: list[tuple[int, int, int]],
    memory: int,
    cutoff: int,
    record: ExhaustionRecord,
    watch: Callable[[int, int], None] | None,
    work: Work,
    rules: Collection[str],
) -> Replayed:
    """Go through the rounds until none has a state."""
    packing = Packing(types, memory, work)
    responses = sum(response * count for _, response, count in types)
    limit = cutoff - 1 - responses
    states = peak = layer_index = 0
    reached = 1

    def complete(waited: int) -> None:
        raise Refuted(waited + responses, cutoff)

    vectors: Sequence[Sequence[int]] = ()
    layer: rounds.Layer = {packing.everything: {0: 0}}
    while layer:
        if layer_index < len(record.layers):
            vectors = record.layers[layer_index]
        else:
            vectors = [vector[1:] for vector in vectors]
        table = PriceTable(packing, vectors if PRICES in rules else (), record.scale, limit)
        if FULL_ROUNDS in rules:
            layer = rounds.filled(packing, layer)
        layer = rounds.promising(packing, layer, table)
        layer = rounds.undominated(packing, layer, equal=EQUAL_COUNTS in rules, easier=EASIER_COUNTS in rules)
        here = rounds.size(layer)
        states += here
        peak = max(peak, here)
        if watch is not None:
            watch(layer_index, here)
        layer = rounds.expanded(packing, layer, table, limit, complete)
        reached += rounds.size(layer)
        layer_index += 1
    return Replayed(states, reached, layer_index, peak)
