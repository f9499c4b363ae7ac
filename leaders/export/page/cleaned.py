"""Text of strangers on one line: nothing in it turns, hides or overflows what stands around it."""

import re
import unicodedata
from urllib.parse import urlsplit

SHOWN, WHOLE = 60, 300
"""Characters of a name in the table, and of any text where there is room."""
_ENOUGH = 4 * WHOLE  # of a name of a million letters nobody reads more
_MARKS_IN_A_ROW = 3
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters to Unicode, nothing to the eye


def clean(text: "str | None", longest: int = WHOLE) -> str:
    """Without control, bidirectional and zero-width characters, cut to ``longest``; may be empty.

    The page's script cuts by the same rule: code points, the last one being the sign of the cut.
    """
    kept: list[str] = []
    marks = 0
    for letter in (text or "")[:_ENOUGH]:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind[0] == "M" else 0
        if kind[0] == "Z" or letter in "\t\n\r" or letter in _BLANK:
            kept.append(" ")
        elif kind[0] != "C" and marks <= _MARKS_IN_A_ROW:
            kept.append(letter)
    return cut(" ".join("".join(kept).split()), longest)


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
