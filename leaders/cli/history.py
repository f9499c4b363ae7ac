"""The command that tells how one account stood, ranking by ranking."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from leaders.cli.niches import AsJson, NicheName, not_empty
from leaders.cli.output import Output
from leaders.wording import counted

BARS = "▁▂▃▄▅▆▇█"
GAP = "·"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(history)


def history(
    context: typer.Context,
    niche: NicheName,
    account: Annotated[
        str,
        typer.Argument(
            metavar="ACCOUNT", callback=not_empty, help="Its id, handle, name or address."
        ),
    ],
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write it to a file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show rank, score and followers of an account over all rankings."""
    from leaders.change.history import load_history
    from leaders.niche import load_niche

    output: Output = context.obj
    told = load_history(output.workspace, load_niche(output.workspace, niche), account)
    rows = told.rows.to_dicts()
    if csv is not None:
        _write(csv, told.rows)
    if as_json:
        output.json({"account_id": told.account_id, "handle": told.handle, "name": told.name,
                     "rankings": rows})  # fmt: skip
        return
    if csv is not None:
        output.say(f"wrote {csv}: {counted(len(rows), 'ranking')}")
        return
    cells = [
        (
            f"{row['as_of']:%Y-%m-%d %H:%M}", row["list"] or row["state"],
            "" if row["rank"] is None else _place(row),
            "" if row["score"] is None else f"{row['score']:.1f}",
            "" if row["followers_count"] is None else f"{row['followers_count']:,}",
        )
        for row in rows
    ]  # fmt: skip
    title = f"{told.handle or told.name or told.account_id}  {told.account_id}"
    columns = ("as of (UTC)", "list", "rank (90 %)", "score", "followers")
    output.table(title, columns, cells, right=columns[2:])
    ranks = [None if row["rank"] is None else -float(row["rank"]) for row in rows]
    for name, values in (
        ("rank", ranks),
        ("score", [row["score"] for row in rows]),
        ("followers", [row["followers_count"] for row in rows]),
    ):
        if sum(value is not None for value in values) > 1:
            typer.echo(f"{name:<10}{draw_line(values)}")


def _place(row: dict[str, object]) -> str:
    place = f"{row['rank']} of {row['of']}"
    if row["rank_low"] is not None:
        place += f" ({row['rank_low']}–{row['rank_high']})"
    return place


def draw_line(values: Sequence[float | None]) -> str:
    """A bar a value, between the lowest and the highest of them; a dot where there is none."""
    known = [value for value in values if value is not None]
    if not known:
        return GAP * len(values)
    low, high = min(known), max(known)
    span = high - low
    middle = len(BARS) // 2

    def bar(value: float) -> str:
        return BARS[round((value - low) / span * (len(BARS) - 1)) if span else middle]

    return "".join(GAP if value is None else bar(value) for value in values)


def _write(path: Path, rows: object) -> None:
    import polars as pl

    from leaders.export.tables import make_csv

    assert isinstance(rows, pl.DataFrame)
    content = make_csv(path.name, rows).content
    beside = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside.write_bytes(content)
    beside.replace(path)
