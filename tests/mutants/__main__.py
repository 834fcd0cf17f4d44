"""Plant every fault in turn and say which survive: ``python -m tests.mutants [WORD] [--jobs N]``.

With WORD only faults whose name or file contains it. Exit code 1 if one survives.
"""

from __future__ import annotations

import argparse
import queue
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.mutant import Mutant, copy_of_the_tree, killed
from tests.mutants.tables import MUTANTS


def main() -> int:
    """Run the faults that the command line chooses."""
    parser = argparse.ArgumentParser(description="Planted faults and whether the tests notice them.")
    parser.add_argument("word", nargs="?", default="")
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    mutants = [mutant for mutant in MUTANTS if chosen.word in mutant.name or chosen.word in mutant.file]
    survivors = []
    with tempfile.TemporaryDirectory() as room, ThreadPoolExecutor(chosen.jobs) as pool:
        folders: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for k in range(chosen.jobs):
            copy_of_the_tree(Path(room, str(k)))
            folders.put(Path(room, str(k)))

        def outcome(mutant: Mutant) -> bool:
            folder = folders.get()
            try:
                return killed(mutant, folder)
            finally:
                folders.put(folder)

        for mutant, dead in zip(mutants, pool.map(outcome, mutants), strict=True):
            print(f"{'killed  ' if dead else 'SURVIVES'} {mutant.invariant:2} {mutant.name}", flush=True)
            if not dead:
                survivors.append(mutant)
    print(f"{len(mutants) - len(survivors)} of {len(mutants)} killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
