"""The best mix of given lengths for many jobs: guessed in floating point, enclosed exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil, gcd, lcm

import numpy as np

from ratiolab.adversary.limits.copositive import MOST_FACES, Form, value
from ratiolab.adversary.limits.limit import Limit, absent_matter, algorithm_form, encloses, schedule_form
from ratiolab.adversary.scoring.grouped_eval import FloatArray
from ratiolab.algorithms import Algorithm
from ratiolab.core.spacing import densest_spacing
from ratiolab.errors import InputError

#: Shares are rounded to so many parts of the largest; the quotient then errs by about its square.
PARTS = 1_000_000
#: Most starts in a period of a block that are tried.
_WIDEST = 64
#: Upper ends are rounded up to a multiple of its reciprocal.
_GRID = 10**12


def make_limit(
    algorithm: Algorithm,
    memory: int,
    prompt: int,
    lengths: Sequence[int],
    mix: Sequence[Fraction] | None,
    command: str,
) -> Limit:
    """Return the limit of a mix, by default the best one found; `verify_limit` judges it.

    Parameters
    ----------
    algorithm : Algorithm
        One of `ratiolab.adversary.limits.limit.with_forms`.
    memory, prompt : int
        Budget and common prompt in tokens.
    lengths : sequence of int, shape (m,)
        Response lengths in any order, distinct.
    mix : sequence of Fraction, shape (m,), optional
        Share of each length, in the same order; a common factor does not matter.
    command : str
        Kept with the limit.

    Raises
    ------
    InputError
        If a length does not fit, repeats or is no positive integer, or the shares do not go with them.
    """
    _check_lengths(memory, prompt, lengths)
    if mix is not None and len(mix) != len(lengths):
        raise InputError(f"{len(mix)} shares for {len(lengths)} lengths: give one for each")
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    ascending = [lengths[i] for i in order]
    spacings = [densest_spacing(o, prompt, memory, _WIDEST) for o in ascending]
    top, bottom = algorithm_form(algorithm, memory, prompt, ascending), schedule_form(spacings)
    shares = best_mix(top, bottom) if mix is None else _whole([mix[i] for i in order])
    while shares[-1] == 0 and absent_matter(algorithm, memory, prompt, ascending, shares):
        shares.pop()
        ascending, spacings = ascending[:-1], spacings[:-1]
    top, bottom = algorithm_form(algorithm, memory, prompt, ascending), schedule_form(spacings)
    ratio = value(top, shares) / value(bottom, shares)
    return Limit(
        algorithm.name,
        dict(algorithm.parameters),
        memory,
        prompt,
        tuple(ascending),
        tuple(shares),
        tuple(spacings),
        top,
        bottom,
        ratio,
        upper_end(ratio, top, bottom) if mix is None else None,
        command,
    )


def _check_lengths(memory: int, prompt: int, lengths: Sequence[int]) -> None:
    if len(set(lengths)) != len(lengths) or not lengths:
        raise InputError("lengths must be given, each once")
    if min(lengths) < 1 or prompt < 0 or prompt + max(lengths) > memory:
        raise InputError(
            f"lengths must be from 1 to M-s = {memory - prompt}, prompts at least 0: "
            f"here are lengths {min(lengths)} to {max(lengths)} and a prompt of {prompt}"
        )


def best_mix(top: Form, bottom: Form) -> list[int]:
    """Shares with a large quotient of the forms: the best eigenvector of a face that is positive.

    Up to `MOST_FACES` lengths every subset is tried; beyond, the length that enters most negatively is
    dropped until none does.
    """
    a, b = (np.array([[float(q) for q in row] for row in form]) for form in (top, bottom))
    m = len(top)
    best: tuple[float, tuple[int, ...], FloatArray] | None = None
    if m <= MOST_FACES:
        for size in range(1, m + 1):
            for face in combinations(range(m), size):
                leading = _leading(a, b, face)
                if leading is None or bool((leading[1] <= 0).any()):
                    continue
                if best is None or leading[0] > best[0]:
                    best = leading[0], face, leading[1]
    else:
        kept = tuple(range(m))
        while best is None:
            leading = _leading(a, b, kept)
            if leading is not None and bool((leading[1] > 0).all()):
                best = leading[0], kept, leading[1]
            else:
                drop = len(kept) - 1 if leading is None else int(np.argmin(leading[1]))
                kept = kept[:drop] + kept[drop + 1 :]
    assert best is not None  # a single length has a positive quotient
    shares = [0] * m
    for i, x in zip(best[1], best[2] / best[2].max(), strict=True):
        shares[i] = max(1, round(PARTS * float(x)))
    common = gcd(*shares)
    return [x // common for x in shares]


def upper_end(ratio: Fraction, top: Form, bottom: Form) -> Fraction | None:
    """The least rational tried, just above `ratio`, that no mix exceeds; None if none is shown."""
    if len(top) == 1:
        return ratio
    for digits in range(12, 2, -1):
        upper = Fraction(ceil(ratio * (1 + Fraction(1, 10**digits)) * _GRID), _GRID)
        if encloses(upper, top, bottom):
            return upper
    return None


def _leading(a: FloatArray, b: FloatArray, face: tuple[int, ...]) -> tuple[float, FloatArray] | None:
    """Largest quotient on some of the variables and its vector, of positive sum; None if B is flat."""
    at = np.ix_(face, face)
    try:
        lower = np.linalg.cholesky(b[at])
    except np.linalg.LinAlgError:
        return None
    inverse = np.linalg.inv(lower)
    values, vectors = np.linalg.eigh(inverse @ a[at] @ inverse.T)
    x = inverse.T @ vectors[:, -1]
    return float(values[-1]), x if x.sum() > 0 else -x


def _whole(shares: Sequence[Fraction]) -> list[int]:
    if min(shares) < 0 or max(shares) == 0:
        raise InputError("shares of a mix must be at least 0, one of them above")
    factor = Fraction(lcm(*(x.denominator for x in shares)), gcd(*(x.numerator for x in shares)))
    return [int(x * factor) for x in shares]
