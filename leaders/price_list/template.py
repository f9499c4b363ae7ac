"""The accounts worth asking for a price, as a table to fill in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from leaders.audience.prices import load_prices
from leaders.errors import LeadersError
from leaders.export.tables import defuse
from leaders.filled_table.cells import DEFAULT_FORMAT
from leaders.model import PlatformName
from leaders.niche import Niche
from leaders.outreach import not_again
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.suppression import find_suppressed

USUAL_FORMAT = {PlatformName.TELEGRAM: "post 1/24", PlatformName.YOUTUBE: "integration"}
"""What is mostly sold on a platform; spreadsheets take a bare 1/24 for a date."""
EMPTY = ("price", "currency", "date", "fees")
EVERYBODY = 1_000_000_000
DELIMITERS = {".csv": ",", ".tsv": "\t"}


def write_template(
    workspace: Workspace, niche: Niche, top: int, path: Path, now: datetime,
    only: Sequence[str] | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Write the first ``top`` accounts of each list of the last ranking, to be asked for prices.

    ``only``: those of these ids, in place of the first ones.
    CSV or TSV with a mark that tells spreadsheets that it is UTF-8, and nothing that they would
    run. Accounts that may not be of the niche, or must not be offered again, are left out. Returns
    the table. Raises ``LeadersError`` when the niche has no ranking, and for a file that is there
    already: it may hold prices.
    """
    delimiter = DELIMITERS.get(path.suffix.lower())
    if delimiter is None:
        raise LeadersError(
            f"{path}: a price list is written as .csv or .tsv, because that is what is read back."
        )
    table = _load_table(workspace, niche, top, now, only)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            table.with_columns(defuse(pl.col(pl.String))).write_csv(
                file, separator=delimiter, include_bom=True
            )
    except FileExistsError:
        raise LeadersError(
            f"{path} is there already and may hold prices; take them in with: "
            f"leaders prices {niche.name} {path}, or name another file with --out."
        ) from None
    return table


def _load_table(
    workspace: Workspace, niche: Niche, top: int, now: datetime, only: Sequence[str] | None
) -> pl.DataFrame:
    """account_id, name, link, contact, format, the empty cells, and the last price known."""
    with Store(workspace, must_exist=True) as store:
        head = store.query("ranking/latest", niche=niche.name)
        if head.is_empty():
            raise LeadersError(
                f"{niche.name} has no ranking yet; make one with: leaders rank {niche.name}"
            )
        first = top if only is None else EVERYBODY
        accounts = store.query("price/top", ranking_no=head["ranking_no"][0], top=first)
        if only is not None:
            accounts = accounts.filter(pl.col("account_id").is_in(list(only)))
        suppressed = find_suppressed(store, accounts["account_id"])
        accounts = accounts.filter(
            ~pl.col("account_id").is_in(sorted(suppressed)),
            ~pl.col("account_no").is_in(list(not_again(store, niche))),
        )
        prices = load_prices(store, accounts["account_no"].to_numpy(), now)
    last = prices.select(
        "account_no",
        pl.format(
            "{}: {} {} on {}", "format", pl.col("price").round(2), "currency", "priced_on"
        ).alias("last_price"),
    )
    told = last.group_by("account_no", maintain_order=True).agg(pl.col("last_price").str.join("; "))
    formats = {name.value: USUAL_FORMAT.get(name, DEFAULT_FORMAT) for name in PlatformName}
    return accounts.join(told, on="account_no", how="left", maintain_order="left").select(
        "account_id",
        "name",
        "link",
        "contact",
        pl.col("platform").replace_strict(formats, default=DEFAULT_FORMAT).alias("format"),
        *(pl.lit("").alias(name) for name in EMPTY),
        "last_price",
    )
