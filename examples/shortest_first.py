"""A scheduler of your own in thirty lines: shortest prompt-plus-response first, as many as fit.

Try it from the directory above::

    ratiolab ratio --alg examples.shortest_first:ShortestFirst --alg mc-sf --workload uniform
    ratiolab ratio --alg examples.shortest_first:Cautious:reserve=8 --workload uniform

or in Python: ``ratiolab.compare(instance, [ShortestFirst(), Cautious(reserve="8"), "mc-sf"])``.
"""

from __future__ import annotations

from ratiolab import Batch, Decision, Scheduler, View


class ShortestFirst(Scheduler):
    """Start the waiting jobs that need least memory at their end, while all ends fit together."""

    name = "shortest-first"
    knows_lengths = True

    def begin(self, batch: Batch) -> None:
        """Sort the jobs once by the memory they hold in their last round."""
        assert batch.lengths is not None
        self.memory = batch.memory
        self.need = [s + o for s, o in zip(batch.prompts, batch.lengths, strict=True)]

    def decide(self, view: View) -> Decision:
        """Never kill; fill the budget by final needs, which can never be exceeded."""
        free = self.memory - sum(self.need[job] for job in view.active)
        chosen = []
        for job in sorted(view.waiting, key=self.need.__getitem__):
            if self.need[job] > free:
                break
            free -= self.need[job]
            chosen.append(job)
        return Decision(start=chosen)


class Cautious(Scheduler):
    """Knows no lengths: starts jobs in order while memory is free, kills the youngest when it runs out.

    Parameters
    ----------
    reserve : str
        Tokens kept free for growth when a job is started; text, as on the command line.
    """

    name = "cautious"

    def __init__(self, reserve: str = "0") -> None:
        self.reserve = int(reserve)

    def begin(self, batch: Batch) -> None:
        """Remember the budget and the prompts."""
        self.memory, self.prompts = batch.memory, batch.prompts

    def decide(self, view: View) -> Decision:
        """Kill from the youngest until the round fits; start only in rounds without a kill."""
        held, kill = view.held, []
        for job in reversed(list(view.active)):
            if held <= self.memory:
                break
            held -= self.prompts[job] + view.active[job] + 1
            kill.append(job)
        start: list[int] = []
        for job in view.waiting if not kill else ():
            reserve = self.reserve if start or view.active else 0
            if held + self.prompts[job] + 1 + reserve > self.memory:
                break
            held += self.prompts[job] + 1
            start.append(job)
        return Decision(kill=kill, start=start)
