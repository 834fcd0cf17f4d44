"""Algorithms in any form that is at hand: a name, an object, a scheduler of one's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable

from ratiolab.algorithms import Algorithm, Scheduler, is_built_in, parse, plugins, text_of
from ratiolab.algorithms.foreign.guard import Guard, class_name
from ratiolab.algorithms.foreign.guarded import Guarded
from ratiolab.algorithms.foreign.isolated import Isolated
from ratiolab.algorithms.foreign.policy import LOAD_TURNS, current
from ratiolab.algorithms.foreign.scheduled import Scheduled
from ratiolab.errors import InputError

#: What every function that takes an algorithm accepts.
AlgorithmLike = str | Algorithm | Scheduler | type[Algorithm] | type[Scheduler]


def algorithm(like: AlgorithmLike, **parameters: object) -> Algorithm:
    """Return the algorithm that `like` stands for.

    Parameters
    ----------
    like : str, Algorithm, Scheduler, or a class of these
        A name as on the command line (``"gsa"``, ``"gsa:alpha=3/2"``, ``"package.module:Class"``), an
        algorithm, or a scheduler of one's own: an object, or a class that needs no arguments.
    **parameters
        Parameters of a name or a class, exact: ``alpha="4/3"``, ``alpha=2``.

    Raises
    ------
    InputError
        If it is none of these, or a parameter is unknown; the message lists what there is.
    """
    if isinstance(like, str):
        given = ",".join(f"{key}={value}" for key, value in parameters.items())
        return parse(f"{like}{',' if '=' in like else ':'}{given}" if given else like)
    if isinstance(like, type) and issubclass(like, Algorithm | Scheduler):
        like = _made(like, parameters)
    elif parameters:
        raise InputError(f"{like!r} has its parameters already: give them with a name or a class")
    if isinstance(like, Algorithm):
        known = is_built_in(like) or type(like) in (Scheduled, Guarded, Isolated)
        return _placed(like if known else plugins.wrapped(like, class_name(type(like)), {}))
    if isinstance(like, Scheduler):
        name = class_name(type(like))
        return _placed(plugins.wrapped(like, name, Guard(name).ask("its parameters", _parameters, like)))
    raise InputError(f"{like!r} is no algorithm: give a name, an Algorithm or a Scheduler")


def _placed(made: Algorithm) -> Algorithm:
    """An object of somebody else, in a process of its own if that is asked for: made there by its name."""
    if not current().isolate or not isinstance(made, Scheduled | Guarded):
        return made
    kind, text = type(made.scheduler if isinstance(made, Scheduled) else made.inner), text_of(made)
    if kind.__module__ == "__main__" or "<locals>" in kind.__qualname__:
        raise InputError(f"{text} cannot be imported by its name: to isolate it, put it into a module")
    if lost := set(inspect.signature(kind).parameters) - set(made.parameters):
        raise InputError(
            f"{text} keeps no text of its parameter {min(lost)}: to isolate it, give its name with parameters"
        )
    return parse(text)


def listed(likes: Iterable[AlgorithmLike] | AlgorithmLike) -> list[Algorithm]:
    """As `algorithm`, for several; one by itself is a list of one.

    Raises
    ------
    InputError
        As `algorithm`; also if there is none, or two different ones have one label.
    """
    if isinstance(likes, str | Algorithm | Scheduler | type):
        likes = [likes]
    made = [algorithm(like) for like in likes]
    if not made:
        raise InputError("there is no algorithm to run: give at least one")
    labels: dict[str, Algorithm] = {}
    for one in made:
        other = labels.setdefault(one.label, one)
        theirs = Scheduled | Guarded | Isolated
        if other is not one and (isinstance(one, theirs) or isinstance(other, theirs)):
            raise InputError(f"two schedulers are called {one.label}: give them different names")
    return made


def _made(kind: type[Algorithm] | type[Scheduler], parameters: dict[str, object]) -> Algorithm | Scheduler:
    if inspect.isabstract(kind):
        missing = ", ".join(sorted(kind.__abstractmethods__))
        raise InputError(f"{class_name(kind)} is not complete: it does not define {missing}")
    try:
        inspect.signature(kind).bind(**parameters)
    except TypeError as error:
        raise InputError(f"{class_name(kind)}: {error}: give an object, made with its arguments") from None
    build: Callable[..., Algorithm | Scheduler] = kind
    return Guard(class_name(kind), LOAD_TURNS).ask_or_refuse("__init__", build, **parameters)


def _parameters(scheduler: Scheduler) -> dict[str, str]:
    """What the scheduler was made with, as far as it keeps arguments under their names; for labels."""
    kept = {
        name: getattr(scheduler, name)
        for name in inspect.signature(type(scheduler)).parameters
        if hasattr(scheduler, name)
    }
    return {name: str(value) for name, value in kept.items() if isinstance(value, int | float | str)}


def algorithm_text(like: AlgorithmLike) -> str:
    """The one text from which `algorithm` makes it again, also in another process.

    Raises
    ------
    InputError
        As `algorithm`.
    """
    return text_of(algorithm(like))
