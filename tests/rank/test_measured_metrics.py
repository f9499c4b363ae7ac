"""Metrics of a ranking's posts: named and versioned columns, and why a value is missing."""

import re
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imported_rows import new_workspace, store_edges, store_rows, write_niche

from leaders import forgetting, pipeline
from leaders.metrics import METRICS, measure_account
from leaders.niche import load_niche
from leaders.rank.measured_metrics import MEASURE_SCHEMA, MEASURES, measure_posts
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store

NOW = datetime(2026, 1, 31, tzinfo=UTC)
COUNTS = ("likes_count", "comments_count", "reposts_count", "views_count")
RATE = "er_livedune_daily_v1"


def make_posts(*rows: tuple, read_at: datetime = NOW) -> pl.DataFrame:
    """Rows of (account_no, days ago, likes, comments, reposts, views)."""
    data = [(row[0], NOW - timedelta(days=row[1]), *row[2:], read_at) for row in rows]
    moment = pl.Datetime("us", "UTC")
    schema = {"account_no": pl.Int32, "posted_at": moment, **dict.fromkeys(COUNTS, pl.Int64)}
    return pl.DataFrame(data, schema=schema | {"read_at": moment}, orient="row")


def make_accounts(**followers: int | None) -> pl.DataFrame:
    data = [(int(name[1:]), count) for name, count in followers.items()]
    schema = {"account_no": pl.Int32, "followers_count": pl.Int64}
    return pl.DataFrame(data, schema=schema, orient="row")


def measure(posts: pl.DataFrame, accounts: pl.DataFrame) -> dict[tuple[int, str], dict]:
    found = measure_posts(posts, accounts, NOW)
    assert found.schema == MEASURE_SCHEMA
    return {(row["account_no"], row["metric"]): row for row in found.iter_rows(named=True)}


def test_columns_carry_the_name_and_the_version_of_a_metric() -> None:
    for column, metric in MEASURES.items():
        assert column == f"{metric.name}_v{metric.version}"
        assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)+_v\d+", column)
        assert metric.name in METRICS or metric.source == "leaders"


def test_values_are_those_of_the_registry() -> None:
    posts = make_posts(*((7, day, 90 + day, day, 1, 2000) for day in range(1, 31)))
    found = measure(posts, make_accounts(a7=1000))
    for column, metric in MEASURES.items():
        if metric.name in METRICS:
            expected = measure_account(metric.name, posts, 1000, as_of=NOW)
            assert found[7, column]["value"] == pytest.approx(expected, rel=1e-8)
            assert found[7, column]["note"] is None
    newest = [90 + 2 * day + 1 for day in range(1, 21)]
    assert found[7, RATE]["value"] == pytest.approx(sum(newest[9:11]) / 2 / 1000)
    assert found[7, RATE]["posts_count"] == 20


def test_what_is_missing_is_null_and_never_zero_and_says_why() -> None:
    posts = make_posts(
        *((1, day, None, 2, 3, 100) for day in range(1, 13)),
        *((2, day, 10, 2, 3, None) for day in range(1, 13)),
        (3, 100, 10, 2, 3, 100),
        (4, -1, 10, 2, 3, 100),  # of tomorrow
    )
    found = measure(posts, make_accounts(a1=50, a2=None, a3=50, a4=50, a5=50))
    assert found[1, RATE]["value"] is None
    assert found[1, RATE]["note"] == "not told of every post: likes + comments + reposts"
    assert found[1, "median_views_trendhero_v1"]["value"] == 100
    assert found[2, RATE]["note"] == "how many followers it has is not known"
    assert found[2, "er_views_livedune_v1"]["note"].endswith("reposts or views")
    assert found[3, "er_infludata_tiktok_v1"]["note"].startswith("too few posts")
    assert found[3, "err_tgstat_v1"]["posts_count"] == 0
    assert {account for account, _ in found} == {1, 2, 3}


def ask_frequency(*days: float, read_at: datetime = NOW) -> dict:
    posts = make_posts(*((1, day, 1, 1, 1, 1) for day in days), read_at=read_at)
    return measure(posts, make_accounts(a1=50))[1, "posts_a_week_v1"]


def test_posts_a_week_by_hand() -> None:
    whole = ask_frequency(0, 1, 10, 27, 30, 60)
    assert (whole["value"], whole["posts_count"], whole["note"]) == (1, 4, None)
    silent = ask_frequency(40, 60)
    assert (silent["value"], silent["posts_count"]) == (0, 0)


def test_where_only_later_posts_were_read_their_span_says_how_often() -> None:
    daily = ask_frequency(*range(11))
    assert daily["value"] == pytest.approx(7)
    assert (daily["posts_count"], daily["note"]) == (11, "of the last 10 days alone")
    one = ask_frequency(3)
    assert (one["value"], one["note"]) == (None, "one post is no frequency")


def test_weeks_end_when_the_posts_were_read() -> None:
    """Of what came later nothing is known: it is no silence."""
    days = [100 + day for day in (0, 1, 10, 27, 30, 60)]
    assert ask_frequency(*days, read_at=NOW - timedelta(days=100))["value"] == 1


counts = st.none() | st.integers(0, 1000)
rows = st.tuples(st.integers(1, 3), st.integers(0, 60), counts, counts, counts, counts)


@given(st.lists(rows, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_posts_does_not_matter(some, random) -> None:
    accounts = make_accounts(a1=10, a2=None, a3=3000)
    expected = measure_posts(make_posts(*some), accounts, NOW)
    random.shuffle(some)
    assert measure_posts(make_posts(*some), accounts, NOW).equals(expected)
    assert (expected["value"].drop_nulls() >= 0).all()
    is_told = expected["value"].is_not_null() | expected["note"].is_not_null()
    assert is_told.all()


def fill(workspace: Workspace) -> None:
    accounts = [("ann", 1000), ("ben", 50)]
    store_rows(workspace, "accounts", "id,followers_count", accounts)
    store_edges(workspace, [("ben", "ann", "follow"), ("ann", "ben", "follow")])
    posts = [(f"p{n}", "ann", f"2026-01-0{n}", 10 * n, 2, 1) for n in range(1, 5)]
    header = "id,author,posted_at,likes_count,comments_count,reposts_count"
    store_rows(workspace, "posts", header, posts)


def read_measures(workspace: Workspace) -> pl.DataFrame:
    with Store(workspace) as store:
        number = store.query("ranking/latest", niche="niche")["ranking_no"][0]
        return store.query("ranking/metrics", ranking_no=number)


def test_a_ranking_has_the_metrics_and_a_shortlist_shows_those_that_somebody_has() -> None:
    with new_workspace() as workspace:
        fill(workspace)
        pipeline.rank(workspace, "niche")
        stored = read_measures(workspace)
        shortlist = load_shortlist(workspace, load_niche(workspace, "niche"))
        first = stored.filter(metric=RATE).row(0, named=True)
        assert (first["value"], first["posts_count"]) == (0.028, 4)
        assert set(stored["metric"]) == set(MEASURES)
        shown = [column.name for column in shortlist.columns if column.name in MEASURES]
        told = set(stored.drop_nulls("value")["metric"])
        assert shown == [name for name in MEASURES if name in told]
        assert "er_views_livedune_v1" not in shown
        assert [column.form for column in shortlist.columns if column.name == RATE] == ["share"]
        rates = pl.concat(shortlist.tables.values()).select("account_id", RATE)
        assert dict(rates.rows()) == {"files:d/ann": 0.028, "files:d/ben": None}
        assert "er" not in {column.name for column in shortlist.columns}


def test_metrics_go_along_with_their_ranking_and_are_forgotten_with_their_account() -> None:
    with new_workspace() as workspace:
        fill(workspace)
        pipeline.rank(workspace, "niche")
        first = read_measures(workspace)
        write_niche(workspace, "[shortlist]\nsize = 1\n")
        pipeline.rank(workspace, "niche")
        write_niche(workspace, "")
        assert pipeline.rank(workspace, "niche").is_known
        assert read_measures(workspace).equals(first)
        forgetting.forget(workspace, "files:d/ann")
        with Store(workspace) as store:
            left = store._connection.execute("select count(*) from measure").fetchone()
    assert first.height > 0
    assert left == (0,)
