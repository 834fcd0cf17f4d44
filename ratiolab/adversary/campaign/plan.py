"""The plan of a folder with several searches or islands: what each is asked to do, as one JSON file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ratiolab.adversary.campaign.task import MOST_ISLANDS, Search, Task
from ratiolab.algorithms.registry import import_trusted, named_in
from ratiolab.documents.files import read_text, write_text
from ratiolab.documents.strict import (
    Document,
    Nonnegative,
    Positive,
    Strict,
    document_text,
    load_document,
    validate,
)
from ratiolab.errors import InputError

#: Name of the file, and its format.
PLAN, PLAN_FORMAT = "plan.json", "ratiolab.search-plan"


class _Planned(Strict):
    name: str
    islands: Positive
    algorithm: str
    strategy: str
    budget: str
    seed: Nonnegative
    memory: Positive | None = None
    jobs: Positive | None = None


class _PlanDocument(Document):
    searches: Annotated[list[_Planned], Field(min_length=1)]


def write_plan(folder: Path, searches: Sequence[Search]) -> None:
    """Write the plan of a folder, which is made if it is not there.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    listed = [
        {"name": s.name, "islands": s.islands}
        | {key: value for key, value in asdict(s.task).items() if value is not None}
        for s in searches
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made: {error.strerror}") from None
    write_text(folder / PLAN, document_text(PLAN_FORMAT, {"searches": listed}, None))


def read_plan(folder: Path, trust: Collection[str] = ()) -> list[Search]:
    """Read the plan of a folder.

    Parameters
    ----------
    folder : Path
    trust : collection of str
        Modules that may be imported because the plan names a class of theirs.

    Raises
    ------
    InputError
        If it is no plan, or what it asks for cannot be done.
    """
    source = str(folder / PLAN)
    document = validate(_PlanDocument, load_document(read_text(source), source, PLAN_FORMAT), source)
    searches: list[Search] = []
    for i, planned in enumerate(document.searches):
        fields = planned.model_dump()
        name, islands = fields.pop("name"), fields.pop("islands")
        search = Search(Task(**fields), islands, name)
        try:
            import_trusted(named_in(search.task.algorithm), trust)
            search.parts()
        except InputError as error:
            raise InputError(f"{source}: searches[{i}]: {error}") from None
        if any(name == other.name for other in searches):
            raise InputError(f"{source}: searches[{i}].name is {name!r} again: each needs its own")
        searches.append(search)
    if len(searches) > 1 and any(not search.name for search in searches):
        raise InputError(f"{source}: one of several searches has no name: it lives in a folder of that name")
    if (islands := sum(search.islands for search in searches)) > MOST_ISLANDS:
        raise InputError(f"{source}: {islands} islands in all are too many: at most {MOST_ISLANDS}")
    return searches
