"""Which endpoint tells which listing, where in it we are, and what its answer becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Ended, Listing, Page
from leaders.platforms.bluesky import parse
from leaders.platforms.bluesky.addresses import PREFIX, is_did, is_list, read_author
from leaders.platforms.parsing import demand_rows, dig, is_cursor, parse_count, parse_name
from leaders.platforms.web import Params

ROWS = 100
ROWS_AGAIN = 61
"""Pages of the second reading end elsewhere: Bluesky loses a row at the border of two pages when
two rows have the same time and content."""
AGAIN = "again"
PACKS = "packs"
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a listing we are. ``step`` is the second half of a listing that takes two: PACKS
    after an account's lists, or the address of the list behind a starter pack.
    """

    is_again: bool = False
    step: str = ""
    cursor: str = ""

    @property
    def rows(self) -> int:
        """How many rows a page holds at most."""
        return ROWS_AGAIN if self.is_again else ROWS

    def write(self) -> str:
        """As the cursor of a page; what Bluesky gave stays as it is wherever that is enough."""
        position = f"{self.step}|{self.cursor}" if self.step else self.cursor
        return ":".join(filter(None, (AGAIN if self.is_again else "", position)))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method: the parameter that says whose, the key of its rows, what else is sent."""

    method: str
    subject: str
    rows: str
    others: Params = field(default_factory=dict)
    is_paged: bool = True

    def ask(self, subject: str, place: Place) -> Params:
        """The parameters that ask for a page, but for the cursor."""
        size = {"limit": place.rows} if self.is_paged else {}
        return {self.subject: subject, **self.others, **size}


STATES = (Listing.FOLLOWERS, Listing.FOLLOWING)
_NEWEST: Params = {"sort": "latest"}
ENDPOINTS: Mapping[Listing, Endpoint] = {
    Listing.FOLLOWERS: Endpoint("app.bsky.graph.getFollowers", "actor", "followers", _NEWEST),
    Listing.FOLLOWING: Endpoint("app.bsky.graph.getFollows", "actor", "follows", _NEWEST),
    Listing.POSTS: Endpoint(
        "app.bsky.feed.getAuthorFeed", "actor", "feed", {"filter": "posts_no_replies"}
    ),
    Listing.LIKERS: Endpoint("app.bsky.feed.getLikes", "uri", "likes"),
    Listing.REPOSTERS: Endpoint("app.bsky.feed.getRepostedBy", "uri", "repostedBy"),
    Listing.QUOTERS: Endpoint("app.bsky.feed.getQuotes", "uri", "posts"),
    Listing.REPLIERS: Endpoint(
        "app.bsky.feed.getPostThread", "uri", "thread",
        {"depth": parse.REPLY_LEVELS, "parentHeight": 0}, is_paged=False,
    ),
    Listing.SEARCH_ACCOUNTS: Endpoint("app.bsky.actor.searchActors", "q", "actors"),
    # A word with # is searched as a hashtag, as in Bluesky's own app.
    Listing.SEARCH_POSTS: Endpoint("app.bsky.feed.searchPosts", "q", "posts", _NEWEST),
    Listing.SEARCH_LISTS: Endpoint("app.bsky.graph.searchStarterPacks", "q", "starterPacks"),
    Listing.LISTS: Endpoint(
        "app.bsky.graph.getLists", "actor", "lists", {"purposes": ["curatelist"]}
    ),
    Listing.LISTED: Endpoint("app.bsky.graph.getList", "list", "items"),
}  # fmt: skip
STARTER_PACKS = Endpoint("app.bsky.graph.getActorStarterPacks", "actor", "starterPacks")

NEWEST_FIRST = {
    Listing.FOLLOWERS, Listing.FOLLOWING, Listing.POSTS, Listing.LIKERS, Listing.REPOSTERS,
    Listing.QUOTERS, Listing.LISTED,
}  # fmt: skip
OF_POSTS = (Listing.LIKERS, Listing.REPOSTERS, Listing.QUOTERS, Listing.REPLIERS)
SEARCHES = (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS, Listing.SEARCH_LISTS)


def read_place(cursor: str | None) -> Place:
    """The place that ``Place.write`` wrote."""
    text = cursor or ""
    is_again = text == AGAIN or text.startswith(f"{AGAIN}:")
    position = text.removeprefix(AGAIN).removeprefix(":") if is_again else text
    step, bar, rest = position.partition("|")
    if bar and (step == PACKS or is_list(step)):
        return Place(is_again, step, rest)
    return Place(is_again, "", position)


def find_endpoint(listing: Listing, place: Place) -> Endpoint:
    """Which endpoint tells the page at a place."""
    return STARTER_PACKS if place.step == PACKS else ENDPOINTS[listing]


def find_next(cursor: str | None, listing: Listing, place: Place) -> Place | None:
    """The place after a page with this cursor of Bluesky's; None when the listing ends here.

    Short and empty pages occur midway: only a missing cursor ends a listing. Raises
    ``PlatformRefused`` for a cursor that cannot be kept and sent.
    """
    if cursor:
        if not is_cursor(cursor):
            raise PlatformRefused(
                f"Bluesky gave a cursor for the {listing} that leads nowhere; try again later.", 200
            )
        return replace(place, cursor=cursor)
    if listing is Listing.LISTS and place.step != PACKS:
        return Place(place.is_again, PACKS)
    return None


def read_subject(subject_id: str, listing: Listing) -> str:
    """What Bluesky calls a subject.

    Raises ``LeadersError`` when the listing is not one of such a subject.
    """
    plain = subject_id.removeprefix(PREFIX)
    if listing in SEARCHES:
        words = parse_name(subject_id[:LONGEST_WORDS])
        fits = bool(words)
        plain = words or ""
    elif listing in OF_POSTS:
        fits = read_author(plain) is not None
    elif listing is Listing.LISTED:
        fits = is_list(plain)
    else:
        fits = listing in ENDPOINTS and is_did(plain)
    if not fits:
        raise LeadersError(
            f"bluesky: {subject_id[:LONGEST_WORDS]!r} has no {listing}; "
            "ask for another listing or correct the name."
        )
    return plain


def read_page(body: object, listing: Listing, subject: str, place: Place) -> Page:
    """What one answer says, without the cursor of the next."""
    if listing is Listing.REPLIERS:
        return _read_replies(body)
    rows = demand_rows(body, "Bluesky", find_endpoint(listing, place).rows)
    if listing is Listing.LISTED:
        return _read_listed(body, rows)
    if listing in STATES and not all(is_did(dig(row, "did")) for row in rows):
        # Passed over, they would be follows that are no more: only a whole listing takes away.
        raise PlatformRefused(f"Bluesky gave {listing} that cannot be read; try again later.", 200)
    return _READERS[listing](rows, subject)


def _read_posts(rows: list[object], did: str) -> Page:
    posts, edges = parse.parse_feed(rows, did)
    return Page(posts=posts, edges=edges)


def _read_found_posts(rows: list[object], _words: str) -> Page:
    found, posts = parse.parse_found_posts(rows)
    return Page(found=found, posts=posts)


_READERS: Mapping[Listing, Callable[[list[object], str], Page]] = {
    Listing.FOLLOWERS: lambda rows, did: Page(edges=parse.parse_followers(rows, did)),
    Listing.FOLLOWING: lambda rows, did: Page(edges=parse.parse_following(rows, did)),
    Listing.POSTS: _read_posts,
    Listing.LIKERS: lambda rows, uri: Page(edges=parse.parse_likes(rows, uri)),
    Listing.REPOSTERS: lambda rows, uri: Page(edges=parse.parse_reposts(rows, uri)),
    Listing.QUOTERS: lambda rows, uri: Page(edges=parse.parse_quotes(rows, uri)),
    Listing.SEARCH_ACCOUNTS: lambda rows, _words: Page(found=parse.parse_found(rows)),
    Listing.SEARCH_POSTS: _read_found_posts,
    Listing.SEARCH_LISTS: lambda rows, _words: Page(lists=parse.parse_lists(rows)),
    Listing.LISTS: lambda rows, _did: Page(lists=parse.parse_lists(rows)),
}


def _read_listed(body: object, rows: list[object]) -> Page:
    view = dig(body, "list")
    if parse.is_for_blocking(view):
        why = "the list names accounts to mute or block, which recommends nobody"
        return Page(ended=Ended.FAILED, why=why)
    declared = parse_count(dig(view, "listItemCount"))
    return Page(found=parse.parse_found(rows, "subject"), declared_count=declared)


def _read_replies(body: object) -> Page:
    root = dig(body, "thread")
    if dig(root, "notFound") is True:
        return Page(ended=Ended.GONE, why="the post is deleted")
    if dig(root, "blocked") is True:
        return Page(ended=Ended.HIDDEN, why="the author of the post and we block each other")
    if read_author(dig(root, "post", "uri")) is None:
        raise PlatformRefused("Bluesky answered without a thread; look at its address.", 200)
    thread = parse.parse_thread(root)
    too_deep = f"replies below {parse.REPLY_LEVELS} levels were not asked for"
    return Page(
        edges=thread.edges,
        declared_count=thread.declared_count,
        ended=Ended.CUT if thread.is_cut else Ended.COMPLETE,
        why=too_deep if thread.is_cut else None,
    )
