"""``ratiolab workloads``: what there is to run with no file at hand."""

from __future__ import annotations

import click

from ratiolab.algorithms import ALGORITHMS, takes
from ratiolab.report.output import print_json, table
from ratiolab.traces import FORMATS
from ratiolab.workloads import WORKLOADS


def run(*, as_json: bool) -> None:
    """Print the three tables."""
    workloads = [
        {"name": w.name, "title": w.title, "memory": w.memory, "prompt": w.prompt, "jobs": w.jobs}
        for w in WORKLOADS.values()
    ]
    algorithms = [
        {"name": name, "knows_lengths": kind.knows_lengths, "parameters": list(takes(name))}
        for name, kind in ALGORITHMS.items()
    ]
    formats = [{"name": f.name, "title": f.title} for f in FORMATS.values()]
    if as_json:
        print_json("workloads", {"workloads": workloads, "algorithms": algorithms, "formats": formats})
        return
    rows = [[str(w[key]) if w[key] is not None else "drawn" for key in w] for w in workloads]
    table("Workloads (defaults)", ["name", "title", "memory", "prompt", "jobs"], rows, numeric="  rrr")
    click.echo()
    told = {True: "known", False: "unknown"}
    rows = [
        [name, told[ALGORITHMS[name].knows_lengths], ", ".join(takes(name)) or "-"] for name in ALGORITHMS
    ]
    table("Algorithms", ["name", "lengths", "parameters"], rows)
    click.echo()
    table("Trace formats", ["name", "title"], [[f["name"], f["title"]] for f in formats])
