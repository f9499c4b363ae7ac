"""What a newcomer waits for: the help, the demo without Prefect, the demo through the flow.

    python -m bench demo

Wall seconds of the ``leaders`` command in an empty workspace, the median of three runs (the flow:
one), beside the targets. The first run of a fresh checkout, which compiles bytecode, is not timed.
"""

import tempfile
from pathlib import Path
from statistics import median

from bench.processes import Cost, describe_machine, run_leaders
from bench.tables import publish, table

TARGETS: list[tuple[tuple[str, ...], float, int]] = [
    (("--help",), 0.5, 3),
    (("demo", "--direct"), 5.0, 3),
    (("demo",), 30.0, 1),
]
"""Arguments, seconds allowed, runs."""


def run() -> None:
    """Time the commands and publish the table."""
    machine = describe_machine()
    _run(("--help",))
    rows = []
    for arguments, allowed, runs in TARGETS:
        costs = [_run(arguments) for _ in range(runs)]
        walls = [cost.wall for cost in costs]
        took, cpu = median(walls), median(cost.cpu for cost in costs)
        mark = "" if took < allowed else "too slow"
        command = " ".join(("leaders", *arguments))
        spread = f"{min(walls):.2f} to {max(walls):.2f}"
        rows.append([command, f"{took:.2f}", spread, f"{cpu:.2f}", f"{allowed:g}", mark])
    header = ["command", "seconds", "range", "CPU s", "allowed", ""]
    publish("demo", "# What a newcomer waits for", machine, table(header, rows))


def _run(arguments: tuple[str, ...]) -> Cost:
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        return run_leaders(Path(folder), *arguments)
