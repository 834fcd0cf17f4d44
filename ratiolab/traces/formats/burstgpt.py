"""BurstGPT traces: CSV with ``Request tokens`` and ``Response tokens`` among the columns.

The header is ``Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type``; further columns,
as in later releases, do not matter. Source of the format: repository HPMLL/BurstGPT (Wang et al.,
BurstGPT: A Real-world Workload Dataset to Optimize LLM Serving Systems, arXiv 2401.17644). Arrival =
Timestamp, in seconds. A row with 0 response tokens is a failed request there: such rows are skipped and
counted.
"""

from __future__ import annotations

from ratiolab.traces.columns import Columns
from ratiolab.traces.format import column_format

FORMAT = column_format(
    "burstgpt",
    "CSV with Request tokens, Response tokens",
    Columns("Response tokens", "Request tokens", "Timestamp", arrival_needed=False),
    failures=True,
)
