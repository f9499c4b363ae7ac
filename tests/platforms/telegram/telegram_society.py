"""A small society on Telegram that knows its own truth: channels, groups, people, what they wrote.

Messages and truth are made side by side, from the same intent; neither is read from the other.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from telethon.tl import types

START = datetime(2026, 1, 1, tzinfo=UTC)
EdgeRow = tuple[str, str, str, str | None]
PostRow = tuple[str, str, int | None, int | None, int | None, int | None]
OWNER = 777_000_111
"""Whose login it is."""
DISCUSSION = 1_700_000_000
"""The group where comments on channels' posts lie."""


def marked(number: int) -> str:
    return f"telegram:-{10**12 + number}"


def person(number: int) -> str:
    return f"telegram:{number}"


@dataclass
class Chat:
    number: int
    username: str | None
    is_broadcast: bool
    title: str = ""
    about: str = ""
    is_joined: bool = False
    is_private: bool = False
    discussion: int | None = None
    members: list[int] = field(default_factory=list)
    messages: dict[int, object] = field(default_factory=dict)
    comments: dict[int, list[object]] = field(default_factory=dict)
    reactions: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    similar: list[int] = field(default_factory=list)

    @property
    def id(self) -> str:
        return marked(self.number)


@dataclass
class Society:
    chats: dict[int, Chat] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)  # number -> username
    bots: set[int] = field(default_factory=set)
    posts: set[PostRow] = field(default_factory=set)
    edges: set[EdgeRow] = field(default_factory=set)

    @property
    def channels(self) -> list[Chat]:
        return [it for it in self.chats.values() if it.is_broadcast and not it.is_private]

    @property
    def groups(self) -> list[Chat]:
        return [it for it in self.chats.values() if not it.is_broadcast and not it.is_private]

    def find(self, username: str) -> Chat | int | None:
        chats = {it.username: it for it in self.chats.values() if it.username}
        people = {name: number for number, name in self.people.items()}
        return chats.get(username) or people.get(username)


class Maker:
    """Writes messages and, beside them, what must be read from them."""

    def __init__(self, seed: int, channels: int, groups: int, people: int, messages: int) -> None:
        self.random = Random(seed)
        self.made = Society()
        for number in range(people):
            self.made.people[5_000_000 + number] = f"person_{number}"
        self.made.bots = set(list(self.made.people)[:3])
        for number in range(channels):
            self._add(1_000_000_100 + number, f"channel_{number}", True)
        for number in range(groups):
            self._add(1_500_000_200 + number, f"group_{number}", False)
        # So new that their numbers have more digits than the first ten thousand million had.
        self._add(9_999_999_999, "newest_channel", True)
        for chat in list(self.made.chats.values()):
            self._people(chat)
            self._write(chat, messages)
        for chat in self.made.channels:
            self._name_similar(chat)
        hidden = self._add(1_900_000_300, None, True)
        hidden.is_private = hidden.is_joined = True

    def _add(self, number: int, username: str | None, is_broadcast: bool) -> Chat:
        title = f"Все о пряже {number % 1000}"
        about = (
            f"Пряжа и спицы. Реклама: ads{number}@example.org https://shop.example/{number} "
            "https://t.me/somebody"
        )
        chat = Chat(number, username, is_broadcast, title, about, is_joined=number % 4 == 0)
        self.made.chats[number] = chat
        return chat

    def _people(self, chat: Chat) -> None:
        numbers = list(self.made.people)
        chat.members = self.random.sample(
            numbers, self.random.randint(len(numbers) // 4, len(numbers))
        )
        if not chat.is_broadcast:
            self.made.edges |= {(person(it), chat.id, "member", None) for it in chat.members}

    def _name_similar(self, chat: Chat) -> None:
        others = [it.number for it in self.made.channels if it is not chat]
        chat.similar = self.random.sample(others, min(14, len(others)))
        self.made.edges |= {(chat.id, marked(it), "similar", None) for it in chat.similar[:10]}

    def _write(self, chat: Chat, messages: int) -> None:
        service = types.MessageService(
            id=1, peer_id=types.PeerChannel(chat.number), date=START, post=chat.is_broadcast,
            action=types.MessageActionChannelCreate(chat.title),
        )  # fmt: skip
        chat.messages[1] = service
        number = 2
        while len(chat.messages) < messages:
            number += self.random.choice((1, 1, 1, 2))  # others were deleted
            draw = self.random.random()
            if draw < 0.1:
                number = self._album(chat, number)
            elif draw < 0.3:
                self._forward(chat, number)
            elif draw < 0.33:
                chat.messages[number] = types.MessageEmpty(number, types.PeerChannel(chat.number))
            else:
                self._post(chat, number)

    def _writer(self, chat: Chat) -> tuple[object | None, str]:
        """Who writes, as a message says it, and as which account."""
        if chat.is_broadcast:
            signed = self.random.random() < 0.2  # an administrator who signs is not the channel
            return (types.PeerUser(self.random.choice(chat.members)) if signed else None), chat.id
        draw = self.random.random()
        if draw < 0.1:
            return types.PeerChannel(chat.number), chat.id  # an anonymous administrator
        if draw < 0.2:
            other = self.random.choice([it for it in self.made.chats.values() if it is not chat])
            return types.PeerChannel(other.number), other.id
        number = self.random.choice(chat.members)
        return types.PeerUser(number), person(number)

    def _message(self, chat: Chat, number: int, text: str = "", **values: object) -> object:
        message = types.Message(
            id=number, peer_id=types.PeerChannel(chat.number),
            date=START + timedelta(minutes=number), message=text, post=chat.is_broadcast, **values,
        )  # fmt: skip
        chat.messages[number] = message
        return message

    def _begin(self, chat: Chat, number: int) -> tuple[object | None, str, str]:
        from_id, writer = self._writer(chat)
        post_id = f"{chat.id}/{number}"
        if writer != chat.id:
            self.made.edges.add((writer, chat.id, "comment", post_id))
        return from_id, writer, post_id

    def _post(self, chat: Chat, number: int) -> None:
        from_id, writer, post_id = self._begin(chat, number)
        text, entities = self._text(writer, post_id)
        values = self._counts(chat, number, post_id)
        reply = self._reply(chat, writer)
        self._message(
            chat, number, text, from_id=from_id, entities=entities, reply_to=reply, **values
        )

    def _reply(self, chat: Chat, writer: str) -> object | None:
        if self.random.random() > 0.05 or not chat.is_broadcast:
            return None
        other = self.random.choice([it for it in self.made.chats.values() if it is not chat])
        number = self.random.randint(2, 50)
        self.made.edges.add((writer, other.id, "reply", f"{other.id}/{number}"))
        return types.MessageReplyHeader(
            quote=True, reply_to_msg_id=number, reply_to_peer_id=types.PeerChannel(other.number)
        )

    def _text(self, writer: str, post_id: str) -> tuple[str, list[object]]:
        """With an emoji before each mention: offsets count UTF-16, as Telegram does."""
        text, entities = "🧶 Сегодня вяжем. ", []
        for _ in range(self.random.choice((0, 0, 1, 2))):
            kind = self.random.choice(("name", "link", "hidden", "person", "nobody", "host"))
            chat = self.random.choice(list(self.made.chats.values()))
            said, url = f"@{chat.username}", f"https://t.me/{chat.username}/7"
            target: str | None = chat.id
            offset = len(text.encode("utf-16-le")) // 2
            if kind == "link":
                said = f"t.me/{chat.username}"
            if kind == "hidden":
                said = "🧶 здесь"
            if kind == "nobody":
                said, target = "@nobody_at_all", None
            if kind == "host":
                said, target = "https://shop.example/t.me", None
            length = len(said.encode("utf-16-le")) // 2
            if kind == "person":
                number = self.random.choice(list(self.made.people))
                said, target = "Ольга", person(number)
                entities.append(types.MessageEntityMentionName(offset, 5, number))
            elif kind == "hidden":
                entities.append(types.MessageEntityTextUrl(offset, length, url))
            elif kind in ("link", "host"):
                entities.append(types.MessageEntityUrl(offset, length))
            else:
                entities.append(types.MessageEntityMention(offset, length))
            text += said + " "
            if target and target != writer:
                self.made.edges.add((writer, target, "mention", post_id))
        return text, entities

    def _counts(self, chat: Chat, number: int, post_id: str) -> dict[str, object]:
        views = self.random.randint(50, 90_000) if chat.is_broadcast else None
        forwards = self.random.randint(10, 40) if chat.is_broadcast else None
        most = min(30, len(chat.members))
        likers = self.random.sample(chat.members, self.random.choice((0, 1, 3, 3, most)))
        chat.reactions[number] = [(it, self.random.choice("👍❤")) for it in likers]
        reactions = likes = comments = replies = None
        if likers:
            likes = len(likers)
            reactions = types.MessageReactions(
                [types.ReactionCount(types.ReactionEmoji("👍"), likes),
                 types.ReactionCount(types.ReactionPaid(), 5000)],
                can_see_list=not chat.is_broadcast,
            )  # fmt: skip
        if not chat.is_broadcast:
            self.made.edges |= {(person(it), chat.id, "like", post_id) for it in likers}
        if number % 3 == 0:
            comments = self._comments(chat, number, post_id)
            replies = types.MessageReplies(
                comments, 0, comments=chat.is_broadcast or None,
                channel_id=DISCUSSION if chat.is_broadcast else None,
            )  # fmt: skip
        self.made.posts.add((post_id, chat.id, views, likes, comments, forwards))
        return {"views": views, "forwards": forwards, "reactions": reactions, "replies": replies}

    def _comments(self, chat: Chat, number: int, post_id: str) -> int:
        group = types.PeerChannel(DISCUSSION if chat.is_broadcast else chat.number)
        rows = []
        for place in range(self.random.randint(0, 30 if number % 9 else 150)):
            draw = self.random.random()
            from_id: object = types.PeerUser(self.random.choice(chat.members))
            if draw < 0.1:
                from_id = group
            elif draw < 0.15:
                from_id = types.PeerChannel(chat.number)
            elif draw < 0.2:
                from_id = types.PeerChannel(self.random.choice(list(self.made.chats)))
            rows.append(types.Message(
                id=10_000 + 1000 * number + place, peer_id=group, from_id=from_id,
                date=START + timedelta(minutes=number, seconds=place), message="Красиво!",
            ))  # fmt: skip
            source = (
                person(from_id.user_id)
                if isinstance(from_id, types.PeerUser)
                else marked(from_id.channel_id)
            )
            if from_id != group and source != chat.id:
                self.made.edges.add((source, chat.id, "comment", post_id))
        chat.comments[number] = rows
        return len(rows)

    def _album(self, chat: Chat, number: int) -> int:
        from_id, _, post_id = self._begin(chat, number)
        values = self._counts(chat, number, post_id)
        size = self.random.randint(2, 10)
        for place in range(size):
            missing = size - 1 - place  # the last one was seen and passed on most
            seen = {key: values[key] and values[key] - missing for key in ("views", "forwards")}
            self._message(
                chat, number + place, "Альбом" if place == 0 else "", from_id=from_id,
                grouped_id=chat.number * 1000 + number, **(values | seen if place == 0 else seen),
            )  # fmt: skip
        return number + size - 1

    def _forward(self, chat: Chat, number: int) -> None:
        from_id, writer, post_id = self._begin(chat, number)
        date = START - timedelta(days=1)
        draw = self.random.random()
        if draw < 0.6:
            origin = self.random.choice(list(self.made.chats.values()))
            theirs = self.random.randint(2, 90)
            header = types.MessageFwdHeader(
                date, from_id=types.PeerChannel(origin.number), channel_post=theirs
            )
            if origin.id != writer:
                self.made.edges.add((writer, origin.id, "forward", f"{origin.id}/{theirs}"))
            self._message(
                chat,
                number,
                "Чужое",
                from_id=from_id,
                fwd_from=header,
                views=4_000_000,
                forwards=9,
            )
            return
        if draw < 0.8:
            number_of = self.random.choice(list(self.made.people))
            header = types.MessageFwdHeader(date, from_id=types.PeerUser(number_of))
            if person(number_of) != writer:
                self.made.edges.add((writer, person(number_of), "forward", None))
        else:
            header = types.MessageFwdHeader(date, from_name="Somebody who hides")
        values = self._counts(chat, number, post_id)
        self._message(chat, number, "От читателя", from_id=from_id, fwd_from=header, **values)


@cache
def society(
    seed: int = 1, channels: int = 16, groups: int = 3, people: int = 260, messages: int = 150
) -> Society:
    """The same for all who look at it: nobody changes it."""
    return Maker(seed, channels, groups, people, messages).made
