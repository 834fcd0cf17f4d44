"""What is true of an algorithm beside its rule, declared in its own file.

Whoever would ask for an algorithm's name or class asks `ratiolab.algorithms.facts_of` instead. Facts go by
the exact class: a class derived from one of the library's may do anything, so it inherits none of them.

A callable takes the algorithm first, whose parameters may matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofs.exact.surd import Quadratic
    from ratiolab.instance import Instance
    from ratiolab.integers import IntArray
    from ratiolab.schedule import Cost

#: Slices in rounds and the parallelism of each, one entry per call.
Phases = tuple[tuple[int, ...], tuple[int, ...]]
#: Flow times of sequences of response lengths, one sequence a row.
FlowTimes = Callable[["IntArray"], "IntArray"]


class ClosedForm(Enum):
    """What any number of grouped jobs is priced for without listing them."""

    NONE = "nothing"
    FULL_BATCHES = "equal jobs in full batches"
    ANY = "any jobs it applies to"


class Jobs(Enum):
    """The instances a bound covers."""

    EQUAL = "equal jobs"
    ONE_PROMPT = "one common prompt"
    SMALL = "prompts may differ, every job below the budget"


@dataclass(frozen=True)
class Derived:
    """A bound that `proofs` derives, or quotes, at the scaling factor if there is one.

    Attributes
    ----------
    name : str
        As `proofs.bounds.report.report` knows it: of the algorithm itself, or of one that is no better.
    jobs : Jobs
        What it covers; for `Jobs.SMALL` it depends on the largest share of the budget a job takes.
    when : callable
        Whether it holds with the algorithm's parameters.
    why : str
        Where it is of another algorithm: why it holds for this one.
    """

    name: str
    jobs: Jobs
    when: Callable[[Any], bool] = lambda algorithm: True
    why: str = ""


@dataclass(frozen=True)
class Formal:
    """A bound that a theorem of ``proofs/formal`` states of this algorithm, whatever else derives one.

    The constant is read off the theorem, and counts only where it was compiled from the sources in the tree.
    """

    jobs: Jobs


@dataclass(frozen=True)
class Calls:
    """How an algorithm works through its jobs call by call, each after the one before.

    Attributes
    ----------
    of : callable
        From the algorithm, the budget, the common prompt and the response lengths that occur to the
        slices, ascending, the last at least the longest length, and the parallelisms of the calls.
    restarts : bool
        Whether every unfinished job runs in every call and is killed after its slice; if not, each job
        runs once, in the first call whose slice is at least its length.
    together : bool
        Whether the jobs of a call start `parallelism` at a time, once a slice; if not, evenly spaced.
    """

    of: Callable[[Any, int, int, IntArray], Phases]
    restarts: bool = False
    together: bool = False


@dataclass(frozen=True)
class Loop:
    """A compiled loop over many sequences of lengths with one prompt.

    Attributes
    ----------
    of : callable
        From the algorithm, the budget and the common prompt to the loop, or None where the parameters
        have none.
    quick : bool
        Whether a sequence of a few jobs takes a microsecond or two.
    """

    of: Callable[[Any, int, int], FlowTimes | None]
    quick: bool = True


@dataclass(frozen=True)
class Trial:
    """A good feasible schedule, worth trying on OPT's side.

    Attributes
    ----------
    when : callable
        Whether this is so on an instance that it applies to: it is no other one in disguise, and fast.
    turn : int
        Those of a lower turn are tried first, and win where flow times are equal.
    parameters : mapping of str to str
        As `ratiolab.algorithms.make` takes them.
    """

    when: Callable[[Instance], bool] = lambda instance: True
    turn: int = 100
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What is true of one class of algorithms; by default nothing is claimed.

    Attributes
    ----------
    needs_lengths : bool
        It is clairvoyant.
    keeps_progress : bool
        An evicted job keeps its tokens: outside the model.
    one_prompt : bool
        It applies only where all jobs have one prompt.
    equal_jobs : bool
        It is meant for jobs of one length, and judged on those only.
    order_free : bool
        With one prompt, its flow time does not depend on the order of the jobs.
    closed_form : ClosedForm
    scaling_factor : callable or None
        Its scaling factor, whose powers are its slices.
    calls : Calls or None
    loop : Loop or None
    by_round : int
        Microseconds that a round takes, about, where rounds may have to be run one by one; 0 where a run
        goes from job to job.
    check : callable or None
        The cost of its run on an instance after a check by arithmetic alone, where the run is no schedule
        of the model.
    bounds : tuple of Derived or Formal
        The smallest of those that cover an instance counts.
    trials : tuple of Trial
    swept : tuple of str
        Parameters with which ``ratiolab box`` tries it unless told otherwise, e.g. ``"alpha=2"``.
    """

    needs_lengths: bool = False
    keeps_progress: bool = False
    one_prompt: bool = False
    equal_jobs: bool = False
    order_free: bool = False
    closed_form: ClosedForm = ClosedForm.NONE
    scaling_factor: Callable[[Any], Quadratic] | None = None
    calls: Calls | None = None
    loop: Loop | None = None
    by_round: int = 0
    check: Callable[[Any, Instance], Cost] | None = None
    bounds: tuple[Derived | Formal, ...] = ()
    trials: tuple[Trial, ...] = ()
    swept: tuple[str, ...] = ()

    @property
    def sliced(self) -> bool:
        """Whether its calls are those of a geometric ladder."""
        return self.scaling_factor is not None and self.calls is not None

    @property
    def one_order(self) -> bool:
        """Whether one order of every instance it is judged on is enough."""
        return self.order_free or self.equal_jobs
