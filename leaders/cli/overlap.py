"""The command that tells what audiences share."""

from collections.abc import Callable
from io import BytesIO
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.data import parse_moment
from leaders.cli.niches import AsJson, NicheName, not_empty
from leaders.cli.output import Output, short
from leaders.errors import UsageMistake
from leaders.wording import counted

if TYPE_CHECKING:
    import polars as pl

    from leaders.audience.overlap_report import OverlapReport

Row = dict[str, Any]
Show = Callable[[float, int], str]
"""What makes a number readable; -1 and 1 say that it is a lower or an upper bound."""

MATRIX = 10
"""Of more accounts the largest overlaps are listed: a line has no room for their matrix."""
MOST_ROWS = 30
NAME = 18
FEW, UNKNOWN, SEEN = "few", "?", "_seen"
OF_PLAN = {
    "total": "listed, as often as they are",
    "unique_union": "in at least one list",
    "unique_exclusive": "in exactly one list",
    "overlap_overall": "in two or more of these",
    "unique_share_primetag": "new ones of those listed",
    "expected_frequency_primetag": "lists a person",
}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(overlap)


def overlap(
    context: typer.Context,
    niche: NicheName,
    accounts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ACCOUNT...]",
            help="Ids, handles, names or addresses; else the first of the last ranking.",
        ),
    ] = None,
    top: Annotated[
        int, typer.Option(min=2, max=500, help="How many of the ranking, without names.")
    ] = 10,
    metric: Annotated[
        str,
        typer.Option(help="Of the matrix: overlap_min, overlap_jaccard, overlap_containment."),
    ] = "overlap_min",
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Look from the end of that day, UTC.")
    ] = None,
    assume_random: Annotated[
        bool,
        typer.Option(
            "--assume-random",
            help="Take lists that were cut, but not newest first, for random parts: an estimate.",
        ),
    ] = False,
    as_json: AsJson = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write every pair to a file.")
    ] = None,
) -> None:
    """Tell how much the audiences of some accounts overlap."""
    from leaders.audience.overlap_report import report_overlap
    from leaders.audience.overlap_tables import PAIR_METRICS
    from leaders.niche import load_niche

    output: Output = context.obj
    if metric not in PAIR_METRICS:
        raise UsageMistake(
            f"--metric {metric!r} is none of pairs; choose from {', '.join(PAIR_METRICS)}."
        )
    if out and out.suffix.lower() != ".csv":
        raise UsageMistake(f"--out {out} must end in .csv: pairs are written as CSV.")
    for name in accounts or ():
        not_empty(name)
    moment = parse_moment(as_of, "--as-of", end_of_day=True) if as_of else None
    with output.progress(f"comparing audiences of {niche}"):
        report = report_overlap(
            output.workspace, load_niche(output.workspace, niche), accounts or (),
            top=top, as_of=moment, assume_random=assume_random,
        )  # fmt: skip
    frames = report.frames()
    if out:
        _write(frames["pairs"], out)
        output.say(f"wrote {out}, {counted(frames['pairs'].height, 'pair')}")
    if as_json:
        output.json(_describe(report, frames))
    else:
        _print(output, report, frames, metric)


def _write(pairs: "pl.DataFrame", path: Path) -> None:
    """CSV that no spreadsheet runs: names are what strangers wrote."""
    import polars as pl

    from leaders.export.tables import defuse

    buffer = BytesIO()
    pairs.with_columns(defuse(pl.col(pl.String))).write_csv(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())


def _describe(report: "OverlapReport", frames: dict[str, "pl.DataFrame"]) -> Row:
    return {
        "niche": report.niche,
        "as_of": report.as_of.isoformat(),
        "chosen": report.chosen,
        "cautions": list(report.cautions),
        **{name: frame.to_dicts() for name, frame in frames.items()},
    }


def _print(
    output: Output, report: "OverlapReport", frames: dict[str, "pl.DataFrame"], metric: str
) -> None:
    """Of the people seen, and of the whole audiences where that is not the same."""
    output.say(f"{report.niche} as of {report.as_of:%Y-%m-%d %H:%M} UTC: {report.chosen}")
    is_whole = not report.cautions
    _print_plan(output, frames["plan"], is_whole)
    parts = {"": ""} if is_whole else {SEEN: " of the people seen", "": " of whole audiences"}
    for part, title in parts.items():
        _print_accounts(output, frames["accounts"], part, title)
        if frames["accounts"].height <= MATRIX:
            _print_matrix(output, frames["accounts"], frames["pairs"], metric, part, title)
        else:
            _print_largest(output, frames["pairs"], metric, part, title)
    _print_notes(output, report, metric)


def _print_plan(output: Output, plan: "pl.DataFrame", is_whole: bool) -> None:
    rows = []
    for row in plan.iter_rows(named=True):
        show, sign = SHOWN_AS[row["metric"]]
        told = _show_range(row["value"], row["low"], row["high"], row["basis"], show)
        seen = FEW if row["seen"] is None else show(row["seen"], 0)
        values = [told] if is_whole else [seen, told]
        words = [OF_PLAN[row["metric"]], row["metric"]]
        rows.append([*(f"{it}{sign}" if it[-1].isdigit() else it for it in values), *words])
    columns = ["people"] if is_whole else ["of those seen", "of all"]
    output.table("All together", [*columns, "", "metric"], rows, columns, wrapped=("",))


def _print_accounts(output: Output, accounts: "pl.DataFrame", part: str, title: str) -> None:
    shown = accounts.head(MOST_ROWS)
    rows = [
        [
            str(number),
            short(row["name"], NAME),
            f"{row['seen']:,}" if part else _show_size(row),
            _show(row, "exclusive", part, show_people),
            _show(row, "exclusive_ratio_trendhero", part, show_percent),
            _show(row, "plan_share_trendhero", part, show_percent),
        ]
        for number, row in enumerate(shown.iter_rows(named=True), start=1)
    ]
    columns = ["#", "account", "seen" if part else "people", "in no other", "% of own", "% of all"]
    output.table(f"Accounts{title}", columns, rows, right=("#", *columns[2:]))
    if accounts.height > MOST_ROWS:
        output.say(f"and {accounts.height - MOST_ROWS:,} more; all of them with --json")


def _show_size(row: Row) -> str:
    return UNKNOWN if row["size"] is None else f"{row['size']:,}"


def _print_matrix(
    output: Output, accounts: "pl.DataFrame", pairs: "pl.DataFrame", metric: str, part: str,
    title: str,
) -> None:  # fmt: skip
    place = {account_id: number for number, account_id in enumerate(accounts["account_id"])}
    cells = [["·"] * len(place) for _ in place]
    turned = f"{metric}_b" if metric == "overlap_containment" else metric
    for pair in pairs.iter_rows(named=True):
        a, b = place[pair["a_id"]], place[pair["b_id"]]
        cells[a][b] = _show(pair, metric, part, show_percent)
        cells[b][a] = _show(pair, turned, part, show_percent)
    names = [short(name, NAME) for name in accounts["name"]]
    rows = [
        [str(number), name, *row]
        for number, (name, row) in enumerate(zip(names, cells, strict=True), start=1)
    ]
    columns = ["#", "account", *(str(number) for number in range(1, len(rows) + 1))]
    if {cell for row in cells for cell in row} <= {"·", UNKNOWN, "0–100"}:
        output.say(f"{metric}{title}: anything from 0 to 100 % is possible, of every two")
    else:
        output.table(f"{metric}{title}, %", columns, rows, right=("#", *columns[2:]))


def _print_largest(
    output: Output, pairs: "pl.DataFrame", metric: str, part: str, title: str
) -> None:
    import polars as pl

    by = f"{metric}{part or '_low'}"
    largest = pairs.filter(pl.col(by) > 0).sort(by, "a_id", "b_id", descending=[True, False, False])
    rows = [
        [
            short(row["a_name"], NAME),
            short(row["b_name"], NAME),
            _show(row, "shared", part, show_people),
            _show(row, metric, part, show_percent),
        ]
        for row in largest.head(MOST_ROWS).iter_rows(named=True)
    ]
    output.table(
        f"Largest {metric}{title}, %: {len(rows)} of {counted(pairs.height, 'pair')}",
        ["a", "b", "people in both", "%"], rows, right=("people in both", "%"),
    )  # fmt: skip


def _print_notes(output: Output, report: "OverlapReport", metric: str) -> None:
    from leaders.metrics import OVERLAP

    if not report.cautions:
        output.say("- every audience was read whole: the numbers are exact")
    for caution in report.cautions:
        output.say(f"- careful: {caution}")
    if report.cautions:
        output.say(
            "- 20–60: what was seen and the declared sizes allow no less and no more; "
            "~40 (30–50): an estimate with its 90 % interval"
        )
    output.say(f"- {metric}: {OVERLAP[metric].formula}")
    output.say("- % of own: exclusive_ratio_trendhero; % of all: plan_share_trendhero")
    output.say(f"- {FEW}: fewer than 10 people, of whom no share is told, or none")


def show_people(number: float, towards: int) -> str:
    """A whole number of people."""
    return f"{number:,.0f}"


def show_percent(share: float, towards: int) -> str:
    """Per cent without its sign; a bound goes to the whole one below (-1) or above (1)."""
    exact = round(100 * share, 9)  # what is a whole per cent stays one, whatever its last bits
    return f"{exact:.1f}" if not towards else str(ceil(exact) if towards > 0 else floor(exact))


def show_times(number: float, towards: int) -> str:
    """A small number."""
    return f"{number:.2f}"


SHOWN_AS: dict[str, tuple[Show, str]] = {
    "total": (show_people, ""),
    "unique_union": (show_people, ""),
    "unique_exclusive": (show_people, ""),
    "overlap_overall": (show_percent, " %"),
    "unique_share_primetag": (show_percent, " %"),
    "expected_frequency_primetag": (show_times, ""),
}


def _show(row: Row, name: str, part: str, show: Show) -> str:
    if part:
        return FEW if row[f"{name}{part}"] is None else show(row[f"{name}{part}"], 0)
    return _show_range(row[name], row[f"{name}_low"], row[f"{name}_high"], row["basis"], show)


def _show_range(
    value: float | None, low: float | None, high: float | None, basis: str, show: Show
) -> str:
    """A number that is exact, about, or between two; what nobody knows is a question mark."""
    if basis == "exact" and high is not None:
        return FEW if value is None else show(value, 0)
    if low is None and high is None:
        return UNKNOWN
    least, most = show(low or 0, -1), UNKNOWN if high is None else show(high, 1)
    span = least if least == most else f"{least}–{most}"
    return f"~{show(value, 0)} ({span})" if basis == "estimate" and value is not None else span
