"""Where the instance of a command comes from: checked without reading anything."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ratiolab.errors import InputError
from ratiolab.traces.columns import parse_columns
from ratiolab.workloads.names import check_workload


@dataclass(frozen=True, kw_only=True)
class ProblemSource:
    """Where an instance comes from: the values of the options, checked to go together.

    Attributes
    ----------
    instance, trace, workload, lengths : str or None
        Exactly one is given: a JSON file, a trace file, a built-in workload, or inline lengths.
    format_, columns, skip_empty, memory, prompt, jobs, window, seed, order, drop_oversized, clip
        As the options of these names.

    Raises
    ------
    InputError
        If not exactly one source is given, an option does not go with it, or a name is unknown.
    """

    instance: str | None = None
    trace: str | None = None
    format_: str | None = None
    columns: str | None = None
    skip_empty: bool = False
    workload: str | None = None
    lengths: str | None = None
    memory: int | None = None
    prompt: int | None = None
    jobs: int | None = None
    window: int | None = None
    seed: int | None = None
    order: str = "given"
    drop_oversized: bool = False
    clip: bool = False

    @classmethod
    def defaults(cls) -> dict[str, object]:
        """Every field with its default: an option that was not given."""
        return {field.name: field.default for field in fields(cls)}

    def __post_init__(self) -> None:
        sources = {"INSTANCE": self.instance, "--trace": self.trace, "--workload": self.workload,
                   "--lengths": self.lengths}  # fmt: skip
        given = [name for name, value in sources.items() if value is not None]
        if len(given) != 1:
            told = f"here are {', '.join(given)}" if given else "here is none"
            raise InputError(f"give one instance: a JSON file, --trace, --workload or --lengths ({told})")
        options = {
            "--format": self.format_, "--columns": self.columns, "--skip-empty": self.skip_empty or None,
            "--memory": self.memory, "--prompt": self.prompt, "--jobs": self.jobs,
            "--window": self.window, "--seed": self.seed, "--drop-oversized": self.drop_oversized or None,
            "--clip": self.clip or None,
        }  # fmt: skip
        allowed = {
            "INSTANCE": set[str](),
            "--trace": set(options) - {"--seed"},
            "--workload": set(options) - {"--format", "--columns", "--skip-empty", "--window"},
            "--lengths": {"--memory", "--prompt"},
        }[given[0]]
        for name, value in options.items():
            if value is not None and name not in allowed:
                raise InputError(f"{name} does not go with {given[0]}")
        if self.drop_oversized and self.clip:
            raise InputError("--drop-oversized and --clip exclude each other: choose one")
        if self.columns is not None:
            if self.format_ is not None:
                raise InputError("--format and --columns exclude each other: a format knows its columns")
            parse_columns(self.columns)
        if given[0] in ("--trace", "--lengths") and self.memory is None:
            raise InputError(f"{given[0]} needs a memory budget: add --memory M")
        if self.window is not None and self.jobs is None:
            raise InputError("--window needs --jobs: the rows of a window")
        if self.workload is not None:
            check_workload(self.workload)
