"""From Bluesky's answers to rows: pure functions that believe nothing.

A row that makes no sense is skipped, a field that makes none is None. Only an answer without its
list of rows is refused as a whole, because then nobody knows what it left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from leaders.model import Account, Edge, EdgeKind, Post
from leaders.platforms.bluesky.addresses import PREFIX, is_did, is_handle, is_list, read_author
from leaders.platforms.parsing import (
    LONGEST_TEXT,
    dig,
    dig_rows,
    parse_count,
    parse_moment,
    parse_name,
    parse_post_text,
    parse_text,
)
from leaders.platforms.published import find_links

OURS = re.compile(r"(.*\.)?bsky\.app")
HANDED_OUT = (".bsky.social", ".brid.gy")
"""Where handles are handed out: to members, and to bridges from elsewhere."""
REPLY_LEVELS = 10
UNLISTED = "!no-unauthenticated"
"""The label by which an account asks that only people with a login are shown it."""


def parse_account(view: object) -> Account | None:
    """A profile with counts. Who asks not to be shown to strangers keeps no name, address and
    words.
    """
    did = dig(view, "did")
    if not is_did(did):
        return None
    handle = dig(view, "handle")
    is_hidden = is_unlisted(view)
    return Account(
        account_id=PREFIX + did,
        handle=handle.lower() if is_handle(handle) else None,
        name=None if is_hidden else parse_name(dig(view, "displayName")),
        url=None if is_hidden else f"https://bsky.app/profile/{did}",
        followers_count=parse_count(dig(view, "followersCount")),
        following_count=parse_count(dig(view, "followsCount")),
        posts_count=parse_count(dig(view, "postsCount")),
        is_unlisted=is_hidden,
        links=() if is_hidden else _find_links(dig(view, "description")),
        bio="" if is_hidden else parse_text(dig(view, "description")),
        created_at=None if is_hidden else parse_moment(dig(view, "createdAt")),
        verified_links=() if is_hidden else _find_domain(handle),
    )


def _find_links(description: object) -> tuple[str, ...] | None:
    """The addresses in a description; None where Bluesky told none."""
    return find_links(description[:LONGEST_TEXT], OURS) if isinstance(description, str) else None


def _find_domain(handle: object) -> tuple[str, ...]:
    """The page of the domain that a handle is, which only who has that domain can be called.

    Handles that a network hands out (``alice.bsky.social``) prove nothing but that.
    """
    if not is_handle(handle) or handle.lower().endswith(HANDED_OUT):
        return ()
    return (f"https://{handle.lower()}",)


def is_unlisted(view: object) -> bool:
    """Whether an account asks not to be shown to strangers."""
    labels = dig(view, "labels")
    if not isinstance(labels, list):
        return False
    # A label with `neg` takes an earlier one back.
    return any(dig(it, "val") == UNLISTED and dig(it, "neg") is not True for it in labels)


def parse_ids(rows: list[object], *path: str) -> tuple[str, ...]:
    """The ids of the accounts that lie in rows under ``path``, each once."""
    dids = [dig(row, *path, "did") for row in rows]
    return tuple(dict.fromkeys(PREFIX + did for did in dids if is_did(did)))


def parse_found(rows: list[object], *path: str) -> tuple[str, ...]:
    """As ``parse_ids``, without those who ask not to be shown to strangers."""
    return parse_ids([row for row in rows if not is_unlisted(dig(row, *path))], *path)


def parse_lists(rows: list[object]) -> tuple[str, ...]:
    """Addresses of curated lists and starter packs; lists for muting and blocking are left out."""
    kept = [row for row in rows if not is_for_blocking(row)]
    return tuple(dict.fromkeys(uri for uri in (dig(row, "uri") for row in kept) if is_list(uri)))


def is_for_blocking(view: object) -> bool:
    """Whether a list names accounts to mute or to block: the contrary of a recommendation."""
    return dig(view, "purpose") == "app.bsky.graph.defs#modlist"


def parse_followers(rows: list[object], did: str) -> tuple[Edge, ...]:
    """Followers of an account."""
    target = PREFIX + did
    return tuple(Edge(it, target, EdgeKind.FOLLOW) for it in parse_ids(rows) if it != target)


def parse_following(rows: list[object], did: str) -> tuple[Edge, ...]:
    """Whom an account follows."""
    source = PREFIX + did
    return tuple(Edge(source, it, EdgeKind.FOLLOW) for it in parse_ids(rows) if it != source)


def parse_likes(rows: list[object], post_uri: str) -> tuple[Edge, ...]:
    """Likes of a post, each with its moment."""
    likers = ((dig(row, "actor", "did"), _happened_at(row)) for row in rows)
    return _credit(EdgeKind.LIKE, post_uri, likers)


def parse_reposts(rows: list[object], post_uri: str) -> tuple[Edge, ...]:
    """Reposts of a post; Bluesky does not say when."""
    return _credit(EdgeKind.REPOST, post_uri, ((dig(row, "did"), None) for row in rows))


def parse_quotes(rows: list[object], post_uri: str) -> tuple[Edge, ...]:
    """Quotes of a post by the authors of the posts that quote it."""
    quoters = ((read_author(dig(row, "uri")), _posted_at(row)) for row in rows)
    return _credit(EdgeKind.QUOTE, post_uri, quoters)


def parse_feed(rows: list[object], did: str) -> tuple[tuple[Post, ...], tuple[Edge, ...]]:
    """An account's own posts, and whom it mentions, quotes and reposts."""
    posts: dict[str, Post] = {}
    edges: dict[Edge, None] = {}
    for row in rows:
        view, reason = dig(row, "post"), dig(row, "reason")
        if _is_kind(reason, "reasonRepost"):
            moment = earliest_moment(dig(reason, "indexedAt"))
            edges |= dict.fromkeys(_credit(EdgeKind.REPOST, dig(view, "uri"), [(did, moment)]))
            continue
        post = parse_post(view)
        if post is None or post.author_id != PREFIX + did or _is_kind(reason, "reasonPin"):
            continue
        posts.setdefault(post.post_id, replace(post, text=_read_text(view)))
        edges |= dict.fromkeys([*_find_mentions(view, post), *_find_quote(view, post)])
    return tuple(posts.values()), tuple(edges)


def parse_found_posts(rows: list[object]) -> tuple[tuple[str, ...], tuple[Post, ...]]:
    """Authors of posts that a search found, and those of the posts that are no replies."""
    shown = [row for row in rows if not is_unlisted(dig(row, "author"))]
    roots = [parse_post(row) for row in shown if dig(row, "record", "reply") is None]
    posts = {post.post_id: post for post in roots if post}
    return parse_ids(shown, "author"), tuple(posts.values())


def parse_post(view: object) -> Post | None:
    """A post with its counts."""
    uri = dig(view, "uri")
    author = read_author(uri)
    if author is None:
        return None
    return Post(
        post_id=f"{PREFIX}{uri}",
        author_id=PREFIX + author,
        posted_at=_posted_at(view),
        likes_count=parse_count(dig(view, "likeCount")),
        comments_count=parse_count(dig(view, "replyCount")),
        reposts_count=parse_count(dig(view, "repostCount")),
        quotes_count=parse_count(dig(view, "quoteCount")),
    )


@dataclass(frozen=True, slots=True)
class Thread:
    """The replies below a post, each to the author whom it answers.

    ``declared_count`` sums what every shown post says of its replies: with those that are
    deleted, blocked or too deep. ``is_cut``: some lie deeper than the platform was asked for.
    """

    edges: tuple[Edge, ...]
    declared_count: int | None
    is_cut: bool


def parse_thread(root: object) -> Thread:
    """All replies of a tree; branches that are blocked or deleted have none."""
    edges: dict[Edge, None] = {}
    declared: int | None = None
    is_cut = False
    level = [root]
    for depth in range(REPLY_LEVELS + 1):  # level by level: a hostile tree may be endlessly deep
        below: list[object] = []
        for node in level:
            count = parse_count(dig(node, "post", "replyCount"))
            declared = declared if count is None else (declared or 0) + count
            is_cut = is_cut or (depth == REPLY_LEVELS and bool(count))
            replies = dig_rows(node, "replies") if depth < REPLY_LEVELS else []
            edges |= dict.fromkeys(_find_replies(node, replies))
            below += replies
        level = below
    return Thread(tuple(edges), declared, is_cut)


def earliest_moment(*claims: object) -> datetime | None:
    """The earliest of the moments that can be read: an app may date its records as it likes, the
    platform dates them when they arrive.
    """
    return min((moment for it in claims if (moment := parse_moment(it))), default=None)


def _is_kind(value: object, name: str) -> bool:
    kind = dig(value, "$type")
    return isinstance(kind, str) and kind.endswith(f"#{name}")


def _happened_at(row: object) -> datetime | None:
    return earliest_moment(dig(row, "createdAt"), dig(row, "indexedAt"))


def _posted_at(view: object) -> datetime | None:
    return earliest_moment(dig(view, "record", "createdAt"), dig(view, "indexedAt"))


def _read_text(view: object) -> str | None:
    """What a post says, if it answers nobody."""
    is_reply = dig(view, "record", "reply") is not None
    return None if is_reply else parse_post_text(dig(view, "record", "text"))


def _credit(
    kind: EdgeKind, post_uri: object, sources: Iterable[tuple[object, datetime | None]]
) -> tuple[Edge, ...]:
    """Attention of others to the author of a post."""
    author = read_author(post_uri)
    return tuple(
        Edge(PREFIX + did, PREFIX + author, kind, f"{PREFIX}{post_uri}", moment)
        for did, moment in sources
        if author is not None and is_did(did) and did != author
    )


def _find_mentions(view: object, post: Post) -> list[Edge]:
    features = [
        it for facet in dig_rows(view, "record", "facets") for it in dig_rows(facet, "features")
    ]
    mentioned = parse_ids([it for it in features if _is_kind(it, "mention")])
    return [
        Edge(post.author_id, target, EdgeKind.MENTION, post.post_id, post.posted_at)
        for target in mentioned
        if target != post.author_id
    ]


def _find_quote(view: object, post: Post) -> tuple[Edge, ...]:
    # The embed as shown, not as written: a post that is deleted, blocked or was detached by its
    # author is not credited.
    shown = dig(view, "embed", "record")
    record = shown if _is_kind(shown, "viewRecord") else dig(shown, "record")
    if not _is_kind(record, "viewRecord"):
        return ()
    quoter = post.author_id.removeprefix(PREFIX)
    return _credit(EdgeKind.QUOTE, dig(record, "uri"), [(quoter, post.posted_at)])


def _find_replies(node: object, replies: list[object]) -> tuple[Edge, ...]:
    answers = [dig(reply, "post") for reply in replies]
    repliers = ((read_author(dig(it, "uri")), _posted_at(it)) for it in answers)
    return _credit(EdgeKind.REPLY, dig(node, "post", "uri"), repliers)
