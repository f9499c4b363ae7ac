"""`leaders serve` as a person starts it, and what its Prefect server says of runs."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import httpx

SECONDS = 240
LEADERS = [sys.executable, "-m", "leaders"]
Told = TypeVar("Told")


def environment(**more: str) -> dict[str, str]:
    """The environment without settings of Prefect's."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")} | more


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(ask: Callable[[], Told | None], what: str) -> Told:
    """Ask until there is an answer."""
    deadline = time.monotonic() + SECONDS
    while not (told := ask()):
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.5)
    return told


class Served:
    """A server that runs; ``said`` is what it told a person until it was ready."""

    def __init__(self, home: Path, more: Mapping[str, str], *options: str) -> None:
        self.port = find_free_port()
        self.process = subprocess.Popen(
            [*LEADERS, "serve", "--port", str(self.port), "--at-once", "3", *options],
            cwd=home,
            env=environment(**more),
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert self.process.stderr is not None
        self.said: list[str] = []
        for line in self.process.stderr:
            self.said.append(line.strip())
            if line.startswith("Prefect's page"):
                break
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api/", timeout=SECONDS)

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Stop it as ctrl-C does; its exit code and last words."""
        self.client.close()
        self.process.send_signal(number)
        _, last = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, last

    def ask(self, path: str, **sent: object) -> Any:
        answer = self.client.post(path, json=sent)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def deployment(self, niche: str) -> dict[str, Any]:
        [found] = self.ask("deployments/filter", deployments={"name": {"any_": [niche]}})
        return found

    def start(self, niche: str) -> str:
        """Start a run, as the button of Prefect's page does; its id."""
        return self.ask(f"deployments/{self.deployment(niche)['id']}/create_flow_run")["id"]

    def state(self, run: str) -> str:
        return self.client.get(f"flow_runs/{run}").json()["state_type"]

    def wait_for(self, run: str, *states: str) -> str:
        return until(lambda: it if (it := self.state(run)) in states else None, f"{run}: {states}")

    def runs(self, niche: str, *states: str) -> list[dict[str, Any]]:
        """The newest runs of a niche in these states."""
        return self.ask(
            "flow_runs/filter",
            deployments={"name": {"any_": [niche]}},
            flow_runs={"state": {"type": {"any_": list(states)}}},
            sort="EXPECTED_START_TIME_DESC",
        )

    def artifact(self, key: str) -> str:
        return str(self.ask("artifacts/filter", artifacts={"key": {"any_": [key]}})[0]["data"])
