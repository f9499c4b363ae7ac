"""The name of a niche out of its topic: a file's name on every system, never a path."""

import re
import unicodedata

from leaders.niche import niche_names
from leaders.settings import Workspace
from leaders.starting.answers import AnswerMistake

LONGEST_NAME = 40
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that Windows keeps for devices, with any ending."""
_LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u",
})  # fmt: skip
"""Cyrillic as passports write it; the signs that are not heard are dropped."""


def propose_name(topic: str) -> str:
    """A name made of a topic, in a-z, 0-9 and -; ``niche`` where nothing of it can be kept."""
    latin = unicodedata.normalize("NFC", topic.lower()).translate(_LATIN)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
    return f"niche-{name}" if _RESERVED.fullmatch(name) else name or "niche"


def read_name(text: str, workspace: Workspace) -> str:
    """A name that a new niche may have; raises ``AnswerMistake`` where it is none, or taken."""
    name = text.strip()
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise AnswerMistake("name", name)
    if name in niche_names(workspace):
        raise AnswerMistake("taken", name)
    return name
