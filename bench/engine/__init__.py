"""The graph engine beside its peers: time, memory, and whether they answer the same.

    python -m bench engine                     everything (an hour, 10 GB of disk)
    python -m bench engine pagerank cores      some parts
    python -m bench engine --quick             graphs of a tenth, three runs

Graphs are made up, stores filled, and everything is measured in processes of its own: medians of
5 runs, fewer where a run takes more than a minute. Who is slow is told by CPU seconds, because
other work on the machine moves the wall clock more. ``LEADERS_BENCH_SCALE`` (1) scales all sizes.
A peer that is not installed is passed over, one that answers something else is no peer.
``bench/results/engine.md`` keeps what was found; parts that did not run keep their older text.
"""

import os
import re
import tempfile
from pathlib import Path

from bench.processes import describe_machine
from bench.tables import RESULTS

QUICK_SCALE = 0.1
TITLE = "# The graph engine and its peers"


def run() -> None:
    """Measure every part."""
    run_parts([])


def run_parts(arguments: list[str]) -> int:
    """Measure the named parts, all of them without a name; returns the exit code."""
    from bench.engine.lab import Lab
    from bench.engine.parts import PARTS

    is_quick = "--quick" in arguments
    names = [argument for argument in arguments if argument != "--quick"]
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"There is no part {unknown[0]!r} of engine; there are {', '.join(PARTS)}.")
        return 2
    scale = float(os.environ.get("LEADERS_BENCH_SCALE", QUICK_SCALE if is_quick else 1))
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        lab = Lab(Path(folder), scale, 3 if is_quick else 5)
        for name in names or PARTS:
            machine = describe_machine()
            section = PARTS[name](lab)
            scaled = "" if scale == 1 else f" All sizes times {scale:g}: no target is judged by it."
            text = f"{machine}{scaled}\n\n{section.text()}"
            print(f"## {name}: {section.title}\n\n{text}\n", flush=True)
            if scale == 1:
                _keep(name, section.title, text, list(PARTS))
    return 0


def _keep(name: str, title: str, text: str, order: list[str]) -> None:
    """Put a section into the results in the place of its older self."""
    path = RESULTS / "engine.md"
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    sections = {
        heading.split(":")[0]: f"## {heading}\n\n{body.strip()}"
        for heading, body in re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", old, re.MULTILINE)
    }
    sections[name] = f"## {name}: {title}\n\n{text}"
    kept = [sections[part] for part in order if part in sections]
    RESULTS.mkdir(exist_ok=True)
    path.write_text("\n\n".join([TITLE, *kept]) + "\n", encoding="utf-8")
