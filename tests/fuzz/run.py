"""Give every reader mutants: each ends, soon, as a reader may end, and imports nothing that it names."""

from __future__ import annotations

import faulthandler
import hashlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from typing import Any

from tests.fuzz import files, folders, texts
from tests.fuzz.reader import ENDINGS, Count, Reader, WrongVerdict

#: Seconds that an input may take, and until a hang is cut off with the place where it is.
MOST_SECONDS, CUT_OFF = 10.0, 300
#: MiB that the process may grow by.
MOST_GROWTH = 1_500
#: Modules that inputs name: nobody may look for them.
PLANTED = "planted_by_fuzz"


@dataclass(frozen=True)
class Fault:
    """An input that ended otherwise than a reader may end."""

    reader: str
    mutant: bytes
    what: str


class _Guard:
    """Refuses to find a module that only an input names."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Raise if it is asked for a planted module."""
        if name.partition(".")[0] == PLANTED:
            raise WrongVerdict(f"the module {name} is imported because an input names it")
        return None


@contextmanager
def _guarded() -> Iterator[None]:
    guard: Any = _Guard()
    sys.meta_path.insert(0, guard)
    try:
        yield
    finally:
        sys.meta_path.remove(guard)


def every_reader(home: Path) -> list[Reader]:
    """All readers; those of run folders make theirs in `home`."""
    return [*files.readers(), *folders.readers(home), *texts.readers()]


def fuzz(
    readers: Sequence[Reader],
    folder: Path,
    *,
    seed: int,
    inputs: int | None = None,
    seconds: float | None = None,
    tell: Callable[[Fault], None] | None = None,
) -> tuple[dict[str, Count], list[Fault]]:
    """Give the readers inputs in turn; the n-th input of a reader depends on the seed and on n alone.

    Parameters
    ----------
    readers : sequence of Reader
    folder : Path
        To work in.
    seed : int
    inputs : int, optional
        How many inputs in all.
    seconds : float, optional
        Or how long.
    tell : callable, optional
        Told of every fault at once.

    Returns
    -------
    counts : dict of str to Count
        By reader.
    faults : list of Fault
    """
    counts = {reader.name: Count() for reader in readers}
    faults: list[Fault] = []
    begun, done, held = time.monotonic(), 0, _held()
    with _guarded():
        while True:
            for reader in readers:
                if inputs is not None and done >= inputs:
                    return counts, faults
                if seconds is not None and time.monotonic() - begun >= seconds:
                    return counts, faults
                count = counts[reader.name]
                name = f"{seed}:{reader.name}:{count.inputs}".encode()
                mutant = reader.mutant(Random(int.from_bytes(hashlib.sha256(name).digest()[:8])))
                ending, took = _one(reader, mutant, folder)
                if _held() - held > MOST_GROWTH:
                    ending, held = f"{_held() - held} MiB more memory are held", _held()
                if ending not in ENDINGS:
                    faults.append(Fault(reader.name, mutant, ending))
                    if tell is not None:
                        tell(faults[-1])
                count.endings[ending if ending in ENDINGS else "fault"] += 1
                count.slowest = max(count.slowest, took)
                done += 1


def _one(reader: Reader, mutant: bytes, folder: Path) -> tuple[str, float]:
    """How an input ends, and how long it took: of this process, as others may be busy; a hang is cut off."""
    begun = time.process_time()
    faulthandler.dump_traceback_later(CUT_OFF, exit=True, file=2)
    try:
        ending = reader.read(mutant, folder)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        place = f" ({frame.tb_frame.f_code.co_filename}:{frame.tb_lineno})" if frame is not None else ""
        return f"{type(error).__name__}: {error!s:.300}{place}", time.process_time() - begun
    finally:
        faulthandler.cancel_dump_traceback_later()
    took = time.process_time() - begun
    return (ending if took <= MOST_SECONDS else f"took {took:.0f} s"), took


def _held() -> int:
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024
