"""A made-up society of channels that knows its own truth, made without a look at the reader."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

START = datetime(2025, 1, 1, tzinfo=UTC)
NICHE = "knitting"

Row = tuple[str, str, str, str | None]
"""An edge: source, target, kind, post."""


def _name(kind: str, number: int, length: int) -> str:
    digest = hashlib.sha256(f"{kind} {number}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:length]


def channel_name(number: int) -> str:
    return f"UC{_name('channel', number, 22)}"


def video_name(number: int) -> str:
    return _name("video", number, 11)


def thread_name(number: int) -> str:
    return f"Ugx{_name('thread', number, 16)}4AaABAg"


@dataclass
class Comment:
    name: str
    author: str | None
    moment: datetime
    replies: list["Comment"] = field(default_factory=list)


@dataclass
class Video:
    name: str
    owner: str
    title: str
    about: str
    moment: datetime
    views: int
    likes: int | None
    threads: list[Comment] | None
    """None: comments are switched off."""
    mentioned: set[str] = field(default_factory=set)
    is_private: bool = False

    @property
    def comments(self) -> list[Comment]:
        """All of them, with the replies."""
        threads = self.threads or []
        return [*threads, *(reply for it in threads for reply in it.replies)]


@dataclass
class Channel:
    name: str
    handle: str
    title: str
    about: str
    subscribers: int
    is_hidden: bool = False
    subscriptions: list[str] | None = None
    """None: they are private."""
    featured: list[str] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    """The newest first."""


class Society:
    """``channels`` and ``videos`` by name; ``gone`` are names of channels that were deleted."""

    def __init__(self, channels: int = 240, seed: int = 7) -> None:
        self._random = Random(seed)
        self._threads, self._seconds = count(), count(1)
        names = [channel_name(number) for number in range(channels)]
        self.channels = {
            name: Channel(
                name, f"knitter.{number}", f"{NICHE.title()} {number}", f"All about {NICHE}.",
                self._random.randrange(10**6), is_hidden=number % 7 == 3,
            )
            for number, name in enumerate(names)
        }  # fmt: skip
        self.gone = {channel_name(10**6 + number) for number in range(5)}
        self.videos: dict[str, Video] = {}
        for number, channel in enumerate(self.channels.values()):
            self._connect(channel, number, names)
            self._upload(channel, number, names, self._draw_peers(channel, names))
        self._make_famous(self.channels[names[0]], names)

    def follows(self, channel: str) -> set[Row]:
        followed = self.channels[channel].subscriptions or []
        return {_edge(channel, it, "follow") for it in followed if it != channel}

    def mentions(self, channel: str) -> set[Row]:
        """Of all its videos that are public."""
        return {
            _edge(channel, it, "mention", video.name)
            for video in self.public_videos(channel)
            for it in video.mentioned
        }

    def featured(self, channel: str) -> set[Row]:
        return {
            _edge(channel, it, "mention") for it in self.channels[channel].featured if it != channel
        }

    def comments(self, video: str) -> set[Row]:
        owner = self.videos[video].owner
        authors = {comment.author for comment in self.videos[video].comments}
        return {_edge(it, owner, "comment", video) for it in authors if it and it != owner}

    def public_videos(self, channel: str) -> list[Video]:
        return [video for video in self.channels[channel].videos if not video.is_private]

    def _connect(self, channel: Channel, number: int, names: list[str]) -> None:
        if number % 3 != 1:
            most = 130 if number % 20 == 0 else 12
            channel.subscriptions = self._random.sample(
                names, min(len(names), self._random.randrange(most))
            )
        channel.featured = self._random.sample(names, number % 4)

    def _draw_peers(self, channel: Channel, names: list[str]) -> list[str]:
        return self._random.sample([it for it in names if it != channel.name], 5)

    def _upload(self, channel: Channel, number: int, names: list[str], peers: list[str]) -> None:
        for position in range((number * 5) % 12):
            name = video_name(len(self.videos))
            said, mentioned = self._describe(peers)
            moment = START + timedelta(hours=len(self.videos))
            threads = None if position % 5 == 4 else list(self._discuss(names, moment))
            self.videos[name] = Video(
                name, channel.name, f"{NICHE} lesson {position}", said, moment,
                self._random.randrange(10**5), None if position % 4 == 3 else position,
                threads, mentioned, is_private=position % 6 == 5,
            )  # fmt: skip
            channel.videos.insert(0, self.videos[name])

    def _make_famous(self, channel: Channel, names: list[str]) -> None:
        """Much of everything: many videos, and a newest one with many and long threads."""
        peers = self._draw_peers(channel, names)
        for _ in range(11):
            self._upload(channel, 11, names, peers)
        newest = channel.videos[0]
        newest.is_private = False
        newest.threads = [
            it for _ in range(60) for it in self._discuss(names, newest.moment, longest=8)
        ]
        newest.threads[3].replies = list(self._reply(newest.threads[3], names, 230))
        channel.subscriptions = names[1:]

    def _describe(self, peers: list[str]) -> tuple[str, set[str]]:
        """A description, and whom it mentions."""
        known = [self.channels[it] for it in peers]
        by_handle, by_id, by_address, elsewhere, _ = known
        parts = [
            (f"With my friend @{by_handle.handle.title()}!", by_handle),
            (f"See https://www.youtube.com/channel/{by_id.name}?sub_confirmation=1.", by_id),
            (f"More: youtube.com/@{by_address.handle}/videos", by_address),
            (f"Instagram: @{elsewhere.handle}, mail me at wool@{elsewhere.handle}.com", None),
            ("Thanks @nobody_is_called_so", None),
        ]
        chosen = [it for it in parts if self._random.random() < 0.4]
        return "\n".join(text for text, _ in chosen), {it.name for _, it in chosen if it}

    def _discuss(self, names: list[str], moment: datetime, longest: int = 7) -> Iterator[Comment]:
        for _ in range(self._random.randrange(5)):
            name = thread_name(next(self._threads))
            author = None if self._random.random() < 0.05 else self._random.choice(names)
            thread = Comment(name, author, self._tick(moment))
            thread.replies = list(self._reply(thread, names, self._random.randrange(longest)))
            yield thread

    def _reply(self, thread: Comment, names: list[str], count: int) -> Iterator[Comment]:
        for number in range(count):
            moment = self._tick(thread.moment)
            yield Comment(f"{thread.name}.r{number}", self._random.choice(names), moment)

    def _tick(self, moment: datetime) -> datetime:
        """A moment that no other comment has."""
        return moment + timedelta(seconds=next(self._seconds))


def _edge(source: str, target: str, kind: str, post: str | None = None) -> Row:
    return f"youtube:{source}", f"youtube:{target}", kind, post and f"youtube:{post}"
