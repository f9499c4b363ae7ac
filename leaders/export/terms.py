"""What the tables' own values are called: lists, how sure the top is, formulas."""

import re

from leaders.export.briefing import Said
from leaders.model import LISTS

CERTAIN, LIKELY = 0.9, 0.5
"""From which chance of the top an account is called so."""
_VERSION = re.compile(r"(?:_v| )\d+$")


def say_list(name: str, key: str = "list_of") -> Said | None:
    """What a list is called; of several platforms with its platform before it, as ``key`` says it.

    None for a list that is none of ours.
    """
    for known in LISTS:
        if name == known:
            return Said(f"list_{known}")
        if name.endswith(f" {known}"):
            platform = name.removesuffix(f" {known}")
            return Said(key, {"platform": platform, "list": Said(f"list_{known}")})
    return None


def name_sureness(p_top: float | None) -> str:
    """How sure it is that an account is among the first: a key of the words."""
    if p_top is None:
        return "not_known"
    return "certain" if p_top >= CERTAIN else "likely" if p_top >= LIKELY else "possible"


def bare_formula(name: str) -> str:
    """A formula's name without its version."""
    return _VERSION.sub("", name)
