"""The trace formats by name, known without loading a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratiolab.lazily import Registry

if TYPE_CHECKING:
    from ratiolab.traces.format import Format

#: Every format there is, in the order in which detection tries them: a new one adds its line here.
FORMATS: Registry[Format] = Registry(
    {
        "azure": "ratiolab.traces.azure:FORMAT",
        "burstgpt": "ratiolab.traces.burstgpt:FORMAT",
        "mooncake": "ratiolab.traces.mooncake:FORMAT",
        "lengths": "ratiolab.traces.lengths:FORMAT",
    }
)
