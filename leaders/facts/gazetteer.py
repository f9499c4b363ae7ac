"""Places by their names, in English, Dutch and Russian: a country's code, a city's usual name."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from leaders.model import Place

_OFTEN_ELSE = """
    alexandria aurora austin bath bergen charlotte chelsea dallas derby essen florence gary hamm
    houston jackson lincoln madison male mary mobile most nice norman orlando paris reading split
    sydney sofia valencia victoria van georgia jordan chad turkey mali niger oman israel
    владимир киров королев орел пушкин чехов жуковский энгельс артем надым мары мир горький
    железнодорожный дзержинский октябрьский первомайский советский красногорск шахты
    того мали чад перу гана оман иран куба конго
"""
AMBIGUOUS = frozenset(_OFTEN_ELSE.split())
"""Names that are more often something else: people, words, other places."""
_WORD = re.compile(r"\w[\w'’.-]*\w|\w")
_CASES = {"а": "аыеу", "я": "яиею", "ь": "ьие", "й": "йяею"}
"""Russian: what the last letter of a name becomes after "in" and "from"."""
_ADDED = "аеу"
_ADJECTIVES = {"ий": ("ем", "его"), "ый": ("ом", "ого"), "ая": ("ой",), "ие": ("их",)}
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_SHORTEST_BENT = 4
LONGEST_NAME = 4
"""Words of the longest name that is looked for."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place with how it is written in a text, and where: from ``start`` up to ``end``."""

    place: Place
    is_ambiguous: bool
    start: int
    end: int


def find_country(text: str) -> str | None:
    """The code of a country by its code or name; None for another text."""
    if len(text) == 2 and text.isascii() and text.isupper():
        return text
    return _countries().get(_fold(text))


def find_city(text: str, country: str | None = None) -> Place | None:
    """A city by its name, the largest of that name (in a country); None for an unknown one."""
    found = _cities().get(_fold(text), ())
    return next((it for it in found if country is None or it.country == country), None)


def find_named(text: str) -> list[Named]:
    """The countries and cities that a text names with a capital letter, in their order.

    A longer name goes before the shorter ones in it.
    """
    words = list(_WORD.finditer(text))
    found: list[Named] = []
    place = 0
    while place < len(words):
        if not text[words[place].start()].isupper() or not (
            named := _longest(text, words[place : place + LONGEST_NAME])
        ):
            place += 1
            continue
        found.append(named)
        place += sum(1 for word in words[place:] if word.start() < named.end)
    return found


def _longest(text: str, words: list[re.Match[str]]) -> Named | None:
    start = words[0].start()
    ends = [words[0].end()]
    for before, after in pairwise(words):
        if not re.fullmatch(r"[ \-]{1,3}|\. ?", text[before.end() : after.start()]):
            break
        ends.append(after.end())
    for end in reversed(ends):
        name = _fold(text[start:end])
        if place := _bent().get(name):
            return Named(place, name in AMBIGUOUS, start, end)
    return None


def _fold(name: str) -> str:
    return " ".join(name.lower().replace("ё", "е").replace("’", "'").split()).strip(".")


@cache
def _countries() -> dict[str, str]:
    return {_fold(name): code for code, *names in _read("countries.tsv") for name in names}


@cache
def _cities() -> dict[str, list[Place]]:
    """By name all cities that are called so, the largest first."""
    rows = sorted(_read("cities.tsv"), key=lambda row: (-int(row[2]), row[0], row[1]))
    found: dict[str, list[Place]] = {}
    for country, name, _, *others in rows:
        for known in dict.fromkeys(map(_fold, (name, *others))):
            found.setdefault(known, []).append(Place(country, name))
    return found


@cache
def _bent() -> dict[str, Place]:
    """By name, in the cases that follow "in" and "from"; a name as it is goes before a case."""
    known = {name: places[0] for name, places in _cities().items()}
    known |= {name: Place(code) for name, code in _countries().items()}
    bent = {form: place for name, place in known.items() for form in _bend(name)}
    return bent | known


def _bend(name: str) -> list[str]:
    first, _, rest = name.partition(" ")
    if rest and first[-2:] in _ADJECTIVES:
        ends = _ADJECTIVES[first[-2:]]
        return [f"{first[:-2]}{end} {form}" for end in ends for form in (rest, *_bend(rest))]
    last = name[-1]
    if len(name) < _SHORTEST_BENT or not "а" <= last <= "я":
        return []
    if last in _CASES:
        return [name[:-1] + end for end in _CASES[last]]
    return [name + end for end in _ADDED] if last in _CONSONANTS else []


def _read(name: str) -> list[list[str]]:
    text = (files("leaders.facts") / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
