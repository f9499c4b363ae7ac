"""Countries as people name them, in two letters."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from leaders.starting.answers import AnswerMistake, clean

_CODE = re.compile(r"[A-Z]{2}")


def read_country(text: str) -> str | None:
    """The two letters of a country, by themselves or by its name; None where nothing is said."""
    name = clean(text).casefold()
    if not name:
        return None
    if known := _load_names().get(name):
        return known
    code = name.upper()
    if not _CODE.fullmatch(code):
        raise AnswerMistake("country", clean(text))
    return code


@cache
def _load_names() -> Mapping[str, str]:
    path = Path(__file__).with_name("countries.toml")
    told: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: code for code, names in told.items() for name in names}
