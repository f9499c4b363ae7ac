"""YouTube: what the Data API v3 shows to whoever has a key, within a day's quota.

Who subscribes to a channel is told to nobody but its owner. What is public are a channel's own
subscriptions, where it does not keep them private, and who comments.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from leaders.errors import PlatformRefused
from leaders.model import Account, AccountKind, Listing, Page
from leaders.platforms.quota import DayLedger
from leaders.platforms.youtube.addresses import CHANNEL, PREFIX, is_channel, read_account
from leaders.platforms.youtube.channels import CHANNELS_A_CALL, NEW_HANDLES, Channels
from leaders.platforms.youtube.listings import (
    OF_CHANNELS,
    OF_VIDEOS,
    ROWS,
    SEARCHES,
    Listings,
    read_subject,
)
from leaders.platforms.youtube.refusals import KEY_PAGE, read_refusal
from leaders.platforms.youtube.session import (
    SEARCH_BUCKET,
    UNIT_BUCKET,
    OpenClient,
    Session,
    Settings,
    open_client,
    read_settings,
)

__all__ = ["Settings", "YoutubePlatform"]

_NO_KEY = (
    "YouTube needs an API key: enable the YouTube Data API v3 for a project, make a key at "
    f"{KEY_PAGE} and put YOUTUBE_API_KEY=... into .env."
)


class YoutubePlatform:
    """Implements ``leaders.platforms.Platform``; ``settings`` default to the environment's."""

    name = "youtube"
    ids = f"^{PREFIX}{CHANNEL}$"
    needs = "an API key"
    unseen = (
        "who subscribes to a channel, private subscriptions, more than three digits of a "
        f"subscriber count, and mentions by more than {NEW_HANDLES} new handles a page of videos"
    )
    workers = 4
    profiles_a_call = CHANNELS_A_CALL
    rows_a_call = ROWS
    second_reading = None

    def __init__(
        self, settings: Settings | None = None, open_client: OpenClient = open_client
    ) -> None:
        self._settings = settings or read_settings()
        self._client = open_client(self._settings)
        self.ledger = DayLedger(
            self.name,
            {UNIT_BUCKET: self._settings.units, SEARCH_BUCKET: self._settings.searches},
            ZoneInfo("America/Los_Angeles"),
            self.now,
        )
        session = Session(self._client, self.ledger)
        self._channels = Channels(session)
        self._listings = Listings(session, self._channels)

    @property
    def lacks(self) -> str | None:
        """That there is no key."""
        return None if self._settings.key else _NO_KEY

    @property
    def rate(self) -> float:
        """Calls a second that we keep to; what Google counts is the day."""
        return self._settings.rate

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.now(UTC)

    def find_account(self, text: str) -> str | None:
        """The id of a channel's id, @handle, account id or address; None for other text."""
        named = read_account(text)
        channel = self._channels.find(named) if named else None
        return PREFIX + channel if channel else None

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        """All channels have the same; nobody is told their followers."""
        return OF_CHANNELS

    def post_listings(self) -> tuple[Listing, ...]:
        """Who comments is told, who likes is not."""
        return OF_VIDEOS

    def discoveries(self) -> tuple[Listing, ...]:
        """The two searches."""
        return SEARCHES

    def list_address(self, text: str) -> str | None:
        """There are no lists of channels here."""
        return None

    def is_newest_first(self, listing: Listing) -> bool | None:
        """Uploads, and the threads of comments; replies stand behind what they answer."""
        return True if listing in (Listing.POSTS, Listing.REPLIERS) else None

    def remarks(self) -> tuple[str, ...]:
        """Nothing is out of reach but what is so for everybody."""
        return ()

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        """Profiles in the order asked for; who is gone is left out."""
        channels = [it.removeprefix(PREFIX) for it in account_ids]
        return self._channels.read([it for it in channels if is_channel(it)])

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a listing: one call, for videos two and one for each new handle."""
        subject = read_subject(subject_id, listing)
        try:
            return self._listings.read(subject, listing, cursor)
        except PlatformRefused as refusal:
            page = read_refusal(refusal, listing)
            if page is None:
                raise
            return page

    def cost_of(self, listing: Listing) -> Mapping[str, int]:
        """Searches have a bucket of their own; a page of videos is a list and its counts."""
        if listing in SEARCHES:
            return {SEARCH_BUCKET: 1}
        return {UNIT_BUCKET: 2 if listing is Listing.POSTS else 1}

    def wait_until(self) -> datetime | None:
        """Until when YouTube has asked us to wait."""
        return self._client.waiting_until()

    def stop(self) -> None:
        """Wake every call that waits for a limit."""
        self._client.stop()

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()
