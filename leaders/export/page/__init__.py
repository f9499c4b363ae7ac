"""The report: one page that a person opens from disk or from an e-mail, and that asks nobody else.

The table's first state is written here, so that it can be read where no script runs; everything
that a row opens into lies beside it in one block, which the page's own script reads.
"""

import base64
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaders.export.briefing import Logo, Said
from leaders.export.manifest import File
from leaders.export.page import beside, pictures_of
from leaders.export.page.blob import describe, pack
from leaders.export.page.cells import write_row
from leaders.export.page.cleaned import clean
from leaders.export.page.notes import fold_notes
from leaders.export.page.rows import Accounts, Row, label, name_list, read_accounts
from leaders.export.page.saying import link, show, tell
from leaders.export.page.style import write_style
from leaders.export.shortlist import Shortlist
from leaders.export.words import LANGUAGES, Words

if TYPE_CHECKING:
    from markupsafe import Markup

HERE = Path(__file__).parent
SCRIPTS = (
    "words", "elements", "data", "cells", "table", "filters", "columns", "drawings",
    "details", "selection", "compare", "network", "start",
)  # fmt: skip
"""The files of the one script, in their order."""

WRITTEN = 100
"""Rows of a list that stand in the page before its script runs. With all of a thousand it would be
twice as large, and nobody reads so many in an e-mail's preview."""

OWN_NAMES = {"en": "English", "ru": "Русский", "nl": "Nederlands"}
LOGOS = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")


def to_html(shortlist: Shortlist) -> list[File]:
    """``report.html``: the lists, what opens from them, and everything that stands beside."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    page = environment.get_template("template.html").render(_fill(shortlist))
    return [File("report.html", page.encode("utf-8", "replace"), shortlist.rows)]


def write_script() -> str:
    """The page's one script."""
    parts = [(HERE / "script" / f"{it}.js").read_text(encoding="utf-8") for it in SCRIPTS]
    return f'(() => {{\n"use strict";\n{chr(10).join(parts)}}})();\n'


def _fill(shortlist: Shortlist) -> dict[str, Any]:
    """What the template is filled with."""
    from markupsafe import Markup  # noqa: PLC0415

    briefing = shortlist.beside
    words = Words(briefing.language)
    accounts = read_accounts(shortlist, words)
    heads = {name: head_of(name, briefing.top) for name in accounts.first}
    script, style = write_script(), write_style({it: words.say(said) for it, said in heads.items()})
    pictures = pictures_of.draw_all(shortlist, words)
    first_list = next((row.list for row in accounts.rows), "")

    def say(it: "Said | str", **values: Any) -> "Markup":
        return tell(it if isinstance(it, Said) else Said(it, values), words)

    return {
        "niche": shortlist.niche,
        "language": words.language,
        "languages": [(it, OWN_NAMES[it]) for it in LANGUAGES],
        "title": clean(shortlist.title) or shortlist.niche,
        "words": words,
        "say": say,
        "show": lambda it: show(it, words),
        "is_link": lambda it: isinstance(it, beside.Link),
        "link": link,
        "as_of": f"{shortlist.as_of:%Y-%m-%d}",
        "edition": briefing.edition,
        "names": {
            name: clean(getattr(briefing.edition, name), 120) for name in ("client", "agency")
        },
        "logos": [
            (_data_address(logo), clean(name, 120))
            for logo, name in (
                (briefing.edition.agency_logo, briefing.edition.agency),
                (briefing.edition.client_logo, briefing.edition.client),
            )
            if logo and logo.media_type in LOGOS
        ],
        "briefing": briefing,
        "heads": heads,
        "lists": [(it, name_list(it, words)) for it in accounts.lists],
        "rows": _write_rows(accounts, words),
        "count": shortlist.rows,
        "unwritten": {name: max(it.height - WRITTEN, 0) for name, it in shortlist.tables.items()},
        "pictures": pictures,
        "picture_said": pictures_of.captions(name_list(first_list, words)),
        "first_list": first_list,
        "sections": _sections(shortlist, pictures),
        "since": f"{briefing.changes.since:%Y-%m-%d}" if briefing.changes else "",
        "changes": briefing.changes and beside.tabulate_changes(briefing.changes, words),
        "plan": briefing.plan and beside.tabulate_plan(briefing.plan, words),
        "plan_said": beside.tell_plan(briefing.plan) if briefing.plan else [],
        "shared": briefing.shared and beside.tabulate_shared(briefing.shared),
        "coverage": beside.tabulate_coverage(briefing.coverage, words),
        "people": briefing.people and beside.tabulate_sheet(briefing.people, words),
        "competitors": [beside.tabulate_sheet(it, words) for it in briefing.competitors],
        "notes": [
            (about and name_list(about, words), told)
            for about, told in fold_notes(shortlist.notes, accounts.lists)
        ],
        "identity": shortlist.identity,
        "definitions": [
            (label(it.name, accounts.components, words), it.name, it.meaning)
            for it in accounts.columns
        ],
        "clean": clean,
        # Our own text, and base64.
        "script": Markup(script),  # noqa: S704
        "style": Markup(style),  # noqa: S704
        "script_hash": _hash(script),
        "style_hash": _hash(style),
        "data": pack(describe(accounts, briefing, words)),
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


def head_of(column: str, top: "int | None") -> Said:
    """What one of the first columns is called."""
    if column == "in_top" and top is not None:
        return Said("page_in_top_of", {"n": top})
    return Said(f"page_{column}")


def _write_rows(accounts: Accounts, words: Words) -> "dict[str, Markup]":
    """The first of each list; the script has them all."""
    from markupsafe import Markup  # noqa: PLC0415

    listed: dict[str, list[Row]] = {name: [] for name in accounts.lists}
    for row in accounts.rows:
        listed[row.list].append(row)
    return {
        name: Markup("").join(write_row(row, accounts.first, words) for row in rows[:WRITTEN])
        for name, rows in listed.items()
    }


def _hash(text: str) -> str:
    """As a content security policy names what may run."""
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def _data_address(logo: Logo) -> str:
    return f"data:{logo.media_type};base64,{base64.b64encode(logo.content).decode()}"


__all__: Sequence[str] = ("to_html", "write_script")
