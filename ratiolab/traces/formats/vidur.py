"""Traces of the simulators Vidur and Sarathi: CSV with ``num_prefill_tokens`` and ``num_decode_tokens``.

The header is ``arrived_at,num_prefill_tokens,num_decode_tokens``, sometimes without ``arrived_at`` and with
``num_total_tokens,pd_ratio``. Source of the format: repository microsoft/vidur (Agrawal et al., Vidur: A
Large-Scale Simulation Framework for LLM Inference, MLSys 2024), which also keeps the Azure traces so.
Arrival = arrived_at, in seconds.
"""

from __future__ import annotations

from ratiolab.traces.columns import Columns
from ratiolab.traces.format import column_format

FORMAT = column_format(
    "vidur",
    "num_prefill_tokens, num_decode_tokens (Vidur, Sarathi)",
    Columns("num_decode_tokens", "num_prefill_tokens", "arrived_at", arrival_needed=False),
)
