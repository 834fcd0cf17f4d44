"""Traces of the simulator BLIS: CSV with the header ``arrived_at,prefill_tokens,decode_tokens``.

Prompt = prefill_tokens, response = decode_tokens, arrival = arrived_at, in seconds.
"""

from __future__ import annotations

from ratiolab.traces.columns import Columns
from ratiolab.traces.format import column_format

FORMAT = column_format(
    "blis",
    "prefill_tokens, decode_tokens (BLIS)",
    Columns("decode_tokens", "prefill_tokens", "arrived_at", arrival_needed=False),
)
