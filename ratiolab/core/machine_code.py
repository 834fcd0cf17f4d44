"""Machine code of kernels run without Numba: it takes longer to import than most commands take.

An entry holds the object code that Numba made, with the function in it that Python calls. That function takes
the arguments in and checks them with helpers of Numba's own extension modules, which are loaded alone. Only
code is kept that refers to nothing but these helpers and the interpreter: whatever makes arrays is not.
"""

from __future__ import annotations

import builtins
import json
import os
import sys
from collections.abc import Callable
from ctypes import c_void_p, pythonapi
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from platform import machine
from typing import Any

import numpy as np

from ratiolab.core.kernel_folder import entry_name, kernel_folder, read_entry, write_entry

Entrance = Callable[..., Any]

#: What LLVM makes instructions of, or calls of memory functions of the C library.
_INSTRUCTIONS = ("llvm.mem", "llvm.smax.", "llvm.smin.", "llvm.umax.", "llvm.umin.", "llvm.assume",
                 "llvm.vector.reduce.", "llvm.lifetime.", "llvm.abs.", "llvm.masked.")  # fmt: skip
_SCALARS: dict[type, str] = {bool: "b", np.int64: "i", np.uint64: "u"}
_ENTRIES = {np.dtype(np.int64): "i8", np.dtype(np.int32): "i4", np.dtype(np.int16): "i2",
            np.dtype(np.uint64): "u8", np.dtype(np.bool_): "b1"}  # fmt: skip


def kinds_of(args: tuple[Any, ...]) -> str | None:
    """Say the types of arguments, as finely as Numba tells them apart; None where one is of no usual type."""
    told = ""
    for value in args:
        kind = type(value)
        if kind is np.ndarray:
            flags, entries = value.flags, _ENTRIES.get(value.dtype)
            if entries is None or not flags.aligned:
                return None
            layout = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "A"
            told += f"{entries}{value.ndim}{layout}{'' if flags.writeable else 'r'},"
        elif kind is int:
            if not -(2**63) <= value < 2**63:
                return None
            told += "i,"
        elif kind in _SCALARS:
            told += f"{_SCALARS[kind]},"
        elif isinstance(value, tuple):
            members = kinds_of(value)
            if members is None:
                return None
            told += f"{kind.__module__}.{kind.__qualname__}({members}),"
        else:
            return None
    return told


def load(function: Callable[..., Any], kinds: str) -> Entrance | None:
    """Take the machine code of a kernel from disk; None if there is none, or if it cannot be used here."""
    path = _path(function, kinds) if _usable() else None
    data = None if path is None else read_entry(path)
    if data is None:
        return None
    head, _, code = data.partition(b"\0")
    names = json.loads(head)
    if not all(name in _symbols() or hasattr(pythonapi, name) for name in names["needed"]):
        return None
    return _entrance(function, names["wrapper"], names["environment"], code)


def keep(function: Callable[..., Any], kinds: str, compiled: Any) -> None:
    """Keep what Numba compiled for arguments of these kinds, if it can run without Numba."""
    path = _path(function, kinds) if _usable() else None
    needed = None if path is None else _needed(compiled)
    if path is not None and needed is not None:
        names = {
            "needed": needed,
            "wrapper": compiled.fndesc.llvm_cpython_wrapper_name,
            "environment": compiled.fndesc.env_name,
        }
        write_entry(path, json.dumps(names).encode() + b"\0" + compiled.library._get_compiled_object())


@cache
def _usable() -> bool:
    """Whether this is a machine where it was tried, with an LLVM that sets itself up."""
    from llvmlite import binding

    return sys.platform == "linux" and machine() == "x86_64" and binding.llvm_version_info[0] >= 20


def _needed(compiled: Any) -> list[str] | None:
    """Names that the code refers to; None if some are known to Numba alone, or the code is not at hand."""
    module, needed = compiled.library._final_module, []
    if compiled.library._compiled_object is None:  # Numba took it from disk, and keeps it no longer
        return None
    if compiled.lifted or compiled.library.has_dynamic_globals or compiled.environment.consts:
        return None
    for value in (*module.functions, *module.global_variables):
        if value.is_declaration and not value.name.startswith(_INSTRUCTIONS):
            needed.append(value.name)
    known = all(name in _symbols() or hasattr(pythonapi, name) for name in needed)
    return needed if known else None


def _path(function: Callable[..., Any], kinds: str) -> Path | None:
    folder = kernel_folder(function)
    return None if folder is None else folder / entry_name(function, f"machine code\0{kinds}{_processor()}")


@cache
def _processor() -> str:
    from llvmlite import binding

    set_by_hand = [os.environ.get(f"NUMBA_CPU_{name}") for name in ("NAME", "FEATURES")]
    features = binding.get_host_cpu_features().flatten()
    return f"{binding.get_process_triple()} {binding.get_host_cpu_name()} {features} {set_by_hand}"


@cache
def _extension(name: str) -> Any:
    """Numba's extension module of this name, without the package around it."""
    loaded = sys.modules.get(f"numba.{name}")
    if loaded is not None:
        return loaded
    package = PathFinder.find_spec("numba")
    folders = None if package is None else package.submodule_search_locations
    found = PathFinder.find_spec(f"numba.{name}", folders)
    if found is None or found.loader is None:
        raise ImportError(f"numba has no {name}")
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


@cache
def _symbols() -> dict[str, int]:
    """Addresses by the names that Numba's code knows them by, told to LLVM."""
    from llvmlite import binding

    known = {"_Py_NoneStruct": id(None)}
    for name in ("_helperlib", "_dynfunc"):
        known |= {f"numba_{helper}": address for helper, address in _extension(name).c_helpers.items()}
    errors = (kind for kind in vars(builtins).values() if isinstance(kind, type))
    known |= {f"PyExc_{kind.__name__}": id(kind) for kind in errors if issubclass(kind, BaseException)}
    for name, address in known.items():
        binding.add_symbol(name, address)
    return known


@cache
def _target() -> Any:
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_default_triple()


#: The engines that hold machine code, for as long as the process lives.
_ENGINES: list[Any] = []


def _entrance(function: Callable[..., Any], wrapper: str, environment: str, code: bytes) -> Entrance:
    """Load object code and make a function of what it has for Python."""
    from llvmlite import binding

    engine = binding.create_mcjit_compiler(
        binding.parse_assembly(""), _target().create_target_machine(jit=True)
    )
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _ENGINES.append(engine)
    makes = _extension("_dynfunc")
    around = makes.Environment(function.__globals__)
    c_void_p.from_address(engine.get_global_value_address(environment)).value = id(around)
    entrance: Entrance = makes.make_function(
        sys.modules[function.__module__], function.__name__, function.__doc__,
        engine.get_function_address(wrapper), around, (engine, around),
    )  # fmt: skip
    return entrance
