"""The kinds of file that can be checked, each in a module that is loaded when one is met."""

from __future__ import annotations

from typing import Any

from ratiolab.checkable.kind import Kind
from ratiolab.lazily import Registry

#: Every kind by the ``format`` of its files: a new one adds its line here.
KINDS: Registry[Kind[Any, Any]] = Registry(
    {
        "ratiolab.instance": "ratiolab.checkable.instance:KIND",
        "ratiolab.schedule": "ratiolab.checkable.schedule:KIND",
        "ratiolab.witness": "ratiolab.checkable.witness:KIND",
        "ratiolab.limit": "ratiolab.checkable.limit:KIND",
        "ratiolab.certificate": "ratiolab.checkable.certificate:KIND",
        "ratiolab box certificate 1": "ratiolab.checkable.box_certificate:KIND",
    }
)
