"""Servers that live as long as the tests do, and tell what they said when they fail to start."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

KEEP = Path(__file__).with_name("keep.sh")
MEMORY = Path("/dev/shm")
_ROOM = 2 * 2**30
_SECONDS_TO_STOP = 15


class NotStarted(Exception):
    """A server ended or took too long before it was ready; the message ends with its log."""


@contextmanager
def own_folder(user: str | None = None) -> Iterator[Path]:
    """A folder with a short name, as addresses of sockets must be short. It is in memory if there
    is room: the PDS has hundreds of small databases, and they need not wait for a disk."""
    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > _ROOM
    folder = Path(tempfile.mkdtemp(prefix="leaders-bluesky-", dir=MEMORY if is_roomy else None))
    try:
        if user:
            shutil.chown(folder, user)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(
    command: Sequence[str | Path],
    folder: Path,
    is_ready: Callable[[], bool],
    seconds: float,
    user: str | None = None,
    environment: dict[str, str] | None = None,
    end_with: str = "TERM",
) -> Iterator[None]:
    """Run a server from when it is ready until the block ends; `folder` is removed with it."""
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [KEEP, folder, end_with, *command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=os.environ | (environment or {}),
            start_new_session=True,
            **_as_user(user),
        )
        try:
            problem = _wait(server, is_ready, seconds)
            if problem:
                log.seek(0)
                said = log.read().decode(errors="replace")[-8000:]
                raise NotStarted(f"{Path(command[0]).name} {problem}; it said:\n{said}")
            yield
        finally:
            _stop(server)


def _as_user(user: str | None) -> dict[str, object]:
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _wait(server: subprocess.Popen[bytes], is_ready: Callable[[], bool], seconds: float) -> str:
    deadline = time.monotonic() + seconds
    while not is_ready():
        if server.poll() is not None:
            return f"ended with code {server.returncode}"
        if time.monotonic() > deadline:
            return f"was not ready after {seconds:.0f} s"
        time.sleep(0.05)
    return ""


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ask kindly by closing the pipe, then end the whole process group."""
    assert server.stdin
    server.stdin.close()
    try:
        server.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def free_ports(names: Sequence[str]) -> dict[str, int]:
    """Ports of this machine that nobody listens on, all held at once so that none comes twice."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in names]
    try:
        return {name: at.getsockname()[1] for name, at in zip(names, held, strict=True)}
    finally:
        for at in held:
            at.close()
