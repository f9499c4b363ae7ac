"""`leaders serve` for real: schedules, overlaps, a platform that dies and returns, a restart."""

import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from dying_vk import GARDEN, DyingVk, variables_for
from fake_http import Answered, Asked, on_this_machine
from served_here import LEADERS, SECONDS, Served, environment, until
from small_demo import write_small_demo

from leaders.settings import Workspace
from leaders.store import Store

pytestmark = pytest.mark.prefect
ENDS = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
EACH_MINUTE = '"* * * * *"'


@pytest.fixture(scope="module")
def vk() -> DyingVk:
    return DyingVk()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    workspace = Workspace(tmp_path_factory.mktemp("served"))
    write_small_demo(workspace)
    demo = (workspace.niches / "demo.toml").read_text(encoding="utf-8")
    assert '"0 6 * * *"' in demo
    niches = {
        "demo": demo.replace('"0 6 * * *"', EACH_MINUTE),
        "weekly": demo.replace('"0 6 * * *"', '"0 6 * * 1"'),
        "garden": GARDEN,
        "broken": 'title = "Without data"\nplatforms = ["files"]\n',
    }
    for name, text in niches.items():
        (workspace.niches / f"{name}.toml").write_text(text, encoding="utf-8")
    return workspace.root


@pytest.fixture(scope="module")
def variables(vk: DyingVk) -> Iterator[dict[str, str]]:
    with on_this_machine(vk) as address:
        yield variables_for(address)


@pytest.fixture(scope="module")
def served(home: Path, variables: dict[str, str]) -> Iterator[Served]:
    server = Served(home, variables)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture(scope="module")
def garden(served: Served, vk: DyingVk) -> dict[str, str]:
    """A run whose platform dies: how it, one that overlaps it and another niche's by itself end."""
    first = served.start("garden")
    assert vk.asked.wait(SECONDS)
    second = served.start("garden")
    overlapping = served.wait_for(second, *ENDS)
    [scheduled, *_] = until(lambda: served.runs("demo", *ENDS), "the demo's run")
    meanwhile = served.state(first)
    served.ask(f"deployments/{served.deployment('demo')['id']}/pause_deployment")
    vk.go_on.set()
    end = served.wait_for(first, *ENDS)
    return {
        "id": first, "end": end, "overlapping": overlapping, "meanwhile": meanwhile,
        "demo": scheduled["state_type"], "by": scheduled["created_by"]["type"],
    }  # fmt: skip


def test_each_niche_is_deployed_with_its_schedule(served: Served) -> None:
    assert any(line.startswith("demo: * * * * *") for line in served.said), served.said
    assert "garden: no schedule" in served.said
    deployments = {it["name"]: it for it in served.ask("deployments/filter")}
    assert sorted(deployments) == ["broken", "demo", "garden", "weekly"]
    assert [it["schedule"]["cron"] for it in deployments["weekly"]["schedules"]] == ["0 6 * * 1"]
    assert deployments["garden"]["schedules"] == []
    for deployment in deployments.values():
        assert deployment["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        assert deployment["global_concurrency_limit"]["limit"] == 1
    limits = {it["name"]: it for it in served.ask("v2/concurrency_limits/filter")}
    assert {limits[f"leaders-{it}"]["limit"] for it in ("simulated", "vk")} == {1}


def test_a_schedule_fires_and_the_run_leaves_artifacts(
    served: Served, garden: dict[str, str], home: Path
) -> None:
    assert (garden["demo"], garden["by"]) == ("COMPLETED", "SCHEDULE")
    assert (home / "exports" / "demo" / "manifest.json").exists()
    for key in ("creators-demo", "communities-demo"):
        assert "simulated:u" in served.artifact(key)
    assert "simulated: " in served.artifact("coverage-demo")
    assert served.artifact("digest-demo").startswith("# ")
    report = home / "exports" / "demo" / "report.html"
    assert f"({report.resolve().as_uri()})" in served.artifact("report-demo")
    assert report.read_bytes().startswith(b"<!doctype html>")


def test_an_overlapping_run_is_cancelled_and_no_other_niche_is(garden: dict[str, str]) -> None:
    assert garden["overlapping"] == "CANCELLED"
    assert garden["meanwhile"] == "RUNNING"
    assert garden["demo"] == "COMPLETED"


def test_a_platform_that_dies_is_asked_again_from_the_cursor(
    served: Served, garden: dict[str, str], vk: DyingVk
) -> None:
    assert garden["end"] == "COMPLETED"
    tasks = served.ask(
        "task_runs/filter",
        flow_runs={"id": {"any_": [garden["id"]]}},
        sort="EXPECTED_START_TIME_ASC",
    )
    assert {it["name"]: it["run_count"] for it in tasks}["collect garden from vk"] == 2
    assert 0 < len(vk.died_after) < len(vk.pages())
    assert len(set(vk.pages())) == len(vk.pages())


def test_the_ranking_says_what_is_missing(
    garden: dict[str, str], served: Served, home: Path
) -> None:
    with Store(Workspace(home), must_exist=True) as store:
        [notes] = store.query("ranking/latest", niche="garden")["notes"]
    assert "vk: 1 listing is missing (failed)" in notes
    assert "1 failed" in served.artifact("coverage-garden")


AUTOMATION = """
import sys
from datetime import timedelta
from prefect.automations import Automation, EventTrigger
from prefect.blocks.webhook import Webhook
from prefect.events.actions import CallWebhook
block = Webhook(method="POST", url=sys.argv[1]).save("leaders", overwrite=True)
Automation(
    name="a niche failed",
    trigger=EventTrigger(
        expect={"prefect.flow-run.Failed"}, match={"prefect.resource.id": "prefect.flow-run.*"},
        posture="Reactive", threshold=1, within=timedelta(0),
    ),
    actions=[CallWebhook(block_document_id=block, payload="{{ flow_run.state.message }}")],
).create()
"""


def test_an_automation_fires_when_a_run_fails(served: Served, home: Path) -> None:
    heard, is_heard = [], threading.Event()

    def answer(asked: Asked) -> Answered:
        heard.append(asked)
        is_heard.set()
        return 200, {}, b""

    with on_this_machine(answer) as address:
        told = environment(
            PREFECT_API_URL=str(served.client.base_url), PREFECT_HOME=str(home / "p")
        )
        subprocess.run([sys.executable, "-c", AUTOMATION, address], env=told, timeout=SECONDS,
                       check=True, capture_output=True)  # fmt: skip
        run = served.start("broken")
        assert served.wait_for(run, *ENDS) == "FAILED"
        assert is_heard.wait(SECONDS)
    assert heard[0].method == "POST"


def refuse(home: Path, *arguments: str, **more: str) -> str:
    done = subprocess.run([*LEADERS, "serve", *arguments], cwd=home, env=environment(**more),
                          capture_output=True, text=True, timeout=SECONDS, check=False)  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


def test_a_server_that_runs_already_is_used(served: Served, home: Path, tmp_path: Path) -> None:
    here = {"PREFECT_API_URL": str(served.client.base_url).rstrip("/")}
    other = Workspace(tmp_path)
    shutil.copytree(home / "data" / "niches", other.niches)
    told = refuse(tmp_path, **here)
    assert told.startswith("The Prefect server already refreshes a niche ")

    for niche in ("demo", "garden", "broken"):
        (other.niches / f"{niche}.toml").unlink()
    (other.niches / "weekly.toml").rename(other.niches / "abroad.toml")
    guest = Served(tmp_path, here, "--prune")
    code, _ = guest.stop()
    assert code == 0
    assert not (tmp_path / ".prefect" / "logs" / "server.log").exists()
    [schedule] = served.deployment("abroad")["schedules"]
    assert schedule["active"]
    assert served.deployment("weekly")["schedules"][0]["active"]  # of the other workspace


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_restart_makes_up_for_what_was_missed_and_cut_off(
    served: Served, garden: dict[str, str], vk: DyingVk, home: Path, variables: dict[str, str]
) -> None:
    vk.asked.clear()
    vk.go_on.clear()
    cut_off = served.start("garden")
    served.wait_for(cut_off, "RUNNING")
    code, last = served.stop(signal.SIGTERM)
    assert (code, last.splitlines()[-1].startswith("stopped: ")) == (0, True), last
    assert not is_listening(served.port)
    with sqlite3.connect(home / ".prefect" / "prefect.db") as database:  # as if it were an old one
        database.execute(
            "update deployment set created = '2026-01-01 00:00:00' where name = 'weekly'"
        )
        database.execute("update flow_run set state_type = 'RUNNING', state_name = 'Running'"
                         " where id = ?", (cut_off,))  # fmt: skip
        database.execute("update concurrency_limit_v2 set active_slots = 1")
    vk.go_on.set()
    again = Served(home, variables)
    try:
        missed = [it for it in again.said if it.startswith("weekly: missed ")]
        assert len(missed) == 1
        assert missed[0].endswith(" because this computer was off: running now")
        assert again.state(cut_off) == "CRASHED"
        after = again.start("garden")
        assert again.wait_for(after, *ENDS) == "COMPLETED"
        [run] = until(lambda: again.runs("weekly", *ENDS), "the missed run")
        assert run["state_type"] == "COMPLETED"
    finally:
        again.stop()


def test_a_port_that_is_taken_is_one_sentence(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refuse(home, "--port", str(port)).startswith(f"Port {port} is taken")


def test_a_server_of_others_that_is_away_is_one_sentence(home: Path) -> None:
    told = refuse(home, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert "does not answer" in told
