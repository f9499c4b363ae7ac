"""The niche's network: who among the first accounts pays attention to whom, in communities."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import Any

from leaders.export.briefing import Said
from leaders.export.layout import OTHER, Layout, Place, Tie, is_last, lay_out, name_account
from leaders.export.pictures.network_names import LONGEST, SIZE, Label, place_names, shorten
from leaders.export.pictures.svg import (
    Attribute,
    Element,
    clean_name,
    element,
    hover,
    picture,
    text,
)
from leaders.export.shortlist import Shortlist
from leaders.export.terms import say_list
from leaders.export.words import Words

ACCOUNTS, TIES = 150, 600
"""Of so many the picture tells at most: with more, nobody could follow a line."""

LEGEND_LONGEST, ROW = 16, 34.0
"""Letters of a name in the legend, and from line to line: a narrow page has letters of 28 there."""

BEND = 0.12
"""A line bends to its left by this part of its length: there and back are two lines."""

WIDTHS = (1.0, 1.8, 3.0)
"""How thick lines are: those of the least, middling and most weight, by its square root."""


def draw_network(shortlist: Shortlist, words: Words) -> str | None:
    """The first 150 accounts of all lists with the strongest 600 ties; None without any tie.

    Accounts are taken by rank from each list in turn, those of the last lists (in doubt, role
    unknown) after all others. A node is ``<g class="node" data-n="12">`` with its title, circle and
    name; a tie ``<path class="edge" data-a="3" data-b="12">`` from the one that pays attention to
    the one that gets it. All is in ``<g class="network">``. Where the page is too narrow for small
    letters it shows names of class ``first`` alone, those and class ``legend`` in letters of 28.
    """
    chosen = choose(shortlist)
    layout = lay_out(_keep(shortlist, chosen))
    if not layout.ties:
        return None
    numbers = {account_id: number for number, account_id in enumerate(chosen)}
    ties = sorted(layout.ties, key=lambda it: (-it.weight, it.source_id, it.target_id))[:TIES]
    labels = place_names(layout, chosen)
    legend, depth = _draw_legend(layout, _caption(shortlist, layout, ties), words)
    network = element(
        "g",
        {"class": "network", "font-size": SIZE},
        *_draw_ties(ties, layout, numbers),
        *(
            _draw_node(number, layout.places[it], labels.get(it), chosen[it], words)
            for it, number in numbers.items()
        ),
        *legend,
    )
    description = _describe(layout, ties)
    return picture(
        layout.width, layout.height + depth, Said("network_title"), description, network,
        words=words,
    )  # fmt: skip


def choose(shortlist: Shortlist) -> dict[str, dict[str, Any]]:
    """The rows of the accounts to show, by account_id, best first; each with the ``list`` it is on.

    An account on several lists is shown as of the first that has its turn.
    """
    listed = [
        [{**row, "list": name} for row in frame.head(ACCOUNTS).iter_rows(named=True)]
        for name, frame in shortlist.tables.items()
    ]
    firsts, lasts = (
        [rows for rows in listed if rows and is_last(rows[0]["list"]) is last]
        for last in (False, True)
    )
    in_turn = chain.from_iterable(chain(zip_longest(*firsts), zip_longest(*lasts)))
    chosen: dict[str, dict[str, Any]] = {}
    for row in in_turn:
        if row and len(chosen) < ACCOUNTS:
            chosen.setdefault(row["account_id"], row)
    return chosen


def _keep(shortlist: Shortlist, chosen: Iterable[str]) -> Shortlist:
    import polars as pl  # noqa: PLC0415

    kept = pl.col("account_id").is_in(list(chosen))
    return replace(
        shortlist, tables={name: it.filter(kept) for name, it in shortlist.tables.items()}
    )


def _draw_ties(
    ties: Sequence[Tie], layout: Layout, numbers: Mapping[str, int]
) -> Iterator[Element]:
    """Those between communities below, faint; above them those within one, in its colour."""
    most = max(it.weight for it in ties)
    drawn: dict[tuple[bool, float, str], list[Element]] = {}
    for tie in reversed(ties):
        a, b = layout.places[tie.source_id], layout.places[tie.target_id]
        is_within = a.community == b.community != OTHER
        level = int(len(WIDTHS) * (tie.weight / most) ** 0.5)
        width = WIDTHS[min(level, len(WIDTHS) - 1)]
        look = (is_within, width, f"s{a.community}" if is_within else "line")
        path: dict[str, Attribute] = {
            "class": "edge",
            "data-a": str(numbers[tie.source_id]),
            "data-b": str(numbers[tie.target_id]),
            "d": _bend(a, b),
        }
        drawn.setdefault(look, []).append(element("path", path))
    for (is_within, width, colour), paths in sorted(drawn.items(), key=lambda it: it[0]):
        marks: dict[str, Attribute] = {
            "class": colour, "fill": "none", "stroke-width": width,
            "stroke-opacity": "0.5" if is_within else "0.25",
        }  # fmt: skip
        yield element("g", marks, *paths)


def _bend(a: Place, b: Place) -> str:
    dx, dy = b.x - a.x, b.y - a.y
    by_x, by_y = dx / 2 + BEND * dy, dy / 2 - BEND * dx
    return f"M{a.x:.0f} {a.y:.0f}q{by_x:.0f} {by_y:.0f} {dx:.0f} {dy:.0f}"


def _draw_node(
    number: int, place: Place, label: Label | None, row: Mapping[str, Any], words: Words
) -> Element:
    name = name_account(row)
    listed = say_list(row["list"]) or clean_name(row["list"])
    values = {"name": clean_name(name, 60), "list": listed}
    told = Said("network_account", {**values, "rank": row["rank"] or "?"})
    marks: dict[str, Attribute] = {
        "class": _fill(place.community), "cx": place.x, "cy": place.y, "r": place.radius,
    }  # fmt: skip
    beside = None if label is None else text(
        label.x, label.y, shorten(name, LONGEST), words,
        class_="name first" if label.is_first else "name",
        text_anchor=None if label.anchor == "start" else label.anchor, dy=label.dy,
    )  # fmt: skip
    return element(
        "g", {"class": "node", "data-n": str(number)},
        hover(told, words), element("circle", marks), beside,
    )  # fmt: skip


def _fill(community: int) -> str:
    return "muted" if community == OTHER else f"c{community}"


def _caption(shortlist: Shortlist, layout: Layout, ties: Sequence[Tie]) -> Iterator[Said]:
    """What the picture leaves out, and how to read it: a line each, short for narrow pages."""
    yield Said("network_size")
    shown, listed = len(layout.places), shortlist.rows
    if shown < listed:
        yield Said("network_accounts_shown", {"shown": shown, "listed": listed})
    if len(ties) < len(layout.ties):
        yield Said("network_ties_shown", {"shown": len(ties), "known": len(layout.ties)})
    if layout.isolated:
        yield Said("network_isolated", {"n": len(layout.isolated)})


def _draw_legend(
    layout: Layout, caption: Iterable[Said], words: Words
) -> tuple[list[Element], float]:
    """(what stands below the network, how deep it is)."""
    entries = [
        (
            it.number,
            Said(
                "network_community",
                {
                    "names": ", ".join(shorten(name, LEGEND_LONGEST) for name in it.names),
                    "n": it.count,
                },
            ),
        )
        for it in layout.communities
    ]
    others = sum(it.community == OTHER for it in layout.places.values())
    if others:
        entries.append((OTHER, Said("network_other", {"n": others})))
    top, drawn = layout.height + ROW, []
    if layout.communities:
        drawn.append(_say(4, top, Said("network_communities"), words))
        top += ROW
    for number, said in entries:
        mark: dict[str, Attribute] = {"class": _fill(number), "cx": 13, "cy": top - 5, "r": 9}
        drawn += [element("circle", mark), _say(32, top, said, words)]
        top += ROW
    for said in caption:
        drawn.append(_say(4, top, said, words))
        top += ROW
    return drawn, top - ROW / 2 - layout.height


def _say(x: float, y: float, said: Said, words: Words) -> Element:
    return text(x, y, said, words, class_="legend", font_size=15)


def _describe(layout: Layout, ties: Sequence[Tie]) -> Said:
    told: dict[str, str | int | float | Said] = {"shown": len(layout.places), "ties": len(ties)}
    if not layout.communities:
        return Said("network_desc_without", told)
    told["communities"] = len(layout.communities)
    told["centres"] = "; ".join(
        ", ".join(clean_name(name, 40) for name in it.names) for it in layout.communities
    )
    return Said("network_desc", told)
