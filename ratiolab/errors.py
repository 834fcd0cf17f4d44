"""The errors a person can cause; the command line turns them into one line and exit code 2."""

from __future__ import annotations


class InputError(ValueError):
    """Input that cannot be used: says what was wrong, where, and what would be right."""


class ScheduleError(ValueError):
    """A schedule that breaks the model: names the job, the attempt or the round at fault."""


class SchedulerFailed(ScheduleError):
    """A scheduler under test that raised, exited, stalled, never ended or broke the model: exit code 3.

    Parameters
    ----------
    message : str
        Scheduler, round and job at fault.
    cause : str
        What kind of failure it is, in a word or two: of two failures of one cause the smaller is shown.

    Attributes
    ----------
    instance : Instance, GroupedInstance or None
        What it failed on.
    algorithm : Algorithm or None
        What failed; lost on the way from another process.
    name : str
        The text that makes it again.
    ran : Schedule or None
        What it had done until then, attempts under way as killed.
    advice : tuple of str
        Commands that show the failure again.
    """

    def __init__(self, message: str, cause: str = "") -> None:
        super().__init__(message)
        self.cause = cause
        self.instance: object = None
        self.algorithm: object = None
        self.name = ""
        self.ran: object = None
        self.advice: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes without the algorithm, which need not be able to."""
        return type(self), (str(self), self.cause), vars(self) | {"algorithm": None}


class OutOfTime(Exception):
    """The time of a search is over while a scheduler under test runs: no failure, and no result."""


class OverflowRefused(InputError):
    """An instance whose totals do not fit 64 bits where no exact integer path exists."""


def visible(text: str) -> str:
    """Show what a terminal would obey in a text, line ends included, instead of handing it on."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def one_line(text: str) -> str:
    """Write a message on one line; what a terminal would obey is shown instead."""
    return visible(" ".join(text.split()))


def is_ctrl_c(error: SystemError) -> bool:
    """Whether this is what compiled code makes of Ctrl-C: the interrupt is its cause or context."""
    return isinstance(error.__cause__ or error.__context__, KeyboardInterrupt)
