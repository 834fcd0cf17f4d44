"""The check of a file: parsed once, and handed to the kind that its ``format`` names."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from ratiolab.certificates.json_text import MOST_BYTES, shown
from ratiolab.checkable.kind import Kind, Refused, Settings
from ratiolab.checkable.kinds import KINDS
from ratiolab.documents.files import FilePath, read_text
from ratiolab.documents.strict import parse_document
from ratiolab.errors import InputError, ScheduleError, SchedulerFailed, one_line, visible
from ratiolab.instance import Problem
from ratiolab.tables import Column, Result, Table


class MisplacedSetting(InputError):
    """A setting that says nothing about the kind of file that was given.

    Attributes
    ----------
    setting : str
        Its name among `Settings`.
    rest : str
        What it goes with, to be said behind its name.
    """

    def __init__(self, setting: str, rest: str) -> None:
        super().__init__(f"{setting} {rest}")
        self.setting, self.rest = setting, rest


@dataclass(frozen=True, repr=False)
class CheckResult(Result):
    """What became of a file; what ``ratiolab verify`` prints.

    Attributes
    ----------
    file_kind : str
        What it is, e.g. ``"witness"``.
    source : str
        The file, as messages call it.
    holds : bool
        Whether everything that it claims was found to be so.
    words : str
        What holds or, if it does not, where and why; one line.
    facts : mapping
        Keys of its kind in the JSON form; empty if it does not hold.
    more : sequence of str or Table
        Further lines and tables for people.
    alarm : str
        Said if what holds contradicts what is proved elsewhere: one of the two is wrong.
    """

    kind: ClassVar[str] = "verify"

    file_kind: str
    source: str
    holds: bool
    words: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    more: Sequence[Table | str] = ()
    alarm: str = ""

    @property
    def exit_code(self) -> int:
        """0 if it holds, 1 if it is refused or contradicts what is proved."""
        return 0 if self.holds and not self.alarm else 1

    def parts(self) -> Sequence[Table | str]:
        """The verdict in one line, and what is to be said besides."""
        verdict = "holds" if self.holds else "refused"
        return [
            f"{visible(self.source)}: {verdict}: {self.words}",
            *self.more,
            *([self.alarm] if self.alarm else []),
        ]

    def content(self) -> dict[str, Any]:
        """The keys of ``verify --json``."""
        head = {self.file_kind.replace(" ", "_"): self.source, "kind": self.file_kind, "holds": self.holds}
        return head | ({**self.facts, "claim": self.words} if self.holds else {"reason": self.words})

    def table(self) -> Table:
        """The facts, one a row."""
        rows = [[name, value] for name, value in self.content().items()]
        return Table("", [Column("fact"), Column("value", json.dumps)], rows)


def check(
    source: FilePath | Mapping[str, Any],
    *,
    instance: Problem | None = None,
    trust: Collection[str] = (),
    max_work: int | None = None,
    compiled: bool = False,
    watch: Callable[[int, int], None] | None = None,
) -> CheckResult:
    """Check everything that a file claims, in integers and rationals.

    Parameters
    ----------
    source : path or mapping
        A file, or the JSON object of one; its ``format`` says what it is.
    instance : Instance or GroupedInstance, optional
        What a schedule is judged against.
    trust : collection of str
        Modules that a witness may have imported, by default none.
    max_work : int, optional
        Microseconds of work, about, that a certificate may take; by default as its length allows.
    compiled : bool
        Redo an exhaustive search with the kernels that did it first: faster, not independent of them.
    watch : callable, optional
        Told round and number of states while a search is redone.

    Raises
    ------
    InputError
        If the file cannot be read, or cannot be decided (a module that is not trusted, more work than it
        may take). One line, with file and field.
    SchedulerFailed
        If a trusted class fails while its witness is checked.
    """
    settings = Settings(instance, _names(trust), max_work, compiled, watch)
    if isinstance(source, Mapping):
        name, text = "document", _text(source)
    else:
        name, text = str(source), read_text(source, MOST_BYTES)
    raw = parse_document(text, name)
    kind = _kind_of(raw, name)
    _check_settings(kind, settings, name)
    try:
        subject = kind.read(raw, name)
    except RecursionError:
        raise InputError(f"{name}: is nested too deeply to be {kind.one}") from None
    try:
        words = kind.words(kind.check(subject, settings))
    except (Refused, ScheduleError) as error:
        if isinstance(error, SchedulerFailed):  # of a trusted class: no word on what the file claims
            raise
        return CheckResult(kind.name, name, False, one_line(str(error)))
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    except MemoryError:
        raise InputError(f"{name}: takes more memory than there is: nothing is decided") from None
    return CheckResult(kind.name, name, True, one_line(words.claim), words.facts, words.more, words.alarm)


def _names(trust: Collection[str]) -> tuple[str, ...]:
    return (trust,) if isinstance(trust, str) else tuple(trust)


def _text(document: Mapping[str, Any]) -> str:
    """Text of a JSON object, which is then read as strictly as a file."""
    try:
        return json.dumps(dict(document))
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"document: is no JSON object: {error}") from None


def _kind_of(raw: dict[str, Any], source: str) -> Kind[Any, Any]:
    if "format" not in raw:
        raise InputError(f"{source}: format is missing: it must be one of {', '.join(KINDS)}")
    given = raw["format"]
    if type(given) is not str or given not in KINDS:
        raise InputError(f"{source}: format is {shown(given)}: it must be one of {', '.join(KINDS)}")
    return KINDS[given]


def _check_settings(kind: Kind[Any, Any], settings: Settings, source: str) -> None:
    """Refuse settings that say nothing about a kind of file."""
    usual = Settings()
    for setting in (entry.name for entry in fields(Settings)):
        if setting in kind.settings or getattr(settings, setting) == getattr(usual, setting):
            continue
        if setting != "watch":  # nothing is lost where there is nothing to watch
            takers = " or ".join(other.one for other in KINDS.values() if setting in other.settings)
            raise MisplacedSetting(setting, f"goes with {takers}: {source} is {kind.one}")
