"""Fuzz every reader: ``python -m tests.fuzz --inputs 100000 --seed 0`` or ``--seconds 600``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.reader import ENDINGS
from tests.fuzz.run import Fault, every_reader, fuzz


def main() -> int:
    """Print what became of the inputs, reader by reader; 1 if one ended as none may."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, help="how many inputs in all")
    parser.add_argument("--seconds", type=float, help="or how long")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--reader", action="append", help="only this one; may be repeated")
    given = parser.parse_args()
    inputs = 10_000 if given.inputs is None and given.seconds is None else given.inputs
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        readers = every_reader(home / "made")
        if given.reader:
            readers = [reader for reader in readers if reader.name in given.reader]
        counts, faults = fuzz(
            readers, home, seed=given.seed, inputs=inputs, seconds=given.seconds, tell=_tell
        )
    print(f"{'reader':28}{'inputs':>8}{''.join(f'{ending:>12}' for ending in (*ENDINGS, 'fault'))}  slowest")
    for name, count in counts.items():
        ends = "".join(f"{count.endings[ending]:>12}" for ending in (*ENDINGS, "fault"))
        print(f"{name:28}{count.inputs:>8}{ends}{count.slowest:>8.2f}s")
    print(f"{sum(count.inputs for count in counts.values())} inputs, seed {given.seed}: {len(faults)} faults")
    return 1 if faults else 0


def _tell(fault: Fault) -> None:
    print(f"{fault.reader}: {fault.what}\n  {fault.mutant[:600]!r}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
