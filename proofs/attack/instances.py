"""Random and extreme instances, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction

from proofs.schedules.model import Case, peak, slices

_FROM_ONE = ("101/100", "11/10", "5/4", "4/3", "99/70", "3/2", "1618/1000", "167/100", "97/56", "7/4", "16/9")
_FROM_TWO = ("2", "17/8", "9/4", "5/2", "3", "5", "10", "100")
ALPHAS: tuple[Fraction, ...] = tuple(Fraction(text) for text in (*_FROM_ONE, *_FROM_TWO))
_FINE = Fraction(6, 5)

Source = random.Random
Draw = Callable[[Source, Fraction], tuple[int, int, list[int]]]
"""Draws a prompt length, a budget, and lengths for a scaling factor."""


def _lengths(source: Source, most: int, count: int) -> list[int]:
    """Draw lengths up to ``most``: uniform, mostly short with a few long, or all near the top."""
    match source.randrange(3):
        case 0:
            return [source.randint(1, most) for _ in range(count)]
        case 1:
            return [
                most if source.random() < 0.15 else source.randint(1, 1 + most // 8) for _ in range(count)
            ]
    return [max(1, most - source.randint(0, 1 + most // 6)) for _ in range(count)]


def _span(source: Source, alpha: Fraction) -> int:
    """Room for the longest job; small where the slices are many."""
    return source.randint(1, 60 if alpha < _FINE else source.choice([12, 60, 1000, 10**5]))


def _anything(source: Source, alpha: Fraction) -> tuple[int, int, list[int]]:
    span, prompt = _span(source, alpha), source.choice([0, 0, 1, 3, 17, 200])
    return prompt, prompt + span, _lengths(source, source.randint(1, span), source.randint(1, 14))


def _long_prompt(source: Source, alpha: Fraction) -> tuple[int, int, list[int]]:
    prompt, most = source.choice([10**3, 10**6]), source.randint(1, 12)
    budget = source.randint(1, 6) * (prompt + most) + source.randint(0, prompt if alpha >= _FINE else 0)
    if alpha < _FINE:
        budget = prompt + most
    return prompt, budget, _lengths(source, most, source.randint(1, 14))


def _short_of_one_more(source: Source, alpha: Fraction) -> tuple[int, int, list[int]]:
    """One slot short of the next parallelism for the longest job."""
    most = source.randint(1, 12 if alpha < _FINE else 300)
    prompt, k = source.choice([0, 0, 1, 5, 50]), source.randint(1, 3 if alpha < _FINE else 12)
    return prompt, peak(k + 1, most, prompt) - 1, _lengths(source, most, source.randint(1, 20))


def _single(source: Source, alpha: Fraction) -> tuple[int, int, list[int]]:
    span, prompt = _span(source, alpha), source.choice([0, 1, 40])
    return prompt, prompt + span, [source.choice([1, span, source.randint(1, span)])]


def _just_above(source: Source, alpha: Fraction) -> tuple[int, int, list[int]]:
    """Lengths one above a slice, fewer of them in each later class: the slices are wasted at best."""
    span, prompt = _span(source, alpha), source.choice([0, 0, 2, 100, 5000])
    whole = [hat.numerator // hat.denominator for hat in slices(prompt + span, prompt, alpha)]
    steps = sorted({tau + 1 for tau in whole if tau < span} or {1})[-6:]
    count, jobs = source.randint(4, 40), []
    for length in steps:
        jobs += [length] * max(1, count)
        count = int(count * source.choice([0.3, 0.5, 0.7, 0.9]))
    return prompt, prompt + span, jobs


def _nearly_serial(source: Source, alpha: Fraction) -> tuple[int, int, list[int]]:
    """Longest job about as long as twice the prompt: two of them just fit, or just do not."""
    prompt = source.randint(1, 20 if alpha < _FINE else 2000)
    span = max(1, prompt + source.randint(-2, 2 + prompt // 10))
    return prompt, prompt + span, _lengths(source, span, source.randint(1, 25))


def _identical(source: Source, alpha: Fraction) -> tuple[int, int, list[int]]:
    length, prompt = source.randint(1, 8 if alpha < _FINE else 40), source.choice([0, 0, 1, 30])
    width = source.randint(1, 3 if alpha < _FINE else 20)
    return prompt, (prompt + length) * width, [length] * source.randint(1, 40)


def _tiny(source: Source, _: Fraction) -> tuple[int, int, list[int]]:
    """Small enough for the optimum by exhaustion."""
    prompt, most = source.choice([0, 0, 0, 1, 2, 4]), source.randint(1, 6)
    budget = prompt + most + source.choice([0, 0, 1, 2, 3, 5, 8])
    return prompt, budget, _lengths(source, most, source.randint(1, 5))


KINDS: tuple[Draw, ...] = (
    _tiny,
    _anything,
    _short_of_one_more,
    _tiny,
    _just_above,
    _long_prompt,
    _nearly_serial,
    _identical,
    _single,
)


def instances(count: int, seed: int) -> Iterator[Case]:
    """Yield instances of every kind in turn, at every scaling factor, jobs longest first or shuffled."""
    source = random.Random(seed)
    for number in range(count):
        draw = KINDS[number % len(KINDS)]
        alpha = source.choice(ALPHAS)
        prompt, budget, lengths = draw(source, alpha)
        lengths.sort(reverse=True)
        if source.random() < 0.4:
            source.shuffle(lengths)
        weight = source.choice([1 / alpha, Fraction(1), Fraction(2, 3), Fraction(source.randint(1, 99), 100)])
        yield Case(prompt, budget, tuple(lengths), alpha, weight, draw is _tiny)
