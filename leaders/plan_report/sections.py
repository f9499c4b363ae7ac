"""A plan in words, as a person would write it down for whoever pays."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from leaders.audience.coverage import FEWEST
from leaders.audience.market_rules import NO_ADVICE, describe_rule, find_country
from leaders.audience.media_plan import ROBUST, MediaPlan
from leaders.audience.plan_words import summarise
from leaders.export.report import Section
from leaders.model import PlatformName
from leaders.niche import Niche
from leaders.wording import counted

FILES = PlatformName.FILES
MOST_LEFT_OUT = 10


def write_sections(made: MediaPlan, niche: Niche, shared: str) -> tuple[Section, ...]:
    """The whole plan in words. shared: a sentence on the overlap of what is bought, or none."""
    return (
        Section("In short", tuple(summarise(made))),
        Section("For whom", tuple(_tell_target(made, niche))),
        Section("What to buy, in this order", tuple(_tell_picks(made)), is_ordered=True),
        Section("Views to buy beside it", tuple(_tell_views(made))),
        Section("What it costs", tuple(_tell_cost(made))),
        Section("What to look at twice", tuple(_tell_doubts(made, shared))),
        Section("Popular, and left out", tuple(_tell_rejected(made))),
        Section("Market rules", tuple(_tell_rules(made, niche))),
    )


def _tell_target(made: MediaPlan, niche: Niche) -> Iterator[str]:
    people = counted(made.people, "person", "people")
    yield f"{niche.title}: {people} seen, of {made.target}"
    yield (
        f"audiences as of {made.as_of:%Y-%m-%d %H:%M} UTC, prices that were told by "
        f"{made.priced_at:%Y-%m-%d %H:%M} UTC"
    )
    if made.wishes.must:
        yield f"has to be bought: {', '.join(made.wishes.must)}"
    if made.wishes.never:
        yield f"is not bought: {', '.join(made.wishes.never)}"
    if made.wishes.frequency > 1:
        yield f"a person should see it {made.wishes.frequency} times: each time up to that counts"
    if made.wishes.per_owner is not None:
        yield f"at most {counted(made.wishes.per_owner, 'placement')} of one owner"


def _tell_picks(made: MediaPlan) -> Iterator[str]:
    for row in made.picks.iter_rows(named=True):
        flags = (
            ("it has to be bought", row["is_must"]),
            ("its price is old", row["is_old"]),
            ("advertising there is disputed", row["status"] == "disputed"),
        )
        new = row["cost_per_thousand_new"]
        told = [
            f"{_tell_placement(row, made)}: {_people(row['adds'])} new people"
            + ("" if new is None else f" ({new:,.2f} a thousand)"),
            f"{_people(row['reach'])} so far",
            *(word for word, is_so in flags if is_so),
        ]
        yield "; ".join(told)


def _tell_views(made: MediaPlan) -> Iterator[str]:
    for row in made.views.filter("is_bought").iter_rows(named=True):
        views = row["views_median"]
        told = "views not known" if views is None else f"{views:,.0f} views"
        yield f"{_tell_placement(row, made)}: {told}"


def _tell_placement(row: dict[str, Any], made: MediaPlan) -> str:
    cost = f"{row['cost']:,.2f} {made.wishes.currency}"
    return f"{_name(row)}, {row['format']}, {cost}"


def _name(row: dict[str, Any]) -> str:
    """With the id: a name may be another's, and who asks to be forgotten is found by it."""
    name, account_id = row["name"], row["account_id"]
    return f"{name} ({account_id})" if name else str(account_id)


def _people(expected: float | None) -> str:
    return f"fewer than {FEWEST}" if expected is None else f"{expected:,.0f}"


def _tell_cost(made: MediaPlan) -> Iterator[str]:
    wishes, code = made.wishes, made.wishes.currency
    yield f"{made.spent:,.2f} of {wishes.budget:,.2f} {code}"
    bought = (made.picks, made.views.filter("is_bought"))
    for column, what in (("fees", "are fees"), ("levy", "is a levy of the advertiser's country")):
        if part := sum(float(it[column].sum()) for it in bought):
            yield f"of that {part:,.2f} {what}"
    for other, rate in sorted(wishes.rates.items()):
        yield f"1 {other} is taken for {rate:g} {code}, as was asked for"
    if made.reach[1] >= FEWEST:
        thousand = 1000 * float(made.picks["cost"].sum()) / made.reach[1]
        yield f"a thousand different people cost {thousand:,.2f} {code} (CP1K-U)"


def _tell_doubts(made: MediaPlan, shared: str) -> Iterator[str]:
    weak = made.picks.filter(pl.col("survives") < ROBUST)
    if weak.height:
        names = ", ".join(weak.select(pl.coalesce("name", "account_id")).to_series())
        yield f"with somewhat other prices or views these would not be bought: {names}"
    if shared:
        yield shared
    yield from made.notes


def _tell_rejected(made: MediaPlan) -> Iterator[str]:
    for row in made.rejected.head(MOST_LEFT_OUT).iter_rows(named=True):
        cost = "" if row["cost"] is None else f", {row['cost']:,.2f} {made.wishes.currency}"
        worth = row["worth_below"]
        told = "" if worth is None else f", worth buying below {worth:,.2f}"
        yield f"{_name(row)}{cost}: would add {_people(row['adds'])} people{told}; {row['why']}"


def _tell_rules(made: MediaPlan, niche: Niche) -> Iterator[str]:
    rules = [rule for rule in made.rules if rule.platform != FILES]
    if find_country(niche) is not None and rules:
        yield from (describe_rule(rule) for rule in rules)
        yield NO_ADVICE
