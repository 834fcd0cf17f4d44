"""Searches asked for in a TOML file: one at the top, or several as ``[[job]]`` tables.

The fields are the options of ``ratiolab search``::

    out = "run"                # optional; --out goes first

    [[job]]
    name = "gsa"               # subfolder, optional
    algorithm = "gsa"
    alpha = "17/8"             # text or an integer: a decimal is not exact
    strategy = "structured"
    budget = "20000"           # or an integer, or a time: "10min"
    seed = 0
    islands = 4
    max_memory = 200
    max_jobs = 400

Only `algorithm` and `budget` must be given. Nothing unknown is passed over, nothing is converted.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ratiolab.adversary.campaign.task import Search, Task, algorithm_text
from ratiolab.documents.files import FilePath, read_text, shown
from ratiolab.errors import InputError

#: What a search has if nothing is said.
STRATEGY, SEED = "structured", 0
#: Fields of a job and their types, beside `out` at the top.
FIELDS: dict[str, tuple[type, ...]] = {
    "name": (str,),
    "algorithm": (str,),
    "alpha": (str, int),
    "strategy": (str,),
    "budget": (str, int),
    "seed": (int,),
    "islands": (int,),
    "max_memory": (int,),
    "max_jobs": (int,),
}
_NEEDED = ("algorithm", "budget")
_TYPES = {str: "text in quotes", int: "an integer", list: "[[job]] tables"}


@dataclass(frozen=True)
class Spec:
    """What a file asks for: searches, and the folder if it names one."""

    searches: tuple[Search, ...]
    out: Path | None


def read_spec(path: FilePath) -> Spec:
    """Read and check a file of searches.

    Raises
    ------
    InputError
        For the first fault: file, field, what it is and what would be right.
    """
    source = str(path)
    try:
        raw = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{source}: is not valid TOML: {error}") from None
    except (ValueError, RecursionError):
        raise InputError(f"{source}: a number or the nesting is far too long") from None
    several = "job" in raw
    top: dict[str, tuple[type, ...]] = {"out": (str,)}
    top |= {"job": (list,)} if several else {key: kind for key, kind in FIELDS.items() if key != "name"}
    _check(raw, top, () if several else _NEEDED, source, "")
    out = Path(raw.pop("out")) if "out" in raw else None
    if not several:
        return Spec((_search(raw, source, "", ""),), out)
    searches: list[Search] = []
    for i, table in enumerate(raw["job"]):
        at = f"job[{i}]"
        if not isinstance(table, dict):
            raise InputError(f"{source}: {at} is {_described(table)}: it must be a [[job]] table")
        _check(table, FIELDS, _NEEDED, source, at)
        searches.append(_search(table, source, at, f"job-{i + 1}"))
        if any(searches[-1].name == other.name for other in searches[:-1]):
            raise InputError(f"{source}: {at}.name is {searches[-1].name!r} again: each job needs its own")
    if not searches:
        raise InputError(f"{source}: job is empty: at least one [[job]] table is needed")
    return Spec(tuple(searches), out)


def _check(
    table: dict[str, Any], fields: dict[str, tuple[type, ...]], needed: tuple[str, ...], source: str, at: str
) -> None:
    """Refuse unknown, wrong-typed and missing fields of a table."""
    for key, value in table.items():
        name = f"{at}.{key}" if at else key
        if key not in fields:
            raise InputError(f"{source}: {name} is no known field: the fields are {', '.join(fields)}")
        if type(value) not in fields[key]:  # exact: true is no integer
            right = " or ".join(_TYPES[kind] for kind in fields[key])
            raise InputError(f"{source}: {name} is {_described(value)}: it must be {right}")
    for key in needed:
        if key not in table:
            raise InputError(f"{source}: {f'{at}.{key}' if at else key} is missing: it is needed")


def _search(table: dict[str, Any], source: str, at: str, name: str) -> Search:
    """The search a checked table asks for."""
    where = f"{source}: {at}: " if at else f"{source}: "
    alpha = table.get("alpha")
    try:
        task = Task(
            algorithm_text(table["algorithm"], None if alpha is None else str(alpha)),
            table.get("strategy", STRATEGY),
            str(table["budget"]),
            table.get("seed", SEED),
            table.get("max_memory"),
            table.get("max_jobs"),
        )
        search = Search(task, table.get("islands", 1), table.get("name", name))
        search.parts()
    except InputError as error:
        raise InputError(f"{where}{error}") from None
    return search


def _described(value: Any) -> str:
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list) else shown(value) if isinstance(value, str) else str(value)
