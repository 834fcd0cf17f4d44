"""Certificates: bounds on an optimum, by the standard-library checker of `ratiolab.certificates`.

Its kinds of proof are listed in `ratiolab.certificates.kinds`, one module each.
"""

from __future__ import annotations

from typing import Any

from ratiolab.certificates import checker
from ratiolab.certificates.checker import Checked
from ratiolab.certificates.document import CertificateError, check_head
from ratiolab.certificates.json_text import UnreadableError
from ratiolab.certificates.means import Again, TooMuchWork
from ratiolab.checkable.kind import Kind, Refused, Settings, Words
from ratiolab.errors import InputError


def _read(raw: dict[str, Any], source: str) -> dict[str, Any]:
    try:
        check_head(raw)
    except UnreadableError as error:
        raise InputError(f"{source}: {error}") from None
    return raw


def _check(document: dict[str, Any], settings: Settings) -> tuple[Checked, bool]:
    again: Again | None = None
    if settings.compiled:
        from ratiolab.optimum.search.replay import replay_compiled as again
    try:
        checked = checker.check(document, settings.watch, again=again, max_work=settings.max_work)
    except CertificateError as error:
        raise Refused(str(error)) from None
    except TooMuchWork as error:
        raise InputError(str(error)) from None
    return checked, settings.compiled


def _words(result: tuple[Checked, bool]) -> Words:
    checked, compiled = result
    if checked.optimal:
        claim = f"the least total flow time is {checked.lower}"
    elif checked.upper is None:
        claim = f"the least total flow time is at least {checked.lower}"
    else:
        claim = f"the least total flow time is between {checked.lower} and {checked.upper}"
    more = [f"proof: {checked.words}{' (by the kernels that did it first)' if compiled else ''}"]
    if checked.upper is not None:
        more.append(f"schedule: feasible, total flow time {checked.upper}")
    facts = {
        "lower": checked.lower,
        "upper": checked.upper,
        "optimal": checked.optimal,
        "proof": checked.kind,
        "words": checked.words,
        "independent": not compiled,
    }
    return Words(claim, facts, more)


KIND = Kind("certificate", _read, _check, _words, settings=("max_work", "compiled", "watch"))
