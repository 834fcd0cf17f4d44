"""CSV with the header ``timestamp_ms,prompt_tokens,output_tokens``, or JSON lines with these keys.

Prompt = prompt_tokens, response = output_tokens, arrival = timestamp_ms, in milliseconds.
"""

from __future__ import annotations

from ratiolab.traces.columns import UNITS, Columns
from ratiolab.traces.format import column_format

FORMAT = column_format(
    "prompt-output",
    "prompt_tokens, output_tokens (timestamp_ms)",
    Columns("output_tokens", "prompt_tokens", "timestamp_ms", UNITS["ms"], arrival_needed=False),
)
