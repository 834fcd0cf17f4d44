"""The options that say a memory budget: commands get a number of tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ratiolab.budgets import parse_memory
from ratiolab.errors import InputError

_KEY = "ratiolab.bytes_per_token"


def _keep(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    context.meta[_KEY] = value


def _tokens(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """Turn the text into tokens; say where bytes were rounded down."""
    each = context.meta.get(_KEY)
    if value is None:
        if each is not None:
            raise click.UsageError("--bytes-per-token goes with a --memory in bytes, such as 16GiB", context)
        return None
    try:
        budget = parse_memory(value, bytes_per_token=each)
    except InputError as error:
        raise click.UsageError(str(error), context) from None
    if budget.rest:
        from ratiolab.report.output import echo

        told = f"{value} at {each} bytes per token are {budget.tokens} tokens, rounded down"
        echo(f"Note: {told} ({budget.rest} bytes left over).", err=True)
    return budget.tokens


def memory_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--memory`` and ``--bytes-per-token`` to a command, which gets ``memory`` in tokens or None."""
    each = click.option(
        "--bytes-per-token", metavar="B", is_eager=True, expose_value=False, callback=_keep,
        help="Turns a --memory in bytes into tokens.",
    )  # fmt: skip
    memory = click.option(
        "--memory", "-M", metavar="M", callback=_tokens,
        help="Memory budget: tokens (16384, 16k) or bytes (16GiB).",
    )  # fmt: skip
    return memory(each(function))
