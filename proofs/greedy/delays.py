"""Who is in the way of a waiting job, and when later jobs start: (F1), (F2) and (F3).

The letters are those of `proofs.greedy.structure`.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Eq, Ge, Le

from proofs.citing import cite, cite_claim, follows
from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import Domain, above, at_least, at_most, domain, real
from proofs.greedy.structure import AT, DELAY, FULL, GREEDY, MC_SF, PROMPT, TIMES
from proofs.method.inequalities import Inequality
from proofs.origin import equals
from proofs.symbols import G, M, S_h, S_i, S_j, S_k, o, o_i, o_j, s, tau, w, x, y, y_k

SUFFIX = Claim(
    name="greedy.F1",
    title="who is in the way has been long enough",
    statement=r"i \in D_j \Rightarrow o_i \ge S_j - S_i + y_j",
    source=f"{GREEDY}, (F1)",
    domain=Domain((*PROMPT.ranges, *(real(item) for item in (S_i, S_j, o_i, tau)))),
    formula=Ge(o_i, S_j - S_i + y),
    concludes=(Le(s + S_j - S_i + y, s + o_i),),
    assumes=(Ge(S_i + o_i, tau + 1),),
    definitions=(DELAY,),
    argument=(
        "Job i is assumed to be active in tau_j. `long-enough` is that in integers, and `final-size` says "
        "that nobody holds more than its final size in tau_j."
    ),
    steps=(
        follows(
            "long-enough",
            Ge(o_i, S_j - S_i + y),
            cite(Ge(S_i + o_i, tau + 1)),
            cite(AT, -1),
            domain=TIMES,
        ),
        follows(
            "final-size",
            Le(s + S_j - S_i + y, s + o_i),
            cite(Ge(o_i, S_j - S_i + y)),
            domain=TIMES,
        ),
    ),
)

LAST = Claim(
    name="greedy.F1.last",
    title="the job just before a waiting one is in its way, as is a suffix of those before",
    statement=r"D_j = \{d, \dots, j-1\} \ne \emptyset; \quad o_{j-1} \ge w_j + y_j",
    source=f"{GREEDY}, (F1)",
    domain=PROMPT,
    formula=Ge(G, 1),
    concludes=(Ge(S_i + o_i, tau + 1), Ge(o_i, w + y)),
    definitions=(DELAY, equals(w, S_j - S_i)),
    premises=("greedy.F0", "greedy.F1"),
    argument=(
        "D_j holds G >= 1 tokens (`not-empty`), so some job, which started at S_h with length o, is active "
        "in tau_j. So is every later job i before j (`in-the-way`): a suffix, to which j-1 belongs. For i = "
        "j-1, S_j - S_i is the wait w, and `previous` is (F1)."
    ),
    steps=(
        follows(
            "not-empty",
            Ge(G, 1),
            cite(Ge(G + (s + y), M)),
            cite(Le(y, o_j - 1)),
            cite(Le(s + o_j, M), origin=MC_SF),
            domain=TIMES,
        ),
        follows(
            "in-the-way",
            Ge(S_i + o_i, tau + 1),
            cite(Ge(S_h + o, tau + 1)),
            cite(Ge(S_i, S_h), origin=MC_SF),
            cite(Ge(o_i, o), origin=MC_SF),
            domain=TIMES,
        ),
        follows(
            "previous",
            Ge(o_i, w + y),
            cite(Ge(o_i, S_j - S_i + y)),
            cite(Eq(w, S_j - S_i), -1),
            domain=TIMES,
        ),
    ),
)

_NOW = Case("y <= 0", at_most(y, 0))
_LATER = Case("y > 0", above(y, 0))
_FROM_HERE = equals(y, tau - S_h + 1)
_FROM_START = _FROM_HERE.relations[0]
_LATE = Domain((_LATER.within, *(item for item in TIMES.ranges if item.symbol != y)))

NEXT_START = Claim(
    name="greedy.F2",
    title="the next job waits at least the delay",
    statement=r"S_{j+1} \ge S_j + y_j \quad (j < n)",
    source=f"{GREEDY}, (F2)",
    domain=Domain((*PROMPT.ranges, real(y), real(S_h), real(S_k))),
    formula=Ge(S_k, S_h + y),
    definitions=(_FROM_HERE,),
    premises=("greedy.F0", "model.memory"),
    in_words=("model.memory",),
    argument=(
        "Job j starts at S_h and has length o, the next one starts at S_k and has length o_i. If y <= 0 this "
        "is (H1): `no-delay`. Let y >= 1. Then tau_j + 1 = S_h + y > S_h (`begun`) and job j is active in it "
        "(`own-run`), with the jobs of D_j, holding G + s + y >= M. The next job completes no earlier than "
        "j, hence after tau_j (`runs-on`), so in tau_j it holds x >= tau_j + 1 - S_k, if it has started more "
        "than that, else x = 0. All of them hold at most M, which leaves no room for x > 0: S_k >= tau_j + 1 "
        "(`room`)."
    ),
    cases=(_NOW, _LATER),
    steps=(
        replace(
            follows(
                "no-delay",
                Ge(S_k, S_h + y),
                cite(Ge(S_k, S_h), origin=MC_SF),
                domain=Domain((_NOW.within, real(S_h), real(S_k))),
            ),
            case=_NOW.label,
        ),
        Inequality(
            name="begun",
            lhs=S_h + y,
            relation=">",
            rhs=S_h,
            domain=Domain((_LATER.within, real(S_h))),
            case=_LATER.label,
        ),
        replace(
            follows(
                "own-run",
                Ge(S_h + o, tau + 1),
                cite_claim(FULL, {S_j: S_h, o_j: o}, place=2),
                cite(_FROM_START),
                domain=_LATE,
            ),
            case=_LATER.label,
        ),
        replace(
            follows(
                "runs-on",
                Ge(S_k + o_i, tau + 1),
                cite(Ge(S_k, S_h), origin=MC_SF),
                cite(Ge(o_i, o), origin=MC_SF),
                cite(Ge(S_h + o, tau + 1)),
                domain=_LATE,
            ),
            case=_LATER.label,
        ),
        replace(
            follows(
                "room",
                Ge(S_k, S_h + y),
                cite_claim(FULL, {S_j: S_h, o_j: o}),
                cite(Le(G + (s + tau - S_h + 1) + x, M), origin=MC_SF),
                cite(Ge(x, tau + 1 - S_k)),
                cite(_FROM_START, -2),
                domain=_LATE,
            ),
            case=_LATER.label,
        ),
    ),
)

WINDOWS = Claim(
    name="greedy.F3",
    title="the full rounds ascend, so a job is in the way of an initial run of waits",
    statement=(
        r"k < k' \text{ both waiting} \Rightarrow \tau_k \le \tau_{k'}; "
        r"\quad i < k,\ i \in D_{k'} \Rightarrow i \in D_k"
    ),
    source=f"{GREEDY}, (F3)",
    domain=domain(at_least(y_k, 0, integer=True)),
    formula=Ge(S_k + y_k - 1, S_j + y - 1),
    concludes=(Ge(S_i + o_i, S_j + y),),
    assumes=(Ge(S_i + o_i, S_k + y_k),),
    definitions=(DELAY,),
    premises=("greedy.F2",),
    argument=(
        "S_j, y of job k; S_h the start of job k+1; S_k, y_k of job k'; tau is S + y - 1 for both. `ascend`: "
        "tau_k' >= S_k' - 1 >= S_{k+1} - 1 >= tau_k by (H1) with k' >= k+1, and (F2). `still-active`: a job "
        "i, assumed active in tau_k', completes after it, hence after tau_k, and i < k is what else D_k asks "
        "for."
    ),
    steps=(
        follows(
            "ascend",
            Ge(S_k + y_k - 1, S_j + y - 1),
            cite(Ge(S_k, S_h), origin=MC_SF),
            cite_claim(NEXT_START, {S_h: S_j, S_k: S_h}),
            domain=Domain((at_least(y_k, 0), real(y), *(real(item) for item in (S_h, S_j, S_k)))),
        ),
        follows(
            "still-active",
            Ge(S_i + o_i, S_j + y),
            cite(Ge(S_i + o_i, S_k + y_k)),
            cite(Ge(S_k + y_k - 1, S_j + y - 1)),
            domain=TIMES,
        ),
    ),
)

CLAIMS = (SUFFIX, LAST, NEXT_START, WINDOWS)
