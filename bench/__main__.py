"""``python -m bench [quality|demo ...]``: run all benchmarks or the named ones."""

import sys
from collections.abc import Callable

from bench import (
    authenticity,
    budget,
    changes,
    collecting,
    confidence,
    demo,
    engine,
    imports,
    niche_speed,
    overlap,
    plan,
    politeness,
    quality,
    report,
)

BENCHMARKS: dict[str, Callable[[], None]] = {
    "quality": quality.run,
    "demo": demo.run,
    "collecting": collecting.run,
    "imports": imports.run,
    "politeness": politeness.run,
    "budget": budget.run,
    "engine": engine.run,
    "confidence": confidence.run,
    "niche-speed": niche_speed.run,
    "authenticity": authenticity.run,
    "overlap": overlap.run,
    "plan": plan.run,
    "changes": changes.run,
    "report": report.run,
}

QUICK = {
    "confidence": confidence.run,
    "niche-speed": niche_speed.run,
    "authenticity": authenticity.run,
    "overlap": overlap.run,
    "plan": plan.run,
    "changes": changes.run,
    "report": report.run,
}
"""What can be tried small with ``--quick``; nothing is written then."""


def main(names: list[str]) -> int:
    """Run the named benchmarks, all of them without a name; returns the exit code."""
    if names[:1] == ["engine"]:  # which can run parts of itself
        return engine.run_parts(names[1:])
    if names[:1] == ["quality"]:
        return quality.run_parts(names[1:])
    if names[1:] == ["--quick"] and names[0] in QUICK:
        QUICK[names[0]](is_quick=True)
        return 0
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}.")
        return 2
    for name in names or BENCHMARKS:
        BENCHMARKS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
