r"""The price bound: any nonnegative prices of a token, round by round, prove a lower bound on the optimum.

Let a token held in round ``r`` cost ``p[r] >= 0``, and nothing from some round on. A job of prompt s and
response o that starts in round t completes at ``t + o`` and pays ``sum_i p[t+i] (s + i + 1)`` over its o
rounds; a feasible schedule pays at most ``M sum_r p[r]`` in all, as no round holds more than M tokens.
So every feasible schedule has

    total flow time  >=  sum_j min_t ( t + o_j + sum_i p[t+i] (s_j + i + 1) )  -  M sum_r p[r] .

This is the dual of the time-indexed linear program, made exact: it holds for whatever prices are given,
and a solver only suggests good ones. Prices are a step function, so a long horizon costs no more than a
short one; between two steps the cost of a start is a quadratic in its round.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any

from ratiolab.certificates.document import CertificateError, Statement, TypeRow, integer, integers
from ratiolab.certificates.json_text import shown
from ratiolab.certificates.means import Means

#: Fields of a proof by prices.
FIELDS: tuple[str, ...] = ("scale", "rounds", "values")


def check(said: Statement, proof: dict[str, Any], means: Means) -> str:
    """Check that the prices reach the claim; see `ratiolab.certificates.kinds`."""
    prices = read_prices(proof, "proof")
    means.work.spend(len(said.types) * prices.work)
    bound = ceil(price_bound(said.types, said.memory, prices))
    if bound < said.lower:
        raise CertificateError(f"proof: proves {shown(bound)} only, not {shown(said.lower)}")
    return f"prices of a token in {len(prices.rounds)} steps: at least {shown(bound)}"


def read_prices(value: dict[str, Any], at: str) -> Prices:
    """Prices from the fields ``scale``, ``rounds`` and ``values`` of an object.

    Raises
    ------
    CertificateError
        If they are no prices.
    """
    scale = integer(value["scale"], f"{at}.scale", 1)
    rounds = integers(value["rounds"], f"{at}.rounds", 0)
    values = integers(value["values"], f"{at}.values", 0)
    try:
        return Prices(scale, rounds, values)
    except ValueError as error:
        raise CertificateError(f"{at}: {error}") from None


@dataclass(frozen=True)
class Prices:
    """Prices of a token in each round: a step function with integer values over one denominator.

    Attributes
    ----------
    scale : int
        Denominator, at least 1.
    rounds : tuple of int
        First round of each step: strictly ascending from 0.
    values : tuple of int
        Price of a token in each round of the step, in units of ``1/scale`` rounds; none is negative and
        the last is 0.

    Raises
    ------
    ValueError
        If this is not so; the message says which entry is at fault.
    """

    scale: int
    rounds: tuple[int, ...]
    values: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.scale < 1:
            raise ValueError(f"scale is {self.scale}: it must be at least 1")
        if len(self.rounds) != len(self.values) or not self.rounds:
            raise ValueError(f"{len(self.rounds)} steps have {len(self.values)} prices: one each is needed")
        if self.rounds[0] != 0:
            raise ValueError(f"the first step begins in round {self.rounds[0]}: it must be round 0")
        for i, (one, following) in enumerate(pairwise(self.rounds)):
            if one >= following:
                raise ValueError(f"step {i + 1} begins in round {following}: it must be after round {one}")
        for i, value in enumerate(self.values):
            if value < 0:
                raise ValueError(f"price {i} is {value}: no price may be negative")
        if self.values[-1] != 0:
            raise ValueError(f"the last price is {self.values[-1]}: it must be 0, from some round on all are")

    @classmethod
    def of_rounds(cls, scale: int, values: Sequence[int]) -> Prices:
        """Prices given round by round; 0 from round ``len(values)`` on. Equal neighbours are merged."""
        rounds, steps = [0], [values[0] if values else 0]
        for r, value in enumerate([*values[1:], 0], start=1):
            if value != steps[-1]:
                rounds.append(r)
                steps.append(value)
        return cls(scale, tuple(rounds), tuple(steps))

    @property
    def work(self) -> int:
        """Units of work that the least cost of a job takes: two pieces a step, each evaluated five times."""
        digits = max(self.rounds[-1], self.scale, *self.values).bit_length() // 1000
        return 2 * len(self.rounds) * (15 + digits * digits)

    @property
    def total(self) -> int:
        """Sum of the prices of all rounds, in units of ``1/scale``."""
        return sum(
            (after - first) * value
            for (first, after), value in zip(pairwise(self.rounds), self.values[:-1], strict=True)
        )


class StartCosts:
    """Costs of starting a job in a round, by prices: sums over steps are formed once."""

    def __init__(self, prices: Prices) -> None:
        self.prices = prices
        self._sums = [0]  # of p[r], over all rounds before the step
        self._moments = [0]  # of r * p[r]
        for (first, after), value in zip(pairwise(prices.rounds), prices.values[:-1], strict=True):
            self._sums.append(self._sums[-1] + (after - first) * value)
            self._moments.append(self._moments[-1] + value * (after - first) * (first + after - 1) // 2)

    def _before(self, rounds: int) -> tuple[int, int]:
        """Sums of ``p[r]`` and ``r * p[r]`` over ``r < rounds``."""
        i = bisect_right(self.prices.rounds, rounds) - 1
        first, value = self.prices.rounds[i], self.prices.values[i]
        width = rounds - first
        return (
            self._sums[i] + width * value,
            self._moments[i] + value * width * (first + rounds - 1) // 2,
        )

    def cost(self, prompt: int, response: int, start: int) -> int:
        """Flow time plus price of a job that starts in round `start`, in units of ``1/scale``."""
        sum_before, moment_before = self._before(start)
        sum_after, moment_after = self._before(start + response)
        held = (prompt + 1 - start) * (sum_after - sum_before) + moment_after - moment_before
        return (start + response) * self.prices.scale + held

    def least(self, prompt: int, response: int, steps: Sequence[tuple[int, int]] = ()) -> int:
        """Least cost of a start round, in units of ``1/scale``.

        Parameters
        ----------
        prompt, response : int
            Tokens.
        steps : sequence of (int, int)
            Pairs (round, extra): a start in that round or earlier costs so much more, in units of
            ``1/scale``; `extra` may be negative.
        """
        cuts = {0}
        for first in self.prices.rounds:
            cuts.add(first)
            if first > response:
                cuts.add(first - response)
        cuts.update(last + 1 for last, _ in steps if last >= 0)
        edges = sorted(cuts)
        # After the last step prices are 0 and the cost grows with the start.
        pieces = [*pairwise(edges), (edges[-1], edges[-1] + 1)]
        least: int | None = None
        for first, after in pieces:
            value = self._least_between(prompt, response, first, after - 1)
            value += sum(extra for last, extra in steps if first <= last)
            if least is None or value < least:
                least = value
        assert least is not None
        return least

    def _least_between(self, prompt: int, response: int, first: int, last: int) -> int:
        """Least cost over ``first..last``, where the cost is one quadratic."""
        low = self.cost(prompt, response, first)
        if last == first:
            return low
        least = min(low, self.cost(prompt, response, last))
        if last - first >= 2:
            slope = self.cost(prompt, response, first + 1) - low
            bend = self.cost(prompt, response, first + 2) - low - 2 * slope
            if bend > 0:
                # The first step that does not go down begins at the minimum.
                at = min(max(-(slope // bend), 0), last - first)
                least = min(least, low + at * slope + at * (at - 1) // 2 * bend)
        return least


def price_bound(types: Iterable[TypeRow], memory: int, prices: Prices) -> Fraction:
    """Lower bound on the least total flow time that the prices prove, exactly.

    Parameters
    ----------
    types : iterable of (prompt, response, count)
        The jobs, in tokens; counts of any size.
    memory : int
        Budget M in tokens.
    prices : Prices

    Returns
    -------
    Fraction
        In rounds; may be negative if the prices are bad.
    """
    costs = StartCosts(prices)
    total = sum(count * costs.least(prompt, response) for prompt, response, count in types)
    return Fraction(total - memory * prices.total, prices.scale)
