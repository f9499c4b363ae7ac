"""Measurements from the outside: a process each, medians, comparisons of what was answered."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
SAME_VALUE = 1e-4
"""An answer is the same when no value differs by more than this share of the largest one …"""
SAME_TOP = 95
"""… and so many of the first hundred agree."""

THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


class Unmeasured(Exception):
    """A measurement that could not be made; says why in a few words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall and of all processors."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Measured:
    """What one or several equal processes said of themselves."""

    name: str
    threads: int
    reports: list[dict[str, Any]]
    result: Path | None = None

    @property
    def version(self) -> str:
        """The version of the engine."""
        return str(self.reports[0].get("version", ""))

    @property
    def runs(self) -> int:
        """How many runs the median is of."""
        laps = [len(laps) for report in self.reports for laps in report["laps"].values()]
        return max(len(self.reports), *laps)

    @property
    def peak_bytes(self) -> int:
        """The most memory that a process held."""
        return max(int(report["peak"]) for report in self.reports)

    @property
    def process_cpu(self) -> float:
        """CPU seconds of a whole process, its start included; the median."""
        return median(float(report["cpu"]) for report in self.reports)

    @property
    def phases(self) -> list[str]:
        """What was timed."""
        return list(self.reports[0]["laps"])

    def cost(self, *phases: str) -> Cost:
        """The median of the sum of these phases; of nothing 0."""
        sums = []
        for report in self.reports:
            laps = [report["laps"][phase] for phase in phases if phase in report["laps"]]
            if laps:
                sums += [np.sum(together, axis=0) for together in zip(*laps, strict=True)]
        if not sums:
            return Cost(0.0, 0.0)
        walls, cpus = zip(*sums, strict=True)
        return Cost(median(walls), median(cpus))

    def values(self) -> NDArray[Any]:
        """What was answered."""
        assert self.result is not None
        values: NDArray[Any] = np.load(self.result)
        return values


LONG_ENOUGH = 60.0
"""Seconds after which a measurement is not repeated any more."""


def run_children(times: int, job: str, threads: int, **task: Any) -> list[dict[str, Any]]:
    """Run a job again and again, each time in a fresh process, but not when it is slow."""
    reports, start = [], time.perf_counter()
    while len(reports) < times and (not reports or time.perf_counter() - start < LONG_ENOUGH):
        reports.append(run_child(job, threads, **task))
    return reports


def run_child(job: str, threads: int = 1, **task: Any) -> dict[str, Any]:
    """Run a job in a fresh process; raises Unmeasured when the process fails."""
    names = {key: str(value) if isinstance(value, Path) else value for key, value in task.items()}
    text = json.dumps({"job": job, **names, **({"threads": threads} if job not in _SINGLE else {})})
    limits = dict.fromkeys(THREAD_LIMITS, str(threads))
    done = subprocess.run(
        [sys.executable, "-m", "bench.engine.child", text],
        cwd=ROOT, env={**os.environ, **limits}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        missing = "ModuleNotFoundError" in last and "leaders" not in last
        raise Unmeasured("not installed" if missing else last)
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


_SINGLE = ("make", "fill")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The largest difference of two answers, and how many of the first 100 are both's."""

    difference: float
    top: int
    is_same: bool


def compare(ours: NDArray[Any], theirs: NDArray[Any]) -> Agreement:
    """Compare two vectors, each scaled to sum 1 if it is not of whole numbers."""
    whole = all((values == np.round(values)).all() for values in (ours, theirs))
    a, b = (values if whole else values / values.sum() for values in (ours, theirs))
    difference = float(np.abs(a - b).max())
    if whole:
        return Agreement(difference, _top_overlap(a, b), difference == 0)
    overlap = _top_overlap(a, b)
    is_same = difference <= SAME_VALUE * float(a.max()) and overlap >= SAME_TOP
    return Agreement(difference, overlap, is_same)


def _top_overlap(a: NDArray[Any], b: NDArray[Any]) -> int:
    first = [set(np.argsort(-values, kind="stable")[:100].tolist()) for values in (a, b)]
    return len(first[0] & first[1])
