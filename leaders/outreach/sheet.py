"""The contact sheet: whom to write to and how far it is, as a table to fill in and give back."""

from datetime import datetime
from pathlib import Path

import polars as pl

from leaders.errors import LeadersError
from leaders.export.manifest import File, write_files
from leaders.export.sheet import Column, Sheet
from leaders.export.tables import make_csv
from leaders.export.workbook import open_book, write_sheet
from leaders.model import ContactStatus
from leaders.niche import Niche
from leaders.outreach.clients import client_of
from leaders.outreach.contacts import load_contacts
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.naming import find_ranking
from leaders.store.suppression import find_suppressed

CONTACTS = "contacts"
AS_OF = "as of "
"""Before a moment: spreadsheets leave a date alone that begins with a word."""
COLUMNS = (
    Column("account_id", "Permanent id, platform:native_id; by it a row is known.", "text"),
    Column("name", "What the account calls itself; free text written by strangers.", "text"),
    Column("url", "The account's page; empty where not known.", "url"),
    Column("contacts", "How it asks to be written to, as it publishes itself.", "text"),
    Column("status", f"To fill in: {', '.join(ContactStatus)}.", "text"),
    Column("date", "To fill in: since which day; today where empty.", "text"),
    Column("owner", "To fill in: who talks to it.", "text"),
    Column("note", "To fill in: anything to be remembered.", "text"),
    Column("price", "To fill in: what it asked for.", "money"),
    Column("currency", "To fill in: of the price, such as EUR.", "text"),
    Column(
        "known_at",
        "What was known when this sheet was written: by it a row that was changed since elsewhere "
        "is not overwritten. Leave it as it is.",
        "text",
    ),
)


def contact_sheet(store: Store, niche: Niche, ranking_no: int) -> Sheet:
    """The first accounts of each list of a ranking, then all others with whom the client is at all.

    The same data, the same sheet: it tells the moment of the client's newest contact, and no other.
    """
    client = client_of(niche)
    first = store.query("outreach/suggested", ranking_no=ranking_no, top=niche.shortlist.size)
    suppressed = find_suppressed(store, first["account_id"])
    first = first.filter(~pl.col("account_id").is_in(sorted(suppressed)))
    known = load_contacts(store, client)
    others = known.join(first, on="account_no", how="anti", maintain_order="left")
    shown = ["account_no", "account_id", "name", "url"]
    listed = pl.concat([first, others.select(shown)], how="diagonal")
    told = known.select(
        "account_no", "status", pl.col("status_on").cast(pl.String).alias("date"), "owner", "note",
        "price", "currency",
    )  # fmt: skip
    last = store.value("outreach/last_told", client=client)
    rows = (
        listed.join(told, on="account_no", how="left", maintain_order="left")
        .with_columns(
            pl.col("status").fill_null(ContactStatus.NEW.value),
            known_at=pl.lit("" if last is None else f"{AS_OF}{last.isoformat()}"),
        )
        .select(column.name for column in COLUMNS)
    )
    return Sheet(
        CONTACTS, f"How far {client} is with each account; give it back with: leaders contacts "
        f"{niche.name} FILE.", COLUMNS, rows, frozen=2, hidden=("known_at",),
        choices={"status": tuple(ContactStatus)},
    )  # fmt: skip


def write_contact_sheet(workspace: Workspace, niche: Niche, path: Path) -> Sheet:
    """Write the contact sheet as .xlsx or .csv; a spreadsheet runs nothing in it.

    Raises ``LeadersError`` when the niche has no ranking, and for a file that is there already: it
    may be filled in.
    """
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise LeadersError(f"{path}: a contact sheet is written as .xlsx or .csv; name one.")
    if path.exists():
        raise LeadersError(
            f"{path} is there already and may be filled in; take it in with: "
            f"leaders contacts {niche.name} {path}, or name another file."
        )
    with Store(workspace, must_exist=True) as store:
        ranking_no = find_ranking(store, niche.name)
        if ranking_no is None:
            raise LeadersError(
                f"{niche.name} has no ranking yet; make one with: leaders rank {niche.name}"
            )
        sheet = contact_sheet(store, niche, ranking_no)
        as_of = store.query("ranking/latest", niche=niche.name)["as_of"][0]
    made = _to_xlsx(path.name, niche, sheet, as_of) if ending == ".xlsx" else (
        make_csv(path.name, sheet.rows, bom=True)
    )  # fmt: skip
    write_files([made], path.parent)
    return sheet


def _to_xlsx(name: str, niche: Niche, sheet: Sheet, as_of: datetime) -> File:
    with open_book(f"{niche.title}: contacts", as_of) as (book, styles, buffer):
        write_sheet(book, sheet, styles)
    return File(name, buffer.getvalue(), sheet.rows.height)
