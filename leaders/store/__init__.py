"""The store: DuckDB, opened late, closed early, spoken to through SQL files.

While one process writes, no other can even read; so a store is opened only while it works and
nothing is held while waiting for a network. Statements lie in ``sql/queries/<stage>/<name>.sql``
and are called by that name: ``store.query("graph/edges", niche="demo")``.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from traceback import clear_frames
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.errors import LeadersError, StoreLocked
from leaders.settings import Workspace, find_bundled, read_seconds
from leaders.store.migration import copy_database, migrate

LOCK_WAIT_SECONDS = 30.0
MEMORY_LIMIT = "700MB"
STREAM_ROWS = 2**17

__all__ = ["Store", "read_sql"]


@cache
def read_sql(name: str) -> str:
    """The text of ``sql/queries/<name>.sql``."""
    return (find_bundled("sql") / "queries" / f"{name}.sql").read_text(encoding="utf-8")


class Store:
    """A DuckDB file with our schema. Use it as a context manager.

    Raises ``StoreLocked`` when another process keeps the file beyond ``LEADERS_LOCK_WAIT``
    seconds (30), ``LeadersError`` when the file is missing, damaged or of a newer version.
    """

    def __init__(self, workspace: Workspace, *, must_exist: bool = False) -> None:
        self.workspace = workspace
        self.path = workspace.database
        if must_exist and not self.path.exists():
            raise LeadersError(
                f"There is no data in {workspace.root} yet; import files (leaders import) "
                "or collect a niche (leaders run) first."
            )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = _connect(self.path)
        try:
            self._configure()
            with told_plainly(self.path):
                migrate(self._connection, self.path)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()
        # DuckDB's binding complains of leaks at exit when a traceback keeps objects of its own.
        clear_frames(at)

    def close(self) -> None:
        """Let the file go, so that another process can open it."""
        self._connection.close()
        del self._connection

    def _configure(self) -> None:
        spill = self.path.with_name(self.path.name + ".tmp")
        for setting, value in {
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,  # nothing is downloaded to a user's machine
            "autoload_known_extensions": False,
            "TimeZone": "UTC",
            "preserve_insertion_order": True,
        }.items():
            self._connection.execute(f"set {setting} = $value", {"value": value})

    def query(self, name: str, **params: Any) -> pl.DataFrame:
        """The rows of a query file as a frame, in the order that the file states."""
        with told_plainly(self.path):
            relation = self._connection.sql(read_sql(name), params=params)
            # .pl(), because pl.DataFrame(relation) makes DuckDB 2.0.0 complain of leaks at exit
            frame: pl.DataFrame = relation.pl() if relation is not None else pl.DataFrame()
        return frame

    def arrays(self, name: str, **params: Any) -> dict[str, NDArray[Any]]:
        """The columns of a query file as numpy arrays; no column has nulls."""
        parts = list(self.stream(name, **params))
        return {column: np.concatenate([part[column] for part in parts]) for column in parts[0]}

    def stream(self, name: str, **params: Any) -> Iterator[dict[str, NDArray[Any]]]:
        """The columns of a query file as numpy arrays, some rows at a time; no column has nulls.

        On one thread: with more the rows of a join come in any order, and no sooner. Nothing else
        may be asked until the last rows have come. Without rows one empty batch.
        """
        with told_plainly(self.path):
            self._connection.execute("set threads = 1")
            try:
                rows = self._connection.sql(read_sql(name), params=params)
                with rows.to_arrow_reader(STREAM_ROWS) as batches:
                    yield {f.name: np.empty(0, f.type.to_pandas_dtype()) for f in batches.schema}
                    for batch in batches:
                        yield {name: batch[name].to_numpy() for name in batch.schema.names}
                del batches
                rows.close()
            finally:
                self._connection.execute("reset threads")

    def value(self, name: str, **params: Any) -> Any:
        """The first column of the first row of a query file; None without rows."""
        with told_plainly(self.path):
            rows = self._connection.execute(read_sql(name), params).fetchall()
        return rows[0][0] if rows else None

    def execute(self, name: str, **params: Any) -> int:
        """Run a query file that changes something; returns how many rows it changed."""
        with told_plainly(self.path):
            rows = self._connection.execute(read_sql(name), params).fetchall()
        return int(rows[0][0]) if rows and isinstance(rows[0][0], int) else 0

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Append a frame to a table by column names; ``table`` is a name in our own code."""
        if frame.is_empty():
            return
        with told_plainly(self.path):
            self._connection.register("appended_frame", frame)
            try:
                columns = ", ".join(frame.columns)
                self._connection.execute(
                    f"insert into {table} ({columns}) select {columns} from appended_frame"  # noqa: S608
                )
            finally:
                self._connection.unregister("appended_frame")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, whatever ends the block: an error, ctrl-C or kill -9."""
        with told_plainly(self.path):
            self._connection.execute("begin")
        try:
            yield
        except BaseException:
            # A failed commit (a full disk) has ended the transaction already.
            with suppress(duckdb.Error):
                self._connection.execute("rollback")
            raise
        with told_plainly(self.path):
            self._connection.execute("commit")

    def copy_to(self, target: Path) -> None:
        """Write everything that is stored into a new file."""
        with told_plainly(self.path):
            copy_database(self._connection, target)

    def rewrite(self) -> None:
        """Write the file anew, so that it keeps nothing of what was deleted."""
        fresh = self.path.with_name(self.path.name + ".new")
        with told_plainly(self.path):
            copy_database(self._connection, fresh)
        self._connection.close()
        fresh.replace(self.path)
        self.path.with_name(self.path.name + ".wal").unlink(missing_ok=True)
        self._connection = _connect(self.path)
        self._configure()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file; wait politely, and not for ever, while another process has it."""
    patience = read_seconds("LEADERS_LOCK_WAIT", LOCK_WAIT_SECONDS)
    deadline = time.monotonic() + patience
    pause = 0.05
    while True:
        try:
            return duckdb.connect(str(path))
        except duckdb.IOException as error:
            if "Could not set lock" not in str(error):
                raise _plain(error, path) from error
            if time.monotonic() >= deadline:
                raise StoreLocked(
                    f"{path} is in use by {_holder(str(error))}; wait until it has finished "
                    f"or stop it, then run this again (waited {patience:.0f} s)."
                ) from error
            time.sleep(pause)
            pause = min(pause * 1.5, 1.0)
        except duckdb.Error as error:
            raise _plain(error, path) from error


def _holder(message: str) -> str:
    _, found, rest = message.partition("held in ")
    return rest.split(")")[0] + ")" if found else "another process"


_LACKS = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,  # a commit that found no room
)


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn what the machine lacks (disk, memory, rights) into one sentence."""
    try:
        yield
    except _LACKS as error:
        raise _plain(error, path) from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":  # what DuckDB makes of ctrl-C
            raise KeyboardInterrupt from None
        raise


_NO_ROOM = ("No space left", "disk is full", "Disk is full", "quota exceeded", "File too large")


def _plain(error: Exception, path: Path) -> LeadersError:
    message = str(error)
    if any(reason in message for reason in _NO_ROOM):
        return LeadersError(
            f"The disk of {path.parent} is full, or a quota or limit on it; free some space and "
            "run this again. Nothing was half-stored."
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return LeadersError(
            f"Not enough memory or temporary disk space beside {path}; close other programs or "
            "split the file, and run this again. Nothing was half-stored."
        )
    if "newer version" in message or "storage version" in message.lower():
        return LeadersError(f"{path} was written by a newer DuckDB; upgrade leaders to read it.")
    if "not a valid DuckDB" in message:
        return LeadersError(
            f"{path} is not a leaders store; move it away or name another --workspace."
        )
    return LeadersError(f"{path} cannot be used: {message.splitlines()[0]}")
