"""One exported chat: its messages become posts and edges."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from leaders.model import Account, Edge, EdgeKind, Page, Post
from leaders.platforms.parsing import dig
from leaders.platforms.telegram.addresses import name_post
from leaders.platforms.telegram_chats.parse import (
    is_channel_post,
    is_forward,
    parse_handle,
    parse_mentioned_user,
    parse_origin,
    parse_peer,
    parse_reactions,
    parse_unix,
    parse_words,
    sum_reactions,
    text_entities,
)

BATCH_ROWS = 50_000


@dataclass(slots=True)
class Tally:
    """What was left out and why."""

    personal_chat_count: int = 0  # personal, with a bot, saved messages: never read
    private_chat_count: int = 0
    unreadable_count: int = 0  # chats and messages that make no sense
    unknown_author_count: int = 0  # messages of a group
    unknown_answer_count: int = 0  # replies to messages that the file does not hold
    unknown_forward_count: int = 0  # forwards whose origin has no id
    unknown_mention_count: int = 0  # @names and links by which nobody stored is known


class Chat:
    """A channel or group. ``message_count`` and ``why`` are of what was read of it so far."""

    def __init__(
        self,
        account: Account,
        messages: Iterator[object],
        handles: Mapping[str, str],
        tally: Tally,
        *,
        is_channel: bool,
    ) -> None:
        self.account = account
        self.message_count = 0
        self._messages = messages
        self._handles = handles
        self._tally = tally
        self._read = self._read_post if is_channel else self._read_talk
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._members: set[str] = set()
        self._authors: dict[int, str] = {}  # of a group's messages by their number
        self._channel_posts: set[int] = set()  # messages of a group that a channel's posts are

    @property
    def account_id(self) -> str:
        """The chat's permanent id."""
        return self.account.account_id

    @property
    def why(self) -> str:
        """How much of the chat the export holds, as far as it tells."""
        if not self._first or not self._last:
            return "an export that tells no dates"
        return f"an export of {self._first:%Y-%m-%d} to {self._last:%Y-%m-%d}"

    def pages(self) -> Iterator[Page]:
        """The chat itself, then the rows of its messages."""
        yield Page(accounts=(self.account,))
        rows: list[Edge | Post] = []
        for message in self._messages:
            rows += self._read_message(message)
            if len(rows) >= BATCH_ROWS:
                yield _make_page(rows)
                rows = []
        yield _make_page(rows)

    def _read_message(self, message: object) -> Iterator[Edge | Post]:
        number, kind = dig(message, "id"), dig(message, "type")
        if type(number) is not int or not isinstance(kind, str):  # True is an int
            self._tally.unreadable_count += 1
        elif kind == "message":  # others tell that somebody joined, pinned, called
            self.message_count += 1
            at = parse_unix(dig(message, "date_unixtime"))
            if at:
                self._first = min(at, self._first or at)
                self._last = max(at, self._last or at)
            yield from self._read(number, message, at)

    def _read_post(
        self, number: int, message: object, at: datetime | None
    ) -> Iterator[Edge | Post]:
        """A channel's message: a post, who reacted to it, whom it passes on and mentions."""
        chat, post_id = self.account_id, name_post(self.account_id, number)
        if post_id is None:
            self._tally.unreadable_count += 1
            return
        text = None if self.account.is_unlisted else parse_words(message)
        yield Post(post_id, chat, at, likes_count=sum_reactions(message), text=text)
        for reactor, reacted_at in parse_reactions(message, at):
            yield Edge(reactor, chat, EdgeKind.LIKE, post_id, reacted_at)
        origin = parse_origin(message)
        if origin:
            yield Edge(chat, origin, EdgeKind.FORWARD, happened_at=at)
        elif is_forward(message) and dig(message, "forwarded_from_id") is None:
            self._tally.unknown_forward_count += 1
        for mentioned in self._find_mentioned(message):
            yield Edge(chat, mentioned, EdgeKind.MENTION, post_id, at)

    def _read_talk(self, number: int, message: object, at: datetime | None) -> Iterator[Edge]:
        """A group's message: its author is a member, and answers or mentions somebody.

        No edge names the message, because its id holds the group's: forgetting the group
        would leave it.
        """
        author = parse_peer(dig(message, "from_id"))
        if author is None:
            self._tally.unknown_author_count += 1
            return
        self._authors[number] = author = sys.intern(author)
        if author != self.account_id and is_channel_post(message):
            self._channel_posts.add(number)
        if not author.startswith("telegram:-") and author not in self._members:
            self._members.add(author)
            yield Edge(author, self.account_id, EdgeKind.MEMBER)
        answered = self._find_answered(message)
        if answered:
            yield Edge(author, *answered, happened_at=at)
        for mentioned in self._find_mentioned(message):
            yield Edge(author, mentioned, EdgeKind.MENTION, happened_at=at)

    def _find_answered(self, message: object) -> tuple[str, EdgeKind] | None:
        """Whom a group's message answers, in this file: a channel's post, or somebody's word."""
        number, elsewhere = dig(message, "reply_to_message_id"), dig(message, "reply_to_peer_id")
        if number is None or (elsewhere and parse_peer(elsewhere) != self.account_id):
            return None
        if not isinstance(number, int) or number not in self._authors:
            self._tally.unknown_answer_count += 1
            return None
        kind = EdgeKind.COMMENT if number in self._channel_posts else EdgeKind.REPLY
        return self._authors[number], kind

    def _find_mentioned(self, message: object) -> Iterator[str]:
        """Whom a message mentions; the words of a forward are somebody else's."""
        for entity in () if is_forward(message) else text_entities(message):
            mentioned = parse_mentioned_user(entity)
            handle = parse_handle(entity)
            if handle:
                mentioned = self._handles.get(handle)
                self._tally.unknown_mention_count += mentioned is None
            if mentioned:
                yield mentioned


def _make_page(rows: list[Edge | Post]) -> Page:
    """Nobody's attention to himself is an edge."""
    edges = (row for row in rows if isinstance(row, Edge))
    return Page(
        edges=tuple(edge for edge in edges if edge.source_id != edge.target_id),
        posts=tuple(row for row in rows if isinstance(row, Post)),
    )
