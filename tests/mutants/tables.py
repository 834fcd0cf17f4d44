"""All planted faults, by the part of the sources they are in."""

from __future__ import annotations

from tests.mutants.bounds import BOUNDS
from tests.mutants.checkers import CHECKERS
from tests.mutants.kernels import KERNELS
from tests.mutants.model import MODEL
from tests.mutants.mutant import Mutant
from tests.mutants.reasoning import REASONING

MUTANTS: tuple[Mutant, ...] = (*MODEL, *BOUNDS, *KERNELS, *CHECKERS, *REASONING)
