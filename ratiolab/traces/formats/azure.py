"""Azure LLM inference traces: CSV with the header ``TIMESTAMP,ContextTokens,GeneratedTokens``.

Source of the format: repository Azure/AzurePublicDataset (traces CC-BY-4.0; Patel et al., Splitwise:
Efficient Generative LLM Inference Using Phase Splitting, ISCA 2024). Prompt = ContextTokens, response =
GeneratedTokens, arrival = TIMESTAMP, a date and time of day with seven decimals (2023) or with a zone (2024).
"""

from __future__ import annotations

from ratiolab.traces.columns import Columns
from ratiolab.traces.format import column_format

FORMAT = column_format(
    "azure",
    "CSV with ContextTokens, GeneratedTokens",
    Columns("GeneratedTokens", "ContextTokens", "TIMESTAMP", arrival_needed=False),
)
