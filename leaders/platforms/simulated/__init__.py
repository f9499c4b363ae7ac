"""A platform without a network: a made-up society that behaves like the real ones.

It pages, cuts, hides, loses accounts and counts rows that it does not show, so all that comes
after it can be tried offline, and its truth is known.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import TypeGuard
from urllib.parse import quote
from zlib import crc32

from leaders.errors import LeadersError
from leaders.model import Account, AccountKind, Edge, EdgeKind, Ended, Listing, Page, Place, Post
from leaders.platforms.quota import DayLedger
from leaders.platforms.simulated.accounts import Attacks, Truth
from leaders.platforms.simulated.advertising import Advertising, Placements
from leaders.platforms.simulated.attention import States
from leaders.platforms.simulated.draws import Integers
from leaders.platforms.simulated.later import live_on
from leaders.platforms.simulated.network import Network, simulate
from leaders.platforms.simulated.posts import KINDS, PRESENT
from leaders.platforms.simulated.shelves import Shelves, plain

__all__ = [
    "NEWEST_SHOWN", "PRESENT", "Advertising", "Attacks", "Network", "Placements",
    "SimulatedPlatform", "Truth", "live_on", "simulate",
]  # fmt: skip

NEWEST_SHOWN = 200
"""How many followers the platform shows of an account that is limited."""

PERSON_LISTINGS = (Listing.FOLLOWERS, Listing.FOLLOWING, Listing.MEMBERSHIPS, Listing.POSTS)
COMMUNITY_LISTINGS = (Listing.MEMBERS, Listing.POSTS)
POST_PREFIX = "simulated:p"
CURSOR = re.compile(r"([0-9a-f]{1,12})-[0-9a-f]{8}")


class SimulatedPlatform:
    """Implements ``leaders.platforms.Platform`` over a simulated network.

    Without a network it takes the default one, made at first use and once a process. A page
    holds at most ``page_rows`` rows; of an account that is limited ``newest_shown`` followers are
    shown.
    """

    name = "simulated"
    ids = "^simulated:"
    needs = "nothing"
    lacks = None
    workers = 1
    rate = None
    profiles_a_call = 100
    places_a_call = 100
    second_reading = None

    def __init__(
        self,
        network: Network | None = None,
        page_rows: int = 100,
        newest_shown: int = NEWEST_SHOWN,
    ) -> None:
        if page_rows < 1:
            raise ValueError(f"a page needs at least one row, not {page_rows}")
        self.ledger = DayLedger(self.name, {})
        self._given = network
        self._page_rows = page_rows
        self._newest_shown = newest_shown
        self.unseen = (
            f"followers that an account hides, or beyond the {newest_shown} newest of one that "
            "is limited"
        )

    @cached_property
    def network(self) -> Network:
        """The society behind the platform, with its truth."""
        return _default_network() if self._given is None else self._given

    def now(self) -> datetime:
        """The fixed present of the simulation."""
        return PRESENT if self._given is None else self._given.present

    def find_account(self, text: str) -> str | None:
        """The id of a handle (any case, with or without @), native id or account id, or None.

        ``simulated:`` may stand before each of them.
        """
        known = self._shelves.account_ids
        return known.get(plain(text)) or known.get(plain(text.strip().removeprefix("simulated:")))

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        """Communities have members, all others followers; engagers are asked of a post."""
        return COMMUNITY_LISTINGS if kind is AccountKind.COMMUNITY else PERSON_LISTINGS

    @property
    def rows_a_call(self) -> int:
        """How many rows a page holds at most."""
        return self._page_rows

    def post_listings(self) -> tuple[Listing, ...]:
        """Whoever reacted to a post is told in one listing."""
        return (Listing.ENGAGERS,)

    def discoveries(self) -> tuple[Listing, ...]:
        """Nothing can be searched here."""
        return ()

    def list_address(self, text: str) -> str | None:
        """There are no curated lists here."""
        return None

    def is_newest_first(self, listing: Listing) -> bool:
        """All listings are."""
        return True

    def remarks(self) -> tuple[str, ...]:
        """Nothing is out of reach but what single accounts hide."""
        return ()

    def cost_of(self, listing: Listing) -> Mapping[str, int]:
        """There are no quotas of a day."""
        return {}

    def wait_until(self) -> datetime | None:
        """Nobody has to wait here."""
        return None

    def stop(self) -> None:
        """Nobody waits here."""

    def close(self) -> None:
        """There is no connection."""

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        """Profiles in the order asked for, without those that are gone or never were."""
        numbers = [self._shelves.account_no.get(account_id) for account_id in account_ids]
        return [self._profile(number) for number in numbers if self._is_there(number)]

    def fetch_places(self, account_ids: Sequence[str]) -> list[Place]:
        """Where these accounts say that they are, without those that are gone or never were."""
        numbers = [self._shelves.account_no.get(account_id) for account_id in account_ids]
        return [self.network.places[number] for number in numbers if self._is_there(number)]

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a listing; raises LeadersError for a foreign cursor or listing."""
        begin = _read_cursor(cursor, subject_id, listing)
        subject = self._subject_no(subject_id, listing)
        if subject is None:
            return Page(ended=Ended.GONE, why="the account was deleted")
        rows = self._shelves.shelf(listing).rows(subject)
        is_followers = listing is Listing.FOLLOWERS
        if is_followers and self.network.truth.is_hidden[subject]:
            why = "the account hides its followers"
            return Page(declared_count=len(rows), ended=Ended.HIDDEN, why=why)
        is_limited = is_followers and bool(self.network.truth.is_limited[subject])
        shown = rows[: self._newest_shown] if is_limited else rows
        end = begin + self._page_rows
        edges, posts = self._read_rows(listing, shown[begin:end])
        is_last = end >= len(shown)
        is_cut = is_last and len(shown) < len(rows)
        return Page(
            edges=edges,
            posts=posts,
            cursor=None if is_last else _write_cursor(end, subject_id, listing),
            declared_count=len(rows),
            ended=Ended.CUT if is_cut else Ended.COMPLETE,
            why=f"the platform shows the newest {self._newest_shown}" if is_cut else None,
        )

    @cached_property
    def _shelves(self) -> Shelves:
        return Shelves(self.network)

    def _is_there(self, number: int | None) -> TypeGuard[int]:
        return number is not None and not self.network.truth.is_gone[number]

    def _subject_no(self, subject_id: str, listing: Listing) -> int | None:
        """The row of a post or account; None when it, or a post's author, is gone."""
        if listing is Listing.ENGAGERS:
            post = self._post_no(subject_id)
            if post is None:
                return None
            return post if self._is_there(int(self.network.posts.author[post])) else None
        number = self._shelves.account_no.get(subject_id)
        if not self._is_there(number):
            return None
        kind = AccountKind(self.network.truth.kind[number])
        if listing not in self.listings(kind):
            raise LeadersError(
                f"simulated: {subject_id} is a {kind} and has no {listing}; "
                f"ask for one of {', '.join(self.listings(kind))}."
            )
        return number

    def _post_no(self, post_id: str) -> int | None:
        digits = post_id.removeprefix(POST_PREFIX)
        number = int(digits) if digits.isdecimal() else -1
        is_known = 0 <= number < len(self.network.posts.author) and _post_id(number) == post_id
        return self.network.post_row(number) if is_known else None

    def _profile(self, number: int) -> Account:
        network, shelves = self.network, self._shelves
        kind = AccountKind(network.truth.kind[number])
        audience = shelves.shelf(self.listings(kind)[0])
        home = network.places[number]
        is_told = kind is AccountKind.PERSON and bool(home.country or home.city)
        return Account(
            account_id=network.ids[number],
            kind=kind,
            handle=network.handles[number],
            name=network.names[number],
            url=f"https://simulated.example/{quote(network.handles[number])}",
            followers_count=len(audience.rows(number)),
            following_count=len(shelves.following.rows(number)),
            posts_count=len(shelves.posts.rows(number)),
            bio=network.words.bio(number),
            created_at=PRESENT - timedelta(days=200 + crc32(network.ids[number].encode()) % 4000),
            place=home if is_told else None,
        )

    def _read_rows(
        self, listing: Listing, rows: Integers
    ) -> tuple[tuple[Edge, ...], tuple[Post, ...]]:
        if listing is Listing.POSTS:
            mentions = [self._shelves.mentions.rows(row) for row in rows.tolist()]
            edges = [edge for found in mentions for edge in self._read_interactions(found)]
            return tuple(edges), tuple(self._post(row) for row in rows.tolist())
        if listing is Listing.ENGAGERS:
            return tuple(self._read_interactions(rows)), ()
        if listing in (Listing.MEMBERS, Listing.MEMBERSHIPS):
            return self._read_states(self.network.memberships, EdgeKind.MEMBER, rows), ()
        return self._read_states(self.network.follows, EdgeKind.FOLLOW, rows), ()

    def _read_states(self, states: States, kind: EdgeKind, rows: Integers) -> tuple[Edge, ...]:
        ids, listed = self.network.ids, rows[states.is_listed[rows]]
        pairs = zip(states.source[listed].tolist(), states.target[listed].tolist(), strict=True)
        return tuple(Edge(ids[source], ids[target], kind) for source, target in pairs)

    def _read_interactions(self, rows: Integers) -> list[Edge]:
        events, ids = self.network.interactions, self.network.ids
        return [
            Edge(
                source_id=ids[events.source[row]],
                target_id=ids[events.target[row]],
                kind=KINDS[events.kind[row]],
                post_id=_post_id(self.network.post_number(int(events.post[row]))),
                happened_at=_moment(int(events.happened_at[row])),
            )
            for row in rows[events.is_listed[rows]].tolist()
        ]

    def _post(self, row: int) -> Post:
        posts = self.network.posts
        return Post(
            post_id=_post_id(self.network.post_number(row)),
            author_id=self.network.ids[posts.author[row]],
            posted_at=_moment(int(posts.posted_at[row])),
            views_count=int(posts.views_count[row]),
            likes_count=int(posts.likes_count[row]),
            comments_count=int(posts.comments_count[row]),
            reposts_count=int(posts.reposts_count[row]),
            text=self.network.post_text(row),
            is_marked_ad=self.network.is_marked_ad(row),
        )


@cache
def _default_network() -> Network:
    return simulate()


def _post_id(number: int) -> str:
    return f"{POST_PREFIX}{number:07d}"


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _write_cursor(position: int, subject_id: str, listing: Listing) -> str:
    """Opaque, and good for one listing of one subject only, as with real platforms."""
    check = crc32(f"{position} {subject_id} {listing}".encode())
    return f"{position:x}-{check:08x}"


def _read_cursor(cursor: str | None, subject_id: str, listing: Listing) -> int:
    if cursor is None:
        return 0
    written = CURSOR.fullmatch(cursor)
    position = int(written[1], 16) if written else 0
    if cursor != _write_cursor(position, subject_id, listing):
        raise LeadersError(
            f"simulated: the cursor {cursor!r} is not one for the {listing} of {subject_id}; "
            "start this visit again without a cursor."
        )
    return position
