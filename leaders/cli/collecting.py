"""Commands that read platforms: collect, status."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output, short
from leaders.errors import LeadersError
from leaders.model import show_platform
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.collect import CrawlProgress


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(collect)
    app.command()(status)


def collect(
    context: typer.Context,
    niche: NicheName,
    calls: Annotated[
        int | None, typer.Option(min=1, help="Stop after so many calls of a platform.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.01, help="Stop after so many minutes a platform.")
    ] = None,
    refresh: Annotated[
        bool,
        typer.Option("--refresh", help="Also read again what is older than limits.refresh_days."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read a niche's network from its platforms; a second time goes on where it stopped."""
    from leaders import pipeline
    from leaders.collect import CollectReport

    output: Output = context.obj
    for line in tell_imported_only(pipeline.list_imported_only(output.workspace, niche)):
        output.say(line)
    if not pipeline.list_platforms(output.workspace, niche):
        raise LeadersError(
            f"No platform of {niche} can be collected from; bring its data in with: leaders import"
        )

    def collect_one(platform: str) -> CollectReport:
        with output.progress(f"collecting {niche} from {platform}") as tell:
            report = pipeline.collect_platform(
                output.workspace, niche, platform, telling(tell),
                calls=calls, minutes=minutes, is_refresh=refresh,
            )  # fmt: skip
        if not as_json:
            output.say(report.describe())
        return report

    with telling_how_to_go_on(f"leaders collect {niche}{' --refresh' * refresh}"):
        reports, left_out = pipeline.collect_each(output.workspace, niche, collect_one)
    if as_json:
        told = [pipeline.describe_collecting(report) for report in reports]
        told += [
            {"platform": platform, "stopped": why, "is_complete": False}
            for platform, why in left_out.items()
        ]
        output.json(told)
        return
    for line in pipeline.tell_left_out(left_out):
        output.say(line)
    output.say(f"Next: leaders status {niche}, leaders rank {niche}")


def tell_imported_only(platforms: Sequence[str]) -> list[str]:
    """A line for each platform of which only files are taken in."""
    return [
        f"{platform}: imported only, {show_platform(platform)} has no open interface; "
        f"bring lists in with: leaders import FILE --niche NICHE --platform {platform}"
        for platform in platforms
    ]


@contextmanager
def telling_how_to_go_on(command: str) -> Iterator[None]:
    """Say which command goes on where a person stopped a crawl."""
    from leaders.collect import CrawlInterrupted

    try:
        yield
    except CrawlInterrupted as stopped:
        raise LeadersError(f"{stopped}; go on with: {command}") from None


def telling(tell: Callable[[str], None]) -> "Callable[[CrawlProgress], None]":
    """Turn a line on the terminal into what a crawl tells its progress."""
    return lambda at: tell(tell_progress(at))


def tell_progress(at: "CrawlProgress") -> str:
    """How far a crawl is, on one line; moments in the zone of this machine."""
    text = (
        f"{counted(at.calls, 'call')}, {counted(at.accounts, 'account')} visited, "
        f"{at.frontier:,} on the frontier"
    )
    if at.waits_until:
        text += f", waiting for a limit until {at.waits_until.astimezone():%H:%M:%S}"
    return text


def status(
    context: typer.Context,
    niche: NicheName,
    top: Annotated[int, typer.Option(min=1, help="How many listings are shown.")] = 40,
    all_: Annotated[bool, typer.Option("--all", help="Also those read to their end.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what was read of a niche and what could not be seen: the ledger."""
    from leaders.overview import show_status

    output: Output = context.obj
    told = show_status(output.workspace, niche, with_whole=all_)
    if as_json:
        output.json(told)
        return
    if not told["totals"]:
        output.say(_tell_nothing(output, niche))
        for line in tell_imported_only(told["imported_only"]):
            output.say(line)
        return
    output.table(
        f"{niche}: listings by how they ended",
        ("platform", "listing", "ended", "listings", "declared", "fetched", "gap"),
        [_cells(row, _TOTALS) for row in told["totals"]],
        right=("listings", "declared", "fetched", "gap"),
    )
    rows = told["listings"]
    if rows:
        output.table(
            "Listings" if all_ else "Known in part",
            ("of", "listing", "declared", "fetched", "gap", "ended", "on"),
            [_cells(_join_why(row), _LISTINGS) for row in rows[:top]],
            right=("declared", "fetched", "gap"),
            wrapped=("of", "listing", "ended"),
        )
    if len(rows) > top:
        output.say(f"{len(rows) - top:,} more; show them with --top {len(rows)} or --json")
    output.say(
        "gap: declared and not shown to us (deactivated, blocked, taken down), or not yet read"
    )
    for line in tell_imported_only(told["imported_only"]):
        output.say(line)


def _tell_nothing(output: Output, niche: str) -> str:
    from leaders import pipeline

    if pipeline.list_platforms(output.workspace, niche):
        return f"Nothing of {niche} was read yet; read it with: leaders collect {niche}"
    return (
        f"{niche} is of imported data alone, of which there is no ledger; "
        "bring more in with: leaders import"
    )


_TOTALS = (
    "platform", "listing", "ended", "listing_count", "declared_count", "fetched_count",
    "gap_count",
)  # fmt: skip
_LISTINGS = (
    "subject", "listing", "declared_count", "fetched_count", "gap_count", "ended", "ended_at",
)  # fmt: skip


def _join_why(row: dict[str, Any]) -> dict[str, Any]:
    """For a narrow table: how a listing ended, in which order it came and why, in one cell."""
    is_newest = row["row_order"] == "newest first" and row["fetched_count"]
    ended = f"{row['ended']}, newest first" if is_newest else row["ended"]
    ended += f": {row['why']}" if row["why"] else ""
    return {**row, "subject": short(row["subject"], 40), "ended": ended}


def _cells(row: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    return [_cell(row[key]) for key in keys]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:%m-%d}" if hasattr(value, "strftime") else str(value)
