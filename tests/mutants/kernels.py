"""Faults in compiled kernels and what they are built on."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

_CORE = "ratiolab/core/"
_AGREE = ("tests/algorithms/test_agreement.py",)
_PIPELINE, _PHASES = ("tests/core/test_pipeline.py",), ("tests/core/test_phases.py", *_AGREE)

KERNELS = (
    Mutant(
        6,
        "the peak forgets the gcd",
        f"{_CORE}pipeline.py",
        "return prompt * k + (tau * k + tau + k - gcd(tau, k)) // 2",
        "return prompt * k + (tau * k + tau + k - 1) // 2",
        _PIPELINE,
    ),
    Mutant(
        6,
        "one job more than fits",
        f"{_CORE}pipeline.py",
        "while peak(k + 1, slice_, prompt) <= memory:",
        "while peak(k, slice_, prompt) <= memory:",
        _PIPELINE,
    ),
    Mutant(
        6,
        "the parallelism of Lemma 3.4 is taken as it is",
        f"{_CORE}pipeline.py",
        "while peak(k + 1, slice_, prompt) <= memory:",
        "while peak(k + 1, slice_, prompt) < memory:",
        _PIPELINE,
    ),
    Mutant(
        11,
        "floor sums stop a row early",
        f"{_CORE}pipeline.py",
        "        if top < m:",
        "        if top < 2 * m:",
        _PIPELINE,
    ),
    Mutant(
        11,
        "a call lasts a round less",
        f"{_CORE}pipeline.py",
        "return (jobs - 1) * slice_ // parallelism + slice_ if jobs else 0",
        "return (jobs - 1) * slice_ // parallelism + slice_ - 1 if jobs else 0",
        (*_PIPELINE, *_PHASES),
    ),
    Mutant(
        11,
        "a job as long as a slice is killed in it",
        f"{_CORE}phases.py",
        "if responses[job] > tau:",
        "if responses[job] >= tau:",
        _PHASES,
    ),
    Mutant(
        11,
        "start rounds lose their remainder",
        f"{_CORE}phases.py",
        "            rest += step_rest",
        "            rest += 0 * step_rest",
        _PHASES,
    ),
    Mutant(
        11,
        "killed rounds count one phase less",
        f"{_CORE}phases.py",
        "killed += left * tau",
        "killed += (left - 1) * tau",
        _PHASES,
    ),
    Mutant(
        11,
        "the batch of instances keeps finished jobs",
        f"{_CORE}gsa_batch.py",
        "if o <= tau:",
        "if o < tau:",
        ("tests/core/test_gsa_batch.py",),
    ),
    Mutant(
        11,
        "a phase of the batch begins where the last one did",
        f"{_CORE}gsa_batch.py",
        "base += (alive - 1) * tau // k + tau",
        "base += tau",
        ("tests/core/test_gsa_batch.py",),
    ),
    Mutant(
        11,
        "a round put between two others holds what the later one does",
        f"{_CORE}lookahead.py",
        "own_held += held[i] - running[i] * (last[i] - own_last)",
        "own_held += held[i]",
        ("tests/algorithms/test_svf.py", "tests/algorithms/test_mc_sf_skip.py"),
    ),
    Mutant(
        11,
        "look-ahead allows one token too many",
        f"{_CORE}lookahead.py",
        "excess = held[i] + prompt + response - memory",
        "excess = held[i] + prompt + response - memory - 1",
        _AGREE,
    ),
    Mutant(
        11,
        "the youngest job is never evicted for the last token",
        f"{_CORE}eviction.py",
        "calm = usage <= memory",
        "calm = usage <= memory + 1",
        ("tests/algorithms/test_eviction.py", *_AGREE),
    ),
    Mutant(
        11,
        "an evicted job goes to the back",
        f"{_CORE}eviction.py",
        "job = evicted[queued - 1] if queued > 0 else fresh",
        "job = evicted[0] if queued > 0 else fresh",
        ("tests/algorithms/test_eviction.py", *_AGREE),
    ),
    Mutant(
        11,
        "lost rounds are not counted",
        f"{_CORE}eviction.py",
        "lost += run",
        "lost += 0",
        ("tests/algorithms/test_eviction.py", *_AGREE),
    ),
    Mutant(
        11,
        "a pipeline beside others holds a token less",
        f"{_CORE}refill.py",
        "return begun * (prompt + elapsed + 1) - total",
        "return begun * (prompt + elapsed) - total",
        ("tests/algorithms/test_gba_d.py", *_AGREE),
    ),
    Mutant(
        11,
        "the steady peak misses the last start",
        f"{_CORE}spacing.py",
        "active = ((last_round + 1) * width - 1) // period - first + 1",
        "active = ((last_round + 1) * width - 1) // period - first",
        ("tests/core/test_spacing.py",),
    ),
)
