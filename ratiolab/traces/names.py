"""The trace formats by name, known without loading a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratiolab.lazily import Registry

if TYPE_CHECKING:
    from ratiolab.traces.format import Format

#: Every format there is, in the order in which detection tries them.
FORMATS: Registry[Format] = Registry(
    {name: f"ratiolab.traces.{name}:FORMAT" for name in ("azure", "burstgpt", "mooncake", "lengths")}
)
