"""Networks that attention is read from: one file a platform, one line in ``PLATFORMS``.

A platform answers with rows of ``leaders.model`` and knows nothing of the store or of niches.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from leaders.model import Account, AccountKind, Listing, Page


class Platform(Protocol):
    """What collecting needs of a network.

    ``fetch`` gives one page: the cursor of a page asks for the next one, so that whoever drives
    the loop can store the cursor and go on after a crash. An account that is gone or hides a
    listing is no exception but a page that ``ended`` that way.
    """

    name: str

    def now(self) -> datetime:
        """The network's present, with zone: the wall clock for live ones."""

    def find_account(self, text: str) -> str | None:
        """The permanent ``account_id`` of a handle, native id or ``platform:id``; else None."""

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        """The listings that accounts of this kind have here, most telling first."""

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        """Profiles with counts; an account that is gone is left out of the answer."""

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a listing. The subject of ``engagers`` is a post, else an account."""


def _simulated() -> Platform:
    from leaders.platforms.simulated import SimulatedPlatform  # noqa: PLC0415 (heavy, rarely used)

    return SimulatedPlatform()


PLATFORMS: dict[str, Callable[[], Platform]] = {"simulated": _simulated}
"""Platforms that can be collected from. ``files`` are imported instead."""
