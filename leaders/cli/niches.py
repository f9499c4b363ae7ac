"""Commands about niche files: init, niches, check."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.output import Output
from leaders.environment import ignore_dotenv
from leaders.errors import LeadersError, NicheError, UsageMistake
from leaders.settings import find_bundled, find_workspace
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.collect.forecast import Forecast
    from leaders.collect.refreshing import RefreshPlan

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Where = Annotated[
    str | None,
    typer.Option(
        "--where", metavar="CONDITION",
        help='Only those who meet it, such as "median_views >= 1000 and country = NL".',
    ),
]  # fmt: skip
NicheName = Annotated[
    str, typer.Argument(metavar="NICHE", help="The name of a file in data/niches.")
]


def not_empty(account: str) -> str:
    """The account that was named; the command was called wrongly where none was."""
    if not account.strip():
        raise UsageMistake("ACCOUNT is empty; name one by its id or handle.")
    return account


def _printable_name(by: str) -> str:
    """Who answers; the command was called wrongly where that is no name to keep."""
    by = by.strip()
    if not by or len(by) > 100 or not by.isprintable():
        raise UsageMistake("--by must be a name of up to 100 printable characters.")
    return by


WhoAnswers = Annotated[
    str, typer.Option(callback=_printable_name, help="Who answers; kept with each answer.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(init)
    app.command("niches")(list_niches)
    app.command()(check)


def init(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where; else this folder.")
    ] = None,
) -> None:
    """Make a workspace: data/niches/example.toml and .env.example."""
    output: Output = context.obj
    workspace = find_workspace(folder) if folder else output.workspace
    for source, target in (
        (find_bundled("niches") / "example.toml", workspace.niches / "example.toml"),
        (find_bundled("env.example"), workspace.root / ".env.example"),
    ):
        if target.exists():
            output.say(f"{target} is there already, left as it is")
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        except OSError as error:
            raise LeadersError(
                f"{target} cannot be written ({error.strerror}); name another folder."
            ) from None
        output.say(f"wrote {target}")
    if ignore_dotenv(workspace):
        output.say(f"added .env to {workspace.root / '.gitignore'}, so that git leaves keys out")
    output.say(
        f"Keys go into {workspace.dotenv}, which every command reads; "
        "its lines are NAME=value, as in .env.example"
    )
    output.say(f"Next: edit {workspace.niches / 'example.toml'}, then: leaders check example")


def list_niches(context: typer.Context, as_json: AsJson = False) -> None:
    """List the niches and their last ranking."""
    from leaders.niche import all_niches
    from leaders.overview import overview

    output: Output = context.obj
    niches, mistakes = all_niches(output.workspace)
    if not niches and not mistakes and not as_json:
        raise LeadersError(
            f"There are no niches in {output.workspace.niches}; make one with: leaders init"
        )
    rows = overview(output.workspace, niches)
    if as_json:
        output.json(rows)
    elif rows:
        _show_niches(output, rows)
    if mistakes:
        raise NicheError(mistakes)


def _show_niches(output: Output, rows: Sequence[dict[str, Any]]) -> None:
    cells = [
        [
            row["niche"],
            row["title"],
            ", ".join(row["platforms"]),
            _number(row["candidate_count"]),
            f"{row['as_of']:%Y-%m-%d %H:%M}" if row["as_of"] else "never",
            _number(row["account_count"]),
        ]
        for row in rows
    ]
    columns = ("niche", "title", "platforms", "candidates", "ranked as of", "accounts")
    output.table(
        f"Niches of {output.workspace.root}", columns, cells, right=("candidates", "accounts")
    )


def _number(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def check(
    context: typer.Context,
    niche: NicheName,
    calls: Annotated[int | None, typer.Option(min=1, help="What would so many buy?")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.01, help="Or so many minutes?")] = None,
    as_json: AsJson = False,
) -> None:
    """Say every mistake of a niche file at once, and what collecting it would take."""
    from leaders.niche import keys_without_effect, load_niche
    from leaders.overview import find_lacking, forecast_niche, plan_refreshes
    from leaders.pipeline import tell_left_out
    from leaders.platforms import PLATFORMS
    from leaders.rank import weights_of

    output: Output = context.obj
    read = load_niche(output.workspace, niche)
    weights = weights_of(read)
    without_effect = keys_without_effect(read)
    not_collected = [name for name in read.platforms if name not in PLATFORMS]
    lacking = find_lacking(read)
    forecasts = forecast_niche(output.workspace, read)
    plans = plan_refreshes(output.workspace, read)
    if as_json:
        output.json(
            {
                "niche": read.model_dump(mode="json"),
                "without_effect": without_effect,
                "only_by_import": not_collected,
                "lacking": lacking,
                "forecast": [
                    asdict(it)
                    | {"usual": it.usual, "most": it.most, "minutes": it.minutes(it.usual)}
                    | {"days": it.days}
                    for it in forecasts
                ],
                "refresh": [
                    asdict(it) | {"calls": it.calls, "minutes": it.minutes} for it in plans
                ],
            }
        )
        return
    output.say(
        f"{niche}: the file has no mistakes. {read.title}: {', '.join(read.platforms)}, "
        f"{counted(len(read.seeds), 'seed')}."
    )
    total = sum(weights.values())
    output.say(
        "score: " + ", ".join(f"{k} {100 * w / total:.0f} %" for k, w in weights.items() if w)
    )
    for key in without_effect:
        output.say(f"{key}: read and checked, but has no effect yet")
    for name in not_collected:
        output.say(f"{name}: imported only; bring its data in with: leaders import")
    for line in tell_left_out(lacking):
        output.say(f"left out: {line}")
    if lacking:
        below = "with the platforms below" if forecasts else "with what was imported"
        output.say(f"  the run goes on without, {below}")
    for forecast in forecasts:
        for line in _tell_forecast(
            forecast, calls or read.limits.calls, minutes or read.limits.minutes
        ):
            output.say(line)
    for plan in plans:
        for line in _tell_plan(plan, read.limits.refresh_days, calls or read.limits.calls):
            output.say(line)


def _tell_plan(plan: "RefreshPlan", days: float, calls: int | None) -> Iterator[str]:
    """What a refresh reads again and why, in its order."""
    if not plan.calls:
        yield f"{plan.platform}: nothing is older than {days:g} days: a refresh reads what is new"
        return
    yield (
        f"{plan.platform}: a refresh now reads again what is older than {days:g} days, at most "
        f"about {counted(plan.calls, 'call')}{_duration(plan.minutes)}, then what is new"
    )
    told = [
        f"{part.reason} {counted(part.listings, 'listing')} of {counted(part.accounts, 'account')}"
        f" ({counted(part.calls, 'call')})"
        for part in plan.parts
        if part.listings
    ]
    yield f"  in this order: {', '.join(told)}; lists whose count has not moved are left out"
    if calls and calls < plan.calls:
        yield f"  the limit of {counted(calls, 'call')} ends it within these"


def _tell_forecast(forecast: "Forecast", calls: int | None, minutes: float | None) -> Iterator[str]:
    time = _duration(forecast.minutes(forecast.usual))
    yield (
        f"{forecast.platform}: about {counted(forecast.usual, 'call')} to collect from nothing"
        f"{time}, {forecast.most:,} if every listing went to its limit"
    )
    yield "  " + ", ".join(f"{part.purpose} {part.usual:,}" for part in forecast.parts)
    yield from _tell_quotas(forecast)
    yield from (f"  {remark}" for remark in forecast.remarks)
    if minutes and forecast.rate:
        most = int(60 * minutes * forecast.rate)
        calls = min(calls, most) if calls else most
    if calls and calls < forecast.usual:
        asked, read = forecast.buys(calls)
        yield (
            f"  {counted(calls, 'call')}{_duration(forecast.minutes(calls))} would buy: {asked:,} "
            f"of the audience asked whom they follow, {counted(read, 'candidate')} read; "
            "the next run goes on from there"
        )


def _tell_quotas(forecast: "Forecast") -> Iterator[str]:
    told = [
        f"{forecast.takes[quota.bucket]:,} of {quota.limit:,} {quota.bucket}"
        + (f" ({quota.used:,} used today)" if quota.used else "")
        for quota in forecast.quotas
    ]
    if told:
        days = f"{forecast.days:,} days" if forecast.days > 1 else "one day"
        yield f"  of what a day allows: {', '.join(told)}; {days}"


def _duration(minutes: float | None) -> str:
    if minutes is None:
        return ""
    return f" (about {minutes / 60:.1f} h)" if minutes >= 90 else f" (about {ceil(minutes)} min)"
