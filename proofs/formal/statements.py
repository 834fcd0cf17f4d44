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
from proofs.formal.sentences import audits, require_theorems_only, without_comments

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
#: All that may stand before a bound on a ratio: which integers it is for; nothing else is assumed or denied.
_FOR_EVERY = {
    "": "",
    "forall K, (1 <= K)%Z -> ": "K",
    "forall a b, (1 <= b < a)%Z -> ": "ab",
    "forall a b K, (1 <= b < a)%Z -> (1 <= K)%Z -> ": "abK",
    "forall e d, (0 < e)%Z -> (2 * e <= d)%Z -> ": "ed",
}
_RATIO = re.compile(
    r"(?P<quantifiers>(?:forall [^:]*?%Z -> )?)(?P<lets>(?:let (?:alpha|c|eps) := [^:]*? in )*)"
    r"ratio(?:_on (?P<scope>\([^()]*\)|\w+))? (?P<rest>.*)"
)
#: A scheduler, with a scaling factor if it has one.
_RUNS = re.compile(r"\((\w+) (\w+)(?: (\w+))?\)|(\w+)")
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
        bindings = ", ".join(f"{name} = {_plain(text)}" for name, text in self.constant.bindings.items())
        text = f"{self.algorithm}{factor} <= {_plain(str(self.constant))} Opt"
        return f"{text} where {bindings}" if bindings else text


def _plain(text: str) -> str:
    """Write an expression without what only Coq needs: ``(3063 # 200)`` is ``3063/200``."""
    text = re.sub(r"(?<!/ )\((\d+) # (\d+)\)", r"\1/\2", text.replace("inject_Z ", ""))
    return text.replace(" # ", "/")  # in parentheses still, as a divisor


def _read(name: str, statement: str, remark: str) -> EndTheorem:
    """Read a statement; one that is not in every detail a bound on a ratio says nothing about one."""
    plain = EndTheorem(name, statement, remark)
    match = _RATIO.fullmatch(statement)
    if match is None or match["quantifiers"] not in _FOR_EVERY:
        return plain
    variables = _FOR_EVERY[match["quantifiers"]]
    constant, runs = _split(match["rest"])
    words = _RUNS.fullmatch(runs)
    if words is None or (scheduler := words[1] or words[4]) not in ALGORITHMS:
        return plain
    factor = " ".join(word for word in words.group(2, 3) if word)
    of_every = "ab" in variables and factor == "a b"
    alpha: Quadratic | None = None
    if scheduler == "GSA_real" and factor in REAL_FACTORS:
        alpha = parse_number(REAL_FACTORS[factor])
    elif scheduler != "GSA_real" and (numbers := re.fullmatch(r"(\d+) ([1-9]\d*)", factor)):
        alpha = Quadratic(Fraction(int(numbers[1]), int(numbers[2])))
    elif factor and not of_every:
        return plain
    regime: Regime = "general"
    scope = EVERY_INSTANCE
    if match["scope"]:
        written = match["scope"].strip("()")
        if written not in (f"at_least K {factor}", "share_at_most e d", "identical"):
            return plain
        regime, condition = SCOPES[written.split()[0]]
        scope = f"{EVERY_INSTANCE}; {condition}"
    asked = ("ab" if of_every else "") + {"large-memory": "K", "small-jobs": "ed"}.get(regime, "")
    if asked != variables:
        return plain
    expression = Expression(constant, dict(_LET.findall(match["lets"])))
    return EndTheorem(
        name, statement, remark, ALGORITHMS[scheduler], regime, alpha, of_every, expression, scope
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
    bare = without_comments(text)
    require_theorems_only(bare)
    matches = _THEOREM.findall(text)
    theorems = tuple(
        _read(name, " ".join(statement.split()), " ".join(remark.split()))
        for remark, name, statement in matches
    )
    if [match[1:] for match in matches] != [match[1:] for match in _THEOREM.findall(bare)] or len(
        matches
    ) != len(re.findall(r"\bTheorem\b", bare)):
        raise UnreadableStatement("a theorem of Theorems.v is not written as Theorem name : statement. Proof")
    return theorems


def end_theorems(path: Path = THEOREMS) -> tuple[EndTheorem, ...]:
    """Return every theorem of a file, in order.

    Raises
    ------
    UnreadableStatement
        If the file holds anything that could change what a statement says.
    """
    return _parsed(path.read_text())


def audited(path: Path = THEOREMS) -> tuple[str, ...]:
    """Return the names whose assumptions a file prints, in order."""
    return audits(without_comments(path.read_text()))
