"""Single values out of a platform's answers: pure functions that believe nothing.

What makes no sense is None.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime

from leaders.errors import PlatformRefused

MOST = 2**53  # beyond it JSON numbers are no longer exact
LONGEST_NAME = 640
LONGEST_TEXT = 2000
LONGEST_CURSOR = 2000
EARLIEST = 2000  # posts of older networks are brought along with their dates, but none so old
_STEERING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_MENTION = re.compile(r"(?<!\w)@\w[\w.-]{0,250}(?:@\w[\w.-]{0,250})?(?<![.-])")
"""An @name, be it of another server (@name@server); an e-mail address is none."""


def dig(value: object, *path: str) -> object:
    """What lies under a path of keys; None where there is nothing."""
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def dig_rows(value: object, *path: str) -> list[object]:
    """The list under a path of keys; empty where there is none."""
    found = dig(value, *path)
    return found if isinstance(found, list) else []


def demand_rows(body: object, platform: str, *path: str) -> list[object]:
    """The rows of an answer that makes no sense without.

    Raises ``PlatformRefused`` where there is no list, because nobody knows what was left out.
    """
    rows = dig(body, *path)
    if not isinstance(rows, list):
        raise PlatformRefused(
            f"{platform}'s answer has no list of {'.'.join(path)}; "
            "look whether its address is right.",
            200,
        )
    return rows


def parse_count(value: object) -> int | None:
    """A whole number from zero on that is no absurdity."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < MOST else None


def parse_name(value: object) -> str | None:
    """A display name in one line, without characters that steer or break what shows it."""
    if not isinstance(value, str):
        return None
    spaced = (" " if it.isspace() else it for it in value[:LONGEST_NAME] if it not in _STEERING)
    shown = "".join(it for it in spaced if unicodedata.category(it) not in ("Cc", "Cs"))
    return " ".join(shown.split()) or None


def parse_text(value: object) -> str | None:
    """What somebody wrote, in one line of at most ``LONGEST_TEXT`` characters, tame as a name.

    Empty where nothing is shown; None for what is no text.
    """
    if not isinstance(value, str):
        return None
    shown = _NOT_SHOWN.sub("", " ".join(value[: 2 * LONGEST_TEXT].split()))
    return shown[:LONGEST_TEXT].strip()


def parse_post_text(value: object) -> str | None:
    """As ``parse_text``, without @names: whom a post mentions are edges, and nobody's own words."""
    if not isinstance(value, str):
        return None
    return parse_text(_MENTION.sub(" ", value[: 2 * LONGEST_TEXT]))


def parse_moment(value: object) -> datetime | None:
    """A moment in ISO 8601 with zone, in UTC; none before the year 2000."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        is_sane = moment.tzinfo is not None and moment.year >= EARLIEST
        return moment.astimezone(UTC) if is_sane else None
    except (ValueError, OverflowError):
        return None


def parse_seconds(value: object) -> datetime | None:
    """A moment in whole seconds since 1970, in UTC; none before the year 2000."""
    seconds = parse_count(value)
    if seconds is None or seconds >= 2**36:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment if moment.year >= EARLIEST else None


def is_cursor(value: object) -> bool:
    """Whether a text can be kept and sent back as where to go on."""
    is_text = isinstance(value, str) and 0 < len(value) <= LONGEST_CURSOR
    return is_text and str(value).isascii() and str(value).isprintable()
