"""A PostgreSQL of the tests' own: in a temporary folder, reached through a socket in it, fast."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from processes import own_folder, running

_SETTINGS = {
    "listen_addresses": "",  # no port at all
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
}


def find_programs() -> Path | None:
    """The folder of initdb, postgres and psql; Debian keeps it off the path."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    of_debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((initdb.parent for initdb in of_debian), default=None, key=_version)


def _version(programs: Path) -> int:
    return int(programs.parent.name)


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    programs: Path
    socket: Path

    def address(self, database: str) -> str:
        return f"postgresql://postgres@localhost/{database}?host={self.socket}"

    def create(self, database: str) -> None:
        self._ask("postgres", f"create database {database}")
        self._ask(database, "create extension pg_trgm schema public")

    def dump(self, database: str, schema: str, file: Path) -> None:
        what = ["--format=custom", "--compress=1", f"--schema={schema}", f"--file={file}"]
        self._run("pg_dump", *what, self.address(database))

    def restore(self, database: str, file: Path) -> None:
        self._run("pg_restore", "--no-owner", f"--dbname={self.address(database)}", str(file))

    def _ask(self, database: str, statement: str) -> None:
        self._run("psql", "--quiet", "--no-psqlrc", "--command", statement, self.address(database))

    def _run(self, program: str, *arguments: str) -> None:
        command = [self.programs / program, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{program}: {done.stderr}"


@contextmanager
def running_postgres(programs: Path) -> Iterator[Postgres]:
    user = _user()
    with own_folder(user) as folder:
        data = folder / "data"
        _initialise(programs, data, user)
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        command = [programs / "postgres", "-D", data, "-k", folder, *settings]
        ready = [programs / "pg_isready", "--quiet", "--host", folder]
        # QUIT: at once, without tidying up data that nobody will read again.
        with running(command, folder, lambda: _succeeds(ready), 60, user=user, end_with="QUIT"):
            yield Postgres(programs, folder)


def _initialise(programs: Path, data: Path, user: str | None) -> None:
    # C.UTF-8 knows the upper and lower case of every alphabet, whatever the machine's language is.
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    command = [programs / "initdb", "-D", data, "--no-sync", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", user=user)
    assert done.returncode == 0, f"initdb: {done.stderr}"


def _user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the user that Debian made for it."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _succeeds(command: list[str | Path]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
