"""Who reads a platform: one run at a time, by a limit of Prefect's that all runs share."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from prefect import get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import (
    GlobalConcurrencyLimitCreate,
    GlobalConcurrencyLimitUpdate,
)
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.settings import PREFECT_API_URL, get_current_settings

ONE_RUN = 1
"""Each run keeps the platform's own rate (``Platform.rate``); two of them together would not."""


def name_limit(platform: str) -> str:
    """What the limit of a platform is called on Prefect's page."""
    return f"leaders-{platform}"


def make_limit(platform: str, *, is_free: bool = False) -> None:
    """Make the limit of a platform where there is none; one that a person changed stays.

    is_free: nobody can be reading, so that what a killed run took is given back.
    """
    name = name_limit(platform)
    with get_client(sync_client=True) as client:
        try:
            client.read_global_concurrency_limit_by_name(name)
        except ObjectNotFound:
            with suppress(ObjectAlreadyExists):  # another run was faster
                client.create_global_concurrency_limit(
                    GlobalConcurrencyLimitCreate(name=name, limit=ONE_RUN)
                )
        if is_free:
            free_limit(client, name)


def free_limit(client: SyncPrefectClient, name: str) -> None:
    """Give back what killed runs took of a limit: nobody else would."""
    client.update_global_concurrency_limit(name, GlobalConcurrencyLimitUpdate(active_slots=0))


@contextmanager
def alone_on(platform: str) -> Iterator[None]:
    """One run at a time reads a platform: each keeps its rate limit, together they would not.

    Where Prefect started a server for this process alone, a limit of it would stay taken for ever
    after the process was killed; there is nobody to share it with but other processes of the
    workspace, whom the lock keeps out.
    """
    with _locked(get_current_settings().home / f"{name_limit(platform)}.lock", platform):
        if PREFECT_API_URL.value() is None:
            yield
            return
        make_limit(platform)
        with concurrency(name_limit(platform), strict=True, raise_on_lease_renewal_failure=False):
            yield


@contextmanager
def _locked(path: Path, platform: str) -> Iterator[None]:
    """Wait for a lock that the system takes away from a process that dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if not _try_lock(file):
            get_run_logger().info("waiting: another run reads %s", platform)
            while not _try_lock(file):
                time.sleep(1)
        yield


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 (of that system alone)

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 (of the others)

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
