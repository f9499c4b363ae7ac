"""What it means that YouTube refuses a call: gone, hidden, too fast, a spent day, or a bad key."""

import re

from leaders.errors import PlatformRefused
from leaders.model import Ended, Listing, Page

KEY_PAGE = "https://console.cloud.google.com/apis/credentials"

_SPENT = ("quotaExceeded", "dailyLimitExceeded")
_TOO_FAST = ("rateLimitExceeded", "userRateLimitExceeded")
_OF_KEYS = (
    "keyInvalid", "keyExpired", "accessNotConfigured", "ipRefererBlocked",
    "dailyLimitExceededUnreg",
)  # fmt: skip
_VAGUE = ("badRequest", "forbidden", "INVALID_ARGUMENT", "PERMISSION_DENIED")
_ABOUT_KEYS = re.compile(
    r"\bapi key\b|\bare blocked\b|\bunregistered callers\b|\bbeen suspended\b|"
    r"\bor it is disabled\b",
    re.IGNORECASE,
)
_GONE = {
    "channelNotFound": "YouTube knows it no more",
    "subscriberNotFound": "YouTube knows it no more",
    "videoNotFound": "the video is deleted",
    "accountClosed": "the account is closed",
    "channelClosed": "the channel is closed",
    "accountSuspended": "the account is suspended",
    "channelSuspended": "the channel is suspended",
}
_HIDDEN = {
    "subscriptionForbidden": "it keeps its subscriptions private",
    "commentsDisabled": "comments are switched off",
    "playlistItemsNotAccessible": "it keeps its videos private",
    "channelForbidden": "it keeps its channel private",
}


def is_spent(refusal: PlatformRefused) -> bool:
    """Whether the day's quota is used."""
    is_of_the_day = refusal.code in _TOO_FAST and "per day" in str(refusal)
    return refusal.code in _SPENT or is_of_the_day


def is_too_fast(refusal: PlatformRefused) -> bool:
    """Whether the same call may go through a little later."""
    return refusal.code in _TOO_FAST


def is_of_key(refusal: PlatformRefused) -> bool:
    """Whether every call with this key is refused. Google has few words for the many reasons."""
    is_said = refusal.code in _VAGUE and _ABOUT_KEYS.search(str(refusal)) is not None
    return refusal.status == 401 or refusal.code in _OF_KEYS or is_said


def is_comment_gone(refusal: PlatformRefused) -> bool:
    """Whether a comment that was there a moment ago is deleted."""
    return refusal.code in ("commentNotFound", "commentThreadNotFound", "parentCommentNotFound")


def read_refusal(refusal: PlatformRefused, listing: Listing) -> Page | None:
    """The page that a refusal amounts to; None when it is an error."""
    code = refusal.code
    if listing is Listing.POSTS and code == "playlistNotFound":
        return Page()  # so it is where nothing was uploaded: that the channel is there we know
    if code in _GONE:
        return Page(ended=Ended.GONE, why=_GONE[code])
    if code in _HIDDEN:
        return Page(ended=Ended.HIDDEN, why=_HIDDEN[code])
    if listing is Listing.REPLIERS and code == "forbidden":
        return Page(ended=Ended.HIDDEN, why="its comments are not public")
    return None
