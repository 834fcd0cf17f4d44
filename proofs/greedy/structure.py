"""What look-ahead admission in ascending order does: the rules (H1), (H2), and (F0).

Jobs are numbered by ascending length, s is the common prompt, job i runs in rounds S_i, ..., S_i + o_i - 1
and holds s + t - S_i + 1 tokens in round t. The two rules are:

(H1)
    S_1 = 0, starts ascend with the lengths, and no round holds more than M tokens.
(H2)
    If S_j > S_{j-1}, then in some round tau_j of S_j - 1, ..., S_j + o_j - 2 a start of job j at S_j - 1
    beside jobs 1, ..., j-1 would make more than M tokens.

For a job j that waits (w_j = S_j - S_{j-1} > 0) put y_j = tau_j - S_j + 1; D_j is the set of jobs i < j that
are active in tau_j, i.e. S_i + o_i > tau_j; and G is what they hold in that round.
"""

from __future__ import annotations

from sympy import Eq, Ge, Le

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import Domain, at_least, domain, real
from proofs.greedy.checks import fits, starts_obey_rules
from proofs.method.finite_box import Exhaustive
from proofs.method.identities import Identity
from proofs.origin import Kernel, equals
from proofs.symbols import G, M, S_h, S_i, S_j, S_k, o, o_i, o_j, s, t, tau, w, x, y, y_k

GREEDY = "greedy analysis"
MC_SF = Kernel("mc_sf_rules")
"""(H1) and (H2) of MC-SF, and that every job fits, in Coq."""

PROMPT = domain(at_least(s, 0, integer=True))
TIMES = Domain((*PROMPT.ranges, *map(real, (M, G, S_h, S_i, S_j, S_k, o, o_i, o_j, t, tau, w, x, y, y_k))))
DELAY = equals(y, tau - S_j + 1)
AT = DELAY.relations[0]

RULES = Claim(
    name="greedy.H",
    title="MC-SF obeys (H1) and (H2)",
    statement=(
        r"S_1 = 0,\ S_1 \le \dots \le S_n,\ \text{usage} \le M,\ "
        r"S_j > S_{j-1} \Rightarrow \text{job } j \text{ does not fit at } S_j - 1 \text{ beside } 1..j-1"
    ),
    source=f"{GREEDY}, section 1",
    domain=PROMPT,
    formula=Ge(G + (s + tau - S_j + 2), M + 1),
    concludes=(Ge(tau, S_j - 1), Le(tau, S_j + o_j - 2), Ge(S_j + o_j, S_i + o_i)),
    argument=(
        "MC-SF admits the head of the queue in round t if, with everything admitted so far, no round of "
        "its run exceeds M; at the first failure the round's scan ends. If S_j > S_{j-1}, then in round t = "
        "S_j - 1 exactly the jobs before j have been admitted, and job j is the head and is refused for a "
        "round tau of its run: (H2) as `begins`, `ends` and `refused` write it. Starts and lengths ascend "
        "with the queue, and so do completions (`completions`); the rest of (H1) is in the Coq theorem too. "
        "`every-schedule` checks both rules, and that no other starts obey them."
    ),
    steps=(
        follows(
            "begins",
            Ge(tau, S_j - 1),
            cite(Ge(tau, t), origin=MC_SF),
            cite(Eq(t, S_j - 1), origin=MC_SF),
            domain=TIMES,
        ),
        follows(
            "ends",
            Le(tau, S_j + o_j - 2),
            cite(Le(tau, t + o_j - 1), origin=MC_SF),
            cite(Eq(t, S_j - 1), -1, origin=MC_SF),
            domain=TIMES,
        ),
        follows(
            "refused",
            Ge(G + (s + tau - S_j + 2), M + 1),
            cite(Ge(G + (s + tau - t + 1), M + 1), origin=MC_SF),
            cite(Eq(t, S_j - 1), origin=MC_SF),
            domain=TIMES,
        ),
        follows(
            "completions",
            Ge(S_j + o_j, S_i + o_i),
            cite(Ge(S_j, S_i), origin=MC_SF),
            cite(Ge(o_j, o_i), origin=MC_SF),
            domain=TIMES,
        ),
        Exhaustive(
            name="every-schedule",
            statement="MC-SF obeys both rules on every instance of the box, and no other starts do",
            predicate=starts_obey_rules,
            box=(("n", 1, 5), ("M", 1, 9), ("s", 0, 8)),
            where=fits,
            planted=(("late", 1),),
        ),
    ),
)

FULL = Claim(
    name="greedy.F0",
    title="a waiting job finds the memory full",
    statement=r"U_j = \sum_{i \in D_j} (s + S_j - S_i + y_j) + (s + y_j) \ge M, \quad 0 \le y_j \le o_j - 1",
    source=f"{GREEDY}, (F0)",
    domain=Domain((*PROMPT.ranges, real(S_j), real(o_j))),
    formula=Ge(G + (s + y), M),
    concludes=(Ge(y, 0), Le(y, o_j - 1)),
    definitions=(DELAY,),
    premises=("greedy.H",),
    argument=(
        "Under (H2). By `held-there` each job of D_j holds s + S_j - S_i + y_j tokens in round tau_j, "
        "their sum is G; by `own-share` job j started at S_j - 1 would hold s + y_j + 1. `full` subtracts "
        "the one token; `delay-low` and `delay-high` restate the range of tau_j."
    ),
    steps=(
        Identity(
            name="held-there",
            lhs=(s + tau - S_i + 1).subs(tau, S_j + y - 1),
            rhs=s + S_j - S_i + y,
            domain=TIMES,
        ),
        Identity(
            name="own-share",
            lhs=(s + tau - (S_j - 1) + 1).subs(tau, S_j + y - 1),
            rhs=s + y + 1,
            domain=TIMES,
        ),
        follows(
            "full",
            Ge(G + (s + y), M),
            cite(Ge(G + (s + tau - S_j + 2), M + 1)),
            cite(AT),
            domain=TIMES,
            statement="in integers, more than M with one token more is at least M without it",
        ),
        follows("delay-low", Ge(y, 0), cite(Ge(tau, S_j - 1)), cite(AT), domain=TIMES),
        follows("delay-high", Le(y, o_j - 1), cite(Le(tau, S_j + o_j - 2)), cite(AT, -1), domain=TIMES),
    ),
)

CLAIMS = (RULES, FULL)
