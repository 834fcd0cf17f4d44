"""Entry point: commands are loaded when they are called, errors become one line and an exit code.

Exit codes: 0 everything holds, 1 a claim or a check fails, 2 bad input or usage, 130 interrupted.
"""

from __future__ import annotations

import importlib
import sys

import click

from ratiolab import __version__
from ratiolab.errors import InputError, ScheduleError, is_ctrl_c

#: Command name to (module, one-line help).
COMMANDS = {
    "attack": ("ratiolab.cli.attack", "Look for violations of the inequalities; proves nothing."),
    "audit": ("ratiolab.cli.audit", "Check constants, reference values, an optimum and ratios."),
    "bound": ("ratiolab.cli.bound", "Derive a competitive-ratio constant, step by step."),
    "box": ("ratiolab.cli.box", "True maximum ratios: every small instance in every order."),
    "compare": ("ratiolab.cli.compare", "Mean flow time of algorithms as the number of jobs grows."),
    "limit": ("ratiolab.cli.limit", "Let the number of jobs grow: the ratio as an exact limit."),
    "explain": ("ratiolab.cli.explain", "Show which jobs and phases of a witness carry the loss."),
    "lower-bound": ("ratiolab.cli.lower_bound", "Prove lower bounds on an optimum: closed forms and prices."),
    "curves": ("ratiolab.cli.curves", "Compare the search strategies at an equal number of evaluations."),
    "opt": ("ratiolab.cli.opt", "Enclose or prove the optimum of an instance."),
    "prove": ("ratiolab.cli.prove", "Discharge the chain of claims behind a constant, step by step."),
    "ratio": ("ratiolab.cli.ratio", "Measure algorithms against the optimum's bounds."),
    "reproduce": ("ratiolab.cli.reproduce", "Reproduce a published experiment: figures and tables."),
    "search": ("ratiolab.cli.search", "Search for instances with a large ratio, as witnesses."),
    "shrink": ("ratiolab.cli.shrink", "Make a witness smaller while its ratio stays."),
    "show": ("ratiolab.cli.show", "Draw memory over rounds."),
    "verify": ("ratiolab.cli.verify", "Check a schedule, a witness, a limit or a certificate."),
    "workloads": ("ratiolab.cli.workloads", "List built-in workloads, algorithms and trace formats."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ratiolab")
def cli() -> None:
    """Exact optima, machine-checked constants and certified ratios for KV-cache schedulers."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    try:
        code = cli.main(args=arguments, prog_name="ratiolab", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        more = f" See {context.command_path} --help." if context is not None else ""
        told = " ".join(error.format_message().split())
        click.echo(f"Error: {told}{'' if told.endswith(('.', '?')) else '.'}{more}", err=True)
        code = 2
    except (InputError, ScheduleError) as error:
        click.echo(f"Error: {error}", err=True)
        code = 2 if isinstance(error, InputError) else 1
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
    sys.exit(code or 0)
