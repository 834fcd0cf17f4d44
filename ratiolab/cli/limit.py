"""``ratiolab limit``: the ratio of many jobs on given lengths, as an exact enclosure."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

from ratiolab.adversary.limits.file import write_limit
from ratiolab.algorithms import parse, takes
from ratiolab.errors import InputError
from ratiolab.library.limit import LimitReport, limit
from ratiolab.report.limit_table import limit_table
from ratiolab.report.output import echo, echo_lines, print_result


def run(
    *,
    name: str | None,
    alpha: str | None,
    memory: int | None,
    prompt: int,
    lengths: str | None,
    mix: str | None,
    out: str | None,
    folder: str | None,
    as_json: bool,
) -> None:
    """Derive and print; exits with 1 if the lower end is above a proved bound."""
    if folder is not None:
        echo_lines(limit_table(Path(folder)))
        return
    assert name is not None
    assert memory is not None
    assert lengths is not None
    if alpha is not None and "alpha" not in takes(name.partition(":")[0]):
        raise InputError(f"{name} takes no alpha")
    report = limit(
        parse(name, **({} if alpha is None else {"alpha": alpha})),
        memory=memory,
        lengths=[_integer(item) for item in lengths.split(",")],
        prompt=prompt,
        mix=None if mix is None else [_share(item) for item in mix.split(",")],
    )
    if out is not None:
        write_limit(report.checked.limit, out)
    print_result(report, as_json)
    _exit(report)


def _exit(report: LimitReport) -> None:
    if report.exceeds:
        echo(report.checked.alarm("limit"), err=True)
        sys.exit(1)


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InputError(f"--lengths has {text[:40]!r}: write integers, e.g. 400,200") from None


def _share(text: str) -> Fraction:
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise InputError(f"--mix has {text[:40]!r}: write shares, e.g. 2/3,1/3") from None
