"""The algorithms by name: one file each, made by `make`."""

from __future__ import annotations

import inspect

from ratiolab.algorithms import plugins
from ratiolab.algorithms.a_max import AMax
from ratiolab.algorithms.a_min import AMin
from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.gba import GBA
from ratiolab.algorithms.gba_d import GBAD
from ratiolab.algorithms.gsa import GSA
from ratiolab.algorithms.gsa_spec import GSASpec
from ratiolab.algorithms.mc_sf import MCSF
from ratiolab.algorithms.per_length import PerLength
from ratiolab.algorithms.scheduler import Batch, Decision, Scheduler, View
from ratiolab.algorithms.sims import SimS
from ratiolab.algorithms.sorted_f import SortedF
from ratiolab.algorithms.sps import SPS
from ratiolab.algorithms.svf import SVF
from ratiolab.algorithms.svf_peak import SVFPeak
from ratiolab.algorithms.vllm_keep import VLLMKeep
from ratiolab.algorithms.vllm_kill import VLLMKill
from ratiolab.errors import InputError

#: Every algorithm by its name on the command line.
ALGORITHMS: dict[str, type[Algorithm]] = {kind.name: kind for kind in (GSA, GBA, MCSF, SPS, PerLength)}
ALGORITHMS |= {kind.name: kind for kind in (VLLMKill, VLLMKeep, AMin, AMax)}
ALGORITHMS |= {kind.name: kind for kind in (SimS, SVF, SVFPeak, SortedF, GBAD, GSASpec)}

__all__ = ["ALGORITHMS", "Algorithm", "Batch", "Decision", "Scheduler", "View", "make", "parse", "takes"]


def is_built_in(algorithm: Algorithm) -> bool:
    """Whether the algorithm is one of the library's own, whatever name an outside class has given itself."""
    return ALGORITHMS.get(algorithm.name) is type(algorithm)


def takes(name: str) -> tuple[str, ...]:
    """Names of the parameters an algorithm accepts; `name` as in `make`."""
    return tuple(inspect.signature(_find(name)).parameters)


def make(name: str, **parameters: str) -> Algorithm:
    """Make an algorithm.

    Parameters
    ----------
    name : str
        A key of `ALGORITHMS`, a registered plug-in, or ``package.module:Class``.
    **parameters : str
        Its parameters as exact text, e.g. ``alpha="4/3"``.

    Raises
    ------
    InputError
        If the name or a parameter is unknown; the message lists what there is.
    """
    kind = _find(name)
    known = tuple(inspect.signature(kind).parameters)
    for key in parameters:
        if key not in known:
            raise InputError(f"{name} has no parameter {key!r} (parameters: {', '.join(known) or 'none'})")
    try:
        return plugins.wrapped(name, kind)(**parameters)
    except InputError:
        raise
    except (TypeError, ValueError) as error:  # a plug-in that cannot use its parameters
        raise InputError(f"{name}: {error}") from error


def parse(text: str, **defaults: str) -> Algorithm:
    """Make an algorithm from ``name`` or ``name:key=value,key=value``.

    Parameters
    ----------
    text : str
        E.g. ``gsa``, ``gsa:alpha=3/2``, ``mypackage:MyScheduler`` or ``mypackage:MyScheduler:width=3``.
    **defaults : str
        Parameters used where the algorithm takes them and the text does not set them.

    Raises
    ------
    InputError
        If the text is not of that form, or as in `make`.
    """
    name, _, listed = text.partition(":")
    attribute, _, rest = listed.partition(":")
    if plugins.is_path(f"{name}:{attribute}") and name not in ALGORITHMS:
        name, listed = f"{name}:{attribute}", rest
    given: dict[str, str] = {}
    for item in filter(None, listed.split(",")):
        key, equals, value = item.partition("=")
        if not equals:
            raise InputError(f"{text!r}: write parameters as name:key=value, e.g. gsa:alpha=3/2")
        given[key.strip()] = value.strip()
    usable = {key: value for key, value in defaults.items() if key in takes(name)}
    return make(name, **{**usable, **given})


def _find(name: str) -> plugins.Plugin:
    if name in ALGORITHMS:
        return ALGORITHMS[name]
    if plugins.is_path(name) or name in plugins.registered():
        return plugins.find(name)
    known = ", ".join((*sorted(ALGORITHMS), *plugins.registered()))
    raise InputError(f"unknown algorithm {name!r}: use {known}, or package.module:Class")
