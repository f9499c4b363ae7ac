"""What it means that Telegram refuses a call: gone, hidden, or a mistake that somebody must see."""

from leaders.errors import PlatformRefused
from leaders.model import Ended, Listing, Page

NO_BROADCAST_READERS = "Telegram shows a channel's readers and who reacts to nobody but its owners"

_PRIVATE = frozenset({"CHANNEL_PRIVATE", "CHANNEL_PUBLIC_GROUP_NA", "CHANNEL_BANNED"})
_MISSING = frozenset({
    "CHANNEL_INVALID", "CHANNEL_ID_INVALID", "PEER_ID_INVALID", "CHAT_ID_INVALID",
    "USERNAME_NOT_OCCUPIED", "USERNAME_INVALID",
})  # fmt: skip
_HIDDEN = {
    "CHAT_ADMIN_REQUIRED": "only its administrators are shown this",
    "CHAT_FORBIDDEN": "this login may not read there",
    "USER_BANNED_IN_CHANNEL": "this login is banned there",
    "BROADCAST_FORBIDDEN": NO_BROADCAST_READERS,
    "MSG_ID_INVALID": "the post is deleted or takes no comments",
    "TOPIC_DELETED": "the topic is deleted",
    "PREMIUM_ACCOUNT_REQUIRED": "only accounts with Premium are shown this",
}
_TOO_SHORT = frozenset({"QUERY_TOO_SHORT", "SEARCH_QUERY_EMPTY", "QUERY_INVALID"})


def is_gone(refusal: PlatformRefused) -> bool:
    """Whether nobody who is not a member finds the channel, or it is no more."""
    return refusal.code in _PRIVATE | _MISSING


def read_refusal(refusal: PlatformRefused, listing: Listing) -> Page | None:
    """The page that a refusal amounts to; None when it is an error."""
    code = refusal.code
    if listing in (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS):
        why = "Telegram does not search for words as short as these"
        return Page(ended=Ended.CUT, why=why) if code in _TOO_SHORT else None
    if listing is Listing.SIMILAR and code == "CHANNEL_INVALID":
        return Page(ended=Ended.HIDDEN, why="Telegram names no channels similar to this one")
    if listing is Listing.REPLIERS and code in _PRIVATE:
        why = "the channel, or the group where its comments lie, is private or deleted"
        return Page(ended=Ended.HIDDEN, why=why)
    if is_gone(refusal):
        why = "private or deleted" if code in _PRIVATE else "Telegram knows it no more"
        return Page(ended=Ended.GONE, why=why)
    return Page(ended=Ended.HIDDEN, why=_HIDDEN[code]) if code in _HIDDEN else None
