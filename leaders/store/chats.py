"""Taking exported chats into the store: one transaction a file, once."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from leaders.model import Account, Ended, Listing, Page
from leaders.store import Store
from leaders.store.imports import ImportRequest
from leaders.store.staging import append_staged, begin_staging, number_staged, rebuild_edges, stage


class Chat(Protocol):
    """A channel or group; what it tells of itself is whole when its pages were read."""

    @property
    def account(self) -> Account:
        """The account that it is."""

    @property
    def message_count(self) -> int:
        """How many messages were read."""

    @property
    def why(self) -> str:
        """How much of the chat the file holds."""

    def pages(self) -> Iterator[Page]:
        """Its rows, once."""


class ChatsPlan(Protocol):
    """A file of chats, see ``platforms.telegram_chats.ChatsFile``."""

    @property
    def path(self) -> Path:
        """Where the file lies."""

    def chats(self, handles: Mapping[str, str]) -> Iterator[Chat]:
        """Its chats, one after the other, given the ids of accounts by handle."""

    def left_out(self) -> dict[str, int]:
        """What was left out, by why."""


@dataclass(frozen=True, slots=True)
class ChatsReport:
    """What became of a file of chats; ``left_out`` are counts by why."""

    path: str
    shape: str
    chat_count: int
    message_count: int
    post_count: int
    account_count: int
    edge_count: int
    suppressed_count: int
    left_out: dict[str, int]
    is_repeated: bool = False


def import_chats(
    store: Store,
    plan: ChatsPlan,
    request: ImportRequest,
    progress: Callable[[int], None],
    *,
    with_private: bool,
) -> ChatsReport:
    """Take all chats of a file in, or nothing: each is a visit, and a candidate of the niche.

    Raises ``LeadersError`` when the file cannot be understood.
    """
    digest = _digest(plan.path, request, with_private=with_private)
    known = store.value("import/find", digest=digest)
    if known is not None:
        return ChatsReport(**{**json.loads(known), "path": str(plan.path), "is_repeated": True})
    handles = dict(store.query("import/handles", prefix=f"{request.platform}:").iter_rows())
    visit_no = int(store.value("visit/next_number"))
    begin_staging(store)  # outside the transaction: within it DuckDB keeps the rows twice
    chats: list[Chat] = []
    message_count = post_count = 0
    for number, chat in enumerate(plan.chats(handles), start=visit_no):
        for page in chat.pages():
            _stage_page(store, number, page)
            post_count += len(page.posts)
            progress(message_count + chat.message_count)
        _stage_visit(store, number, chat, request)
        message_count += chat.message_count
        chats.append(chat)
    with store.transaction():
        number_staged(store, "")
        account_count = store.query("import/matched", prefix="").row(0, named=True)["staged_count"]
        counts = store.query("import/counts").row(0, named=True)
        store.execute("collect/put_visits", niche=request.niche, platform=request.platform)
        append_staged(store, "", always=True)
        store.execute("import/chat_candidates", niche=request.niche)
        rebuild_edges(store)
        report = ChatsReport(
            path=str(plan.path), shape="telegram", chat_count=len(chats),
            message_count=message_count, post_count=post_count, account_count=account_count,
            edge_count=counts["edge_count"], suppressed_count=counts["suppressed_count"],
            left_out=plan.left_out(),
        )  # fmt: skip
        store.execute(
            "import/record", digest=digest, dataset=request.dataset, niche=request.niche,
            visit_no=visit_no, report=json.dumps(asdict(report), sort_keys=True),
        )  # fmt: skip
    return report


def _digest(path: Path, request: ImportRequest, *, with_private: bool) -> str:
    """Of the bytes and of all that changes what they mean; not of a moment that nobody gave."""
    seen_at = request.seen_at.isoformat() if request.is_seen_at_given else None
    told = ["telegram", request.niche, request.dataset, seen_at, with_private]
    with path.open("rb") as file:
        return hashlib.file_digest(
            file, lambda: hashlib.sha256(json.dumps(told).encode())
        ).hexdigest()


def _stage_page(store: Store, visit_no: int, page: Page) -> None:
    accounts = [(it.account_id, it.kind, it.name, it.is_unlisted) for it in page.accounts]
    edges = [(it.source_id, it.target_id, it.kind, it.post_id, it.happened_at) for it in page.edges]
    posts = [(it.post_id, it.author_id, it.posted_at, it.likes_count, it.text) for it in page.posts]
    for shape, schema, rows in (
        ("accounts", _ACCOUNTS, accounts),
        ("edges", _EDGES, edges),
        ("posts", _POSTS, posts),
    ):
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        stage(store, shape, _of_visit(frame, visit_no))


def _stage_visit(store: Store, visit_no: int, chat: Chat, request: ImportRequest) -> None:
    """Cut, because an export may be of some months, and nobody says that it is whole."""
    row = (
        chat.account.account_id, Listing.POSTS, chat.message_count, request.seen_at,
        request.seen_at, Ended.CUT, chat.why,
    )  # fmt: skip
    frame = pl.DataFrame([row], schema=_VISITS, orient="row")
    stage(store, "visits", _of_visit(frame, visit_no))


def _of_visit(frame: pl.DataFrame, visit_no: int) -> pl.DataFrame:
    return frame.with_columns(pl.lit(visit_no, dtype=pl.Int32).alias("visit_no"))


_MOMENT = pl.Datetime("us", "UTC")
# What chats tell of the columns of the staging tables; the others stay empty.
_ACCOUNTS: dict[str, Any] = {
    "id": pl.String, "kind": pl.String, "name": pl.String, "is_unlisted": pl.Boolean,
}  # fmt: skip
_EDGES: dict[str, Any] = {
    "source": pl.String, "target": pl.String, "kind": pl.String, "post": pl.String,
    "happened_at": _MOMENT,
}  # fmt: skip
_POSTS: dict[str, Any] = {
    "id": pl.String, "author": pl.String, "posted_at": _MOMENT, "likes_count": pl.Int64,
    "text": pl.String,
}  # fmt: skip
_VISITS: dict[str, Any] = {
    "subject": pl.String, "listing": pl.String, "fetched_count": pl.Int64, "started_at": _MOMENT,
    "ended_at": _MOMENT, "ended": pl.String, "why": pl.String,
}  # fmt: skip
