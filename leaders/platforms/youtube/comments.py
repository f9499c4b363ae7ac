"""The comments of a video: threads, and the replies of those that have more than are shown.

A page of threads comes first, then the replies of its long threads one by one, then the next page
of threads; the cursor holds which threads are still to be read.
"""

from dataclasses import dataclass, replace

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Page
from leaders.platforms.parsing import is_cursor
from leaders.platforms.web import Params
from leaders.platforms.youtube import parse
from leaders.platforms.youtube.addresses import is_comment
from leaders.platforms.youtube.channels import Channels
from leaders.platforms.youtube.refusals import is_comment_gone
from leaders.platforms.youtube.session import Session, is_token

ROWS = 100
ROWS_AGAIN = 50
"""When all of a page's threads are so long that a cursor cannot name them: half as many can."""

_PLAIN = {"textFormat": "plainText"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where we are: the token of the next page of threads, the threads whose replies are read
    before it, and the token of the next page of replies of the first of them.
    """

    threads: str = ""
    parents: tuple[str, ...] = ()
    replies: str = ""

    def write(self) -> str | None:
        """As the cursor of a page; None where nothing is left."""
        if not (self.threads or self.parents):
            return None
        return f"{self.threads}|{','.join(self.parents)}|{self.replies}"


def read_place(cursor: str | None) -> Place:
    """The place that ``Place.write`` wrote; raises ``LeadersError`` for anything else."""
    if cursor is None:
        return Place()
    threads, bar, rest = cursor.partition("|")
    parents, second_bar, replies = rest.partition("|")
    place = Place(threads, tuple(filter(None, parents.split(","))), replies)
    is_whole = bool(bar and second_bar) and (place.parents or (threads and not replies))
    tokens = filter(None, (threads, replies))
    if not (is_whole and all(map(is_token, tokens)) and all(map(is_comment, place.parents))):
        raise LeadersError("youtube: the stored cursor of a video's comments cannot be read.")
    return place


def read_comments(session: Session, channels: Channels, video: str, cursor: str | None) -> Page:
    """One page of threads or of replies: one call, rarely two."""
    place = read_place(cursor)
    if place.parents:
        return _read_replies(session, channels, video, place)
    return _read_threads(session, channels, video, place)


def _read_threads(session: Session, channels: Channels, video: str, place: Place) -> Page:
    asked = {"part": "snippet,replies", "videoId": video, "order": "time", **_PLAIN}
    for size in (ROWS, ROWS_AGAIN):
        params: Params = {**asked, "maxResults": size}
        _, rows, token = session.ask_page("commentThreads", params, place.threads or None)
        cursor = Place(token or "", parse.parse_long_threads(rows)).write()
        if cursor is None or is_cursor(cursor):
            owner = _find_owner(channels, video, rows)
            return Page(edges=parse.parse_threads(rows, video, owner), cursor=cursor)
    raise PlatformRefused("YouTube names threads that are too long to keep; try later.", 200)


def _read_replies(session: Session, channels: Channels, video: str, place: Place) -> Page:
    asked = {"part": "snippet", "parentId": place.parents[0], **_PLAIN}
    params: Params = {**asked, "maxResults": ROWS}
    try:
        _, rows, token = session.ask_page("comments", params, place.replies or None)
    except PlatformRefused as refusal:
        if not is_comment_gone(refusal):
            raise
        rows, token = [], None  # deleted meanwhile, with all below it: the other threads go on
    following = replace(place, replies=token or "")
    if token is None:
        following = replace(following, parents=place.parents[1:])
    cursor = following.write()
    if cursor is not None and not is_cursor(cursor):
        raise PlatformRefused("YouTube gave a page token that is too long; try later.", 200)
    owner = _find_owner(channels, video, rows)
    return Page(edges=parse.parse_comments(rows, video, owner), cursor=cursor)


def _find_owner(channels: Channels, video: str, rows: list[object]) -> str:
    if not rows:
        return ""  # of no comment
    return parse.parse_owner(rows) or channels.find_owner(video)
