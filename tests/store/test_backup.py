"""A backup is one whole file; what is restored is what was there, and nothing from outside."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from test_edge_as_of import followers, following, write_visits

from leaders.errors import LeadersError
from leaders.forgetting import forget
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.backup import LARGEST_TEXT, MANIFEST, STORE, back_up, restore
from leaders.store.staging import rebuild_edges

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def fill(workspace: Workspace) -> None:
    with Store(workspace) as store:
        write_visits(store, [following(1, "a", "b", "c"), followers(3, "b", "a", "d")])
        with store.transaction():
            rebuild_edges(store)


def edges(workspace: Workspace) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(
            "select s.account_id, t.account_id from edge join account as s on "
            "s.account_no = source_no join account as t on t.account_no = target_no order by all"
        ).fetchall()


def ids(workspace: Workspace) -> list[str]:
    with duckdb.connect(str(workspace.database)) as connection:
        rows = connection.execute("select account_id from account order by all").fetchall()
    return [account_id for (account_id,) in rows]


@pytest.fixture
def file(workspace: Workspace, tmp_path: Path) -> Path:
    fill(workspace)
    target = tmp_path / "kept" / "backup.zip"
    assert back_up(workspace, target, NOW) == [STORE, "niches/niche.toml"]
    assert [it.name for it in target.parent.iterdir()] == ["backup.zip"]
    return target


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "empty")


def files_below(workspace: Workspace) -> list[str]:
    found = workspace.root.rglob("*") if workspace.root.exists() else ()
    return sorted(str(it.relative_to(workspace.root)) for it in found if it.is_file())


def test_what_is_restored_is_what_was_there(workspace, file, empty) -> None:
    done = restore(empty, file)
    assert (done.niches, done.kept, done.suppressed, done.lacks_key) == (["niche"], [], 0, False)
    assert edges(empty) == edges(workspace) != []
    assert (empty.niches / "niche.toml").read_text() == (
        workspace.niches / "niche.toml"
    ).read_text()
    assert files_below(empty) == ["data/leaders.duckdb", "data/niches/niche.toml"]


def test_the_key_is_in_no_backup(workspace, file, empty) -> None:
    forget(workspace, "x:d", never_again_at=NOW)
    key = workspace.suppression_key.read_text()
    back_up(workspace, file, NOW)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == [STORE, "niches/niche.toml", MANIFEST]
        assert all(key.encode() not in archive.read(name) for name in archive.namelist())
    done = restore(empty, file)
    assert done.lacks_key
    empty.suppression_key.write_text(key)
    with Store(empty) as store:
        write_visits(store, [following(9, "d", "a")])
    assert "x:d" not in ids(empty)


def test_data_that_is_there_is_replaced_only_by_force_and_kept(workspace, file) -> None:
    was = edges(workspace)
    with Store(workspace) as store:
        write_visits(store, [following(9, "a", "z")])
    (workspace.niches / "niche.toml").write_text('title = "Mine"\nplatforms = ["files"]\n')
    with pytest.raises(LeadersError, match="has data already; name an empty --workspace"):
        restore(workspace, file)
    assert "x:z" in ids(workspace)
    done = restore(workspace, file, force=True)
    assert edges(workspace) == was
    assert [it.name for it in done.kept] == [
        "leaders.duckdb.before-restore",
        "niche.toml.before-restore",
    ]
    assert "Mine" in done.kept[1].read_text()
    assert restore(workspace, file, force=True).kept[1:] == []  # the same file is not kept twice


def test_who_was_suppressed_since_does_not_come_back(workspace, file) -> None:
    forget(workspace, "x:d", never_again_at=NOW)
    done = restore(workspace, file, force=True)
    assert (done.suppressed, done.lacks_key) == (1, False)
    assert "x:d" not in ids(workspace)
    with Store(workspace) as store:
        write_visits(store, [following(9, "d", "a")])
    assert "x:d" not in ids(workspace)


def rewrite(file: Path, change: Mapping[str, bytes], *, listed: bool = True) -> None:
    """Another archive of these members, each with the digest that it has."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}
        manifest = json.loads(archive.read(MANIFEST))
    members |= change
    if listed:
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in members.items()
            if name != MANIFEST
        }
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {MANIFEST: json.dumps(manifest).encode(), **members}.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.toml", "niches/../../evil.toml", "/etc/evil.toml", "niches/a/b.toml",
        "niches\\evil.toml", "C:evil.toml", "niches/.hidden.toml", "niches/evil.sh",
        "suppression.key", "niches/é.toml", "niches/evil.toml\n",
    ],
)  # fmt: skip
def test_a_path_that_escapes_is_refused(file, empty, name) -> None:
    rewrite(file, {name: b"title = 'evil'"})
    with pytest.raises(LeadersError, match=r"which no backup holds|damaged"):
        restore(empty, file)
    assert files_below(empty) == []


@pytest.mark.parametrize(
    ("change", "listed", "told"),
    [
        ({STORE: b"no store"}, False, "is no backup of leaders, or is damaged|digest"),
        ({STORE: b"no store"}, True, "cannot be restored: its store is not a leaders store"),
        ({"niches/niche.toml": b"other"}, False, "is no backup of leaders, or is damaged|digest"),
        ({"niches/niche.toml": b"titl"}, False, "digest"),
        ({"niches/new.toml": b"x"}, False, "does not hold what it lists"),
        ({"niches/new.toml": b"x" * (LARGEST_TEXT + 1)}, True, "too large"),
        ({MANIFEST: b"{}"}, False, "is no backup of leaders"),
        ({MANIFEST: b"[" * 100_000}, False, "is no backup of leaders"),
        ({MANIFEST: b'{"leaders_backup": 2, "files": {}}'}, False, "newer version of leaders"),
        ({MANIFEST: b'{"leaders_backup": 1, "files": {}}'}, False, "has no store"),
    ],
)
def test_a_damaged_backup_changes_nothing(file, empty, change, listed, told) -> None:
    rewrite(file, change, listed=listed)
    with pytest.raises(LeadersError, match=told):
        restore(empty, file)
    assert files_below(empty) == []


@pytest.mark.parametrize("part", [0.2, 0.5, 0.99])
def test_half_a_file_and_turned_bytes_are_refused(file, empty, part) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(LeadersError, match="no backup of leaders"):
        restore(empty, file)
    place = int(len(content) * part / 2)
    file.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
    with pytest.raises(LeadersError, match=r"backup of leaders|damaged"):
        restore(empty, file)
    assert files_below(empty) == []


def test_a_file_that_is_not_there_or_no_archive(empty, tmp_path) -> None:
    with pytest.raises(LeadersError, match=r"nothing\.zip cannot be used: No such file"):
        restore(empty, tmp_path / "nothing.zip")
    (tmp_path / "text.zip").write_text("hello")
    with pytest.raises(LeadersError, match="is no backup of leaders"):
        restore(empty, tmp_path / "text.zip")


def test_a_newer_schema_is_refused(workspace, file, empty) -> None:
    with duckdb.connect(str(workspace.database)) as connection:
        connection.execute("insert into migration values ('9999_future', 'x')")
        connection.execute("checkpoint")
    rewrite(file, {STORE: workspace.database.read_bytes()})
    with pytest.raises(LeadersError, match=r"cannot be restored: .*newer version of leaders"):
        restore(empty, file)
    assert files_below(empty) == []


def test_nothing_to_back_up(workspace, tmp_path) -> None:
    with pytest.raises(LeadersError, match="There is no data in"):
        back_up(workspace, tmp_path / "b.zip", NOW)
    assert not (tmp_path / "b.zip").exists()
    fill(workspace)
    (tmp_path / "b.zip").mkdir()
    with pytest.raises(LeadersError, match="cannot be used"):
        back_up(workspace, tmp_path / "b.zip", NOW)
