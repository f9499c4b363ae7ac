"""Which methods tell which listing, and what their answers become."""

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Listing, Page
from leaders.platforms.parsing import dig, parse_count, parse_name
from leaders.platforms.web import Params
from leaders.platforms.youtube import parse
from leaders.platforms.youtube.addresses import PREFIX, is_channel, is_video
from leaders.platforms.youtube.channels import Channels
from leaders.platforms.youtube.comments import read_comments
from leaders.platforms.youtube.session import Session, is_token

ROWS = 50
LONGEST_WORDS = 300
VIDEO_PARTS = "snippet,statistics"
MARKED_PARTS = f"{VIDEO_PARTS},paidProductPlacementDetails"
"""With the mark of paid promotion. The API's schema says that only a video's owner can read it,
and the API gives it to everybody; should it refuse one day, videos are read without it."""
SEARCHES = (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS)
OF_CHANNELS = (Listing.POSTS, Listing.FEATURED, Listing.FOLLOWING)
OF_VIDEOS = (Listing.REPLIERS,)


def read_subject(subject_id: str, listing: Listing) -> str:
    """What YouTube calls a subject.

    Raises ``LeadersError`` when the listing is not one of such a subject.
    """
    plain = subject_id.removeprefix(PREFIX)
    if listing in SEARCHES:
        plain = parse_name(subject_id[:LONGEST_WORDS]) or ""
        fits = bool(plain)
    elif listing in OF_VIDEOS:
        fits = is_video(plain)
    else:
        fits = listing in OF_CHANNELS and is_channel(plain)
    if not fits:
        raise LeadersError(
            f"youtube: {subject_id[:LONGEST_WORDS]!r} has no {listing}; "
            "ask for another listing or correct the name."
        )
    return plain


class Listings:
    """Reads pages of listings; ``subject`` is what ``read_subject`` says."""

    def __init__(self, session: Session, channels: Channels) -> None:
        self._session = session
        self._channels = channels
        self._video_parts = MARKED_PARTS

    def read(self, subject: str, listing: Listing, cursor: str | None) -> Page:
        """One page; raises ``LeadersError`` for a cursor that is none of ours."""
        if listing is Listing.REPLIERS:
            return read_comments(self._session, self._channels, subject, cursor)
        if cursor is not None and not is_token(cursor):
            raise LeadersError(f"youtube: the stored cursor of the {listing} cannot be read.")
        if listing is Listing.POSTS:
            return self._read_posts(subject, cursor)
        if listing is Listing.FEATURED:
            return self._read_featured(subject)
        if listing is Listing.FOLLOWING:
            return self._read_following(subject, cursor)
        return self._search(subject, listing, cursor)

    def _read_posts(self, channel: str, token: str | None) -> Page:
        """Two calls: a playlist does not count views. More where handles are new to us."""
        uploads = self._channels.find_uploads(channel)
        if not uploads:
            return Page()
        asked: Params = {
            "part": "contentDetails", "playlistId": uploads, "maxResults": ROWS
        }  # fmt: skip
        body, rows, following = self._session.ask_page("playlistItems", asked, token)
        videos = self._read_videos(parse.parse_playlist(rows)[:ROWS], channel)
        known = self._channels.resolve(it for video in videos for it in video.mentions.handles)
        return Page(
            posts=tuple(video.post for video in videos),
            edges=tuple(it for video in videos for it in parse.make_mentions(video, known)),
            cursor=following,
            declared_count=_declared(body),
        )

    def _read_videos(self, videos: tuple[str, ...], channel: str) -> list[parse.Video]:
        """In the order asked for; those that are private or of somebody else are left out."""
        if not videos:
            return []
        found = parse.parse_videos(self._ask_videos(",".join(videos)), channel)
        return [found[video] for video in videos if video in found]

    def _ask_videos(self, videos: str) -> list[object]:
        try:
            return self._session.ask("videos", {"part": self._video_parts, "id": videos})
        except PlatformRefused:
            if self._video_parts == VIDEO_PARTS:
                raise
            rows = self._session.ask("videos", {"part": VIDEO_PARTS, "id": videos})
            self._video_parts = VIDEO_PARTS  # it was the mark that was refused, and will be again
            return rows

    def _read_featured(self, channel: str) -> Page:
        rows = self._session.ask(
            "channelSections", {"part": "contentDetails", "channelId": channel}
        )
        return Page(edges=parse.parse_featured(rows, channel))

    def _read_following(self, channel: str, token: str | None) -> Page:
        asked: Params = {
            "part": "snippet", "channelId": channel, "order": "alphabetical", "maxResults": ROWS
        }  # fmt: skip
        body, rows, following = self._session.ask_page("subscriptions", asked, token)
        edges, declared = parse.parse_subscriptions(rows, channel), _declared(body)
        if not rows and token is None and following is None and declared != 0:
            raise PlatformRefused(
                "YouTube showed no subscriptions and did not say that there are none; try later.",
                200,
            )
        return Page(edges=edges, cursor=following, declared_count=declared)

    def _search(self, words: str, listing: Listing, token: str | None) -> Page:
        is_for_channels = listing is Listing.SEARCH_ACCOUNTS
        kind = "channel" if is_for_channels else "video"
        asked: Params = {"part": "snippet", "type": kind, "q": words, "maxResults": ROWS}
        _, rows, following = self._session.ask_page("search", asked, token)
        path = ("id", "channelId") if is_for_channels else ("snippet", "channelId")
        return Page(found=parse.parse_found(rows, *path), cursor=following)


def _declared(body: object) -> int | None:
    return parse_count(dig(body, "pageInfo", "totalResults"))
