"""The market of a niche: every placement that could be bought, what it costs and who sees it."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from leaders.audience.exposure import load_exposure
from leaders.audience.market_rules import Rule
from leaders.audience.members import Members, ask, load_members
from leaders.audience.prices import load_prices, to_currency
from leaders.audience.wishes import Wishes
from leaders.errors import LeadersError
from leaders.model import Ended
from leaders.niche import Niche
from leaders.store import Store
from leaders.store.people import load_people

CENTS = 2


def load_market(
    store: Store,
    niche: Niche,
    wishes: Wishes,
    rules: Mapping[str, Rule],
    wanted: NDArray[np.integer],
    as_of: datetime,
    priced_at: datetime,
) -> tuple[pl.DataFrame, Members]:
    """(placements, a row an account by account_id; their audiences in the same order).

    wanted: accounts that have to be among them, candidates or not. priced_at: prices that were
    told by then count. Of several formats of one account the cheapest is offered: what is known of
    exposure does not tell them apart. Columns: account_no, account_id, platform, name, url,
    followers_count, format, price, currency, said_price, said_currency, priced_on, is_old, fees,
    levy, cost (with fees and the market's levy; null where nobody said), exposure, exposure_from,
    posts_count, views_median, seen_count, is_complete, is_newest_first, coverage, is_gone (deleted,
    suspended or private when its audience was last read), status (of the platform's rule),
    needs_registry (it may have to be in one), has_contact, owner (alone without a contact or
    another account).

    Raises ``LeadersError`` where a price is in a currency without a rate, and without candidates.
    """
    ask(store, wanted)
    known = store.query("audience/placements", niche=niche.name, as_of=as_of)
    if known.is_empty():
        raise LeadersError(
            f"{niche.name} has no candidates; collect it (leaders run {niche.name}) or import "
            "accounts first."
        )
    numbers = known["account_no"].to_numpy()
    prices = load_prices(store, numbers, priced_at)
    cheapest = (
        to_currency(prices, wishes.currency, wishes.rates)
        .sort("account_no", "cost", "format")
        .unique("account_no", keep="first", maintain_order=True)
        .drop("account_id", "source", "told_at", "age_days")
    )
    exposure = load_exposure(store, numbers, as_of).rename({"source": "exposure_from"})
    people = load_people(store, numbers)
    members = load_members(store, numbers, as_of)
    members = members.as_people(load_people(store, members.people()))
    seen = members.accounts.select(
        "account_no", "seen_count", "is_complete", "is_newest_first", "coverage",
        is_gone=(pl.col("ended") == Ended.GONE).fill_null(False),
    )  # fmt: skip
    levy = {name: rule.levy_percent for name, rule in rules.items()}
    status = {name: rule.status for name, rule in rules.items()}
    needs = [
        name in rules and rules[name].must_be_registered(size)
        for name, size in known.select("platform", "followers_count").iter_rows()
    ]
    placements = (
        known.with_columns(
            pl.Series("owner", find_owners(known["contacts"], people)),
            pl.Series("needs_registry", needs, dtype=pl.Boolean),
            has_contact=pl.col("contacts").list.len().fill_null(0) > 0,
        )
        .drop("contacts")
        .join(cheapest, on="account_no", how="left", maintain_order="left")
        .join(exposure, on="account_no", how="left", maintain_order="left")
        .join(seen, on="account_no", how="left", maintain_order="left")
        .with_columns(
            status=pl.col("platform").replace_strict(status, default="unknown"),
            fees=(pl.col("cost") - pl.col("price")).round(CENTS),
            levy=(
                pl.col("cost") * pl.col("platform").replace_strict(levy, default=0.0) / 100
            ).round(CENTS),
        )
        .with_columns(cost=(pl.col("cost") + pl.col("levy")).round(CENTS))
    )
    return placements, members


def find_owners(
    contacts: pl.Series, people: NDArray[np.integer] | None = None
) -> NDArray[np.int64]:
    """Whose placements they are, shape (rows,): who publishes the same contact is one owner.

    So is one person with several accounts. contacts: a list of texts a row, null where none is
    known; those are owners of their own. people: the person's number of each row.
    """
    told = pl.DataFrame({"contact": contacts}).with_row_index("row").explode("contact")
    if people is not None:
        known = pl.Series("contact", np.asarray(people)).cast(pl.String)
        person = pl.DataFrame({"contact": "person:" + known}).with_row_index("row")
        told = pl.concat([told.with_columns(pl.col("contact").cast(pl.String)), person])
    rows = told.drop_nulls()
    codes = rows["contact"].rank("dense").cast(pl.Int64).to_numpy() - 1
    count = int(codes.max(initial=-1)) + 1
    joined = sparse.csr_array(
        (np.ones(len(codes)), (rows["row"].to_numpy(), len(contacts) + codes)),
        shape=(len(contacts) + count,) * 2,
    )
    labels = connected_components(joined, directed=False)[1][: len(contacts)]
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
