"""Trying out a scheduler of somebody else: under limits, and with its failure on a small instance."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ratiolab.adversary.campaign.failing import Failure, smallest
from ratiolab.algorithms import Algorithm, parse, text_of
from ratiolab.algorithms.foreign.policy import DECIDE_LIMIT, changed, current
from ratiolab.documents.files import FilePath, write_text
from ratiolab.documents.instances import instance_to_json
from ratiolab.errors import InputError, SchedulerFailed
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance, Instance


@contextmanager
def trying(
    *,
    isolate: bool = False,
    decide_limit: float | None = None,
    save: FilePath | None = None,
    end_process: bool = False,
) -> Iterator[None]:
    """Run code of others in the block; a failure is told on a small instance.

    Parameters
    ----------
    isolate : bool
        In a process of its own.
    decide_limit : float, optional
        Seconds for one answer.
    save : path, optional
        Folder for the instance on which it fails.
    end_process : bool
        Whether this process may end itself where code of others cannot be stopped.

    Raises
    ------
    InputError
        If the limit is no number of seconds.
    SchedulerFailed
        With the instance in ``instance`` and the commands that show the failure again in ``advice``.
    """
    with changed(isolate=isolate or None, decide_limit=decide_limit, end_process=end_process or None):
        try:
            yield
        except SchedulerFailed as error:
            if error.advice:  # told already
                raise
            raise _told(error, save) from error


def _told(error: SchedulerFailed, save: FilePath | None) -> SchedulerFailed:
    """The failure on a small instance, saved where that is asked for."""
    algorithm, instance = _subject(error), error.instance
    if algorithm is None or not isinstance(instance, Instance | GroupedInstance):
        return error
    if isinstance(instance, GroupedInstance) and instance.jobs > EXPAND_LIMIT:
        return _with(error, error, instance, f"; on {_size(instance)}", algorithm, save)
    whole = instance.expand() if isinstance(instance, GroupedInstance) else instance
    # What is reported and not scheduled, or differs between two runs, does not fail in one.
    found = (
        Failure(error, whole, True) if error.cause in ("cost", "again") else smallest(error, algorithm, whole)
    )
    shrunk = f", made small from {whole.jobs}" if found.instance.jobs < whole.jobs else ""
    flaky = "" if found.again else "; run again on the same jobs it did not fail"
    where = f"; on {_size(found.instance)}{shrunk}{flaky}"
    return _with(error, found.error, found.instance, where, algorithm, save)


def _subject(error: SchedulerFailed) -> Algorithm | None:
    if isinstance(error.algorithm, Algorithm):
        return error.algorithm
    return parse(error.name) if error.name else None


def _size(instance: Instance | GroupedInstance) -> str:
    jobs = f"{instance.jobs} job{'' if instance.jobs == 1 else 's'}"
    prompt = instance.common_prompt
    told = f"{jobs}, memory {instance.memory}, {'own prompts' if prompt is None else f'prompt {prompt}'}"
    if isinstance(instance, Instance) and instance.jobs <= 8:
        told += f", lengths {instance.ordered_responses.tolist()}"
    return told


def _with(
    error: SchedulerFailed,
    found: SchedulerFailed,
    instance: Instance | GroupedInstance,
    where: str,
    algorithm: Algorithm,
    save: FilePath | None,
) -> SchedulerFailed:
    text = error.name or text_of(algorithm)
    advice: tuple[str, ...] = ()
    if save is not None:
        document = instance_to_json(instance)
        digest = hashlib.sha256(document.encode()).hexdigest()[:8]
        short = re.sub(r"[^A-Za-z0-9]+", "-", text.partition(":")[2] or text)[:40].strip("-")
        path = Path(save) / f"failed-{short}-{digest}.json"
        try:
            write_text(path, document)
        except InputError as refused:
            where += f"; {refused}"
        else:
            where += f"; saved in {path}"
            advice = _commands(text, path)
    told = SchedulerFailed(f"{found}{where}", found.cause)
    told.instance, told.algorithm, told.name, told.ran = instance, algorithm, text, found.ran
    told.advice = advice
    return told


def _commands(text: str, path: Path) -> tuple[str, str]:
    """The command that replays a failure and the one that draws it."""
    policy = current()
    folder = [] if path.parent == Path() else ["--save", str(path.parent)]  # a replay saves nowhere else
    how = ["--alg", text, *(["--isolate"] if policy.isolate else [])]
    if policy.decide_limit != DECIDE_LIMIT:
        how += ["--decide-limit", f"{policy.decide_limit:g}"]
    file = str(path)
    return (
        f"replay: {shlex.join(['ratiolab', 'ratio', *how, *folder, file])}",
        f"draw: {shlex.join(['ratiolab', 'show', *how, file, '--out', str(path.with_suffix('.png'))])}",
    )
