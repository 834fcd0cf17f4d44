"""How much work the check of a witness takes, told from its sizes before any of it is done."""

from __future__ import annotations

from ratiolab.adversary.witnesses.blocks import LIST_LIMIT, Block, Pattern, Starts, Together
from ratiolab.adversary.witnesses.witness import Witness
from ratiolab.algorithms import Algorithm, facts_of, make
from ratiolab.algorithms.facts import ClosedForm
from ratiolab.certificates.means import TooMuchWork, Work, default_work
from ratiolab.errors import InputError
from ratiolab.instance import EXPAND_LIMIT
from ratiolab.slices import ladder

#: Units for a group, for a job that is listed, and for a slice of a group; a unit is about a microsecond.
_GROUP, _JOB, _SLICE = 50, 2, 2
#: Equal jobs whose starts recur are not listed beyond these.
_RECURRING = 1_000_000


def refuse_long(witness: Witness, max_work: int | None = None) -> None:
    """Refuse a witness whose check takes too long; what makes it long is not done.

    Parameters
    ----------
    witness : Witness
        Its class has been imported, if it is a user's.
    max_work : int, optional
        Units of work, about a microsecond each; by default as many as its length allows.

    Raises
    ------
    InputError
        If it takes more: nothing is decided.
    """
    work = Work(default_work(numbers(witness)) if max_work is None else max_work)
    try:
        work.spend(of_blocks(witness))
        try:
            algorithm = make(witness.algorithm, **witness.parameters)
        except InputError:
            return  # for the check to say
        work.spend(of_algorithm(algorithm, witness))
    except TooMuchWork as error:
        raise InputError(str(error)) from None


def numbers(witness: Witness) -> int:
    """How many numbers the file of a witness holds, about."""
    return 2 * len(witness.instance.groups) + sum(map(_numbers, witness.blocks))


def of_blocks(witness: Witness) -> int:
    """Units for its schedule."""
    jobs = witness.instance.jobs
    if jobs <= LIST_LIMIT:
        # more may be placed than there are: they are counted, and refused, before any is listed
        return 10 * jobs + sum(map(_numbers, witness.blocks))
    patterns = (block for block in witness.blocks if isinstance(block, Pattern))
    return sum(map(_numbers, witness.blocks)) + sum(len(block.offsets) ** 2 for block in patterns)


def of_algorithm(algorithm: Algorithm, witness: Witness) -> int:
    """Units for the algorithm's cost."""
    instance, facts = witness.instance, facts_of(algorithm)
    groups, jobs = len(instance.groups), instance.jobs
    rounds = facts.by_round * sum(group.count * group.response for group in instance.groups)
    if facts.closed_form is ClosedForm.ANY:
        prompt = max(group.prompt for group in instance.groups)
        slices = 1 if facts.scaling_factor is None else _slices(algorithm, instance.memory - prompt)
        return _GROUP * groups + _SLICE * groups * slices + groups**2 // 40
    recurs = facts.closed_form is ClosedForm.FULL_BATCHES and len(instance.types()) == 1
    listed = min(jobs, _RECURRING) if recurs else jobs if jobs <= EXPAND_LIMIT else 0  # more is refused
    return _GROUP * groups + _JOB * listed + (rounds if listed else 0)


def _slices(algorithm: Algorithm, capacity: int) -> int:
    scaling_factor = facts_of(algorithm).scaling_factor
    assert scaling_factor is not None
    try:
        return len(ladder(scaling_factor(algorithm), capacity))
    except InputError:
        return 1  # for the check to say


def _numbers(block: Block) -> int:
    match block:
        case Starts(_, starts):
            return len(starts)
        case Pattern() | Together():
            return 2 * len(block.responses)
        case _:
            return 5
