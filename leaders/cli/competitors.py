"""The command that tells whose advertising the niche carries."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.data import parse_moment
from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output, short
from leaders.errors import LeadersError, UsageMistake
from leaders.wording import counted

if TYPE_CHECKING:
    import polars as pl

    from leaders.audience.competitors import CompetitorReport

Row = dict[str, Any]
NAME = 22
BRAND = 16
EXCERPT = 60


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(competitors)


def competitors(
    context: typer.Context,
    niche: NicheName,
    competitor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this one of the niche file.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only what was posted from that day on.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Look from the end of that day, UTC.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, max=10_000, help="Rows of each table.")] = 20,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write every post found there.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell which competitors advertise with whom, and who is still free."""
    from leaders.audience.competitors import report_competitors
    from leaders.niche import load_niche

    output: Output = context.obj
    if csv and csv.suffix.lower() != ".csv":
        raise UsageMistake(f"--csv {csv} must end in .csv.")
    moment = parse_moment(as_of, "--as-of", end_of_day=True) if as_of else None
    begin = parse_moment(since, "--since") if since else None
    with output.progress(f"looking for advertising in {niche}"):
        report = report_competitors(
            output.workspace, load_niche(output.workspace, niche),
            since_moment=begin, competitor=competitor, as_of=moment,
        )  # fmt: skip
    if csv:
        _write(report.carried, csv)
    if as_json:
        output.json(_describe(report))
    else:
        _show(output, report, top)
    if csv:
        output.say(f"wrote {csv}, {counted(report.carried.height, 'row')}")


def _describe(report: "CompetitorReport") -> Row:
    return {
        "niche": report.niche,
        "as_of": report.as_of.isoformat(),
        "since": report.since and report.since.isoformat(),
        "competitors": report.competitors,
        "notes": report.notes,
        "by_competitor": report.by_competitor.to_dicts(),
        "by_carrier": report.by_carrier.to_dicts(),
        "unused": report.unused.to_dicts(),
        "carried": report.carried.drop("account_no").to_dicts(),
    }


def _show(output: Output, report: "CompetitorReport", top: int) -> None:
    begin = f", posted from {report.since:%Y-%m-%d} on" if report.since else ""
    output.say(f"{report.niche} as of {report.as_of:%Y-%m-%d %H:%M} UTC{begin}")
    _show_competitors(output, report)
    ads = report.carried.filter(report.carried["verdict"].is_in(["marked", "likely"]))
    if ads.height:
        _show_posts(output, ads, top)
        _show_carriers(output, report.by_carrier, top)
    if report.unused.height:
        _show_unused(output, report.unused, top)
    for note in report.notes:
        output.say(f"- {note}")
    output.say(
        "- marked: by the law's words, a hashtag or the platform; likely: by codes, links and "
        "other signs; named: no sign of advertising. A post that hides that it was paid for is "
        "not found"
    )


def _show_competitors(output: Output, report: "CompetitorReport") -> None:
    columns = ["competitor", "ads", "marked", "likely", "named", "passed on", "carriers", "last"]
    rows = [
        [
            short(row["competitor"], NAME), *(f"{row[it]:,}" for it in (
                "posts", "marked", "likely", "named", "passed_on", "carriers")),
            _day(row["last_at"]),
        ]
        for row in report.by_competitor.iter_rows(named=True)
    ]  # fmt: skip
    output.table("Competitors", columns, rows, right=columns[1:7])


def _show_posts(output: Output, ads: "pl.DataFrame", top: int) -> None:
    columns = ["posted", "account", "competitor", "", "views", "x median (n)", "post"]
    rows = [
        [
            _day(row["posted_at"]), short(row["name"] or row["account_id"], NAME),
            short(row["competitor"], BRAND), row["verdict"], _count(row["views"]), _ratio(row),
            _tell_post(row),
        ]
        for row in ads.head(top).iter_rows(named=True)
    ]  # fmt: skip
    output.table(
        "Who carried whom, the newest first", columns, rows,
        right=("views", "x median (n)"), wrapped=("post",),
    )  # fmt: skip
    _tell_more(output, ads.height - top)


def _show_carriers(output: Output, carriers: "pl.DataFrame", top: int) -> None:
    columns = ["account", "ads", "competitors", "last", "x median (posts)", "client's audience"]
    rows = [
        [
            short(row["name"] or row["account_id"], NAME) + ("*" if row["is_client"] else ""),
            f"{row['posts']:,}", ", ".join(short(it, BRAND) for it in row["competitors"]),
            _day(row["last_at"]),
            "" if row["median_ratio"] is None
            else f"{row['median_ratio']:.2f} ({row['ratio_posts']:,})",
            _tell_shared(row),
        ]
        for row in carriers.head(top).iter_rows(named=True)
    ]  # fmt: skip
    output.table(
        "Carriers", columns, rows, right=("ads", "x median (posts)"), wrapped=("client's audience",)
    )
    _tell_more(output, carriers.height - top)
    if carriers["is_client"].any():
        output.say("- *: also carried the client's advertising")


def _show_unused(output: Output, unused: "pl.DataFrame", top: int) -> None:
    columns = ["list", "rank", "account", "name", "texts read", "names"]
    rows = [
        [
            row["list"], f"{row['rank']:,}", short(row["account_id"], 30),
            short(row["name"] or "", NAME), f"{row['texts']:,}", f"{row['named']:,}",
        ]
        for row in unused.head(top).iter_rows(named=True)
    ]  # fmt: skip
    output.table("Used by no competitor, by the last ranking", columns, rows,
                 right=("rank", "texts read", "names"))  # fmt: skip
    _tell_more(output, unused.height - top)


def _tell_more(output: Output, left: int) -> None:
    if left > 0:
        output.say(f"and {left:,} more; all of them with --json, or more rows with --top")


def _tell_shared(row: Row) -> str:
    from leaders.audience.competitors.shared import AT_LEAST, EXACT
    from leaders.audience.coverage import FEWEST

    if row["basis"] not in (EXACT, AT_LEAST):
        return f"{row['basis']}: {row['why']}"
    if row["shared"] is None:
        return f"fewer than {FEWEST}" + ("" if row["basis"] == EXACT else " of those seen")
    share = row["share_of_client"]
    part = "" if share is None else f" ({share:.1%})"
    return f"{'' if row['basis'] == EXACT else 'at least '}{row['shared']:,}{part}"


def _tell_post(row: Row) -> str:
    """Where it is, how it begins and what shows that it is advertising."""
    words = f"“{short(row['excerpt'], EXCERPT)}”" if row["excerpt"] else ""
    return " ".join(
        filter(None, (row["link"] or row["post_id"], words, f"[{_tell_evidence(row)}]"))
    )


def _tell_evidence(row: Row) -> str:
    return "; ".join(_quotes(row["evidence"]))


def _quotes(evidence: list[Row]) -> Iterator[str]:
    for it in evidence:
        yield f"{it['kind'].replace('_', ' ')}: {it['quote']}" if it["quote"] else it["kind"]


def _ratio(row: Row) -> str:
    return "" if row["ratio"] is None else f"{row['ratio']:.2f} ({row['median_posts']:,})"


def _count(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _day(moment: Any) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d}"


def _write(carried: "pl.DataFrame", path: Path) -> None:
    """CSV that no spreadsheet runs, beside its place and then renamed."""
    import polars as pl

    from leaders.export.tables import make_csv

    told = pl.Series(
        [_tell_evidence(row) for row in carried.iter_rows(named=True)], dtype=pl.String
    )
    table = carried.drop("account_no").with_columns(evidence=told)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(make_csv(path.name, table).content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise LeadersError(
            f"{path} cannot be written ({error.strerror or error}); name another file with --csv."
        ) from error
