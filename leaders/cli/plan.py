"""The command that plans advertising for a budget: plan."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaders.cli.data import parse_moment
from leaders.cli.niches import AsJson, NicheName
from leaders.cli.output import Output, short
from leaders.errors import UsageMistake
from leaders.wording import counted

if TYPE_CHECKING:
    from leaders.audience.media_plan import MediaPlan
    from leaders.niche import Niche

NAME = 22


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
    seed: Annotated[int, typer.Option(help="Of the scenarios of prices and exposures.")] = 0,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Plan as of the end of that day, UTC, prices too."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Plan which placements to buy for a budget, and tell how good the plan is."""
    from leaders.audience.media_plan import make_plan
    from leaders.audience.prices import read_rates
    from leaders.audience.wishes import Wishes
    from leaders.niche import load_niche

    output: Output = context.obj
    read = load_niche(output.workspace, niche)
    amount, code = _read_money(read, budget, currency)
    moment = parse_moment(as_of, "--as-of", end_of_day=True) if as_of else None
    wishes = Wishes(
        amount, code, read_rates(rate or (), code), tuple(must or ()), tuple(never or ()),
        frequency, per_owner, seed,
    )  # fmt: skip
    with output.progress(f"planning {niche}"):
        made = make_plan(output.workspace, read, wishes, moment or datetime.now(UTC), moment)
    if as_json:
        output.json(describe(made))
        return
    _show(output, made)


def _read_money(niche: "Niche", budget: float | None, currency: str | None) -> tuple[float, str]:
    """The budget and its currency, from the options or the niche file."""
    from leaders.audience.currencies import read_currency

    told = niche.budget
    if budget is None and told is None:
        raise UsageMistake(
            "There is no budget; give --budget 1000 --currency EUR, or write [budget] in "
            f"{niche.name}.toml."
        )
    if budget is not None and currency is None and told is None:
        raise UsageMistake("--budget needs --currency, such as EUR or RUB.")
    amount = budget if budget is not None else told.amount if told else 0.0
    if currency is None:
        return amount, told.currency if told else ""
    try:
        return amount, read_currency(currency)
    except ValueError as error:
        raise UsageMistake(f"--currency {currency}: {error}.") from None


def describe(made: "MediaPlan") -> dict[str, Any]:
    """A plan in plain values."""
    frames = ("picks", "rejected", "views", "points")
    rest = {key: value for key, value in vars(made).items() if key not in frames}
    return {
        **rest,
        "wishes": asdict(made.wishes),
        "rules": [asdict(rule) for rule in made.rules],
        **{name: getattr(made, name).to_dicts() for name in frames},
    }


def _show(output: Output, made: "MediaPlan") -> None:
    for sentence in summarise(made):
        output.say(sentence)
    if made.picks.height:
        columns = ("#", "account", "format", "cost", "members", "seen by", "new people",
                   "1,000 new cost", "all so far", "survives")  # fmt: skip
        rows = [_tell_pick(row) for row in made.picks.iter_rows(named=True)]
        output.table("In buying order", columns, rows, right=("#", *columns[3:]))
    if made.views.height:
        _show_views(output, made)
    if made.rejected.height:
        left = ("not bought", "cost", "reaches alone", "would add", "worth below", "why not")
        rows = [_tell_rejected(row) for row in made.rejected.iter_rows(named=True)]
        output.table("Popular, and left out", left, rows, left[1:5], wrapped=left[5:])
    if made.points.height > 1:
        points = [(f"{spent:,.0f}", f"{reach:,.0f}") for spent, reach in made.points.iter_rows()]
        output.table(f"Other budgets, {made.wishes.currency}", ("spent", "people"), points,
                     right=("spent", "people"))  # fmt: skip
    for note in made.notes:
        output.say(f"careful: {note}")


def summarise(made: "MediaPlan") -> Iterator[str]:
    """A plan in sentences: what it buys, whom it reaches, how good and how sure it is."""
    wishes, code = made.wishes, made.wishes.currency
    bought = made.picks.height + int(made.views["is_bought"].sum())
    yield (
        f"{made.niche}: {counted(bought, 'placement')} for {made.spent:,.2f} of "
        f"{wishes.budget:,.2f} {code}, as of {made.as_of:%Y-%m-%d %H:%M} UTC, prices of "
        f"{made.priced_at:%Y-%m-%d}"
    )
    if made.certificate is None:
        yield "nobody sees who the members of these audiences are: views are bought, not people"
        return
    whole = made.people or 1
    told = [f"{made.reach[1]:,.0f} people see it ({made.reach[1] / whole:.1%} of {made.people:,})"]
    told += [
        f"{made.reach[times]:,.0f} at least {word}"
        for times, word in ((2, "twice"), (3, "3 times"))
    ]
    yield f"{', '.join(told)}; {made.frequency:.2f} times each on average; of {made.target}"
    if made.reach_at_most > made.reach[1] * 1.005:
        yield (
            f"at most {made.reach_at_most:,.0f} people, if all members who were not seen were of "
            "the target and in no other audience"
        )
    share = int(made.certificate * 1000) / 10  # never rounded up
    yield f"at least {share:.1f} % of the best possible plan for the people seen"
    if made.picks.height:
        yield (
            f"{made.survivors} of {counted(made.picks.height, 'pick')} would be bought again in 8 "
            "of 10 cases with every price off by up to 20 % and every exposure by up to 30 %"
        )


def _tell_pick(row: dict[str, Any]) -> list[str]:
    new = row["cost_per_thousand_new"]
    flags = "".join(
        sign
        for sign, is_so in (
            (" old price", row["is_old"]), (" disputed", row["status"] == "disputed"),
            (" must", row["is_must"]),
        )
        if is_so
    )  # fmt: skip
    source = {"assumed": "?", "recent posts": "", "posts with advertising": "*"}
    return [
        str(row["order"]), f"{short(row['name'] or row['account_id'], NAME)}{flags}",
        row["format"], f"{row['cost']:,.2f}", f"{row['target_count']:,}",
        f"{row['exposure']:.0%}{source[row['exposure_from']]}", f"{row['adds']:,.0f}",
        "" if new is None else f"{new:,.2f}", f"{row['reach']:,.0f}", f"{row['survives']:.0%}",
    ]  # fmt: skip


def _tell_rejected(row: dict[str, Any]) -> list[str]:
    return [
        short(row["name"] or row["account_id"], NAME),
        "" if row["cost"] is None else f"{row['cost']:,.2f}",
        f"{row['alone']:,.0f}", f"{row['adds']:,.0f}", f"{row['worth_below']:,.2f}", row["why"],
    ]  # fmt: skip


def _show_views(output: Output, made: "MediaPlan") -> None:
    rows = [
        [
            short(row["name"] or row["account_id"], NAME), row["format"], f"{row['cost']:,.2f}",
            "" if row["views_median"] is None else f"{row['views_median']:,.0f}",
            "" if row["cpm"] is None else f"{row['cpm']:,.2f}", "bought" * row["is_bought"],
        ]
        for row in made.views.iter_rows(named=True)
    ]  # fmt: skip
    output.table("Members unseen: views for money",
                 ("account", "format", "cost", "views", "cost of 1,000 views", ""), rows,
                 right=("cost", "views", "cost of 1,000 views"))  # fmt: skip
