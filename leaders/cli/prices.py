"""The command on what advertising costs: prices."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.filled_table import describe_mistakes, say_some
from leaders.cli.niches import AsJson, NicheName, Where
from leaders.cli.output import Output, short
from leaders.errors import UsageMistake
from leaders.wording import counted

if TYPE_CHECKING:
    import polars as pl

    from leaders.niche import Niche

NAME_LENGTH = 40


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(prices)


def prices(
    context: typer.Context,
    niche: NicheName,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A filled price list: CSV, TSV, .xlsx.")
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Write a price list to fill in.")
    ] = False,
    top: Annotated[
        int, typer.Option(min=1, max=10_000, help="How many of each list, with --template.")
    ] = 30,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where, with --template; else exports/NICHE/prices.csv."),
    ] = None,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """List what advertising costs in a niche's accounts, or take a filled price list in."""
    from leaders.niche import load_niche

    output: Output = context.obj
    if template and file is not None:
        raise UsageMistake("--template and FILE do not go together; --out says where to write.")
    if out is not None and not template:
        raise UsageMistake("--out goes with --template.")
    if where is not None and not template:
        raise UsageMistake("--where goes with --template.")
    read = load_niche(output.workspace, niche)
    now = datetime.now(UTC)
    if template:
        path = out or output.workspace.exports / niche / "prices.csv"
        _write_template(output, read, top, path, now, where=where, as_json=as_json)
    elif file is not None:
        _take_in(output, read, file, now, as_json=as_json)
    else:
        _list(output, read, now, as_json=as_json)


def _write_template(
    output: Output, niche: "Niche", top: int, path: Path, now: datetime, *, where: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    from leaders.price_list import write_template
    from leaders.shortlist import find_meeting

    only, notes = find_meeting(output.workspace, niche, top, where) if where else (None, ())
    table = write_template(output.workspace, niche, top, path, now, only)
    for note in notes:
        output.say(f"- {note}")
    if as_json:
        output.json({"path": str(path), "account_count": table.height})
        return
    with_contact = table["contact"].count()
    output.say(
        f"wrote {path}: {counted(table.height, 'account')}, {with_contact:,} with a contact; fill "
        "in price, currency and date (of the answer), and fees (10 % or an amount) where there are "
        "any; empty prices are passed over"
    )
    output.say(f"Next: leaders prices {niche.name} {path}")


def _take_in(output: Output, niche: "Niche", path: Path, now: datetime, *, as_json: bool) -> None:
    from leaders.price_list import import_prices

    read = import_prices(output.workspace, niche, path, now)
    if as_json:
        output.json(
            {
                "path": str(path),
                "price_count": read.prices.height,
                "new_count": read.new_count,
                "empty_count": read.empty_count,
                "mistakes": describe_mistakes(read.mistakes),
            }
        )
        return
    say_some(output, [f"{path}, {it}" for it in read.mistakes], "more mistake")
    rest = f", {counted(read.empty_count, 'row')} without a price" if read.empty_count else ""
    bad = len({it.line for it in read.mistakes})
    rest += f", {counted(bad, 'row')} left out" if bad else ""
    output.say(
        f"{path}: {counted(read.prices.height, 'price')}, {read.new_count or 0:,} of them new{rest}"
    )
    if read.strangers:
        which = counted(read.strangers, "account is", "accounts are")
        output.say(
            f"careful: {which} not among the candidates of {niche.name}; what advertising costs "
            "there is kept and not listed"
        )
    if read.prices.height:
        output.say(f"Next: leaders prices {niche.name}")


def _list(output: Output, niche: "Niche", now: datetime, *, as_json: bool) -> None:
    from leaders.audience.prices import OLD_DAYS

    found = _load(output, niche, now)
    if as_json:
        output.json(found.to_dicts())
        return
    if found.is_empty():
        output.say(
            f"No prices are known for {niche.name}; make a list to fill in with: "
            f"leaders prices {niche.name} --template"
        )
        return
    rows = [_cells(row) for row in found.iter_rows(named=True)]
    output.table(
        f"{niche.title}: what advertising costs as of {now:%Y-%m-%d}",
        list(rows[0]),
        [list(row.values()) for row in rows],
        ("price", "fees", "days"),
    )
    if old := int(found["is_old"].sum()):
        output.say(
            f"- {counted(old, 'price is', 'prices are')} older than {OLD_DAYS} days (marked old): "
            "ask again before you plan with them"
        )


def _load(output: Output, niche: "Niche", now: datetime) -> "pl.DataFrame":
    """The newest prices of the niche's candidates, with their names."""
    import polars as pl

    from leaders.audience.prices import load_prices
    from leaders.store import Store

    with Store(output.workspace, must_exist=True) as store:
        names = store.query("price/candidates", niche=niche.name)
        found = load_prices(store, names["account_no"].to_numpy(), now)
    named = found.join(names, on=["account_no", "account_id"], how="left", maintain_order="left")
    return named.select("account_id", "name", pl.exclude("account_no", "account_id", "name"))


def _cells(row: dict[str, Any]) -> dict[str, str]:
    fees = [f"{row['fees_percent']:g} %"] if row["fees_percent"] else []
    fees += [f"{row['fees_amount']:,.2f}"] if row["fees_amount"] else []
    return {
        "account": row["account_id"],
        "name": short(row["name"] or "", NAME_LENGTH),
        "format": row["format"],
        "price": f"{row['price']:,.2f}",
        "currency": row["currency"],
        "fees": " + ".join(fees),
        "date": str(row["priced_on"]),
        "days": f"{row['age_days']:,}",
        "": "old" if row["is_old"] else "",
    }
