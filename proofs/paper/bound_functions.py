"""The bounds of Theorems 3.15 and 4.1 as functions of the scaling factor, and where they are smallest.

With ``c = 1 + 2/k_min`` (3 when k_min = 1, 1 in the large-memory limit) the bounds at scaling factor
``alpha > 1`` are

* GBA: ``G_c(alpha) = alpha^2 (c (alpha - 1) + 1) / (alpha - 1)``  (Theorem 4.1),
* GSA: ``F_c(alpha) = 2 alpha/(alpha - 1) * G_c(alpha)``  (Theorem 3.15).
"""

from __future__ import annotations

import sympy

from proofs.claim import Claim
from proofs.exact.domain import above, at_least, domain
from proofs.method.identities import Identity
from proofs.method.inequalities import Inequality
from proofs.paper.batching import GBA_BOUND
from proofs.paper.slicing import GSA_BOUND
from proofs.step import Step
from proofs.symbols import alpha, c, opt, r


def bound_formula(algorithm: str, scale: sympy.Expr, factor: sympy.Expr) -> sympy.Expr:
    """Return G_c (``gba``) or F_c (``gsa``) as an expression in the scaling factor and c.

    Parameters
    ----------
    algorithm
        ``"gba"`` (Theorem 4.1) or ``"gsa"`` (Theorem 3.15).
    scale, factor
        What to put for alpha and c: symbols, or exact numbers of any kind.
    """
    batching = scale**2 * (factor * (scale - 1) + 1) / (scale - 1)
    return batching if algorithm == "gba" else 2 * scale / (scale - 1) * batching


def closed_form_argmin(algorithm: str, factor: sympy.Expr) -> sympy.Expr:
    """Return the minimising scaling factor as a formula in c (claims ``const.G`` and ``const.F``)."""
    if algorithm == "gba":
        return (4 * factor - 1 + sympy.sqrt(8 * factor + 1)) / (4 * factor)
    return 1 + ((factor - 1) + sympy.sqrt((factor - 1) ** 2 + 16 * factor)) / (4 * factor)


_AREA = domain(at_least(c, 1), above(alpha, 1))
# u = alpha - 1 at the argmin of F_c, with r standing for sqrt((c - 1)^2 + 16 c)
_SHIFTED_ARGMIN = (c - 1 + r) / (4 * c)
_STATIONARY_G = 2 * c * alpha**2 - (4 * c - 1) * alpha + 2 * (c - 1)
_STATIONARY_F = 2 * c * (alpha - 1) ** 2 - (c - 1) * (alpha - 1) - 2


def _ratio_of(theorem: Claim) -> sympy.Expr:
    """The bound as the theorem's own formula states it, in alpha and c."""
    if not isinstance(theorem.formula, sympy.Le):
        raise TypeError(f"{theorem.name} states no upper bound")
    return theorem.formula.rhs / opt


def _closed_form_claim(
    algorithm: str,
    name: str,
    theorem: Claim,
    stationary: sympy.Expr,
    cofactor: sympy.Expr,
    root_steps: tuple[Step, ...],
    least_root: int,
) -> Claim:
    function = bound_formula(algorithm, alpha, c)
    return Claim(
        name=name,
        title=f"where the bound of {theorem.name} is smallest, for every c >= 1",
        statement=rf"\operatorname{{argmin}}_{{\alpha>1}} = {sympy.latex(closed_form_argmin(algorithm, c))}",
        source=theorem.source,
        domain=_AREA,
        auxiliary=(at_least(r, least_root),),
        premises=(theorem.name,),
        in_words=(theorem.name,),
        steps=(
            Identity(
                name="formula",
                statement="the theorem's bound in closed form",
                lhs=_ratio_of(theorem),
                rhs=function,
                domain=_AREA,
            ),
            Identity(
                name="derivative",
                lhs=sympy.diff(function, alpha),
                rhs=stationary * cofactor,
                domain=_AREA,
            ),
            Inequality(name="cofactor", lhs=cofactor, relation=">", rhs=0, domain=_AREA),
            *root_steps,
            Inequality(
                name="convex",
                statement="the second derivative is positive, so the stationary point is the only minimum",
                lhs=sympy.diff(function, alpha, 2),
                relation=">",
                rhs=0,
                domain=_AREA,
            ),
        ),
    )


ARGMIN_G = _closed_form_claim(
    "gba",
    "const.G",
    GBA_BOUND,
    _STATIONARY_G,
    alpha / (alpha - 1) ** 2,
    (
        Identity(
            name="root",
            statement="with r^2 = 8 c + 1 the stationary polynomial vanishes at (4 c - 1 + r)/(4 c)",
            lhs=_STATIONARY_G.subs(alpha, (4 * c - 1 + r) / (4 * c)),
            rhs=(r**2 - (8 * c + 1)) / (8 * c),
            domain=domain(at_least(c, 1), at_least(r, 3)),
        ),
        Inequality(
            name="inside",
            statement="the root lies beyond 1, as r >= 3",
            lhs=(4 * c - 1 + r) / (4 * c),
            relation=">",
            rhs=1,
            domain=domain(at_least(c, 1), at_least(r, 3)),
        ),
    ),
    3,
)

ARGMIN_F = _closed_form_claim(
    "gsa",
    "const.F",
    GSA_BOUND,
    _STATIONARY_F,
    2 * alpha**2 / (alpha - 1) ** 3,
    (
        Identity(
            name="root",
            statement="with r^2 = (c - 1)^2 + 16 c it vanishes at 1 + (c - 1 + r)/(4 c)",
            lhs=_STATIONARY_F.subs(alpha, 1 + _SHIFTED_ARGMIN),
            rhs=(r**2 - (c - 1) ** 2 - 16 * c) / (8 * c),
            domain=domain(at_least(c, 1), at_least(r, 4)),
        ),
        Inequality(
            name="inside",
            statement="the root lies beyond 1, as r >= 4",
            lhs=1 + _SHIFTED_ARGMIN,
            relation=">",
            rhs=1,
            domain=domain(at_least(c, 1), at_least(r, 4)),
        ),
    ),
    4,
)

CLAIMS = (ARGMIN_G, ARGMIN_F)
