"""What a reader of a plan must know beside its numbers, in sentences."""

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from leaders.audience.exposure import ASSUMED
from leaders.audience.market_rules import OLD_DAYS as OLD_RULE_DAYS
from leaders.audience.market_rules import Rule
from leaders.audience.prices import OLD_DAYS
from leaders.audience.views_only import bound_reach
from leaders.audience.wishes import Wishes
from leaders.model import PlatformName, show_platform
from leaders.wording import counted

FILES = PlatformName.FILES


def tell_notes(
    market: pl.DataFrame, picks: pl.DataFrame, views: pl.DataFrame, rules: Mapping[str, Rule],
    country: str | None, wishes: Wishes, today: date,
) -> Iterator[str]:  # fmt: skip
    """Sentences on rules, assumptions and what could not be seen; the gravest first."""
    bought = pl.concat([picks, views.filter("is_bought")], how="diagonal")
    yield from _tell_rules(market, bought, rules, country, today)
    if again := market["not_again"].count():
        them = counted(again, "account is", "accounts are")
        yield f"{them} left out, refused or never wanted by the client (leaders contacts)"
    placements = counted(picks.height, "placement")
    assumed = picks.filter(pl.col("exposure_from") == ASSUMED)
    if assumed.height:
        yield (
            f"that a member sees a placement is assumed for {assumed.height} of {placements} "
            f"({_tell_shares(assumed)}): the views of their posts are not known"
        )
    crowded = picks.filter((pl.col("exposure") >= 1) & (pl.col("views_median") > 0))
    if crowded.height:
        yield (
            f"the posts of {crowded.height} of {placements} have as many views as members or more, "
            "so that others look too: that every member sees one is the most that can be"
        )
    partial = picks.filter(~pl.col("is_complete"))
    if partial.height:
        newest = int(partial["is_newest_first"].sum())
        first = f", of {newest} the newest alone" if newest else ""
        yield (
            f"the audience of {partial.height} of {placements} was not read whole{first}: reach is "
            "that among the people seen, and what two such audiences share may be more"
        )
    if old := int(bought["is_old"].sum()):
        yield f"{counted(old, 'price is', 'prices are')} older than {OLD_DAYS} days: ask again"
    unknown = bought.height - int(bought["has_contact"].sum())
    if wishes.per_owner is not None and unknown:
        yield (
            f"whose {counted(unknown, 'placement')} of {bought.height} are is not known, because "
            "they publish no contact: each counts as an owner's only one"
        )
    if views.height:
        yield _tell_views(views)


def _tell_shares(assumed: pl.DataFrame) -> str:
    """``Telegram 20 %, VK 10 %``; the share alone where the platform is a file's."""
    shares = assumed.group_by("platform").agg(pl.col("exposure").first()).sort("platform")
    names = {name: "" if name == FILES else f"{show_platform(name)} "
             for name in shares["platform"]}  # fmt: skip
    return ", ".join(f"{names[name]}{100 * q:.0f} %" for name, q in shares.iter_rows())


def _tell_views(views: pl.DataFrame) -> str:
    least, most = bound_reach(views)
    bought = int(views["is_bought"].sum())
    people = f"{most:,.0f}" if least == most else f"{least:,.0f} to {most:,.0f}"
    seen = f", seen by {people} people (a view each)" if most else ""
    return (
        f"of {counted(views.height, 'placement')} no member is seen: {bought} bought by the cost "
        f"of views with the money that is left{seen}; no unique reach and no certificate is "
        "claimed for that part"
    )


def _tell_rules(
    market: pl.DataFrame, bought: pl.DataFrame, rules: Mapping[str, Rule], country: str | None,
    today: date,
) -> Iterator[str]:  # fmt: skip
    if country is None:
        yield (
            "market rules are not looked at: say the advertiser's country in the niche file "
            "([client] country)"
        )
        return
    for status, told in (("banned", "left out"), ("disputed", "flagged")):
        rows = (market if status == "banned" else bought).filter(pl.col("status") == status)
        for name, count in rows.group_by("platform").len().sort("platform").iter_rows():
            yield (
                f"{show_platform(name)}: {counted(count, 'placement')} {told}, advertising there "
                f"is {status} for an advertiser in {country}"
            )
    if levy := float(bought["levy"].sum()):
        yield f"{levy:,.2f} of the cost is a levy of {country}; ask whether prices hold it already"
    if needed := int(bought["needs_registry"].sum()):
        yield f"{counted(needed, 'placement')} may have to be in a registry of {country}: look"
    used = [rules[it] for it in sorted(set(bought["platform"])) if it in rules]
    for marking in dict.fromkeys(rule.marking for rule in used if rule.marking):
        where = ", ".join(show_platform(it.platform) for it in used if it.marking == marking)
        yield f"how advertising on {where} has to be marked: {marking}"
    for why, found in (
        ("no market rule is known", [it for it in used if it.status == "unknown"]),
        (f"rules are older than {OLD_RULE_DAYS} days", [it for it in used if it.is_old(today)]),
    ):
        if names := [show_platform(it.platform) for it in found if it.platform != FILES]:
            yield f"{', '.join(names)}: {why} for an advertiser in {country}; look them up"
