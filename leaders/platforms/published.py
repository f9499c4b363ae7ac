"""What the free text of a profile publishes: addresses elsewhere, and where to write to."""

import re
from urllib.parse import urlsplit

from leaders.platforms.parsing import parse_name

LONGEST_TEXT = 10_000
MOST_LINKS = 10
MOST_EMAILS = 3

_LINK = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]{4,500}", re.IGNORECASE)
_TRACKING = re.compile(r"(^|&)(utm_[a-z]+|igshid|igsh|fbclid|gclid|si)=")
_EMAIL = re.compile(
    r"(?<![\w.%+@/-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
    r"@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w@-])"
)


def find_links(text: str, own: re.Pattern[str]) -> tuple[str, ...]:
    """The addresses in a text that lead away from the platform's hosts (``own``, in lower case),
    without what only tracks.
    """
    found = (_read_link(it.rstrip(".,;:!?…*_~"), own) for it in _LINK.findall(text))
    return tuple(dict.fromkeys(it for it in found if it))[:MOST_LINKS]


def find_emails(text: str) -> tuple[str, ...]:
    """The e-mail addresses in a text, but for what looks like one within another address."""
    found = _EMAIL.findall(_LINK.sub(" ", text))
    return tuple(dict.fromkeys(it.lower() for it in found))[:MOST_EMAILS]


def _read_link(address: str, own: re.Pattern[str]) -> str | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if "." not in host or "@" in parts.netloc or own.fullmatch(host):
        return None
    query = "" if _TRACKING.search(parts.query) else parts.query
    plain = parts._replace(query=query, fragment="").geturl()
    return plain if parse_name(plain) == plain else None
