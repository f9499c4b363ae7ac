"""Whom a text names: words, accounts and domains of a brand, found as people write them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from leaders.audience.advertising.words import Kind

_ENDING = re.compile(r"[аеёиоуыэюяьй]+$")
_FLEETING = re.compile(r"[а-яё]{2}[ое]([кц])$")
"""A vowel that goes with an ending: клубок, клубка."""
_AFTER_LATIN = r"(?:['’-]?[а-яё]{1,4}|['’]?(?:s|en|e|n))?"
"""What Russian, English and Dutch put behind a name in Latin letters."""
_BETWEEN = r"[\s-]{1,3}"
SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a text names a brand."""

    kind: Kind
    begin: int
    end: int


@dataclass(frozen=True)
class Brand:
    """Somebody who may advertise: accounts as handles or addresses, domains, words.

    Words are matched whole, without regard to case, and in Russian with other endings.
    """

    name: str
    accounts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
        """A pattern a kind, of those that have any."""
        parts: tuple[tuple[Kind, list[str]], ...] = (
            ("brand_link", [_of_domain(domain) for domain in self.domains if plain_domain(domain)]),
            (
                "brand_account",
                [_of_account(account) for account in self.accounts if handle_of(account)],
            ),
            ("brand_word", [_of_word(word) for word in self.words if word.strip()]),
        )
        return tuple(
            (kind, re.compile("|".join(found), re.IGNORECASE)) for kind, found in parts if found
        )

    @cached_property
    def loose(self) -> str:
        """A regular expression of Rust that finds every text that names it; "" for none."""
        stems = [_shortest(it) for word in self.words for it in _normal(word).split()[:1]]
        names = [plain_domain(it) for it in self.domains] + [handle_of(it) for it in self.accounts]
        found = sorted({re.escape(it) for it in (*stems, *names) if it})
        return f"(?i){'|'.join(found)}" if found else ""

    def find(self, text: str) -> Iterator[Sighting]:
        """Where a text names it, a sighting a match."""
        for kind, pattern in self.patterns:
            for match in pattern.finditer(text):
                yield Sighting(kind, match.start(), match.end())


def _of_word(text: str) -> str:
    words = [_inflect(word) for word in _normal(text).split()]
    return r"(?<!\w)" + _BETWEEN.join(words) + r"(?!\w)"


def _inflect(word: str) -> str:
    if not re.search("[а-яё]", word.lower()):
        return re.escape(word) + (_AFTER_LATIN if word[-1:].isalpha() else "")
    stem = _stem(word)
    if fleeting := _FLEETING.search(stem):
        return re.escape(stem[:-2]) + rf"[оеь]?{fleeting[1]}[а-яё]{{0,3}}"
    return re.escape(stem) + (r"[а-яё]{0,3}" if len(stem) >= SHORTEST_STEM else "")


def _normal(text: str) -> str:
    """As texts are read: what is pasted on some machines has letters in two parts."""
    return unicodedata.normalize("NFKC", text)


def _shortest(word: str) -> str:
    """What all forms of a word begin with."""
    stem = _stem(word)
    return stem[:-2] if _FLEETING.search(stem) else stem


def _stem(word: str) -> str:
    """A Russian word without the vowels at its end; short ones and others as they are."""
    stem = _ENDING.sub("", word.lower()) if re.search("[а-яё]$", word.lower()) else word
    return stem if len(stem) >= SHORTEST_STEM else word


def plain_domain(domain: str) -> str:
    """A domain as it stands in links, of whatever was pasted."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", domain.strip().lower()).split("/")[0]


def _of_domain(domain: str) -> str:
    return rf"(?<![\w.@-])(?:[\w-]{{1,30}}\.){{0,2}}{re.escape(plain_domain(domain))}(?![\w-]|\.\w)"


def handle_of(account: str) -> str:
    """What others write after @ or in an address: without the platform, or what leads there."""
    text = re.sub(r"^https?://", "", account.strip()).rstrip("/")
    return text.split("/")[-1].split(":")[-1].lstrip("@")


def _of_account(account: str) -> str:
    return rf"(?:(?<![\w.-])@|/){re.escape(handle_of(account))}(?![\w-]|\.\w)"
