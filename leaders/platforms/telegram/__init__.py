"""Telegram: public channels and groups, as one login of a person sees them over MTProto.

A channel shows its posts with their views, whom it forwards, and who comments; a group shows its
members too. What lies here needs telethon only where something is asked.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from leaders.errors import LeadersError, PlatformRefused, PlatformUnreachable
from leaders.model import Account, AccountKind, Listing, Page
from leaders.platforms.quota import DayLedger
from leaders.platforms.telegram.addresses import CHANNEL, PREFIX, read_account, read_channel
from leaders.platforms.telegram.refusals import read_refusal
from leaders.platforms.telegram.settings import Settings, read_settings

if TYPE_CHECKING:
    from leaders.platforms.telegram.connection import Connection
    from leaders.platforms.telegram.listings import Listings

__all__ = ["Settings", "TelegramPlatform"]


def open_connection(settings: Settings) -> "Connection":
    """A connection that connects when it is first asked."""
    from leaders.platforms.telegram.connection import Connection  # noqa: PLC0415 (an extra)

    return Connection(settings)


OpenConnection = Callable[[Settings], "Connection"]


class TelegramPlatform:
    """Implements ``leaders.platforms.Platform``; ``settings`` default to the environment's."""

    name = "telegram"
    ids = f"^{PREFIX}{CHANNEL}$"
    needs = "an application's id and hash, and a login"
    unseen = (
        "who reads a channel, reacts to it or forwards it in private, most members of large "
        "groups, channels similar to one beyond ten and those that the login has joined, and "
        "posts by words outside the channels that it has joined"
    )
    workers = 2
    profiles_a_call = 1
    rows_a_call = 200
    second_reading = None

    def __init__(
        self, settings: Settings | None = None, open_connection: OpenConnection = open_connection
    ) -> None:
        self._settings = settings or read_settings()
        self._open_connection = open_connection
        self._listings: Listings | None = None
        self._is_stopped = False
        self._lock = Lock()
        self.ledger = DayLedger(self.name, {})

    @property
    def lacks(self) -> str | None:
        """That telethon, the application or the login is missing."""
        return self._settings.find_lack()

    @property
    def rate(self) -> float:
        """Calls a second that we keep to; Telegram names no number."""
        return self._settings.rate

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.now(UTC)

    def find_account(self, text: str) -> str | None:
        """The id of a channel's @name, address, account id or post; None for other text."""
        named = read_account(text)
        return self._open().find_account(named) if named else None

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        """Of channels and groups; persons are never asked."""
        return (Listing.POSTS, Listing.SIMILAR, Listing.MEMBERS)

    def post_listings(self) -> tuple[Listing, ...]:
        """Comments, and in groups who reacted."""
        return (Listing.REPLIERS, Listing.LIKERS)

    def discoveries(self) -> tuple[Listing, ...]:
        """The two searches."""
        return (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS)

    def list_address(self, text: str) -> str | None:
        """There are no lists that strangers may read."""
        return None

    def is_newest_first(self, listing: Listing) -> bool | None:
        """Messages come so."""
        return True if listing in (Listing.POSTS, Listing.REPLIERS) else None

    def remarks(self) -> tuple[str, ...]:
        """Which seeds cannot be opened, and that mentions are missing, once that is known."""
        return self._listings.remarks() if self._listings else ()

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        """Profiles in the order asked for, one call each; who is gone is left out."""
        ids = [it for it in dict.fromkeys(account_ids) if read_channel(it) is not None]
        found = [self._open().read_profile(it) for it in ids]
        return [it for it in found if it]

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a listing: one call, and at most two more to look up who is mentioned."""
        try:
            return self._open().read(subject_id, listing, cursor)
        except PlatformRefused as refusal:
            page = read_refusal(refusal, listing)
            if page is None:
                raise
            return page

    def cost_of(self, listing: Listing) -> Mapping[str, int]:
        """There are no quotas of a day."""
        return {}

    def wait_until(self) -> datetime | None:
        """Until when Telegram has asked us to wait."""
        return self._listings.connection.waiting_until() if self._listings else None

    def stop(self) -> None:
        """Wake every call that waits for a limit."""
        with self._lock:
            self._is_stopped = True
        if self._listings:
            self._listings.connection.stop()

    def close(self) -> None:
        """Disconnect."""
        self.stop()
        if self._listings:
            self._listings.connection.close()

    def _open(self) -> "Listings":
        if self.lacks:
            raise LeadersError(self.lacks)
        from leaders.platforms.telegram.listings import Listings  # noqa: PLC0415 (an extra)

        with self._lock:
            if self._is_stopped:
                raise PlatformUnreachable("stopped")
            if self._listings is None:
                self._listings = Listings(self._open_connection(self._settings))
            return self._listings
