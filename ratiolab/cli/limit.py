"""``ratiolab limit``: the ratio of many jobs on given lengths, as an exact enclosure."""

from __future__ import annotations

import shlex
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from ratiolab.adversary.limits.best_mix import make_limit
from ratiolab.adversary.limits.file import is_limit, parse_limit, write_limit
from ratiolab.adversary.limits.limit import CheckedLimit, verify_limit
from ratiolab.algorithms import parse, takes
from ratiolab.errors import InputError
from ratiolab.integers import MAX_MEMORY, check_integer
from ratiolab.ratios import at_least_text, at_most_text, decimal_text, fraction_text
from ratiolab.report.limit_table import limit_table
from ratiolab.report.output import print_json, table


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
        click.echo(limit_table(Path(folder)))
        return
    assert name is not None
    assert memory is not None
    assert lengths is not None
    if alpha is not None and "alpha" not in takes(name.partition(":")[0]):
        raise InputError(f"{name} takes no alpha")
    algorithm = parse(name, **({} if alpha is None else {"alpha": alpha}))
    made = make_limit(
        algorithm,
        check_integer(memory, "memory", 1, MAX_MEMORY),
        check_integer(prompt, "prompt", 0),
        [_integer(item) for item in lengths.split(",")],
        None if mix is None else [_share(item) for item in mix.split(",")],
        _command(name, alpha, memory, prompt, lengths, mix),
    )
    checked = verify_limit(made)
    if out is not None:
        write_limit(made, out)
    _print(checked, as_json)
    _exit(checked)


def verify_file(path: str, text: str, as_json: bool) -> bool:
    """Verify the limit in a file; False if it is none. Exits with 1 above a proved bound.

    Raises
    ------
    InputError
        If it declares itself a limit and cannot be read as one.
    WitnessError
        If it does not hold.
    """
    if not is_limit(text):
        return False
    checked = verify_limit(parse_limit(text, path))
    if as_json:
        print_json("verify", {"limit": path, "holds": True, **_facts(checked)})
    else:
        click.echo(f"{path}: holds")
        _print(checked, as_json)
    _exit(checked)
    return True


def _exit(checked: CheckedLimit) -> None:
    if checked.exceeds:
        click.echo(checked.alarm("limit"), err=True)
        sys.exit(1)


def _integer(text: str) -> int:
    try:
        return check_integer(int(text), "a length", 1)
    except ValueError:
        raise InputError(f"--lengths has {text[:40]!r}: write integers, e.g. 400,200") from None


def _share(text: str) -> Fraction:
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise InputError(f"--mix has {text[:40]!r}: write shares, e.g. 2/3,1/3") from None


def _command(name: str, alpha: str | None, memory: int, prompt: int, lengths: str, mix: str | None) -> str:
    words = ["ratiolab", "limit", "--alg", name]
    words += [] if alpha is None else ["--alpha", alpha]
    words += ["--memory", str(memory), "--prompt", str(prompt), "--lengths", lengths]
    words += [] if mix is None else ["--mix", mix]
    return shlex.join(words)


def _facts(checked: CheckedLimit) -> dict[str, Any]:
    """Stable keys for ``--json``."""
    limit = checked.limit
    return {
        "algorithm": limit.label,
        "memory": limit.memory,
        "prompt": limit.prompt,
        "lengths": list(limit.lengths),
        "mix": list(limit.mix),
        "ratio": fraction_text(limit.ratio),
        "upper": None if limit.upper is None else fraction_text(limit.upper),
        "bound": None if checked.bound is None else str(checked.bound.value),
        "exceeds": checked.exceeds,
    }


def _print(checked: CheckedLimit, as_json: bool) -> None:
    limit = checked.limit
    if as_json:
        print_json("limit", _facts(checked))
        return
    rows = [
        [
            str(o),
            decimal_text(Fraction(x, sum(limit.mix)), 6),
            f"{spacing.width} every {spacing.period} rounds",
        ]
        for o, x, spacing in zip(limit.lengths, limit.mix, limit.spacings, strict=True)
    ]
    click.echo(f"{limit.label}, memory {limit.memory}, prompt {limit.prompt}, many jobs, longest first")
    table("", ["length", "share", "schedule of the other side"], rows, numeric="rrl")
    click.echo(f"limit of the ratio: at least {at_least_text(limit.ratio, 9)}")
    click.echo(f"exactly {fraction_text(limit.ratio)}")
    if limit.upper is not None:
        above = at_most_text(limit.upper, 9)
        click.echo(f"no mix of these lengths against this schedule is above {above}")
    proved = "none" if checked.bound is None else f"{checked.bound.value.decimal(6)} ({checked.bound.source})"
    click.echo(f"proved bound: {proved}")
