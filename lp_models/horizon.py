"""How late a job can start in a schedule worth looking at: proved, never taken from a makespan.

Let UB be the flow time of any feasible schedule. The start rounds of a schedule sum to its flow time
minus the sum of all response lengths, and none is negative; so in every schedule with flow time at
most UB, hence in every optimal one, each job starts by round ``UB - sum(o)``, and the last completion
satisfies ``C_max <= UB - sum(o) + o_max``.

The makespan of a greedy schedule is not a valid horizon: an optimal schedule may well end later than
a schedule with more flow time does.
"""

from __future__ import annotations


def latest_start(upper: int, others_lower: int, response: int, total_length: int) -> int:
    """Latest start round of a job in any optimal schedule.

    Two arguments, both valid at once. First: the other jobs complete in at least `others_lower`
    together, so ``C_j <= upper - others_lower`` (with ``others_lower = sum(o) - o_j`` this is the
    bound above). Second: an optimal schedule has no empty round before its last completion, because
    everything that starts later could start one round earlier; so each of its rounds is a round of
    some job and ``C_max <= sum(o)``.

    Parameters
    ----------
    upper : int
        Flow time of some feasible schedule, in rounds.
    others_lower : int
        A proved lower bound on the flow time of all jobs but this one, in rounds.
    response : int
        The job's response length o_j, in rounds, at least 1.
    total_length : int
        Sum of all response lengths, in rounds.

    Returns
    -------
    int
        A round, at least 0 whenever the arguments are what they should be.
    """
    return min(upper - others_lower, total_length) - response


def latest_completion(upper: int, total_length: int, longest: int) -> int:
    """Horizon for all jobs at once: ``UB - sum(o) + o_max``, in rounds.

    Parameters
    ----------
    upper : int
        Flow time of some feasible schedule.
    total_length, longest : int
        Sum and maximum of the response lengths.

    Returns
    -------
    int
        No job of a schedule with flow time at most `upper` completes later.
    """
    return upper - total_length + longest
