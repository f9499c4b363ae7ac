"""Writing what a crawl has read: a batch of pages and their cursors in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any

import polars as pl

from leaders.model import Account, Contact, Edge, Ended, Listing, Page, Place, Post, Quota
from leaders.store import Store
from leaders.store.staging import append_staged, begin_staging, number_staged, stage
from leaders.store.suppression import find_suppressed


@dataclass(slots=True)
class OpenVisit:
    """A visit under way. ``visit_no`` is given when it is planned or its first page is stored.

    ``subject_id`` is an account (of a post: its author), None where ``query`` holds the words of
    a search or the address of a curated list. It is cut after ``most_pages``, if that is given.
    A visit to places asks ``people``, a sample of ``members_count``; it is drawn when it is read.
    One to posts ends at those that are ``known``.
    """

    subject_id: str | None
    listing: Listing
    started_at: datetime
    post_id: str | None = None
    query: str | None = None
    is_newest_first: bool | None = None
    visit_no: int | None = None
    page_count: int = 0
    fetched_count: int = 0
    declared_count: int | None = None
    cursor: str | None = None
    most_pages: int | None = None
    cursors: set[str] = field(default_factory=set)
    people: tuple[str, ...] = ()
    members_count: int = 0
    known: frozenset[str] = frozenset()

    @property
    def asked(self) -> str:
        """What the platform is asked for: the text, the post or the account."""
        asked = self.query or self.post_id or self.subject_id
        assert asked is not None
        return asked


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page, the visit it belongs to, and why that visit ends with it (or None)."""

    visit: OpenVisit
    page_no: int
    page: Page
    read_at: datetime
    ended: Ended | None
    why: str | None


def open_visits(store: Store, niche: str, platform: str, visits: Sequence[OpenVisit]) -> None:
    """Plan visits: the ledger has them from now on, in this order, without a page."""
    with store.transaction():
        begin_staging(store)
        _give_numbers(store, visits)
        stage(store, "visits", _visits((visit, None) for visit in visits))
        number_staged(store, "")
        store.execute("collect/put_visits", niche=niche, platform=platform)


def load_quotas(store: Store, platform: str) -> list[Quota]:
    """What earlier runs used of a platform's quotas, as stored with their pages."""
    return [Quota(*row) for row in store.query("collect/quotas", platform=platform).iter_rows()]


def put_quotas(store: Store, platform: str, quotas: Iterable[Quota]) -> None:
    """Store what of the day's quotas is used by now; within a transaction."""
    for quota in quotas:
        store.execute("collect/put_quota", platform=platform, **asdict(quota))


def write_pages(
    store: Store,
    niche: str,
    platform: str,
    reads: Sequence[PageRead],
    quotas: Sequence[Quota] = (),
) -> None:
    """Store pages with their visits; a page that is stored already is a no-op.

    Pages of an account that was suppressed meanwhile are dropped. The written-down edges are
    cleared, until somebody rebuilds them. ``quotas`` are what of the day's is used by now.
    """
    with store.transaction():
        subjects = (read.visit.subject_id for read in reads)
        suppressed = find_suppressed(store, {subject for subject in subjects if subject})
        reads = [read for read in reads if read.visit.subject_id not in suppressed]
        begin_staging(store)
        _give_numbers(store, [read.visit for read in reads])
        fresh = _put_pages(store, reads)
        stage(store, "accounts", _frame(_ACCOUNTS, _account_rows(store, fresh)))
        stage(store, "edges", _frame(_EDGES, [(r, row) for r in fresh for row in r.page.edges]))
        stage(store, "posts", _frame(_POSTS, [(r, row) for r in fresh for row in r.page.posts]))
        stage(store, "found", _texts("id", ((r, row) for r in fresh for row in r.page.found)))
        lists = _texts("address", _list_rows(store, platform, fresh))
        newest = {read.visit.visit_no: (read.visit, read) for read in reads}
        stage(store, "visits", _visits(newest.values()))
        number_staged(store, "")
        store.execute("collect/put_visits", niche=niche, platform=platform)
        store.execute("collect/put_found")
        store.append("found_list", lists)
        store.append("audience_place", _places(fresh))
        append_staged(store, "")
        put_quotas(store, platform, quotas)
        store.execute("edge/clear")


def _give_numbers(store: Store, visits: Iterable[OpenVisit]) -> None:
    next_no = int(store.value("visit/next_number"))
    for visit in visits:
        if visit.visit_no is None:
            visit.visit_no = next_no
            next_no += 1


def _put_pages(store: Store, reads: Sequence[PageRead]) -> list[PageRead]:
    """Mark pages as stored; returns those that were not stored before."""
    rows = [(read.visit.visit_no, read.page_no, _count_rows(read.page)) for read in reads]
    store.append("staged_page", pl.DataFrame(rows, schema=_PAGES, orient="row"))
    put = set(store.query("collect/put_pages").iter_rows())
    return [read for read in reads if (read.visit.visit_no, read.page_no) in put]


def _count_rows(page: Page) -> int:
    rows = sum(map(len, (page.accounts, page.edges, page.posts, page.found, page.lists)))
    return rows + (len(page.places.people) if page.places else 0)


_MOMENT = pl.Datetime("us", "UTC")
_PAGES: dict[str, Any] = {"visit_no": pl.Int32, "page_no": pl.Int32, "row_count": pl.Int64}
# The columns of the staging tables, in the order of the fields of leaders.model.
_ACCOUNTS: dict[str, Any] = {
    "visit_no": pl.Int32, "id": pl.String, "kind": pl.String, "handle": pl.String,
    "name": pl.String, "url": pl.String, "followers_count": pl.Int64,
    "following_count": pl.Int64, "posts_count": pl.Int64, "is_unlisted": pl.Boolean,
    "contacts": pl.List(pl.Struct({"kind": pl.String, "value": pl.String, "role": pl.String})),
    "links": pl.List(pl.String), "bio": pl.String,
    "verified_links": pl.List(pl.String), "created_at": _MOMENT,
    "place": pl.Struct({"country": pl.String, "city": pl.String}),
}  # fmt: skip
_EDGES: dict[str, Any] = {
    "visit_no": pl.Int32, "source": pl.String, "target": pl.String, "kind": pl.String,
    "post": pl.String, "happened_at": _MOMENT, "weight": pl.Float64,
}  # fmt: skip
_POSTS: dict[str, Any] = {
    "visit_no": pl.Int32, "id": pl.String, "author": pl.String, "posted_at": _MOMENT,
    "views_count": pl.Int64, "likes_count": pl.Int64, "comments_count": pl.Int64,
    "reposts_count": pl.Int64, "quotes_count": pl.Int64, "text": pl.String,
    "is_marked_ad": pl.Boolean,
}  # fmt: skip
_VISITS: dict[str, Any] = {
    "visit_no": pl.Int32, "subject": pl.String, "post": pl.String, "query": pl.String,
    "listing": pl.String, "is_newest_first": pl.Boolean, "declared_count": pl.Int64,
    "fetched_count": pl.Int64, "started_at": _MOMENT, "ended_at": _MOMENT, "ended": pl.String,
    "why": pl.String, "cursor": pl.String,
}  # fmt: skip

_PLACES: dict[str, Any] = {
    "visit_no": pl.Int32, "country": pl.String, "city": pl.String, "people_count": pl.Int32,
    "asked_count": pl.Int32, "members_count": pl.Int32,
}  # fmt: skip


def _frame(
    schema: dict[str, Any], rows: Iterable[tuple[PageRead, Account | Edge | Post]]
) -> pl.DataFrame:
    values = [
        (read.visit.visit_no, *(_plain(getattr(row, f.name)) for f in fields(row)))
        for read, row in rows
    ]
    return pl.DataFrame(values, schema=schema, orient="row")


def _plain(value: Any) -> Any:
    """Lists and structs within a row, as polars takes them."""
    if isinstance(value, Place):
        return asdict(value)
    if not isinstance(value, tuple):
        return value
    return [asdict(it) if isinstance(it, Contact) else it for it in value]


def _account_rows(store: Store, reads: Sequence[PageRead]) -> list[tuple[PageRead, Account]]:
    """Profiles, without those whom they name as contacts and who are suppressed."""
    rows = [(read, row) for read in reads for row in read.page.accounts]
    named = {it.value for _, row in rows for it in row.contacts or ()}
    suppressed = find_suppressed(store, named)
    return [(read, _without_contacts(row, suppressed)) for read, row in rows]


def _without_contacts(account: Account, suppressed: set[str]) -> Account:
    if account.contacts is None or not suppressed:
        return account
    kept = tuple(it for it in account.contacts if it.value not in suppressed)
    return replace(account, contacts=kept)


def _list_rows(
    store: Store, platform: str, reads: Sequence[PageRead]
) -> Iterable[tuple[PageRead, str]]:
    """The addresses of curated lists, without those of suppressed makers, whose ids they hold."""
    makers = {
        address: f"{platform}:{part}"
        for read in reads
        for address in read.page.lists
        for part in address.split("/")[2:3]
    }
    suppressed = find_suppressed(store, set(makers.values()))
    return [
        (read, address)
        for read in reads
        for address in read.page.lists
        if makers.get(address) not in suppressed
    ]


def _texts(column: str, rows: Iterable[tuple[PageRead, str]]) -> pl.DataFrame:
    values = [(read.visit.visit_no, text) for read, text in rows]
    return pl.DataFrame(values, schema={"visit_no": pl.Int32, column: pl.String}, orient="row")


def _places(reads: Sequence[PageRead]) -> pl.DataFrame:
    """Rows of audience_place; each tells of the whole sample, too."""
    rows = [
        (
            read.visit.visit_no, place.country, place.city, count, sample.asked_count,
            sample.members_count,
        )
        for read in reads
        if (sample := read.page.places) is not None
        for place, count in sample.people
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_PLACES, orient="row")


def _visits(newest: Iterable[tuple[OpenVisit, PageRead | None]]) -> pl.DataFrame:
    """Visits with the newest page of each, or without any."""
    rows = [
        (
            visit.visit_no, visit.subject_id, visit.post_id, visit.query, visit.listing,
            visit.is_newest_first, visit.declared_count, visit.fetched_count, visit.started_at,
            read.read_at if read and read.ended else None,
            read and read.ended, read and read.why, visit.cursor,
        )
        for visit, read in newest
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_VISITS, orient="row")
