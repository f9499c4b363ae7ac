"""Which endpoint tells which listing, and what its answer becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from leaders.errors import PlatformRefused
from leaders.model import EdgeKind, Ended, Listing, Page, Post
from leaders.platforms.mastodon import parse
from leaders.platforms.mastodon.addresses import Origin, is_list_number
from leaders.platforms.parsing import dig
from leaders.platforms.web import Params

ROWS = 80
STATUSES = 40


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A path with the number of an account, a post or a list in it; ``rows`` a page at most."""

    path: str
    rows: int = ROWS
    others: Params = field(default_factory=dict)

    def ask(self, number: str) -> tuple[str, Params]:
        """The path and the parameters that ask for a page, but for the cursor."""
        return self.path.format(number), {**self.others, "limit": self.rows}


ENDPOINTS: Mapping[Listing, Endpoint] = {
    Listing.FOLLOWERS: Endpoint("/api/v1/accounts/{}/followers"),
    Listing.FOLLOWING: Endpoint("/api/v1/accounts/{}/following"),
    Listing.POSTS: Endpoint("/api/v1/accounts/{}/statuses", STATUSES, {"exclude_replies": "true"}),
    Listing.LIKERS: Endpoint("/api/v1/statuses/{}/favourited_by"),
    Listing.REPOSTERS: Endpoint("/api/v1/statuses/{}/reblogged_by"),
    Listing.QUOTERS: Endpoint("/api/v1/statuses/{}/quotes", STATUSES),
    Listing.LISTED: Endpoint("/api/v1/lists/{}/accounts"),
}
STATES = (Listing.FOLLOWERS, Listing.FOLLOWING)
OF_ACCOUNTS = (Listing.POSTS, Listing.FOLLOWING, Listing.FOLLOWERS)
OF_POSTS = (Listing.LIKERS, Listing.REPOSTERS, Listing.QUOTERS, Listing.REPLIERS)
SEARCHES = (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS)
NEWEST_FIRST = {*OF_ACCOUNTS, Listing.LIKERS, Listing.REPOSTERS, Listing.QUOTERS}
"""By the numbers of the follows, likes and posts, which only grow."""


def demand_list(body: object, host: str) -> list[object]:
    """The rows of an answer, which is a plain list; raises ``PlatformRefused`` for another."""
    if not isinstance(body, list):
        raise PlatformRefused(f"{host} answered without a list; read this listing later.", 200)
    return body


def read_of_account(rows: list[object], listing: Listing, account_id: str, origin: Origin) -> Page:
    """One page of what an account has."""
    if listing is Listing.POSTS:
        posts, edges = parse.parse_statuses(rows, account_id, origin)
        return Page(posts=posts, edges=edges)
    if not all(map(parse.is_account, rows)):
        # Passed over, they would be follows that are no more: only a whole listing takes away.
        raise PlatformRefused(
            f"{origin.host} gave {listing} that cannot be read; try again later.", 200
        )
    if listing is Listing.FOLLOWERS:
        return Page(edges=parse.parse_followers(rows, account_id, origin))
    return Page(edges=parse.parse_following(rows, account_id, origin))


def read_of_post(rows: list[object], listing: Listing, post: Post, origin: Origin) -> Page:
    """One page of the reactions to a post."""
    if listing is Listing.QUOTERS:
        return Page(edges=parse.parse_quotes(rows, post, origin))
    kind = EdgeKind.LIKE if listing is Listing.LIKERS else EdgeKind.REPOST
    return Page(edges=parse.parse_engagers(rows, kind, post, origin))


def read_replies(body: object, number: str, post: Post, origin: Origin) -> Page:
    """All replies below a post, as far as they are shown."""
    rows = demand_list(dig(body, "descendants"), origin.host)
    replies = parse.parse_replies(rows, number, post, origin)
    too_many = f"{origin.host} shows no more than {len(rows):,} of the replies"
    return Page(
        edges=replies.edges,
        declared_count=replies.declared_count,
        ended=Ended.CUT if replies.is_cut else Ended.COMPLETE,
        why=too_many if replies.is_cut else None,
    )


def read_lists(rows: list[object], host: str) -> tuple[str, ...]:
    """The addresses of lists."""
    numbers = (dig(row, "id") for row in rows)
    return tuple(
        dict.fromkeys(f"https://{host}/lists/{it}" for it in numbers if is_list_number(it))
    )


def is_hiding(listing: Listing, rows: list[object], page: Page, cursor: str | None) -> bool:
    """Whether follows are none although nobody says so: older servers do not say that an account
    hides them, and to whom it blocks it shows none.
    """
    is_all = cursor is None and page.cursor is None
    return listing in STATES and is_all and not rows and page.declared_count != 0
