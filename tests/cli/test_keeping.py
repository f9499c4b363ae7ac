"""leaders purge, backup, restore, remove, and what check and collect say of a refresh."""

import json
from collections.abc import Callable

import duckdb
import pytest

from leaders import cli
from leaders.platforms import PLATFORMS
from leaders.platforms.simulated import SimulatedPlatform, live_on, simulate
from leaders.settings import Workspace

Told = tuple[int, str, str]

NICHE = """
title = "Knitting"
platforms = ["simulated"]
seeds = {seeds}
[limits]
accounts = 6
audience = 12
posts = 1
"""


@pytest.fixture
def command(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    (workspace.niches / "niche.toml").unlink()

    def run(*arguments: str) -> Told:
        capsys.readouterr()
        code = cli._run(["--workspace", str(workspace.root), *arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return run


@pytest.fixture(scope="module")
def network():
    return simulate(seed=3, accounts=1000)


@pytest.fixture
def collected(command, workspace, network, monkeypatch) -> Callable[..., Told]:
    seeds = json.dumps(list(network.seeds("knitting")[:4]))
    (workspace.niches / "knitting.toml").write_text(NICHE.format(seeds=seeds))
    monkeypatch.setitem(PLATFORMS, "simulated", lambda: SimulatedPlatform(network))
    assert command("collect", "knitting")[0] == 0
    return command


def add(workspace: Workspace, text: str) -> None:
    file = workspace.niches / "knitting.toml"
    file.write_text(file.read_text() + text)


def count(workspace: Workspace, table: str) -> int:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(f"select count(*) from {table}").fetchall()[0][0]


def test_a_refresh_is_planned_by_check_and_read_when_asked_for(
    collected, network, monkeypatch
) -> None:
    told = collected("check", "knitting")[2]
    assert "simulated: nothing is older than 7 days: a refresh reads what is new" in told
    later = live_on(network, 10)
    monkeypatch.setitem(PLATFORMS, "simulated", lambda: SimulatedPlatform(later))
    told = collected("check", "knitting", "--calls", "3")[2]
    assert "simulated: a refresh now reads again what is older than 7 days, at most about" in told
    assert "in this order: profiles 6 listings of 6 accounts (1 call), stale" in told
    assert "the limit of 3 calls ends it within these" in told
    [plan] = json.loads(collected("check", "knitting", "--json")[1])["refresh"]
    assert [part["reason"] for part in plan["parts"]] == ["profiles", "in doubt", "stale"]
    assert plan["calls"] == sum(part["calls"] for part in plan["parts"]) > 3
    assert "read again" not in collected("collect", "knitting")[2]
    assert "of them read again; nothing is left" in collected("collect", "knitting", "--refresh")[2]
    [report] = json.loads(collected("collect", "knitting", "--refresh", "--json")[1])
    assert (report["again"], report["calls"]) == (0, 0)


def test_purging_needs_a_retention_and_refuses_the_past_afterwards(collected, workspace) -> None:
    code, _, told = collected("purge")
    assert code == 1
    assert "Nothing can be purged: knitting keeps everything" in told
    add(workspace, '[retention]\ndays = 30\n[competitors]\nwords = ["Yarn"]\n')
    (workspace.database.parent / "leaders.duckdb.before-x").write_text("older")
    visits, edges = count(workspace, "visit"), count(workspace, "edge_seen")
    code, _, told = collected("purge", "--dry-run")
    assert code == 0
    assert "would delete: " in told
    assert count(workspace, "edge_seen") == edges
    done = json.loads(collected("purge", "--json")[1])
    assert done["is_done"] is True
    assert [path.rpartition("leaders.duckdb")[2] for path in done["copies"]] == [".before-x"]
    assert count(workspace, "visit") == visits
    assert count(workspace, "edge_seen") == edges - (
        done["rows"]["follows and memberships"] + done["rows"]["reactions and mentions"]
    )
    for name in ("rank", "competitors"):
        code, _, told = collected(name, "knitting", "--as-of", "2026-01-01")
        assert code == 1
        assert told == (
            "What was seen before 2026-01-31 12:00 UTC was purged; name a later moment, or restore "
            "a backup from before.\n"
        )
    assert collected("rank", "knitting")[0] == 0
    assert "deleted: nothing" in collected("purge")[2]
    note = "what was seen before 2026-02-05 00:00 UTC was purged"
    assert collected("rank", "knitting", "--seed", "1")[0] == 0
    assert note not in collected("changes", "knitting", "--json")[1]
    with duckdb.connect(str(workspace.database)) as connection:
        connection.execute("update retention set kept_since = timestamptz '2026-02-05 00:00Z'")
    assert note in collected("changes", "knitting", "--json")[1]


def test_a_backup_is_restored(collected, workspace, tmp_path) -> None:
    file = tmp_path / "kept.zip"
    code, _, told = collected("backup", str(file))
    assert (code, file.exists()) == (0, True)
    assert f"wrote {file}: the store and 1 niche files, no keys" in told
    edges = count(workspace, "edge")
    code, _, told = collected("restore", str(file))
    assert code == 1
    assert "has data already" in told
    other = tmp_path / "other"
    assert cli._run(["--workspace", str(other), "restore", str(file)]) == 0
    assert count(Workspace(other), "edge") == edges
    code, out, _ = collected("restore", str(file), "--force", "--json")
    assert (code, json.loads(out)["niches"]) == (0, ["knitting"])
    code, _, told = collected("backup")
    assert code == 0
    assert len(list((workspace.root / "backups").glob("leaders-*.zip"))) == 1


def test_a_niche_is_removed_when_somebody_agrees(collected, workspace) -> None:
    code, _, told = collected("remove", "knitting")
    assert code == 2
    assert "say leaders remove knitting --yes" in told
    code, _, told = collected("remove", "knitting", "--dry-run")
    assert (code, "knitting: nothing was deleted" in told, "would delete:" in told) == (0, 1, 1)
    assert count(workspace, "account") > 0
    (workspace.exports / "knitting").mkdir(parents=True)
    code, _, told = collected("remove", "knitting", "--yes")
    assert code == 0
    assert "knitting: deleted" in told
    assert "still holds its shortlists" in told
    assert count(workspace, "account") == count(workspace, "visit") == 0
    assert [file.name for file in workspace.niches.iterdir()] == ["knitting.toml.removed"]
    code, _, told = collected("remove", "knitting", "--yes")
    assert (code, told) == (1, "Nothing is stored of knitting.\n")


@pytest.mark.parametrize(("answer", "left"), [("knitting", 0), ("yes", 1), ("", 1)])
def test_a_person_types_the_name_of_what_goes(
    collected, workspace, monkeypatch, answer, left
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("leaders.cli.keeping.ask_line", lambda text: answer)
    code, _, told = collected("remove", "knitting")
    assert code == 0
    assert "would delete: " in told
    assert (count(workspace, "account") > 0) == bool(left)


@pytest.mark.parametrize("name", ["../knitting", "a/b", "", "A"])
def test_a_name_is_no_path(collected, name) -> None:
    code, _, told = collected("remove", name, "--yes")
    assert code == 2
    assert "is no name of a niche" in told


def test_the_contacts_of_a_client_that_others_have_stay(collected, workspace) -> None:
    client = '[client]\nname = "Shop"\n'
    add(workspace, client)
    (workspace.niches / "other.toml").write_text(
        f'title = "Other"\nplatforms = ["simulated"]\n{client}'
    )
    code, _, told = collected("remove", "knitting", "--yes", "--with-contacts")
    assert code == 1
    assert "The contacts of Shop are those of other too; leave out --with-contacts." in told
    (workspace.niches / "other.toml").unlink()
    assert collected("remove", "knitting", "--yes", "--with-contacts")[0] == 0
