"""What GSA and GBA cost: waiting inside pipelines [(3), (3')] and for slices [(4)]."""

from __future__ import annotations

from sympy import Integer

from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import above, at_least, between, domain, real
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence, Hypothesis, Inequality
from proofs.method.sums import FiniteSum
from proofs.symbols import G, H, N, V, Y, Z, a, alpha, beta, gamma, h, m, n, o, p, q, r, tau, x, y
from proofs.tighter.lower_bounds import TIGHTER

# N = N_{>q} counts the jobs of later classes, n those of class q itself, so N_{>=q} = N + n
WAITS_GSA = (N + n) ** 2 - n**2 / 2 - N - n / 2
FORM_GSA = (N + n) ** 2 - n**2 / 2
WAITS_GBA = N * (n - 1) + n * (n - 1) / 2
FORM_GBA = n * N + n**2 / 2
_COUNTS = domain(at_least(N, 0), at_least(n, 0))
_WHOLE = domain(at_least(N, 0, integer=True), at_least(n, 0, integer=True))
_CLASS = (Case("n = 0", between(n, 0, 0)), Case("n >= 1", at_least(n, 1)))
_RANKS = FiniteSum(
    name="ranks",
    statement="waits inside the phase: ranks N, N + 1, ..., N + n - 1",
    summand=N + r,
    index=r,
    first=Integer(0),
    last=m,
    closed_form=N * (m + 1) + m * (m + 1) / 2,
    domain=domain(at_least(N, 0)),
)

JOB_WAITS = Claim(
    name="tight.waits",
    title="what one job of GSA waits for",
    statement=(r"C_i \le \sum_{q<p}\bigl((N_{\ge q}-1)\gamma_q + \tau_q\bigr) + (N_{>p}+r)\gamma_p + o_i"),
    source=f"{TIGHTER}, section 3",
    domain=domain(at_least(N, 0), at_least(r, 0), at_least(gamma, 0), at_least(tau, 0)),
    auxiliary=(
        at_least(m, 1),
        between(a, 0, N),
        between(x, 0, gamma * (m - 1)),
        between(y, 0, gamma * (a + r)),
    ),
    premises=("model.flow-time", "model.pipeline", "model.ladder", "model.slicing"),
    in_words=("model.flow-time", "model.pipeline", "model.ladder", "model.slicing"),
    argument=(
        "Job i is in class p and is the r-th of its class in the order of phase p, r = 0, 1, ... Phase q "
        "holds exactly the jobs longer than the slice before it, the N_{>=q} of class q and above; its last "
        "start comes floor((N_{>=q} - 1) gamma_q) after its first (`length`), and it ends a slice later, "
        "when the next begins. In phase p at most the N_{>p} longer jobs and r of its own class come before "
        "job i (`index`), and it completes o_i after its start. Add up the phases."
    ),
    steps=(
        Inequality(
            name="length",
            statement="a phase of m >= 1 jobs: a floor x <= (m - 1) gamma only shortens it",
            lhs=x + tau,
            relation="<=",
            rhs=(m - 1) * gamma + tau,
            domain=domain(
                at_least(m, 1), at_least(gamma, 0), at_least(tau, 0), between(x, 0, (m - 1) * gamma)
            ),
        ),
        Inequality(
            name="index",
            statement="a <= N longer jobs before it: the start floor((a + r) gamma) <= (N + r) gamma",
            lhs=y,
            relation="<=",
            rhs=(N + r) * gamma,
            domain=domain(
                at_least(N, 0),
                at_least(r, 0),
                at_least(gamma, 0),
                between(a, 0, N),
                between(y, 0, (a + r) * gamma),
            ),
        ),
    ),
)

SLICES = Claim(
    name="tight.4",
    title="slices and lengths together",
    statement=(r"\sum_q N_{>q}\tau_q + Y \le r_L Y, \quad r_L = \frac{2\alpha-1}{\alpha-1}"),
    source=f"{TIGHTER}, (4)",
    domain=domain(above(alpha, 1), above(beta, 0)),
    auxiliary=(at_least(h, 0), above(o, h), at_least(m, -1, integer=True), at_least(p, 1)),
    premises=("model.ladder",),
    in_words=("model.ladder",),
    argument=(
        "Each job of class p waits through the slices tau_q <= h_q = beta alpha^q of the phases q < p, whose "
        "sum is `ladder`. For p = 0 there are none; for p >= 1, o > h_{p-1} and `job` bounds it by "
        "alpha/(alpha-1) o. Add o itself (`factor`) and sum over the jobs."
    ),
    steps=(
        FiniteSum(
            name="ladder",
            summand=beta * alpha**q,
            index=q,
            first=Integer(0),
            last=m,
            closed_form=beta * (alpha ** (m + 1) - 1) / (alpha - 1),
            domain=domain(above(alpha, 1), above(beta, 0)),
        ),
        Identity(
            name="last-slice",
            statement=(
                "with h = beta alpha^(p-1): the slices before phase p sum to (alpha h - beta)/(alpha - 1)"
            ),
            lhs=beta * (alpha**p - 1) / (alpha - 1),
            rhs=(alpha * (beta * alpha ** (p - 1)) - beta) / (alpha - 1),
            domain=domain(above(alpha, 1), above(beta, 0), at_least(p, 1)),
        ),
        Inequality(
            name="job",
            lhs=(alpha * h - beta) / (alpha - 1),
            relation="<",
            rhs=alpha / (alpha - 1) * o,
            domain=domain(above(alpha, 1), above(beta, 0), at_least(h, 0), above(o, h)),
        ),
        Identity(
            name="factor",
            lhs=alpha / (alpha - 1) * o + o,
            rhs=(2 * alpha - 1) / (alpha - 1) * o,
            domain=domain(above(alpha, 1)),
        ),
    ),
)

_TOTAL = Induction(
    name="phases",
    statement=(
        "phase by phase from the last: V is the pipelines' share for the jobs seen so far, Z = sum gamma W"
    ),
    state=(
        Variable(N, 0, N + n),
        Variable(V, 0, V + N * (N + n - 1) * gamma + gamma * (n * N + n * (n - 1) / 2)),
        Variable(Z, 0, Z + gamma * WAITS_GSA),
    ),
    invariants=(Invariant(V - Z, "==", kept=(1,)),),
    domain=domain(at_least(n, 0), at_least(gamma, 0), real(V), real(Z), real(N)),
)

GSA_COST = Claim(
    name="tight.3.gsa",
    title="GSA's cost as a quadratic form of the class sizes",
    statement=(
        r"\mathrm{GSA} \le \sum_q \gamma_q W_q + r_L Y, \quad 0 \le W_q \le F_q = N_{\ge q}^2 - \tfrac12 "
        r"n_q^2"
    ),
    source=f"{TIGHTER}, (3)",
    domain=_WHOLE,
    auxiliary=(at_least(gamma, 0), at_least(m, -1, integer=True)),
    premises=("tight.waits", "tight.4"),
    in_words=("tight.waits", "tight.4"),
    argument=(
        "Sum tight.waits over the jobs. The N jobs of later classes wait (N_{>=q} - 1) gamma_q in phase q, "
        "those of class q the ranks N, ..., N + n - 1 (`ranks`, `ranks-of-class`): together gamma_q W_q "
        "(`count`), added up by `phases`. What is left is tight.4. W_q >= 0 as the counts are integers: "
        "without later jobs (`none-later`, n = 0 or n >= 1) or with some (`some-later`). Nonnegativity "
        "is what lets gamma_q be replaced by an upper bound."
    ),
    cases=(Case("N = 0", between(N, 0, 0)), Case("N >= 1", at_least(N, 1)), *_CLASS),
    steps=(
        _RANKS,
        Identity(
            name="ranks-of-class",
            lhs=(N * (m + 1) + m * (m + 1) / 2).subs(m, n - 1),
            rhs=n * N + n * (n - 1) / 2,
        ),
        Identity(name="count", lhs=WAITS_GSA, rhs=N * (N + n - 1) + n * N + n * (n - 1) / 2, domain=_COUNTS),
        _TOTAL,
        Inequality(
            name="class-empty",
            lhs=n * (n - 1) / 2,
            relation=">=",
            rhs=0,
            domain=domain(between(n, 0, 0)),
            case="n = 0",
        ),
        Inequality(
            name="class-filled",
            lhs=n * (n - 1) / 2,
            relation=">=",
            rhs=0,
            domain=domain(at_least(n, 1)),
            case="n >= 1",
        ),
        Consequence(
            name="none-later",
            lhs=WAITS_GSA,
            relation=">=",
            rhs=0,
            hypotheses=(Hypothesis(n * (n - 1) / 2, ">=", Integer(0), Integer(1)),),
            domain=domain(between(N, 0, 0), at_least(n, 0)),
            case="N = 0",
        ),
        Consequence(
            name="some-later",
            lhs=WAITS_GSA,
            relation=">=",
            rhs=0,
            hypotheses=(Hypothesis(n * (n - 1) / 2, ">=", Integer(0), Integer(1)),),
            domain=domain(at_least(N, 1), at_least(n, 0)),
            case="N >= 1",
        ),
        Inequality(name="form", lhs=WAITS_GSA, relation="<=", rhs=FORM_GSA, domain=_COUNTS),
        Consequence(
            name="sum",
            statement="the cost G + H, G <= sum gamma W in pipelines and H <= r_L Y in slices and lengths",
            lhs=G + H,
            relation="<=",
            rhs=Z + r * Y,
            hypotheses=(Hypothesis(G, "<=", Z, Integer(1)), Hypothesis(H, "<=", r * Y, Integer(1))),
            domain=domain(real(G), real(H), real(Z), real(r), real(Y)),
        ),
    ),
)

GBA_COST = Claim(
    name="tight.3.gba",
    title="GBA's cost as a quadratic form of the class sizes",
    statement=(
        r"\mathrm{GBA} \le \sum_{q:\,n_q>0} \gamma_q G_q + r_L Y, \quad "
        r"0 \le G_q \le n_q N_{>q} + \tfrac12 n_q^2"
    ),
    source=f"{TIGHTER}, (3')",
    domain=domain(at_least(N, 0, integer=True), at_least(n, 1, integer=True)),
    auxiliary=(at_least(m, -1, integer=True),),
    premises=("model.flow-time", "model.pipeline", "model.batching", "tight.4"),
    in_words=("model.flow-time", "model.pipeline", "model.batching", "tight.4"),
    argument=(
        "Class q alone runs for at most (n - 1) gamma + tau if it is not empty, and not at all if it is. So "
        "the N later jobs wait (n - 1) gamma each and its own jobs the ranks 0..n - 1 (`ranks`): gamma G_q "
        "(`count`); slices and lengths are tight.4. G_q >= 0 and G_q <= n N + n^2/2 for a class that is not "
        "empty; an empty one contributes 0 to both sides."
    ),
    steps=(
        FiniteSum(
            name="ranks",
            summand=r,
            index=r,
            first=Integer(0),
            last=m,
            closed_form=m * (m + 1) / 2,
        ),
        Identity(name="ranks-of-class", lhs=(m * (m + 1) / 2).subs(m, n - 1), rhs=n * (n - 1) / 2),
        Identity(name="count", lhs=WAITS_GBA, rhs=N * (n - 1) + n * (n - 1) / 2, domain=_COUNTS),
        Inequality(
            name="nonnegative",
            lhs=WAITS_GBA,
            relation=">=",
            rhs=0,
            domain=domain(at_least(N, 0), at_least(n, 1)),
        ),
        Inequality(name="form", lhs=WAITS_GBA, relation="<=", rhs=FORM_GBA, domain=_COUNTS),
    ),
)

CLAIMS = (JOB_WAITS, SLICES, GSA_COST, GBA_COST)
