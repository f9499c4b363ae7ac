"""Prices of advertising: what is known of them at a moment, and all of them in one currency."""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.audience.currencies import read_currency
from leaders.errors import LeadersError, UsageMistake
from leaders.store import Store
from leaders.wording import counted

OLD_DAYS = 60
"""A price that was asked longer ago is flagged: it should be asked for again."""
CENTS = 2

SAID = ("account_no", "format", "priced_on", "price", "currency", "fees_percent", "fees_amount")
"""What a person says of a price."""


def load_prices(store: Store, accounts: NDArray[np.integer], as_of: datetime) -> pl.DataFrame:
    """The newest prices of some accounts (their numbers) that were known at a moment.

    A row an account and format, sorted by account_id and format: account_no, account_id, format,
    price, currency, priced_on (of which day it is), fees_percent and fees_amount (on top of the
    price, 0 where there are none), source (the file's name), told_at, age_days, is_old (more than
    60 days at that moment). What was told after the moment is not seen: ask with the moment of
    planning, and not with that of the last visit.
    """
    numbers = np.unique(accounts).tolist()
    prices = store.query("price/newest", accounts=numbers, as_of=as_of)
    age = (pl.lit(as_of.date()) - pl.col("priced_on")).dt.total_days()
    return prices.with_columns(age_days=pl.max_horizontal(age, 0)).with_columns(
        is_old=pl.col("age_days") > OLD_DAYS
    )


def keep_prices(store: Store, prices: pl.DataFrame, source: str, told_at: datetime) -> int:
    """Store what a person says of prices (the columns ``SAID``); returns how many are new.

    What is known already is not stored again; what differs is, and is the last word from then on.
    """
    said = prices.select(SAID)
    known = store.query("price/known").select(SAID)
    new = said.join(known, on=SAID, how="anti").sort(SAID)
    told = new.with_columns(source=pl.lit(source), told_at=pl.lit(told_at))
    with store.transaction():
        store.append("price", told)
    return new.height


def to_currency(prices: pl.DataFrame, currency: str, rates: Mapping[str, float]) -> pl.DataFrame:
    """Prices (of ``load_prices``) in one currency, and what each comes to.

    rates: how many of ``currency`` one of another is, as the user says; {"EUR": 98.5} for RUB.
    price, fees_amount and currency are replaced, said_price and said_currency keep what was; cost
    is ``price * (1 + fees_percent / 100) + fees_amount``, to the cent. Raises ``LeadersError``
    where a rate is missing: currencies are never mixed without one.
    """
    told = prices.group_by("currency").len().sort("currency")
    missing = [(code, n) for code, n in told.iter_rows() if code not in (currency, *rates)]
    if missing:
        which = ", ".join(f"{counted(n, 'price')} in {code}" for code, n in missing)
        options = " ".join(f"--rate {code}=..." for code, _ in missing)
        raise LeadersError(
            f"There {'is' if missing[0][1] == 1 else 'are'} {which} and the plan is in {currency}; "
            f"say how many {currency} one is: {options}"
        )
    known = {**rates, currency: 1.0}
    rate = pl.col("currency").replace_strict(known, return_dtype=pl.Float64)
    in_one = prices.with_columns(
        (pl.col("price") * rate).round(CENTS),
        (pl.col("fees_amount") * rate).round(CENTS),
        currency=pl.lit(currency),
        said_price=pl.col("price"),
        said_currency=pl.col("currency"),
    )
    with_share = pl.col("price") * (1 + pl.col("fees_percent") / 100)
    return in_one.with_columns(cost=(with_share + pl.col("fees_amount")).round(CENTS))


def read_rates(pairs: Iterable[str], currency: str) -> dict[str, float]:
    """What ``--rate EUR=98.5`` says, for a plan in ``currency``.

    Raises ``UsageMistake`` for what is no currency or no rate, or is said twice.
    """
    rates: dict[str, float] = {}
    for pair in pairs:
        code, rate = _read_rate(pair)
        if code in rates:
            raise UsageMistake(f"--rate {pair}: {code} has a rate already; give one.")
        if code == currency and rate != 1:
            raise UsageMistake(f"--rate {pair}: the plan is in {currency} itself; leave it out.")
        rates[code] = rate
    return rates


def _read_rate(pair: str) -> tuple[str, float]:
    code, _, number = pair.partition("=")
    try:
        rate = float(number.strip().replace(",", "."))
    except ValueError:
        rate = math.nan
    if not 0 < rate < math.inf:
        raise UsageMistake(f"--rate {pair} is no rate; write for example --rate EUR=98.5")
    try:
        return read_currency(code), rate
    except ValueError as error:
        raise UsageMistake(f"--rate {pair}: {error}.") from None
