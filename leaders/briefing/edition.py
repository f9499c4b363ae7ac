"""For whom the files are made: names and logos, and what a client's edition leaves out."""

import hashlib
import re
from dataclasses import replace

import polars as pl

from leaders.errors import LeadersError
from leaders.export import Sheet, Shortlist
from leaders.export.briefing import Briefing, Edition, Logo, Plan
from leaders.model import NOT_AGAIN
from leaders.niche import Niche
from leaders.outreach.sheet import CONTACTS
from leaders.plan_report import OF_PLAN
from leaders.settings import Workspace

MOST_BYTES = 200_000
INSIDE = re.compile(rf"{OF_PLAN}|no [a-z ]+: ")
"""How notes begin that are not for a client: on the plan's money, on parts that are missing."""
OF_MONEY = ("said_currency", "priced_on", "is_old")
"""Columns that tell of prices, besides those of money."""
_COMMAND = re.compile(r"\bleaders [a-z]|(?:^|\s)--[a-z]|status_owner")
_BEGIN = (
    ("image/png", rb"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", rb"\xff\xd8\xff"),
    ("image/gif", rb"GIF8[79]a"),
    ("image/webp", rb"RIFF....WEBP"),
    # Before its first element: a mark of the byte order, a declaration, comments, a doctype.
    ("image/svg+xml",
     rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<svg[\s>]"),
)  # fmt: skip


def load_logo(workspace: Workspace, name: str) -> Logo:
    """The picture of that name beside the niche files, of the kind that its first bytes say.

    Raises ``LeadersError`` for a file that is missing, too large, or no such picture.
    """
    try:
        with (workspace.niches / name).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise LeadersError(
            f"The logo {name} cannot be read ({error.strerror}); put it beside the niche file, or "
            "take it out of that file."
        ) from None
    if len(content) > MOST_BYTES:
        raise LeadersError(
            f"The logo {name} is larger than {MOST_BYTES // 1000} kB; save it smaller."
        )
    for media_type, begin in _BEGIN:
        if re.match(begin, content, re.DOTALL):
            return Logo(media_type, content)
    raise LeadersError(
        f"The logo {name} is no PNG, JPEG, GIF, WebP or SVG, whatever its name says; save it as "
        "one of these."
    )


def make_edition(
    workspace: Workspace, niche: Niche, *, is_for_client: bool
) -> tuple[Edition, list[str]]:
    """The names and logos that the niche file gives, and notes on logos that cannot be used.

    Raises ``LeadersError`` for such a logo in a client's edition, which would go out without it.
    """
    logos: list[Logo | None] = []
    notes = []
    for name in (niche.client.logo, niche.agency.logo):
        logo = None
        try:
            logo = load_logo(workspace, name) if name else None
        except LeadersError as error:
            if is_for_client:
                raise
            notes.append(f"no logo: {error}")
        logos.append(logo)
    client, agency = logos
    return Edition(is_for_client, niche.client.name, niche.agency.name, client, agency), notes


def leave_out_ours(shortlist: Shortlist) -> Shortlist:
    """The shortlist as a client may have it: without prices, owners, refusals and our own notes."""
    refused = pl.col("status").is_in([str(it) for it in NOT_AGAIN])
    nothing = pl.lit(None, pl.String)
    tables = {
        name: table.with_columns(
            status=pl.when(~refused).then("status"),
            status_on=pl.when(~refused).then("status_on"),
            status_owner=nothing,
        )
        for name, table in shortlist.tables.items()
    }
    identity = dict(shortlist.identity)
    if "where" in identity:  # it may name an owner
        identity["where"] = hashlib.sha256(identity["where"].encode()).hexdigest()[:16]
    sheets = [_without_money(it) for it in shortlist.sheets if it.name != CONTACTS]
    return replace(
        shortlist,
        tables=tables,
        identity=identity,
        notes=_keep_notes(shortlist.notes),
        sheets=tuple(sheets),
        beside=_leave_out_beside(shortlist.beside),
    )


def _keep_notes(notes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(it for it in notes if not INSIDE.match(it) and not _COMMAND.search(it))


def _leave_out_beside(beside: Briefing) -> Briefing:
    details = {key: replace(detail, price=None) for key, detail in beside.details.items()}
    changes = beside.changes and replace(
        beside.changes, settings=_keep_notes(beside.changes.settings),
        notes=_keep_notes(beside.changes.notes),
    )  # fmt: skip
    return replace(
        beside,
        details=details,
        changes=changes,
        plan=beside.plan and _without_costs(beside.plan),
        people=beside.people and _without_money(beside.people),
        competitors=tuple(_without(it, {"why"}) for it in beside.competitors),
    )


def _without_costs(plan: Plan) -> Plan:
    cost = pl.lit(None, pl.Float64).alias("cost")
    return replace(
        plan, budget=None, currency=None, spent=None, picks=plan.picks.with_columns(cost),
        points=plan.points.clear(), notes=(),
    )  # fmt: skip


def _without_money(sheet: Sheet) -> Sheet:
    """The sheet without what is money or says of which day a price is; its words name no sum."""
    money = {it.name for it in sheet.columns if it.form == "money"}
    if not money:
        return sheet
    return replace(_without(sheet, money | set(OF_MONEY)), about="What to buy, in this order.")


def _without(sheet: Sheet, names: set[str]) -> Sheet:
    columns = tuple(it for it in sheet.columns if it.name not in names)
    kept = sum(it.name not in names for it in sheet.columns[: sheet.frozen])
    chart = sheet.chart if sheet.chart and not names & set(sheet.chart) else None
    rows = sheet.rows.select(it.name for it in columns)
    return replace(sheet, columns=columns, rows=rows, frozen=kept, chart=chart)
