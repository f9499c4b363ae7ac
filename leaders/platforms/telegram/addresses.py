"""What Telegram's channels and posts are called, and how to read that from what people paste.

A channel is a number for ever, marked as Telegram's own bots see it: -100 before ten digits for
channels and groups that can be found, minus for small groups, nothing for persons.
"""

import re
from typing import NamedTuple, TypeGuard
from urllib.parse import unquote

PREFIX = "telegram:"
CHANNEL = r"-1[0-9]{12}"
LONGEST_ADDRESS = 500
_MARK = 10**12
_LARGEST_CHANNEL = 997_852_516_352
_LARGEST_PERSON = 2**52
LARGEST_MESSAGE = 2**31 - 1

_CHANNEL = re.compile(CHANNEL)
_POST = re.compile(rf"{PREFIX}({CHANNEL})/([0-9]{{1,10}})")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,30}[A-Za-z0-9]")
_PAGE = re.compile(r"(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/(.+)", re.IGNORECASE)
_OWN_HOST = re.compile(r"https?://([a-z0-9_]+)\.t\.me/?.*", re.IGNORECASE)
_NO_NAMES = frozenset({
    "joinchat", "addstickers", "addemoji", "addtheme", "addlist", "share", "proxy", "socks",
    "login", "invoice", "boost", "contact", "confirmphone", "giftcode", "setlanguage", "nft",
    "www", "telegram",
})  # fmt: skip
"""What stands where a name would, in addresses that lead elsewhere."""


class PostName(NamedTuple):
    """A post: the marked number of its channel, and its own number there."""

    channel: int
    message: int


def mark_channel(number: object) -> int | None:
    """The marked number of a channel; None for what is no channel's number."""
    is_channel = isinstance(number, int) and 0 < number <= _LARGEST_CHANNEL
    return -(_MARK + number) if isinstance(number, int) and is_channel else None


def name_person(number: object) -> str | None:
    """The account id of a person; None for what is no person's number."""
    is_person = isinstance(number, int) and 0 < number < _LARGEST_PERSON
    return f"{PREFIX}{number}" if is_person else None


def name_post(channel: str, message: object) -> str | None:
    """The id of a post in the channel with this account id; None for what is no message's."""
    is_message = isinstance(message, int) and 0 < message <= LARGEST_MESSAGE
    return f"{channel}/{message}" if is_message else None


def read_channel(account_id: str) -> int | None:
    """The marked number in the account id of a channel; None for any other id."""
    text = account_id.removeprefix(PREFIX)
    is_ours = account_id.startswith(PREFIX) and _CHANNEL.fullmatch(text) is not None
    return int(text) if is_ours else None


def read_post(post_id: str) -> PostName | None:
    """The channel and the message in the id of a post; None for any other text."""
    found = _POST.fullmatch(post_id)
    message = int(found[2]) if found else 0
    return PostName(int(found[1]), message) if found and 0 < message <= LARGEST_MESSAGE else None


def is_name(value: object) -> TypeGuard[str]:
    """Whether this may be the name that a channel has now."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None and "__" not in value


def read_account(text: str) -> str | None:
    """What a person pasted: the account id of a channel, or a name in lower case.

    None for text that names nobody, such as an invitation. A bare word is no name.
    """
    plain = text.strip() if len(text) <= LONGEST_ADDRESS else ""
    if read_channel(plain) is not None:
        return plain
    if _CHANNEL.fullmatch(plain):
        return PREFIX + plain
    if page := _PAGE.fullmatch(plain):
        return _read_path(page[1])
    if host := _OWN_HOST.fullmatch(plain):
        return _read_name(host[1])
    if plain.startswith(PREFIX):
        return _read_name(plain.removeprefix(PREFIX).removeprefix("@"))
    return _read_name(plain[1:]) if plain.startswith("@") else None


def _read_path(rest: str) -> str | None:
    parts = unquote(re.split(r"[?#]", rest, maxsplit=1)[0]).split("/")
    if parts[0] == "c" and len(parts) > 1 and re.fullmatch(r"[0-9]{1,12}", parts[1]):
        marked = mark_channel(int(parts[1]))
        return f"{PREFIX}{marked}" if marked else None
    return _read_name(parts[1] if parts[0] == "s" and len(parts) > 1 else parts[0])


def _read_name(text: str) -> str | None:
    name = text.lower()
    return name if is_name(name) and name not in _NO_NAMES else None
