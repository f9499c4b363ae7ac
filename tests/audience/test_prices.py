"""What advertising costs: what is known at a moment, and all of it in one currency."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.audience.currencies import CODES, read_currency
from leaders.audience.prices import SAID, keep_prices, load_prices, read_rates, to_currency
from leaders.errors import LeadersError, UsageMistake
from leaders.settings import Workspace
from leaders.store import Store

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
TODAY = NOW.date()
NUMBERS = ("price", "fees_percent", "fees_amount")
SCHEMA = {"account_no": pl.Int32, **dict.fromkeys(NUMBERS, pl.Float64)}
ACCOUNTS = np.array([0, 1, 2], dtype=np.int32)


def say(
    account_no: int,
    price: float,
    priced_on: date = TODAY,
    *,
    currency: str = "RUB",
    format: str = "post",
    percent: float = 0.0,
    amount: float = 0.0,
) -> dict[str, Any]:
    values = (account_no, format, priced_on, price, currency, percent, amount)
    return dict(zip(SAID, values, strict=True))


def keep(store: Store, *said: dict[str, Any], at: datetime = NOW) -> int:
    frame = pl.DataFrame(list(said), schema_overrides=SCHEMA)
    return keep_prices(store, frame, "prices.csv", at)


def load(store: Store, at: datetime = NOW) -> list[tuple]:
    return load_prices(store, ACCOUNTS, at).select("account_id", "format", "price").rows()


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with Store(workspace) as opened:
        named = {"account_no": [0, 1, 2, 3], "account_id": ["vk:c", "vk:b", "vk:a", "vk:d"]}
        opened.append("account", pl.DataFrame(named).cast({"account_no": pl.Int32}))
        yield opened


def test_the_newest_price_of_each_format(store: Store) -> None:
    old = TODAY - timedelta(days=9)
    said = say(0, 900, old), say(0, 1000), say(0, 300, format="story"), say(2, 50), say(3, 7)
    assert keep(store, *said) == 5
    assert load(store) == [("vk:a", "post", 50), ("vk:c", "post", 1000), ("vk:c", "story", 300)]
    assert keep(store, say(0, 800, old), at=NOW + timedelta(days=1)) == 1
    assert load(store, NOW + timedelta(days=2))[1] == ("vk:c", "post", 1000)


def test_the_last_word_on_a_day_counts_and_the_past_stays(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    keep(store, say(0, 1000))
    assert keep(store, say(0, 1200, percent=10.0), at=later) == 1
    assert load(store, later) == [("vk:c", "post", 1200)]
    assert load(store, NOW) == [("vk:c", "post", 1000)]
    assert load(store, NOW - timedelta(seconds=1)) == []
    assert keep(store, say(0, 1000), at=later + timedelta(hours=1)) == 1
    assert load(store, later + timedelta(hours=1)) == [("vk:c", "post", 1000)]


def test_what_is_known_is_not_stored_again(store: Store) -> None:
    said = say(0, 1000.55, percent=10), say(1, 70, currency="EUR", amount=2.5)
    assert keep(store, *said) == 2
    assert keep(store, *said, at=NOW + timedelta(days=3)) == 0
    assert keep(store, *said, say(2, 5), at=NOW + timedelta(days=3)) == 1


def test_nothing_is_known(store: Store) -> None:
    empty = load_prices(store, ACCOUNTS, NOW)
    assert empty.is_empty()
    assert to_currency(empty, "RUB", {}).is_empty()
    assert load_prices(store, np.array([], dtype=np.int32), NOW).columns == empty.columns


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (60, False), (61, True)])
def test_a_price_is_old_after_sixty_days(store: Store, days: int, is_old: bool) -> None:
    keep(store, say(0, 5, TODAY - timedelta(days=days)))
    told = load_prices(store, ACCOUNTS, NOW)
    assert told.select("age_days", "is_old").rows() == [(days, is_old)]


def test_tomorrow_in_the_east_is_no_negative_age(store: Store) -> None:
    keep(store, say(0, 5, TODAY + timedelta(days=1)))
    assert load_prices(store, ACCOUNTS, NOW)["age_days"].to_list() == [0]


def test_one_currency_and_what_it_comes_to(store: Store) -> None:
    keep(store, say(0, 100, percent=10, amount=50), say(1, 10, currency="EUR", amount=1))
    told = to_currency(load_prices(store, ACCOUNTS, NOW), "RUB", {"EUR": 98.5})
    columns = ("account_id", "price", "currency", "cost", "said_price", "said_currency")
    assert told.select(columns).rows() == [
        ("vk:b", 985.0, "RUB", 1083.5, 10.0, "EUR"),
        ("vk:c", 100.0, "RUB", 160.0, 100.0, "RUB"),
    ]


def test_currencies_are_never_mixed_without_a_rate(store: Store) -> None:
    keep(store, say(0, 100), say(1, 10, currency="EUR"), say(2, 10, currency="USD"),
         say(2, 4, currency="USD", format="story"))  # fmt: skip
    prices = load_prices(store, ACCOUNTS, NOW)
    with pytest.raises(LeadersError) as told:
        to_currency(prices, "RUB", {"USD": 90.0})
    assert str(told.value) == (
        "There is 1 price in EUR and the plan is in RUB; say how many RUB one is: --rate EUR=..."
    )
    with pytest.raises(LeadersError, match=r"2 prices in USD.*--rate RUB=\.\.\. --rate USD=\.\.\."):
        to_currency(prices, "EUR", {})


@given(
    st.floats(0.01, 1e9),
    st.floats(0, 100),
    st.floats(0, 1e6),
    st.floats(0.001, 1000),
)
def test_a_rate_multiplies_all_that_a_price_costs(
    price: float, percent: float, amount: float, rate: float
) -> None:
    prices = pl.DataFrame([say(0, price, currency="EUR", percent=percent, amount=amount)])
    plain = to_currency(prices, "EUR", {})["cost"][0]
    assert plain == pytest.approx(price * (1 + percent / 100) + amount, abs=0.05)
    assert to_currency(prices, "RUB", {"EUR": rate})["cost"][0] == pytest.approx(
        plain * rate, rel=1e-6, abs=0.05 * (1 + rate)
    )


def test_rates_as_they_are_typed() -> None:
    assert read_rates(["EUR=98.5", "usd = 90,25"], "RUB") == {"EUR": 98.5, "USD": 90.25}
    assert read_rates(["RUB=1"], "RUB") == {"RUB": 1}
    assert read_rates([], "RUB") == {}


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        (["EUR"], "is no rate"),
        (["EUR=0"], "is no rate"),
        (["EUR=-1"], "is no rate"),
        (["EUR=nan"], "is no rate"),
        (["EUR=inf"], "is no rate"),
        (["EUR=1", "EUR=2"], "EUR has a rate already"),
        (["RUB=2"], "the plan is in RUB itself"),
        (["EUX=2"], "no currency; did you mean EUR"),
        (["=2"], "is empty"),
    ],
)
def test_rates_that_cannot_be_meant(pairs: list[str], told: str) -> None:
    with pytest.raises(UsageMistake, match=told):
        read_rates(pairs, "RUB")


@pytest.mark.parametrize(
    ("text", "code"),
    [("RUB", "RUB"), (" eur ", "EUR"), ("₽", "RUB"), ("руб.", "RUB"), ("RUR", "RUB"), ("€", "EUR")],
)
def test_currencies_as_people_write_them(text: str, code: str) -> None:
    assert read_currency(text) == code


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "is empty"), ("$", "is no currency; write a code"), ("RUBB", "did you mean RUB"),
     ("XXX", "is no currency"), ("XAU", "is no currency")],
)  # fmt: skip
def test_what_is_no_currency(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_currency(text)


def test_codes_are_three_letters() -> None:
    assert len(CODES) > 150
    assert all(len(code) == 3 and code.isupper() for code in CODES)
    assert {"RUB", "EUR", "USD", "GBP", "KZT", "BYN", "UAH", "TRY"} <= CODES
