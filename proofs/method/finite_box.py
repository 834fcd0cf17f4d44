"""Counting facts checked in every case of a stated finite box of integers."""

from __future__ import annotations

import itertools
from collections.abc import Callable
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

    Notes
    -----
    The box is part of the verdict: such a step proves the statement for these cases and no others, and
    every claim above it is marked with the box.
    """

    predicate: Callable[..., bool]
    box: tuple[tuple[str, int, int], ...]
    where: Callable[..., bool] | None = None
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
        cases = 0
        for values in itertools.product(*(range(first, last + 1) for _, first, last in self.box)):
            case = dict(zip(names, values, strict=True))
            if self.where is not None and not self.where(**case):
                continue
            cases += 1
            answer = self.predicate(**case)
            if answer is not True and answer is not False:
                raise TypeError(f"the predicate answered {answer!r}, not a bool")
            if not answer:
                text = ", ".join(f"{name} = {value}" for name, value in case.items())
                return Finding(Status.REFUTED, self.method, f"fails at {text}", self.box_text)
        if cases == 0:
            return Finding(Status.UNDECIDED, self.method, "the box holds no case", self.box_text)
        return Finding(Status.PROVED, self.method, f"{cases} cases", self.box_text)
