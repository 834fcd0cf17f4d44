"""What every test may rely on."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.cli.command import Command

# the first call of a kernel compiles it: no example is late for that
settings.register_profile("ratiolab", deadline=None)
settings.load_profile("ratiolab")


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Let Ctrl-C interrupt, also where the tests were started in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def ratiolab(capsys: pytest.CaptureFixture[str]) -> Command:
    """Call ``ratiolab ARG...`` in process and get exit code and output."""
    return Command(capsys)
