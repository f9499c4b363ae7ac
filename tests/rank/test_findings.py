"""Flags in a ranking: raised from what is stored, told to a person, and no part of the score."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from imported_rows import MONDAY, new_workspace, store_edges, store_rows, write_niche
from networks import make_graph

from leaders import forgetting, pipeline
from leaders.niche import load_niche
from leaders.rank import findings
from leaders.rank.authenticity import lockstep
from leaders.rank.authenticity.rings import LEAST_JACCARD
from leaders.rank.network import PostActors, load_network
from leaders.rank.observed import count_engagers, sum_posts
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store

PEOPLE = [f"c{number:02}" for number in range(60)]
RING = PEOPLE[:6]
LOVED, MASSED = "c10", "c11"
FANS = [f"fan{number}" for number in range(40)]
MASS = [f"mass{number}" for number in range(40)]
SHOP = "shop"
POSTS = 6
COUNTS = ("likes_count", "comments_count", "reposts_count")


@cache
def made() -> Path:
    """60 bloggers with 40 fans each; a ring, one who is answered too much, one with mass fans."""
    workspace = Workspace(Path(tempfile.mkdtemp()))
    workspace.niches.mkdir(parents=True)
    write_niche(workspace, "")
    followers = {name: 1000 + 100 * place for place, name in enumerate(PEOPLE)}
    accounts = [(name, "person", count, "", "") for name, count in followers.items()]
    accounts += [(SHOP, "organisation", 500, "", "Online store. Free shipping on all orders.")]
    accounts += [(name, "person", 1, 200 + place, "") for place, name in enumerate(FANS)]
    accounts += [(name, "person", 1, 5000, "") for name in MASS]
    store_rows(workspace, "accounts", "id,kind,followers_count,following_count,bio", accounts)
    posts, edges = [], [(fan, name, "follow", "") for fan in FANS for name in PEOPLE]
    edges += [(name, MASSED, "follow", "") for name in MASS]
    for place, name in enumerate([*PEOPLE, SHOP]):
        rate = 0.5 if name == LOVED else 0.02 + 0.0004 * (place * 7 % 13)
        for number in range(POSTS):
            likes = round(followers.get(name, 500) * rate) + number
            posts.append((f"{name}_{number}", name, f"2026-01-0{number + 1 - number // 5}", likes,
                          likes // 10, likes // 20))  # fmt: skip
            edges += [(fan, name, "like", f"{name}_{number}") for fan in FANS[number::9]]
    for source in RING:
        edges += [(source, target, "like", f"{target}_{number}")
                  for target in RING if target != source for number in range(POSTS)]  # fmt: skip
    store_edges_of_posts(workspace, edges)
    header = "id,author,posted_at,likes_count,comments_count,reposts_count"
    store_rows(workspace, "posts", header, posts)
    return workspace.root


def store_edges_of_posts(workspace: Workspace, edges: list) -> None:
    store_rows(workspace, "edges", "source,target,kind,post", edges)


@pytest.fixture
def filled(tmp_path: Path) -> Workspace:
    shutil.copytree(made(), tmp_path / "filled")
    return Workspace(tmp_path / "filled")


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with Store(workspace) as store:
        return store._connection.execute(sql).fetchall()


RAISED = (
    "select flag, substr(account_id, 9), value, peer_median, peers_count, seen_count, sentence "
    "from finding join account using (account_no) where ranking_no = "
    "(select max(ranking_no) from ranking) order by flag, account_id"
)


def raised(workspace: Workspace) -> dict[tuple[str, str], tuple]:
    return {(flag, name): tuple(rest) for flag, name, *rest in read(workspace, RAISED)}


def test_flags_are_raised_of_whom_they_are_about_and_of_nobody_else(filled) -> None:
    pipeline.rank(filled, "niche")
    found = raised(filled)
    assert set(found) == {
        ("er_vs_tier", LOVED), ("empty_audience", MASSED), *(("ring", name) for name in RING),
    }  # fmt: skip
    value, _, peers, seen, _ = found["er_vs_tier", LOVED]
    assert value == pytest.approx(0.5 * 1.15, rel=0.02)
    assert (peers, seen) == (60, POSTS)  # those of whom followers and five posts are known
    value, median, _, seen, sentence = found["empty_audience", MASSED]
    assert (value, median, seen) == (0.5, 0, 80)
    assert sentence.startswith("unusual: 50 % of its followers follow more than 1,500 accounts")


def test_words_are_no_verdict_and_name_nobody_of_an_audience(filled) -> None:
    pipeline.rank(filled, "niche")
    for *_, sentence in read(filled, RAISED):
        assert sentence.startswith("unusual: ")
        assert not any(word in sentence.lower() for word in ("fake", "fraud", "bot", "bought"))
        assert not any(name in sentence for name in (*FANS, *MASS))


def test_each_account_has_a_level_and_the_flags_that_could_be_measured(filled) -> None:
    pipeline.rank(filled, "niche")
    rows = read(filled, "select substr(account_id, 9), level, families_count, measured_flags "
                        "from risk join account using (account_no)")  # fmt: skip
    told = {name: rest for name, *rest in rows}
    assert told[LOVED][:2] == ["note", 1]
    assert told["c20"][:2] == ["none", 0]
    assert {"er_vs_tier", "ring", "empty_audience"} <= set(told["c20"][2])
    assert "growth_spike" not in told["c20"][2]
    assert told[SHOP] == ["none", 0, ["ring"]]  # its list is too short, its platform is not
    assert told[FANS[0]] == [None, 0, []]


SCORED = (
    "select * from ranked_account order by all",
    "select * from component order by all",
    "select * from membership order by all",
)


def test_the_score_is_the_same_with_and_without_flags(filled, tmp_path, monkeypatch) -> None:
    shutil.copytree(filled.root, tmp_path / "other")
    other = Workspace(tmp_path / "other")
    with_flags = pipeline.rank(filled, "niche")
    monkeypatch.setattr(findings, "OF_LISTS", {})
    monkeypatch.setattr(findings, "OF_PLATFORMS", {})
    without = pipeline.rank(other, "niche")
    assert with_flags == without
    assert raised(filled)
    assert not raised(other)
    for sql in SCORED:
        assert read(filled, sql) == read(other, sql)


def test_interactions_are_counted_and_not_weighted(filled) -> None:
    pipeline.rank(filled, "niche")
    plain = {key: told for key, told in raised(filled).items() if key[0] == "ring"}
    write_niche(filled, "[edge_weights]\nlike = 0.01\n")
    pipeline.rank(filled, "niche")
    assert {key: told for key, told in raised(filled).items() if key[0] == "ring"} == plain


def test_a_shortlist_shows_the_level_and_the_sentences(filled) -> None:
    pipeline.rank(filled, "niche")
    shortlist = load_shortlist(filled, load_niche(filled, "niche"), 200)
    listed = pl.concat(shortlist.tables.values())
    loved = listed.filter(account_id=f"files:d/{LOVED}").row(0, named=True)
    assert loved["risk"] == "note"
    assert loved["flags"].startswith("unusual: its median post is answered by")
    assert listed.filter(account_id="files:d/c20")["flags"].to_list() == [None]
    assert any("8 accounts are unusual in some way" in note for note in shortlist.notes)
    assert any(
        note.startswith("flags that could not be measured of anybody: growth_spike")
        for note in shortlist.notes
    )


def test_with_too_little_data_nothing_is_said() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, [("a", "b", "follow"), ("c", "b", "like"), ("b", "c", "follow")])
        pipeline.rank(workspace, "niche")
        assert raised(workspace) == {}
        levels = read(workspace, "select level, families_count, measured_flags from risk")
        shortlist = load_shortlist(workspace, load_niche(workspace, "niche"))
    assert set(map(str, levels)) == {"(None, 0, [])"}
    assert not {"risk", "flags"} & {column.name for column in shortlist.columns}
    assert any("could not be measured of anybody: er_vs_tier" in it for it in shortlist.notes)


def test_flags_go_along_with_their_ranking_and_are_forgotten_with_their_account(filled) -> None:
    pipeline.rank(filled, "niche")
    first = raised(filled)
    write_niche(filled, "[shortlist]\nsize = 1\n")
    pipeline.rank(filled, "niche")
    write_niche(filled, "")
    assert pipeline.rank(filled, "niche").is_known
    assert raised(filled) == first
    forgetting.forget(filled, f"files:d/{LOVED}")
    for table in ("finding", "risk"):
        gone = f"select count(*) from {table} anti join account using (account_no)"
        assert read(filled, gone) == [(0,)]
    assert set(first) - set(raised(filled)) == {("er_vs_tier", LOVED)}


@pytest.mark.parametrize(("shared", "is_unusual"), [(22, False), (45, True)])
def test_an_overlap_within_the_noise_of_so_few_followers_is_not_unusual(shared, is_unusual) -> None:
    """40 accounts with 50 followers each, out of 400; four of them share some."""
    rng = np.random.default_rng(1)
    common = rng.choice(400, shared, replace=False)
    edges = []
    for account in range(40):
        own = rng.permutation(400)
        if account < 4:
            own = np.concatenate([common, own[~np.isin(own, common)]])
        edges += [(40 + fan, account) for fan in own[:50].tolist()]
    measured = lockstep(make_graph(edges, 440), np.arange(40))
    assert (measured.value[:4] > LEAST_JACCARD).all()
    assert measured.is_unusual.tolist() == [is_unusual] * 4 + [False] * 36


# What the flags look at


def test_engagers_are_counted_once_a_post() -> None:
    """Posts 5, 6 of the first candidate, 7 of the third; post 6 moved nobody of its own."""
    graph = make_graph([(0, 5, 3), (1, 5), (2, 5), (0, 6), (3, 7)], 8)
    counted = count_engagers(PostActors(graph, np.array([0, 0, 2])), 4)
    assert {name: values.tolist()[::2] for name, values in counted.items()} == {
        "all": [3, 1], "once": [2, 1], "posts": [2, 1], "top": [3, 1], "median": [2, 1],
    }  # fmt: skip
    assert all(np.isnan(values[[1, 3]]).all() for values in counted.values())
    assert all(np.isnan(values).all() for values in count_engagers(None, 2).values())


def make_told(*posts: tuple) -> pl.DataFrame:
    """Rows of (account_no, likes, comments, reposts), the newest first."""
    schema = dict.fromkeys(("account_no", *COUNTS), pl.Int64)
    frame = pl.DataFrame(posts, schema=schema, orient="row").cast({"account_no": pl.Int32})
    return frame.with_columns(place=pl.int_range(1, pl.len() + 1).over("account_no"))


CANDIDATES = pl.DataFrame(
    {"account_no": [1, 2, 3], "account_id": ["files:d/a", "files:d/b", "youtube:c"]},
    schema_overrides={"account_no": pl.Int32},
)


def test_a_post_that_lacks_what_others_have_is_left_out() -> None:
    posts = make_told(
        *[(1, 10 * n, 1, 1) for n in range(1, 7)],
        *[(2, None, 1, 1) for _ in range(9)],  # hides its likes
        *[(3, 10 * n, 1, None) for n in range(1, 7)],  # a platform that tells of no reposts
    )
    summed = sum_posts(posts, CANDIDATES).sort("account_no").to_dicts()
    assert [row["response"] for row in summed] == [37, None, 36]
    assert [row["likes_count"] for row in summed] == [210, None, 210]
    assert [row["posts_count"] for row in summed] == [6, 9, 6]


def test_fewer_than_five_posts_say_nothing_and_no_more_than_twenty_count() -> None:
    posts = make_told(*[(1, 10, 1, 1)] * 4, *[(2, 10, 1, 1)] * 20, *[(2, 10_000, 1, 1)] * 30)
    few, many = sum_posts(posts, CANDIDATES).sort("account_no").to_dicts()
    assert few["response"] is few["likes_count"] is None
    assert (many["response"], many["likes_count"], many["posts_count"]) == (12, 200, 20)


def see_counts(workspace: Workspace, first: int, series: dict[str, list[int]]) -> None:
    """Profiles asked for on following days, from 2026-02-01: what has not changed is not kept."""
    with Store(workspace) as store:
        rows = store._connection.execute("select account_id, account_no from account").fetchall()
        number = {account_id.removeprefix("files:d/"): no for account_id, no in rows}
        visits, counts = [], []
        for name, values in series.items():
            for day, value in enumerate(values):
                at = datetime(2026, 2, 1, 9, tzinfo=UTC) + timedelta(days=day)
                visits.append((first + len(visits), number[name], at))
                if day == 0 or value != values[day - 1]:
                    counts.append((number[name], visits[-1][0], value))
        frame = pl.DataFrame(visits, schema=["visit_no", "subject_no", "ended_at"], orient="row")
        whole = {"visit_no": pl.Int32, "subject_no": pl.Int32}
        store.append("visit", frame.cast(whole).with_columns(
            started_at="ended_at", platform=pl.lit("files"), listing=pl.lit("profile"),
            fetched_count=1, ended=pl.lit("complete"),
        ))  # fmt: skip
        columns = ["account_no", "visit_no", "followers_count"]
        told = pl.DataFrame(counts, schema=columns, orient="row")
        store.append("account_count", told.cast({"account_no": pl.Int32, "visit_no": pl.Int32}))


def test_days_on_which_nothing_changed_are_looks_too() -> None:
    with new_workspace() as workspace:
        store_rows(workspace, "accounts", "id,followers_count", [("a", 90), ("b", 5)])
        see_counts(workspace, 1000, {"a": [100, 100, 100, 150]})
        as_of = datetime(2026, 2, 3, 23, tzinfo=UTC)
        with Store(workspace) as store:
            load_network(store, load_niche(workspace, "niche"), as_of)
            history = store.query("rank/follower_history", as_of=as_of)
    days = history.filter(account_no=history["account_no"].mode()[0])
    assert days["followers_count"].to_list() == [90, 100, 100, 100]
    assert days["on"].to_list()[0] == MONDAY.date()
    assert history.height == 5


def test_a_jump_of_followers_is_told_where_counts_were_seen_day_by_day(filled) -> None:
    rng = np.random.default_rng(3)
    series = {}
    for place, name in enumerate(PEOPLE[:35]):
        gains = rng.poisson(20, 40)
        gains[35] += 3000 * (place == 20)
        series[name] = (5000 + np.cumsum(gains)).tolist()
    see_counts(filled, 1000, series)
    pipeline.rank(filled, "niche")
    grown = {key: told for key, told in raised(filled).items() if key[0] == "growth_spike"}
    assert set(grown) == {("growth_spike", "c20")}
    (told,) = grown.values()
    assert told[0] == pytest.approx(3020 / 5700, rel=0.02)
    assert told[3] == 41  # 40 days and the day of the import
    assert "(until 2026-03-08)" in told[4]
