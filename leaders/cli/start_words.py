"""What `leaders start` says, in the language of whoever it asks."""

import locale
import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_LOCALES = {"ru": "ru", "russian": "ru", "nl": "nl", "dutch": "nl"}
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Words:
    """The sentences of one language; what is filled in comes from strangers and is only shown."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._said = load_words()[language]

    def __call__(self, key: str, **shown: object) -> str:
        """One sentence."""
        sentence: str = self._said[key]
        return sentence.strip("\n").format(**shown)

    def turn(self, table: str, key: str, english: str) -> str:
        """What a platform says in English, in this language where it is known."""
        return str(self._said.get(table, {}).get(key, english))

    def name(self, terms: Iterable[str]) -> str:
        """Names of listings in this language, in one line."""
        return ", ".join(self.turn("terms", term, term) for term in terms)


@cache
def load_words() -> Mapping[str, Mapping[str, Any]]:
    """All sentences, by language and key."""
    path = Path(__file__).with_name("start_words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def find_language() -> str:
    """The language of this person's system, English where it is none of ours."""
    said = next((os.environ[it] for it in _VARIABLES if os.environ.get(it)), None)
    name = said or locale.getlocale()[0] or ""  # Windows has no variables but a locale
    return _LOCALES.get(name.lower().partition("_")[0].partition(".")[0], "en")
