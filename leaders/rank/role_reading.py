"""What an account says of itself, taken apart into signs: words, persons' names, addresses.

All of it is hostile input: it is cut, and of it nothing but single words is ever quoted.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from leaders.rank.role_words import (
    ADDRESSES,
    ENDINGS,
    FAMILY_ENDINGS,
    GIVEN_NAMES,
    PARTICLES,
    TITLES,
    VOICE,
    WORDS,
    Role,
    Row,
)

LONGEST_TEXT = 1_000
LONGEST_QUOTE = 24
LONGEST_PHRASE = 3
LONGEST_FAMILY_ENDING = 5
SHORTEST_STEM = 3

WORD = re.compile(r"[^\W_]+")
APART = re.compile(r"[|•·–—:,;/()\n]|\s-\s|(?<=\w)[.!?]\s")
"""What parts a name. Quotation marks do not: «Журнал «Клуб»» is a journal."""
CAMEL = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZА-ЯЁ])")
ELSEWHERE = re.compile(r"\S*@\S+|\S+://\S+|[^\s/]+\.[^\s/]+/\S*")
"""Addresses and @names in a bio are the words of others."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
UNSEEN = re.compile(r"[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Marks of width and direction, with which a word can be cut in two that looks whole."""
PRICE = re.compile(r"[€$£₽]\s?\d|\d\s?(?:[€$£₽]|руб|р\.|euro\b|eur\b)")
HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/?#@]*@)?([^/?#:@\s]+\.[^/?#:@\s]+)")
JOINTS = ("of", "for", "by", "from", "in", "at", "with", "van", "voor", "bij", "met", "uit")
"""In "friends of the shop" it is the friends who speak."""

ARTICLES = ("the", "a", "an", "het", "een")
"""Before what is no person."""

Senses = dict[Role, float]


class Sign(NamedTuple):
    """One thing that speaks for a role, below zero against it, in nats; ``word`` is quotable."""

    role: Role
    nats: float
    word: str


class Lexicon:
    """Word lists made fit for looking words up; of a word the closest entry counts alone."""

    def __init__(self, *tables: Sequence[Row]) -> None:
        self._whole: dict[str, Senses] = {}
        self._begin: dict[str, Senses] = {}
        self._end: dict[str, Senses] = {}
        for role, nats, entries in (row for table in tables for row in table):
            for entry in entries.split():
                ends, begins = entry.startswith("*"), entry.endswith("*")
                shelf = self._end if ends else self._begin if begins else self._whole
                shelf.setdefault(entry.strip("*"), {})[role] = nats
        self._longest = max(map(len, (*self._begin, *self._end)))
        self._phrase = {it: senses for it, senses in self._whole.items() if "_" in it}
        self._first = frozenset(it.partition("_")[0] for it in self._phrase)
        self.look_up = lru_cache(maxsize=1 << 16)(self._look_up)

    def _look_up(self, word: str) -> Senses | None:
        if word in self._whole:
            return self._whole[word]
        for length in range(min(len(word), self._longest), SHORTEST_STEM - 1, -1):
            if word[:length] in self._begin:
                return self._begin[word[:length]]
            if word[-length:] in self._end:
                return self._end[word[-length:]]
        return None

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, str, Senses]]:
        """Where an entry stands, its words and senses; of those that begin there the longest."""
        end = 0
        for at, word in enumerate(words):
            if at < end:
                continue
            if word in self._first:
                for length in range(LONGEST_PHRASE, 1, -1):
                    phrase = "_".join(words[at : at + length])
                    if phrase in self._phrase:
                        yield at, phrase.replace("_", " "), self._phrase[phrase]
                        end = at + length
                        break
            if at >= end and (senses := self.look_up(word)) is not None:
                yield at, word[:LONGEST_QUOTE], senses


GIVEN = frozenset(GIVEN_NAMES.split())
OF_TITLES = Lexicon(WORDS, TITLES)
OF_BIOS = Lexicon(WORDS, VOICE)
OF_REST = Lexicon(WORDS)


def plain(text: str | None) -> str:
    """NFKC and cut to ``LONGEST_TEXT``, without what cannot be seen."""
    if not text:
        return ""
    whole = unicodedata.normalize("NFKC", text[:LONGEST_TEXT])[:LONGEST_TEXT]
    return CONTROL.sub(" ", UNSEEN.sub("", whole))


def split_words(text: str) -> list[str]:
    """Lower-case words, ё as е; an underscore parts words."""
    return WORD.findall(text.lower().replace("ё", "е"))


def read_title(text: str) -> Iterator[Sign]:
    """The role words of a name or handle, in each segment the head full, the others half.

    The head is the first in Russian (магазин журнала is a shop), in English and Dutch the last
    before a preposition: the running club podcast is a podcast, friends of the shop are friends.
    """
    for segment in APART.split(text):
        words = split_words(segment)
        found = [it for it in OF_TITLES.find(words) if any(it[2].values())]
        if not found:
            continue
        head = 0
        if found[0][1].isascii():
            joint = next((at for at, word in enumerate(words) if at and word in JOINTS), len(words))
            head = max(0, sum(at < joint for at, _, _ in found) - 1)
        for place, (_, word, senses) in enumerate(found):
            for role, nats in senses.items():
                yield Sign(role, nats if place == head else nats / 2, word)


def read_handle(handle: str) -> Iterator[Sign]:
    """A handle is a name in one segment; what follows a second @ is a server's name."""
    text = " ".join(CAMEL.split(handle.lstrip("@").split("@")[0].replace("-", "_")))
    yield from read_title(text.replace(".", "_"))
    if any(word in GIVEN for word in split_words(text)):
        yield Sign(Role.CREATOR, 0.8, "")


def read_bio(bio: str) -> Iterator[Sign]:
    """The role words of a bio and who speaks in it: one person or several."""
    own = ELSEWHERE.sub(" ", bio) if "@" in bio or "/" in bio else bio
    for _, word, senses in OF_BIOS.find(split_words(own)):
        for role, nats in senses.items():
            yield Sign(role, nats, word)


def read_words(text: str) -> Iterator[Sign]:
    """The role words of anything else."""
    for _, word, senses in OF_REST.find(split_words(text)):
        for role, nats in senses.items():
            yield Sign(role, nats, word)


def has_price(bio: str) -> bool:
    """Whether an amount of money stands in it."""
    return PRICE.search(bio.lower()) is not None


def read_address(link: str) -> Iterator[Sign]:
    """What a web address says by its host: a market, an ending such as .shop, a word."""
    match = HOST.match(link.strip().lower())
    if match is None:
        return
    labels = match[1].removeprefix("www.").split(".")
    for start in range(len(labels) - 1):
        host = ".".join(labels[start:])
        if host in ADDRESSES:
            role, nats = ADDRESSES[host]
            yield Sign(role, nats, host)
            return
    if labels[-1] in ENDINGS:
        role, nats = ENDINGS[labels[-1]]
        yield Sign(role, nats, f".{labels[-1]}")
    yield from read_words(" ".join(labels[:-1]))


def person_nats(name: str) -> float:
    """How clearly a display name is a person's, in nats: 0 when nothing says so.

    2.5: a given or family name among two or three capitalised words; 1.5: a given name alone;
    1.2: a given name, in any case form, among other words; 0.7: two or three capitalised words.
    """
    return max(
        (_segment_nats(segment, place == 0) for place, segment in enumerate(APART.split(name))),
        default=0.0,
    )


def _segment_nats(segment: str, is_first: bool) -> float:
    words = [
        word
        for it in segment.split()
        if (word := it.strip("\"'«»“”!?.*~_#")) and word[0].isalpha() and word not in PARTICLES
    ]
    low = [word.lower().replace("ё", "е") for word in words]
    if len(words) == 1 and low[0] in GIVEN:
        return 1.5
    is_shaped = 2 <= len(words) <= 3 and all(map(_is_capitalised, words)) and "&" not in segment
    if is_shaped and low[0] not in ARTICLES and not _tells_role(low):
        if low[0] in GIVEN or low[1] in GIVEN or any(map(_is_family, (low[0], low[-1]))):
            return 2.5
        return 0.7 if is_first else 0.0
    is_named = any(word in GIVEN or word in OBLIQUE for word in map(_drop_possessive, low))
    return 1.2 if is_named else 0.0


def _is_family(word: str) -> bool:
    return len(word) > LONGEST_FAMILY_ENDING and word.endswith(FAMILY_ENDINGS)


def _tells_role(words: Sequence[str]) -> bool:
    return any(any(senses.values()) for _, _, senses in OF_TITLES.find(words))


def _drop_possessive(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _is_capitalised(word: str) -> bool:
    letters = word.replace("'", "").replace("’", "").replace("-", "")
    return letters.isalpha() and word[0].isupper()


def _oblique(name: str) -> Iterator[str]:
    """The case forms of a Russian given name: «с Анной», «блог Ильи»."""
    if name.isascii() or not "а" <= name[0] <= "я":
        return
    endings = {"а": ("ы", "и", "е", "у", "ой", "ей"), "я": ("и", "е", "ю", "ей"),
               "й": ("я", "ю", "ем"), "ь": ("я", "ю", "ем")}  # fmt: skip
    if name[-1] in endings:
        yield from (name[:-1] + ending for ending in endings[name[-1]])
    else:
        yield from (name + ending for ending in ("а", "у", "ом"))


OBLIQUE = frozenset(form for name in GIVEN for form in _oblique(name))
