"""Searches that last: improvements kept at once, resumed as if never interrupted, on any executor.

Every island is a run folder of its own and a function of its task alone: neither executor nor interruption
changes where it ends. Only this process writes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ratiolab.adversary.campaign.executors import Executor, Serial
from ratiolab.adversary.campaign.folder import WITNESS, RunFolder
from ratiolab.adversary.campaign.island import Island, Outcome
from ratiolab.adversary.campaign.piece import Improved
from ratiolab.adversary.campaign.plan import PLAN, read_plan, write_plan
from ratiolab.adversary.campaign.task import MOST_ISLANDS, Search, Task
from ratiolab.adversary.witnesses.file import write_witness
from ratiolab.adversary.witnesses.witness import CheckedWitness
from ratiolab.errors import InputError


@dataclass(frozen=True)
class Progress:
    """Where searches stand, for whoever watches.

    Attributes
    ----------
    evaluations : int
    seconds : float
        Spent searching, all islands together.
    best : CheckedWitness or None
        With the largest ratio of all.
    done, total : int
        What is spent of the budgets, in `unit`.
    unit : str
        ``evaluations``, ``seconds``, or ``per cent`` where budgets are mixed.
    """

    evaluations: int
    seconds: float
    best: CheckedWitness | None
    done: int
    total: int
    unit: str

    @property
    def rate(self) -> float:
        """Evaluations per second of searching."""
        return self.evaluations / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Result:
    """What a search ends with: its islands and the best witness among them, in `folder`."""

    search: Search
    folder: Path
    islands: tuple[Outcome, ...]

    @property
    def evaluations(self) -> int:
        """Of all islands."""
        return sum(island.evaluations for island in self.islands)

    @property
    def seconds(self) -> float:
        """Spent searching by all islands together."""
        return sum(island.seconds for island in self.islands)

    @property
    def best(self) -> CheckedWitness | None:
        """The largest ratio; of equal ones that of the first island."""
        bests = [island.best for island in self.islands if island.best is not None]
        return max(bests, key=lambda best: best.witness.ratio, default=None)

    @property
    def witness_path(self) -> Path:
        """The best witness as a file."""
        return self.folder / WITNESS


def run_task(folder: Path, task: Task | None, watch: Callable[[Progress], None] | None = None) -> Outcome:
    """Run one task in this process, or go on with the one in `folder`."""
    (result,) = run_searches(folder, None if task is None else [Search(task)], watch=watch)
    return result.islands[0]


def run_searches(
    folder: Path,
    searches: Sequence[Search] | None,
    executor: Executor | None = None,
    watch: Callable[[Progress], None] | None = None,
    trust: Collection[str] = (),
) -> list[Result]:
    """Run searches, or go on with those in `folder`.

    One search without islands lives in `folder`; several live in subfolders of their names, islands in
    subfolders of their seeds, beside a plan that names them all.

    Parameters
    ----------
    folder : Path
    searches : sequence of Search, optional
        What to do; None to go on with what the folder holds.
    executor : Executor, optional
        Who does it; default this process.
    watch : callable, optional
        Told after every piece.
    trust : collection of str
        Modules that may be imported because the folder names a class of theirs.

    Raises
    ------
    InputError
        If the folder holds a search and `searches` is given, or none and it is not; or if an algorithm
        applies to none of the instances.
    """
    if searches is None:
        searches = stored_searches(folder, trust)
    else:
        if RunFolder.stored(folder) is not None or (folder / PLAN).exists():
            raise InputError(f"{folder}: already holds a search: resume it, or choose a new folder")
        parts = [search.parts() for search in searches]  # everything is checked before anything is made
        if sum(map(len, parts)) > MOST_ISLANDS:
            raise InputError(f"{sum(map(len, parts))} islands in all are too many: at most {MOST_ISLANDS}")
        if len(searches) > 1 or searches[0].islands > 1:
            write_plan(folder, searches)
    groups: list[_Group] = []
    try:
        for search in searches:
            home = folder / search.name if len(searches) > 1 else folder
            groups.append(_Group(search, home))
        _drive(groups, executor or Serial(), watch)
        return [group.result() for group in groups]
    finally:
        for group in groups:
            group.close()


def stored_searches(folder: Path, trust: Collection[str] = ()) -> list[Search]:
    """Return what a folder holds.

    Parameters
    ----------
    folder : Path
    trust : collection of str
        Modules that may be imported because the folder names a class of theirs.

    Raises
    ------
    InputError
        If it holds none, or one of another version.
    """
    if (folder / PLAN).exists():
        return read_plan(folder, trust)
    stored = RunFolder.stored(folder)
    if stored is None:
        raise InputError(f"{folder}: holds no search to resume")
    return [Search(Task.stored(stored, str(folder), trust))]


class _Group:
    """The islands of one search, and the best witness among them as a file."""

    def __init__(self, search: Search, folder: Path) -> None:
        self.search, self.folder = search, folder
        self.islands: list[Island] = []
        alone = search.islands == 1
        for task in search.parts():
            self.islands.append(Island(folder if alone else folder / f"island-{task.seed}", task))
        known = [ratio for island in self.islands if (ratio := island.store.best_ratio()) is not None]
        self._merged = max(known, default=None)

    def improved(self, island: Island) -> None:
        """Write an island's new best if it is the best of all."""
        assert island.best is not None
        witness = island.best.witness
        if len(self.islands) > 1 and (self._merged is None or witness.ratio > self._merged):
            self._merged = witness.ratio
            write_witness(witness, self.folder / WITNESS)

    def result(self) -> Result:
        """What the search ends with; of equal witnesses that of the first island is the file."""
        result = Result(self.search, self.folder, tuple(island.outcome() for island in self.islands))
        if result.best is None and result.evaluations:
            name = self.search.task.algorithm
            raise InputError(f"{name} applies to none of the {result.evaluations} instances tried")
        if len(self.islands) > 1 and result.best is not None:
            write_witness(result.best.witness, result.witness_path)
        return result

    def close(self) -> None:
        """Close the databases."""
        for island in self.islands:
            island.store.close()


def _drive(groups: Sequence[_Group], executor: Executor, watch: Callable[[Progress], None] | None) -> None:
    """Keep the executor busy until every budget is spent; earlier islands go first."""
    islands = [(group, island) for group in groups for island in group.islands]
    under_way: set[int] = set()
    while True:
        for ticket, (_, island) in enumerate(islands):
            if len(under_way) >= executor.slots:
                break
            if ticket not in under_way and (piece := island.next_piece(executor.batch)) is not None:
                executor.submit(ticket, piece)
                under_way.add(ticket)
        if not under_way:
            return
        for ticket, event in executor.events():
            group, island = islands[ticket]
            if isinstance(event, Improved):
                island.improved(event)
                group.improved(island)
                continue
            under_way.discard(ticket)
            island.finished(event)
        if watch is not None:
            watch(_progress([island for _, island in islands]))


def _progress(islands: Sequence[Island]) -> Progress:
    evaluations, seconds = sum(i.evaluations for i in islands), sum(i.seconds for i in islands)
    bests = [island.best for island in islands if island.best is not None]
    best = max(bests, key=lambda checked: checked.witness.ratio, default=None)
    counted = [i.budget.evaluations for i in islands if i.budget.evaluations is not None]
    timed = [i.budget.seconds for i in islands if i.budget.seconds is not None]
    if not timed:
        return Progress(evaluations, seconds, best, evaluations, sum(counted), "evaluations")
    if not counted:
        return Progress(evaluations, seconds, best, round(seconds), round(sum(timed)), "seconds")
    shares = [
        i.evaluations / i.budget.evaluations if i.budget.evaluations else i.seconds / (i.budget.seconds or 1)
        for i in islands
    ]
    return Progress(evaluations, seconds, best, round(100 * sum(shares) / len(shares)), 100, "per cent")
