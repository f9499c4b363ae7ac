"""Which channels a title or a description points at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leaders.platforms.published import LONGEST_TEXT
from leaders.platforms.youtube.addresses import CHANNEL, HANDLE, read_handle

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
OURS = re.compile(r"(.*\.)?(youtube\.com|youtu\.be|youtube-nocookie\.com)")


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


def _find_handles(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from _HANDLE_LINK.findall(line)
        if not _ELSEWHERE.search(line):
            yield from _HANDLE.findall(line)
