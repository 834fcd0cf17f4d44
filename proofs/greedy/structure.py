"""What look-ahead admission in ascending order does: the rules (H1), (H2), and the facts (F0) to (F3).

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

from sympy import Ge

from proofs.citing import follows, given
from proofs.claim import Claim
from proofs.exact.domain import Domain, at_least, domain, real
from proofs.greedy.checks import fits, starts_obey_rules
from proofs.method.finite_box import Exhaustive
from proofs.method.identities import Identity
from proofs.method.inequalities import Consequence, Inequality
from proofs.symbols import G, M, S_h, S_i, S_j, S_k, n, o, o_i, o_j, r, s, t, tau, u, w, y, y_k

GREEDY = "greedy analysis"

_S = domain(at_least(s, 0, integer=True))
_TIMES = Domain((*_S.ranges, *map(real, (M, G, S_h, S_i, S_j, S_k, o_i, o_j, t, tau, w, y, y_k))))

RULES = Claim(
    name="greedy.H",
    title="MC-SF obeys (H1) and (H2)",
    statement=(
        r"S_1 = 0,\ S_1 \le \dots \le S_n,\ \text{usage} \le M,\ "
        r"S_j > S_{j-1} \Rightarrow \text{job } j \text{ does not fit at } S_j - 1 \text{ beside } 1..j-1"
    ),
    source=f"{GREEDY}, section 1",
    domain=_S,
    auxiliary=(at_least(n, 0), at_least(t, 0), at_least(tau, 0)),
    premises=("model.memory", "model.budget", "model.flow-time"),
    in_words=("model.memory", "model.flow-time"),
    argument=(
        "MC-SF admits the head of the queue in round t if, with everything admitted so far, no round of "
        "its run exceeds M; at the first failure the round's scan ends. Call planned usage of a round "
        "what the jobs admitted so far will hold in it. It is 0 at first; an admission leaves it "
        "unchanged in rounds outside the new run and inside keeps it at most M (`inside`), so it is "
        "always at most M, and the usage of a round is its planned usage after the admissions of that "
        "round. Testing only last rounds is the same test, as usage falls only at a completion "
        "(`between-completions`). Admission goes by the queue, so starts ascend; `first-job` gives S_1 = "
        "0. If S_j > S_{j-1}, then at round S_j - 1 exactly the jobs before j have been admitted, job j "
        "is the head and is refused: (H2). `every-schedule` checks this, and that no other starts obey both."
    ),
    steps=(
        Consequence(
            name="inside",
            statement="planned usage u after an admission is at most M if the test, made with G, passed",
            lhs=u,
            relation="<=",
            rhs=M,
            hypotheses=(given(u, "==", G + (s + tau - t + 1), -1), given(G + s + tau - t + 1, "<=", M)),
            domain=Domain((*_TIMES.ranges, real(u))),
        ),
        Inequality(
            name="between-completions",
            statement="n active jobs hold n tokens more one round later",
            lhs=n * (s + (tau + 1) - t + 1) - n * (s + tau - t + 1),
            relation=">=",
            rhs=0,
            domain=domain(at_least(n, 0), at_least(s, 0), at_least(t, 0), at_least(tau, 0)),
        ),
        Consequence(
            name="first-job",
            statement="alone, a job with s + o <= M never exceeds M: in its r-th round it holds s + r",
            lhs=s + r,
            relation="<=",
            rhs=M,
            hypotheses=(given(s + o, "<=", M), given(r, "<=", o)),
            domain=domain(at_least(s, 0), real(r), real(o), real(M)),
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
    domain=_S,
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
            domain=_TIMES,
        ),
        Identity(
            name="own-share",
            lhs=(s + tau - (S_j - 1) + 1).subs(tau, S_j + y - 1),
            rhs=s + y + 1,
            domain=_TIMES,
        ),
        Consequence(
            name="full",
            statement="in integers, more than M with one token more is at least M without it",
            lhs=G + (s + y),
            relation=">=",
            rhs=M,
            hypotheses=(given(G + (s + y + 1), ">=", M + 1),),
            domain=_TIMES,
        ),
        Consequence(
            name="delay-low",
            lhs=tau - S_j + 1,
            relation=">=",
            rhs=0,
            hypotheses=(given(tau, ">=", S_j - 1),),
            domain=_TIMES,
        ),
        Consequence(
            name="delay-high",
            lhs=tau - S_j + 1,
            relation="<=",
            rhs=o_j - 1,
            hypotheses=(given(tau, "<=", S_j + o_j - 2),),
            domain=_TIMES,
        ),
    ),
)

SUFFIX = Claim(
    name="greedy.F1",
    title="who is in the way: a nonempty suffix, each long enough",
    statement=(
        r"D_j = \{d, \dots, j-1\} \ne \emptyset; \quad i \in D_j \Rightarrow o_i \ge S_j - S_i + y_j; "
        r"\quad o_{j-1} \ge w_j + y_j"
    ),
    source=f"{GREEDY}, (F1)",
    domain=_S,
    premises=("greedy.F0",),
    in_words=("greedy.F0",),
    argument=(
        "D_j is not empty since it holds G >= 1 tokens (`not-empty`). Completions ascend (`completions`), "
        "so with i also every later job before j is active in tau_j: a suffix, and j-1 belongs to it. "
        "`long-enough` is S_i + o_i > tau_j in integers, `previous` the same for i = j-1, and "
        "`final-size` says that nobody holds more than its final size in tau_j."
    ),
    steps=(
        Consequence(
            name="not-empty",
            lhs=G,
            relation=">=",
            rhs=1,
            hypotheses=(given(G + (s + y), ">=", M), given(y, "<=", o_j - 1), given(s + o_j, "<=", M)),
            domain=_TIMES,
        ),
        Consequence(
            name="completions",
            lhs=S_j + o_j,
            relation=">=",
            rhs=S_i + o_i,
            hypotheses=(given(S_j, ">=", S_i), given(o_j, ">=", o_i)),
            domain=_TIMES,
        ),
        Consequence(
            name="long-enough",
            lhs=o_i,
            relation=">=",
            rhs=S_j - S_i + y,
            hypotheses=(given(S_i + o_i, ">=", tau + 1), given(tau, "==", S_j + y - 1)),
            domain=_TIMES,
        ),
        Consequence(
            name="previous",
            statement="for the job just before j, S_j - S_{j-1} is the wait w",
            lhs=o_i,
            relation=">=",
            rhs=w + y,
            hypotheses=(given(o_i, ">=", S_j - S_i + y), given(w, "==", S_j - S_i, -1)),
            domain=_TIMES,
        ),
        Consequence(
            name="final-size",
            lhs=s + S_j - S_i + y,
            relation="<=",
            rhs=s + o_i,
            hypotheses=(given(o_i, ">=", S_j - S_i + y),),
            domain=_TIMES,
        ),
    ),
)

NEXT_START = Claim(
    name="greedy.F2",
    title="the next job waits at least the delay",
    statement=r"S_{j+1} \ge S_j + y_j \quad (j < n)",
    source=f"{GREEDY}, (F2)",
    domain=_S,
    premises=("greedy.F0", "greedy.F1"),
    in_words=("greedy.F0", "greedy.F1"),
    argument=(
        "For y_j = 0 this is (H1). Let y_j >= 1. Then tau_j = S_j + y_j - 1 >= S_j (`begun`) and job j is "
        "active in it (`own-run`), with the jobs of D_j, holding G + s + y_j >= M. If S_{j+1} <= tau_j, "
        "job j+1 would be active in it too, as it completes no earlier than j (`runs-on`), and the round "
        "would hold more than M (`overfull`), against (H1). So S_{j+1} >= tau_j + 1."
    ),
    steps=(
        Consequence(
            name="begun",
            lhs=S_j + y - 1,
            relation=">=",
            rhs=S_j,
            hypotheses=(given(y, ">=", 1),),
            domain=_TIMES,
        ),
        Consequence(
            name="own-run",
            lhs=S_j + o_j,
            relation=">=",
            rhs=(S_j + y - 1) + 1,
            hypotheses=(given(y, "<=", o_j - 1),),
            domain=_TIMES,
        ),
        Consequence(
            name="runs-on",
            statement="the next job, of length o_i >= o_j and start S_k >= S_j, completes after tau_j",
            lhs=S_k + o_i,
            relation=">=",
            rhs=tau + 1,
            hypotheses=(given(S_k, ">=", S_j), given(o_i, ">=", o_j), given(S_j + o_j, ">=", tau + 1)),
            domain=_TIMES,
        ),
        Consequence(
            name="overfull",
            statement="with the next job started at S_k <= tau_j, the round holds more than M",
            lhs=G + (s + y) + (s + tau - S_k + 1),
            relation=">",
            rhs=M,
            hypotheses=(given(G + (s + y), ">=", M), given(S_k, "<=", tau)),
            domain=_TIMES,
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
    domain=_S,
    premises=("greedy.F0", "greedy.F2"),
    in_words=("greedy.F0", "greedy.F2"),
    argument=(
        "`ascend`: tau_k' >= S_k' - 1 >= S_{k+1} - 1 >= tau_k by (F0), (H1) with k' >= k+1, and (F2). "
        "`still-active`: a job active in tau_k' completes after it, hence after tau_k, and i < k is what "
        "else D_k asks for."
    ),
    steps=(
        Consequence(
            name="ascend",
            statement="S_j, y of job k; S_i the start of job k+1; S_k, y_k of job k'",
            lhs=S_k + y_k - 1,
            relation=">=",
            rhs=S_j + y - 1,
            hypotheses=(given(y_k, ">=", 0), given(S_k, ">=", S_i), given(S_i, ">=", S_j + y)),
            domain=_TIMES,
        ),
        follows(
            "still-active",
            Ge(S_i + o_i, tau + 1),
            given(S_i + o_i, ">=", u + 1),
            given(u, ">=", tau),
            domain=Domain((*_TIMES.ranges, real(u))),
        ),
    ),
)

CLAIMS = (RULES, FULL, SUFFIX, NEXT_START, WINDOWS)
