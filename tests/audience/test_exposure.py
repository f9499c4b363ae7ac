"""How likely a member sees a placement: posts with known views, with and without advertising."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaders.audience.advertising import CARRIES_ADVERTISING
from leaders.audience.exposure import ASSUMED, RECENT, WITH_ADVERTISING, load_exposure
from leaders.settings import Workspace
from leaders.store import Store

SEEN = datetime(2026, 3, 1, tzinfo=UTC)
AD = "Мягкая пряжа. Реклама. ООО «Клубок», erid: 2Vtzqx"


def put_account(store: Store, number: int, account_id: str, followers: int | None) -> None:
    told = pl.DataFrame({"account_no": [number], "account_id": [account_id]})
    store.append("account", told.cast({"account_no": pl.Int32}))
    if followers is not None:
        counts = {"account_no": number, "visit_no": 0, "followers_count": followers}
        store.append("account_count", pl.DataFrame([counts]))


def put_posts(
    store: Store,
    author: int,
    views: Sequence[int | None],
    text: str | None = "Связала шаль",
    age_hours: float = 72,
    visit_no: int = 0,
) -> None:
    """Posts of one author, the newest first, an hour apart."""
    first = author * 10_000 + len(text or "") * 100  # posts of one text are told once
    numbers = [first + place for place in range(len(views))]
    posted = [SEEN - timedelta(hours=age_hours + place) for place in range(len(views))]
    posts = {
        "post_no": numbers, "post_id": [f"x:{it}" for it in numbers],
        "author_no": [author] * len(views), "posted_at": posted,
    }  # fmt: skip
    store.append("post", pl.DataFrame(posts))
    put_counts(store, numbers, views, text, visit_no)


def put_counts(
    store: Store,
    numbers: Sequence[int],
    views: Sequence[int | None],
    text: str | None,
    visit_no: int,
) -> None:
    counts = {
        "post_no": numbers, "visit_no": [visit_no] * len(views),
        "views_count": pl.Series(views, dtype=pl.Int64),
        "text": pl.Series([text] * len(views), dtype=pl.String),
    }  # fmt: skip
    store.append("post_count", pl.DataFrame(counts))


def put_visit(store: Store, number: int, ended_at: datetime) -> None:
    row = {
        "visit_no": number, "platform": "telegram", "listing": "posts", "fetched_count": 0,
        "started_at": ended_at, "ended_at": ended_at, "ended": "complete",
    }  # fmt: skip
    store.append("visit", pl.DataFrame([row]))


def look(store: Store, accounts: Sequence[int], as_of: datetime = SEEN) -> list[tuple]:
    found = load_exposure(store, np.array(accounts, dtype=np.int32), as_of)
    return found.drop("account_no").rows()


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with Store(workspace) as opened:
        put_visit(opened, 0, SEEN)
        put_account(opened, 0, "telegram:1", 1000)
        yield opened


def test_of_posts_with_advertising_first(store: Store) -> None:
    put_posts(store, 0, [500] * 20)
    put_posts(store, 0, [100, 120, 90, 110, 130], AD, age_hours=200)
    assert look(store, [0]) == [(0.11, WITH_ADVERTISING, 5, 110.0)]


def test_else_of_recent_posts(store: Store) -> None:
    put_posts(store, 0, [500, 300, 400, 200])
    put_posts(store, 0, [100, 120, 90, 110], AD, age_hours=200)
    assert look(store, [0]) == [(0.16, RECENT, 8, 160.0)]


def test_only_the_newest_twenty_count(store: Store) -> None:
    put_posts(store, 0, [200] * 20 + [900] * 30)
    assert look(store, [0]) == [(0.2, RECENT, 20, 200.0)]


@pytest.mark.parametrize("views", [[], [300] * 4])
def test_else_it_is_assumed_and_says_so(store: Store, views: list[int]) -> None:
    put_posts(store, 0, views)
    for number, name in enumerate(("vk:1", "instagram:1", "youtube:1", "mastodon:1"), 1):
        put_account(store, number, name, 100)
    told = {
        row[0]: row[1:]
        for row in load_exposure(store, np.arange(5), SEEN).drop("posts_count").iter_rows()
    }
    assert told == {
        0: (0.20, ASSUMED, None), 1: (0.10, ASSUMED, None), 2: (0.15, ASSUMED, None),
        3: (0.15, ASSUMED, None), 4: (0.10, ASSUMED, None),
    }  # fmt: skip


def test_views_are_told_where_the_audience_is_hidden(store: Store) -> None:
    for number, followers in ((1, None), (2, 0)):
        put_account(store, number, f"youtube:{number}", followers)
        put_posts(store, number, [70] * 6)
    assert look(store, [1, 2]) == [(0.15, ASSUMED, 6, 70.0)] * 2


def test_young_posts_and_hidden_views_do_not_count(store: Store) -> None:
    put_posts(store, 0, [10] * 9, "a young post", age_hours=38)  # the oldest is 46 hours old
    put_posts(store, 0, [None] * 9, "a post without views")
    put_posts(store, 0, [400] * 5, "an old post", age_hours=48)
    assert look(store, [0]) == [(0.4, RECENT, 5, 400.0)]


def test_the_last_count_by_the_moment_is_the_one(store: Store) -> None:
    later = SEEN + timedelta(days=9)
    put_visit(store, 1, later)
    put_posts(store, 0, [300] * 5)
    put_counts(store, range(1200, 1205), [600] * 5, None, 1)
    assert look(store, [0]) == [(0.3, RECENT, 5, 300.0)]
    assert look(store, [0], later) == [(0.6, RECENT, 5, 600.0)]
    assert look(store, [0], SEEN - timedelta(days=1)) == [(0.2, ASSUMED, 0, None)]


def test_a_share_stays_a_probability(store: Store) -> None:
    put_posts(store, 0, [5000] * 5)
    put_account(store, 1, "telegram:2", 10_000_000)
    put_posts(store, 1, [3] * 5)
    assert [row[0] for row in look(store, [0, 1])] == [1.0, 0.001]


def test_nobody_is_asked_about(store: Store) -> None:
    assert look(store, []) == []


@settings(max_examples=15)
@given(st.lists(st.integers(0, 10**9), min_size=5, max_size=20), st.integers(1, 10**9))
def test_it_is_the_median_over_the_audience(views: list[int], followers: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(Workspace(Path(folder))) as opened:
        put_visit(opened, 0, SEEN)
        put_account(opened, 0, "vk:1", followers)
        put_posts(opened, 0, views)
        [(exposure, source, count, median)] = look(opened, [0])
    assert (source, count, median) == (RECENT, len(views), float(np.median(views)))
    assert exposure == pytest.approx(np.clip(np.median(views) / followers, 0.001, 1))


@pytest.mark.parametrize(
    "text",
    [
        AD, "Скидки! #реклама", "РЕКЛАМА", "по промокоду KNIT", "на правах рекламы", "erid 2VtzqY",
        "New yarn #ad", "#AD gifted", "Use promo code KNIT", "Sponsored by Wool Ltd", "#sponsored",
        "Nieuwe wol #advertentie", "in betaalde samenwerking met", "Neue Wolle #Werbung",
        "#spon", "партнёрский материал",
    ],
)  # fmt: skip
def test_words_of_advertising(text: str) -> None:
    assert re.search(CARRIES_ADVERTISING, text)
    assert pl.Series([text]).str.contains(CARRIES_ADVERTISING).all()


@pytest.mark.parametrize(
    "text",
    [
        "", "Связала шаль", "рекламация", "Friderida", "#advent", "#adventskalender", "#address",
        "admin", "promotion to head of knitting", "сериd", "#adhd", "reclamebureau",
    ],
)  # fmt: skip
def test_words_of_anything_else(text: str) -> None:
    assert not re.search(CARRIES_ADVERTISING, text)
    assert not pl.Series([text]).str.contains(CARRIES_ADVERTISING).any()
