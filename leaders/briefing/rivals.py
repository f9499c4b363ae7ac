"""The advertising of competitors: who carried it, and who is free."""

from datetime import datetime

import polars as pl

from leaders.audience.competitors import report_competitors
from leaders.export import Column, Sheet
from leaders.niche import Niche
from leaders.settings import Workspace

MOST = 500
"""Rows of a sheet."""
_COUNTED = (
    Column("posts", "Posts with its advertising: marked and likely.", "count"),
    Column("marked", "Of these, posts that are marked as advertising.", "count"),
    Column("likely", "Of these, posts with signs of advertising and no mark.", "count"),
    Column("named", "Posts that name it and show no sign of advertising.", "count"),
    Column("passed_on", "How many of its own posts were passed on.", "count"),
)
_WHEN = (
    Column("first_on", "Day of the first of these posts, UTC.", "text"),
    Column("last_on", "Day of the last, UTC.", "text"),
    Column(
        "median_ratio",
        "Views of such a post / the median views of the account's other posts, the median of it.",
        "decimal",
    ),
    Column("ratio_posts", "On how many posts that is measured.", "count"),
)
_ACCOUNT = (
    Column("name", "What the account calls itself; free text written by strangers.", "text"),
    Column("account_id", "Permanent id, platform:native_id; join tables on it.", "text"),
    Column("url", "The account's page; empty where not known.", "url"),
)
BY_COMPETITOR = (
    Column("competitor", "Who advertises.", "text"),
    *_COUNTED,
    Column("carriers", "How many accounts carried it.", "count"),
    *_WHEN,
)
BY_CARRIER = (
    *_ACCOUNT,
    Column("competitors", "Whose advertising it carried.", "text"),
    *_COUNTED,
    *_WHEN,
    Column("is_client", "True when it carried the client's own advertising too.", "flag"),
    Column("basis", "What the next three rest on: exact, at least or not readable.", "text"),
    Column("shared", "People in its audience and in the client's; empty under ten.", "count"),
    Column("share_of_client", "What share of the client's audience these are.", "share"),
    Column("share_of_own", "What share of its own audience these are.", "share"),
    Column("why", "What could not be seen.", "text"),
)
UNUSED = (
    Column("list", "On which list it stands.", "text"),
    Column("rank", "Where it stands there.", "count"),
    *_ACCOUNT,
    Column("texts", "How many posts with words of it were read.", "count"),
    Column("named", "How many competitors it named without advertising.", "count"),
)


def tell_rivals(workspace: Workspace, niche: Niche, as_of: datetime) -> tuple[Sheet, ...]:
    """Whose advertising was carried, by whom, and who of the ranking carried none.

    Empty where the niche file names no competitor. Raises ``LeadersError`` where nothing was read.
    """
    told = niche.competitors
    names = (*told.accounts, *told.domains, *told.words)
    if not (told.brands or any(name.strip() for name in names)):
        return ()
    found = report_competitors(workspace, niche, as_of=as_of)
    unused = found.unused.filter(pl.col("rank") <= niche.shortlist.size)
    return (
        _sheet("by competitor", "Whose advertising was carried.", BY_COMPETITOR,
               _with_days(found.by_competitor)),
        _sheet("by carrier", "Who carried advertising for competitors, most of it first.",
               BY_CARRIER, _with_days(found.by_carrier)),
        _sheet("unused", "Who of the first of each list carried none, of those whose words were "
               "read.", UNUSED, unused),
    )  # fmt: skip


def _sheet(name: str, about: str, columns: tuple[Column, ...], rows: pl.DataFrame) -> Sheet:
    shown = rows.head(MOST).select(column.name for column in columns)
    return Sheet(name, about, columns, shown, frozen=1)


def _with_days(totals: pl.DataFrame) -> pl.DataFrame:
    """Moments as days, and the names of competitors in one line."""
    days = totals.with_columns(
        first_on=pl.col("first_at").dt.strftime("%Y-%m-%d"),
        last_on=pl.col("last_at").dt.strftime("%Y-%m-%d"),
    )
    if "competitors" not in days.columns:
        return days
    return days.with_columns(pl.col("competitors").list.join(", "))
