"""Commands on what is stored: rank, show, export."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from leaders.cli.data import parse_moment
from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output, short
from leaders.errors import UsageMistake


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(rank)
    app.command()(show)
    app.command()(export)


def rank(
    context: typer.Context,
    niche: NicheName,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Look from the end of that day, UTC.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of sampled measures.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Rank a niche's candidates by what is stored."""
    from leaders import pipeline

    output: Output = context.obj
    moment = parse_moment(as_of, "--as-of", end_of_day=True) if as_of else None
    with output.progress(f"ranking {niche}"):
        report = pipeline.rank(output.workspace, niche, moment, seed)
    if as_json:
        output.json(asdict(report))
        return
    known = " (known already: same data, same settings)" if report.is_known else ""
    output.say(
        f"{niche}: {report.account_count:,} accounts ranked "
        f"as of {report.as_of:%Y-%m-%d %H:%M} UTC, "
        f"ranking {report.ranking_id}{known}"
    )
    for remark in report.remarks:
        output.say(f"careful: {remark}")
    output.say(f"Next: leaders show {niche}, leaders export {niche}")


def show(
    context: typer.Context,
    niche: NicheName,
    top: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many of each list.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Print the shortlist of the last ranking."""
    show_shortlist(context.obj, niche, top, as_json)


def show_shortlist(output: Output, niche: str, top: int, as_json: bool) -> None:
    """Print a niche's shortlist as tables or JSON."""
    from leaders.export.tables import to_json
    from leaders.niche import load_niche
    from leaders.shortlist import load_shortlist

    shortlist = load_shortlist(output.workspace, load_niche(output.workspace, niche), top)
    if as_json:
        typer.echo(to_json(shortlist)[0].content)
        return
    components = [
        c.name.removesuffix("_contribution")
        for c in shortlist.columns
        if c.name.endswith("_contribution")
    ]
    for name, rows in shortlist.tables.items():
        if rows.is_empty():
            continue
        columns = ("rank", "account", "name", "score", "tier", "followers", "seen", "above all for")
        cells = [_cells(row, components) for row in rows.iter_rows(named=True)]
        title = f"{shortlist.title}: {name} as of {shortlist.as_of:%Y-%m-%d %H:%M} UTC"
        output.table(title, columns, cells, right=("rank", "score", "followers", "seen"))
    for note in shortlist.notes:
        output.say(f"- {note}")


def _cells(row: dict[str, Any], components: list[str]) -> list[str]:
    return [
        f"{'=' if row['is_tied'] else ''}{row['rank']}",
        short(row["handle"] or row["account_id"].partition(":")[2], 28),
        short(row["name"] or "", 30),
        f"{row['score']:.2f}",
        row["tier"] or "",
        "" if row["followers_count"] is None else f"{row['followers_count']:,}",
        "" if row["coverage"] is None else f"{row['coverage']:.0%}",
        _strongest(row, components),
    ]


def _strongest(row: dict[str, Any], components: list[str]) -> str:
    """The component in which the account stands highest, of those that count."""
    counted = [
        (row[f"{name}_percentile"], name)
        for name in components
        if row[f"{name}_percentile"] is not None and row[f"{name}_contribution"]
    ]
    if not counted:
        return ""
    percentile, name = max(counted)
    return f"{name} (top {max(1, round(100 * (1 - percentile)))} %)"


def export(
    context: typer.Context,
    niche: NicheName,
    formats: Annotated[
        str,
        typer.Option(
            "--format", help="csv, xlsx, parquet, json, gexf, graphml; several with commas."
        ),
    ] = "csv,xlsx,json",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where; else exports/NICHE.")
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Mark CSV as UTF-8, for Excel.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the shortlist of the last ranking to files."""
    from leaders import pipeline
    from leaders.export import EXPORTERS

    output: Output = context.obj
    names = [name.strip().lower() for name in formats.split(",") if name.strip()]
    unknown = [name for name in names if name not in EXPORTERS]
    if unknown or not names:
        raise UsageMistake(
            f"--format {', '.join(unknown) or formats!r} is no export format; "
            f"choose from {', '.join(EXPORTERS)}."
        )
    with output.progress(f"writing {niche}"):
        files = pipeline.export_niche(output.workspace, niche, names, out, bom=bom)
    if as_json:
        output.json([str(file) for file in files])
        return
    for file in files:
        output.say(f"wrote {file}")
