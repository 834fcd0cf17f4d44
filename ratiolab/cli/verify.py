"""``ratiolab verify``: a schedule file against its instance, a witness or a certificate against itself."""

from __future__ import annotations

import sys

import click
from click.core import ParameterSource

from ratiolab.certificates.document import is_certificate
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.documents import read_schedule
from ratiolab.documents.files import read_text
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.report.output import print_json
from ratiolab.schedule import verify


def run_document(path: str, as_json: bool, compiled: bool) -> None:
    """Check a file that stands on its own: a certificate, a witness or a limit."""
    text = read_text(path)
    certificate = is_certificate(text)
    _alone(path, "compiled" if certificate else "")
    if certificate:
        _verify_certificate(path, text, as_json, compiled)
    elif not _verify_witness(path, text, as_json) and not _verify_limit(path, text, as_json):
        raise InputError(
            f"{path}: is no certificate, witness or limit: give one, or an instance with --schedule FILE"
        )


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


def run_schedule(schedule_file: str, problem: ProblemSource, as_json: bool) -> None:
    """Check a schedule against its instance."""
    loaded = load_problem(problem)
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
        click.echo(found.alarm("witness"), err=True)
        sys.exit(1)
    return True
