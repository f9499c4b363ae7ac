"""From VK's answers to rows: pure functions that believe nothing.

A row that makes no sense is skipped, a field that makes none is None. Lists of ids are refused as
a whole when one of them cannot be read: passed over, it would be somebody who is there no more.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from leaders.errors import PlatformRefused
from leaders.model import Edge, EdgeKind, Post
from leaders.platforms.parsing import dig, dig_rows, parse_count, parse_post_text, parse_seconds
from leaders.platforms.vk.addresses import (
    account_of,
    drop_mentions,
    find_mentions,
    is_owner,
    post_of,
)

Rows = list[object]


def demand_items(answer: object, method: str, *path: str) -> Rows:
    """The rows of an answer that makes no sense without; raises ``PlatformRefused``."""
    rows = dig(answer, *path, "items")
    if not isinstance(rows, list):
        raise PlatformRefused(f"VK answered {method} without rows; try again later.", 200)
    return rows


def demand_count(answer: object, method: str, *path: str) -> int:
    """How many rows a listing has; raises ``PlatformRefused`` where that is not told."""
    count = parse_count(dig(answer, *path, "count"))
    if count is None:
        raise PlatformRefused(f"VK does not say how much {method} has; try again later.", 200)
    return count


def demand_owners(answer: object, method: str, *path: str) -> list[int]:
    """A list of ids; raises ``PlatformRefused`` when it is none."""
    owners = [it for it in demand_items(answer, method, *path) if is_owner(it)]
    if len(owners) != len(demand_items(answer, method, *path)):
        raise PlatformRefused(f"VK gave ids in {method} that cannot be read; try again later.", 200)
    return owners


def make_edges(
    kind: EdgeKind, sources: Iterable[int], targets: Iterable[int], post_id: str | None = None
) -> tuple[Edge, ...]:
    """Attention of each source to each target, of nobody to himself."""
    to = list(targets)
    return tuple(
        Edge(account_of(source), account_of(target), kind, post_id)
        for source in sources
        for target in to
        if source != target
    )


def parse_owner(row: object, *keys: str) -> int | None:
    """The id of a person or community in a row; None where there is none."""
    value = dig(row, *keys)
    return value if is_owner(value) else None


def parse_number(row: object, key: str = "id") -> int | None:
    """The number of a post or comment; None where there is none."""
    value = dig(row, key)
    return value if is_owner(value) and value > 0 else None


def parse_post(row: object) -> Post | None:
    """A post that its wall's owner wrote, with its counts; None for any other."""
    owner, number = parse_owner(row, "owner_id"), parse_number(row)
    is_own = owner is not None and parse_owner(row, "from_id") == owner
    if owner is None or number is None or not is_own or dig(row, "post_type") == "reply":
        return None
    return Post(
        post_id=post_of(owner, number),
        author_id=account_of(owner),
        posted_at=parse_seconds(dig(row, "date")),
        views_count=parse_count(dig(row, "views", "count")),
        likes_count=parse_count(dig(row, "likes", "count")),
        comments_count=parse_count(dig(row, "comments", "count")),
        reposts_count=parse_count(dig(row, "reposts", "count")),
        is_marked_ad=_parse_flag(dig(row, "marked_as_ads")),
    )


def parse_wall(rows: Rows, owner: int) -> tuple[tuple[Post, ...], tuple[Edge, ...]]:
    """The posts of a wall's owner, and whom it mentions and reposts."""
    posts: dict[str, Post] = {}
    edges: dict[Edge, None] = {}
    for row in rows:
        post = parse_post(row)
        if post is None or post.author_id != account_of(owner) or post.post_id in posts:
            continue
        text = parse_post_text(drop_mentions(dig(row, "text")))
        posts[post.post_id] = replace(post, text=text)
        edges |= dict.fromkeys(_find_repost(row, owner, post.posted_at))
        edges |= dict.fromkeys(_find_mentions(row, owner, post))
    return tuple(posts.values()), tuple(edges)


def parse_found_posts(rows: Rows) -> tuple[tuple[str, ...], tuple[Post, ...]]:
    """Authors of posts that a search found, and those of the posts that stand on their own wall."""
    authors = [parse_owner(row, "from_id") for row in rows]
    posts = {post.post_id: post for row in rows if (post := parse_post(row))}
    found = dict.fromkeys(account_of(it) for it in authors if it is not None)
    return tuple(found), tuple(posts.values())


def parse_found_communities(rows: Rows) -> tuple[str, ...]:
    """The communities that a search found, without those that are closed for good."""
    numbers = [parse_number(row) for row in rows if dig(row, "deactivated") is None]
    return tuple(dict.fromkeys(account_of(-it) for it in numbers if it is not None))


def parse_comments(rows: Rows, owner: int, post_id: str) -> tuple[Edge, ...]:
    """Comments below a post, and those in the threads that are shown with them.

    Who is deleted has no id; what a wall's owner writes below its own post is no attention.
    """
    edges: dict[Edge, None] = {}
    for row in rows:
        for comment in (row, *dig_rows(row, "thread", "items")):
            author = parse_owner(comment, "from_id")
            if author is None or author == owner:
                continue
            moment = parse_seconds(dig(comment, "date"))
            edge = Edge(account_of(author), account_of(owner), EdgeKind.COMMENT, post_id, moment)
            edges[edge] = None
    return tuple(edges)


def find_long_threads(rows: Rows, shown: int) -> tuple[int, ...]:
    """The comments whose threads are longer than what is shown of them."""
    long = [row for row in rows if (parse_count(dig(row, "thread", "count")) or 0) > shown]
    return tuple(number for row in long if (number := parse_number(row)) is not None)


def _parse_flag(value: object) -> bool | None:
    """VK writes 0 and 1; what it does not say is None."""
    return bool(value) if isinstance(value, int) and value in (0, 1) else None


def _find_repost(row: object, owner: int, moment: datetime | None) -> Iterable[Edge]:
    """The last of a post's history is the original: its author is credited, nobody in between."""
    history = dig_rows(row, "copy_history")
    first = history[-1] if history else None
    original, number = parse_owner(first, "owner_id"), parse_number(first)
    if original is None or number is None or original == owner:
        return []
    post_id = post_of(original, number)
    return [Edge(account_of(owner), account_of(original), EdgeKind.REPOST, post_id, moment)]


def _find_mentions(row: object, owner: int, post: Post) -> list[Edge]:
    return [
        Edge(post.author_id, account_of(it), EdgeKind.MENTION, post.post_id, post.posted_at)
        for it in find_mentions(dig(row, "text"))
        if it != owner
    ]
