"""What accounts are called within a sentence: on one line, short, turning nothing around it."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from leaders.facts.excerpt import cut_excerpt

LONGEST = 60
SHOWN = 3
_FIRST_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = ("R", "AL")


def call(account: Mapping[str, Any]) -> str:
    """The name of a row that has account_id and name, and maybe a handle."""
    for key in ("name", "handle", "account_id"):
        if told := tidy(str(account.get(key) or "")):
            return told
    return "?"


def tidy(name: str) -> str:
    """A name without what is not seen; one that runs from right to left keeps that to itself."""
    seen = "".join(
        " " if unicodedata.category(mark) in ("Cc", "Zl", "Zp", "Cs", "Co", "Cn") else mark
        for mark in name[: 20 * LONGEST]
        if mark not in _TURNING
    )
    short = cut_excerpt(" ".join(seen.split()), LONGEST)
    if not any(mark.isalnum() or unicodedata.category(mark)[0] in "PS" for mark in short):
        return ""
    if any(unicodedata.bidirectional(mark) in _RIGHT_TO_LEFT for mark in short):
        return f"{_FIRST_ISOLATE}{short}{_POP_ISOLATE}"
    return short


def list_names(names: Iterable[str]) -> str:
    """The first three, and a mark where there are more."""
    told = list(names)
    return ", ".join([*told[:SHOWN], *["…"] * (len(told) > SHOWN)])
