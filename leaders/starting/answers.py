"""What a person answers, read into what a niche file holds.

Whatever was typed or pasted is hostile: what does not show is dropped before it is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from leaders.recognise import platform_of

LANGUAGES = ("en", "ru", "nl")
LONGEST = 200
"""Characters of a title, a name or a word."""
LONGEST_ADDRESS = 2000
FEW_WORDS = 3
"""A topic of no more words is itself searched for where no words were given."""

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_OF_LANGUAGE = re.compile(r"([A-Za-z]{2})\s*[:=]\s*(.*)", re.DOTALL)
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[^\W\d_]{2,24})(?:[/?#].*)?")
_PIECES = re.compile(r"[,;\n\r]+")
_AROUND = "<>()[]{}\"'«»“”„‘’"
"""What stands around an address where it was copied from a text."""


class AnswerMistake(Exception):
    """An answer that cannot be meant; ``code`` says why, ``shown`` is what was answered."""

    def __init__(self, code: str, shown: str = "") -> None:
        self.code = code
        self.shown = shown
        super().__init__(f"{code}: {shown}")


@dataclass(frozen=True, slots=True)
class Party:
    """The client or the competitors: names, accounts as pasted, domains of sites."""

    names: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """All that a first niche is made of; ``words`` by language, ``country`` in two capitals.

    ``seeds`` are addresses, ids or ``platform:handle``, all of one of ``platforms``.
    """

    topic: str
    platforms: tuple[str, ...]
    seeds: tuple[str, ...] = ()
    language: str = "en"
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    country: str | None = None
    city: str | None = None
    client: Party = Party()
    client_country: str | None = None
    competitors: Party = Party()


def clean(text: str, longest: int = LONGEST) -> str:
    """One line of what shows: no control characters, no marks that turn writing round."""
    shown = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return " ".join(shown.split())[:longest].rstrip()


def read_topic(text: str) -> str:
    """The topic, which must not be empty."""
    topic = clean(text)
    if not topic:
        raise AnswerMistake("empty")
    return topic


def read_words(text: str, language: str) -> dict[str, tuple[str, ...]]:
    """Words with commas between; ``nl:`` before one holds until another such mark.

    Without a mark, Cyrillic words are Russian, and others of ``language`` (English where that is
    Russian).
    """
    words: dict[str, list[str]] = {}
    marked: str | None = None
    for piece in split_pieces(text):
        word = piece
        if mark := _OF_LANGUAGE.fullmatch(piece):
            marked, word = mark[1].lower(), mark[2].strip()
        of = marked or _guess_language(word, language)
        if word and word not in words.setdefault(of, []):
            words[of].append(word)
    return {of: tuple(found) for of, found in sorted(words.items()) if found}


def choose_words(topic: str, language: str) -> dict[str, tuple[str, ...]]:
    """The words of a topic for which none were given: itself, where it is short."""
    is_short = len(topic.split()) <= FEW_WORDS
    return {_guess_language(topic, language): (topic,)} if is_short else {}


def _guess_language(word: str, language: str) -> str:
    if _CYRILLIC.search(word):
        return "ru"
    return "en" if language == "ru" else language


def read_party(text: str) -> Party:
    """Names, accounts and sites with commas between: a piece of addresses alone is those."""
    names: list[str] = []
    accounts: list[str] = []
    domains: list[str] = []
    for piece in split_pieces(text, LONGEST_ADDRESS):
        tokens = [it.strip(_AROUND) for it in piece.split()]
        if all(platform_of(it) or read_domain(it) for it in tokens):
            accounts += [it for it in tokens if platform_of(it)]
            domains += [read_domain(it) or it for it in tokens if not platform_of(it)]
        else:
            names.append(piece[:LONGEST])
    return Party(*(tuple(dict.fromkeys(filter(None, it))) for it in (names, accounts, domains)))


def read_addresses(text: str) -> Party:
    """Accounts and sites alone; anything else is a mistake."""
    party = read_party(" , ".join(split_links(text)))
    if party.names:
        raise AnswerMistake("link", ", ".join(party.names))
    return party


def read_domain(text: str) -> str | None:
    """The domain of a site's address; None for other text."""
    found = _DOMAIN.fullmatch(text)
    return found[1].lower() if found else None


def split_pieces(text: str, longest: int = LONGEST) -> list[str]:
    """What stands between commas, semicolons and line ends, cleaned, without empty ones."""
    return [piece for it in _PIECES.split(text) if (piece := clean(it, longest))]


def split_links(text: str) -> list[str]:
    """What stands between spaces, commas, semicolons and line ends, each once."""
    pieces = " ".join(_PIECES.split(text)).split()
    found = [clean(it, LONGEST_ADDRESS).strip(_AROUND) for it in pieces]
    return list(dict.fromkeys(filter(None, found)))
