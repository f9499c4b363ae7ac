"""The flow without a server of ours: what `leaders run` and `leaders demo` do."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from dying_vk import GARDEN, DyingVk, variables_for
from fake_http import on_this_machine
from small_demo import write_small_demo

from leaders.settings import Workspace, prefect_environment

pytestmark = pytest.mark.prefect
LEADERS = [sys.executable, "-m", "leaders"]
SECONDS = 300


def run(arguments: list[str], home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
    return subprocess.run(
        [*LEADERS, *arguments],
        cwd=home,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def read_exports(home: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (home / "exports" / "demo").iterdir()}


@pytest.fixture(scope="module")
def by_flow(tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A workspace where the demo ran as a flow, and what it said; Prefect's database is made."""
    home = tmp_path_factory.mktemp("flow")
    write_small_demo(Workspace(home))
    return home, run(["demo"], home)


def test_flow_and_direct_write_identical_files(by_flow, tmp_path: Path) -> None:
    flow_home, first = by_flow
    write_small_demo(Workspace(tmp_path))
    second = run(["demo", "--direct"], tmp_path)
    assert first.returncode == 0, first.stderr
    assert second.returncode == 0, second.stderr
    assert "starting Prefect's own server" in first.stderr
    assert "Traceback" not in first.stderr
    assert first.stdout == second.stdout
    assert read_exports(flow_home) == read_exports(tmp_path)
    assert len(read_exports(tmp_path)["creators.csv"].splitlines()) > 2
    assert b"the first ranking" in read_exports(tmp_path)["digest.md"]
    assert (flow_home / ".prefect").is_dir()
    assert not (tmp_path / ".prefect").exists()

    again = run(["run", "demo", "--direct", "--json"], tmp_path)
    assert json.loads(again.stdout)["collected"][0].startswith("simulated: 0 calls")
    assert read_exports(flow_home) == read_exports(tmp_path)


def test_server_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    done = run(["demo"], tmp_path, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.returncode == 1
    assert "--direct" in done.stderr
    assert "Traceback" not in done.stderr


def test_mistake_of_a_niche_is_told_before_prefect_starts(tmp_path: Path) -> None:
    (tmp_path / "data" / "niches").mkdir(parents=True)
    (tmp_path / "data" / "niches" / "wrong.toml").write_text('title = "x"\nplatforms = ["vkk"]\n')
    done = run(["run", "wrong"], tmp_path)
    assert done.returncode == 1
    assert "did you mean 'vk'?" in done.stderr
    assert "Prefect" not in done.stderr


def test_failing_step_of_the_flow_keeps_its_sentence(by_flow, tmp_path: Path) -> None:
    (tmp_path / "data" / "niches").mkdir(parents=True)
    (tmp_path / "data" / "niches" / "empty.toml").write_text('title = "x"\nplatforms = ["files"]\n')
    done = run(["run", "empty"], tmp_path, PREFECT_HOME=str(by_flow[0] / ".prefect"))
    assert done.returncode == 1
    assert "import files" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_flow_without_the_command_reads_the_keys_of_its_workspace(by_flow) -> None:
    home = by_flow[0]
    (home / ".env").write_text("VK_RATE=2\nnothing\n")
    (home / ".env").chmod(0o600)
    code = (
        "import os, sys; from flows.rank import rank; rank('demo', sys.argv[1]); "
        "print(os.environ['VK_RATE'])"
    )
    told = prefect_environment(Workspace(home)) | {"PREFECT_LOGGING_LEVEL": "WARNING"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT") and k != "VK_RATE"}
    done = subprocess.run([sys.executable, "-c", code, str(home)], env=kept | told, timeout=SECONDS,
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.splitlines()[-1] == "2"
    assert "line 2 cannot be read" in " ".join((done.stdout + done.stderr).split())


def test_a_run_that_was_killed_does_not_hold_up_the_next(tmp_path: Path) -> None:
    """What it had taken of the limits of Prefect's database nobody gives back."""
    vk = DyingVk()
    niches = Workspace(tmp_path).niches
    niches.mkdir(parents=True)
    (niches / "garden.toml").write_text(GARDEN)
    with on_this_machine(vk) as address:
        command = [*LEADERS, "run", "garden"]
        told = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
        told |= variables_for(address)
        killed = subprocess.Popen(
            command, cwd=tmp_path, env=told, stderr=subprocess.DEVNULL, start_new_session=True
        )
        assert vk.asked.wait(SECONDS)
        os.killpg(killed.pid, signal.SIGKILL)  # its server too
        killed.wait()
        vk.go_on.set()
        done = run(["run", "garden"], tmp_path, **variables_for(address))
    assert done.returncode == 0, done.stderr
    assert "vk: 1 listing" in done.stderr or "1 failed" in done.stderr


def test_prefect_is_told_to_stay_silent_and_at_home(tmp_path: Path) -> None:
    told = prefect_environment(Workspace(tmp_path))
    assert told["PREFECT_HOME"] == str(tmp_path / ".prefect")
    assert told["DO_NOT_TRACK"] == "1"
    assert told["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
