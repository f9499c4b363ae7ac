"""Who carried whose advertising, what came of it, whom it reached, and who is still free."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from leaders.audience.advertising import Brand
from leaders.audience.competitors.carried import (
    find_carried,
    find_passed_on,
    mention_evidence,
    since,
    sort_carried,
    total,
)
from leaders.audience.competitors.names import choose, find_stored, read_competitors
from leaders.audience.competitors.shared import (
    ClientAudience,
    find_client_audience,
    measure_shared,
)
from leaders.audience.members import ask
from leaders.audience.sizing import pick_moment
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.naming import find_ranking
from leaders.store.suppression import find_suppressed
from leaders.wording import counted

CLIENT = "(client)"
"""How the client's own brand is called among those that are looked for."""
AD = ("marked", "likely")


@dataclass(frozen=True, eq=False)
class CompetitorReport:
    """Whose advertising a niche's candidates carried.

    competitors: the names looked for. carried: a row a post and competitor (see
    ``carried.find_carried``) with name, those that only name or pass on included.
    by_competitor, by_carrier: see ``carried.total``; a carrier also has name, url, basis, shared,
    share_of_client, share_of_own, why (see ``shared.measure_shared``) and is_client (whether it
    carried the client's own advertising). unused: of the last ranking whose posts were read and who
    carried none: list, rank, account_id, name, url, texts (how many posts with words were read),
    named (of how many competitors' posts or names it took notice). notes: what a reader must know.
    """

    niche: str
    as_of: datetime
    since: datetime | None
    competitors: list[str]
    carried: pl.DataFrame
    by_competitor: pl.DataFrame
    by_carrier: pl.DataFrame
    unused: pl.DataFrame
    notes: list[str]


def report_competitors(
    workspace: Workspace,
    niche: Niche,
    *,
    since_moment: datetime | None = None,
    competitor: str | None = None,
    as_of: datetime | None = None,
) -> CompetitorReport:
    """Look through the posts of a niche's candidates, as of the last finished visit by default.

    competitor: only this one (see ``names.read_competitors`` for how they are called). Raises
    ``LeadersError`` where the niche names none, or nothing was read.
    """
    brands = choose(read_competitors(niche), competitor)
    client = _client_brand(niche)
    with Store(workspace, must_exist=True) as store:
        moment = pick_moment(store, niche, as_of)
        posts = store.query("audience/own_posts", niche=niche.name, as_of=moment)
        suppressed = find_suppressed(store, posts["account_id"].unique())
        posts = posts.filter(~pl.col("account_id").is_in(sorted(suppressed)))
        found = _Owners(store, niche, [*brands, client])
        everything = _find_all(store, niche, posts, [*brands, client], found, moment)
        carried = since(everything, since_moment)
        theirs = carried.filter(pl.col("competitor") != CLIENT)
        for_client = carried.filter(pl.col("competitor") == CLIENT, pl.col("verdict").is_in(AD))
        audience = find_client_audience(store, niche, sorted(found.of[CLIENT]), moment)
        carriers = _tell_carriers(store, theirs, for_client, audience, moment)
        unused, notes = _find_unused(store, niche, since(posts, since_moment), theirs, found)
    by_competitor = _with_all(total(theirs, ["competitor"]), brands)
    return CompetitorReport(
        niche=niche.name,
        as_of=moment,
        since=since_moment,
        competitors=[brand.name for brand in brands],
        carried=theirs,
        by_competitor=by_competitor.drop("competitors"),
        by_carrier=carriers,
        unused=unused,
        notes=[*_tell_seen(posts, since_moment), *_tell_names(found, audience), *notes],
    )


class _Owners:
    """The stored accounts of brands. of: by brand; brand_of and called: by account number."""

    def __init__(self, store: Store, niche: Niche, brands: list[Brand]) -> None:
        self.of: dict[str, set[int]] = {}
        self.brand_of: dict[int, str] = {}
        self.called: dict[int, str] = {}
        self.unknown: list[str] = []
        for brand in brands:
            numbers, unknown = find_stored(store, brand.accounts, niche.platforms)
            self.of[brand.name] = set(numbers.values())
            self.brand_of |= dict.fromkeys(numbers.values(), brand.name)
            self.called |= {number: text for text, number in numbers.items()}
            self.unknown += unknown


def _client_brand(niche: Niche) -> Brand:
    told = niche.client
    words = (told.name,) if told.name and told.name.strip() else ()
    return Brand(CLIENT, told.accounts, told.domains, words)


def _find_all(
    store: Store, niche: Niche, posts: pl.DataFrame, brands: list[Brand], found: _Owners,
    moment: datetime,
) -> pl.DataFrame:  # fmt: skip
    ask(store, np.array(sorted(found.brand_of), dtype=np.int32))
    pointed = store.query("audience/pointed_at", niche=niche.name, as_of=moment)
    authors = np.unique(
        np.concatenate([posts["account_no"].to_numpy(), pointed["account_no"].to_numpy()])
    )
    ask(store, authors)
    known = store.query("audience/accounts", as_of=moment)
    ids = dict(known.select("account_no", "account_id").iter_rows())
    suppressed = find_suppressed(store, ids.values())
    ids = {number: account_id for number, account_id in ids.items() if account_id not in suppressed}
    told = find_carried(
        posts, brands, found.brand_of, mention_evidence(pointed, found.brand_of, found.called),
        dict(known.select("account_no", "handle").iter_rows()),
    )  # fmt: skip
    passed_on = find_passed_on(pointed, ids, found.brand_of)
    names = known.select("account_no", pl.coalesce("name", "handle").alias("name"), "url")
    return sort_carried(pl.concat([told, passed_on])).join(
        names, on="account_no", how="left", maintain_order="left"
    )


def _tell_carriers(
    store: Store, theirs: pl.DataFrame, for_client: pl.DataFrame,
    audience: ClientAudience | str, moment: datetime,
) -> pl.DataFrame:  # fmt: skip
    carriers = total(theirs, ["account_no", "account_id"]).filter(pl.col("posts") > 0)
    shared = measure_shared(store, carriers["account_no"].to_numpy(), audience, moment)
    names = theirs.select("account_no", "name", "url").unique("account_no", maintain_order=True)
    return (
        carriers.join(names, on="account_no", how="left", maintain_order="left")
        .join(shared, on="account_no", how="left", maintain_order="left")
        .with_columns(
            is_client=pl.col("account_no").is_in(for_client["account_no"].unique().to_list())
        )
        .drop("carriers", "account_no")
    )


def _with_all(totals: pl.DataFrame, brands: list[Brand]) -> pl.DataFrame:
    """Also the competitors that nobody carried."""
    names = pl.DataFrame({"competitor": [brand.name for brand in brands]})
    joined = names.join(totals, on="competitor", how="left", maintain_order="left")
    whole = [name for name, kind in joined.schema.items() if kind == pl.Int64]
    filled = joined.with_columns(pl.col(whole).fill_null(0))
    return filled.sort("posts", "competitor", descending=[True, False])


def _find_unused(
    store: Store, niche: Niche, posts: pl.DataFrame, theirs: pl.DataFrame, found: _Owners
) -> tuple[pl.DataFrame, list[str]]:
    """Who of the last ranking carried no competitor, of those whose words were read."""
    ranking_no = find_ranking(store, niche.name)
    if ranking_no is None:
        words = f"{niche.name} is not ranked, so nobody is proposed; run: leaders rank {niche.name}"
        ranked = pl.DataFrame(schema={"account_no": pl.Int32, "account_id": pl.String, **_UNUSED})
        return ranked.select(_UNUSED_COLUMNS), [words]
    ranked = store.query("audience/ranked_sellers", ranking_no=ranking_no)
    suppressed = find_suppressed(store, ranked["account_id"])
    ranked = ranked.filter(
        ~pl.col("account_id").is_in(sorted(suppressed)),
        ~pl.col("account_no").is_in(sorted(found.brand_of)),
    )
    texts = posts.filter(pl.col("text").is_not_null()).group_by("account_no").len("texts")
    noticed = theirs.group_by("account_no").agg(
        pl.col("verdict").is_in(AD).any().alias("is_used"),
        pl.col("competitor").n_unique().cast(pl.Int64).alias("named"),
    )
    told = (
        ranked.join(texts, on="account_no", how="left", maintain_order="left")
        .join(noticed, on="account_no", how="left", maintain_order="left")
        .with_columns(pl.col("is_used").fill_null(False), pl.col("named").fill_null(0))
        .filter(~pl.col("is_used"))
    )
    unread = int(told["texts"].null_count())
    notes = []
    if unread:
        notes.append(
            f"{counted(unread, 'ranked account')} left out of those that are free: no words of "
            "their posts were read, so nobody knows whom they carry"
        )
    read = told.filter(pl.col("texts").is_not_null()).with_columns(pl.col("texts").cast(pl.Int64))
    return read.select(_UNUSED_COLUMNS), notes


_UNUSED = {
    "list": pl.String, "rank": pl.Int64, "name": pl.String, "url": pl.String, "texts": pl.Int64,
    "named": pl.Int64,
}  # fmt: skip
_UNUSED_COLUMNS = ("list", "rank", "account_id", "name", "url", "texts", "named")


def _tell_seen(posts: pl.DataFrame, moment: datetime | None) -> Iterator[str]:
    """What was read of the candidates' posts, and what not."""
    if posts.is_empty():
        yield (
            "no posts of the candidates were read; collect them, or import files of posts with "
            "their text (leaders import --as posts)"
        )
        return
    first, last = posts["posted_at"].min(), posts["posted_at"].max()
    span = ""
    if isinstance(first, datetime) and isinstance(last, datetime):
        span = f", posted {first:%Y-%m-%d} to {last:%Y-%m-%d}"
    authors = posts["account_no"].n_unique()
    yield f"{counted(posts.height, 'post')} of {counted(authors, 'account')} were read{span}"
    without = int(posts["text"].null_count())
    if without:
        yield f"of {counted(without, 'post')} no words are kept: only the platform's mark counts"
    if posts["is_marked_ad"].is_not_null().any() is False:
        yield "no platform read here marks advertising itself, or none of these posts says so"
    if moment is not None and (undated := int(posts["posted_at"].null_count())):
        yield f"{counted(undated, 'post')} without a date left out"


def _tell_names(found: _Owners, audience: ClientAudience | str) -> Iterator[str]:
    if found.unknown:
        yield (
            f"not stored, so that mentions of them are found in words and links alone: "
            f"{', '.join(found.unknown)}"
        )
    if isinstance(audience, str):
        yield f"overlap with the client's audience is not known: {audience}"
    else:
        part = "" if audience.is_whole else ", of whom only a part was seen: at least so many"
        yield f"overlap is with {audience.whose}{part}"
