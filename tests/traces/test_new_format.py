"""A new format is a module and a line: docs/add-a-trace-format.md, tried in a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trial import Trial

PROGRAM = """
import pytest

from ratiolab.traces import FORMATS, detect, read_trace
trace = read_trace("trace.tsv")
print(detect("trace.tsv"), list(FORMATS)[0], trace.format, trace.prompts.tolist(), trace.responses.tolist())
try:
    read_trace("broken.tsv")
except ValueError as error:
    print(error)
"""


@pytest.mark.slow
def test_the_page_is_all_there_is_to_do(tmp_path: Path) -> None:
    """The toy format is detected, read, listed, named where a name is wrong; a broken row has its line."""
    trial = Trial(tmp_path)
    assert trial.follow("add-a-trace-format.md") == [
        "ratiolab/traces/formats/tabbed.py",
        "ratiolab/traces/names.py",
    ]
    (tmp_path / "trace.tsv").write_text("prompt\tresponse\n70\t10\n\n0\t8\n")
    (tmp_path / "broken.tsv").write_text("prompt\tresponse\n70\t0\n")
    done = trial.run("-c", PROGRAM)
    assert done.stdout.splitlines() == [
        "tabbed tabbed tabbed [70, 0] [10, 8]",
        "broken.tsv:2: response is 0: it must be at least 1; leave such rows out with --skip-empty "
        "(skip_empty=True)",
    ], done.stderr
    assert "tabbed" in trial.run("-m", "ratiolab", "ratio", "--alg", "gsa", "--format", "none").stderr
    assert '"tabbed"' in trial.run("-m", "ratiolab", "workloads", "--json").stdout
