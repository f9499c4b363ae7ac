"""Where an account is: country and city, with what says so; never by its language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leaders.facts.excerpt import cut_around
from leaders.facts.gazetteer import Named, find_city, find_country, find_named
from leaders.model import AccountKind

MAJORITY = 0.5
"""Of the members who say where they are, so many must surely be in one place for it to decide."""
MOST_PLACES = 3
"""Of each community's members so many countries and cities are told."""
MOST_EVIDENCE = 9

FIELD, CITY, COUNTRY, FLAG, MEMBERS, SOME = (
    "profile field", "city in its words", "country in its words", "flag", "most members",
    "some members",
)  # fmt: skip
ORDER = (FIELD, CITY, COUNTRY, FLAG, MEMBERS)
"""The first kind of evidence that names just one country, and one city, decides."""
SOURCES = (*ORDER, SOME)

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_LOCATES = re.compile(
    r"(?:\b(?:in|from|based in|lives? in|te|uit|в|во|из|г)\.?\s*|📍\s*|📌\s*)$", re.IGNORECASE
)
"""What stands before a name that is a place in any case."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that says where an account is, and how it is written."""

    source: str
    country: str | None
    city: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Located:
    """Country (its code) and city as far as they are known, with all evidence."""

    country: str | None
    city: str | None
    evidence: tuple[Evidence, ...]


def locate(account: Mapping[str, Any], members: Sequence[Mapping[str, Any]] = ()) -> Located:
    """Where an account is, by its place, name, bio, and by its members if it is a community.

    account: kind, place (country, city), name and bio. members: rows of
    ``load_audience_places``.
    """
    found = [*_read_field(account["place"])]
    for text in (account["name"], account["bio"]):
        found += [*_read_words(text or ""), *_read_flags(text or "")]
    if account["kind"] == AccountKind.COMMUNITY:
        found += _read_members(members)
    distinct = list(dict.fromkeys(found))
    distinct.sort(key=lambda it: SOURCES.index(it.source))
    country = _decide([(it.source, it.country) for it in distinct])
    cities = [(it.source, it.city) for it in distinct if it.country in (None, country)]
    return Located(country, _decide(cities), tuple(distinct[:MOST_EVIDENCE]))


def is_in_place(found: Located, country: str | None, city: str | None) -> bool | None:
    """Whether an account is where a niche asks for; None where that is not known or not asked."""
    if city is not None:
        asked = find_city(city, country)
        name, country = (asked.city, asked.country) if asked else (city, country)
        if found.country is not None and country is not None and found.country != country:
            return False
        return None if found.city is None else found.city.casefold() == str(name).casefold()
    return None if country is None or found.country is None else found.country == country


def _decide(told: list[tuple[str, str | None]]) -> str | None:
    for source in ORDER:
        named = {value for kind, value in told if kind == source and value is not None}
        if len(named) == 1:
            return named.pop()
    return None


def _read_field(place: Mapping[str, str | None] | None) -> Iterator[Evidence]:
    """The platform's own fields; a city that nobody knows stays as it is spelt."""
    if not place or not (place["country"] or place["city"]):
        return
    country = find_country(place["country"]) if place["country"] else None
    city = find_city(place["city"], country) if place["city"] else None
    quote = ", ".join(it for it in (place["city"], place["country"]) if it)
    yield Evidence(
        FIELD, country or (city.country if city else None), city.city if city else place["city"],
        quote,
    )  # fmt: skip


def _read_words(text: str) -> Iterator[Evidence]:
    named = find_named(text)
    for number, it in enumerate(named):
        if it.is_ambiguous and not (_is_located(text, it) or _is_confirmed(named, number)):
            continue
        source = COUNTRY if it.place.city is None else CITY
        yield Evidence(source, it.place.country, it.place.city, cut_around(text, it.start, it.end))


def _is_located(text: str, named: Named) -> bool:
    return _LOCATES.search(text[: named.start]) is not None


def _is_confirmed(named: Sequence[Named], number: int) -> bool:
    """Whether the country of a city is named right behind it: "Paris, France"."""
    behind = named[number + 1 : number + 2]
    return any(
        it.place.city is None
        and it.place.country == named[number].place.country
        and it.start - named[number].end <= len(", ")
        for it in behind
    )


def _read_flags(text: str) -> Iterator[Evidence]:
    for flag in _FLAG.finditer(text):
        code = "".join(chr(ord(it) - 0x1F1E6 + ord("A")) for it in flag[0])
        yield Evidence(FLAG, code, None, cut_around(text, flag.start(), flag.end()))


def _read_members(rows: Sequence[Mapping[str, Any]]) -> Iterator[Evidence]:
    """Where members say that they are, with the interval of the sample and who says nothing."""
    for is_of_city in (False, True):
        for row in [it for it in rows if (it["city"] is not None) == is_of_city][:MOST_PLACES]:
            country = find_country(row["country"]) if row["country"] else None
            city = find_city(row["city"], country) if is_of_city else None
            quote = (
                f"{row['city'] if is_of_city else row['country']}: {row['share']:.0%} "
                f"({row['low']:.0%} to {row['high']:.0%}) of {row['said_count']:,} who say it; "
                f"{row['undeclared_share']:.0%} say nothing"
            )
            yield Evidence(
                MEMBERS if row["low"] > MAJORITY else SOME,
                country or (city.country if city else None),
                city.city if city else row["city"],
                quote,
            )
