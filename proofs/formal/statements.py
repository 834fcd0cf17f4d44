"""Read the end theorems out of `Theorems.v`: nothing about them is typed a second time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Literal

from proofs.exact.surd import Quadratic, parse_number
from proofs.formal.expression import Expression, UnreadableStatement, Value

FOLDER = Path(__file__).parent
THEOREMS = FOLDER / "Theorems.v"

Regime = Literal["general", "large-memory", "small-jobs", "identical-jobs"]

ALGORITHMS = {
    "GSA": "gsa",
    "GSA_real": "gsa",
    "GBA": "gba",
    "MC_SF": "mc-sf",
    "SVF": "svf",
    "SVF_peak": "svf-peak",
    "SPS": "sps",
    "SimS": "sims",
}
# the cuts of RealFactors.v
REAL_FACTORS = {
    "below_7_sqrt13_6": "(7+sqrt(13))/6",
    "below_sqrt3": "sqrt(3)",
    "below_golden_ratio": "golden",
}
SCOPES: dict[str, tuple[Regime, str]] = {
    "at_least": ("large-memory", "every phase that a job needs runs at least K jobs at once"),
    "share_at_most": ("small-jobs", "no job takes more than the share e/d <= 1/2 of the budget"),
    "identical": ("identical-jobs", "all jobs have one length"),
}
EVERY_INSTANCE = "one common prompt, all jobs released at time 0"


_THEOREM = re.compile(r"(?:\(\*((?:(?!\*\)).)*)\*\)\s*)?^Theorem (\w+) :\s*(.*?)\.\s*^Proof\b", re.M | re.S)
_RATIO = re.compile(r"\bratio(?:_on (?P<scope>\(.*?\)|\w+))? (?P<rest>.*)$", re.S)
_LET = re.compile(r"\blet (\w+) := (.*?) in\b", re.S)


@dataclass(frozen=True)
class EndTheorem:
    """One theorem of `Theorems.v`.

    Attributes
    ----------
    name : str
        Its name in Coq.
    statement : str
        Its statement as written there, on one line.
    remark : str
        The comment before it; may be empty.
    algorithm : str or None
        Whose ratio it bounds, by the name the command line uses; None if it is about something else.
    regime : str or None
        ``"general"``, ``"large-memory"``, ``"small-jobs"`` or ``"identical-jobs"``.
    alpha : Quadratic or None
        The scaling factor; None if there is none, or if it holds for every rational one.
    every_factor : bool
        Whether it holds for every rational scaling factor a/b > 1.
    constant : Expression or None
        The bound on the ratio, as in the statement.
    scope : str
        What the instances must satisfy.
    """

    name: str
    statement: str
    remark: str = ""
    algorithm: str | None = None
    regime: Regime | None = None
    alpha: Quadratic | None = None
    every_factor: bool = False
    constant: Expression | None = None
    scope: str = EVERY_INSTANCE

    def bound(
        self, alpha: Quadratic | None = None, parallelism: int | None = None, share: Fraction | None = None
    ) -> Fraction | None:
        """Return the bound at a scaling factor, or None if the theorem says nothing there.

        Parameters
        ----------
        alpha
            Scaling factor; None for an algorithm without one.
        parallelism
            In large memory: K; None for the limit as K grows.
        share
            With small jobs: the largest share of the budget that one job takes.
        """
        if self.constant is None:
            return None
        variables: dict[str, Value] = {}
        if self.every_factor:
            if alpha is None or not alpha.is_rational or alpha <= 1:
                return None
            variables |= {"a": Fraction(alpha.a.numerator), "b": Fraction(alpha.a.denominator)}
        elif alpha != self.alpha:
            return None
        if self.regime == "large-memory":
            if parallelism is not None and parallelism < 1:
                return None
            variables["K"] = None if parallelism is None else Fraction(parallelism)
        if self.regime == "small-jobs":
            if share is None or not 0 < share <= Fraction(1, 2):
                return None
            variables |= {"e": Fraction(share.numerator), "d": Fraction(share.denominator)}
        return self.constant.value(variables)

    def in_words(self) -> str:
        """Return the statement in the notation of the field, or as in Coq where it is not about a ratio."""
        if self.constant is None or self.algorithm is None:
            return self.statement
        factor = f"({self.alpha})" if self.alpha is not None else "(alpha)" if self.every_factor else ""
        where = f" where {', '.join(f'{k} = {v}' for k, v in self.constant.bindings.items())}"
        text = f"{self.algorithm}{factor} <= {self.constant} Opt"
        return text + (where if self.constant.bindings else "")


def _read(name: str, statement: str, remark: str) -> EndTheorem:
    plain = EndTheorem(name, statement, remark)
    match = _RATIO.search(statement)
    if match is None or "->" in match["rest"]:  # no ratio, or one that is assumed
        return plain
    bindings = {key: value for key, value in _LET.findall(statement)}
    constant, runs = _split(match["rest"])
    words = runs.strip("()").split()
    if words[0] not in ALGORITHMS:
        return plain
    regime: Regime = "general"
    scope = EVERY_INSTANCE
    if match["scope"]:
        regime, condition = SCOPES[match["scope"].strip("()").split()[0]]
        scope = f"{EVERY_INSTANCE}; {condition}"
    every_factor = words[1:] == ["a", "b"]
    alpha: Quadratic | None = None
    if words[0] == "GSA_real":
        alpha = parse_number(REAL_FACTORS[words[1]])
    elif len(words) == 3 and not every_factor:
        alpha = Quadratic(Fraction(int(words[1]), int(words[2])))
    return EndTheorem(
        name,
        statement,
        remark,
        ALGORITHMS[words[0]],
        regime,
        alpha,
        every_factor,
        Expression(constant, bindings),
        scope,
    )


def _split(text: str) -> tuple[str, str]:
    """Split ``(constant) (runs)`` into its two arguments."""
    text = text.strip()
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and (letter == ")" or text[position + 1 : position + 2].isspace()):
            return text[: position + 1], text[position + 1 :].strip()
    raise UnreadableStatement(f"no two arguments in {text!r}")


@lru_cache(maxsize=8)
def _parsed(text: str) -> tuple[EndTheorem, ...]:
    matches = _THEOREM.findall(text)
    theorems = tuple(
        _read(name, " ".join(statement.split()), " ".join(remark.split()))
        for remark, name, statement in matches
    )
    if len(theorems) != len(re.findall(r"^Theorem ", text, re.M)):
        raise UnreadableStatement("a theorem of Theorems.v is not written as Theorem name : statement. Proof")
    return theorems


def end_theorems(path: Path = THEOREMS) -> tuple[EndTheorem, ...]:
    """Return every theorem of a file, in order."""
    return _parsed(path.read_text())


def audited(path: Path = THEOREMS) -> tuple[str, ...]:
    """Return the names whose assumptions a file prints, in order."""
    return tuple(re.findall(r"^Print Assumptions (\w+)\.", path.read_text(), re.M))
