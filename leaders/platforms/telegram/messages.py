"""From messages to posts and to the attention in them: forwards, replies, mentions, comments.

In a channel the channel writes. In a group its members do: what they write counts as attention
to the group, and whom they forward, answer or mention gets theirs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from telethon.tl import types

from leaders.model import Edge, EdgeKind, Post
from leaders.platforms.parsing import parse_count, parse_post_text
from leaders.platforms.telegram.addresses import (
    LARGEST_MESSAGE,
    PREFIX,
    name_person,
    name_post,
    read_account,
)
from leaders.platforms.telegram.parse import parse_moment, parse_peer

MOST_MENTIONS = 20
_LONGEST_ALBUM = 10


@dataclass(slots=True)
class History:
    """What messages say. ``mentions`` are names, each with the edge to whoever is behind it."""

    posts: list[Post] = field(default_factory=list)
    edges: dict[Edge, None] = field(default_factory=dict)
    mentions: dict[tuple[str, Edge], None] = field(default_factory=dict)

    def credit(self, accounts: Mapping[str, str]) -> tuple[Edge, ...]:
        """All edges, with the mentions whose names are known."""
        named = [
            Edge(edge.source_id, accounts[name], edge.kind, edge.post_id, edge.happened_at)
            for name, edge in self.mentions
            if name in accounts
        ]
        every = dict.fromkeys([*self.edges, *named])
        return tuple(edge for edge in every if edge.source_id != edge.target_id)


def find_offset(messages: Sequence[Any]) -> int:
    """The lowest number on a page, before which the next page goes on; 0: nothing is before it.

    Telegram fills a page beyond deleted messages: it may be short, but is empty only at the end.
    """
    numbers = [it.id for it in messages if 0 < it.id <= LARGEST_MESSAGE]
    lowest = min(numbers, default=0)
    return lowest if lowest > 1 else 0


def hold_back_album(messages: Sequence[Any]) -> Sequence[Any]:
    """A page without the album that it ends with, which may go on on the next one.

    A page of nothing else stays as it is: it cannot be asked for otherwise.
    """
    album = getattr(messages[-1], "grouped_id", None) if messages else None
    kept = [it for it in messages if album is None or getattr(it, "grouped_id", None) != album]
    is_whole = len(messages) - len(kept) >= _LONGEST_ALBUM
    return messages if is_whole or not kept else kept


def read_history(messages: Iterable[Any], channel: str) -> History:
    """Posts of a channel or group, the newest first; an album is one post."""
    written = [it for it in messages if isinstance(it, types.Message)]
    writers = {it.id: _find_writer(it, channel) for it in written}
    history = History()
    for album in _find_albums(written):
        _read_post(history, album, channel, writers)
    return history


def read_comments(messages: Iterable[Any], channel: str, post_id: str) -> tuple[Edge, ...]:
    """Who wrote below a post, a row a comment; administrators may hide behind the group itself."""
    written = [it for it in messages if isinstance(it, types.Message)]
    return tuple(
        Edge(writer, channel, EdgeKind.COMMENT, post_id, parse_moment(it.date))
        for it in written
        if (writer := parse_peer(it.from_id)) and writer not in (channel, parse_peer(it.peer_id))
    )


def _find_albums(messages: Iterable[Any]) -> Iterator[list[Any]]:
    """Each album's messages, the first one first; what is no album is one of its own."""
    for _, album in groupby(messages, key=lambda it: it.grouped_id or -it.id):
        yield sorted(album, key=lambda it: it.id)


def _find_writer(message: Any, channel: str) -> str:
    """Whoever signs a channel's post is one of its administrators: the channel writes."""
    writer = None if message.post else parse_peer(message.from_id)
    return writer or channel


def _read_post(
    history: History, album: list[Any], channel: str, writers: Mapping[int, str]
) -> None:
    first = album[0]
    post_id = name_post(channel, first.id)
    if post_id is None or _is_of_linked_channel(first):
        return
    writer, moment = writers[first.id], parse_moment(first.date)
    if writer != channel:
        history.edges[Edge(writer, channel, EdgeKind.COMMENT, post_id, moment)] = None
    origin = first.fwd_from.from_id if first.fwd_from else None
    if origin is not None:
        history.edges |= dict.fromkeys(_find_forward(first, writer))
    if isinstance(origin, types.PeerChannel):
        return  # text and views are the origin's
    is_own = writer == channel and first.fwd_from is None
    post = _read_counts(album, channel, post_id)
    history.posts.append(replace(post, text=_read_text(album)) if is_own else post)
    history.edges |= dict.fromkeys(_find_reply(first, channel, writer, writers))
    for message in album:
        for name in _find_mentions(message):
            edge = Edge(writer, name, EdgeKind.MENTION, post_id, moment)
            if name.startswith(PREFIX):
                history.edges[edge] = None
            else:
                history.mentions[name, edge] = None


def _is_of_linked_channel(message: Any) -> bool:
    """Whether Telegram itself brought a channel's post into its group, for the comments on it."""
    forward = message.fwd_from
    return bool(
        forward
        and isinstance(forward.saved_from_peer, types.PeerChannel)
        and parse_peer(forward.saved_from_peer) == parse_peer(message.from_id)
    )


def _find_forward(message: Any, writer: str) -> Iterator[Edge]:
    origin = parse_peer(message.fwd_from.from_id)
    if origin is None:
        return
    is_channel = isinstance(message.fwd_from.from_id, types.PeerChannel)
    post_id = name_post(origin, message.fwd_from.channel_post) if is_channel else None
    yield Edge(writer, origin, EdgeKind.FORWARD, post_id, parse_moment(message.date))


def _find_reply(
    message: Any, channel: str, writer: str, writers: Mapping[int, str]
) -> Iterator[Edge]:
    """To a message of another channel, or of somebody on the same page: nobody names others."""
    reply = message.reply_to
    if not isinstance(reply, types.MessageReplyHeader) or not reply.reply_to_msg_id:
        return
    elsewhere = parse_peer(reply.reply_to_peer_id)
    target = elsewhere if elsewhere else writers.get(reply.reply_to_msg_id)
    is_channel = elsewhere is None or isinstance(reply.reply_to_peer_id, types.PeerChannel)
    post_id = name_post(elsewhere or channel, reply.reply_to_msg_id) if is_channel else None
    if target and post_id:
        yield Edge(writer, target, EdgeKind.REPLY, post_id, parse_moment(message.date))


def _read_counts(album: list[Any], channel: str, post_id: str) -> Post:
    replies = [
        it.replies.replies for it in album if it.replies and (it.replies.comments or not it.post)
    ]
    return Post(
        post_id=post_id,
        author_id=channel,
        posted_at=parse_moment(album[0].date),
        views_count=_highest(it.views for it in album),
        likes_count=_highest(map(_count_reactions, album)),
        comments_count=_highest(replies),
        reposts_count=_highest(it.forwards for it in album),
    )


def _read_text(album: list[Any]) -> str | None:
    return parse_post_text(" ".join(it.message for it in album if it.message))


def _count_reactions(message: Any) -> int | None:
    """Paid reactions count stars and not people."""
    if message.reactions is None:
        return None
    free = [
        it for it in message.reactions.results if not isinstance(it.reaction, types.ReactionPaid)
    ]
    return sum(parse_count(it.count) or 0 for it in free)


def _highest(counts: Iterable[Any]) -> int | None:
    return max((it for it in map(parse_count, counts) if it is not None), default=None)


def _find_mentions(message: Any) -> list[str]:
    """Names, and account ids where a mention holds one."""
    text = (message.message or "").encode("utf-16-le", "surrogatepass")
    found: dict[str, None] = {}
    for it in message.entities or ():
        said = text[2 * max(it.offset, 0) : 2 * max(it.offset + it.length, 0)]
        words = said.decode("utf-16-le", "ignore")
        if isinstance(it, types.MessageEntityMentionName):
            name = name_person(it.user_id)
        elif isinstance(it, types.MessageEntityTextUrl):
            name = read_account(it.url)
        elif isinstance(it, types.MessageEntityMention | types.MessageEntityUrl):
            name = read_account(words)
        else:
            continue
        if name:
            found[name] = None
    return list(found)[:MOST_MENTIONS]
