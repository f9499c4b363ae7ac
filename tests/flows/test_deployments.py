"""The real thing: Prefect's server, a process worker, `prefect deploy --all`, a triggered run."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import yaml
from small_demo import write_small_demo

from leaders.niche import load_niche, niche_names
from leaders.settings import Workspace, prefect_environment

pytestmark = pytest.mark.prefect
CHECKOUT = Path(__file__).parents[2]
PREFECT = [sys.executable, "-m", "prefect"]
SECONDS = 240


def read_deployments() -> dict[str, dict[str, object]]:
    told = yaml.safe_load((CHECKOUT / "prefect.yaml").read_text())
    return {deployment["name"]: deployment for deployment in told["deployments"]}


def test_each_niche_has_one_deployment_with_its_schedule() -> None:
    checkout = Workspace(CHECKOUT)
    deployments = read_deployments()
    assert sorted(deployments) == niche_names(checkout)
    for name, deployment in deployments.items():
        schedule = load_niche(checkout, name).schedule
        assert schedule is not None
        assert deployment["schedules"] == [schedule.model_dump()]
        assert deployment["parameters"] == {"niche": name}
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    """A process with its children in a group of its own; what it prints goes to a file."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_healthy(address: str) -> None:
    """httpx tries again with growing pauses while nobody listens."""
    with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
        assert client.get(f"{address}/health", timeout=SECONDS).status_code == 200


def ask(address: str, what: str, filters: dict[str, object]) -> list[dict[str, object]]:
    """What the server has of `deployments` or `artifacts`; a start of Prefect's command less."""
    answer = httpx.post(f"{address}/{what}/filter", json=filters, timeout=SECONDS)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()
    return found


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_deployed_run_succeeds_and_leaves_artifacts(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    shutil.copytree(CHECKOUT / "data" / "niches", workspace.niches)
    write_small_demo(workspace)
    port = find_free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PREFECT")},
        **prefect_environment(workspace),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "LEADERS_HOME": str(tmp_path),
    }

    def prefect(*arguments: str) -> str:
        done = subprocess.run(
            [*PREFECT, *arguments],
            cwd=CHECKOUT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    server = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    worker = [*PREFECT, "worker", "start", "--pool", "leaders", "--type", "process"]
    with running(server, environment, tmp_path / "server.log"):
        wait_until_healthy(environment["PREFECT_API_URL"])
        prefect("work-pool", "create", "leaders", "--type", "process")
        prefect("--no-prompt", "deploy", "--all")
        deployed = ask(environment["PREFECT_API_URL"], "deployments", {})
        assert {deployment["name"] for deployment in deployed} == set(read_deployments())
        with running(worker, environment, tmp_path / "worker.log"):
            prefect("deployment", "run", "refresh/demo", "--watch")
        assert (workspace.exports / "demo" / "manifest.json").exists()
        for key in ("creators-demo", "communities-demo"):
            [artifact] = ask(
                environment["PREFECT_API_URL"], "artifacts", {"artifacts": {"key": {"any_": [key]}}}
            )
            assert "simulated:u" in str(artifact["data"])
