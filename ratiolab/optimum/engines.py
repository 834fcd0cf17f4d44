"""The engines by name, known without loading one."""

from __future__ import annotations

from typing import Any

from ratiolab.lazily import Registry

#: Engines by name, each an `ratiolab.optimum.enclosure.Engine`.
ENGINES: Registry[Any] = Registry(
    {
        "milp": "ratiolab.optimum.milp:solve",
        "search": "ratiolab.optimum.search:solve",
        "auto": "ratiolab.optimum.automatic:solve",
    }
)
#: The engine that is used if none is named: a key of `ENGINES`.
DEFAULT = "auto"
#: Bytes an engine may use unless told otherwise.
MEMORY_LIMIT = 6 * 2**30
