"""A made-up YouTube that answers as the Data API v3 does, with its limits and its refusals."""

import base64
import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fake_http import Answered, Asked
from youtube_society import Channel, Comment, Society, Video

KEY = "AIza-a-key-that-nobody-may-see-000000000"
PATH = "/youtube/v3/"
SHOWN_REPLIES = 5

FILTERS = {
    "channels": {"id", "forHandle", "forUsername"}, "search": {"q"}, "videos": {"id"},
    "playlistItems": {"playlistId"}, "channelSections": {"channelId"},
    "subscriptions": {"channelId"}, "commentThreads": {"videoId"}, "comments": {"parentId"},
}  # fmt: skip
OTHERS = {
    "search": {"type"}, "subscriptions": {"order"}, "commentThreads": {"order", "textFormat"},
    "comments": {"textFormat"},
}  # fmt: skip
LIMITS = {
    "channels": (5, 50), "search": (5, 50), "playlistItems": (5, 50), "subscriptions": (5, 50),
    "commentThreads": (20, 100), "comments": (20, 100),
}  # fmt: skip
"""How many rows a page has if nothing is said, and at most; the others have no pages."""
KINDS = {
    "channels": "channelListResponse", "search": "searchListResponse",
    "videos": "videoListResponse", "playlistItems": "playlistItemListResponse",
    "channelSections": "channelSectionListResponse",
    "subscriptions": "subscriptionListResponse",
    "commentThreads": "commentThreadListResponse", "comments": "commentListResponse",
}  # fmt: skip


class Refusal(Exception):
    """What the server refuses with."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status, self.reason, self.message = status, reason, message


def error(status: int, reason: str, message: str) -> Answered:
    """Google's shape of an error."""
    body = {
        "error": {
            "code": status, "message": message,
            "errors": [{"message": message, "domain": "youtube", "reason": reason}],
        }
    }  # fmt: skip
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _not_found(what: str) -> Refusal:
    return Refusal(404, f"{what}NotFound", f"The {what} cannot be found.")


@dataclass
class FakeYoutube:
    """Answers one request. ``sizes`` cuts the pages of a listing one after the other, None where
    it is as asked for; ``says_owner`` is False for answers as they were in 2019; ``before`` may
    refuse a request.
    """

    society: Society
    sizes: Sequence[int | None] = (None,)
    says_owner: bool = True
    before: Callable[[Asked], Answered | None] = lambda asked: None
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Answered:
        with self._lock:
            self.asked.append(asked)
        if refusal := self.before(asked):
            return refusal
        try:
            body = self._answer(asked)
        except Refusal as refusal:
            return error(refusal.status, refusal.reason, refusal.message)
        return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()

    @property
    def counts(self) -> Counter[str]:
        """How often each method was asked."""
        return Counter(asked.path.removeprefix(PATH) for asked in self.asked)

    def _answer(self, asked: Asked) -> dict[str, Any]:
        method = asked.path.removeprefix(PATH)
        if asked.headers.get("x-goog-api-key") != KEY:
            said = asked.headers.get("x-goog-api-key", "")
            raise Refusal(400, "badRequest", f"API key not valid: {said}. Pass a valid API key.")
        if method not in FILTERS:
            raise Refusal(404, "notFound", "Not Found")
        self._refuse_odd(method, asked)
        rows = getattr(self, f"_list_{method}")(asked)
        parts = set(asked.one("part").split(","))
        if method not in LIMITS:
            shown, body = rows, {}
        else:
            shown, body = self._cut(method, asked, rows)
        body = {"kind": f"youtube#{KINDS[method]}", "etag": "e", **body}
        if method == "channels" and not shown:
            return body  # without any items, as YouTube does
        return {**body, "items": [_keep(row, parts) for row in shown]}

    def _refuse_odd(self, method: str, asked: Asked) -> None:
        paging = {"maxResults", "pageToken"} if method in LIMITS else set()
        known = {"part"} | FILTERS[method] | OTHERS.get(method, set()) | paging
        if odd := set(asked.params) - known:
            raise Refusal(400, "unexpectedParameter", f"unexpected {sorted(odd)}")
        if len(FILTERS[method] & set(asked.params)) != 1:
            raise Refusal(400, "missingRequiredParameter", "No filter selected.")
        if not asked.one("part"):
            raise Refusal(400, "missingRequiredParameter", "part")
        if len(asked.one("id").split(",")) > 50:
            raise Refusal(400, "invalidFilters", "too many ids")

    def _cut(self, method: str, asked: Asked, rows: list[Any]) -> tuple[list[Any], dict[str, Any]]:
        usual, most = LIMITS[method]
        size = int(asked.one("maxResults", str(usual)))
        if not 0 <= size <= most:
            raise Refusal(400, "invalidValue", "maxResults")
        of = "|".join(asked.one(name) for name in sorted(FILTERS[method] | {"type"}))
        number, begin = self._read_token(of, asked.one("pageToken"))
        limit = self.sizes[number % len(self.sizes)]
        end = begin + (size if limit is None else min(size, limit))
        body: dict[str, Any] = {"pageInfo": {"totalResults": len(rows), "resultsPerPage": size}}
        if end < len(rows):
            body["nextPageToken"] = self._write_token(of, number + 1, end)
        if method in ("comments", "commentThreads"):
            body["pageInfo"]["totalResults"] = len(rows[begin:end])
        return rows[begin:end], body

    def _write_token(self, of: str, number: int, begin: int) -> str:
        text = json.dumps([of, number, begin]).ljust(120)
        return base64.urlsafe_b64encode(text.encode()).decode()

    def _read_token(self, of: str, token: str) -> tuple[int, int]:
        if not token:
            return 0, 0
        try:
            whose, number, begin = json.loads(base64.urlsafe_b64decode(token))
        except ValueError:
            whose = None
        if whose != of:
            raise Refusal(400, "invalidPageToken", "The request specifies an invalid page token.")
        return number, begin

    def _list_channels(self, asked: Asked) -> list[Any]:
        channels = self.society.channels
        if ids := asked.one("id"):
            found = [channels[it] for it in ids.split(",") if it in channels]
        else:
            named = (asked.one("forHandle") or asked.one("forUsername")).removeprefix("@").lower()
            found = [it for it in channels.values() if it.handle == named]
        return [_channel(it) for it in found]

    def _list_search(self, asked: Asked) -> list[Any]:
        words, kind = asked.one("q").lower(), asked.one("type")
        videos = [it for it in self.society.videos.values() if not it.is_private]
        if kind == "channel":
            found = self.society.channels.values()
            rows = [_found({"channelId": it.name}, it.name, it.title) for it in found]
        else:
            rows = [_found({"videoId": it.name}, it.owner, it.title) for it in videos]
        return [it for it in rows if words in it["snippet"]["title"].lower()][:500]

    def _list_videos(self, asked: Asked) -> list[Any]:
        videos = [self.society.videos.get(it) for it in asked.one("id").split(",")]
        return [_video(it) for it in videos if it and not it.is_private]

    def _list_playlistItems(self, asked: Asked) -> list[Any]:  # noqa: N802
        playlist = asked.one("playlistId")
        channel = self.society.channels.get(f"UC{playlist[2:]}")
        if not playlist.startswith("UU") or channel is None or not channel.videos:
            raise _not_found("playlist")
        return [
            {
                "kind": "youtube#playlistItem", "etag": "e", "id": f"item{it.name}",
                "contentDetails": {"videoId": it.name, "videoPublishedAt": _moment(it.moment)},
            }
            for it in channel.videos
        ]  # fmt: skip

    def _list_channelSections(self, asked: Asked) -> list[Any]:  # noqa: N802
        channel = self._find(asked, "channel")
        others = {"type": "recentUploads", "channelId": channel.name, "position": 0}
        sections = [{"kind": "youtube#channelSection", "id": "s0", "snippet": others}]
        if channel.featured:
            snippet = {**others, "type": "multipleChannels", "position": 1, "title": "Friends"}
            sections.append(
                {
                    "kind": "youtube#channelSection", "id": "s1", "snippet": snippet,
                    "contentDetails": {"channels": channel.featured},
                }
            )  # fmt: skip
        return sections

    def _list_subscriptions(self, asked: Asked) -> list[Any]:
        channel = self._find(asked, "subscriber")
        if channel.subscriptions is None:
            raise Refusal(
                403, "subscriptionForbidden", "The requester is not allowed to access it."
            )
        return [
            {
                "kind": "youtube#subscription", "etag": "e", "id": f"sub{it}",
                "snippet": {
                    "channelId": channel.name, "title": self.society.channels[it].title,
                    "resourceId": {"kind": "youtube#channel", "channelId": it},
                    "publishedAt": "2024-01-01T00:00:00Z",
                },
            }
            for it in channel.subscriptions
        ]  # fmt: skip

    def _list_commentThreads(self, asked: Asked) -> list[Any]:  # noqa: N802
        video = self.society.videos.get(asked.one("videoId"))
        if video is None or video.is_private:
            raise _not_found("video")
        if video.threads is None:
            raise Refusal(403, "commentsDisabled", "The video has disabled comments.")
        return [self._thread(video, it) for it in video.threads]

    def _list_comments(self, asked: Asked) -> list[Any]:
        for video in self.society.videos.values():
            for thread in video.threads or []:
                if thread.name == asked.one("parentId"):
                    return [self._comment(video, it, thread) for it in thread.replies]
        raise _not_found("comment")

    def _find(self, asked: Asked, what: str) -> Channel:
        channel = self.society.channels.get(asked.one("channelId"))
        if channel is None:
            raise _not_found(what)
        return channel

    def _thread(self, video: Video, thread: Comment) -> dict[str, Any]:
        replies = [self._comment(video, it, thread) for it in thread.replies[:SHOWN_REPLIES]]
        return {
            "kind": "youtube#commentThread", "etag": "e", "id": thread.name,
            "snippet": {
                "videoId": video.name, "totalReplyCount": len(thread.replies), "isPublic": True,
                "canReply": False, "topLevelComment": self._comment(video, thread),
                **self._owner(video),
            },
            **({"replies": {"comments": replies}} if replies else {}),
        }  # fmt: skip

    def _comment(
        self, video: Video, comment: Comment, parent: Comment | None = None
    ) -> dict[str, Any]:
        snippet: dict[str, Any] = {
            "authorDisplayName": "Somebody", "textDisplay": "Nice.", "textOriginal": "Nice.",
            "likeCount": 1, "publishedAt": _moment(comment.moment), **self._owner(video),
        }  # fmt: skip
        if comment.author:
            snippet["authorChannelId"] = {"value": comment.author}
        if parent:
            snippet["parentId"] = parent.name
        return {"kind": "youtube#comment", "etag": "e", "id": comment.name, "snippet": snippet}

    def _owner(self, video: Video) -> dict[str, str]:
        return {"channelId": video.owner} if self.says_owner else {}


def _keep(row: dict[str, Any], parts: set[str]) -> dict[str, Any]:
    return {key: it for key, it in row.items() if key in {"kind", "etag", "id"} | parts}


def _channel(channel: Channel) -> dict[str, Any]:
    shown = "0" if channel.is_hidden else str(channel.subscribers)
    return {
        "kind": "youtube#channel", "etag": "e", "id": channel.name,
        "snippet": {
            "title": channel.title, "description": channel.about,
            "customUrl": f"@{channel.handle}", "publishedAt": "2020-01-01T00:00:00Z",
        },
        "statistics": {
            "viewCount": "7", "subscriberCount": shown, "videoCount": str(len(channel.videos)),
            "hiddenSubscriberCount": channel.is_hidden,
        },
        "contentDetails": {
            "relatedPlaylists": {"likes": "", "uploads": f"UU{channel.name[2:]}"}
        },
    }  # fmt: skip


def _video(video: Video) -> dict[str, Any]:
    counts = {"viewCount": str(video.views), "favoriteCount": "0"}
    if video.likes is not None:
        counts["likeCount"] = str(video.likes)
    if video.threads is not None:
        counts["commentCount"] = str(len(video.comments))
    return {
        "kind": "youtube#video", "etag": "e", "id": video.name, "statistics": counts,
        "paidProductPlacementDetails": {"hasPaidProductPlacement": video.views % 2 == 1},
        "snippet": {
            "channelId": video.owner, "title": video.title, "description": video.about,
            "publishedAt": _moment(video.moment), "liveBroadcastContent": "none",
        },
    }  # fmt: skip


def _found(what: dict[str, str], channel: str, title: str) -> dict[str, Any]:
    kind = "youtube#channel" if "channelId" in what else "youtube#video"
    snippet = {"channelId": channel, "title": title, "publishedAt": "2020-01-01T00:00:00Z"}
    return {"kind": "youtube#searchResult", "id": {"kind": kind, **what}, "snippet": snippet}
