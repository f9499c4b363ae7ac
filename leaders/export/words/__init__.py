"""What the report and the workbook say, in the language of whoever reads them.

One file a topic beside this one; in each a table a sentence, with its text in every language.
``{name}`` is filled in as it is; a whole number gets its thousands marked. ``{name%}`` is a share
as a percentage (``{name%1}`` with a decimal), ``{name.2}`` a number with so many decimals.
Sentences are phrased so that no word has to agree with a number. The page's script says them by the
same rules, wherever an element has the attributes that ``attributes`` makes.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from leaders.export.briefing import Said

LANGUAGES = ("en", "ru", "nl")
SPACE = "\u00a0"
_HOLE = re.compile(r"\{(\w+)(?:(%|\.)(\d?))?\}")


class Words:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        """Raises ``KeyError`` for a language that is none of ``LANGUAGES``."""
        self.language = language
        self._said = load_words()[language]

    def __call__(self, key: str, **values: "str | int | float | Said") -> str:
        """One sentence; raises ``KeyError`` for one that nobody wrote."""
        return self.say(Said(key, values))

    def say(self, said: Said) -> str:
        """A sentence, filled in."""

        def fill(hole: re.Match[str]) -> str:
            name, way, digits = hole.groups()
            value = said.values[name]
            if isinstance(value, Said):
                return self.say(value)
            if isinstance(value, str):
                return value
            if way == "%":
                return self.number(100 * value, int(digits or 0)) + SPACE + "%"
            return self.number(value, int(digits or 0))

        return _HOLE.sub(fill, self._said[said.key])

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with its thousands marked, as this language does."""
        marks = {",": self._said["thousands"], ".": self._said["decimal"], "-": "\u2212"}
        digits = f"{value:,.{decimals}f}"
        if not digits.strip("-0.,"):  # what is too small to be seen has no sign
            digits = digits.removeprefix("-")
        return "".join(marks.get(mark, mark) for mark in digits)

    def has(self, key: str) -> bool:
        """Whether somebody wrote that sentence."""
        return key in self._said


def attributes(said: Said) -> dict[str, str]:
    """What lets the page's script say an element's text again: ``data-t``, ``data-v``."""
    told = {"data-t": said.key}
    if said.values:
        told["data-v"] = json.dumps(_plain(said)["v"], ensure_ascii=False, separators=(",", ":"))
    return told


def _plain(said: Said) -> dict[str, object]:
    """``{"t": key, "v": values}``, and so within the values."""
    values = {name: _plain(it) if isinstance(it, Said) else it for name, it in said.values.items()}
    return {"t": said.key, "v": values}


@cache
def load_words() -> Mapping[str, Mapping[str, str]]:
    """All sentences by language and key; raises ``ValueError`` where two files have one key."""
    said: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for key, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for language in LANGUAGES:
                if key in said[language]:
                    raise ValueError(f"{path.name}: {key} is in another file too")
                said[language][key] = texts[language]
    return said
