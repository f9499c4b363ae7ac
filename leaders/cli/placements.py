"""The command on what was placed and what came of it: placements."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.filled_table import describe_mistakes, say_some
from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output, short
from leaders.errors import UsageMistake
from leaders.wording import counted

if TYPE_CHECKING:
    import polars as pl

    from leaders.niche import Niche
    from leaders.outreach import PlacementList

NAME = 30


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(placements)


def placements(
    context: typer.Context,
    niche: NicheName,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Placements and results: CSV, TSV, .xlsx."),
    ] = None,
    template: Annotated[bool, typer.Option("--template", help="Write a table to fill in.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Where, with --template; else exports/NICHE/placements.csv."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what was placed, with what was expected beside what came of it, or take results in."""
    from leaders.niche import load_niche
    from leaders.outreach import import_placements
    from leaders.outreach.placement_list import write_template

    output: Output = context.obj
    if template and file is not None:
        raise UsageMistake("--template and FILE do not go together; --out says where to write.")
    if out is not None and not template:
        raise UsageMistake("--out goes with --template.")
    read = load_niche(output.workspace, niche)
    if template:
        path = out or output.workspace.exports / niche / "placements.csv"
        count = write_template(output.workspace, read, path)
        if as_json:
            output.json({"path": str(path), "account_count": count})
            return
        output.say(
            f"wrote {path}: {counted(count, 'account')} that agreed or published; fill in the date "
            "and what came of it, and add rows as you like"
        )
        output.say(f"Next: leaders placements {niche} {path}")
    elif file is not None:
        taken = import_placements(output.workspace, read, file, datetime.now(UTC))
        _tell_placements(output, niche, file, taken, as_json=as_json)
    else:
        _list_placements(output, read, as_json=as_json)


def _tell_placements(
    output: Output, niche: str, path: Path, taken: "PlacementList", *, as_json: bool
) -> None:
    if as_json:
        output.json({
            "path": str(path), "client": taken.client, "placement_count": taken.placements.height,
            "new_count": taken.new_count, "empty_count": taken.empty_count,
            "mistakes": describe_mistakes(taken.mistakes),
        })  # fmt: skip
        return
    say_some(output, [f"{path}, {it}" for it in taken.mistakes], "more mistake")
    bad = len({it.line for it in taken.mistakes})
    rest = f", {counted(bad, 'row')} left out" if bad else ""
    told = counted(taken.placements.height, "placement")
    output.say(f"{path}: {told}, {taken.new_count:,} of them new or changed{rest}")
    if taken.placements.height:
        output.say(f"Next: leaders placements {niche}")


def _list_placements(output: Output, niche: "Niche", *, as_json: bool) -> None:
    from leaders.outreach import client_of, load_placements, measure_accuracy
    from leaders.store import Store

    client = client_of(niche)
    with Store(output.workspace, must_exist=True) as store:
        found = load_placements(store, client)
    accuracy = measure_accuracy(found)
    if as_json:
        output.json({
            "client": client, "placements": found.drop("account_no").to_dicts(),
            "views_forecast": asdict(accuracy),
        })  # fmt: skip
        return
    if found.is_empty():
        output.say(
            f"No placement of {client} is known; write a table to fill in with: "
            f"leaders placements {niche.name} --template"
        )
        return
    _show_placements(output, client, found)
    if accuracy.count:
        output.say(
            f"- views: half of {counted(accuracy.count, 'placement')} with a forecast brought "
            f"{accuracy.median_ratio:.2f} times what was expected or more; the forecast was off by "
            f"{accuracy.off:.2f} times, in the median"
        )
    if without := found.filter(found["views_ratio"].is_null()).height:
        output.say(
            f"- of {counted(without, 'placement')} the views are not told, or nothing was known "
            "to forecast them by before that day"
        )


def _show_placements(output: Output, client: str, found: "pl.DataFrame") -> None:
    rows = [_tell_placement(row) for row in found.iter_rows(named=True)]
    output.table(
        f"Placements of {client}: what came of them, beside what was expected", list(rows[0]),
        [list(row.values()) for row in rows], [it for it in rows[0] if it not in _LEFT],
    )  # fmt: skip
    output.say(
        "expected: views by the posts and prices that were known before that day (? assumed from "
        "what is usual on the platform); cpm, cpc, cpa: of 1,000 views, a click, a sale"
    )


_LEFT = ("account", "format", "date", "")


def _tell_placement(row: dict[str, Any]) -> dict[str, str]:
    from leaders.audience.exposure import ASSUMED

    expected = _number(row["expected_views"], "{:,.0f}")
    return {
        "account": short(row["name"] or row["account_id"], NAME),
        "date": str(row["placed_on"]),
        "format": row["format"],
        "cost": _number(row["cost"], "{:,.2f}"),
        "": row["currency"] or "",
        "views": _number(row["views"], "{:,}"),
        "expected": expected + "?" * (row["expected_from"] == ASSUMED),
        "x": _number(row["views_ratio"], "{:.2f}"),
        "clicks": _number(row["clicks"], "{:,}"),
        "sales": _number(row["sales"], "{:,}"),
        "cpm": _number(row["cpm"], "{:,.2f}"),
        "cpc": _number(row["cpc"], "{:,.2f}"),
        "cpa": _number(row["cpa"], "{:,.2f}"),
    }


def _number(value: float | None, form: str) -> str:
    return "" if value is None else form.format(value)
