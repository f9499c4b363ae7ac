"""What VK's accounts and posts are called, and how to read that from what people paste.

An owner is a number for ever: a person's above zero, a community's below it. Its short name is a
handle that it may change.
"""

import re
from typing import TypeGuard
from urllib.parse import unquote

PREFIX = "vk:"
IDS = r"^vk:-?[1-9][0-9]{0,17}$"
LONGEST_ADDRESS = 2000
LONGEST_TEXT = 20_000
"""Characters of a post in which mentions are looked for; VK allows fewer."""

_HOST = r"(?:https?://)?(?:www\.|m\.|new\.)?(?:vk\.com|vk\.ru|vkontakte\.ru)"
_NUMBER = r"[1-9][0-9]{0,17}"
_COMMUNITY = r"club|public|event"
_OWNER = re.compile(rf"-?{_NUMBER}")
_ACCOUNT = re.compile(rf"{PREFIX}(-?{_NUMBER})")
_POST = re.compile(rf"{PREFIX}(-?{_NUMBER})_({_NUMBER})")
_PAGE = re.compile(rf"{_HOST}/([^/?#]+)/?(?:[?#].*)?", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(rf"(id|{_COMMUNITY})({_NUMBER})", re.IGNORECASE)
_SHORT_NAME = re.compile(r"[A-Za-z0-9_.]{2,64}")
_MENTION = re.compile(
    rf"\[(id|{_COMMUNITY})({_NUMBER})\||(?:vk\.com|vk\.ru)/(id|{_COMMUNITY})({_NUMBER})(?![\w.])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\[(?:id|{_COMMUNITY}){_NUMBER}\|[^\]\[]{{0,200}}\]|"
    rf"(?:https?://)?(?:m\.)?(?:vk\.com|vk\.ru)/(?:id|{_COMMUNITY}){_NUMBER}(?![\w.])",
    re.IGNORECASE,
)
"""A mention whole, with the name that it is shown by."""


def is_owner(value: object) -> TypeGuard[int]:
    """Whether this is the number of a person or a community."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < abs(value) < 10**18


def account_of(owner: int) -> str:
    """The id of a person or community."""
    return f"{PREFIX}{owner}"


def post_of(owner: int, number: int) -> str:
    """The id of a post on the wall of a person or community."""
    return f"{PREFIX}{owner}_{number}"


def is_community(owner: int) -> bool:
    """Whether a number is a community's."""
    return owner < 0


def read_account(account_id: str) -> int | None:
    """The number in the id of an account; None when it is none of here."""
    found = _ACCOUNT.fullmatch(account_id)
    return int(found[1]) if found else None


def read_post(post_id: str) -> tuple[int, int] | None:
    """On whose wall a post stands, and its number there; None when it is none of here."""
    found = _POST.fullmatch(post_id)
    return (int(found[1]), int(found[2])) if found else None


def read_named(text: str) -> int | str | None:
    """Whom a text names: a number, or a short name that VK must resolve; None for other text."""
    plain = text.strip() if len(text) <= LONGEST_ADDRESS else ""
    plain = plain.removeprefix(PREFIX)
    if _OWNER.fullmatch(plain):
        return int(plain)
    return read_address(plain) or _read_name(plain.removeprefix("@"))


def read_address(address: str) -> int | str | None:
    """Whose page an address of VK is: a number or a short name; None for other addresses."""
    page = _PAGE.fullmatch(address.strip()) if len(address) <= LONGEST_ADDRESS else None
    return _read_name(unquote(page[1]).removeprefix("@")) if page else None


def find_mentions(text: object) -> tuple[int, ...]:
    """Whom a post names by number, in VK's brackets or by address, each once."""
    if not isinstance(text, str):
        return ()
    found = _MENTION.finditer(text[:LONGEST_TEXT])
    owners = (_read_numbered(it[1] or it[3], it[2] or it[4]) for it in found)
    return tuple(dict.fromkeys(owners))


def drop_mentions(text: object) -> str | None:
    """A post without whom it names in VK's brackets or by address; None for what is no text."""
    return _NAMED.sub(" ", text[:LONGEST_TEXT]) if isinstance(text, str) else None


def _read_name(name: str) -> int | str | None:
    if numbered := _NUMBERED.fullmatch(name):
        return _read_numbered(numbered[1], numbered[2])
    return name.lower() if _SHORT_NAME.fullmatch(name) and not name.isdigit() else None


def _read_numbered(kind: str, number: str) -> int:
    return int(number) if kind.lower() == "id" else -int(number)
