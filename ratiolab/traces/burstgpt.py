"""BurstGPT traces: CSV with ``Request tokens`` and ``Response tokens`` among the columns.

The header is ``Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type``; further columns,
as in later releases, do not matter. Source of the format: repository HPMLL/BurstGPT (Wang et al.,
BurstGPT: A Real-world Workload Dataset to Optimize LLM Serving Systems, arXiv 2401.17644). A row with 0
response tokens is a failed request there: such rows are skipped and counted.
"""

from __future__ import annotations

from ratiolab.traces.format import Format
from ratiolab.traces.rows import csv_columns, header_fields, parse_length
from ratiolab.traces.trace import Trace, collect

COLUMNS = ("Request tokens", "Response tokens")


def matches(first_line: str) -> bool:
    """Tell whether the first line of a file is the header of this format."""
    return set(COLUMNS) <= set(header_fields(first_line))


def parse(text: str, source: str, name: str) -> Trace:
    """Read a trace in this format; ``skipped`` counts the failed requests.

    Parameters
    ----------
    text : str
        The whole file.
    source, name : str
        How messages call the file, and its name.

    Raises
    ------
    InputError
        Naming the line of the first row whose token counts are negative or no integers, or if every
        row is a failure.
    """
    rows: list[tuple[int, int, int]] = []
    skipped = 0
    for line, (request, answer) in csv_columns(text, source, COLUMNS):
        prompt = parse_length(request, 0, source, line, "Request tokens")
        response = parse_length(answer, 0, source, line, "Response tokens")
        if response == 0:
            skipped += 1
        else:
            rows.append((line, prompt, response))
    return collect(name, "burstgpt", rows, source, skipped)


FORMAT = Format("burstgpt", "CSV with Request tokens, Response tokens", matches, parse)
