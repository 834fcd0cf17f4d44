"""Where the public traces lie, if they are at hand: they are no part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

AZURE_CODE = "AzureLLMInferenceTrace_code.csv"
AZURE_CONV = "AzureLLMInferenceTrace_conv.csv"
MOONCAKE = "mooncake_conversation_trace.jsonl"


def data_file(name: str) -> Path | None:
    """Return the path of the trace `name`, or None if it is not there.

    Traces are looked for in the folder named by the environment variable RATIOLAB_DATA if it is set,
    and in ``../shared/data`` relative to the root of the repository otherwise.
    """
    root = Path(__file__).resolve().parent.parent
    folder = Path(os.environ.get("RATIOLAB_DATA") or root.parent / "shared" / "data")
    path = folder / name
    return path if path.is_file() else None
