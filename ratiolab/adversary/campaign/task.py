"""What a search is asked to do: algorithm, region, strategy, budget, seed, islands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

from ratiolab.adversary.search.candidate import Region
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.algorithms import facts_of, parse, takes, text_of
from ratiolab.algorithms.facts import ClosedForm
from ratiolab.algorithms.registry import import_trusted, named_in
from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.integers import MAX_MEMORY, check_integer

#: The region by default of algorithms that list grouped jobs one by one.
LISTED_JOBS = 400
LISTED_MEMORY = 1_000
#: Most islands of one search: each keeps a database open.
MOST_ISLANDS = 100

_TIME = re.compile(r"(\d{1,20}(?:\.\d{1,20})?)\s*(s|sec|min|h)", re.ASCII)
_COUNT = re.compile(r"\d{1,40}(?:e\d{1,2})?", re.ASCII)
_NAME = re.compile(r"[\w-]{0,80}", re.ASCII)
_SECONDS = {"s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0}


@dataclass(frozen=True)
class Budget:
    """How long a search goes on: `evaluations`, or `seconds` of searching; one of them is None."""

    evaluations: int | None = None
    seconds: float | None = None

    @classmethod
    def parse(cls, text: str) -> Budget:
        """Read ``10min``, ``90s``, ``1h``, ``1000000`` or ``1e6``.

        Raises
        ------
        InputError
            If it is none of these.
        """
        written = text.strip()
        if timed := _TIME.fullmatch(written):
            seconds = float(timed[1]) * _SECONDS[timed[2]]
            if seconds > 0:
                return cls(seconds=seconds)
        elif _COUNT.fullmatch(written):
            mantissa, _, exponent = written.partition("e")
            count = int(mantissa) * 10 ** int(exponent or 0)
            if 1 <= count <= 10**15:
                return cls(evaluations=count)
        raise InputError(
            f"budget {text[:40]!r}: use a time (10min, 90s, 1h) or a number of evaluations (1e6)"
        )

    def spent(self, evaluations: int, seconds: float) -> bool:
        """Whether nothing is left."""
        if self.evaluations is not None:
            return evaluations >= self.evaluations
        return seconds >= (self.seconds or 0)

    def share(self, part: int, parts: int) -> str:
        """One of `parts` equal shares as text; the first ones take what does not divide."""
        if self.evaluations is not None:
            return str(self.evaluations // parts + (part < self.evaluations % parts))
        return f"{(self.seconds or 0) / parts:.3f}s"


@dataclass(frozen=True)
class Task:
    """One search with one seed: what a run folder holds.

    Attributes
    ----------
    algorithm : str
        As `ratiolab.algorithms.parse` reads it, e.g. ``gsa:alpha=2``.
    strategy : str
        A key of `STRATEGIES`.
    budget : str
        As `Budget.parse` reads it.
    seed : int
        At least 0.
    memory, jobs : int or None
        Largest budget in tokens and most jobs; None for the defaults.
    """

    algorithm: str
    strategy: str
    budget: str
    seed: int
    memory: int | None = None
    jobs: int | None = None

    @property
    def region(self) -> Region:
        """The region that is searched."""
        given = {"memory": self.memory, "jobs": self.jobs}
        if facts_of(parse(self.algorithm)).closed_form is not ClosedForm.ANY:
            given = {"memory": self.memory or LISTED_MEMORY, "jobs": self.jobs or LISTED_JOBS}
        return Region(**{name: value for name, value in given.items() if value is not None})

    @property
    def command(self) -> str:
        """The command line, without the folder."""
        name, _, parameters = self.algorithm.partition(":")
        key, _, alpha = parameters.partition("=")
        words = ["ratiolab search --alg"]
        words += (
            [name, "--alpha", shlex.quote(alpha)]
            if key == "alpha" and "," not in alpha
            else [shlex.quote(self.algorithm)]
        )
        words += ["--strategy", self.strategy, "--budget", self.budget, "--seed", str(self.seed)]
        words += [] if self.memory is None else ["--max-memory", str(self.memory)]
        words += [] if self.jobs is None else ["--max-jobs", str(self.jobs)]
        return " ".join(words)

    @classmethod
    def stored(cls, kept: dict[str, Any], source: str, trust: Collection[str] = ()) -> Task:
        """Return the task kept in a run folder, checked.

        Parameters
        ----------
        kept : dict
            A JSON object.
        source : str
            How messages call the folder.
        trust : collection of str
            Modules that may be imported because the task names a class of theirs.

        Raises
        ------
        InputError
            If another version of ratiolab kept other fields, a field is wrong, or its module is not trusted.
        """
        if set(kept) != {entry.name for entry in fields(cls)}:
            raise InputError(
                f"{source}: holds a search of another version of ratiolab, with fields "
                f"{', '.join(map(shown, kept))}: go on with that version, or start anew"
            )
        task = cls(**kept)
        for name in ("algorithm", "strategy", "budget"):
            if type(kept[name]) is not str:
                raise InputError(f"{source}: {name} is {shown(kept[name])}: it must be text: start anew")
        try:
            check_integer(task.seed, "seed", 0)
            for name in ("memory", "jobs"):
                if kept[name] is not None:
                    check_integer(kept[name], name, 1)
            import_trusted(named_in(task.algorithm), trust)
            task.check()
        except InputError as error:
            raise InputError(f"{source}: {error}") from None
        return task

    def check(self) -> None:
        """Refuse what cannot be searched.

        Raises
        ------
        InputError
            Naming the field at fault.
        """
        if self.strategy not in STRATEGIES:
            raise InputError(f"unknown strategy {self.strategy!r}: use {', '.join(STRATEGIES)}")
        Budget.parse(self.budget)
        parse(self.algorithm)
        check_integer(self.seed, "seed", 0)
        region = self.region
        if not 2 <= region.memory <= MAX_MEMORY or not 1 <= region.jobs <= 10**18:
            raise InputError("the region must have a memory from 2 to 2^60 and from 1 to 10^18 jobs")
        STRATEGIES[self.strategy](parse(self.algorithm), region, self.seed)


@dataclass(frozen=True)
class Search:
    """A task cut into islands: independent searches with seeds of their own and a share of the budget.

    Attributes
    ----------
    task : Task
        With the whole budget and the first seed.
    islands : int
        1 to `MOST_ISLANDS`; island i has seed ``task.seed + i``.
    name : str
        Subfolder in a folder of several searches.
    """

    task: Task
    islands: int = 1
    name: str = ""

    @property
    def command(self) -> str:
        """The command line, without the folder."""
        return self.task.command + (f" --islands {self.islands}" if self.islands > 1 else "")

    def parts(self) -> list[Task]:
        """The task of each island; with one island the task itself.

        Raises
        ------
        InputError
            If the name is no folder's, there are too many islands or too few evaluations for them.
        """
        check_integer(self.islands, "islands", 1, MOST_ISLANDS)
        if not _NAME.fullmatch(self.name):
            raise InputError(f"name {self.name[:40]!r}: use letters, digits, '-' and '_', at most 80 of them")
        self.task.check()
        if self.islands == 1:
            return [self.task]
        budget = Budget.parse(self.task.budget)
        if (budget.evaluations or self.islands) < self.islands:
            raise InputError(
                f"a budget of {budget.evaluations} evaluations is too small for {self.islands} islands"
            )
        made = [
            replace(self.task, seed=self.task.seed + i, budget=budget.share(i, self.islands))
            for i in range(self.islands)
        ]
        made[-1].check()
        return made


def algorithm_text(name: str, alpha: str | None) -> str:
    """Name and parameters in one text, each parameter as the algorithm writes it.

    Raises
    ------
    InputError
        If there is no such algorithm, or it takes no alpha and one is given.
    """
    if alpha is not None and "alpha" not in takes(name.partition(":")[0]):
        raise InputError(f"{name} takes no alpha")
    return text_of(parse(name, **({} if alpha is None else {"alpha": alpha})))
