"""Azure LLM inference traces: CSV with the header ``TIMESTAMP,ContextTokens,GeneratedTokens``.

Source of the format: repository Azure/AzurePublicDataset (traces CC-BY-4.0; Patel et al., Splitwise:
Efficient Generative LLM Inference Using Phase Splitting, ISCA 2024). Prompt = ContextTokens, response =
GeneratedTokens; the timestamps are not used, since every job of an instance is released at round 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from ratiolab.traces.format import Format
from ratiolab.traces.rows import csv_columns, header_fields, parse_length
from ratiolab.traces.trace import Trace, collect

COLUMNS = ("ContextTokens", "GeneratedTokens")


def matches(first_line: str) -> bool:
    """Tell whether the first line of a file is the header of this format."""
    return set(COLUMNS) <= set(header_fields(first_line))


def parse(text: str, source: str, name: str) -> Trace:
    """Read a trace in this format.

    Parameters
    ----------
    text : str
        The whole file.
    source, name : str
        How messages call the file, and its name.

    Raises
    ------
    InputError
        Naming the line of the first row that is not (timestamp, prompt >= 0, response >= 1).
    """

    def rows() -> Iterator[tuple[int, int, int]]:
        for line, (context, generated) in csv_columns(text, source, COLUMNS):
            prompt = parse_length(context, 0, source, line, "ContextTokens")
            yield line, prompt, parse_length(generated, 1, source, line, "GeneratedTokens")

    return collect(name, "azure", rows(), source)


FORMAT = Format("azure", "CSV with ContextTokens, GeneratedTokens", matches, parse)
