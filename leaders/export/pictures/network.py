"""The niche's network: who among the first accounts pays attention to whom, in communities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from leaders.export.briefing import Said
from leaders.export.layout import OTHER, Layout, Place, Tie, is_last, lay_out, name_account
from leaders.export.pictures.svg import (
    LETTER, Element, clean_name, element, hover, measure, picture, say, text,
)  # fmt: skip
from leaders.export.shortlist import Shortlist
from leaders.export.words import Words

if TYPE_CHECKING:
    import polars as pl

ACCOUNTS, TIES = 150, 600
"""Of so many the picture tells at most: with more, nobody could follow a line."""

SMALL, LARGE = 12.0, 28.0
"""Sizes of letters: on a wide page, and of the names that a narrow one (class ``first``) keeps."""

LONGEST = 18
"""How many letters of a name stand beside its circle; the whole name is in its title."""

FIRST_ROOM = 14
"""How many names at most a narrow page keeps."""

ROW, COLUMNS = 34.0, 2
BEND = 0.12
"""How far a line bends to its left, of its length: two ways between two accounts are two lines."""


def draw_network(shortlist: Shortlist, words: Words) -> str | None:
    """The first 150 accounts of all lists with the strongest 600 ties; None without any tie.

    Accounts are taken by rank from each list in turn, those of the last lists (in doubt, role
    unknown) after all others. A node is ``<g class="node" data-n="12">``, a tie ``<path
    class="edge" data-a="3" data-b="12">`` from the one that pays attention to the one that gets
    it; names are in one layer over all. A page that is too narrow for small letters shows the names
    of class ``first`` alone, in letters of 28 units: there is room for them.
    """
    chosen = choose(shortlist)
    layout = lay_out(_keep(shortlist, chosen))
    if not layout.ties:
        return None
    ties = sorted(layout.ties, key=lambda it: (-it.weight, it.source_id, it.target_id))[:TIES]
    number = {account_id: n for n, account_id in enumerate(chosen)}
    told = _say_below(shortlist, layout, chosen, len(ties))
    legend = list(_draw_legend(layout, words, told))
    rows = -(-len(legend) // 1)
    return picture(
        layout.width,
        layout.height + rows,
        Said("network_title"),
        _describe(layout, len(chosen)),
        element("g", {"fill": "none"}, *(_draw_tie(it, layout, number) for it in ties)),
        *(_draw_node(n, layout.places[it], chosen[it], words) for it, n in number.items()),
        words=words,
    )
