"""Mooncake traces: one JSON object per line with ``input_length`` and ``output_length``.

Source of the format: repository kvcache-ai/Mooncake (traces Apache-2.0; Qin et al., Mooncake, FAST 2025).
Prompt = input_length, response = output_length, arrival = timestamp in milliseconds; ``hash_ids`` are not
used: jobs share no prefixes.
"""

from __future__ import annotations

from ratiolab.traces.columns import UNITS, Columns
from ratiolab.traces.format import column_format

FORMAT = column_format(
    "mooncake",
    "JSON lines: input_length, output_length",
    Columns("output_length", "input_length", "timestamp", UNITS["ms"], arrival_needed=False),
)
