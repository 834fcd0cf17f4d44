"""Mutants of the corpus: whatever bytes a file has, there is a verdict or one line, and both faces agree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from proofs.tighter.certificates import checker as box_checker
from ratiolab.certificates import __main__ as certificate_checker
from ratiolab.checkable import check
from ratiolab.documents import read_instance
from ratiolab.errors import InputError
from tests.checkable.corpus import CORPUS, cases, kind_of

#: What is put into a file.
PIECES = (
    b'"', b"{", b"}", b"[", b"]", b",", b":", b"0", b"9", b"-", b".", b"e9", b"null", b"true", b"NaN", b"1e9",
    b"\xff", b"\x00", b"\\u001b", b"\xef\xbb\xbf", b"99999999999999999999", b"[[[[", b" ",
)  # fmt: skip


def mutant(source: random.Random, original: bytes) -> bytes:
    """A few places changed: something put in, taken out, replaced, repeated, or the end cut off."""
    text = original
    for _ in range(source.choice([1, 1, 1, 2, 4])):
        at, other = source.randrange(len(text) + 1), source.randrange(len(text) + 1)
        piece = source.choice(PIECES)
        text = source.choice([
            text[:at] + piece + text[at:],
            text[:at] + piece + text[at + 1 :],
            text[:at] + text[at + source.choice([1, 2, 5]) :],
            text[:at] + text[min(at, other) : max(at, other)][:40] + text[at:],
            text[:at],
        ])  # fmt: skip
    return text


@pytest.mark.parametrize("seed", range(4))
def test_mutants(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback, nothing that a terminal obeys, and the standard-library programs end the same way."""
    source, path = random.Random(seed), tmp_path / "mutant.json"
    instance = read_instance(CORPUS / "of_schedules.json")
    codes = []
    for _ in range(150):
        case = source.choice(cases())
        path.write_bytes(mutant(source, case.read_bytes()))
        try:
            result = check(path, instance=instance if kind_of(case) == "schedule" else None)
            code, told = result.exit_code, result.words
        except InputError as error:
            code, told = 2, str(error)
        assert told.isprintable()
        codes.append(code)
        if kind_of(case).startswith("certificate") and "format" not in told:
            assert certificate_checker.main([str(path)]) == code, told
        if kind_of(case) == "box-certificate" and "format" not in told:
            assert box_checker.main([str(path)]) == code, told
        capsys.readouterr()
    assert set(codes) >= {1, 2}


def test_the_standalone_programs_obey_no_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The names of files are shown by the programs of the standard library, too."""
    path = tmp_path / "x\x1b[2J\n\u202ey.json"
    for program in (certificate_checker.main, box_checker.main):
        assert program([str(path)]) == 2
        path.write_text("{")
        assert program([str(path)]) == 2
        path.unlink()
        told = capsys.readouterr()
        lines = (told.out + told.err).splitlines()
        assert len(lines) == 2
        assert all(line.isprintable() for line in lines)
