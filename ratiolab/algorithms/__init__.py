"""The algorithms by name: one file each, made by `make`."""

from __future__ import annotations

import inspect

from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.gba import GBA
from ratiolab.algorithms.gsa import GSA
from ratiolab.algorithms.mc_sf import MCSF
from ratiolab.algorithms.per_length import PerLength
from ratiolab.algorithms.sps import SPS
from ratiolab.errors import InputError

#: Every algorithm by its name on the command line.
ALGORITHMS: dict[str, type[Algorithm]] = {kind.name: kind for kind in (GSA, GBA, MCSF, SPS, PerLength)}

__all__ = ["ALGORITHMS", "Algorithm", "make", "parse", "takes"]


def takes(name: str) -> tuple[str, ...]:
    """Names of the parameters an algorithm accepts."""
    return tuple(inspect.signature(_find(name)).parameters)


def make(name: str, **parameters: str) -> Algorithm:
    """Make an algorithm.

    Parameters
    ----------
    name : str
        A key of `ALGORITHMS`.
    **parameters : str
        Its parameters as exact text, e.g. ``alpha="4/3"``.

    Raises
    ------
    InputError
        If the name or a parameter is unknown; the message lists what there is.
    """
    kind = _find(name)
    for key in parameters:
        if key not in takes(name):
            known = ", ".join(takes(name)) or "none"
            raise InputError(f"{name} has no parameter {key!r} (parameters: {known})")
    return kind(**parameters)


def parse(text: str, **defaults: str) -> Algorithm:
    """Make an algorithm from ``name`` or ``name:key=value,key=value``.

    Parameters
    ----------
    text : str
        E.g. ``gsa`` or ``gsa:alpha=3/2``.
    **defaults : str
        Parameters used where the algorithm takes them and the text does not set them.

    Raises
    ------
    InputError
        If the text is not of that form, or as in `make`.
    """
    name, _, listed = text.partition(":")
    given: dict[str, str] = {}
    for item in filter(None, listed.split(",")):
        key, equals, value = item.partition("=")
        if not equals:
            raise InputError(f"{text!r}: write parameters as name:key=value, e.g. gsa:alpha=3/2")
        given[key.strip()] = value.strip()
    usable = {key: value for key, value in defaults.items() if key in takes(name)}
    return make(name, **{**usable, **given})


def _find(name: str) -> type[Algorithm]:
    if name not in ALGORITHMS:
        raise InputError(f"unknown algorithm {name!r}: use {', '.join(sorted(ALGORITHMS))}")
    return ALGORITHMS[name]
