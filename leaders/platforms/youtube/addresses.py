"""What YouTube's channels and videos are called, and how to read that from what people paste.

A channel keeps its id for ever; its handle is a name that it may change.
"""

import re
from typing import NamedTuple, TypeGuard
from urllib.parse import unquote

PREFIX = "youtube:"
CHANNEL = r"UC[A-Za-z0-9_-]{22}"
HANDLE = r"[\w.·-]{3,30}"
LONGEST_ADDRESS = 2000

_CHANNEL = re.compile(CHANNEL)
_HANDLE = re.compile(HANDLE)
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
_PLAYLIST = re.compile(r"[A-Za-z0-9_-]{2,64}")
_COMMENT = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_USERNAME = re.compile(r"[\w.'-]{1,60}")
_PAGE = re.compile(r"(?:https?://)?(?:(?:www|m)\.)?youtube\.com/(.+)", re.IGNORECASE)


class Named(NamedTuple):
    """A channel as a person names it: ``by`` is the parameter that YouTube finds it by."""

    by: str
    value: str


def is_channel(value: object) -> TypeGuard[str]:
    """Whether this is the permanent name of a channel."""
    return isinstance(value, str) and _CHANNEL.fullmatch(value) is not None


def is_video(value: object) -> TypeGuard[str]:
    """Whether this is the permanent name of a video."""
    return isinstance(value, str) and _VIDEO.fullmatch(value) is not None


def is_playlist(value: object) -> TypeGuard[str]:
    """Whether this can be the name of a playlist."""
    return isinstance(value, str) and _PLAYLIST.fullmatch(value) is not None


def is_comment(value: object) -> TypeGuard[str]:
    """Whether this can be the name of a comment."""
    return isinstance(value, str) and _COMMENT.fullmatch(value) is not None


def read_handle(value: object) -> str | None:
    """A handle without its @ and in small letters; None for what is none."""
    if not isinstance(value, str):
        return None
    handle = value.removeprefix("@").strip(".-·").lower()
    return handle if _HANDLE.fullmatch(handle) else None


def read_account(text: str) -> Named | None:
    """The channel in an id, @handle, account id or channel's address; None when it has none.

    A word alone is a handle only behind ``youtube:``: other networks have such names too.
    """
    plain = text.strip() if len(text) <= LONGEST_ADDRESS else ""
    is_ours = plain.startswith(PREFIX)
    plain = plain.removeprefix(PREFIX)
    if page := _PAGE.fullmatch(plain):
        return _read_path(unquote(re.split(r"[?#]", page[1], maxsplit=1)[0]))
    if is_channel(plain):
        return Named("id", plain)
    return _name_handle(plain) if is_ours or plain.startswith("@") else None


def _read_path(path: str) -> Named | None:
    first, _, rest = path.partition("/")
    name = rest.partition("/")[0]
    if first.startswith("@"):
        return _name_handle(first)
    if first == "channel":
        return Named("id", name) if is_channel(name) else None
    if first == "user":
        return Named("forUsername", name) if _USERNAME.fullmatch(name) else None
    # What stood behind /c/ became the handle of most channels; nothing else can look it up.
    return _name_handle(name) if first == "c" else None


def _name_handle(text: str) -> Named | None:
    handle = read_handle(text)
    return Named("forHandle", f"@{handle}") if handle else None
