"""What Bluesky's accounts, posts and lists are called, and how to read that from what people paste.

An account is a DID for ever; its handle is a domain name that it may change.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard
from urllib.parse import unquote

PREFIX = "bluesky:"
LONGEST_ADDRESS = 2000

_DID = r"did:[a-z]+:[A-Za-z0-9._:%-]{0,240}[A-Za-z0-9._-]"
_RECORD = r"[A-Za-z0-9._~:-]{1,512}"
_LABEL = r"[a-z0-9-]{0,61}[a-z0-9]"
_HANDLE = re.compile(rf"([a-z0-9]({_LABEL})?\.)+[a-z]({_LABEL})?")

_WHOLE_DID = re.compile(_DID)
_POST = re.compile(rf"at://({_DID})/app\.bsky\.feed\.post/{_RECORD}")
_LIST = re.compile(rf"at://{_DID}/app\.bsky\.graph\.(list|starterpack)/{_RECORD}")
_AT_LIST = re.compile(rf"at://([^/]+)/app\.bsky\.graph\.(list|starterpack)/({_RECORD})")
_PAGE = re.compile(r"(?:https?://)?(?:www\.)?bsky\.app/(.+)", re.IGNORECASE)
_PATHS: Mapping[str, re.Pattern[str]] = {
    "list": re.compile(rf"profile/([^/]+)/lists/({_RECORD})/?"),
    "starterpack": re.compile(rf"(?:starter-pack|start)/([^/]+)/({_RECORD})/?"),
}
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Direction marks: Bluesky's own pages put them around a handle that is copied."""


@dataclass(frozen=True, slots=True)
class ListName:
    """A list as a person names it: ``actor`` is a DID or a handle."""

    actor: str
    collection: str
    record: str


def is_did(value: object) -> TypeGuard[str]:
    """Whether this is the permanent name of an account."""
    return isinstance(value, str) and _WHOLE_DID.fullmatch(value) is not None


def is_handle(value: object) -> TypeGuard[str]:
    """Whether this names an account now; ``handle.invalid`` stands for one that does not hold."""
    if not isinstance(value, str) or value.lower() == "handle.invalid":
        return False
    is_short = len(value) <= 253 and value.isascii()
    return is_short and _HANDLE.fullmatch(value.lower()) is not None


def is_list(value: object) -> TypeGuard[str]:
    """Whether this is the permanent address of a list or a starter pack."""
    return isinstance(value, str) and _LIST.fullmatch(value) is not None


def is_starter_pack(uri: str) -> bool:
    """Whether the address of a list is that of a starter pack, which points at a list."""
    return "/app.bsky.graph.starterpack/" in uri


def read_author(uri: object) -> str | None:
    """The DID of a post's author, out of the post's address; None when it is no post's."""
    found = _POST.fullmatch(uri) if isinstance(uri, str) else None
    return found[1] if found else None


def read_actor(text: str) -> str | None:
    """The DID or handle in a handle, DID, account id or profile address; None when it has none."""
    plain = _strip(text).removeprefix(PREFIX)
    if page := _PAGE.fullmatch(plain):
        path = _read_path(page[1])
        if not path.startswith("profile/"):
            return None
        plain = path.split("/")[1]
    return _read_name(plain.removeprefix("@"))


def read_list(text: str) -> ListName | None:
    """The list in its permanent address or the address of its page; None when it has none."""
    plain = _strip(text)
    if at := _AT_LIST.fullmatch(plain):
        return _name_list(at[1], at[2], at[3])
    if page := _PAGE.fullmatch(plain):
        path = _read_path(page[1])
        for collection, pattern in _PATHS.items():
            if found := pattern.fullmatch(path):
                return _name_list(found[1], collection, found[2])
    return None


def _name_list(actor: str, collection: str, record: str) -> ListName | None:
    name = _read_name(actor)
    return ListName(name, collection, record) if name else None


def _read_name(text: str) -> str | None:
    if is_did(text):
        return text
    return text.lower() if is_handle(text) else None


def _strip(text: str) -> str:
    return text.translate(_INVISIBLE).strip() if len(text) <= LONGEST_ADDRESS else ""


def _read_path(rest: str) -> str:
    return unquote(re.split(r"[?#]", rest, maxsplit=1)[0])
