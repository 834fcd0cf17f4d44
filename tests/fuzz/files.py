"""Readers of files that can be checked: `ratiolab.checkable.check`, and now and then ``ratiolab verify``."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import Any

from ratiolab.checkable import check
from ratiolab.cli.main import main
from ratiolab.documents import read_instance
from ratiolab.errors import InputError, one_line
from ratiolab.instance import Instance
from tests.fuzz import truth
from tests.fuzz.mutation import mutated_bytes, mutated_json, noise, written
from tests.fuzz.reader import Reader, require_line

CORPUS = Path(__file__).parents[1] / "corpus"
REPORTS = Path(__file__).parents[2] / "reports"


class Checked(Reader):
    """A kind of file that can be checked.

    Parameters
    ----------
    name : str
        As the corpus calls it.
    true : callable
        Raises `WrongVerdict` for an accepted document that is false.
    """

    def __init__(self, name: str, true: Callable[[dict[str, Any]], None]) -> None:
        vars(self).update(name=name)
        self._true = true
        kept = REPORTS / f"{name}{'es' if name == 'witness' else 's'}"
        own = [*sorted(CORPUS.glob(f"accepted/{name}.*.json")), *sorted(kept.glob("*.json"))]
        self.texts = [path.read_bytes() for path in own]
        self.documents: list[Any] = [json.loads(text) for text in self.texts]
        every = sorted(CORPUS.glob("*/*.json"))
        self.others: list[Any] = [value for path in every if (value := _read(path)) is not None]
        self.calls = 0

    def mutant(self, draw: Random) -> bytes:
        """Mostly a document with other members, sometimes other bytes."""
        kind = draw.random()
        if kind < 0.75:
            return written(mutated_json(draw, draw.choice(self.documents), self.others))
        return noise(draw) if kind > 0.98 else mutated_bytes(draw, draw.choice(self.texts))

    def read(self, mutant: bytes, folder: Path) -> str:
        """Check it, and every twentieth by the command line, too."""
        path = folder / "mutant.json"
        path.write_bytes(mutant)
        self.calls += 1
        instance = self.instance()
        try:
            result = check(path, instance=instance)
        except InputError as error:
            require_line(one_line(str(error)))
            ending, code = "unreadable", 2
        else:
            require_line(result.words)
            ending, code = ("accepted", 0) if result.holds else ("refused", 1)
            if result.holds:
                truth.require(not result.alarm, "more than is proved")
                self.confirm(truth.parsed(mutant), dict(result.facts))
        if self.calls % 20 == 0:
            truth.require(command(*self.arguments(path)) == code, "the command line ends otherwise")
        return ending

    def instance(self) -> Instance | None:
        """What a schedule is judged against."""
        return None

    def confirm(self, document: dict[str, Any], facts: dict[str, Any]) -> None:
        """Raise `WrongVerdict` for an accepted document that is false."""
        self._true(document)

    def arguments(self, path: Path) -> tuple[str, ...]:
        """What ``ratiolab`` is called with."""
        return ("verify", str(path))


class Schedules(Checked):
    """Schedules of the corpus's instance."""

    def __init__(self) -> None:
        super().__init__("schedule", lambda document: None)
        problem = read_instance(CORPUS / "of_schedules.json")
        assert isinstance(problem, Instance)
        self._instance = problem

    def instance(self) -> Instance:
        """The corpus's."""
        return self._instance

    def confirm(self, document: dict[str, Any], facts: dict[str, Any]) -> None:
        """Replay it."""
        problem = self._instance
        prompt = problem.common_prompt
        assert prompt is not None
        truth.schedule_is_true(
            document, problem.memory, prompt, problem.responses.tolist(), facts["flow_time"]
        )

    def arguments(self, path: Path) -> tuple[str, ...]:
        """With the instance."""
        return ("verify", str(CORPUS / "of_schedules.json"), "--schedule", str(path))


def readers() -> list[Reader]:
    """One for every kind of file and of proof."""
    kinds = sorted({path.name.partition(".")[0] for path in CORPUS.glob("accepted/certificate-*.json")})
    return [
        Checked("instance", truth.instance_is_true),
        Schedules(),
        Checked("witness", truth.witness_is_true),
        Checked("limit", truth.limit_is_true),
        *(Checked(kind, truth.certificate_is_true) for kind in kinds),
        Checked("box-certificate", truth.boxes_are_true),
    ]


def command(*arguments: str) -> int:
    """Exit code of the command line; bad input must be told by one line that a terminal shows as it is."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(list(arguments))
        except SystemExit as stop:
            code = int(stop.code or 0)
    if code == 2:
        truth.require(err.getvalue().count("\n") == 1, f"not one line: {err.getvalue()!r}")
    for line in (out.getvalue() + err.getvalue()).split("\n"):
        truth.require(line.isprintable(), f"a terminal would obey {line!r}")
    return code


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError:
        return None
