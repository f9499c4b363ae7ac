"""Text of strangers on one line: nothing in it turns, hides or overflows what stands around it."""

import re
import unicodedata
from urllib.parse import urlsplit

from leaders.export.text import put_on_line

SHOWN, WHOLE = 60, 300
"""Characters of a name in the table, and of any text where there is room."""


def clean(text: "str | None", longest: int = WHOLE) -> str:
    """Without control, bidirectional and zero-width characters, cut to ``longest``; may be empty.

    The page's script cuts by the same rule: code points, the last one being the sign of the cut.
    """
    return cut(put_on_line(text or ""), longest)


def cut(text: str, longest: int) -> str:
    """At most so many characters, with a sign where some are left out."""
    return text if len(text) <= longest else text[: longest - 1].rstrip(" ") + "\u2026"


def web_address(text: "str | None") -> "str | None":
    """The text where it is a web address that a link may lead to, else None."""
    if not text or not re.fullmatch(r'(?i)https?://[^\s<>"\\]{1,2000}', text):
        return None
    if any(unicodedata.category(letter)[0] == "C" for letter in text):
        return None
    try:
        return text if urlsplit(text).hostname else None
    except ValueError:  # [ without ]
        return None
