"""The command that plans advertising for a budget: plan."""

import math
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.data import parse_moment
from leaders.cli.niches import AsJson, NicheName, not_empty
from leaders.cli.output import Output, short
from leaders.cli.plan_files import Bom, Formats, Out, read_formats, write_plan
from leaders.errors import UsageMistake

if TYPE_CHECKING:
    import polars as pl

    from leaders.audience.media_plan import MediaPlan
    from leaders.niche import Niche

NAME = 40
DECIMALS = 6
FEW = 9.5
"""Fewer than ten people, rounded, are not told exactly."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(plan)


def plan(
    context: typer.Context,
    niche: NicheName,
    budget: Annotated[
        float | None, typer.Option(min=0, help="What may be spent; else the niche file's.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option(help="Of the budget, such as EUR; else the niche file's.")
    ] = None,
    must: Annotated[
        list[str] | None, typer.Option(metavar="ACCOUNT", help="Has to be bought; repeatable.")
    ] = None,
    never: Annotated[
        list[str] | None, typer.Option(metavar="ACCOUNT", help="Is not bought; repeatable.")
    ] = None,
    frequency: Annotated[
        int, typer.Option(min=1, max=10, help="How many times a person should see it.")
    ] = 1,
    per_owner: Annotated[
        int | None, typer.Option(min=1, help="At most so many placements of one owner.")
    ] = None,
    rate: Annotated[
        list[str] | None,
        typer.Option(metavar="EUR=98.5", help="What one of another currency is; repeatable."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the scenarios of prices and exposures.")] = 0,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Plan as of the end of that day, UTC, prices too."),
    ] = None,
    formats: Formats = None,
    out: Out = None,
    bom: Bom = False,
    as_json: AsJson = False,
) -> None:
    """Plan which placements to buy for a budget, and tell how good the plan is."""
    from leaders.audience.media_plan import make_plan
    from leaders.audience.prices import read_rates
    from leaders.audience.wishes import Wishes
    from leaders.niche import load_niche
    from leaders.outreach import not_again
    from leaders.store import Store

    output: Output = context.obj
    names = read_formats(formats, out)
    read = load_niche(output.workspace, niche)
    amount, code = _read_money(read, budget, currency)
    for name in (*(must or ()), *(never or ())):
        not_empty(name)
    moment = parse_moment(as_of, "--as-of", end_of_day=True) if as_of else None
    wishes = Wishes(
        amount, code, read_rates(rate or (), code), tuple(must or ()), tuple(never or ()),
        frequency, per_owner, seed,
    )  # fmt: skip
    with output.progress(f"planning {niche}"):
        with Store(output.workspace, must_exist=True) as store:
            refused = not_again(store, read)
        now = moment or datetime.now(UTC)
        made = make_plan(output.workspace, read, wishes, now, moment, refused)
    if as_json:
        output.json(describe(made))
    else:
        _show(output, made)
    write_plan(output, read, made, names, out, bom=bom)


def _read_money(niche: "Niche", budget: float | None, currency: str | None) -> tuple[float, str]:
    """The budget and its currency, from the options or the niche file."""
    from leaders.audience.currencies import read_currency

    told = niche.budget
    if budget is None and told is None:
        raise UsageMistake(
            "There is no budget; give --budget 1000 --currency EUR, or write [budget] in "
            f"{niche.name}.toml."
        )
    if currency is None and told is None:
        raise UsageMistake("--budget needs --currency, such as EUR or RUB.")
    try:
        code = told.currency if currency is None and told else read_currency(currency or "")
    except ValueError as error:
        raise UsageMistake(f"--currency {currency}: {error}.") from None
    if budget is None and told is not None:
        if code != told.currency:
            raise UsageMistake(
                f"The budget of {niche.name}.toml is in {told.currency}; give --budget in {code}."
            )
        return told.amount, code
    if budget is None or not math.isfinite(budget):
        raise UsageMistake(f"--budget {budget} is no amount of money.")
    return budget, code


def describe(made: "MediaPlan") -> dict[str, Any]:
    """A plan in plain values, rounded; counts of fewer than ten people are null."""
    import polars as pl

    from leaders.audience.plan_rows import hide_few

    told = {
        key: round(value, DECIMALS) if isinstance(value, float) else value
        for key, value in vars(made).items()
    }
    frames = {
        key: hide_few(value).with_columns(pl.selectors.float().round(DECIMALS)).to_dicts()
        for key, value in told.items()
        if isinstance(value, pl.DataFrame)
    }
    reach = {times: round(it, DECIMALS) if it >= FEW else None for times, it in made.reach.items()}
    return {
        **told,
        **frames,
        "reach": reach,
        "wishes": asdict(made.wishes),
        "rules": [asdict(rule) for rule in made.rules],
    }


def _show(output: Output, made: "MediaPlan") -> None:
    from leaders.audience.market_rules import NO_ADVICE
    from leaders.audience.plan_rows import hide_few
    from leaders.audience.plan_words import summarise

    for sentence in summarise(made):
        output.say(sentence)
    if made.picks.height:
        _show_picks(output, made.picks)
    if made.views.height:
        _show_views(output, made.views)
    if made.rejected.height:
        columns = ("left out", "cost", "alone", "adds", "worth", "why not")
        rows = [_tell_rejected(row) for row in hide_few(made.rejected).iter_rows(named=True)]
        title = "Left out: whom each reaches alone and adds, below which cost it is worth buying"
        output.table(title, columns, rows, columns[1:5], columns[5:])
    if made.points.height > 1:
        points = [(_money(spent), _people(reach)) for spent, reach in made.points.iter_rows()]
        output.table(f"Other budgets, {made.wishes.currency}", ("spent", "people"), points,
                     right=("spent", "people"))  # fmt: skip
    for note in made.notes:
        output.say(f"careful: {note}")
    if dates := sorted(str(rule.as_of) for rule in made.rules if rule.as_of):
        when = dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"
        output.say(f"{NO_ADVICE} These are of {when}; --json has them with their sources.")


def _show_picks(output: Output, picks: "pl.DataFrame") -> None:
    from leaders.audience.plan_rows import hide_few

    formats = picks["format"].unique().to_list()
    columns = ("account", "cost", "seen", "known", "sees it", "new", "per 1,000", "stays")
    rows = [_tell_pick(row, len(formats) > 1) for row in hide_few(picks).iter_rows(named=True)]
    output.table(f"In buying order{'' if len(formats) > 1 else f', every one a {formats[0]}'}",
                 columns, rows, right=columns[1:], wrapped=columns[:1])  # fmt: skip
    output.say(
        "seen: of the target among its members; known: how much of its audience was seen; sees it: "
        "how likely a member does (? assumed, * from posts with advertising); new: people whom "
        "those before it do not reach; per 1,000: of them; stays: is bought again in so many cases"
    )


def _tell_pick(row: dict[str, Any], has_format: bool) -> list[str]:
    flags = [
        row["format"] if has_format else "", "must" if row["is_must"] else "",
        "old price" if row["is_old"] else "", "disputed" if row["status"] == "disputed" else "",
    ]  # fmt: skip
    source = {"assumed": "?", "recent posts": "", "posts with advertising": "*"}
    return [
        ", ".join([_name(row), *filter(None, flags)]), _money(row["cost"]),
        _people(row["target_count"]), _share(row["coverage"]),
        f"{_share(row['exposure'])}{source[row['exposure_from']]}", _people(row["adds"]),
        "" if row["cost_per_thousand_new"] is None else f"{row['cost_per_thousand_new']:,.0f}",
        _share(row["survives"]),
    ]  # fmt: skip


def _tell_rejected(row: dict[str, Any]) -> list[str]:
    return [
        _name(row), _money(row["cost"]), _people(row["alone"]), _people(row["adds"]),
        _money(row["worth_below"]), row["why"],
    ]  # fmt: skip


def _show_views(output: Output, views: "pl.DataFrame") -> None:
    rows = [
        [
            _name(row), row["format"], _money(row["cost"]),
            "" if row["views_median"] is None else f"{row['views_median']:,.0f}",
            _money(row["cpm"]), "bought" * row["is_bought"],
        ]
        for row in views.iter_rows(named=True)
    ]  # fmt: skip
    output.table("Members unseen: views for money",
                 ("account", "format", "cost", "views", "per 1,000", ""), rows,
                 right=("cost", "views", "per 1,000"))  # fmt: skip


def _name(row: dict[str, Any]) -> str:
    return short(row["name"] or row["account_id"], NAME)


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{amount:,.2f}".removesuffix(".00")


def _people(expected: float | None) -> str:
    return "few" if expected is None or expected < FEW else f"{expected:,.0f}"


def _share(part: float | None) -> str:
    if part is None:
        return "?"
    return "<1%" if 0 < part < 0.01 else f"{part:.0%}"
