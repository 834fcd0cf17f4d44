"""How a step was decided, and what became of a claim: words and numbers, without any algebra."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What became of a step or a claim.

    ``assumed`` is a claim nobody discharges; ``premise`` marks, in a report, a theorem the report uses
    without deriving it.
    """

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    ASSUMED = "assumed"
    PREMISE = "premise"


@dataclass(frozen=True)
class Verdict:
    """Outcome of discharging one step.

    Parameters
    ----------
    status
        ``proved``, ``refuted`` or ``undecided``.
    method
        How it was decided, in words.
    detail
        What was found: the polynomial, a counterexample, the reason for giving up.
    seconds
        Wall-clock time spent.
    box
        The finite box a counting fact was checked on; None when the step holds without one.
    """

    status: Status
    method: str
    detail: str
    seconds: float
    box: str | None = None

    @property
    def proved(self) -> bool:
        """Whether the step holds."""
        return self.status is Status.PROVED


@dataclass(frozen=True)
class Finding:
    """What a method returns before it is timed: status, method, detail, and a box if one limits it."""

    status: Status
    method: str
    detail: str
    box: str | None = None


@dataclass(frozen=True)
class StepResult:
    """A step and its verdict, flattened for printing.

    Parameters
    ----------
    name, statement
        Of the step.
    method
        How it was decided.
    verdict
        ``proved``, ``refuted``, ``undecided``, ``assumed`` or ``premise``.
    detail
        What was found.
    seconds
        Wall-clock time.
    box
        The finite box the step was checked on, if it was.
    """

    name: str
    statement: str
    method: str
    verdict: str
    detail: str
    seconds: float
    box: str | None = None


@dataclass(frozen=True)
class Binding:
    """How far a machine has tied a claim to its steps, and these to what they rest on.

    Parameters
    ----------
    conclusions
        What the claim says as relations: what the machine checks.
    assumes
        Under which of its own assumptions, as relations.
    definitions
        What letters stand for.
    refused
        What is wrong: a conclusion that no step shows, a hypothesis that is the goal, a premise that nothing
        uses.
    words
        Hypotheses without an origin, as ``step X: a <= b``: that they hold is said in words.
    premises_in_words
        Premises that no hypothesis comes from: how they are used is said in words.
    origins
        Pairs (hypothesis, where it comes from).
    kernel
        Theorems of the Coq development that hypotheses come from.
    stated_by
        The end theorem of the Coq development that states the whole claim; empty if there is none.
    """

    conclusions: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    premises_in_words: tuple[str, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()
    kernel: tuple[str, ...] = ()
    stated_by: str = ""

    @property
    def complete(self) -> bool:
        """Whether nothing between the claim, its steps and its premises is left to words."""
        return bool(self.conclusions) and not (self.refused or self.words or self.premises_in_words)


@dataclass(frozen=True)
class ClaimResult:
    """A claim and what became of each of its steps.

    ``status`` is proved only if every step is and the steps cover the claim's domain; refuted if a step is
    refuted; assumed if there is no step. It speaks of the claim given its premises: the graph says whether
    those hold. ``coverage`` lists what the steps leave out, each as ``uncovered: step X, variable k`` or,
    of a variable that the claim does not declare, ``undeclared: step X: 1 <= g``. ``binding`` says how much
    of the way from the steps to the statement was checked by machine; what it refuses makes the claim
    undecided. ``kept`` says that the verdict is an earlier one, kept while nothing it depends on has changed.
    """

    name: str
    status: Status
    steps: tuple[StepResult, ...]
    coverage: tuple[str, ...] = ()
    kept: bool = False
    binding: Binding = Binding()

    @property
    def in_words(self) -> bool:
        """Whether it is proved step by step, but an argument in words ties the steps to the statement."""
        return self.status is Status.PROVED and not self.binding.complete

    @property
    def boxes(self) -> tuple[str, ...]:
        """Finite boxes on which counting facts of this claim were checked."""
        return tuple(step.box for step in self.steps if step.box is not None)

    @property
    def seconds(self) -> float:
        """Time spent on all steps."""
        return sum(step.seconds for step in self.steps)


def summarise(results: Sequence[StepResult]) -> tuple[Status, tuple[StepResult, ...]]:
    """Status of a claim from its steps' results."""
    verdicts = {result.verdict for result in results}
    if not results:
        status = Status.ASSUMED
    elif Status.REFUTED.value in verdicts:
        status = Status.REFUTED
    elif verdicts == {Status.PROVED.value}:
        status = Status.PROVED
    else:
        status = Status.UNDECIDED
    return status, tuple(results)
