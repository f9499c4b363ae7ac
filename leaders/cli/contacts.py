"""Commands on how far a client is with whom: mark, contacts."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.filled_table import describe_mistakes, say_some
from leaders.cli.niches import AsJson, not_empty
from leaders.cli.output import Output, short
from leaders.errors import LeadersError, UsageMistake
from leaders.model import NOT_AGAIN, ContactStatus
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.niche import Niche
    from leaders.outreach import ContactList
    from leaders.store import Store

NAME, NOTE = 30, 60

Client = Annotated[
    str | None, typer.Option(help="Whose, by [client] name; needed where there are several.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(mark)
    app.command()(contacts)


def mark(
    context: typer.Context,
    account: Annotated[
        str,
        typer.Argument(
            metavar="ACCOUNT", callback=not_empty, help="Its id, handle, name or address."
        ),
    ],
    status: Annotated[
        ContactStatus, typer.Argument(metavar="STATUS", help=f"{', '.join(ContactStatus)}.")
    ],
    niche: Annotated[
        str | None, typer.Option(help="Whose client; needed where there are several.")
    ] = None,
    client: Client = None,
    note: Annotated[str | None, typer.Option(help="To be remembered; empty takes it away.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who talks to it.")] = None,
    price: Annotated[str | None, typer.Option(help="What it asks for, such as 12000.")] = None,
    currency: Annotated[str | None, typer.Option(help="Of the price, such as RUB.")] = None,
    date: Annotated[str | None, typer.Option(help="Since when; else today.")] = None,
    as_json: AsJson = False,
) -> None:
    """Note how far the client is with an account; it holds in all niches of the client."""
    from leaders.filled_table.cells import latest_day, read_date, read_text
    from leaders.outreach import mark as mark_account
    from leaders.outreach.contacts import LONGEST_NOTE, LONGEST_OWNER
    from leaders.store import Store

    output: Output = context.obj
    now = datetime.now(UTC)
    name, niches = _find_client(output, niche, client)
    asked = _read_price(price, currency)
    day = _read("--date", date, lambda text: read_date(text, latest_day(now)))
    told_owner = _read("--owner", owner, lambda text: read_text(text, LONGEST_OWNER))
    told_note = _read("--note", note, lambda text: read_text(text, LONGEST_NOTE))
    with Store(output.workspace, must_exist=True) as store:
        number, account_id = _find_account(store, niches, account)
        before, after = mark_account(
            store, name, (number, account_id), status, day, now, told_owner, told_note, asked
        )
    if as_json:
        told = {"client": name, "account_id": account_id, "is_new": before != after}
        output.json(told | asdict(after) | {"before": asdict(before) if before else None})
        return
    was = "known already" if before == after else f"was {before}" if before else "was new"
    output.say(f"{account_id} ({name}): {after} ({was})")


def _read(option: str, text: str | None, read: Callable[[str], Any]) -> Any:
    """What an option says; UsageMistake where it cannot be meant, None where it is not given."""
    if text is None:
        return None
    try:
        return read(text.strip())
    except ValueError as error:
        raise UsageMistake(f"{option} {error}.") from None


def _read_price(price: str | None, currency: str | None) -> tuple[float, str] | None:
    from leaders.audience.currencies import read_currency
    from leaders.filled_table.cells import read_price

    if (price is None) != (currency is None):
        raise UsageMistake("--price and --currency go together, such as --price 120 --currency EUR")
    if price is None:
        return None
    return _read("--price", price, read_price), _read("--currency", currency, read_currency)


def _find_client(
    output: Output, niche: str | None, client: str | None
) -> tuple[str, list["Niche"]]:
    """The client that is meant, and its niches."""
    from leaders.niche import all_niches, load_niche
    from leaders.outreach import choose_client, client_of, find_clients

    if niche is not None and client is not None:
        raise UsageMistake("--niche and --client do not go together; give one.")
    clients = find_clients(all_niches(output.workspace)[0])
    if niche is not None:
        read = load_niche(output.workspace, niche)
        return client_of(read), [read]
    name = choose_client(clients, client)
    return name, clients[name]


def _find_account(store: "Store", niches: list["Niche"], text: str) -> tuple[int, str]:
    """The one account that is meant in any of a client's niches."""
    from leaders.store.naming import find_one, find_ranking

    found: dict[str, int | None] = {}
    mistakes = []
    for niche in niches:
        try:
            number, account_id = find_one(store, find_ranking(store, niche.name), niche.name, text)
            found[account_id] = number
        except LeadersError as error:
            mistakes.append(error)
    if not found:
        raise mistakes[0]
    if len(found) > 1:
        raise LeadersError(
            f"{text} may be any of {', '.join(sorted(found))}; say which by its full id."
        )
    [(account_id, number)] = found.items()
    if number is None:
        raise LeadersError(f"{account_id} asked not to be listed (leaders suppress): not marked.")
    return number, account_id


def contacts(
    context: typer.Context,
    niche: Annotated[
        str | None, typer.Argument(metavar="[NICHE]", help="Whose client; else all clients.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A filled contact sheet: .xlsx, CSV, TSV."),
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a contact sheet: .xlsx or .csv.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List how far the client is with whom, write that as a sheet, or take a filled sheet in."""
    from leaders.niche import load_niche
    from leaders.outreach import import_contacts, write_contact_sheet

    output: Output = context.obj
    if sheet is not None and file is not None:
        raise UsageMistake("--sheet and FILE do not go together; --sheet writes, FILE is read.")
    read = load_niche(output.workspace, niche) if niche is not None else None
    if read is None and (sheet is not None or file is not None):
        raise UsageMistake("--sheet needs a NICHE, whose list it is.")
    if read is not None and sheet is not None:
        written = write_contact_sheet(output.workspace, read, sheet)
        if as_json:
            output.json({"path": str(sheet), "account_count": written.rows.height})
            return
        output.say(f"wrote {sheet}: {counted(written.rows.height, 'account')}; fill in status")
        output.say(f"Next: leaders contacts {read.name} {sheet}")
    elif read is not None and file is not None:
        taken = import_contacts(output.workspace, read, file, datetime.now(UTC))
        if as_json:
            output.json(_describe_list(file, taken))
        else:
            _tell_list(output, read, file, taken)
    else:
        _list_contacts(output, read, as_json=as_json)


def _describe_list(path: Path, taken: "ContactList") -> dict[str, Any]:
    return {
        "path": str(path),
        "client": taken.client,
        "changed": [{"account_id": it, **asdict(said)} for it, said in taken.changed],
        "same_count": taken.same_count,
        "empty_count": taken.empty_count,
        "conflicts": [asdict(it) for it in taken.conflicts],
        "mistakes": describe_mistakes(taken.mistakes),
    }


def _tell_list(output: Output, niche: "Niche", path: Path, taken: "ContactList") -> None:
    say_some(output, [f"{path}, {it}" for it in taken.mistakes], "more mistake")
    say_some(output, [f"{path}, conflict in {it}" for it in taken.conflicts], "more conflict")
    bad = len({it.line for it in taken.mistakes})
    parts = [
        f"{counted(len(taken.changed), 'contact')} changed",
        f"{taken.same_count:,} as known",
        *([counted(len(taken.conflicts), "conflict")] if taken.conflicts else []),
        *([f"{counted(bad, 'row')} left out"] if bad else []),
    ]
    output.say(f"{path}: {', '.join(parts)} ({taken.client})")
    if taken.conflicts:
        output.say(
            "conflicts are left as they are stored, because they changed after the sheet was "
            f"written; write a new sheet (leaders contacts {niche.name} --sheet FILE) or say it "
            "with: leaders mark"
        )


def _list_contacts(output: Output, niche: "Niche | None", *, as_json: bool) -> None:
    import polars as pl

    from leaders.outreach import client_of, load_contacts
    from leaders.store import Store

    with Store(output.workspace, must_exist=True) as store:
        stored = store.query("outreach/clients")["client"].to_list()
        clients = stored if niche is None else [client_of(niche)]
        parts = [load_contacts(store, it) for it in clients]
    found = pl.concat(parts) if parts else pl.DataFrame()
    if as_json:
        output.json(found.drop("account_no", strict=False).to_dicts())
        return
    if found.is_empty():
        output.say(
            "Nobody was written to yet, as far as is known; note it with: leaders mark ACCOUNT "
            "written, or write a sheet with: leaders contacts NICHE --sheet contacts.xlsx"
        )
        return
    rows = [_tell_contact(row) for row in found.iter_rows(named=True)]
    dimmed = [it for it, status in enumerate(found["status"]) if status in NOT_AGAIN]
    columns = [it for it in rows[0] if it != "client" or len(clients) > 1]
    title = f"Contacts of {', '.join(clients)}"
    output.table(
        title, columns, [[row[it] for it in columns] for row in rows], ("price",), ("note",),
        dimmed=dimmed,
    )  # fmt: skip
    counts = found["status"].value_counts().sort("status").iter_rows()
    output.say("- " + ", ".join(f"{status} {count:,}" for status, count in counts))


def _tell_contact(row: dict[str, Any]) -> dict[str, str]:
    price = "" if row["price"] is None else f"{row['price']:,.2f} {row['currency']}"
    return {
        "client": row["client"],
        "account": row["account_id"],
        "name": short(row["name"] or "", NAME),
        "status": row["status"],
        "since": str(row["status_on"]),
        "owner": short(row["owner"] or "", NAME),
        "price": price,
        "note": short(row["note"] or "", NOTE),
    }
