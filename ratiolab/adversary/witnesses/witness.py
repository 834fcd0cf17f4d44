"""A witness: an instance on which an algorithm costs at least p/q times the optimum, beyond doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratiolab.adversary.witnesses.blocks import LIST_LIMIT, Block, WitnessError, check_blocks, flow_time
from ratiolab.algorithms import Algorithm, make, name_of
from ratiolab.algorithms.base import label
from ratiolab.algorithms.foreign.guarded import inconstant
from ratiolab.algorithms.registry import is_built_in, is_verified
from ratiolab.errors import InputError, ScheduleError, SchedulerFailed
from ratiolab.instance import GroupedInstance
from ratiolab.ratios import Standing, fraction_text
from ratiolab.schedule import verify
from ratiolab.theory import Judged, TheoryBound, judge_lower_end
from ratiolab.version import __version__

__all__ = ["CheckedWitness", "Origin", "Witness", "WitnessError", "make_witness", "verify_witness"]


@dataclass(frozen=True)
class Origin:
    """How a witness was found.

    Attributes
    ----------
    command : str
        The command line, without paths.
    seed : int
        At least 0.
    evaluation : int
        Number of the evaluation that found it, at least 0.
    software : str
        Version of ratiolab.
    """

    command: str
    seed: int
    evaluation: int
    software: str = __version__


@dataclass(frozen=True)
class Witness:
    """A claim ``ALG / OPT >= ratio`` with everything needed to check it.

    Attributes
    ----------
    algorithm : str
        Name of the algorithm.
    parameters : mapping of str to str
        Its parameters as exact text.
    instance : GroupedInstance
        Memory budget and jobs, in the order in which the algorithm receives them.
    blocks : tuple of Block
        A feasible schedule of the same jobs.
    algorithm_flow_time, opt_flow_time : int
        The algorithm's flow time and that of `blocks`, in rounds.
    ratio : Fraction
        ``algorithm_flow_time / opt_flow_time``: a lower end of the true ratio.
    origin : Origin
    """

    algorithm: str
    parameters: Mapping[str, str]
    instance: GroupedInstance
    blocks: tuple[Block, ...]
    algorithm_flow_time: int
    opt_flow_time: int
    ratio: Fraction
    origin: Origin

    @property
    def label(self) -> str:
        """Algorithm and parameters, e.g. ``gsa(alpha=2)``."""
        return label(self.algorithm, self.parameters)


@dataclass(frozen=True)
class CheckedWitness(Judged):
    """A witness that passed every check, and how it stands to the proved bound."""

    witness: Witness
    bound: TheoryBound | None
    standing: Standing


def make_witness(
    algorithm: Algorithm, instance: GroupedInstance, blocks: Sequence[Block], origin: Origin
) -> Witness:
    """Compute both flow times exactly and return the witness they make; `verify_witness` judges it."""
    cost = algorithm.cost(instance).flow_time
    opt = flow_time(blocks)
    return Witness(
        name_of(algorithm),
        dict(algorithm.parameters),
        instance,
        tuple(blocks),
        cost,
        opt,
        Fraction(cost, opt),
        origin,
    )


class _CostsOtherwise(WitnessError):
    """The algorithm costs something else than it did."""

    def __init__(self, message: str, first: int, then: int) -> None:
        super().__init__(message)
        self.costs = first, then


def verify_witness(witness: Witness) -> CheckedWitness:
    """Check every field of a witness with integers only.

    The cost of a user's class is believed only with its schedule, which is verified.

    Raises
    ------
    WitnessError
        Naming the first field that does not hold and the reason.
    SchedulerFailed
        If a user's class fails: that is no word on the witness.
    """
    try:
        algorithm = make(witness.algorithm, **witness.parameters)
    except InputError as error:
        raise WitnessError(f"algorithm: {error}") from None
    if dict(algorithm.parameters) != dict(witness.parameters):
        raise WitnessError(
            f"parameters: are {dict(witness.parameters)}, the algorithm writes them {algorithm.parameters}"
        )
    if algorithm.keeps_progress:
        raise WitnessError(
            f"algorithm: {algorithm.name} keeps the progress of evicted jobs: outside the model"
        )
    try:
        cost = algorithm.cost(witness.instance).flow_time
    except InputError as error:
        raise WitnessError(f"algorithm: {error}") from None
    if cost != witness.algorithm_flow_time:
        said = witness.algorithm_flow_time
        raise _CostsOtherwise(f"algorithm_flow_time: is {said}, recomputed {cost}", said, cost)
    if not is_verified(algorithm):
        _check_schedule(algorithm, witness.instance, cost)
    check_blocks(witness.instance, witness.blocks)
    opt = flow_time(witness.blocks)
    if opt != witness.opt_flow_time:
        raise WitnessError(f"opt_flow_time: is {witness.opt_flow_time}, the schedule costs {opt}")
    right = Fraction(cost, opt)
    if witness.ratio != right:
        given = fraction_text(witness.ratio)
        raise WitnessError(f"ratio: is {given}, the flow times give {fraction_text(right)}")
    # No lower bound on OPT is needed here: only the lower end can exceed.
    return CheckedWitness(witness, *judge_lower_end(algorithm, witness.instance, witness.ratio))


def verify_made(witness: Witness) -> CheckedWitness:
    """As `verify_witness`, of a witness that was made a moment ago.

    Raises
    ------
    SchedulerFailed
        Also if a user's class costs something else now.
    """
    try:
        return verify_witness(witness)
    except _CostsOtherwise as error:
        algorithm = make(witness.algorithm, **witness.parameters)
        if is_built_in(algorithm):
            raise
        raise inconstant(algorithm, witness.instance, *error.costs) from None


def _check_schedule(algorithm: Algorithm, instance: GroupedInstance, cost: int) -> None:
    """Check that the schedule of a user's class is feasible and costs what the class says."""
    if instance.jobs > LIST_LIMIT:
        raise WitnessError(
            f"algorithm: {algorithm.name} is no algorithm of the library: its schedule must be verified, and "
            f"{instance.jobs} jobs are too many to list: at most {LIST_LIMIT}"
        )
    jobs = instance.expand()
    try:
        shown = verify(jobs, algorithm.schedule(jobs)).flow_time
    except SchedulerFailed:
        raise
    except (ScheduleError, InputError) as error:
        raise WitnessError(f"algorithm: schedule of {algorithm.name}: {error}") from None
    if shown != cost:
        words = f"algorithm_flow_time: {algorithm.name} says {cost}, its schedule costs {shown}"
        raise _CostsOtherwise(words, cost, shown)
