"""Commands on audiences: who is the target, and where it is found."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.data import parse_moment
from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output, short
from leaders.errors import LeadersError, UsageMistake
from leaders.model import show_platform

if TYPE_CHECKING:
    from leaders.audience.affinity import Communities
    from leaders.audience.sizing import TargetSize

AsOf = Annotated[
    str | None, typer.Option(metavar="DATE", help="Look from the end of that day, UTC.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(audience)
    app.command()(communities)


def audience(
    context: typer.Context,
    niche: NicheName,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write platform ids there, one a line.")
    ] = None,
    platform: Annotated[str | None, typer.Option(help="Whose ids to write.")] = None,
    minimum: Annotated[
        int | None, typer.Option(min=1, help="Ids that a list needs; else the platform's.")
    ] = None,
    maximum: Annotated[
        int | None, typer.Option(min=1, help="Ids that a list may have; else the platform's.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write a list below the minimum all the same.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Count a niche's target audience, and write its ids for advertising."""
    from leaders.audience.id_lists import limits_of
    from leaders.audience.sizing import IdList, check_platform, size_target
    from leaders.niche import load_niche

    output: Output = context.obj
    read = load_niche(output.workspace, niche)
    moment = parse_moment(as_of, "--as-of", end_of_day=True) if as_of else None
    id_list = None
    if out is not None:
        name = check_platform(read, platform)
        id_list = IdList(out, name, limits_of(name, minimum, maximum), force)
    elif platform or minimum or maximum or force:
        raise UsageMistake("--platform, --minimum, --maximum and --force go with --out FILE.")
    with output.progress(f"counting {niche}"):
        size = size_target(output.workspace, read, moment, id_list)
    if as_json:
        output.json(asdict(size))
        return
    _show_size(output, size)


def _show_size(output: Output, size: "TargetSize") -> None:
    output.say(
        f"{size.niche}: {_people(size.people_count)} people in the target audience "
        f"as of {size.as_of:%Y-%m-%d %H:%M} UTC, that is {size.combination}"
    )
    rows = [(f"on {show_platform(name)}", _people(count)) for name, count in size.platforms.items()]
    if len(size.sets) > 1:
        rows += [(f"in set {name}", _people(count)) for name, count in size.sets.items()]
    output.table("People", ("", "people"), rows, right=("people",))
    if size.communities:
        columns = ("set", "account", "what was seen")
        cells = [_tell_community(row) for row in size.communities]
        output.table("Coverage", columns, cells, wrapped=columns[2:])
    for note in size.notes:
        output.say(f"careful: {note}")
    for file in size.files:
        output.say(f"wrote {file}")
    if not size.files:
        output.say(f"Next: leaders communities {size.niche}")


def _people(count: int | None) -> str:
    from leaders.audience.coverage import FEWEST

    return f"fewer than {FEWEST}" if count is None else f"{count:,}"


def _tell_community(row: dict[str, Any]) -> list[str]:
    return [
        f"{row['set_name']}, without" if row["is_without"] else row["set_name"],
        short(row["handle"] or row["name"] or row["account_id"], 24),
        row["words"],
    ]


def communities(
    context: typer.Context,
    niche: NicheName,
    base: Annotated[
        str,
        typer.Option(
            metavar="BASE",
            help="What the target's share is compared with: niche, platform, a file.",
        ),
    ] = "niche",
    minimum: Annotated[
        int, typer.Option(min=10, help="Fewer members seen are too few to measure.")
    ] = 100,
    top: Annotated[int, typer.Option(min=1, max=10_000, help="How many to show.")] = 50,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write them there as CSV.")
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Find the communities and bloggers whose audience the target is, and how surely."""
    from leaders.audience.affinity import find_communities
    from leaders.niche import load_niche

    output: Output = context.obj
    moment = parse_moment(as_of, "--as-of", end_of_day=True) if as_of else None
    with output.progress(f"measuring {niche}"):
        found = find_communities(
            output.workspace, load_niche(output.workspace, niche),
            base=base, minimum=minimum, top=top, as_of=moment,
        )  # fmt: skip
    if out is not None:
        _write_csv(out, found)
    if as_json:
        output.json(vars(found) | {"table": found.table.to_dicts(), "words": _words(found)})
        return
    _show_communities(output, found)
    if out is not None:
        output.say(f"wrote {out}")


def _show_communities(output: Output, found: "Communities") -> None:
    from leaders.audience.coverage import FEWEST

    title = (
        f"{found.niche}: where the target audience is as of {found.as_of:%Y-%m-%d %H:%M} UTC, "
        "by the lower end of its share"
    )
    columns = ("rank", "account", "target", "seen", "share (90 %)", "index (90 %)", "similar")
    cells = [_tell_affinity(row) for row in found.table.iter_rows(named=True)]
    output.table(title, columns, cells, right=(columns[0], *columns[2:6]))
    output.say(
        f"- index: the target's share here / its share in the base, x 100. Base: {found.base}"
    )
    output.say(
        f"- {found.measured_count:,} accounts measured; {found.below_count:,} with fewer than "
        f"{found.minimum:,} members seen left out, and {found.few_count:,} with fewer than "
        f"{FEWEST} of the target"
    )
    if found.words:
        told = ", ".join(f"{it.word} ({it.best_count} : {it.other_count})" for it in found.words)
        output.say(f"- words of these names (in how many of them : of the others): {told}")
    for note in found.notes:
        output.say(f"careful: {note}")


def _tell_affinity(row: dict[str, Any]) -> list[str]:
    name = short(row["name"] or row["handle"] or row["account_id"], 24)
    similar = ", ".join(
        f"{short(it['name'], 12)} {it['overlap_jaccard']:.1%}" for it in row["similar"]
    )
    index = row["affinity_index"]
    return [
        f"{row['rank']}",
        f"{name}*" if row["is_named"] else name,
        f"{row['target_count']:,}",
        f"{row['seen_count']:,}",
        f"{row['share']:.1%} ({row['share_low']:.1%}–{row['share_high']:.1%})",
        "" if index is None else f"{index:.0f} ({row['index_low']:.0f}–{row['index_high']:.0f})",
        similar,
    ]


def _words(found: "Communities") -> list[dict[str, Any]]:
    return [asdict(word) for word in found.words]


def _write_csv(path: Path, found: "Communities") -> None:
    """The table as CSV that no spreadsheet runs, beside its place and then renamed."""
    import polars as pl

    from leaders.export.tables import defuse

    part = path.with_name(f".{path.name}.part")
    ids = pl.col("similar").list.eval(pl.element().struct.field("account_id")).list.join(" ")
    table = found.table.with_columns(ids, base=pl.lit(found.base))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        table.with_columns(defuse(pl.col(pl.String))).write_csv(part)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise LeadersError(
            f"{path} cannot be written ({error.strerror or error}); name another file with --out."
        ) from error
