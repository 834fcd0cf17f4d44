"""The `ratiolab` fixture: the command line, in process."""

from __future__ import annotations

import pytest

from tests.cli.command import Command


@pytest.fixture
def ratiolab(capsys: pytest.CaptureFixture[str]) -> Command:
    """Call ``ratiolab ARG...`` and get exit code and output."""
    return Command(capsys)
