"""The exhaustive box as a run that lasts: cell by cell, kept at once, resumed as if never interrupted."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ratiolab.adversary.boxes.cell import (
    Cell,
    Worst,
    relevant,
    worst_order,
)
from ratiolab.adversary.boxes.folder import BoxFolder
from ratiolab.adversary.boxes.maximum import Maximum, checked_maximum, second_optimum
from ratiolab.adversary.boxes.tiny import MAX_JOBS, tiny_optima
from ratiolab.algorithms import ALGORITHMS, Algorithm, facts_of, parse
from ratiolab.algorithms.registry import import_trusted, named_in
from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.integers import IntArray, check_integer

#: Largest budget: beyond it the optima are no tiny ones.
MAX_MEMORY = 24
#: Sequences between two looks at the keyboard, about.
_CHUNK = 100_000


def default_algorithms() -> tuple[str, ...]:
    """Algorithms that are swept unless told otherwise, with the parameters their files name."""
    return tuple(
        f"{name}:{parameters}" if parameters else name
        for name, kind in ALGORITHMS.items()
        for parameters in kind.facts.swept
    )


@dataclass(frozen=True)
class Box:
    """What is swept: all instances with at most `jobs` jobs and a budget of at most `memory` tokens.

    Attributes
    ----------
    jobs, memory : int
        At least 1; at most `MAX_JOBS` and `MAX_MEMORY`.
    slow_jobs : int
        Most jobs for algorithms whose every order is simulated at length.
    algorithms : tuple of str
        As `ratiolab.algorithms.parse` reads them.
    """

    jobs: int
    memory: int
    slow_jobs: int
    algorithms: tuple[str, ...] = field(default_factory=default_algorithms)

    @property
    def command(self) -> str:
        """The command line, without the folder."""
        words = ["ratiolab", "box", "--n", str(self.jobs), "--memory", str(self.memory)]
        words += ["--slow-n", str(self.slow_jobs)]
        if self.algorithms != default_algorithms():
            words += [word for algorithm in self.algorithms for word in ("--alg", algorithm)]
        return shlex.join(words)

    def check(self) -> None:
        """Refuse a box that is out of range, or an algorithm that is unknown or named twice.

        Raises
        ------
        InputError
        """
        if not (1 <= self.jobs <= MAX_JOBS and 1 <= self.memory <= MAX_MEMORY and self.slow_jobs >= 1):
            raise InputError(
                f"the box n <= {self.jobs}, M <= {self.memory}, slow algorithms n <= {self.slow_jobs}: "
                f"n must be from 1 to {MAX_JOBS} and M from 1 to {MAX_MEMORY}"
            )
        labels = [parse(text).label for text in self.algorithms]
        if len(set(labels)) < len(labels):
            raise InputError("an algorithm is named twice")

    @classmethod
    def stored(cls, kept: dict[str, Any], source: str, trust: Collection[str] = ()) -> Box:
        """Return the box kept in a run folder, checked.

        Parameters
        ----------
        kept : dict
            A JSON object.
        source : str
            How messages call the folder.
        trust : collection of str
            Modules that may be imported because the box names a class of theirs.

        Raises
        ------
        InputError
            If another version of ratiolab kept other fields, a field is wrong, or a module is not trusted.
        """
        if set(kept) != {entry.name for entry in fields(cls)}:
            raise InputError(f"{source}: holds a box of another version of ratiolab: start anew")
        names = kept["algorithms"]
        if type(names) is not list or not names or not all(type(name) is str for name in names):
            raise InputError(f"{source}: algorithms is {shown(names)}: it must be a list of names")
        try:
            jobs, memory, slow = (check_integer(kept[key], key, 1) for key in ("jobs", "memory", "slow_jobs"))
            for name in names:
                import_trusted(named_in(name), trust)
            box = cls(jobs, memory, slow, tuple(names))
            box.check()
        except InputError as error:
            raise InputError(f"{source}: {error}") from None
        return box

    def jobs_for(self, algorithm: Algorithm) -> int:
        """Most jobs an algorithm is swept for."""
        facts = facts_of(algorithm)
        quick = facts.one_order or (facts.loop is not None and facts.loop.quick)
        return self.jobs if quick else min(self.jobs, self.slow_jobs)

    def cells(self) -> Iterator[Cell]:
        """Every cell, fewest jobs first, then smallest budget, then smallest prompt."""
        for n in range(1, self.jobs + 1):
            for memory in range(1, self.memory + 1):
                for prompt in range(memory):
                    yield Cell(memory, prompt, n)


@dataclass(frozen=True)
class BoxOutcome:
    """What a sweep ends with; `maxima` by algorithm, number of jobs and budget, each re-checked."""

    box: Box
    maxima: dict[str, dict[tuple[int, int], Maximum]]
    seconds: float

    @property
    def faults(self) -> list[str]:
        """All that contradicts a proof or a second computation; empty if everything holds."""
        return [
            fault for cells in self.maxima.values() for largest in cells.values() for fault in largest.faults
        ]

    def largest(self, algorithm: str) -> Maximum:
        """The largest ratio of an algorithm in the whole box; of equal ones the first."""
        cells = self.maxima[algorithm]
        return max((cells[at] for at in sorted(cells)), key=lambda largest: largest.ratio)


#: Told sequences done and in total, sequences a second, and the largest ratio so far in words.
Watch = Callable[[int, int, float, str], None]


def run_box(
    folder: Path, box: Box | None, watch: Watch | None = None, trust: Collection[str] = ()
) -> BoxOutcome:
    """Sweep a box, or go on with the one in `folder`, and re-check every maximum the ordinary way.

    Parameters
    ----------
    folder : Path
    box : Box, optional
        What to sweep; None to go on with what the folder holds.
    watch : callable, optional
        Told how far it is.
    trust : collection of str
        Modules that may be imported because the folder names a class of theirs.

    Raises
    ------
    InputError
        If the folder already holds a box and `box` is given, or holds none and it is not; or as
        `Box.check`.
    """
    if box is not None:
        box.check()
    elif BoxFolder.stored(folder) is None:
        raise InputError(f"{folder}: holds no box to resume")
    with BoxFolder(folder) as store:
        stored = store.asked()
        if box is None:
            assert stored is not None
            box = Box.stored(stored, str(folder), trust)
            algorithms = {text: parse(text) for text in box.algorithms}
            store.check({text: (made, box.jobs_for(made)) for text, made in algorithms.items()})
        elif stored is not None:
            raise InputError(f"{folder}: already holds a box: resume it, or choose a new folder")
        else:
            store.ask(asdict(box))
        _sweep(store, box, watch)
        return _checked(store, box)


def _sweep(store: BoxFolder, box: Box, watch: Watch | None) -> None:
    """Fill in what is missing, cell by cell; a cell is on disk before the next one begins."""
    algorithms = {text: parse(text) for text in box.algorithms}
    known = store.known()
    left = [
        (cell, [text for text, algorithm in algorithms.items() if cell.jobs <= box.jobs_for(algorithm)])
        for cell in box.cells()
    ]
    total = sum(cell.orders(algorithms[text]) for cell, texts in left for text in texts)
    done, fresh, begun, best = 0, 0, time.monotonic(), (0, 1, "")
    for cell, texts in left:
        missing = [text for text in texts if (text, cell) not in known]
        done += sum(cell.orders(algorithms[text]) for text in texts if text not in missing)
        lengths = cell.lengths() if missing else np.empty((0, cell.jobs), np.int64)
        optima = tiny_optima(cell.memory, cell.prompt, lengths)
        for text in missing:
            began = time.monotonic()
            mask = relevant(algorithms[text], lengths)
            worst: Worst | None = None
            for rows, least in _chunks(cell.orders(algorithms[text]), lengths[mask], optima[mask]):
                part = worst_order(algorithms[text], cell, rows, least)
                worst = part if worst is None else worst.joined(part)
                done, fresh = done + part.orders, fresh + part.orders
                if worst.cost * best[1] > best[0] * worst.optimum:
                    best = (worst.cost, worst.optimum, text)
                if watch is not None:
                    rate = fresh / max(time.monotonic() - begun, 1e-9)
                    watch(done, total, rate, f"{best[0]}/{best[1]} ({best[2]})")
            assert worst is not None  # every cell holds an instance of equal lengths
            store.keep(text, cell, worst, time.monotonic() - began)


def _chunks(orders: int, lengths: IntArray, optima: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
    """Split the instances of a cell so that each part has about `_CHUNK` sequences."""
    parts = min(len(lengths), orders // _CHUNK + 1)
    yield from zip(np.array_split(lengths, parts), np.array_split(optima, parts), strict=True)


def _checked(store: BoxFolder, box: Box) -> BoxOutcome:
    """Take the maxima over prompts and compute each again, and compare with what is proved."""
    maxima: dict[str, dict[tuple[int, int], Maximum]] = {}
    optimum_of = cache(second_optimum)
    for text in box.algorithms:
        algorithm = parse(text)
        places: dict[tuple[int, int], tuple[Cell, Worst]] = {}
        for cell, worst in store.worst(text):
            before = places.get((cell.jobs, cell.memory))
            if before is None:
                places[cell.jobs, cell.memory] = (cell, worst)
                continue
            joined = before[1].joined(worst)
            ahead = (joined.cost, joined.optimum, joined.lengths) != (
                before[1].cost,
                before[1].optimum,
                before[1].lengths,
            )
            places[cell.jobs, cell.memory] = (cell if ahead else before[0], joined)
        maxima[text] = {at: checked_maximum(algorithm, *places[at], optimum_of) for at in sorted(places)}
    return BoxOutcome(box, maxima, store.seconds())
