"""Entry point: commands are loaded when they are called, errors become one line and an exit code.

Exit codes: 0 everything holds, 1 a claim or a check fails, 2 bad input or usage (no command at all is usage:
the help goes to standard error), 3 a scheduler under test failed, 130 interrupted.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from pathlib import Path
from time import monotonic

import click

from ratiolab import __version__
from ratiolab.errors import InputError, ScheduleError, SchedulerFailed, is_ctrl_c, one_line

#: Errors of a file system that takes no more.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

#: Commands, each declared in the module of `ratiolab.cli.commands` of its name, with what they do.
COMMANDS = {
    "attack": "Look for violations of the inequalities; proves nothing.",
    "audit": "Check constants, reference values, an optimum and ratios.",
    "bound": "Derive a competitive-ratio constant, step by step.",
    "box": "True maximum ratios: every small instance in every order.",
    "compare": "Mean flow time of algorithms as the number of jobs grows.",
    "limit": "Let the number of jobs grow: the ratio as an exact limit.",
    "explain": "Show which jobs and phases of a witness carry the loss.",
    "lower-bound": "Prove lower bounds on an optimum: closed forms and prices.",
    "curves": "Compare the search strategies at an equal number of evaluations.",
    "opt": "Enclose or prove the optimum of an instance.",
    "prove": "Discharge the chain of claims behind a constant, step by step.",
    "ratio": "Measure algorithms against the optimum's bounds.",
    "reproduce": "Reproduce a published experiment: figures and tables.",
    "search": "Search for instances with a large ratio, as witnesses.",
    "shrink": "Make a witness smaller while its ratio stays.",
    "show": "Draw memory over rounds.",
    "verify": "Check a file: schedule, witness, limit, certificate.",
    "workloads": "List built-in workloads, algorithms and trace formats.",
}


class LazyGroup(click.Group):
    """A group that imports a command's declaration only when that command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"ratiolab.cli.commands.{cmd_name.replace('-', '_')}")
        assert isinstance(module.command, click.Command)
        return module.command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of that name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(f"No such command {args[0]!r}.{f' Did you mean {near[0]}?' if near else ''}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(
    cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="ratiolab")
@click.pass_context
def cli(context: click.Context) -> None:
    """Exact optima, machine-checked constants and certified ratios for KV-cache schedulers."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code; a command's object is the moment at which it began."""
    try:
        code = cli.main(args=arguments, prog_name="ratiolab", standalone_mode=False, obj=monotonic())
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        more = f" See {context.command_path} --help." if context is not None else ""
        told = one_line(error.format_message())
        click.echo(f"Error: {told}{'' if told.endswith(('.', '?')) else '.'}{more}", err=True)
        code = 2
    except (InputError, ScheduleError) as error:
        click.echo(f"Error: {one_line(str(error))}", err=True)
        for command in error.advice if isinstance(error, SchedulerFailed) else ():
            click.echo(one_line(command), err=True)
        code = 2 if isinstance(error, InputError) else 3 if isinstance(error, SchedulerFailed) else 1
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        code = 130
    except SystemError as error:  # what compiled code makes of Ctrl-C
        if not is_ctrl_c(error):
            raise
        click.echo("Interrupted.", err=True)
        code = 130
    except BrokenPipeError:  # the reader of our output went away: nothing left to say
        sys.stderr.close()
        code = 0
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (for what is still to flush)
        click.echo(f"Error: the output cannot be written: {error.strerror}.", err=True)
        code = 2
    sys.exit(code or 0)
