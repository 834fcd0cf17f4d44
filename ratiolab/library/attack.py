"""Every inequality of the proofs, evaluated exactly on random and extreme instances."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from proofs import attack as inequalities
from proofs.attack import AttackResult
from ratiolab.errors import InputError
from ratiolab.ratios import decimal_text, fraction_text
from ratiolab.tables import Column, Result, Table


@dataclass(frozen=True, repr=False)
class Attack(Result):
    """What became of every inequality; what ``ratiolab attack`` prints. Finding nothing proves nothing.

    Attributes
    ----------
    instances, seed : int
        How many instances, drawn with which seed.
    results : tuple of AttackResult
        One per inequality.
    """

    kind: ClassVar[str] = "attack"

    instances: int
    seed: int
    results: tuple[AttackResult, ...]

    @property
    def violated(self) -> tuple[AttackResult, ...]:
        """Inequalities that failed, or were never evaluated."""
        return tuple(result for result in self.results if not result.survived)

    def parts(self) -> Sequence[Table | str]:
        """One row per inequality, and what it means."""
        columns = (
            Column("inequality"),
            Column("evaluated", numeric=True),
            Column("smallest slack", lambda slack: decimal_text(slack, 6), numeric=True),
            Column("statement"),
            Column("violation"),
        )
        rows = [
            [r.name, r.evaluated, r.smallest_slack, r.statement,
             r.violation or ("" if r.evaluated else "never evaluated")]
            for r in self.results
        ]  # fmt: skip
        counted = f"{len(self.results)} inequalities, {len(self.violated)} violated."
        return Table("", columns, rows), f"{counted} No proof: see `ratiolab prove`."

    def content(self) -> dict[str, Any]:
        """The keys of ``attack --json``."""
        rows = [
            {
                "name": r.name,
                "statement": r.statement,
                "evaluated": r.evaluated,
                "smallest_slack": fraction_text(r.smallest_slack),
                "at": r.at,
                "violation": r.violation,
            }
            for r in self.results
        ]
        survived = not self.violated
        return {"instances": self.instances, "seed": self.seed, "survived": survived, "results": rows}


def attack(
    names: Iterable[str] = (),
    *,
    instances: int = 1000,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Attack:
    """Look for a violation of any inequality of the proofs, in exact arithmetic.

    Parameters
    ----------
    names : iterable of str
        Which inequalities; all if there is none.
    instances : int
        Number of instances, at least 1.
    seed : int
        Of the random instances, at least 0.
    progress : callable, optional
        Called after every instance with its number and the total.

    Returns
    -------
    Attack
        ``results``, and those that are ``violated``.

    Raises
    ------
    InputError
        If a name is unknown; the message lists what there is.
    """
    try:
        results = inequalities.attack(tuple(names) or None, instances, seed, progress)
    except ValueError as error:
        raise InputError(str(error)) from None
    return Attack(instances, seed, tuple(results))
