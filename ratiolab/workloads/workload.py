"""What a workload is: a named, deterministic source of prompts and responses."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ratiolab.errors import InputError
from ratiolab.instance import EXPAND_LIMIT
from ratiolab.integers import IntArray, check_integer

#: Returns prompt and response of job i out of n, in tokens; called for i = 0, 1, ... in turn.
DrawJob = Callable[[int, int, random.Random], tuple[int, int]]


@dataclass(frozen=True)
class Workload:
    """A built-in workload.

    Attributes
    ----------
    name, title : str
        Its key in `ratiolab.workloads.WORKLOADS`, and what it is, in a line.
    source : str
        Where it comes from, with the licence of what was measured.
    memory : int
        Default memory budget in tokens.
    prompt : int or None
        Default common prompt in tokens; None: prompts are drawn, one per job.
    jobs : int
        Default number of jobs.
    draw_job : callable
        Returns prompt and response of one job.
    fewest : int
        Fewest jobs the workload makes sense with.
    resized : callable, optional
        Returns the workload for another memory budget and common prompt (None: not given), where
        the lengths depend on them.
    """

    name: str
    title: str
    source: str
    memory: int
    prompt: int | None
    jobs: int
    draw_job: DrawJob
    fewest: int = 1
    resized: Callable[[int | None, int | None], Workload] | None = None

    def draw(self, jobs: int, seed: int) -> tuple[IntArray, IntArray]:
        """Draw prompts and responses; the same arguments give the same lengths on every machine.

        Parameters
        ----------
        jobs : int
            Number of jobs n, `fewest` to 20 million.
        seed : int
            At least 0; without effect on the workloads in which nothing is random.

        Returns
        -------
        prompts, responses : array of int64, shape (n,)
            Tokens, read-only. Where lengths are random, fewer jobs with the same seed are the first of more.

        Raises
        ------
        InputError
            If `jobs` or `seed` is out of range.
        """
        check_integer(seed, "seed", 0)
        check_integer(jobs, "the number of jobs", 1, EXPAND_LIMIT)
        if jobs < self.fewest:
            raise InputError(f"workload {self.name} needs at least {self.fewest} jobs: {jobs} asked for")
        source = random.Random(seed)
        drawn = np.empty((2, jobs), dtype=np.int64)
        for i in range(jobs):
            drawn[0, i], drawn[1, i] = self.draw_job(i, jobs, source)
        drawn.setflags(write=False)
        return drawn[0], drawn[1]
