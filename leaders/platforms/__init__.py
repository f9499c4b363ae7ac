"""Networks that attention is read from: a folder a platform, one line in ``PLATFORMS``.

A platform answers with rows of ``leaders.model`` and knows nothing of the store or of niches.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from leaders.model import Account, AccountKind, Listing, Page, Place
from leaders.platforms.quota import DayLedger


class Platform(Protocol):
    """What collecting needs of a network.

    ``fetch`` gives one page: the cursor of a page asks for the next one, so that whoever drives
    the loop can store the cursor and go on after a crash. An account that is gone or hides a
    listing is no exception but a page that ``ended`` that way. Nothing here keeps state between
    calls but the connection and its rate limit, so ``workers`` threads may call at once.

    Raises ``PlatformUnreachable`` when the network or the whole platform fails,
    ``PlatformRefused`` when it refuses this one request for good (``ServerUnreachable`` when only
    one server of many is away), and ``QuotaSpent``, before anything is asked, when a day's quota
    is used: such a listing stays planned and is read another day.
    """

    name: str
    ids: str
    """A regular expression of the account ids that can be asked for: imported ones may be odd."""
    needs: str
    """Which credential it needs, in a few words for a table."""
    unseen: str
    """What nobody is shown here, or not by this way: one sentence."""

    ledger: DayLedger
    """What of a day's quotas is used; without limits where the platform has none."""

    @property
    def lacks(self) -> str | None:
        """Which credential is missing and where to get it: one sentence; None: it can be asked."""

    @property
    def workers(self) -> int:
        """How many pages may be asked for at once."""

    @property
    def rate(self) -> float | None:
        """Calls a second that the platform allows; None where there is no limit."""

    @property
    def profiles_a_call(self) -> int:
        """How many profiles one call gives."""

    @property
    def rows_a_call(self) -> int:
        """How many rows a page of a listing holds at most."""

    @property
    def second_reading(self) -> str | None:
        """The cursor that begins a listing again with other page borders; None: no need here."""

    def now(self) -> datetime:
        """The network's present, with zone: the wall clock for live ones."""

    def find_account(self, text: str) -> str | None:
        """The permanent ``account_id`` of a handle, address, native id or ``platform:id``.

        None when nobody is known by it.
        """

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        """The listings that accounts of this kind have here, most telling first."""

    def post_listings(self) -> tuple[Listing, ...]:
        """The listings that a post has here."""

    def discoveries(self) -> tuple[Listing, ...]:
        """The listings that find accounts: searches by words, and the lists that accounts made."""

    def list_address(self, text: str) -> str | None:
        """The permanent address of a curated list that a person names; None: no list of here."""

    def is_newest_first(self, listing: Listing) -> bool | None:
        """Whether the rows of a listing come newest first; None where nobody knows."""

    def remarks(self) -> tuple[str, ...]:
        """What cannot be read here and now, and what would help: one sentence each."""

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        """Profiles with counts; an account that is gone is left out of the answer."""

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a listing of an account, a post, a search's words or a list's address.

        The search of a wall is asked for by the account's id, a space and the words.
        """

    def cost_of(self, listing: Listing) -> Mapping[str, int]:
        """What a page of a listing takes of the ledger's buckets, as usual; {} where nothing."""

    def wait_until(self) -> datetime | None:
        """Until when the platform has asked us to wait; None when it has not."""

    def stop(self) -> None:
        """Wake every call that waits for a limit; each raises ``PlatformUnreachable``."""

    def close(self) -> None:
        """Let the connections go; nothing is asked afterwards."""


@runtime_checkable
class TellsPlaces(Protocol):
    """What a platform can besides that tells where people say that they are; others lack it."""

    @property
    def places_a_call(self) -> int:
        """Of how many people one call tells."""

    def fetch_places(self, account_ids: Sequence[str]) -> list[Place]:
        """Where each of these people says that it is, in no order: nobody's place has a name.

        A place without country and city is one who says nothing, or hides it. Who is gone is left
        out. Raises as ``Platform.fetch`` does.
        """


def _simulated() -> Platform:
    from leaders.platforms.simulated import SimulatedPlatform  # noqa: PLC0415 (heavy, rarely used)

    return SimulatedPlatform()


def _bluesky() -> Platform:
    from leaders.platforms.bluesky import BlueskyPlatform  # noqa: PLC0415 (brings the HTTP client)

    return BlueskyPlatform()


def _mastodon() -> Platform:
    from leaders.platforms.mastodon import MastodonPlatform  # noqa: PLC0415 (as above)

    return MastodonPlatform()


def _telegram() -> Platform:
    from leaders.platforms.telegram import TelegramPlatform  # noqa: PLC0415 (as above)

    return TelegramPlatform()


def _vk() -> Platform:
    from leaders.platforms.vk import VkPlatform  # noqa: PLC0415 (as above)

    return VkPlatform()


def _youtube() -> Platform:
    from leaders.platforms.youtube import YoutubePlatform  # noqa: PLC0415 (as above)

    return YoutubePlatform()


PLATFORMS: dict[str, Callable[[], Platform]] = {
    "bluesky": _bluesky,
    "mastodon": _mastodon,
    "telegram": _telegram,
    "vk": _vk,
    "youtube": _youtube,
    "simulated": _simulated,
}
"""Platforms that can be collected from. ``files`` are imported instead."""
