"""The trace formats by name, known without loading a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratiolab.lazily import Registry

if TYPE_CHECKING:
    from ratiolab.traces.format import Format

#: Every format there is, in the order in which detection tries them: a new one adds its line here.
FORMATS: Registry[Format] = Registry(
    {
        "azure": "ratiolab.traces.formats.azure:FORMAT",
        "burstgpt": "ratiolab.traces.formats.burstgpt:FORMAT",
        "mooncake": "ratiolab.traces.formats.mooncake:FORMAT",
        "vidur": "ratiolab.traces.formats.vidur:FORMAT",
        "splitwise": "ratiolab.traces.formats.splitwise:FORMAT",
        "blis": "ratiolab.traces.formats.blis:FORMAT",
        "prompt-output": "ratiolab.traces.formats.prompt_output:FORMAT",
        "prompt-completion": "ratiolab.traces.formats.prompt_completion:FORMAT",
        "question-answer": "ratiolab.traces.formats.question_answer:FORMAT",
        "vllm-bench": "ratiolab.traces.formats.vllm_bench:FORMAT",
        "lengths": "ratiolab.traces.formats.lengths:FORMAT",
    }
)
