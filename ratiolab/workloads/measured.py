"""Length distributions measured from public request traces, as tables of quantiles.

The tables are ours; no row of a trace is in them. Inputs and outputs are drawn independently, so the
dependence between the two in the traces is lost, as is that between successive requests.
"""

from __future__ import annotations

import random

from ratiolab.workloads.quantiles import QuantileTable
from ratiolab.workloads.workload import DrawJob, Workload

_AZURE = (
    "quantiles measured by ratiolab from AzureLLMInferenceTrace_{part}.csv of Azure/AzurePublicDataset "
    "(CC-BY-4.0; Patel et al., Splitwise, ISCA 2024)"
)
_MOONCAKE = (
    "quantiles measured by ratiolab from conversation_trace.jsonl (FAST25 release) of kvcache-ai/Mooncake "
    "(Apache-2.0; Qin et al., Mooncake, FAST 2025)"
)

#: Inputs (prompts) and outputs (responses) in tokens, at the levels `quantiles.LEVELS`.
TABLES = {
    "azure-code": (
        QuantileTable((3, 17, 75, 147, 578, 1469, 2745, 5194, 7315, 7436, 7436, 7436, 7437, 7437)),
        QuantileTable((6, 6, 6, 7, 9, 13, 24, 55, 90, 172, 252, 361, 831, 1899)),
    ),
    "azure-conv": (
        QuantileTable((2, 29, 181, 207, 396, 1020, 1189, 2735, 4083, 4098, 4142, 4831, 6212, 14050)),
        QuantileTable((7, 16, 41, 54, 85, 129, 395, 424, 451, 540, 601, 644, 954, 1000)),
    ),
    "mooncake": (
        QuantileTable(
            (891, 894, 901, 964, 2306, 6909, 15368, 27367, 39552, 66484, 85401, 100886, 121301, 126195)
        ),
        QuantileTable((1, 3, 10, 24, 156, 350, 472, 597, 698, 893, 1120, 1570, 2000, 2000)),
    ),
}


def _drawn_from(name: str) -> DrawJob:
    inputs, outputs = TABLES[name]

    def draw_job(i: int, jobs: int, source: random.Random) -> tuple[int, int]:
        prompt = inputs.sample(source)
        return prompt, outputs.sample(source)

    return draw_job


# The default budgets are the smallest powers of two into which the longest input and output fit.
AZURE_CODE = Workload(
    name="azure-code",
    title="code completion: long prompts, short responses with a long tail",
    source=_AZURE.format(part="code"),
    memory=16384,
    prompt=None,
    jobs=1000,
    draw_job=_drawn_from("azure-code"),
)
AZURE_CONV = Workload(
    name="azure-conv",
    title="conversation: responses of some hundred tokens",
    source=_AZURE.format(part="conv"),
    memory=16384,
    prompt=None,
    jobs=1000,
    draw_job=_drawn_from("azure-conv"),
)
MOONCAKE = Workload(
    name="mooncake",
    title="conversation with very long prompts",
    source=_MOONCAKE,
    memory=131072,
    prompt=None,
    jobs=1000,
    draw_job=_drawn_from("mooncake"),
)
