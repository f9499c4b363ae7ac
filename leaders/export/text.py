"""Text that strangers wrote, made fit for files: names and links are hostile until shown safe."""

import json
import re
import unicodedata

ILLEGAL_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
"""A regular expression (Python and Rust) for what XML 1.0 cannot hold and no name needs."""

WEB_ADDRESS = r'(?i)^https?://[^\s\p{C}<>"]+$'
"""A regular expression (Rust) for the only links that leave this house."""

_ILLEGAL = re.compile(f"{ILLEGAL_IN_XML}|[\ud800-\udfff]")  # Rust text holds no lone surrogates

# A page that embeds the JSON in a <script> must not be ended by a name.
_UNSAFE_IN_HTML = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def strip_illegal(text: str) -> str:
    """The text without control characters, noncharacters and lone surrogates."""
    return _ILLEGAL.sub("", text)


ENOUGH = 1200
"""Letters of a stranger's text beyond which nobody reads."""
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters to Unicode, nothing to the eye


def put_on_line(text: str, marks_in_a_row: int = 3) -> str:
    """The text on one line without control, bidirectional and zero-width characters.

    Neither spaces nor marks pile up; of a name of a million letters only the first are read.
    """
    kept: list[str] = []
    marks = 0
    for letter in text[:ENOUGH]:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind[0] == "M" else 0
        if kind[0] == "Z" or letter in "\t\n\r" or letter in _BLANK:
            kept.append(" ")
        elif kind[0] != "C" and marks <= marks_in_a_row:
            kept.append(letter)
    return " ".join("".join(kept).split())


def escape_illegal(text: str) -> str:
    """The text with illegal characters as ``%XX``: two account ids stay two."""
    return _ILLEGAL.sub(lambda match: f"%{ord(match[0]):02X}", text)


def dump_json(document: object) -> bytes:
    """The document as UTF-8 JSON in the order given, harmless inside HTML.

    Raises ``ValueError`` for a number that JSON cannot hold (NaN, infinity).
    """
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    # A lone surrogate becomes \udXXX, which happens to be how JSON spells it.
    return (text.translate(_UNSAFE_IN_HTML) + "\n").encode("utf-8", "backslashreplace")


_MARKUP = re.compile(r"[\\`*\[\]<>&|~]|(?<![^\W_])_|_(?![^\W_])|^[-+=#]")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")


def escape_markdown(text: str) -> str:
    """The text on one line that no reader of Markdown takes for markup or HTML."""
    line = "".join(mark if mark.isprintable() else " " for mark in strip_illegal(text))
    marked = _MARKUP.sub(r"\\\g<0>", " ".join(line.split()))
    return _NUMBERED.sub(r"\1\\\2", marked)
