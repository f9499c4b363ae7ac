"""The store file: locks, versions, strange files, full disks, and every SQL file."""

import ast
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import leaders
from leaders.errors import LeadersError, StoreLocked
from leaders.settings import Workspace, find_bundled
from leaders.store import Store

SQL = find_bundled("sql")
QUERIES = sorted((SQL / "queries").glob("*/*.sql"))
EVERY = pytest.mark.parametrize(
    "file", sorted(SQL.glob("**/*.sql")), ids=lambda file: f"{file.parent.name}/{file.stem}"
)
ANN = pl.DataFrame({"account_no": [0], "account_id": ["files:set/ann"]})


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    """A workspace whose store holds one account."""
    with Store(workspace) as store:
        store.append("account", ANN)
    return workspace


def account_ids(workspace: Workspace) -> list[str]:
    with Store(workspace, must_exist=True) as store:
        return store.query("account/find", text="files:set/ann", native="")["account_id"].to_list()


def run(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture
def holder(stored: Workspace) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the store open until its input ends."""
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    with run(hold, str(stored.database)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_store_that_another_process_holds(
    stored: Workspace, holder: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADERS_LOCK_WAIT", "0.2")
    with pytest.raises(StoreLocked, match=rf"is in use by .*PID {holder.pid}\)"):
        Store(stored)
    holder.communicate("\n")
    assert account_ids(stored) == ["files:set/ann"]


def test_waiting_ends_when_the_store_is_let_go(
    stored: Workspace, holder: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaders.store.time.sleep", lambda seconds: holder.communicate("\n"))
    assert account_ids(stored) == ["files:set/ann"]


def test_a_wait_that_is_no_number(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADERS_LOCK_WAIT", "soon")
    with pytest.raises(LeadersError, match="LEADERS_LOCK_WAIT must be a number of seconds"):
        Store(workspace)


def test_a_store_that_must_exist(workspace: Workspace) -> None:
    with pytest.raises(LeadersError, match="There is no data in"):
        Store(workspace, must_exist=True)
    assert not workspace.database.exists()


def test_opening_again_changes_nothing(stored: Workspace) -> None:
    before = stored.database.read_bytes()
    assert account_ids(stored) == ["files:set/ann"]
    assert stored.database.read_bytes() == before
    assert [path.name for path in stored.database.parent.glob("leaders*")] == ["leaders.duckdb"]


def test_a_store_of_a_newer_version_is_left_alone(stored: Workspace) -> None:
    with duckdb.connect(str(stored.database)) as connection:
        connection.execute("insert into migration values ('9999_future', 'x')")
    before = stored.database.read_bytes()
    with pytest.raises(LeadersError, match=r"by a newer version of leaders \(9999_future\)"):
        Store(stored)
    assert stored.database.read_bytes() == before


OLDER = [file for file in sorted((SQL / "migrations").glob("*.sql")) if file.stem < "0016"]
NEWEST = "0016_visit_niche"


@pytest.fixture
def older(workspace: Workspace) -> Workspace:
    """A store with one account as a version before the newest migrations left it."""
    with duckdb.connect(str(workspace.database)) as connection:
        connection.execute("create table migration (name varchar primary key, digest varchar)")
        for file in (*OLDER, SQL / "views" / "edge_as_of.sql"):
            connection.execute(file.read_text())
        names = [[file.stem, "digest"] for file in OLDER]
        connection.executemany("insert into migration values (?, ?)", names)
        connection.execute("insert into account values (0, 'files:set/ann', null)")
        connection.execute("insert into profile values (0, 0, 'ann', 'Ann', null)")
        connection.execute(
            "insert into visit values (0, 'x', 0, null, 'profile', null, 1, '2026-01-01', "
            "'2026-01-01', 'complete', null, null)"
        )
    return workspace


def test_a_store_of_an_older_version_is_migrated_and_a_copy_kept(older: Workspace) -> None:
    assert account_ids(older) == ["files:set/ann"]
    with Store(older) as store:
        assert store.query("status/listings", niche="niche", with_whole=True).is_empty()
        assert store.query("account/find", text="@ann", native="ann").height == 1
    copy = older.database.with_name(f"leaders.duckdb.before-{NEWEST}")
    with duckdb.connect(str(copy), read_only=True) as connection:
        names = {name for (name,) in connection.execute("select name from migration").fetchall()}
        assert names == {file.stem for file in OLDER}
        assert connection.execute("select account_id from account").fetchall() == [
            ("files:set/ann",)
        ]
        connection.execute("select * from edge_as_of('infinity')")
    assert len(list(older.database.parent.glob("leaders*"))) == 2


def test_migrating_keeps_the_lock(older: Workspace) -> None:
    # A process loses its lock on a file with the first of its descriptors that it closes.
    connect = "import duckdb, sys; duckdb.connect(sys.argv[1])"
    with Store(older), run(connect, str(older.database)) as other:
        assert "Could not set lock" in other.communicate()[1]


def test_a_migration_that_fails_changes_nothing(
    older: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder in ("migrations", "views"):
        (tmp_path / folder).mkdir()
        for file in (SQL / folder).glob("*.sql"):
            (tmp_path / folder / file.name).write_bytes(file.read_bytes())
    (tmp_path / "migrations" / "9999_broken.sql").write_text("select no_such_column from account")
    with monkeypatch.context() as patch:
        patch.setattr("leaders.store.migration.find_bundled", lambda name: tmp_path)
        with pytest.raises(duckdb.Error, match="no_such_column"):
            Store(older)
    with duckdb.connect(str(older.database), read_only=True) as connection:
        tables = {name for (name,) in connection.execute("select name from migration").fetchall()}
        assert tables == {file.stem for file in OLDER}
    assert account_ids(older) == ["files:set/ann"]


@pytest.mark.parametrize("table", ["other (id integer)", "migration (version integer)"])
def test_a_foreign_database_is_left_alone(workspace: Workspace, table: str) -> None:
    with duckdb.connect(str(workspace.database)) as connection:
        connection.execute(f"create table {table}")
    before = workspace.database.read_bytes()
    with pytest.raises(LeadersError, match="holds other tables than leaders writes"):
        Store(workspace)
    assert workspace.database.read_bytes() == before


@pytest.mark.parametrize("content", [b"from,to\na,b\n", b"\0" * 20_000, os.urandom(20_000)])
def test_a_file_that_is_no_database_is_left_alone(workspace: Workspace, content: bytes) -> None:
    workspace.database.write_bytes(content)
    with pytest.raises(LeadersError, match="is not a leaders store; move it away"):
        Store(workspace)
    assert workspace.database.read_bytes() == content


def test_a_folder_in_the_place_of_the_store(workspace: Workspace) -> None:
    workspace.database.mkdir()
    with pytest.raises(LeadersError, match="cannot be used"):
        Store(workspace)


@pytest.mark.parametrize("error", [KeyboardInterrupt, LeadersError, SystemExit])
def test_a_transaction_is_all_or_nothing(stored: Workspace, error: type[BaseException]) -> None:
    with Store(stored) as store:

        def fail() -> None:
            with store.transaction():
                store.append("account", ANN.with_columns(account_id=pl.lit("files:set/bob")))
                raise error

        with pytest.raises(error):
            fail()
        with store.transaction():
            store.append("niche_account", NAMED)
    assert table_rows(stored, "account") == [(0, "files:set/ann", None, None)]
    assert len(table_rows(stored, "niche_account")) == 1


NAMED = pl.DataFrame(
    {"niche": ["niche"], "account_no": [0], "why": ["named"], "depth": [0], "since_visit": [0]}
)


def table_rows(workspace: Workspace, table: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        return connection.execute(f"select * from {table} order by all").fetchall()


def test_rewriting_keeps_all_and_nothing_that_was_deleted(workspace: Workspace) -> None:
    names = [f"{number} is a name that is stored nowhere else" for number in range(5)]
    with Store(workspace) as store:
        rows = {"account_no": range(5), "visit_no": [0] * 5, "name": names}
        store.append("profile", pl.DataFrame(rows))
        store.append("account", ANN)
    assert all(name.encode() in workspace.database.read_bytes() for name in names)
    with Store(workspace) as store:
        store.execute("forget/profile", account_no=3)
        store.rewrite()
        store.append("niche_account", NAMED)
    content = workspace.database.read_bytes()
    assert [name.encode() in content for name in names] == [True, True, True, False, True]
    kept = [row[3] for row in table_rows(workspace, "profile")]
    assert kept == [*names[:3], names[4]]
    assert account_ids(workspace) == ["files:set/ann"]
    assert len(table_rows(workspace, "niche_account")) == 1
    assert [path.name for path in workspace.database.parent.glob("leaders*")] == ["leaders.duckdb"]


def test_what_a_killed_rewriting_left_does_no_harm(stored: Workspace) -> None:
    abandoned = stored.database.with_name("leaders.duckdb.new")
    kill = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); "
        "c.execute('create table half (id integer)'); os._exit(0)"
    )
    run(kill, str(abandoned)).communicate()
    assert abandoned.with_name("leaders.duckdb.new.wal").exists()
    with Store(stored) as store:
        store.rewrite()
    assert account_ids(stored) == ["files:set/ann"]
    with pytest.raises(duckdb.CatalogException, match="half"):
        table_rows(stored, "half")


def test_rewriting_keeps_keys_and_views(workspace: Workspace) -> None:
    def schema() -> list[Any]:
        with duckdb.connect(str(workspace.database), read_only=True) as connection:
            sql = (
                "select table_name, constraint_text from duckdb_constraints() "
                "union all select function_name, macro_definition from duckdb_functions() "
                "where not internal order by all"
            )
            return connection.execute(sql).fetchall()

    with Store(workspace):
        pass
    before = schema()
    assert before
    with Store(workspace) as store:
        store.rewrite()
    assert schema() == before


FILL = """
import resource, sys
from pathlib import Path
import polars as pl
from leaders.errors import LeadersError
from leaders.settings import Workspace
from leaders.store import Store

limit = int(sys.argv[2])
with Store(Workspace(Path(sys.argv[1]))) as store:
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        with store.transaction():
            names = [str(number) * 20 for number in range(100_000)]
            frame = pl.DataFrame({"account_no": range(100_000), "account_id": names})
            store.append("account", frame)
    except LeadersError as error:
        print(error)
    finally:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
"""


def fill(workspace: Workspace, limit: int) -> str:
    with run(FILL, str(workspace.root), str(limit)) as process:
        out, err = process.communicate()
    assert "Traceback" not in err
    return out


@pytest.mark.skipif(
    resource.getrlimit(resource.RLIMIT_FSIZE)[1] != resource.RLIM_INFINITY,
    reason="the size of files is limited already",
)
def test_a_file_that_may_not_grow(stored: Workspace) -> None:
    said = fill(stored, stored.database.stat().st_size + 200_000)
    assert "Nothing was half-stored" in said
    assert account_ids(stored) == ["files:set/ann"]
    assert fill(stored, 0) == ""
    assert len(table_rows(stored, "account")) == 100_001


@pytest.fixture
def small_disk(stored: Workspace) -> Iterator[Path]:
    """A file system of the store's own with little space left; needs root."""
    data = stored.database.parent
    kept = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    size = stored.database.stat().st_size + 600_000
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(data)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here: not tried on a full disk")
    try:
        for path, content in kept.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        yield data
    finally:
        subprocess.run(["umount", str(data)], check=True)


def test_a_full_disk(stored: Workspace, small_disk: Path) -> None:
    said = fill(stored, 0)
    assert said.startswith(f"The disk of {small_disk} is full, ")
    assert account_ids(stored) == ["files:set/ann"]
    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    assert fill(stored, 0) == ""
    assert len(table_rows(stored, "account")) == 100_001


def test_rewriting_on_a_full_disk_loses_nothing(stored: Workspace, small_disk: Path) -> None:
    with Store(stored) as store:
        with pytest.raises(LeadersError, match=r"The disk of .* is full"):
            store.rewrite()
        store.append("niche_account", NAMED)
    assert account_ids(stored) == ["files:set/ann"]
    assert len(table_rows(stored, "niche_account")) == 1
    assert [path.name for path in small_disk.glob("leaders*")] == ["leaders.duckdb"]


@EVERY
def test_a_sql_file_is_one_commented_statement_in_lower_case(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert len(duckdb.extract_statements(text)) == 1
    code = re.sub(r"--[^\n]*|'[^']*'", "", text)
    assert not re.findall(r"\b[A-Z]+\b", code)
    assert max(map(len, text.splitlines())) <= 120


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with every temporary table that some query file makes."""
    with Store(Workspace(tmp_path_factory.mktemp("migrated"))) as store:
        makers = [file for file in QUERIES if "create or replace temp" in file.read_text()]
        while makers:
            waiting = [file for file in makers if not makes(store, file)]
            assert len(waiting) < len(makers), f"cannot be made: {waiting}"
            makers = waiting
        yield store


def names_in(file: Path) -> set[str]:
    return set(re.findall(r"\$(\w+)", re.sub(r"--[^\n]*", "", file.read_text())))


def makes(store: Store, file: Path) -> bool:
    """Whether the tables that a file reads are there; then it makes its own."""
    try:
        store._connection.execute(file.read_text(), dict.fromkeys(names_in(file)))
    except duckdb.CatalogException:
        return False
    return True


@pytest.mark.parametrize(
    "file",
    [*QUERIES, *sorted((SQL / "checks").glob("*.sql"))],
    ids=lambda file: f"{file.parent.name}/{file.stem}",
)
def test_duckdb_prepares_every_file(migrated: Store, file: Path) -> None:
    if "create or replace temp" in file.read_text():
        assert makes(migrated, file)
    else:
        migrated._connection.execute(f"explain {file.read_text()}", dict.fromkeys(names_in(file)))


def names_called() -> tuple[set[str], set[str]]:
    """Names of query files in our code, as they stand and as an f-string may put them together."""
    whole, together = set(), set()
    for module in Path(leaders.__file__).parent.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
        parts = {
            id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values
        }
        texts = {
            id(node): node.value
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        beginnings = {text for key, text in texts.items() if key in parts}
        whole |= {text for key, text in texts.items() if key not in parts}
        together |= {f"{beginning}{text}" for beginning in beginnings for text in texts.values()}
    return whole, together


def test_every_query_file_is_called_and_every_call_has_its_file() -> None:
    whole, together = names_called()
    written = {f"{file.parent.name}/{file.stem}" for file in QUERIES}
    assert sorted(written - whole - together) == []
    folders = {file.parent.name for file in QUERIES}
    calls = {name for name in whole if re.fullmatch(rf"({'|'.join(folders)})/\w+", name)}
    assert sorted(calls - written) == []
    assert calls
