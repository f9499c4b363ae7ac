"""What a newcomer waits for: the help, the demo without Prefect, the demo through the flow.

    python -m bench demo

Wall seconds of the ``leaders`` command in an empty workspace, the median of three runs (the flow:
one), beside the targets. The first run of a fresh checkout, which compiles bytecode, is not timed.
"""

import tempfile
from pathlib import Path
from statistics import median

from bench.processes import run_leaders
from bench.tables import publish, table

TARGETS: list[tuple[tuple[str, ...], float, int]] = [
    (("--help",), 0.5, 3),
    (("demo", "--direct"), 5.0, 3),
    (("demo",), 30.0, 1),
]
"""Arguments, seconds allowed, runs."""


def run() -> None:
    """Time the commands and publish the table."""
    _time(("--help",))
    rows = []
    for arguments, allowed, runs in TARGETS:
        seconds = [_time(arguments) for _ in range(runs)]
        took = median(seconds)
        mark = "" if took < allowed else "too slow"
        spread = f"{min(seconds):.2f} to {max(seconds):.2f}"
        rows.append((f"leaders {' '.join(arguments)}", f"{took:.2f}", spread, f"{allowed:g}", mark))
    header = ("command", "seconds", "range", "allowed", "")
    publish("demo", "# What a newcomer waits for", table(header, rows))


def _time(arguments: tuple[str, ...]) -> float:
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        return run_leaders(Path(folder), *arguments).wall
