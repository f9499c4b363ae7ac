"""Deleting an account everywhere, and saying what could not be reached."""

import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leaders.errors import LeadersError
from leaders.model import PlatformName
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_accounts
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import delete_account, suppress


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting did, and which files written earlier still name the account."""

    account_id: str
    was_known: bool
    niches: list[str]
    copies_removed: list[Path]
    files_left: list[Path]


def forget(workspace: Workspace, text: str, *, never_again_at: datetime | None = None) -> Forgotten:
    """Delete an account everywhere; with ``never_again_at`` suppress it from then on.

    The store is rewritten, so that the file keeps nothing, and older copies of it are removed.
    Raises ``LeadersError`` when nobody or several are meant.
    """
    with Store(workspace, must_exist=never_again_at is None) as store:
        account_no, account_id = _find_one(store, text, may_be_unknown=never_again_at is not None)
        niches: list[str] = []
        with store.transaction():
            if never_again_at is not None:
                suppress(store, account_id, never_again_at)
            if account_no is not None:
                niches = store.query("forget/niches", account_no=account_no)["niche"].to_list()
                delete_account(store, account_no)
                rebuild_edges(store)
        if account_no is not None:
            store.rewrite()
    copies = sorted(workspace.database.parent.glob(f"{workspace.database.name}.before-*"))
    for copy in copies:
        copy.unlink()
    files = _files_with(workspace, account_id)
    return Forgotten(account_id, account_no is not None, niches, copies, files)


def _find_one(store: Store, text: str, *, may_be_unknown: bool) -> tuple[int | None, str]:
    found = find_accounts(store, text)
    exact = [account for account in found if account[1] == text]
    if exact or len(found) == 1:
        return (exact or found)[0]
    if found:
        ids = ", ".join(account_id for _, account_id in found)
        raise LeadersError(f"{text} may be any of {ids}; say which by its full id.")
    platform, _, native_id = text.partition(":")
    if may_be_unknown and platform in list(PlatformName) and native_id.strip():
        return None, text
    hint = "; an account that was never seen needs its full id, platform:id" * may_be_unknown
    raise LeadersError(f"No account {text} is stored; check the spelling{hint}.")


def _files_with(workspace: Workspace, account_id: str) -> list[Path]:
    """Exports and rejected rows that name the account: they are the user's, to delete or not."""
    written = [*workspace.exports.rglob("*"), *workspace.rejects.glob("*.txt")]
    return sorted(path for path in written if path.is_file() and _names(path, account_id))


def _names(path: Path, account_id: str) -> bool:
    """Whether a file holds the id, or rejects the native one."""
    wanted = (
        account_id.partition(":")[2].rpartition("/")[2] if path.suffix == ".txt" else account_id
    )
    needles = {wanted.encode(), json.dumps(wanted, ensure_ascii=False)[1:-1].encode()}
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            parts = [book.read(name) for name in book.namelist()]
    elif path.suffix == ".parquet":
        import polars as pl  # noqa: PLC0415 (rarely needed)

        parts = ["\n".join(pl.read_parquet(path, columns=["account_id"])["account_id"]).encode()]
    else:
        parts = [path.read_bytes()]
    return any(needle in part for needle in needles for part in parts)
