"""Kept entries: read back whole or not at all, and never under another fingerprint."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proofs.store import entries
from proofs.store.entries import digest_of, keep, kept
from proofs.store.folder import VARIABLE

CONTENT = {"name": "L1", "steps": ["a", "b"], "count": 3}


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache folder of one's own."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path / "verdicts"


def test_what_was_kept_comes_back(folder: Path) -> None:
    """Content is read back as it was, under its name and fingerprint only."""
    keep("verdicts", "L1", "f", CONTENT)
    assert kept("verdicts", "L1", "f") == CONTENT
    assert kept("verdicts", "L1", "g") is None
    assert kept("verdicts", "L2", "f") is None
    assert kept("bounds", "L1", "f") is None
    assert [path.suffix for path in folder.iterdir()] == [".json"]


def _other_content(text: str) -> str:
    entry = json.loads(text)
    entry["content"]["name"] = "L2"
    return json.dumps(entry)


def _moved(text: str) -> str:
    entry = json.loads(text)
    entry["fingerprint"] = "g"
    entry["digest"] = digest_of("L1", "g", json.dumps(entry["content"], sort_keys=True))
    return json.dumps(entry)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text + "}",
        lambda text: "[" * 100_000,
        lambda text: "null",
        lambda text: "[]",
        lambda text: "{}",
        lambda text: text.replace("ratiolab.kept", "other.kept"),
        lambda text: text.replace('"version": 1', '"version": 2'),
        lambda text: text.replace('"count": 3', '"count": 4'),
        lambda text: text.replace('"format"', '"more": 0, "format"'),
        lambda text: "\ud800".encode("utf-8", "surrogatepass"),
        _other_content,
        _moved,
    ],
)
def test_damage_counts_as_absent(folder: Path, damage: Callable[[str], Any]) -> None:
    """Cut, changed, foreign or moved entries are not read, and are written over."""
    keep("verdicts", "L1", "f", CONTENT)
    (path,) = folder.iterdir()
    broken = damage(path.read_text())
    path.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    assert kept("verdicts", "L1", "f") is None
    keep("verdicts", "L1", "f", CONTENT)
    assert kept("verdicts", "L1", "f") == CONTENT


def test_a_folder_in_the_way(folder: Path) -> None:
    """Something else where the entry should be is neither read nor fatal."""
    keep("verdicts", "L1", "f", CONTENT)
    (path,) = folder.iterdir()
    path.unlink()
    path.mkdir()
    assert kept("verdicts", "L1", "f") is None
    keep("verdicts", "L1", "f", CONTENT)
    assert [entry.name for entry in folder.iterdir()] == [path.name]


def test_the_oldest_go_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room holds a limited number of entries, the newest."""
    monkeypatch.setattr(entries, "MOST_ENTRIES", 20)
    for number in range(50):
        keep("verdicts", str(number), "f", number)
    assert len(list(folder.iterdir())) <= 20
    assert kept("verdicts", "49", "f") == 49


def test_parts_of_a_digest_are_told_apart() -> None:
    """Moving a letter from one part to the next changes the digest."""
    assert digest_of("ab", "c") != digest_of("a", "bc")
