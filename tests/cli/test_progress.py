"""The progress bar shows what it is given."""

from __future__ import annotations

import pytest

from ratiolab.cli.progress import progress_bar


@pytest.mark.parametrize("text", ["x=[/]", "[red]y", "pip install ratiolab[balls]", "[link=a]b"])
def test_brackets_are_text(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Brackets in names and parameters are shown as they are, neither obeyed nor an error."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar(text) as report:
        report(1, 2)
        report(2, 2, text)
    assert text in capsys.readouterr().err
