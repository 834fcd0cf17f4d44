"""Runs the command line in process and returns what a person would see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from ratiolab.cli.main import main


@dataclass(frozen=True)
class Outcome:
    """Exit code and both streams of one call."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


class Command:
    """Calls ``ratiolab`` with arguments."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Outcome:
        """Run one command to its end."""
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(list(arguments))
        captured = self._capsys.readouterr()
        return Outcome(int(stop.value.code or 0), captured.out, captured.err)
