"""A platform small enough to know by heart, with whatever fault a test wants."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from leaders.model import Account, AccountKind, Edge, EdgeKind, Ended, Listing, Page, Post
from leaders.platforms.quota import DayLedger

AGAIN = "again"
START = datetime(2026, 11, 1, tzinfo=UTC)
SECONDS = count()

Rows = dict[tuple[str, Listing], list[str]]
Fault = Callable[[str, Listing, str | None], Page | None]


def nobody_faults(subject: str, listing: Listing, cursor: str | None) -> Page | None:
    return None


@dataclass
class SmallNetwork:
    """Ids are ``small:<name>``. ``rows`` are native names (or addresses) by what is asked for.

    ``fault`` may answer in place of the network. ``lost`` are rows that a first reading drops.
    The clock goes on by a second at every look, so that visits have an order.
    """

    follows: set[tuple[str, str]] = field(default_factory=set)
    rows: Rows = field(default_factory=dict)
    posts: dict[str, list[Post]] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)
    declared: dict[str, int] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    fault: Fault = nobody_faults
    name: str = "small"
    ids: str = "^small:"
    needs: str = "nothing"
    unseen: str = "nothing"
    lacks: str | None = None
    ledger: DayLedger = field(default_factory=lambda: DayLedger("small", {}))
    buckets: dict[Listing, str] = field(default_factory=dict)
    workers: int = 3
    rate: float | None = 10.0
    profiles_a_call: int = 2
    rows_a_call: int = 2
    second_reading: str | None = AGAIN
    asked: list[tuple[str, Listing, str | None]] = field(default_factory=list)
    said: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.people = sorted({name for pair in self.follows for name in pair})

    def now(self) -> datetime:
        return START + timedelta(seconds=next(SECONDS))

    def find_account(self, text: str) -> str | None:
        return f"small:{text}" if text in self.people else None

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        return (Listing.POSTS, Listing.FOLLOWING, Listing.FOLLOWERS)

    def post_listings(self) -> tuple[Listing, ...]:
        return (Listing.LIKERS, Listing.REPLIERS)

    def discoveries(self) -> tuple[Listing, ...]:
        return (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_LISTS, Listing.LISTS)

    def list_address(self, text: str) -> str | None:
        return text if text.startswith("list/") else None

    def is_newest_first(self, listing: Listing) -> bool | None:
        return True if listing is Listing.FOLLOWERS else None

    def remarks(self) -> tuple[str, ...]:
        return self.said

    def cost_of(self, listing: Listing) -> dict[str, int]:
        return {self.buckets[listing]: 1} if listing in self.buckets else {}

    def wait_until(self) -> datetime | None:
        return None

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        names = [account_id.partition(":")[2] for account_id in account_ids]
        if bucket := self.buckets.get(Listing.PROFILE):
            self.ledger.spend(bucket)
        return [
            Account(
                f"small:{name}", handle=name, name=name.title(),
                followers_count=self.declared.get(name, self._count(name)),
                is_unlisted=name in self.unlisted,
            )
            for name in names
            if name in self.people
        ]  # fmt: skip

    def _count(self, name: str) -> int:
        return sum(target == name for _, target in self.follows)

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        subject = subject_id.removeprefix("small:")
        if bucket := self.buckets.get(listing):
            self.ledger.spend(bucket)
        self.asked.append((subject, listing, cursor))
        page = self.fault(subject, listing, cursor)
        return page or self._read(subject, listing, cursor)

    def _read(self, subject: str, listing: Listing, cursor: str | None) -> Page:
        if listing is Listing.POSTS:
            posts = self.posts.get(subject, [])
            return Page(posts=tuple(posts), declared_count=len(posts))
        is_again = (cursor or "").startswith(AGAIN)
        size = self.rows_a_call + is_again
        begin = int((cursor or "").removeprefix(AGAIN) or 0)
        rows = self._rows(subject, listing)
        end = begin + size
        shown = [row for row in rows[begin:end] if is_again or row not in self.lost]
        return Page(
            cursor=f"{AGAIN if is_again else ''}{end}" if end < len(rows) else None,
            declared_count=self.declared.get(subject) if listing is Listing.FOLLOWERS else None,
            ended=Ended.COMPLETE,
            **_as_rows(subject, listing, shown),
        )

    def _rows(self, subject: str, listing: Listing) -> list[str]:
        if listing is Listing.FOLLOWERS:
            return sorted(source for source, target in self.follows if target == subject)
        if listing is Listing.FOLLOWING:
            return sorted(target for source, target in self.follows if source == subject)
        return self.rows.get((subject, listing), [])


def _as_rows(subject: str, listing: Listing, names: Sequence[str]) -> dict[str, tuple]:
    ids = [f"small:{name}" for name in names]
    own = f"small:{subject}"
    if listing is Listing.FOLLOWERS:
        return {"edges": tuple(Edge(i, own, EdgeKind.FOLLOW) for i in ids)}
    if listing is Listing.FOLLOWING:
        return {"edges": tuple(Edge(own, i, EdgeKind.FOLLOW) for i in ids)}
    if listing in (Listing.LIKERS, Listing.REPLIERS):
        author = f"small:{subject.partition('/')[0]}"
        kind = EdgeKind.LIKE if listing is Listing.LIKERS else EdgeKind.REPLY
        return {"edges": tuple(Edge(i, author, kind, own) for i in ids)}
    if listing in (Listing.LISTS, Listing.SEARCH_LISTS):
        return {"lists": tuple(names)}
    return {"found": tuple(ids)}
