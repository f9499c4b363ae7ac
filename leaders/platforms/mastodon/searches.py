"""Searches on several instances at once: a page is one page of each that has more.

The cursor holds where each goes on. One that is away keeps its place and is asked again with the
next page; only when nobody else has more, the search has failed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Ended, Listing, Page, Post
from leaders.platforms.mastodon import parse
from leaders.platforms.mastodon.addresses import Origin, is_number, read_host
from leaders.platforms.mastodon.instance import Instance
from leaders.platforms.mastodon.listings import ROWS, STATUSES, demand_list
from leaders.platforms.parsing import demand_rows, is_cursor, parse_name
from leaders.platforms.web import LinkHeader, Params, fetch_page

ACCOUNTS, DIRECTORY, TAG, STATUSES_FOUND = "accounts", "directory", "tag", "statuses"
STEPS = {
    Listing.SEARCH_ACCOUNTS: (ACCOUNTS, DIRECTORY),
    Listing.SEARCH_POSTS: (TAG, STATUSES_FOUND),
}
FOUND = 40
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where one instance goes on with one way of searching; an empty position is the beginning."""

    host: str
    step: str
    position: str = ""

    def write(self) -> str:
        """As a part of a cursor."""
        return f"{self.host}/{self.step}/{self.position}"


@dataclass(frozen=True, slots=True)
class Found:
    """What one instance answered, and where it goes on; None: no further."""

    ids: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    following: str | None = None


def read_words(text: str) -> str:
    """What is searched for; raises ``LeadersError`` for nothing."""
    words = parse_name(text[:LONGEST_WORDS])
    if not words:
        raise LeadersError("mastodon: nothing can be searched without words; correct the niche.")
    return words


def read_tag(words: str) -> str | None:
    """The hashtag that words make when they are written together; None when they make none."""
    tag = re.sub(r"[\s#·-]+", "", words)
    return tag if re.fullmatch(r"\w*[^\W\d]\w*", tag) else None


def begin(listing: Listing, servers: Sequence[str], tokens: Mapping[str, str]) -> list[Place]:
    """Every instance and way of searching; the words of posts are searched only with a login."""
    return [
        Place(host, step)
        for host in servers
        for step in STEPS[listing]
        if step != STATUSES_FOUND or host in tokens
    ]


def read_places(cursor: str, listing: Listing) -> list[Place]:
    """The places that ``write_places`` wrote; raises ``LeadersError`` for anything else."""
    parts = [text.split("/") for text in cursor.split(",")]
    is_sane = is_cursor(cursor) and all(
        len(part) == 3
        and read_host(part[0]) == part[0]
        and part[1] in STEPS[listing]
        and (not part[2] or is_number(part[2]))
        for part in parts
    )
    if not is_sane:
        raise LeadersError(f"mastodon: this is no cursor of {listing}: {cursor[:80]!r}.")
    return [Place(*part) for part in parts]


def write_places(places: Sequence[Place]) -> str | None:
    """The cursor of the next page; None when there is none."""
    return ",".join(place.write() for place in places) or None


def search(
    words: str,
    places: Sequence[Place],
    tokens: Mapping[str, str],
    open_instance: Callable[[str], Instance],
    note_closed: Callable[[PlatformRefused, str], bool],
) -> Page:
    """One page of each place. ``note_closed`` says whether a refusal is for good."""
    found: list[Found] = []
    following: list[Place] = []
    away: dict[Place, str] = {}
    closed: list[str] = []
    for place in places:
        try:
            answer = _ask(open_instance(place.host), place, words, place.host in tokens)
        except PlatformRefused as refusal:
            if note_closed(refusal, place.host):
                closed.append(str(refusal))
            else:
                away[place] = str(refusal)
                following.append(place)
            continue
        found.append(answer)
        if answer.following:
            following.append(replace(place, position=answer.following))
    has_failed = bool(away) and len(away) == len(following) and not found
    page = Page(
        found=tuple(dict.fromkeys(it for answer in found for it in answer.ids)),
        posts=tuple({post.post_id: post for it in found for post in it.posts}.values()),
        cursor=None if has_failed else write_places(following),
    )
    if has_failed:
        why = "; ".join(away.values())
        return replace(page, ended=Ended.FAILED, why=why, is_one_server=True)
    if closed and not found and not following:
        return replace(page, ended=Ended.HIDDEN, why="; ".join(closed))
    return page


def _ask(instance: Instance, place: Place, words: str, has_token: bool) -> Found:
    origin = instance.meet()
    if place.step == TAG:
        return _read_tag(instance, place, words, origin)
    if place.step == DIRECTORY:
        return _read_directory(instance, place, words, origin)
    kind = place.step
    asked: Params = {"q": words, "type": kind, "limit": FOUND}
    if place.position:  # strangers see the first page alone: an offset is refused
        asked = {**asked, "offset": place.position}
    body = instance.get("/api/v2/search", asked).body
    rows = demand_rows(body, instance.host, kind)
    following = _next_offset(rows, place, FOUND) if has_token else None
    if kind == ACCOUNTS:
        return Found(parse.parse_found(rows, origin), (), following)
    ids, posts = parse.parse_found_posts(rows, origin)
    return Found(ids, posts, following)


def _read_tag(instance: Instance, place: Place, words: str, origin: Origin) -> Found:
    tag = read_tag(words)
    if tag is None:
        return Found()
    path = f"/api/v1/timelines/tag/{tag}"
    asked = {"limit": STATUSES}
    body, following = fetch_page(
        instance, path, asked, LinkHeader("max_id"), place.position or None
    )
    ids, posts = parse.parse_found_posts(demand_list(body, instance.host), origin)
    return Found(ids, posts, following if is_number(following) else None)


def _read_directory(instance: Instance, place: Place, words: str, origin: Origin) -> Found:
    """The directory knows no words: of its active people those are taken who write them."""
    asked: Params = {
        "limit": ROWS,
        "offset": place.position or "0",
        "local": "true",
        "order": "active",
    }
    rows = demand_list(instance.get("/api/v1/directory", asked).body, instance.host)
    fitting = [row for row in rows if parse.has_words(row, words)]
    return Found(parse.parse_found(fitting, origin), (), _next_offset(rows, place, ROWS))


def _next_offset(rows: list[object], place: Place, step: int) -> str | None:
    """Pages of people are short where some are hidden: only an empty one is the last."""
    begun = int(place.position) if place.position.isdecimal() else 0
    return str(begun + step) if rows else None
