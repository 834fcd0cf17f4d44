"""A schedule for the optimum's side as a short list of blocks, checked and priced in closed form.

Blocks come one after the other. Up to `LIST_LIMIT` jobs the whole schedule is also listed job by job
and given to `ratiolab.schedule.verify`, and blocks may then overlap; beyond, each block must begin
after the one before has ended and must fit the budget when repeated for ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ratiolab.core.pipeline import floor_sum
from ratiolab.core.spacing import Spacing, steady_peak
from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import GroupedInstance, Instance
from ratiolab.integers import INT64_MAX
from ratiolab.schedule import Schedule, verify

#: Up to this many jobs a schedule is listed and judged job by job.
LIST_LIMIT = 100_000


class WitnessError(ScheduleError):
    """A witness that does not hold: says which field and why."""


@dataclass(frozen=True)
class Staggered:
    """`count` equal jobs; job i starts at ``start + floor(i*period/width)``."""

    start: int
    response: int
    count: int
    spacing: Spacing

    @property
    def end(self) -> int:
        """Last completion round."""
        return self.start + (self.count - 1) * self.spacing.period // self.spacing.width + self.response

    @property
    def flow_time(self) -> int:
        """Sum of completion rounds."""
        starts = floor_sum(self.count, self.spacing.width, self.spacing.period, 0)
        return self.count * (self.start + self.response) + starts

    def counts(self) -> dict[int, int]:
        """Jobs by response length."""
        return {self.response: self.count}

    def start_rounds(self) -> dict[int, int]:
        """Sum of the start rounds by response length."""
        return {self.response: self.flow_time - self.count * self.response}

    def peak(self, prompt: int) -> int | None:
        """Memory in tokens if repeated for ever, None if too wide to check."""
        return steady_peak(self.response, prompt, self.spacing)

    def attempts(self) -> Iterator[tuple[int, int]]:
        """Response length and start round, job by job."""
        for i in range(self.count):
            yield self.response, self.start + i * self.spacing.period // self.spacing.width


@dataclass(frozen=True)
class Pattern:
    """Jobs at `offsets` with `responses`, the whole repeated every `period` rounds, `repeats` times."""

    start: int
    period: int
    repeats: int
    offsets: tuple[int, ...]
    responses: tuple[int, ...]

    @property
    def end(self) -> int:
        """Last completion round."""
        reach = max(a + o for a, o in zip(self.offsets, self.responses, strict=True))
        return self.start + (self.repeats - 1) * self.period + reach

    @property
    def flow_time(self) -> int:
        """Sum of completion rounds."""
        once = sum(self.offsets) + sum(self.responses) + len(self.offsets) * self.start
        return self.repeats * once + len(self.offsets) * self.period * (
            self.repeats * (self.repeats - 1) // 2
        )

    def counts(self) -> dict[int, int]:
        """Jobs by response length."""
        return {o: c * self.repeats for o, c in Counter(self.responses).items()}

    def start_rounds(self) -> dict[int, int]:
        """Sum of the start rounds by response length."""
        shifts = self.period * (self.repeats * (self.repeats - 1) // 2)
        total: Counter[int] = Counter()
        for a, o in zip(self.offsets, self.responses, strict=True):
            total[o] += self.repeats * (self.start + a) + shifts
        return dict(total)

    def peak(self, prompt: int) -> int | None:
        """Memory in tokens if repeated for ever."""
        highest = 0
        for a, o in zip(self.offsets, self.responses, strict=True):
            at, held = a + o - 1, 0
            for b, length in zip(self.offsets, self.responses, strict=True):
                # Copies r with b + r*period <= at < b + r*period + length.
                newest = (at - b) // self.period
                active = newest - (at - b - length) // self.period
                age = at - b - newest * self.period + 1
                held += active * (prompt + age) + self.period * (active * (active - 1) // 2)
            highest = max(highest, held)
        return highest

    def attempts(self) -> Iterator[tuple[int, int]]:
        """Response length and start round, job by job."""
        for r in range(self.repeats):
            for a, o in zip(self.offsets, self.responses, strict=True):
                yield o, self.start + r * self.period + a


@dataclass(frozen=True)
class Starts:
    """Jobs of one response length with their start rounds."""

    response: int
    starts: tuple[int, ...]

    @property
    def start(self) -> int:
        """First start."""
        return min(self.starts)

    @property
    def end(self) -> int:
        """Last completion round."""
        return max(self.starts) + self.response

    @property
    def flow_time(self) -> int:
        """Sum of completion rounds."""
        return sum(self.starts) + len(self.starts) * self.response

    def counts(self) -> dict[int, int]:
        """Jobs by response length."""
        return {self.response: len(self.starts)}

    def start_rounds(self) -> dict[int, int]:
        """Sum of the start rounds by response length."""
        return {self.response: sum(self.starts)}

    def peak(self, prompt: int) -> int | None:
        """Start rounds are only ever judged job by job."""
        return None

    def attempts(self) -> Iterator[tuple[int, int]]:
        """Response length and start round, job by job."""
        for start in self.starts:
            yield self.response, start


@dataclass(frozen=True)
class Together:
    """All jobs start in the same round: `numbers` jobs of each of the `responses`."""

    start: int
    responses: tuple[int, ...]
    numbers: tuple[int, ...]

    @property
    def end(self) -> int:
        """Last completion round."""
        return self.start + max(self.responses)

    @property
    def flow_time(self) -> int:
        """Sum of completion rounds."""
        return sum(c * (self.start + o) for o, c in zip(self.responses, self.numbers, strict=True))

    def counts(self) -> dict[int, int]:
        """Jobs by response length."""
        total: Counter[int] = Counter()
        for o, c in zip(self.responses, self.numbers, strict=True):
            total[o] += c
        return dict(total)

    def start_rounds(self) -> dict[int, int]:
        """Sum of the start rounds by response length."""
        return {o: count * self.start for o, count in self.counts().items()}

    def peak(self, prompt: int) -> int | None:
        """Memory in tokens: jobs of one length or longer, in the last round of that length."""
        alive, highest = 0, 0
        for o, c in sorted(self.counts().items(), reverse=True):
            alive += c
            highest = max(highest, alive * (prompt + o))
        return highest

    def attempts(self) -> Iterator[tuple[int, int]]:
        """Response length and start round, job by job."""
        for o, c in zip(self.responses, self.numbers, strict=True):
            for _ in range(c):
                yield o, self.start


Block = Staggered | Pattern | Starts | Together


def flow_time(blocks: Sequence[Block]) -> int:
    """Sum of completion rounds of all jobs, in closed form."""
    return sum(block.flow_time for block in blocks)


def one_after_the_other(packings: Sequence[tuple[int, int, Spacing]]) -> tuple[Block, ...]:
    """Blocks of (response, count, spacing), each begun when the one before has ended."""
    made: list[Block] = []
    for response, count, spacing in packings:
        made.append(Staggered(made[-1].end if made else 0, response, count, spacing))
    return tuple(made)


def check_blocks(instance: GroupedInstance, blocks: Sequence[Block]) -> None:
    """Check that blocks are a feasible schedule of exactly the instance's jobs, with integers only.

    Raises
    ------
    WitnessError
        Naming the block at fault and the reason.
    """
    prompt = instance.common_prompt
    if prompt is None:
        raise WitnessError("schedule: prompts differ: blocks need one common prompt")
    wanted: Counter[int] = Counter()
    for group in instance.groups:
        wanted[group.response] += group.count
    placed: Counter[int] = Counter()
    for block in blocks:
        placed.update(block.counts())
    for o in sorted(wanted.keys() | placed.keys()):
        if wanted[o] != placed[o]:
            raise WitnessError(f"schedule: {placed[o]} jobs of length {o} are placed, there are {wanted[o]}")
    if instance.jobs <= LIST_LIMIT:
        _judge(instance, prompt, blocks)
        return
    ended = 0
    for b, block in enumerate(blocks):
        if block.start < ended:
            raise WitnessError(
                f"schedule[{b}]: starts at round {block.start}, before round {ended}, where the block before "
                f"ends: with more than {LIST_LIMIT} jobs blocks may not overlap"
            )
        peak = block.peak(prompt)
        if peak is None:
            raise WitnessError(f"schedule[{b}]: has no closed form to check {instance.jobs} jobs by")
        if peak > instance.memory:
            raise WitnessError(
                f"schedule[{b}]: holds {peak} tokens: more than the memory budget {instance.memory}"
            )
        ended = block.end


def _judge(instance: GroupedInstance, prompt: int, blocks: Sequence[Block]) -> None:
    """List the schedule job by job and let `verify` judge it."""
    listed = [attempt for block in blocks for attempt in block.attempts()]
    lengths, starts = [o for o, _ in listed], [a for _, a in listed]
    if max(starts) > INT64_MAX:
        raise WitnessError("schedule: its rounds do not fit 64 bits")
    jobs = Instance.common(instance.memory, prompt, np.array(lengths, dtype=np.int64))
    try:
        verified = verify(jobs, Schedule.of_starts(np.array(starts, dtype=np.int64), jobs))
    except (ScheduleError, InputError) as error:
        raise WitnessError(f"schedule: {error}") from None
    if verified.flow_time != flow_time(blocks):
        raise AssertionError("the closed form of a block differs from its listing")
