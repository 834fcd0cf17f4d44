"""CSV with the header ``question_length,answer_length``, or JSON lines with these keys.

Prompt = question_length, response = answer_length, both in tokens. There are no arrivals.
"""

from __future__ import annotations

from ratiolab.traces.columns import Columns
from ratiolab.traces.format import column_format

FORMAT = column_format(
    "question-answer",
    "question_length, answer_length",
    Columns("answer_length", "question_length"),
)
