"""Programs beside us: they and their children end with us, and what they said is kept."""

import os
import socket
import sys
from pathlib import Path

import pytest

from leaders.errors import LeadersError
from leaders.scheduling import processes
from leaders.scheduling.processes import check_free, open_log, read_last_line, running

WITH_A_CHILD = """
import subprocess, sys
waits = [sys.executable, "-c", "import sys; sys.stdin.read()"]
child = subprocess.Popen(waits, stdin=subprocess.PIPE)
print(child.pid, flush=True)
child.wait()
"""


def is_there(number: int) -> bool:
    """Whether a process lives; one that nobody has asked how it ended does not."""
    try:
        os.kill(number, 0)
        status = Path(f"/proc/{number}/stat")
        return not status.exists() or status.read_text().split()[2] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def wait_for_line(log: Path) -> str:
    while not log.read_text().endswith("\n"):
        pass
    return log.read_text().strip()


@pytest.mark.skipif(os.name != "posix", reason="asks for a process by its number, as POSIX does")
@pytest.mark.parametrize("is_deaf", [False, True])
def test_a_program_ends_with_its_children(tmp_path: Path, monkeypatch, is_deaf: bool) -> None:
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.1 if is_deaf else 20.0)
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" * is_deaf
    log = tmp_path / "logs" / "x.log"
    command = [sys.executable, "-c", deaf + WITH_A_CHILD]
    with running("program", command, os.environ, log, tmp_path) as program:
        child = int(wait_for_line(log))
        assert program.is_alive
        os.kill(child, 0)
    assert not program.is_alive
    while is_there(child):  # whoever takes care of orphans needs a moment
        pass


def test_a_program_that_ends_by_itself_is_told_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    command = [sys.executable, "-c", "print('no disk left\\n'); raise SystemExit(3)"]
    with running("server", command, os.environ, log, tmp_path) as program:
        program.process.wait()
        assert not program.is_alive
        assert program.tell_end() == f"Prefect's server ended (code 3): no disk left; see {log}"


def test_a_log_is_added_to_and_put_aside_when_it_is_large(tmp_path: Path, monkeypatch) -> None:
    log = tmp_path / "x.log"
    for text in (b"one\n", b"two\n"):
        with open_log(log) as file:
            file.write(text)
    assert log.read_bytes() == b"one\ntwo\n"
    monkeypatch.setattr(processes, "LARGEST_LOG", 5)
    with open_log(log) as file:
        file.write(b"three\n")
    assert log.read_bytes() == b"three\n"
    assert (tmp_path / "x.log.1").read_bytes() == b"one\ntwo\n"
    log.write_bytes(b"\n\n")
    assert read_last_line(log) == "it said nothing"


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        other.listen()
        with pytest.raises(LeadersError, match=f"Port {port} is taken"):
            check_free("127.0.0.1", port)
    check_free("127.0.0.1", port)
