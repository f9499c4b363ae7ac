"""Names and handles as words that compare across alphabets and spellings."""

import re
import unicodedata
from functools import cache

_CYRILLIC = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфхыэіїєґ", "abvgdeeziiklmnoprstufhieiieg", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia"}
    | {"ъ": "", "ь": ""}
)
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("zh", "z"), ("kh", "h"), ("ch", "c"), ("ts", "c"),
    ("tz", "c"), ("cz", "c"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("w", "v"), ("j", "i"),
    ("y", "i"),
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_TWICE = re.compile(r"(.)\1+")
_NO_NAME = re.compile(r"(?:id|club|public|event)?\d+")
AFFIXES = frozenset(
    {"official", "oficial", "real", "the", "its", "blog", "channel", "tv", "live", "ru", "nl", "en"}
)
"""What people add to a handle that was taken."""


@cache
def fold_word(word: str) -> str:
    """A word in Latin letters as it sounds: Юлия, Yulia and Julia are one, and so are Ёж and Ez."""
    folded = unicodedata.normalize("NFKC", word).casefold().translate(_CYRILLIC)
    plain = "".join(
        it for it in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(it)
    )
    for spelt, sound in _SOUNDS:
        plain = plain.replace(spelt, sound)
    return _TWICE.sub(r"\1", plain)


def split_name(text: str | None, shortest: int = 2) -> frozenset[str]:
    """The words of a name, or of any text, as they sound."""
    words = (fold_word(it) for it in _WORD.findall(text or ""))
    return frozenset(it for it in words if len(it) >= shortest)


def squeeze_handle(handle: str | None, *, is_domain: bool = False) -> str:
    """A handle without its server or domain, marks and additions; empty for a mere number."""
    if not handle or _NO_NAME.fullmatch(handle.lower()):
        return ""
    name = handle.lower().partition("@")[0]
    if is_domain:
        given = name.removesuffix(".bsky.social")
        name = given if given != name else name.rpartition(".")[0]
    parts = _WORD.findall(name.replace("_", " "))
    kept = [it for it in parts if it not in AFFIXES] or parts
    return fold_word("".join(kept))
