"""Traces of the simulator splitwise-sim: CSV with ``prompt_size`` and ``token_size``.

The header is ``request_id,request_type,application_id,arrival_timestamp,batch_size,prompt_size,token_size``.
Source of the format: repository Mutinifni/splitwise-sim (Patel et al., Splitwise, ISCA 2024). Prompt =
prompt_size, response = token_size, arrival = arrival_timestamp, in seconds.
"""

from __future__ import annotations

from ratiolab.traces.columns import Columns
from ratiolab.traces.format import column_format

FORMAT = column_format(
    "splitwise",
    "prompt_size, token_size (splitwise-sim)",
    Columns("token_size", "prompt_size", "arrival_timestamp", arrival_needed=False),
)
