"""What a notebook keeps, written to files that every command reads."""

from __future__ import annotations

from typing import Any

from ratiolab.adversary.limits.file import write_limit
from ratiolab.adversary.limits.limit import Limit
from ratiolab.adversary.witnesses.file import write_witness
from ratiolab.adversary.witnesses.witness import Witness
from ratiolab.documents import write_instance, write_schedule
from ratiolab.documents.files import FilePath
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, Instance
from ratiolab.optimum.certify import write_certificate
from ratiolab.schedule import Schedule

#: What `write` takes; a certificate is a document, as `Solution.certificate` makes it.
Writable = Instance | GroupedInstance | Schedule | Witness | Limit | dict[str, Any]


def write(what: Writable, path: FilePath) -> None:
    """Write an instance, a schedule, a witness, a limit or a certificate to a JSON file, in one step.

    Parameters
    ----------
    what : Instance, GroupedInstance, Schedule, Witness, Limit or dict
    path : path
        A file that is there is replaced.

    Raises
    ------
    InputError
        If it is none of these, or the file cannot be written.
    """
    if isinstance(what, Instance | GroupedInstance):
        write_instance(what, path)
    elif isinstance(what, Schedule):
        write_schedule(what, path)
    elif isinstance(what, Witness):
        write_witness(what, path)
    elif isinstance(what, Limit):
        write_limit(what, path)
    elif isinstance(what, dict):
        write_certificate(what, path)
    else:
        raise InputError(
            f"{type(what).__name__} has no file format: give an instance, a schedule, a witness, a limit or "
            "a certificate"
        )
