"""Documents as files: read as text, written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import pytest

from ratiolab.documents import (
    instance_to_json,
    read_instance,
    read_schedule,
    write_instance,
    write_schedule,
)
from ratiolab.documents.files import write_text
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.schedule import Schedule


def test_files_round_trip(tmp_path: Path) -> None:
    """Writing and reading go through files as well, and writing is the same byte for byte."""
    instance = Instance.common(256, 96, [160, 1, 1, 5], [3, 2, 1, 0])
    path = tmp_path / "jobs.json"
    write_instance(instance, path, note="Größe")
    first = path.read_bytes()
    back = read_instance(path)
    assert isinstance(back, Instance)
    write_instance(back, path, note="Größe")
    assert path.read_bytes() == first
    assert list(tmp_path.iterdir()) == [path]
    schedule = Schedule([0, 1], [0, 4], [2, 5], [False, True])
    write_schedule(schedule, str(path))
    assert np.array_equal(read_schedule(str(path)).start, [0, 4])


def test_unreadable_files(tmp_path: Path) -> None:
    """A missing file, a directory and text that is not UTF-8 are told apart, without a traceback."""
    with pytest.raises(InputError, match=r"none\.json: there is no such file"):
        read_instance(tmp_path / "none.json")
    with pytest.raises(InputError, match="is a directory"):
        read_instance(tmp_path)
    with pytest.raises(InputError, match="cannot be read: embedded null byte"):
        read_instance("a\0b")
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"note": "Gr\xf6\xdfe"}')
    with pytest.raises(InputError, match=r"latin\.json: is not UTF-8 text: byte 12 is 0xf6"):
        read_instance(latin)
    marked = tmp_path / "marked.json"
    marked.write_bytes(b"\xef\xbb\xbf" + instance_to_json(Instance.common(9, 0, [1] * 4)).encode())
    assert read_instance(marked).jobs == 4


def test_failed_writes(tmp_path: Path) -> None:
    """A write that cannot succeed says so and leaves neither a new file nor a broken old one."""
    instance = Instance.common(9, 0, [1])
    with pytest.raises(InputError, match="cannot be written: No such file or directory"):
        write_instance(instance, tmp_path / "none" / "jobs.json")
    with pytest.raises(InputError, match="cannot be written: Is a directory"):
        write_instance(instance, tmp_path)
    path = tmp_path / "jobs.json"
    path.write_text("old")
    with pytest.raises(InputError, match="count of group 0 is 9223372036854775808: it does not fit 64 bits"):
        write_instance(GroupedInstance(9, [JobType(0, 1, 2**63)]), path)
    with pytest.raises(InputError, match="cannot be written"):
        write_text(path, "\ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_keeps_links_and_modes(tmp_path: Path) -> None:
    """A link stays a link to the rewritten file, whose mode is kept; a device is written to directly."""
    target, link = tmp_path / "jobs.json", tmp_path / "link.json"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_text(link, "new\n")
    assert link.is_symlink()
    assert target.read_text() == "new\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    write_text(os.devnull, "gone")
    assert not Path(os.devnull).is_file()
