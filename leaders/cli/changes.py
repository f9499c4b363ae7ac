"""The commands on time: what changed between two rankings, and how one account stood."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from leaders.cli.data import parse_moment
from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output, short
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.change import Change, Changes

CAUSES = {
    "network": "the network changed",
    "settings": "the settings changed",
    "collection": "we looked elsewhere",
}
NAME = 24
SHOWN = 0.05
"""Fewer points of a component are not shown."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(changes)


def changes(
    context: typer.Context,
    niche: NicheName,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Compare with the last ranking as of that day or before."
        ),
    ] = None,
    most: Annotated[
        int, typer.Option(min=1, max=100_000, help="How many changes are shown at most.")
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """Tell what changed since an earlier ranking, and why."""
    from leaders.change import find_changes
    from leaders.niche import load_niche

    output: Output = context.obj
    moment = parse_moment(since, "--since", end_of_day=True) if since else None
    with output.progress(f"comparing {niche}"):
        found = find_changes(output.workspace, load_niche(output.workspace, niche), moment)
    if as_json:
        output.json(asdict(found))
        return
    older, newer = (f"{it['as_of']:%Y-%m-%d %H:%M}" for it in (found.older, found.newer))
    output.say(f"{niche}: {newer} UTC against {older} UTC")
    for sentence in found.settings:
        output.say(f"careful: {sentence}")
    shown = found.changes[:most]
    for cause, words in CAUSES.items():
        rows = [_cells(it) for it in shown if it.cause == cause]
        if rows:
            columns = (
                "change",
                "account",
                "list",
                "rank",
                "score",
                "attention",
                "followers",
                "why",
            )
            output.table(
                words, columns, rows, right=("rank", "score", "attention"), wrapped=("why",)
            )
    for line in _tell_rest(found, len(shown)):
        output.say(line)


def _cells(change: "Change") -> tuple[str, ...]:
    ranks = [str(place.rank) if place else "–" for place in (change.before, change.after)]
    points = ""
    if change.before and change.after:
        points = f"{change.after.score - change.before.score:+.1f}"
    why = change.why
    if change.points:
        strongest = sorted(change.points.items(), key=lambda it: (-abs(it[1]), it[0]))[:2]
        parts = [
            f"{it:+.1f} {name.replace('_', ' ')}" for name, it in strongest if abs(it) >= SHOWN
        ]
        why = ": ".join(filter(None, ["" if why == "moved" else why, ", ".join(parts)]))
    account = change.account.handle or change.account.account_id.partition(":")[2]
    return (
        change.kind, short(account, NAME), change.list, " → ".join(ranks), points,
        _tell_attention(change), _tell_audience(change), why,
    )  # fmt: skip


def _tell_attention(change: "Change") -> str:
    """How its attention moved beside the field's; nothing within noise."""
    from math import exp

    if change.tested is None:
        return "not tested"
    if not change.tested.is_moved:
        return "·"
    return f"x {exp(change.tested.change):.2f} {change.tested.layer}"


def _tell_audience(change: "Change") -> str:
    audience = change.audience
    if audience.gained is None:
        return ""
    return f"+{audience.gained:,} -{audience.lost:,} ={audience.kept:,}"


def _tell_rest(found: "Changes", shown: int) -> Iterator[str]:
    if not found.changes:
        yield "nothing changed beyond noise"
    if len(found.changes) > shown:
        yield f"{len(found.changes) - shown:,} more: --most {len(found.changes)}, or --json"
    within = ", ".join(f"{count:,} {kind}" for kind, count in found.within_noise.items() if count)
    if within:
        yield f"within noise: {within}"
    yield (
        f"the network could be compared for {found.tested:,} of "
        f"{counted(found.compared, 'account')}: the others were not read alike at both dates"
    )
    for it in found.lists:
        beyond = "" if it.excess_churn is None else f" ({it.excess_churn:+.0%} beyond chance)"
        yield (
            f"{it.list}: {it.churn:.0%} of the first {it.size} replaced{beyond}, "
            f"likeness {it.rbo:.2f} (RBO)"
        )
    if found.rising is None:
        yield "rising: needs two refreshes in a row, which are three rankings"
    elif not found.rising:
        yield "rising: nobody, twice in a row"
    for riser in found.rising or ():
        account = riser.account.handle or riser.account.account_id
        place = f"{riser.list} {riser.rank}"
        yield f"rising: {account} ({place}): {_tell_growth(riser.growth)} a week"
    if found.unnamed:
        count = counted(found.unnamed, "account")
        yield f"left out because they must not be named: {count}"
    for note in found.notes:
        yield f"- {note}"


def _tell_growth(growth: Mapping[str, float]) -> str:
    return ", ".join(f"{it:+.1%} {name}" for name, it in growth.items())
