"""What there is to run with no file at hand: workloads, algorithms, trace formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ratiolab.algorithms import ALGORITHMS, plugins, takes
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.tables import Column, Result, Table
from ratiolab.traces import FORMATS
from ratiolab.traces.fit import Oversized
from ratiolab.workloads import WORKLOADS, make_instance

#: What a table says of ``knows_lengths``.
_LENGTHS = {True: "known", False: "unknown", None: "cannot be loaded"}


@dataclass(frozen=True, repr=False)
class Catalogue(Result):
    """Workloads, algorithms (installed plug-ins included) and trace formats; as ``ratiolab workloads``."""

    kind: ClassVar[str] = "workloads"

    workloads: tuple[dict[str, Any], ...]
    algorithms: tuple[dict[str, Any], ...]
    formats: tuple[dict[str, str], ...]

    def table(self) -> Table:
        """The workloads, with their defaults."""

        def drawn(value: int | None) -> str:
            return "drawn" if value is None else str(value)

        numbers = [Column(name, drawn, numeric=True) for name in ("memory", "prompt", "jobs")]
        rows = [list(entry.values()) for entry in self.workloads]
        return Table("Workloads (defaults)", [Column("name"), Column("title"), *numbers], rows)

    def parts(self) -> Sequence[Table | str]:
        """Three tables."""
        columns = (
            Column("name"),
            Column("lengths", _LENGTHS.__getitem__, key="knows_lengths"),
            Column("parameters", lambda names: ", ".join(names) or "-"),
            Column("from", lambda plug_in: "a plug-in" if plug_in else "", key="plug_in"),
        )
        listed = [list(entry.values()) for entry in self.algorithms]
        formats = [list(entry.values()) for entry in self.formats]
        return (
            self.table(),
            Table("Algorithms", columns, listed),
            Table("Trace formats", (Column("name"), Column("title")), formats),
        )

    def content(self) -> dict[str, Any]:
        """The keys of ``workloads --json``."""
        return {
            "workloads": list(self.workloads),
            "algorithms": list(self.algorithms),
            "formats": list(self.formats),
        }


def catalogue() -> Catalogue:
    """List built-in workloads, algorithms and trace formats; of a plug-in that cannot be loaded, the name."""
    workloads = [
        {"name": w.name, "title": w.title, "memory": w.memory, "prompt": w.prompt, "jobs": w.jobs}
        for w in WORKLOADS.values()
    ]
    algorithms: list[dict[str, Any]] = [
        {"name": name, "knows_lengths": kind.knows_lengths, "parameters": list(takes(name)), "plug_in": False}
        for name, kind in ALGORITHMS.items()
    ]
    algorithms += [_plug_in(name) for name in plugins.registered()]
    formats = [{"name": f.name, "title": f.title} for f in FORMATS.values()]
    return Catalogue(tuple(workloads), tuple(algorithms), tuple(formats))


def _plug_in(name: str) -> dict[str, Any]:
    try:
        knows, parameters = plugins.find(name).knows_lengths, list(takes(name))
    except InputError:
        return {"name": name, "knows_lengths": None, "parameters": [], "plug_in": True}
    return {"name": name, "knows_lengths": knows, "parameters": parameters, "plug_in": True}


def workload(
    name: str,
    *,
    memory: int | None = None,
    prompt: int | None = None,
    jobs: int | None = None,
    seed: int = 0,
    oversized: Oversized = "error",
    order: str = "given",
) -> Instance:
    """Build an instance of a built-in workload; what is not given is the workload's default.

    Parameters
    ----------
    name : str
        One of `catalogue`, e.g. ``"azure-conv"``.
    memory : int, optional
        Budget M in tokens, 1 to 2**60.
    prompt : int, optional
        Common prompt in tokens, at least 0; without it, and without a default, each job has its own.
    jobs : int, optional
        Number of jobs.
    seed : int
        At least 0.
    oversized : {"error", "drop", "clip"}
        For jobs that do not fit the budget.
    order : str
        ``given``, ``longest-first``, ``shortest-first`` or ``random:SEED``.

    Raises
    ------
    InputError
        If the name is unknown, a value is out of range, or jobs do not fit.
    """
    made, _ = make_instance(name, memory=memory, prompt=prompt, jobs=jobs, seed=seed, oversized=oversized)
    return made.reordered(order)
