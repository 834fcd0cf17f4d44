"""A new kind is a module, a line and its cases: docs/add-a-certificate-kind.md, tried in a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkable.corpus import CODES
from tests.trial import Trial


@pytest.mark.slow
def test_the_page_is_all_there_is_to_do(tmp_path: Path) -> None:
    """A toy proof and a toy file are checked like any other; the corpus asks for their cases."""
    trial = Trial(tmp_path)
    touched = trial.follow("add-a-certificate-kind.md")
    cases = [path for path in touched if path.startswith("tests/corpus/")]
    assert len(cases) == 6
    assert sorted(set(touched) - set(cases)) == [
        "ratiolab/certificates/count.py",
        "ratiolab/certificates/kinds.py",
        "ratiolab/checkable/area.py",
        "ratiolab/checkable/kinds.py",
    ]
    for path in cases:
        folder, name = Path(path).parent, Path(path).name
        done = trial.run("-m", "ratiolab", "verify", name, cwd=str(folder))
        assert done.returncode == CODES[folder.name], done.stderr
        if "certificate" in name:
            alone = trial.run("-m", "ratiolab.certificates", name, cwd=str(folder))
            assert alone.returncode == CODES[folder.name], alone.stderr
        (tmp_path / path).with_suffix(".txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    chosen = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/checkable/test_corpus.py", "-k")
    done = trial.run(*chosen, "count or area or brings", "tests/certificates/test_means.py")
    assert done.returncode == 0, done.stdout
    (tmp_path / "tests/corpus/refused/job-area.wrong.json").unlink()
    (tmp_path / "tests/corpus/refused/job-area.wrong.txt").unlink()
    done = trial.run(*chosen, "brings")
    assert done.returncode == 1
    assert "job-area" in done.stdout
