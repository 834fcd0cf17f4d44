"""``ratiolab bound``: a constant, derived step by step and held against the printed one."""

from __future__ import annotations

import sys
from fractions import Fraction

import click

from proofs.bounds.paper import BoundReport, number_text
from proofs.bounds.report import report
from proofs.exact.balls import BallsMissing, ball
from ratiolab.documents import read_instance
from ratiolab.errors import InputError
from ratiolab.exact import parse_exact
from ratiolab.ratios import decimal_text, fraction_text
from ratiolab.report.output import print_json, table
from ratiolab.slices import scaling_factor
from ratiolab.theory import instance_bound


def run(
    *,
    algorithm: str,
    analysis: str,
    regime: str,
    k_min: int | None,
    alpha: str | None,
    eps: str | None,
    instance: str | None,
    printed: str | None,
    as_json: bool,
) -> None:
    """Derive and print; exits with 1 if a step or the printed constant fails."""
    factor = None if alpha is None else scaling_factor(alpha)
    try:
        if instance is not None:
            found = instance_bound(algorithm, read_instance(instance), factor, analysis)
        else:
            found = report(
                algorithm,
                analysis=analysis,
                regime=regime,
                k_min=k_min,
                alpha=None if factor is None else factor.sympy(),
                eps=None if eps is None else _share(eps),
                printed=printed,
                with_chain=True,
            )
    except ValueError as error:
        raise InputError(str(error)) from error
    if as_json:
        print_json("bound", {"analysis": analysis, **report_json(found)})
    else:
        print_report(found)
    sys.exit(0 if found.holds else 1)


def _share(text: str) -> Fraction:
    number = parse_exact(text)
    if not number.is_rational:
        raise InputError(f"--eps is {text!r}: it must be rational, e.g. 1/10")
    return number.a


def report_json(report: BoundReport) -> dict[str, object]:
    """Stable keys of ``bound --json``."""
    return {
        "algorithm": report.algorithm,
        "regime": report.regime,
        "k_min": report.k_min,
        "printed": report.printed,
        "exact": number_text(report.exact),
        "alpha": None if report.alpha is None else number_text(report.alpha),
        "alpha_is_argmin": report.alpha_is_argmin,
        "value": float(decimal_text(report.upper, 12)),
        "minimal_polynomial": report.minimal_polynomial,
        "enclosure": [fraction_text(report.lower), fraction_text(report.upper)],
        "ball": _ball_text(report),
        "source": report.source,
        "holds": report.holds,
        "steps": [
            {
                "name": step.name,
                "statement": step.statement,
                "method": step.method,
                "verdict": step.verdict,
                "detail": step.detail,
            }
            for step in report.steps
        ],
    }


def _ball_text(report: BoundReport) -> str | None:
    """Evaluate the bound a second time, by ball arithmetic; None where that is not installed."""
    try:
        found = ball(report.exact)
    except BallsMissing:
        return None
    if not found.overlaps(report.lower, report.upper):
        raise AssertionError(f"{report.exact}: ball {found} and exact enclosure do not overlap")
    return f"{decimal_text(found.middle, 20)} +/- {float(found.radius):.1e}"


def print_report(report: BoundReport) -> None:
    """Print the constant, where it is taken and the verdict of every step."""
    k = "" if report.k_min is None else f", k_min = {report.k_min}"
    value = decimal_text(report.upper, 10)
    rows = [
        ["bound", f"{number_text(report.exact)} = {value}" + ("" if report.lower == report.upper else "...")]
    ]
    if report.alpha is not None:
        where = "the minimum" if report.alpha_is_argmin else "not claimed to be the minimum"
        rows.append(["at alpha", f"{number_text(report.alpha)} ({where})"])
    if report.printed is not None:
        verdict = next(s.verdict for s in report.steps if s.name == "printed-constant")
        rows.append(["printed", f"{report.printed} ({verdict})"])
    if report.minimal_polynomial:
        rows.append(["root of", report.minimal_polynomial])
    rows.append(["in the ball", _ball_text(report) or "not evaluated: pip install ratiolab[balls]"])
    rows.append(["source", report.source])
    table(f"{report.algorithm}, {report.regime}{k}", ["", ""], rows)
    click.echo()
    steps = [[s.name, s.verdict, s.method, s.statement, s.detail] for s in report.steps]
    table("Steps", ["step", "verdict", "method", "statement", "detail"], steps)
    click.echo(f"\n{'holds' if report.holds else 'FAILS'}")
