"""Commands on what is stored: rank, show."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.data import parse_moment
from leaders.cli.fact_table import show_facts
from leaders.cli.links import show_people
from leaders.cli.niches import AsJson, NicheName, Where
from leaders.cli.output import Output, short
from leaders.model import NOT_AGAIN
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.export import Shortlist

LINE = 120
"""Characters of a table's line; names are cut so that the rest has room."""
BETWEEN = " │ "


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(rank)
    app.command()(show)


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
        f"{niche}: {counted(report.account_count, 'account')} ranked "
        f"as of {report.as_of:%Y-%m-%d %H:%M} UTC, "
        f"ranking {report.ranking_id}{known}"
    )
    for remark in report.remarks:
        output.say(f"careful: {remark}")
    output.say(f"Next: leaders show {niche}, leaders open {niche}, leaders export {niche}")


def show(
    context: typer.Context,
    niche: NicheName,
    top: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many of each list.")] = 20,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Only those whom the client has not written to.")
    ] = False,
    where: Where = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="The facts on each, in place of its score.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the shortlist of the last ranking."""
    show_shortlist(context.obj, niche, top, as_json, fresh=fresh, where=where, with_facts=facts)


def show_shortlist(
    output: Output, niche: str, top: int, as_json: bool, mark: str = "", *, fresh: bool = False,
    where: str | None = None, with_facts: bool = False,
) -> None:  # fmt: skip
    """Print a niche's shortlist as tables, each with ``mark`` before its title, or as JSON."""
    from leaders.export.tables import to_json
    from leaders.niche import load_niche
    from leaders.shortlist import load_shortlist

    read = load_niche(output.workspace, niche)
    shortlist = load_shortlist(output.workspace, read, top, fresh=fresh, where=where)
    if as_json:
        typer.echo(to_json(shortlist)[0].content)
        return
    if with_facts:
        show_facts(output, shortlist, mark)
    else:
        _show_places(output, shortlist, mark)
    if not fresh and not where:
        show_people(output, read, top)
    for note in shortlist.notes:
        output.say(f"- {note}")


def _show_places(output: Output, shortlist: "Shortlist", mark: str) -> None:
    """A table a list: who stands where, how surely and for what."""
    components = [
        c.name.removesuffix("_contribution")
        for c in shortlist.columns
        if c.name.endswith("_contribution")
    ]
    for name, rows in shortlist.tables.items():
        if rows.is_empty():
            continue
        cells = [_cells(row, components) for row in rows.iter_rows(named=True)]
        left_out = "role" if _tells_role(name, rows["role"].to_list()) else "above all for"
        told = rows["status"].to_list()
        columns = [it for it in cells[0] if it != left_out and (it != "status" or any(told))]
        dimmed = [place for place, status in enumerate(told) if status in NOT_AGAIN]
        title = f"{mark}{shortlist.title}: {name} as of {shortlist.as_of:%Y-%m-%d %H:%M} UTC"
        right = ("rank (90 %)", "score", "followers", "seen")
        output.table(title, columns, _fit(columns, cells), right, dimmed=dimmed)


def _fit(columns: list[str], cells: list[dict[str, str]]) -> list[list[str]]:
    """The cells as rows, with names no longer than the others leave room for."""
    others = [max(len(it), *(len(row[it]) for row in cells)) for it in columns if it != "name"]
    room = max(LINE - sum(others) - len(BETWEEN) * len(others), len("name"))
    return [[short(row[it], room) if it == "name" else row[it] for it in columns] for row in cells]


def _tells_role(name: str, roles: list[str | None]) -> bool:
    """Whether a list's name says what everybody on it does."""
    from leaders.model import Role
    from leaders.rank.lists import LIST_OF_ROLE

    return all(role is None or name.endswith(LIST_OF_ROLE[Role(role)]) for role in roles)


def _cells(row: dict[str, Any], components: list[str]) -> dict[str, str]:
    place = f"{'=' if row['is_tied'] else ''}{row['rank']}"
    if row["rank_low"] is not None:
        place += f" ({row['rank_low']}–{row['rank_high']})"
    return {
        "rank (90 %)": place,
        "standing": f"{row['standing'] or ''}{'*' if row['depends_on_one_source'] else ''}",
        "account": short(row["handle"] or row["account_id"].partition(":")[2], 20),
        "name": row["name"] or "",
        "role": row["role"] or "",
        "score": f"{row['score']:.1f}",
        "followers": "" if row["followers_count"] is None else f"{row['followers_count']:,}",
        "status": row["status"] or "",
        "seen": "" if row["coverage"] is None else f"{row['coverage']:.0%}",
        "above all for": _strongest(row, components),
    }


def _strongest(row: dict[str, Any], components: list[str]) -> str:
    """The component in which the account stands highest, of those that count."""
    counted = [
        (row[f"{name}_percentile"], name)
        for name in components
        if row[f"{name}_percentile"] is not None and row[f"{name}_contribution"]
    ]
    if not counted:
        return ""
    return max(counted)[1]
