"""From YouTube's answers to rows: pure functions that believe nothing.

A row that makes no sense is skipped, a field that makes none is None. Only an answer without its
list of rows is refused as a whole, because then nobody knows what it left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from leaders.errors import PlatformRefused
from leaders.model import Account, AccountKind, Contact, ContactKind, Edge, EdgeKind, Place, Post
from leaders.platforms.parsing import (
    dig,
    dig_rows,
    parse_count,
    parse_moment,
    parse_name,
    parse_post_text,
    parse_text,
)
from leaders.platforms.published import find_emails, find_links
from leaders.platforms.youtube.addresses import (
    PREFIX,
    is_channel,
    is_comment,
    is_playlist,
    is_video,
    read_handle,
)
from leaders.platforms.youtube.texts import OURS, Mentions, find_mentions, read_text


@dataclass(frozen=True, slots=True)
class Video:
    """A video with whom its title and description mention."""

    post: Post
    mentions: Mentions


def parse_number(value: object) -> int | None:
    """A count, which YouTube writes as text."""
    is_digits = isinstance(value, str) and len(value) <= 20 and value.isascii() and value.isdigit()
    return parse_count(int(str(value))) if is_digits else None


def parse_channel(row: object) -> Account | None:
    """A profile with counts; the e-mail and addresses are those of its description."""
    channel = dig(row, "id")
    if not is_channel(channel):
        return None
    counts = dig(row, "statistics")
    is_hidden = dig(counts, "hiddenSubscriberCount") is True
    description = dig(row, "snippet", "description")
    about = read_text(description)
    return Account(
        account_id=PREFIX + channel,
        kind=AccountKind.PERSON,
        handle=read_handle(dig(row, "snippet", "customUrl")),
        name=parse_name(dig(row, "snippet", "title")),
        url=f"https://www.youtube.com/channel/{channel}",
        followers_count=None if is_hidden else parse_number(dig(counts, "subscriberCount")),
        posts_count=parse_number(dig(counts, "videoCount")),
        contacts=tuple(Contact(ContactKind.EMAIL, it) for it in find_emails(about)),
        links=find_links(about, OURS),
        bio=parse_text(description),
        created_at=parse_moment(dig(row, "snippet", "publishedAt")),
        place=_read_place(dig(row, "snippet", "country")),
    )


def _read_place(country: object) -> Place | None:
    """The country that a channel chose, as a code."""
    is_code = isinstance(country, str) and re.fullmatch("[A-Z]{2}", country) is not None
    return Place(str(country)) if is_code else None


def parse_uploads(row: object) -> str:
    """The playlist of all that a channel uploaded; empty where it names none."""
    uploads = dig(row, "contentDetails", "relatedPlaylists", "uploads")
    return uploads if is_playlist(uploads) else ""


def parse_playlist(rows: list[object]) -> tuple[str, ...]:
    """The videos on a page of a playlist."""
    videos = (dig(row, "contentDetails", "videoId") for row in rows)
    return tuple(dict.fromkeys(video for video in videos if is_video(video)))


def parse_videos(rows: list[object], channel: str) -> dict[str, Video]:
    """The videos of a channel, by id; those of others are left out."""
    found = (parse_video(row) for row in rows if dig(row, "snippet", "channelId") == channel)
    return {video.post.post_id.removeprefix(PREFIX): video for video in found if video}


def parse_video(row: object) -> Video | None:
    """A video with counts: likes may be hidden, comments switched off."""
    video, author = dig(row, "id"), dig(row, "snippet", "channelId")
    if not (is_video(video) and is_channel(author)):
        return None
    counts = dig(row, "statistics")
    title, about = (read_text(dig(row, "snippet", key)) for key in ("title", "description"))
    post = Post(
        post_id=PREFIX + video,
        author_id=PREFIX + author,
        posted_at=parse_moment(dig(row, "snippet", "publishedAt")),
        views_count=parse_number(dig(counts, "viewCount")),
        likes_count=parse_number(dig(counts, "likeCount")),
        comments_count=parse_number(dig(counts, "commentCount")),
        text=parse_post_text(f"{title}\n{about}"),
        is_marked_ad=_parse_placement(row),
    )
    return Video(post, find_mentions(title, about))


def make_mentions(video: Video, known: Mapping[str, str]) -> list[Edge]:
    """A video's attention to the channels that it mentions; ``known`` are channels by handle."""
    post = video.post
    named = [known[handle] for handle in video.mentions.handles if handle in known]
    targets = dict.fromkeys(PREFIX + channel for channel in [*video.mentions.channels, *named])
    return [
        Edge(post.author_id, target, EdgeKind.MENTION, post.post_id, post.posted_at)
        for target in targets
        if target != post.author_id
    ]


def parse_featured(rows: list[object], channel: str) -> tuple[Edge, ...]:
    """Whom a channel recommends in the sections of its page."""
    named = [it for row in rows for it in dig_rows(row, "contentDetails", "channels")]
    return _point(channel, [it for it in named if is_channel(it)], EdgeKind.MENTION)


def parse_subscriptions(rows: list[object], channel: str) -> tuple[Edge, ...]:
    """Whom a channel subscribes to.

    Raises ``PlatformRefused`` for a row that cannot be read: passed over, it would be a
    subscription that is no more, because only a whole listing takes away.
    """
    named = [dig(row, "snippet", "resourceId", "channelId") for row in rows]
    read = [it for it in named if is_channel(it)]
    if len(read) < len(named):
        raise PlatformRefused("YouTube gave subscriptions that cannot be read; try later.", 200)
    return _point(channel, read, EdgeKind.FOLLOW)


def parse_found(rows: list[object], *path: str) -> tuple[str, ...]:
    """The accounts that lie in rows under ``path``, each once."""
    found = (dig(row, *path) for row in rows)
    return tuple(dict.fromkeys(PREFIX + it for it in found if is_channel(it)))


def parse_owner(rows: list[object]) -> str | None:
    """Whose video comments or threads are about; older answers do not say."""
    owners = (dig(row, "snippet", "channelId") for row in rows)
    return next((owner for owner in owners if is_channel(owner)), None)


def parse_long_threads(rows: list[object]) -> tuple[str, ...]:
    """The threads with more replies than are shown: the comments that are to be asked about."""
    named = [dig(row, "id") for row in rows if _is_long(row)]
    return tuple(dict.fromkeys(it for it in named if is_comment(it)))


def parse_threads(rows: list[object], video: str, owner: str) -> tuple[Edge, ...]:
    """The comments that begin threads, and the replies of those that are shown whole."""
    comments: list[object] = []
    for row in rows:
        comments.append(dig(row, "snippet", "topLevelComment"))
        comments += [] if _is_long(row) else dig_rows(row, "replies", "comments")
    return parse_comments(comments, video, owner)


def parse_comments(rows: list[object], video: str, owner: str) -> tuple[Edge, ...]:
    """Comments on a video, as attention to its owner; who wrote one may be hidden."""
    edges: dict[Edge, None] = {}
    for row in rows:
        author = dig(row, "snippet", "authorChannelId", "value")
        if is_channel(author) and author != owner:
            moment = parse_moment(dig(row, "snippet", "publishedAt"))
            edge = Edge(PREFIX + author, PREFIX + owner, EdgeKind.COMMENT, PREFIX + video, moment)
            edges[edge] = None
    return tuple(edges)


def _parse_placement(row: object) -> bool | None:
    """Whether a video's owner says that it contains paid promotion; None where nothing is told."""
    told = dig(row, "paidProductPlacementDetails", "hasPaidProductPlacement")
    return told if isinstance(told, bool) else None


def _is_long(thread: object) -> bool:
    count = parse_count(dig(thread, "snippet", "totalReplyCount")) or 0
    return count > len(dig_rows(thread, "replies", "comments")) and is_comment(dig(thread, "id"))


def _point(channel: str, targets: list[str], kind: EdgeKind) -> tuple[Edge, ...]:
    others = dict.fromkeys(it for it in targets if it != channel)
    return tuple(Edge(PREFIX + channel, PREFIX + it, kind) for it in others)
