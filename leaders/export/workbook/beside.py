"""What stands beside the lists, as sheets: plan, overlap, changes, competitors, coverage."""

from collections.abc import Iterator

from leaders.export.briefing import Briefing, Changes, Plan, SharedAudience
from leaders.export.sheet import Column, Sheet
from leaders.export.words import Words
from leaders.export.workbook.book import entitle
from leaders.export.workbook.page import Page, make_page

_WHO = (
    Column("name", "What the account calls itself; free text written by strangers.", "text"),
    Column("account_id", "Permanent id, platform:native_id; join tables on it.", "text"),
)
PICKS = (
    *_WHO,
    Column("format", "What is bought, in the words of the price list.", "text"),
    Column("cost", "What it comes to in the plan's currency.", "money"),
    Column(
        "adds",
        "People expected to see it whom nothing before it in the order reaches; empty for fewer "
        "than ten.",
        "count",
    ),
    Column("reach", "People expected to see it or something before it.", "count"),
)
CHANGES = (
    Column("kind", "What it did in its list: entered, left or moved.", "text"),
    *_WHO,
    Column("list", "The list in which the ranks are places.", "text"),
    Column("rank_before", "Place in the earlier ranking; empty where it had none.", "count"),
    Column("rank_after", "Place in this ranking; empty where it has none.", "count"),
    Column(
        "cause",
        "Why: network (the world changed), collection (other things were read), settings.",
        "text",
    ),
    Column("why", "The same in a sentence.", "text"),
    Column("gained_count", "Followers that it gained; empty where not known.", "count"),
    Column("lost_count", "Followers that it lost; empty where not known.", "count"),
)
COVERAGE = (
    Column("platform", "The network.", "text"),
    Column("listing", "What was read: followers, members, posts and so on.", "text"),
    Column("ended", "Why the reading stopped; complete where nothing was left.", "text"),
    Column("listings_count", "So many listings were read.", "count"),
    Column("declared_count", "So many entries the platform declares in them.", "count"),
    Column("fetched_count", "So many of these were read.", "count"),
    Column("read_share", "fetched_count / declared_count, at most 1.", "share"),
)
_SHARED = "Share of the smaller seen audience that is in the other too; empty where not told."


def lay_people(told: Briefing, given: Sheet | None) -> Iterator[Page]:
    """Persons over platforms."""
    sheet = given or told.people
    if sheet is not None:
        yield make_page(sheet)


def lay_plan(plan: Plan | None, given: Sheet | None) -> Iterator[Page]:
    """What to buy, as the sheet that was given, else as the briefing has it."""
    notes = plan.notes if plan else ()
    if given is not None:
        yield make_page(given, *notes)
    elif plan is not None and plan.picks.height:
        columns = tuple(it for it in PICKS if it.name != "cost" or plan.picks["cost"].count())
        rows = plan.picks.select(column.name for column in columns)
        about = "What to buy, in this order."
        yield make_page(Sheet("plan", about, columns, rows, frozen=1), *notes)


def lay_overlap(shared: SharedAudience | None, pairs: Sheet | None) -> Iterator[Page]:
    """A matrix, and the pairs on a sheet of their own."""
    is_matrix = shared is not None and bool(shared.account_ids)
    if shared is not None and is_matrix:
        yield _lay_matrix(shared)
    if pairs is not None:
        yield Page("pairs", "Overlap pairs" if is_matrix else entitle(pairs.name), pairs)


def _lay_matrix(shared: SharedAudience) -> Page:
    """Accounts by number, below each other and side by side: names do not fit over columns."""
    import polars as pl  # noqa: PLC0415

    count = len(shared.account_ids)
    numbers = [str(number) for number in range(1, count + 1)]
    columns = (
        Column("number", "Of the account in this sheet: over a column it is the same.", "count"),
        *_WHO,
        Column("seen", "People of its audience that were seen; empty under ten.", "count"),
        *(Column(number, _SHARED, "share") for number in numbers),
    )
    rows = pl.DataFrame(
        {
            "number": range(1, count + 1),
            "name": shared.names,
            "account_id": shared.account_ids,
            "seen": pl.Series(shared.seen, dtype=pl.Int64),
            **{
                number: pl.Series([line[at] for line in shared.shared], dtype=pl.Float64)
                for at, number in enumerate(numbers)
            },
        }
    )
    sheet = Sheet("overlap", _SHARED, columns, rows, frozen=2)
    below = (shared.chosen, *shared.cautions)
    return Page("overlap", "Overlap", sheet, below=below, shaded=tuple(numbers))


def lay_changes(changes: Changes | None, words: Words) -> Iterator[Page]:
    """What moved by more than noise since an earlier ranking."""
    if changes is not None:
        rows = changes.rows.select(column.name for column in CHANGES)
        about = "What changed by more than noise since the ranking before."
        told = words(
            "book_changes_since", since=f"{changes.since:%Y-%m-%d}", within=changes.within_noise
        )
        sheet = Sheet("changes", about, CHANGES, rows, frozen=2)
        yield make_page(sheet, told, *changes.settings, *changes.notes)


def lay_competitors(sheets: tuple[Sheet, ...]) -> Iterator[Page]:
    """Each table on a sheet, so that each can be filtered."""
    for sheet in sheets:
        name = f"competitors {sheet.name}" if len(sheets) > 1 else "competitors"
        yield Page("competitors", entitle(name), sheet)


def lay_coverage(told: Briefing) -> Iterator[Page]:
    """How much of what there is was read."""
    import polars as pl  # noqa: PLC0415

    if told.coverage is not None and told.coverage.height:
        declared = pl.col("declared_count")
        share = (pl.col("fetched_count") / declared).clip(0, 1)
        rows = told.coverage.with_columns(pl.when(declared > 0).then(share).alias("read_share"))
        names = (column.name for column in COVERAGE)
        about = "How much of the listings was read."
        yield make_page(Sheet("coverage", about, COVERAGE, rows.select(names), frozen=2))
