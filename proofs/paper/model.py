"""What the memory model and the algorithms are: the only statements of the paper's chain that are assumed."""

from __future__ import annotations

from sympy import Eq, Expr, Ge, Gt, Le, Lt, Rational
from sympy.core.relational import Relational

from proofs.claim import Claim
from proofs.symbols import C, M, a, alpha, beta, g, k, o, s, t, tau, y

PAPER = "arXiv 2601.22996"


def peak(parallel: Expr, length: Expr, prompt: Expr, divisor: Expr) -> Expr:
    """Memory of an unbounded pipeline of that parallelism and slice; ``divisor`` stands for their gcd."""
    return prompt * parallel + Rational(1, 2) * (length * parallel + length + parallel - divisor)


# what the definition of k = k*(tau, s) says of k and of k + 1; g is the respective gcd
ADMITTED = Le(peak(k, tau, s, g), M)
EXCEEDED = Gt(peak(k + 1, tau, s, g), M)


def _fact(name: str, title: str, statement: str, source: str, argument: str, *concludes: Relational) -> Claim:
    return Claim(
        name=f"model.{name}",
        title=title,
        statement=statement,
        source=f"{PAPER}, {source}",
        argument=argument,
        concludes=concludes,
    )


FLOW_TIME = _fact(
    "flow-time",
    "rounds, starts and completions",
    r"c_i = a_i + o_i,\quad a_i \in \{0, 1, 2, \dots\},\quad o_i \ge 1",
    "Section 2",
    "Definition: every job is available from round 0 and a job in the batch gains one token a round, so one "
    "started in round a and never interrupted runs in rounds a, ..., a + o - 1 and completes at a + o. The "
    "objective is the sum of the completion times. Times and lengths are integers.",
    Eq(C, a + o),
    Ge(a, 0),
    Ge(C, o),
)
MEMORY = _fact(
    "memory",
    "memory of a running job",
    r"\text{the } r\text{-th token of a job costs } s + r,\quad r = 1, \dots, o",
    "Section 2",
    "Definition: before its r-th token a running job holds the prompt (s slots) and r - 1 tokens, and it "
    "needs "
    "one slot more for the new one; from the round of its completion on it holds nothing.",
)
BUDGET = _fact(
    "budget",
    "feasibility",
    r"\sum_{i \in \mathcal{B}_t} (s + u_{i,t} + 1) \le M \ \forall t,\quad s + o_i \le M",
    "Section 2",
    "Definition of a feasible schedule and of a feasible instance.",
    Le(s + o, M),
)
NO_KILL = _fact(
    "no-kill",
    "an optimal schedule needs no kill and no pause",
    r"\mathrm{Opt} = \min \sum_i (a_i + o_i) \text{ over feasible starts } a_i",
    "footnote 9",
    "A clairvoyant schedule that kills an attempt may leave that attempt out: the memory use only falls "
    "and no completion moves. A pause may be left out too: with the tokens held during the pause, start "
    "the job later, so that its tokens before the pause are decoded in the rounds just before those after "
    "it; each round then sees at most the tokens it saw before and the completion does not move. So some "
    "optimal schedule runs every "
    "job once, without interruption.",
)
PIPELINE = _fact(
    "pipeline",
    "the staggered pipeline SPS(J, k, tau)",
    r"\text{job } i = 0, 1, \dots \text{ runs from round } \lfloor i\tau/k \rfloor,"
    r"\text{ for at most } \tau \text{ rounds}",
    "Procedure 1",
    "Definition. Starts are fixed in advance; a job of length at most tau completes, a longer one is killed. "
    "The call ends when the last job's tau rounds are over.",
)
PARALLELISM = _fact(
    "parallelism",
    "the parallelism of a slice",
    r"k^*(\tau, s) = \max\{k \ge 1 : \mathrm{Peak}(k, \tau, s) \le M\},\quad"
    r"\mathrm{Peak}(k, \tau, s) = sk + \tfrac12(\tau k + \tau + k - \gcd(\tau, k))",
    "Section 3.1",
    "Definition; that Peak is what an unbounded pipeline needs is Lemma 3.3, that k* exists Lemma 3.4.",
    ADMITTED,
    EXCEEDED,
)
LADDER = _fact(
    "ladder",
    "the slices and the classes of a scaling factor",
    r"\hat\tau_p = \beta\alpha^p,\ \tau_p = \lfloor\hat\tau_p\rfloor,\ \hat\tau_\ell = M - s,\ "
    r"1 \le \beta < \alpha;\quad i \in \text{class } p \iff \hat\tau_p/\alpha < o_i \le \hat\tau_p",
    "Algorithms 2 and 3",
    "Definition, with l = floor(log_alpha(M - s)) and beta = (M - s)/alpha^l, which lies in [1, alpha) "
    "because "
    "M - s >= 1.",
    # y is beta alpha^p, tau its floor, t the slice of class p + 1; the job is one of class p
    Le(o, y),
    Gt(o, y / alpha),
    Le(tau, y),
    Lt(y, tau + 1),
    Ge(y, beta),
    Le(y, M - s),
    Lt(alpha * y, t + 1),
)
BATCHING = _fact(
    "batching",
    "the clairvoyant algorithm GBA",
    r"\text{for } p = 0, \dots, \ell: \mathrm{SPS}(\text{class } p, k^*(\tau_p, s), \tau_p)",
    "Algorithm 3",
    "Definition; one call begins when the one before it ends, and a call without jobs takes no time.",
)
SLICING = _fact(
    "slicing",
    "the non-clairvoyant algorithm GSA",
    r"\text{for } p = 0, 1, \dots: \mathrm{SPS}(\text{all unfinished jobs}, k^*(\tau_p, s), \tau_p)",
    "Algorithm 2",
    "Definition; the unfinished jobs enter each call in any order, and a killed job starts again.",
)

CLAIMS = (FLOW_TIME, MEMORY, BUDGET, NO_KILL, PIPELINE, PARALLELISM, LADDER, BATCHING, SLICING)
