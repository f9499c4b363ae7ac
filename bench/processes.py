"""What a process costs: ``leaders`` in a process of its own, as a person starts it."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).with_name("leaders")
MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall and of all processors, and the most memory held at once."""

    wall: float
    cpu: float
    peak_bytes: int

    @property
    def peak_gb(self) -> float:
        """The memory in GB (10^9 bytes)."""
        return self.peak_bytes / 1e9


def describe_machine() -> str:
    """How many processors there are and how busy: a busy machine makes the wall slower."""
    return f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f} at the start."


def run_leaders(workspace: Path, *arguments: str) -> Cost:
    """Run a command of leaders in a workspace; raises RuntimeError when it fails.

    Keep the caller small: Linux counts its memory towards the child's peak.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [COMMAND, "--workspace", str(workspace), *arguments], stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)  # unlike getrusage, of this child alone
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            text = said.read().decode(errors="replace")
            raise RuntimeError(f"leaders {' '.join(arguments)} failed: {text}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * MAXRSS_BYTES)
