"""CSV with ``prompt_tokens`` and ``completion_tokens``, or JSON lines with these keys.

Services with OpenAI's interface log their usage so. Prompt = prompt_tokens, response = completion_tokens.
There is no agreed column of arrivals: name it with ``--columns``.
"""

from __future__ import annotations

from ratiolab.traces.columns import Columns
from ratiolab.traces.format import column_format

FORMAT = column_format(
    "prompt-completion",
    "prompt_tokens, completion_tokens",
    Columns("completion_tokens", "prompt_tokens"),
)
