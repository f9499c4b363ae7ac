"""What the page's template is filled with."""

import base64
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from leaders.export.briefing import Briefing, Edition, Logo, Said
from leaders.export.page import beside, pictures_of
from leaders.export.page.blob import describe, pack
from leaders.export.page.cells import write_row
from leaders.export.page.cleaned import clean
from leaders.export.page.notes import fold_notes
from leaders.export.page.rows import Accounts, Row, find_formulas, label, name_list, read_accounts
from leaders.export.page.saying import link, show, tell
from leaders.export.page.sources import write_script, write_style
from leaders.export.shortlist import Shortlist
from leaders.export.words import LANGUAGES, Words

if TYPE_CHECKING:
    from markupsafe import Markup

LARGEST = 860_000
"""Bytes that the page may have, besides its smaller sections. So many rows stand in it before its
script runs as there is room for; the script has them all."""
WRITTEN = 50
"""Rows of a list that stand there however large the page."""

OWN_NAMES = {"en": "English", "ru": "Русский", "nl": "Nederlands"}
LOGOS = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")
_NAME = 120


def fill(shortlist: Shortlist, largest: int = LARGEST) -> dict[str, Any]:
    """All values of the template; the page has about as many bytes at the most."""
    words = Words(shortlist.beside.language)
    accounts = read_accounts(shortlist, words)
    pictures = pictures_of.draw_all(shortlist, words)
    return {
        **_fill_frame(shortlist, words),
        **_fill_table(shortlist, accounts, words),
        **_fill_beside(shortlist.beside, words),
        **_fill_script(shortlist, accounts, pictures, words, largest),
        "sections": _sections(shortlist, pictures),
        "pictures": pictures,
        "notes": [
            (about and name_list(about), told)
            for about, told in fold_notes(shortlist.notes, accounts.lists)
        ],
    }


def _fill_frame(shortlist: Shortlist, words: Words) -> dict[str, Any]:
    """The header, and how the template says things."""

    def say(it: "Said | str", **values: Any) -> "Markup":
        return tell(it if isinstance(it, Said) else Said(it, values), words)

    edition = shortlist.beside.edition
    return {
        "words": words,
        "say": say,
        "show": lambda it: show(it, words),
        "is_link": lambda it: isinstance(it, beside.Link),
        "link": link,
        "clean": clean,
        "language": words.language,
        "languages": [(it, OWN_NAMES[it]) for it in LANGUAGES],
        "niche": shortlist.niche,
        "title": clean(shortlist.title) or shortlist.niche,
        "as_of": f"{shortlist.as_of:%Y-%m-%d}",
        "identity": shortlist.identity,
        "names": {"client": clean(edition.client, _NAME), "agency": clean(edition.agency, _NAME)},
        "logos": _fill_logos(edition),
    }


def _fill_logos(edition: Edition) -> list[tuple[str, str]]:
    """(address, name) of the agency's and the client's, where they are pictures."""
    logos = ((edition.agency_logo, edition.agency), (edition.client_logo, edition.client))
    return [
        (_data_address(logo), clean(name, _NAME))
        for logo, name in logos
        if logo and logo.media_type in LOGOS
    ]


def _fill_table(shortlist: Shortlist, accounts: Accounts, words: Words) -> dict[str, Any]:
    """What stands around the rows."""
    first = next((row.list for row in accounts.rows), "")
    return {
        "lists": [(it, name_list(it)) for it in accounts.lists],
        "first_list": first,
        "picture_said": pictures_of.captions(name_list(first)),
        "count": shortlist.rows,
        "definitions": [
            (label(it.name, accounts.components, words), it.name, it.meaning)
            for it in accounts.columns
        ],
        "formulas": find_formulas(accounts),
    }


def _fill_script(
    shortlist: Shortlist, accounts: Accounts, pictures: Mapping[str, str], words: Words,
    largest: int,
) -> dict[str, Any]:  # fmt: skip
    """The style, script and data, and the rows that there is room for beside them."""
    from markupsafe import Markup  # noqa: PLC0415

    heads = {name: _head_of(name, shortlist.beside.top) for name in accounts.first}
    script, style = write_script(), write_style({it: words.say(said) for it, said in heads.items()})
    data = pack(describe(accounts, shortlist.beside, words))
    room = largest - len(data) - sum(map(_size, (script, style, *pictures.values())))
    rows = _write_rows(accounts, room, words)
    return {
        "heads": heads,
        "rows": {name: Markup("").join(written) for name, written in rows.items()},
        "unwritten": {name: it.height - len(rows[name]) for name, it in shortlist.tables.items()},
        "script": Markup(script),  # noqa: S704  our own
        "style": Markup(style),  # noqa: S704  our own
        "script_hash": _hash(script),
        "style_hash": _hash(style),
        "data": data,
    }


def _fill_beside(briefing: Briefing, words: Words) -> dict[str, Any]:
    """The tables beside the list; None where there is nothing to tell."""
    it = briefing
    return {
        "briefing": it,
        "since": f"{it.changes.since:%Y-%m-%d}" if it.changes else "",
        "changes": it.changes and beside.tabulate_changes(it.changes, words),
        "plan": it.plan and beside.tabulate_plan(it.plan, words),
        "plan_said": beside.tell_plan(it.plan) if it.plan else [],
        "shared": it.shared and beside.tabulate_shared(it.shared),
        "coverage": beside.tabulate_coverage(it.coverage, words),
        "people": it.people and beside.tabulate_sheet(it.people, words),
        "competitors": [beside.tabulate_sheet(sheet, words) for sheet in it.competitors],
    }


def _sections(shortlist: Shortlist, pictures: Mapping[str, str]) -> list[str]:
    """Which sections there is something to say in, in their order."""
    it = shortlist.beside
    is_there = {
        "summary": bool(it.summary),
        "table": True,
        "pictures": any(name in pictures for name in ("intervals", "audience", "network")),
        "changes": it.changes is not None,
        "plan": it.plan is not None,
        "overlap": it.shared is not None,
        "competitors": bool(it.competitors),
        "people": it.people is not None,
        "coverage": it.coverage is not None and not it.coverage.is_empty(),
        # A client cannot run the commands that the notes name.
        "notes": bool(shortlist.notes) and not it.edition.is_for_client,
    }
    return [name for name, told in is_there.items() if told]


def _head_of(column: str, top: "int | None") -> Said:
    """What one of the first columns is called."""
    if column == "in_top" and top is not None:
        return Said("page_in_top_of", {"n": top})
    return Said(f"page_{column}")


def _write_rows(accounts: Accounts, room: int, words: Words) -> "dict[str, list[Markup]]":
    """The rows of each list, best first: those that fit into ``room`` bytes, but some always."""
    listed: dict[str, list[Row]] = {name: [] for name in accounts.lists}
    for row in accounts.rows:
        listed[row.list].append(row)
    written: dict[str, list[Markup]] = {name: [] for name in listed}
    for place in range(max(map(len, listed.values()), default=0)):
        for name, rows in listed.items():
            if place < len(rows) and (room > 0 or place < WRITTEN):
                made = write_row(rows[place], accounts.first, words)
                written[name].append(made)
                room -= _size(made)
    return written


def _size(text: str) -> int:
    return len(text.encode())


def _hash(text: str) -> str:
    """As a content security policy names what may run."""
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def _data_address(logo: Logo) -> str:
    return f"data:{logo.media_type};base64,{base64.b64encode(logo.content).decode()}"
