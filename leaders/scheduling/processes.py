"""Programs that run beside us until we stop: each with a log, and with its children, in a group."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from leaders.errors import LeadersError

GRACE_SECONDS = 20.0
"""How long a program may take to end after it was asked to."""
LARGEST_LOG = 10_000_000
PREFECT = (sys.executable, "-m", "prefect")
_IS_WINDOWS = sys.platform == "win32"


@dataclass(frozen=True, slots=True)
class Companion:
    """A program that was started; ``log`` is where it writes."""

    name: str
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def tell_end(self) -> str:
        """A sentence on a program that ended by itself."""
        return (
            f"Prefect's {self.name} ended (code {self.process.returncode}): "
            f"{read_last_line(self.log)}; see {self.log}"
        )

    def stop(self) -> None:
        """Ask it and its children to end, and make them where they do not."""
        _signal(self.process, is_hard=False)
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _signal(self.process, is_hard=True)
            self.process.wait()


@contextmanager
def running(
    name: str, command: Sequence[str], environment: Mapping[str, str], log: Path, folder: Path
) -> Iterator[Companion]:
    """A program in a folder while the block lasts; what it prints is added to the log."""
    with open_log(log) as output:
        process = subprocess.Popen(  # noqa: S603 (our own command line)
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # ctrl-C is for us alone: we stop them in order.
            start_new_session=not _IS_WINDOWS,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    companion = Companion(name, log, process)
    try:
        yield companion
    finally:
        companion.stop()


def open_log(log: Path) -> BinaryIO:
    """Open a log to add to it; one that became too large is put aside first."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))
    return log.open("ab")


def _signal(process: "subprocess.Popen[bytes]", *, is_hard: bool) -> None:
    """Tell a program and its children to end; that they have already is no mistake."""
    with suppress(OSError):
        if sys.platform == "win32":
            if is_hard:
                kill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
                subprocess.run(kill, capture_output=True, check=False)  # noqa: S603
            else:
                process.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            os.killpg(process.pid, signal.SIGKILL if is_hard else signal.SIGTERM)


def check_free(host: str, port: int) -> None:
    """Raise ``LeadersError`` when another program listens there."""
    with socket.socket() as probe:
        if not _IS_WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise LeadersError(
                f"Port {port} is taken, by another leaders serve or another program; stop that, "
                f"or choose another one: leaders serve --port {port + 1 if port < 65535 else 4200}"
            ) from None


def read_last_line(log: Path) -> str:
    """The last line that says something, for a sentence."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-50:]
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
