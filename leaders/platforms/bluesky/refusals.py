"""What it means that Bluesky refuses a call: gone, hidden, or a mistake that somebody must see."""

import re

from leaders.errors import PlatformRefused
from leaders.model import Ended, Listing, Page
from leaders.platforms.bluesky.listings import SEARCHES

NEEDS_LOGIN = (
    "Bluesky searches posts only for those who log in; put BLUESKY_HANDLE=... and "
    "BLUESKY_APP_PASSWORD=... into .env."
)
_CLOSED = {
    "AccountDeactivated": "the account is deactivated",
    "AccountTakedown": "the account was taken down",
}
_MISSING = re.compile(
    r"\b(actor|profile|post|list|starter pack|record) not found\b|\bunable to resolve handle\b",
    re.IGNORECASE,
)
_BLOCKED = re.compile(r"\brequester (has blocked|is blocked by) actor\b", re.IGNORECASE)


def is_closed(refusal: PlatformRefused) -> bool:
    """Whether the account is there and shut: it keeps its id."""
    return refusal.code in _CLOSED


def is_missing(refusal: PlatformRefused) -> bool:
    """Whether there is no such account, post or list; most say so in the message alone."""
    is_said = refusal.code == "InvalidRequest" and _MISSING.search(str(refusal)) is not None
    return refusal.code in ("NotFound", "HandleNotFound") or is_said


def read_refusal(refusal: PlatformRefused, listing: Listing, has_login: bool) -> Page | None:
    """The page that a refusal amounts to; None when it is an error."""
    if refusal.status in (401, 403) and listing is Listing.SEARCH_POSTS:
        why = "Bluesky does not let this login search posts" if has_login else NEEDS_LOGIN
        return Page(ended=Ended.HIDDEN, why=why)
    if listing in SEARCHES:
        return None
    if is_closed(refusal):
        return Page(ended=Ended.GONE, why=_CLOSED[refusal.code])
    if is_missing(refusal):
        return Page(ended=Ended.GONE, why="Bluesky knows it no more")
    is_blocked = refusal.code in ("BlockedActor", "BlockedByActor")
    if is_blocked or _BLOCKED.search(str(refusal)):
        return Page(ended=Ended.HIDDEN, why="it and the account that we log in as block each other")
    return None
