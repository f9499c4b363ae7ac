"""What a reader of a plan must know beside its numbers, in sentences."""

from collections.abc import Iterator

import polars as pl

from leaders.audience.exposure import ASSUMED
from leaders.audience.market_rules import NO_ADVICE
from leaders.audience.prices import OLD_DAYS
from leaders.audience.views_only import bound_reach
from leaders.model import show_platform
from leaders.wording import counted


def tell_notes(
    market: pl.DataFrame, picks: pl.DataFrame, views: pl.DataFrame, country: str | None
) -> Iterator[str]:
    """Sentences on rules, assumptions and what could not be seen; the gravest first."""
    yield from _tell_rules(market, picks, country)
    assumed = picks.filter(pl.col("exposure_from") == ASSUMED)
    if assumed.height:
        shares = assumed.group_by("platform").agg(pl.col("exposure").first()).sort("platform")
        told = ", ".join(f"{show_platform(name)} {q:.0%}" for name, q in shares.iter_rows())
        yield (
            f"how many members see a placement is assumed for {assumed.height} of "
            f"{counted(picks.height, 'placement')} ({told}): their posts' views are not known"
        )
    partial = picks.filter(~pl.col("is_complete"))
    if partial.height:
        newest = int(partial["is_newest_first"].sum())
        first = f", of {newest} the newest alone" if newest else ""
        yield (
            f"the audience of {partial.height} of {counted(picks.height, 'placement')} was not "
            f"read whole{first}: reach is that among the people seen, and what two such audiences "
            "share may be more"
        )
    if old := int(picks["is_old"].sum()):
        yield f"{counted(old, 'price is', 'prices are')} older than {OLD_DAYS} days: ask again"
    if views.height:
        least, most = bound_reach(views)
        bought = int(views["is_bought"].sum())
        yield (
            f"of {counted(views.height, 'placement')} nobody sees who the members are: "
            f"{bought} bought by the cost of views with the money that is left, seen by "
            f"{least:,.0f} to {most:,.0f} people; no unique reach and no certificate is claimed"
        )


def _tell_rules(market: pl.DataFrame, picks: pl.DataFrame, country: str | None) -> Iterator[str]:
    if country is None:
        yield (
            "market rules are not looked at: say the advertiser's country in the niche file "
            "([client] country)"
        )
        return
    for status, told in (("banned", "left out"), ("disputed", "flagged")):
        rows = (market if status == "banned" else picks).filter(pl.col("status") == status)
        for name, count in rows.group_by("platform").len().sort("platform").iter_rows():
            yield (
                f"{show_platform(name)}: {counted(count, 'placement')} {told}, advertising there "
                f"is {status} for an advertiser in {country}"
            )
    if levy := float(picks["levy"].sum()):
        yield f"{levy:,.2f} of the cost is a levy of {country}; ask whether prices hold it already"
    yield NO_ADVICE
