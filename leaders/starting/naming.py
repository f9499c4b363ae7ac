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
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i yi ye g u"
        .split(" "),
        strict=True,
    )
)  # fmt: skip
"""Cyrillic as passports write it; the signs that are not heard are dropped."""


def propose_name(topic: str) -> str:
    """A name made of a topic, in a-z, 0-9 and -; ``niche`` where nothing of it can be kept."""
    latin = "".join(_LATIN.get(c, c) for c in unicodedata.normalize("NFC", topic.lower()))
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
