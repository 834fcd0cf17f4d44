"""Counting facts checked in every case of a stated finite box of integers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from proofs.step import Step
from proofs.verdict import Finding, Status


@dataclass(frozen=True, kw_only=True)
class Exhaustive(Step):
    """A predicate holds at every point of a finite integer box.

    Parameters
    ----------
    predicate
        Called with one keyword argument per variable, plain ints; must return a bool.
    box
        Triples (variable name, first, last), both ends included.
    where
        Keeps only the points that satisfy it, if given; the kept ones are counted in the verdict.
    planted
        Pairs (argument, value): further arguments with which the same predicate speaks of something false, a
        start one round late, a sum one too large. It must fail on some case of the box.

    Notes
    -----
    The box is part of the verdict: such a step proves the statement for these cases and no others, and
    every claim above it is marked with the box. A predicate that does not fail on its planted error shows
    nothing, as one that is always true does not; whether the error is apt is for the reader to judge.
    """

    predicate: Callable[..., bool]
    box: tuple[tuple[str, int, int], ...]
    where: Callable[..., bool] | None = None
    planted: tuple[tuple[str, int], ...] = ()
    method = "all cases of a finite box"

    @property
    def box_text(self) -> str:
        """The box in words."""
        return ", ".join(f"{first} <= {name} <= {last}" for name, first, last in self.box)

    @property
    def formula(self) -> str:
        """The predicate's name and the box."""
        return f"{getattr(self.predicate, '__name__', 'predicate')} for all integers {self.box_text}"

    def decide(self) -> Finding:
        """Run every case with plain integers."""
        names = [name for name, _, _ in self.box]
        if len(set(names)) != len(names):
            raise ValueError("a variable occurs twice in the box")
        count, failing = self._first_failure()
        if failing is not None:
            return Finding(Status.REFUTED, self.method, f"fails at {_listed(failing)}", self.box_text)
        if count == 0:
            return Finding(Status.UNDECIDED, self.method, "the box holds no case", self.box_text)
        if not self.planted or set(names) & {name for name, _ in self.planted}:
            reason = "no planted error shows that the predicate can fail"
            return Finding(Status.UNDECIDED, self.method, reason, self.box_text)
        planted = dict(self.planted)
        _, failing = self._first_failure(**planted)
        if failing is None:
            reason = f"the predicate does not fail with the planted error {_listed(planted)} either"
            return Finding(Status.UNDECIDED, self.method, reason, self.box_text)
        says = f"{count} cases; with {_listed(planted)} it fails at {_listed(failing)}"
        return Finding(Status.PROVED, self.method, says, self.box_text)

    def _first_failure(self, **planted: int) -> tuple[int, dict[str, int] | None]:
        """Run the cases in order up to the first that fails: how many were run, and that one."""
        names = [name for name, _, _ in self.box]
        count = 0
        for values in itertools.product(*(range(first, last + 1) for _, first, last in self.box)):
            case = dict(zip(names, values, strict=True))
            if self.where is not None and not self.where(**case):
                continue
            count += 1
            answer = self.predicate(**case, **planted)
            if answer is not True and answer is not False:
                raise TypeError(f"the predicate answered {answer!r}, not a bool")
            if not answer:
                return count, case
        return count, None


def _listed(values: Mapping[str, int]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())
