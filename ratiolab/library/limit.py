"""The ratio of many jobs on given lengths, as an exact enclosure."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from ratiolab.adversary.limits.best_mix import make_limit
from ratiolab.adversary.limits.limit import CheckedLimit, verify_limit
from ratiolab.integers import MAX_MEMORY, check_integer
from ratiolab.library.algorithms import AlgorithmLike
from ratiolab.library.algorithms import algorithm as made
from ratiolab.ratios import at_least_text, at_most_text, decimal_text, fraction_text
from ratiolab.tables import Column, Result, Table

_COLUMNS = (
    Column("length", numeric=True),
    Column("share", lambda share: decimal_text(share, 6), numeric=True),
    Column("schedule of the other side", key="schedule"),
)


@dataclass(frozen=True, repr=False)
class LimitReport(Result):
    """A limit that was checked; what ``ratiolab limit`` prints.

    Attributes
    ----------
    checked : CheckedLimit
        The limit with its certificate, and how it stands to the proved bound.
    """

    kind: ClassVar[str] = "limit"

    checked: CheckedLimit

    @property
    def lower(self) -> Fraction:
        """No constant below this bounds the ratio of the algorithm."""
        return self.checked.limit.ratio

    @property
    def upper(self) -> Fraction | None:
        """No mix of these lengths is above this, against the same schedule; None where a mix was given."""
        return self.checked.limit.upper

    @property
    def exceeds(self) -> bool:
        """Whether it is above a proved bound: one of the two is wrong."""
        return self.checked.exceeds

    def parts(self) -> Sequence[Table | str]:
        """The jobs, both ends, and what is proved."""
        limit, bound = self.checked.limit, self.checked.bound
        rows = [
            [o, Fraction(x, sum(limit.mix)), f"{spacing.width} every {spacing.period} rounds"]
            for o, x, spacing in zip(limit.lengths, limit.mix, limit.spacings, strict=True)
        ]
        said: list[Table | str] = [
            f"{limit.label}, memory {limit.memory}, prompt {limit.prompt}, many jobs, longest first",
            Table("", _COLUMNS, rows),
            f"limit of the ratio: at least {at_least_text(limit.ratio, 9)}",
            f"exactly {fraction_text(limit.ratio)}",
        ]
        if limit.upper is not None:
            above = at_most_text(limit.upper, 9)
            said.append(f"no mix of these lengths against this schedule is above {above}")
        proved = "none" if bound is None else f"{bound.value.decimal(6)} ({bound.source})"
        return [*said, f"proved bound: {proved}"]

    def content(self) -> dict[str, Any]:
        """The keys of ``limit --json``."""
        limit, bound = self.checked.limit, self.checked.bound
        return {
            "algorithm": limit.label,
            "memory": limit.memory,
            "prompt": limit.prompt,
            "lengths": list(limit.lengths),
            "mix": list(limit.mix),
            "ratio": fraction_text(limit.ratio),
            "upper": None if limit.upper is None else fraction_text(limit.upper),
            "bound": None if bound is None else str(bound.value),
            "exceeds": self.checked.exceeds,
        }


def limit(
    algorithm: AlgorithmLike,
    *,
    memory: int,
    lengths: Sequence[int],
    prompt: int = 0,
    mix: Sequence[Fraction | str] | None = None,
) -> LimitReport:
    """Let the number of jobs grow on fixed lengths: the limit of the ratio, between exact rationals.

    Parameters
    ----------
    algorithm : str or Algorithm
        One whose cost has a quadratic form: GSA, GBA, SPS, SPS by length.
    memory, prompt : int
        Budget and common prompt in tokens.
    lengths : sequence of int
        Response lengths in tokens, each once.
    mix : sequence of Fraction, optional
        Share of each length; by default the best one is looked for.

    Returns
    -------
    LimitReport
        ``lower``, ``upper``, ``exceeds``.

    Raises
    ------
    InputError
        If the algorithm has no such form, or a number is out of range.
    """
    chosen = made(algorithm)
    best = make_limit(
        chosen,
        check_integer(memory, "memory", 1, MAX_MEMORY),
        check_integer(prompt, "prompt", 0),
        [check_integer(o, "a length", 1) for o in lengths],
        None if mix is None else [Fraction(share) for share in mix],
        _command(chosen.name, chosen.parameters, memory, prompt, lengths, mix),
    )
    return LimitReport(verify_limit(best))


def _command(
    name: str,
    parameters: dict[str, str],
    memory: int,
    prompt: int,
    lengths: Sequence[int],
    mix: Sequence[Fraction | str] | None,
) -> str:
    """The command line that makes the limit again; kept in its file."""
    words = ["ratiolab", "limit", "--alg", name]
    words += [word for key, value in parameters.items() for word in (f"--{key}", value)]
    words += ["--memory", str(memory), "--prompt", str(prompt), "--lengths", ",".join(map(str, lengths))]
    words += [] if mix is None else ["--mix", ",".join(map(str, mix))]
    return shlex.join(words)
