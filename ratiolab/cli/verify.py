"""``ratiolab verify``: a schedule file against its instance, a witness or a certificate against itself."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from ratiolab.certificates.document import is_certificate
from ratiolab.cli.problem_options import LoadedProblem, problem_options
from ratiolab.documents import read_schedule
from ratiolab.documents.files import read_text
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.report.output import print_json
from ratiolab.schedule import verify


def document_or_problem(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the instance options; a positional file that is a witness or a certificate stands on its own."""
    with_problem = problem_options(function)

    @functools.wraps(with_problem)
    def wrapped(**options: Any) -> Any:
        if options["schedule_file"] is not None:
            return with_problem(**options)
        path, as_json = options["instance"], options["as_json"]
        if path is None:
            raise InputError("give --schedule FILE and its instance, or a certificate, a witness or a limit")
        text = read_text(path)
        certificate = is_certificate(text)
        _alone(path, "compiled" if certificate else "")
        if certificate:
            _verify_certificate(path, text, as_json, options["compiled"])
        elif not _verify_witness(path, text, as_json) and not _verify_limit(path, text, as_json):
            raise InputError(
                f"{path}: is no certificate, witness or limit: give one, or an instance with --schedule FILE"
            )
        return None

    return wrapped


def _alone(path: str, flag: str) -> None:
    """Refuse options that say nothing about a file that stands on its own, except `flag`."""
    context = click.get_current_context()
    for parameter in context.command.params:
        name = parameter.name or ""
        if name in ("instance", "as_json", flag):
            continue
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            what = "a certificate" if name == "compiled" else "an instance with --schedule"
            raise InputError(f"{max(parameter.opts, key=len)} goes with {what}, not with {path} alone")


@click.command("verify")
@click.option("--schedule", "schedule_file", metavar="FILE", help="The schedule as JSON.")
@click.option("--compiled", is_flag=True, help="Redo an exhaustive search with the engine's own kernels.")
@document_or_problem
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(schedule_file: str, compiled: bool, loaded: LoadedProblem, as_json: bool) -> None:
    """Check a schedule against the model, in exact integers; exit code 1 if it is refused.

    A witness, a limit or a certificate (its format is ratiolab.witness, ratiolab.limit or
    ratiolab.certificate) needs no --schedule: everything in it is recomputed, in integers and rationals.
    The record of an exhaustive search is redone by an independent program in plain Python, or with
    --compiled, tens of times faster, by the kernels that did it first.
    """
    if compiled:
        raise InputError("--compiled goes with a certificate")
    if not isinstance(loaded.problem, Instance):
        raise InputError(f"{loaded.problem.jobs} jobs are too many to list one by one: give fewer")
    verified = verify(loaded.problem, read_schedule(schedule_file))
    facts = {
        "flow_time": verified.flow_time,
        "makespan": verified.makespan,
        "killed_rounds": verified.killed_rounds,
        "peak_memory": verified.peak_memory,
    }
    if as_json:
        print_json("verify", {"problem": loaded.to_json(), "feasible": True, **facts})
        return
    click.echo(loaded.title())
    click.echo("feasible: " + ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in facts.items()))


def _verify_limit(path: str, text: str, as_json: bool) -> bool:
    """Verify the limit in a file; False if the file is none."""
    from ratiolab.cli.limit import verify_file

    return verify_file(path, text, as_json)


def _verify_certificate(path: str, text: str, as_json: bool, compiled: bool) -> None:
    """Check the certificate in a file; exits with 1 if it is refused."""
    from ratiolab.certificates.checker import check
    from ratiolab.certificates.document import CertificateError, load
    from ratiolab.certificates.json_text import UnreadableError
    from ratiolab.certificates.means import Again, TooMuchWork
    from ratiolab.cli.progress import progress_bar

    again: Again | None = None
    if compiled:
        from ratiolab.optimum.search.replay import replay_compiled as again
    try:
        with progress_bar("redoing the search") as report:

            def watch(done: int, states: int) -> None:
                report(done, None, f"redoing the search: round {done}, {states:,} states")

            found = check(load(text), watch, again=again)
    except UnreadableError as error:
        raise InputError(error.located(path)) from None
    except TooMuchWork as error:
        raise InputError(f"{path}: {error}") from None
    except CertificateError as error:
        if as_json:
            print_json("verify", {"certificate": path, "holds": False, "reason": str(error)})
        click.echo(f"{path}: refused: {error}", err=True)
        sys.exit(1)
    if as_json:
        facts = {"lower": found.lower, "upper": found.upper, "optimal": found.optimal}
        proof = {"proof": found.kind, "words": found.words, "independent": not compiled}
        print_json("verify", {"certificate": path, "holds": True, **facts, **proof})
        return
    if found.optimal:
        claim = f"the least total flow time is {found.lower}"
    elif found.upper is None:
        claim = f"the least total flow time is at least {found.lower}"
    else:
        claim = f"the least total flow time is between {found.lower} and {found.upper}"
    click.echo(f"{path}: holds: {claim}")
    click.echo(f"proof: {found.words}{' (by the kernels that did it first)' if compiled else ''}")
    if found.upper is not None:
        click.echo(f"schedule: feasible, total flow time {found.upper}")


def _verify_witness(path: str, text: str, as_json: bool) -> bool:
    """Verify the witness in a file; False if the file is no witness. Exits with 1 above a proved bound."""
    from ratiolab.adversary.witnesses.file import is_witness, parse_witness
    from ratiolab.adversary.witnesses.witness import verify_witness
    from ratiolab.ratios import at_least_text, fraction_text

    if not is_witness(text):
        return False
    found = verify_witness(parse_witness(text, path))
    bound = None if found.bound is None else str(found.bound.value)
    if as_json:
        print_json("verify", {"witness": path, "algorithm": found.witness.label, "holds": True,
                              "ratio": fraction_text(found.witness.ratio), "bound": bound,
                              "exceeds": found.exceeds})  # fmt: skip
    else:
        shown = at_least_text(found.witness.ratio, 6)
        click.echo(f"{path}: holds: {found.witness.label} costs at least {shown} times the optimum")
        click.echo(f"exactly {fraction_text(found.witness.ratio)}; proved bound: {bound or 'none'}")
    if found.exceeds:
        click.echo("THE WITNESS IS ABOVE A PROVED BOUND: one of the two is wrong.", err=True)
        sys.exit(1)
    return True
