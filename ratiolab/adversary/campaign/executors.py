"""Where pieces are done: in this process, in worker processes, or on a Dask cluster.

An executor takes pieces and hands back their events; which one it is changes no result. Workers write
nothing: a worker that is killed costs its piece, which is done again.
"""

from __future__ import annotations

import importlib
import os
import re
import signal
import socket
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from queue import SimpleQueue
from typing import Any, ClassVar, Protocol

from ratiolab.adversary.campaign.piece import Event, Piece, listed_piece, search_piece
from ratiolab.errors import InputError

#: A piece whose worker died so many times in a row is given up.
MOST_DEATHS = 5
#: Seconds in which a scheduler and its first worker must answer.
ANSWER_SECONDS = 5


class Executor(Protocol):
    """Does pieces.

    Attributes
    ----------
    batch : int
        Evaluations a piece should have at most.
    slots : int
        Pieces worth having under way at once.
    """

    batch: int
    slots: int

    def submit(self, ticket: int, piece: Piece) -> None:
        """Take a piece; `ticket` names it among those under way."""

    def events(self) -> Iterator[tuple[int, Event]]:
        """Wait for one piece and hand out its ticket with each of its events."""

    def close(self) -> None:
        """Let go of the workers; pieces under way are lost."""


class Serial:
    """This process; an improvement is handed out the moment it is found."""

    batch: int = 500
    slots: int = 1

    def __init__(self) -> None:
        self._waiting: deque[tuple[int, Piece]] = deque()

    def submit(self, ticket: int, piece: Piece) -> None:
        """Take a piece."""
        self._waiting.append((ticket, piece))

    def events(self) -> Iterator[tuple[int, Event]]:
        """Do the oldest piece."""
        ticket, piece = self._waiting.popleft()
        for event in search_piece(piece):
            yield ticket, event

    def close(self) -> None:
        """Nothing to let go of."""


class Processes:
    """Worker processes of this machine.

    Parameters
    ----------
    processes : int
        At least 1. They are spawned, which is safe beside compiled kernels and threads.
    """

    batch: int = 10_000

    def __init__(self, processes: int) -> None:
        self.slots = processes
        self._deaths = 0
        self._pool = self._new_pool()
        self._running: dict[Future[list[Event]], tuple[int, Piece]] = {}

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.slots, mp_context=get_context("spawn"), initializer=_begin_worker)

    def submit(self, ticket: int, piece: Piece) -> None:
        """Take a piece."""
        try:
            future = self._pool.submit(listed_piece, piece)
        except BrokenProcessPool:
            self._revive()
            future = self._pool.submit(listed_piece, piece)
        self._running[future] = ticket, piece

    def events(self) -> Iterator[tuple[int, Event]]:
        """Wait for one piece; dead workers are replaced and their pieces done again."""
        while True:
            wait(self._running, return_when=FIRST_COMPLETED)
            future = next(f for f in self._running if f.done())
            try:
                events = future.result()
            except BrokenProcessPool:
                self._revive()
                continue
            self._deaths = 0
            ticket, _ = self._running.pop(future)
            yield from ((ticket, event) for event in events)
            return

    def _revive(self) -> None:
        """Start a new pool with every piece that has no result; the death of one worker breaks the pool."""
        self._deaths += 1
        if self._deaths > MOST_DEATHS:
            raise InputError(_gave_up("a worker process"))
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._new_pool()
        again = {}
        for future, (ticket, piece) in self._running.items():
            kept = future.done() and not future.cancelled() and future.exception() is None
            again[future if kept else self._pool.submit(listed_piece, piece)] = ticket, piece
        self._running = again

    def close(self) -> None:
        """Let the workers end after the pieces they are at."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _knock(address: str) -> None:
    """Raise OSError if nobody listens: a client that waits in vain would end in a traceback of its own."""
    matched = re.fullmatch(r"(?:tcp://)?([\w.-]+)(?::(\d{1,5}))?", address)
    if matched is not None:
        socket.create_connection((matched[1], int(matched[2] or 8786)), timeout=ANSWER_SECONDS).close()


class Dask:
    """A Dask cluster.

    Parameters
    ----------
    address : str
        Of its scheduler, e.g. ``tcp://127.0.0.1:8786``.

    Raises
    ------
    InputError
        If ``distributed`` is not installed, or no scheduler with a worker answers within seconds.
    """

    batch: int = 10_000
    #: The scheduler hands pieces to whichever workers there are.
    slots: int = 1_000_000
    _most: ClassVar[int] = MOST_DEATHS

    def __init__(self, address: str) -> None:
        try:
            self._distributed: Any = importlib.import_module("distributed")
        except ImportError:
            raise InputError("--dask needs the extra `dask`: pip install 'ratiolab[dask]'") from None
        try:
            _knock(address)
            self._client = self._distributed.Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, OverflowError, ValueError, TypeError):
            raise InputError(
                f"--dask {address}: no scheduler answers there within {ANSWER_SECONDS} seconds: give the "
                "address of a running one, e.g. tcp://127.0.0.1:8786"
            ) from None
        try:
            self._client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except TimeoutError:
            self.close()
            raise InputError(
                f"--dask {address}: the scheduler has had no worker for {ANSWER_SECONDS} seconds: start one"
            ) from None
        self._deaths: dict[int, int] = {}
        self._running: dict[str, tuple[int, Piece]] = {}
        self._done: SimpleQueue[Any] = SimpleQueue()

    def submit(self, ticket: int, piece: Piece) -> None:
        """Take a piece."""
        # pure=False: a piece asked for again is done again, never looked up.
        future = self._client.submit(listed_piece, piece, pure=False)
        self._running[future.key] = ticket, piece
        future.add_done_callback(self._done.put)

    def events(self) -> Iterator[tuple[int, Event]]:
        """Wait for one piece; the scheduler moves pieces of dead workers to others."""
        while True:
            future = self._done.get()
            ticket, piece = self._running.pop(future.key)
            try:
                events = future.result()
            except self._distributed.KilledWorker:
                self._deaths[ticket] = self._deaths.get(ticket, 0) + 1
                if self._deaths[ticket] > self._most:
                    raise InputError(_gave_up("a Dask worker")) from None
                self.submit(ticket, piece)
                continue
            except (OSError, self._distributed.CancelledError):
                raise InputError(
                    "the connection to the Dask cluster is lost; what is finished is kept: --resume goes on"
                ) from None
            self._deaths.pop(ticket, None)
            yield from ((ticket, event) for event in events)
            return

    def close(self) -> None:
        """Leave the cluster; it goes on without us."""
        self._client.close(timeout=ANSWER_SECONDS)


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def local(processes: int | None, pieces: int) -> Executor:
    """Return an executor on this machine.

    Parameters
    ----------
    processes : int or None
        Worker processes; None for one per core.
    pieces : int
        Most pieces that can be under way at once; no more processes than that are started.
    """
    wanted = min(cores() if processes is None else processes, pieces)
    return Serial() if wanted <= 1 else Processes(wanted)


def _begin_worker() -> None:
    """Ctrl-C ends a worker without a word, and so does the end of its parent, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _gave_up(worker: str) -> str:
    return (
        f"{worker} died {MOST_DEATHS + 1} times in a row: is there enough memory? What is finished is kept: "
        "--resume goes on"
    )
