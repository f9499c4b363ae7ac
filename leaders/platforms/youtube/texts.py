"""What a title or a description points at: channels, addresses elsewhere, an e-mail address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from leaders.platforms.parsing import parse_name
from leaders.platforms.youtube.addresses import CHANNEL, HANDLE, read_handle

LONGEST_TEXT = 10_000
MOST_LINKS = 10
MOST_EMAILS = 3

_CHANNEL_LINK = re.compile(rf"(?<![\w-])(?i:youtube\.com/channel/)({CHANNEL})(?![A-Za-z0-9_-])")
_HANDLE_LINK = re.compile(rf"(?<![\w-])(?i:youtube\.com/)@((?>{HANDLE}))(?![\w.·-])")
_HANDLE = re.compile(rf"(?<![\w/.@+=-])@((?>{HANDLE}))(?![\w.@·-])")
_ELSEWHERE = re.compile(
    r"\binsta\b|instagram|\big\b|tik.?tok|telegram|\btg\b|\bt\.me\b|twitter|\bx\.com\b|"
    r"facebook|\bfb\b|threads\.|snapchat|discord|twitch|kick\.com|\bvk\b|linkedin|patreon|"
    r"bluesky|\bbsky\b|mastodon|reddit|pinterest|"
    r"телегра|\bтг\b|\bинста\b|инстаграм|тикток|твиттер|\bвк\b|вконтакте",
    re.IGNORECASE,
)
"""A handle in a line that names another network is a name of over there."""
_LINK = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]{4,500}", re.IGNORECASE)
_OURS = re.compile(r"(.*\.)?(youtube\.com|youtu\.be|youtube-nocookie\.com)")
_TRACKING = re.compile(r"(^|&)(utm_[a-z]+|igshid|igsh|fbclid|gclid|si)=")
_EMAIL = re.compile(
    r"(?<![\w.%+@/-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
    r"@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w@-])"
)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Channels that a text points at: by id, and by handles that are still to be looked up."""

    channels: tuple[str, ...]
    handles: tuple[str, ...]


def read_text(value: object) -> str:
    """A text as far as it is read; empty for what is none."""
    return value[:LONGEST_TEXT] if isinstance(value, str) else ""


def find_mentions(*texts: str) -> Mentions:
    """The channels that texts point at, each once, in their order."""
    channels = [it for text in texts for it in _CHANNEL_LINK.findall(text)]
    handles = [
        handle for text in texts for it in _find_handles(text) if (handle := read_handle(it))
    ]
    return Mentions(tuple(dict.fromkeys(channels)), tuple(dict.fromkeys(handles)))


def find_links(text: str) -> tuple[str, ...]:
    """The addresses in a text that lead away from YouTube, without what only tracks."""
    found = (_read_link(it.rstrip(".,;:!?…*_~")) for it in _LINK.findall(text))
    return tuple(dict.fromkeys(it for it in found if it))[:MOST_LINKS]


def find_emails(text: str) -> tuple[str, ...]:
    """The e-mail addresses in a text, but for what looks like one within another address."""
    found = _EMAIL.findall(_LINK.sub(" ", text))
    return tuple(dict.fromkeys(it.lower() for it in found))[:MOST_EMAILS]


def _find_handles(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from _HANDLE_LINK.findall(line)
        if not _ELSEWHERE.search(line):
            yield from _HANDLE.findall(line)


def _read_link(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if "." not in host or "@" in parts.netloc or _OURS.fullmatch(host):
        return None
    query = "" if _TRACKING.search(parts.query) else parts.query
    plain = parts._replace(query=query, fragment="").geturl()
    return plain if parse_name(plain) == plain else None
