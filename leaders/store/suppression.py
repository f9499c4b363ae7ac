"""Forgetting an account, and never taking it in again.

The suppress list holds keyed hashes (HMAC-SHA-256); the key is a file beside the store, so that
neither the store nor a copy of it tells who asked not to be listed.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from leaders.errors import LeadersError
from leaders.store import Store

KEY_BYTES = 32

_PARTS = (
    "profile",
    "account_count",
    "edge_seen",
    "edge_of_post",
    "post_count",
    "page",
    "since_visit",
    "found",
    "found_list",
    "audience_place",
    "visit",
    "post",
    "niche_account",
    "review",
    "identity_link",
    "price",
    "outreach",
    "placement",
    "news_told",
    "membership",
    "finding",
    "risk",
    "measure",
    "fact",
    "component",
    "ranked_account",
    "account",
)
"""What an account has left behind, in the order in which it can be deleted."""


def suppress(store: Store, account_id: str, now: datetime) -> None:
    """Put an account on the suppress list; it need not be known."""
    key = _read_key(store, create=True)
    store.execute("suppression/add", account_hash=_hash(key, account_id), now=now)


def find_suppressed(store: Store, account_ids: Iterable[str]) -> set[str]:
    """Which of these permanent ids are suppressed.

    Raises ``LeadersError`` when there is a list but no key to read it with.
    """
    hashes = set(store.query("suppression/hashes")["account_hash"])
    if not hashes:
        return set()
    key = _read_key(store, create=False)
    return {account_id for account_id in account_ids if _hash(key, account_id) in hashes}


def delete_account(store: Store, account_no: int) -> None:
    """Delete all that is stored of an account. Rewrite the store afterwards."""
    for part in _PARTS:
        store.execute(f"forget/{part}", account_no=account_no)


def _hash(key: bytes, account_id: str) -> str:
    return hmac.new(key, account_id.encode(), hashlib.sha256).hexdigest()


def _read_key(store: Store, *, create: bool) -> bytes:
    path = store.workspace.suppression_key
    if path.exists():
        return _parse_key(path)
    if not create or store.value("suppression/count"):
        raise LeadersError(
            f"The suppress list cannot be read without its key {path}; put the key back from "
            "your backup, so that nobody who objected is listed again."
        )
    key = secrets.token_bytes(KEY_BYTES)
    part = path.with_suffix(".part")  # never half a key
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex())
    part.replace(path)
    return key


def _parse_key(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    if len(key) == KEY_BYTES:
        return key
    raise LeadersError(
        f"{path} is no key of a suppress list; put the key back from your backup, so that nobody "
        "who objected is listed again."
    )
