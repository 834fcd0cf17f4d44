"""The algorithms by name, each in a file that is loaded when it is asked for."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Collection

from proofs.exact.surd import Quadratic
from ratiolab.algorithms import plugins
from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.facts import Facts
from ratiolab.algorithms.foreign import isolated
from ratiolab.algorithms.foreign.guard import class_path
from ratiolab.algorithms.foreign.guarded import Guarded
from ratiolab.algorithms.foreign.isolated import Isolated
from ratiolab.algorithms.foreign.policy import current
from ratiolab.algorithms.foreign.scheduled import Scheduled
from ratiolab.errors import InputError, SchedulerFailed
from ratiolab.lazily import Registry

#: Every algorithm of the library by its name on the command line: a new one adds its line here.
ALGORITHMS: Registry[type[Algorithm]] = Registry(
    {
        "gsa": "ratiolab.algorithms.gsa:GSA",
        "gsa-spec": "ratiolab.algorithms.gsa_spec:GSASpec",
        "gba": "ratiolab.algorithms.gba:GBA",
        "gba-d": "ratiolab.algorithms.gba_d:GBAD",
        "mc-sf": "ratiolab.algorithms.mc_sf:MCSF",
        "svf": "ratiolab.algorithms.svf:SVF",
        "svf-peak": "ratiolab.algorithms.svf_peak:SVFPeak",
        "sorted-f": "ratiolab.algorithms.sorted_f:SortedF",
        "sps-by-length": "ratiolab.algorithms.per_length:PerLength",
        "sps": "ratiolab.algorithms.sps:SPS",
        "sims": "ratiolab.algorithms.sims:SimS",
        "vllm-kill": "ratiolab.algorithms.vllm_kill:VLLMKill",
        "vllm-keep": "ratiolab.algorithms.vllm_keep:VLLMKeep",
        "a-min": "ratiolab.algorithms.a_min:AMin",
        "a-max": "ratiolab.algorithms.a_max:AMax",
    }
)


def is_built_in(algorithm: Algorithm) -> bool:
    """Whether the algorithm is one of the library's own, whatever name an outside class has given itself."""
    return algorithm.name in ALGORITHMS and ALGORITHMS[algorithm.name] is type(algorithm)


def facts_of(algorithm: Algorithm) -> Facts:
    """Return what its file declares of an algorithm of the library; of any other only what it says itself.

    A verdict may rest on facts, so nobody outside adds any, and a derived class inherits none.
    """
    if is_built_in(algorithm):
        return algorithm.facts
    return Facts(needs_lengths=algorithm.knows_lengths, keeps_progress=algorithm.keeps_progress)


def alpha_of(algorithm: Algorithm) -> Quadratic | None:
    """Return its scaling factor, if it is one of the library's that has one."""
    scaling_factor = facts_of(algorithm).scaling_factor
    return None if scaling_factor is None else scaling_factor(algorithm)


def is_verified(algorithm: Algorithm) -> bool:
    """Whether its cost stands for a feasible schedule: tested here, or verified in every run."""
    if isinstance(algorithm, Isolated):
        return algorithm.is_scheduler
    return is_built_in(algorithm) or type(algorithm) is Scheduled


def name_of(algorithm: Algorithm) -> str:
    """Return what `make` makes this algorithm from, with its parameters: kept in witnesses and searches.

    The short name of one of the library's own; ``package.module:Class`` for a class of a user, whatever
    it calls itself.
    """
    if is_built_in(algorithm):
        return algorithm.name
    if isinstance(algorithm, Isolated):
        return algorithm.source
    if isinstance(algorithm, Scheduled | Guarded):
        inner = algorithm.scheduler if isinstance(algorithm, Scheduled) else algorithm.inner
        return algorithm.source or class_path(type(inner))
    return class_path(type(algorithm))


def text_of(algorithm: Algorithm) -> str:
    """The one text from which `parse` makes this algorithm: its name and every parameter as it writes it."""
    listed = ",".join(f"{key}={value}" for key, value in algorithm.parameters.items())
    return f"{name_of(algorithm)}:{listed}" if listed else name_of(algorithm)


def takes(name: str) -> tuple[str, ...]:
    """Names of the parameters an algorithm accepts; `name` as in `make`."""
    if name in ALGORITHMS:
        return tuple(inspect.signature(ALGORITHMS[name]).parameters)
    if current().isolate and _is_outside(name):
        return isolated.takes(name)
    return plugins.parameters_of(_find(name))


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
    SchedulerFailed
        If it is a class of somebody else that fails while it is imported or made.
    """
    known = takes(name)
    for key in parameters:
        if key not in known:
            raise InputError(f"{name} has no parameter {key!r} (parameters: {', '.join(known) or 'none'})")
    if name in ALGORITHMS:
        return ALGORITHMS[name](**parameters)
    if current().isolate:
        return Isolated(name, parameters)
    return plugins.made(name, _find(name), parameters)


def _is_there(module: str, name: str) -> bool:
    """Whether a class can be had without an import: a loaded package may import a part when asked for it."""
    attribute = name.partition(":")[2].partition(".")[0]
    return module in sys.modules and (not attribute or attribute in vars(sys.modules[module]))


def import_trusted(name: str, trust: Collection[str]) -> None:
    """Import the class of a user that a file names, if its module is trusted or has been imported already.

    Parameters
    ----------
    name : str
        As in `make`; the algorithms of the library need no trust, and an unknown name imports nothing.
    trust : collection of str
        Modules that may be imported, with all in them.

    Raises
    ------
    InputError
        If its module is not trusted or cannot be imported.
    """
    module = None if name in ALGORITHMS else plugins.module_of(name)
    if module is None or _is_there(module, name):
        return
    if not any(f"{module}.".startswith(f"{trusted}.") for trusted in trust):
        raise InputError(
            f"algorithm {name!r} is a class in the module {module}, and nothing is imported because a file "
            f"says so: if you trust it, add --trust {module}"
        )
    try:
        takes(name)  # which imports it, here or in a process of its own
    except SchedulerFailed as error:  # the module's own code ran, and what the file says is undecided
        raise InputError(f"algorithm {name!r} cannot be imported: {error}") from error


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
    name, listed = _split(text)
    given: dict[str, str] = {}
    for item in filter(None, listed.split(",")):
        key, equals, value = item.partition("=")
        if not equals:
            raise InputError(f"{text!r}: write parameters as name:key=value, e.g. gsa:alpha=3/2")
        given[key.strip()] = value.strip()
    usable = {key: value for key, value in defaults.items() if key in takes(name)}
    return make(name, **{**usable, **given})


def named_in(text: str) -> str:
    """Return the name in a text for `parse`, for `import_trusted`; imports nothing itself."""
    return _split(text)[0]


def _split(text: str) -> tuple[str, str]:
    """Name and listed parameters of a text for `parse`."""
    name, _, listed = text.partition(":")
    attribute, _, rest = listed.partition(":")
    if plugins.is_path(f"{name}:{attribute}") and name not in ALGORITHMS:
        return f"{name}:{attribute}", rest
    return name, listed


def _is_outside(name: str) -> bool:
    return plugins.is_path(name) or name in plugins.registered()


def _find(name: str) -> plugins.Plugin:
    """The class of somebody else that a name stands for, imported into this process."""
    if _is_outside(name):
        return plugins.find(name)
    known = ", ".join((*sorted(ALGORITHMS), *plugins.registered()))
    raise InputError(f"unknown algorithm {name!r}: use {known}, or package.module:Class")
