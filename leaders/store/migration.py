"""Bringing a store to the schema of this version, with a copy kept of the older one."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from leaders.errors import LeadersError
from leaders.settings import find_bundled

_LEDGER = "create table if not exists migration (name varchar primary key, digest varchar not null)"


def migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply what is missing, in one transaction.

    Before it changes a store that holds something it keeps a copy beside it
    (``leaders.duckdb.before-<migration>``). Raises ``LeadersError`` for a store that a newer
    version of leaders has changed.
    """
    schema = _read_schema(find_bundled("sql"))
    found = _read_ledger(connection)
    if found == schema.ledger:
        return
    unknown = sorted(found.keys() - schema.ledger.keys())
    if unknown:
        raise LeadersError(
            f"{path} was changed by a newer version of leaders ({unknown[0]}); upgrade leaders "
            "or name another --workspace."
        )
    missing = [name for name in schema.steps if name not in found]
    if found and missing:
        _keep_copy(connection, path, missing[0])
    connection.execute("begin")
    try:
        connection.execute(_LEDGER)
        for name in missing:
            connection.execute(schema.steps[name])
        for view in schema.views:
            connection.execute(view)
        connection.execute("delete from migration")
        connection.execute(
            "insert into migration select unnest($names), unnest($digests)",
            {"names": list(schema.ledger), "digests": list(schema.ledger.values())},
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


@dataclass(frozen=True)
class _Schema:
    """What the SQL files of this version say; ``ledger`` is what a store of it has in its table."""

    steps: dict[str, str]
    views: list[str]
    ledger: dict[str, str]


@cache
def _read_schema(folder: Path) -> _Schema:
    """Read once: a crawl opens its store a hundred times."""
    steps = {file.stem: file.read_text(encoding="utf-8") for file in _files(folder / "migrations")}
    views = [file.read_text(encoding="utf-8") for file in _files(folder / "views")]
    ledger = {name: _digest(sql) for name, sql in steps.items()}
    return _Schema(steps, views, ledger | {"views": _digest("".join(views))})


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.sql"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read_ledger(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    try:
        return dict(connection.execute("select name, digest from migration").fetchall())
    except (duckdb.CatalogException, duckdb.BinderException):
        if connection.execute("select count(*) from duckdb_tables()").fetchall() != [(0,)]:
            raise LeadersError(
                "This DuckDB file holds other tables than leaders writes; name another --workspace."
            ) from None
    return {}


def _keep_copy(connection: duckdb.DuckDBPyConnection, path: Path, before: str) -> None:
    target = path.with_name(f"{path.name}.before-{before}")
    beside = target.with_name(f"{target.name}.tmp")
    copy_database(connection, beside)
    beside.replace(target)


def copy_database(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write everything that is stored into a new file.

    Copying the file itself would let go of its lock: a process loses it with the first of its
    descriptors that is closed.
    """
    _remove(target)
    [(name,)] = connection.execute("select current_database()").fetchall()
    quoted = str(target).replace("'", "''")
    connection.execute(f"attach '{quoted}' as fresh")
    try:
        connection.execute(f'copy from database "{name}" to fresh')
        connection.execute("detach fresh")
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("detach fresh")
        _remove(target)
        raise


def _remove(database: Path) -> None:
    """With the log beside it, which DuckDB would replay into the next file of that name."""
    for file in (database, database.with_name(f"{database.name}.wal")):
        file.unlink(missing_ok=True)
