"""From Mastodon's answers to rows: pure functions that believe nothing.

A row that makes no sense is skipped, a field that makes none is None. ``origin`` is who answered:
without it nobody knows where somebody called ``anna`` is at home.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from leaders.model import Account, AccountKind, Edge, EdgeKind, Post
from leaders.platforms.mastodon.addresses import (
    PREFIX,
    Origin,
    find_post,
    is_number,
    name_account,
    name_post,
)
from leaders.platforms.mastodon.markup import is_link, read_links, read_text
from leaders.platforms.parsing import (
    dig,
    dig_rows,
    parse_count,
    parse_moment,
    parse_name,
    parse_post_text,
    parse_text,
)

PUBLIC = ("public", "unlisted")
MOST_LINKS = 20
HIDING = (("hide_collections",), ("pleroma", "hide_followers"), ("pleroma", "hide_follows"))
"""Pleroma, which speaks the same interface, may hide the counts too: they are zero then."""
REPLIES = 60
REPLY_LEVELS = 20
"""So many replies, and so deep, are shown to strangers."""
_NO_ROBOTS = re.compile(r"#no(bots?|index|search)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Local:
    """An account as its home knows it: ``number`` is what it is called there, ``hides`` whether it
    hides whom it follows or who follows it.
    """

    number: str
    account: Account
    hides: bool
    is_suspended: bool


def parse_id(view: object, origin: Origin) -> str | None:
    """The id of an account."""
    return name_account(dig(view, "acct"), origin.domain)


def parse_ids(rows: list[object], origin: Origin) -> tuple[str, ...]:
    """The ids of accounts, each once."""
    return tuple(dict.fromkeys(it for row in rows if (it := parse_id(row, origin))))


def is_account(view: object) -> bool:
    """Whether this is an account, be it one whose name nobody but its own software understands.

    Such a name is never stored, so that leaving it out takes nothing away.
    """
    acct = dig(view, "acct")
    return isinstance(acct, str) and acct != ""


def is_local(view: object) -> bool:
    """Whether an account is at home at who answered."""
    acct = dig(view, "acct")
    return isinstance(acct, str) and "@" not in acct


def is_unlisted(view: object) -> bool:
    """Whether an account asks not to be shown to strangers.

    Only its home knows: elsewhere everybody who did not answer that question seems to have said
    no. Whoever was never asked (None) is listed, as everybody on other networks is.
    """
    asks = dig(view, "discoverable") is False or dig(view, "noindex") is True
    return is_local(view) and (asks or _NO_ROBOTS.search(read_text(dig(view, "note"))) is not None)


def parse_found(rows: list[object], origin: Origin) -> tuple[str, ...]:
    """As ``parse_ids``, without those who ask not to be shown to strangers."""
    return parse_ids([row for row in rows if not is_unlisted(row)], origin)


def has_words(view: object, words: str) -> bool:
    """Whether all of the words begin a word of a profile."""
    fields = [dig(it, key) for it in dig_rows(view, "fields") for key in ("name", "value")]
    shown = [dig(view, "username"), dig(view, "display_name"), dig(view, "note"), *fields]
    text = " ".join(map(read_text, shown))
    asked = words.replace("#", " ").split()
    return all(re.search(rf"(?<!\w){re.escape(it)}", text, re.IGNORECASE) for it in asked)


def parse_local(view: object, origin: Origin) -> Local | None:
    """An account out of its home's mouth. Who asks not to be shown keeps no name, address and
    words.
    """
    account_id, number = parse_id(view, origin), dig(view, "id")
    if account_id is None or not is_number(number) or not is_local(view):
        return None
    is_hidden = is_unlisted(view)
    url = dig(view, "url")
    account = Account(
        account_id=account_id,
        kind=AccountKind.COMMUNITY if dig(view, "group") is True else None,
        handle=account_id.removeprefix(PREFIX),
        name=None if is_hidden else parse_name(dig(view, "display_name")),
        url=str(url) if is_link(url) and not is_hidden else None,
        followers_count=parse_count(dig(view, "followers_count")),
        following_count=parse_count(dig(view, "following_count")),
        posts_count=parse_count(dig(view, "statuses_count")),
        is_unlisted=is_hidden,
        links=() if is_hidden else _find_links(view),
        verified_links=() if is_hidden else _find_verified(view),
        bio="" if is_hidden else _read_note(view),
        created_at=None if is_hidden else parse_moment(dig(view, "created_at")),
    )
    hides = any(dig(view, *path) is True for path in HIDING)
    return Local(str(number), account, hides, dig(view, "suspended") is True)


def parse_followers(rows: list[object], account_id: str, origin: Origin) -> tuple[Edge, ...]:
    """Followers of an account."""
    ids = parse_ids(rows, origin)
    return tuple(Edge(it, account_id, EdgeKind.FOLLOW) for it in ids if it != account_id)


def parse_following(rows: list[object], account_id: str, origin: Origin) -> tuple[Edge, ...]:
    """Whom an account follows."""
    ids = parse_ids(rows, origin)
    return tuple(Edge(account_id, it, EdgeKind.FOLLOW) for it in ids if it != account_id)


def parse_engagers(
    rows: list[object], kind: EdgeKind, post: Post, origin: Origin
) -> tuple[Edge, ...]:
    """Who liked or boosted a post; Mastodon does not say when."""
    ids = parse_ids(rows, origin)
    edges = (_credit(kind, it, (post.author_id, post.post_id), None) for it in ids)
    return tuple(edge for edge in edges if edge)


def parse_quotes(rows: list[object], post: Post, origin: Origin) -> tuple[Edge, ...]:
    """Quotes of a post by the authors of the posts that quote it."""
    edges = (
        _credit(
            EdgeKind.QUOTE, parse_id(dig(row, "account"), origin), (post.author_id, post.post_id),
            parse_moment(dig(row, "created_at")),
        )
        for row in rows
    )  # fmt: skip
    return tuple(dict.fromkeys(edge for edge in edges if edge))


def parse_post(view: object, origin: Origin) -> Post | None:
    """A public post, named after its author's home; its counts are known only there."""
    author_id, post_id = name_status(view, origin)
    if not (author_id and post_id) or dig(view, "visibility") not in PUBLIC:
        return None
    here = is_local(dig(view, "account"))
    likes, replies, reposts, quotes = (
        parse_count(dig(view, f"{it}_count")) if here else None
        for it in ("favourites", "replies", "reblogs", "quotes")
    )
    return Post(
        post_id=post_id,
        author_id=author_id,
        posted_at=parse_moment(dig(view, "created_at")),
        likes_count=likes,
        comments_count=replies,
        reposts_count=reposts,
        quotes_count=quotes,
    )


def name_status(view: object, origin: Origin) -> tuple[str | None, str | None]:
    """The author of a post and the post's id, as far as they can be known."""
    author_id = parse_id(dig(view, "account"), origin)
    if author_id is None:
        return None, None
    if is_local(dig(view, "account")):
        return author_id, name_post(origin.host, dig(view, "id"))
    return author_id, find_post(dig(view, "uri"), author_id) or find_post(
        dig(view, "url"), author_id
    )


def parse_statuses(
    rows: list[object], account_id: str, origin: Origin
) -> tuple[tuple[Post, ...], tuple[Edge, ...]]:
    """An account's own posts, and whom it mentions, quotes and boosts."""
    posts: dict[str, Post] = {}
    edges: dict[Edge, None] = {}
    for row in rows:
        is_his = parse_id(dig(row, "account"), origin) == account_id
        if not is_his or dig(row, "visibility") not in PUBLIC:
            continue
        boosted = dig(row, "reblog")
        if boosted is not None:
            moment = parse_moment(dig(row, "created_at"))
            boost = _credit(EdgeKind.REPOST, account_id, name_status(boosted, origin), moment)
            edges |= {boost: None} if boost else {}
            continue
        post = parse_post(row, origin)
        if post:
            posts.setdefault(post.post_id, replace(post, text=_read_content(row)))
            edges |= dict.fromkeys(
                [*_find_mentions(row, post, origin), *_find_quote(row, post, origin)]
            )
    return tuple(posts.values()), tuple(edges)


def parse_found_posts(
    rows: list[object], origin: Origin
) -> tuple[tuple[str, ...], tuple[Post, ...]]:
    """Authors of posts that a search found, and those of the posts that are no replies."""
    shown = [row for row in rows if not is_unlisted(dig(row, "account"))]
    roots = (parse_post(row, origin) for row in shown if dig(row, "in_reply_to_id") is None)
    posts = {post.post_id: post for post in roots if post}
    return parse_ids([dig(row, "account") for row in shown], origin), tuple(posts.values())


@dataclass(frozen=True, slots=True)
class Replies:
    """The replies below a post. ``declared_count`` sums what every post says of its replies;
    ``is_cut``: the server stopped where it stops for strangers.
    """

    edges: tuple[Edge, ...]
    declared_count: int | None
    is_cut: bool


def parse_replies(rows: list[object], number: str, root: Post, origin: Origin) -> Replies:
    """Replies below the post that its home calls ``number``, each to the author whom it answers."""
    named = {str(dig(row, "id")): name_status(row, origin) for row in rows}
    named[number] = (root.author_id, root.post_id)
    levels = {number: 0}
    edges: dict[Edge, None] = {}
    declared = root.comments_count
    for row in rows:
        answered = str(dig(row, "in_reply_to_id"))
        if answered not in named:
            continue
        levels[str(dig(row, "id"))] = levels.get(answered, 0) + 1
        count = parse_count(dig(row, "replies_count"))
        declared = declared if count is None else (declared or 0) + count
        replier = parse_id(dig(row, "account"), origin)
        moment = parse_moment(dig(row, "created_at"))
        edge = _credit(EdgeKind.REPLY, replier, named[answered], moment)
        edges |= {edge: None} if edge else {}
    is_full = len(rows) >= REPLIES or max(levels.values()) >= REPLY_LEVELS
    return Replies(tuple(edges), declared, is_full and (declared or 0) > len(rows))


def _credit(
    kind: EdgeKind,
    source_id: str | None,
    target: tuple[str | None, str | None],
    moment: datetime | None,
) -> Edge | None:
    """Attention to the author of a post; none of one's own."""
    author_id, post_id = target
    if source_id is None or author_id is None or source_id == author_id:
        return None
    return Edge(source_id, author_id, kind, post_id, moment)


def _find_mentions(view: object, post: Post, origin: Origin) -> Iterable[Edge]:
    for target in parse_ids(dig_rows(view, "mentions"), origin):
        if target != post.author_id:
            yield Edge(post.author_id, target, EdgeKind.MENTION, post.post_id, post.posted_at)


def _find_quote(view: object, post: Post, origin: Origin) -> Iterable[Edge]:
    if dig(view, "quote", "state") == "accepted":  # a quote that was revoked credits nobody
        quoted = name_status(dig(view, "quote", "quoted_status"), origin)
        edge = _credit(EdgeKind.QUOTE, post.author_id, quoted, post.posted_at)
        yield from (edge,) if edge else ()


def _read_note(view: object) -> str | None:
    note = dig(view, "note")
    return parse_text(read_text(note)) if isinstance(note, str) else None


def _read_content(view: object) -> str | None:
    """What a post says behind its warning, if it answers nobody."""
    content, warning = dig(view, "content"), dig(view, "spoiler_text")
    if not isinstance(content, str) or dig(view, "in_reply_to_id") is not None:
        return None
    words = [warning if isinstance(warning, str) else "", read_text(content)]
    return parse_post_text(" ".join(words))


def _find_links(view: object) -> tuple[str, ...]:
    """Addresses in a profile's fields, those that its server verified first; where it moved to."""
    fields = sorted(
        dig_rows(view, "fields"), key=lambda it: parse_moment(dig(it, "verified_at")) is None
    )
    moved = dig(view, "moved", "url")
    links = [link for it in fields for link in read_links(dig(it, "value"))]
    return tuple(dict.fromkeys([*([str(moved)] if is_link(moved) else []), *links]))[:MOST_LINKS]


def _find_verified(view: object) -> tuple[str, ...]:
    """Addresses in a profile's fields of which its server found that they link back (rel=me)."""
    verified = [
        it for it in dig_rows(view, "fields") if parse_moment(dig(it, "verified_at")) is not None
    ]
    links = (link for it in verified for link in read_links(dig(it, "value")))
    return tuple(dict.fromkeys(links))[:MOST_LINKS]
