"""Rankings through the store: invariances, looks into the past, identity, who is listed."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imported_rows import MONDAY, Row, new_workspace, store_edges, store_rows, write_niche

from leaders import forgetting, pipeline
from leaders.errors import LeadersError
from leaders.niche import load_niche
from leaders.platforms.simulated import simulate
from leaders.rank import COMPONENTS, RankReport, weights_of
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store

INVARIANT = sorted(set(COMPONENTS) - {"voterank", "consistency"})
"""VoteRank elects one of several equals, so it cannot help but look at their numbers."""

PEOPLE = "role unknown"
"""The list of accounts of which files say nothing but edges."""

NAMES = [f"u{number}" for number in range(9)]


def read_people(workspace: Workspace, size: int | None = None) -> pl.DataFrame:
    return load_shortlist(workspace, load_niche(workspace, "niche"), size).tables[PEOPLE]


def read_everybody(workspace: Workspace) -> pl.DataFrame:
    """All lists one under the other."""
    tables = load_shortlist(workspace, load_niche(workspace, "niche")).tables
    return pl.concat(tables.values()).sort("account_id")


def rank_people(workspace: Workspace, as_of: datetime | None = None) -> pl.DataFrame:
    pipeline.rank(workspace, "niche", as_of)
    return read_people(workspace)


def rank_rows(rows: list[Row], settings_text: str = "") -> pl.DataFrame:
    with new_workspace(settings_text) as workspace:
        store_edges(workspace, rows)
        return rank_people(workspace)


def weigh(names: list[str]) -> str:
    return "[score.weights]\n" + "".join(f"{name} = 0.1\n" for name in names)


@st.composite
def row_lists(draw) -> list[Row]:
    name, kind = st.sampled_from(NAMES), st.sampled_from(["follow", "like", "mention"])
    pairs = st.tuples(name, name, kind).filter(lambda row: row[0] != row[1])
    return draw(st.lists(pairs, min_size=1, max_size=25, unique=True))


# What must not matter


@settings(max_examples=2)
@given(row_lists(), st.permutations(NAMES), st.randoms(use_true_random=False), st.integers(0, 25))
def test_names_order_and_files_do_not_matter(rows, others, random, cut) -> None:
    renamed = dict(zip(NAMES, others, strict=True))
    shuffled = [(renamed[source], renamed[target], kind) for source, target, kind in rows]
    random.shuffle(shuffled)
    expected = rank_rows(rows, weigh(INVARIANT))
    with new_workspace(weigh(INVARIANT)) as workspace:
        for part in (shuffled[:cut], shuffled[cut:]):
            if part:
                store_edges(workspace, part)
        found = rank_people(workspace)
    back = {f"files:d/{new}": f"files:d/{old}" for old, new in renamed.items()}
    found = found.with_columns(pl.col("account_id").replace_strict(back)).drop("handle")
    assert found.sort("account_id").equals(expected.drop("handle").sort("account_id"))


@settings(max_examples=2)
@given(row_lists())
def test_the_same_rows_again_change_nothing(rows) -> None:
    with new_workspace() as workspace:
        store_edges(workspace, rows)
        once = rank_people(workspace)
        store_edges(workspace, rows[::-1])
        store_edges(workspace, [*rows, *rows[:1], ("u0", "u0", "follow")])
        assert rank_people(workspace).equals(once)


def test_edges_before_accounts_or_after_give_the_same() -> None:
    edges = [("a", "b", "follow"), ("c", "b", "like"), ("b", "a", "follow")]
    accounts = [("a", "Ann", 10), ("b", "Ben", 30), ("c", "Cy", 20)]
    found = []
    for order in ("edges first", "accounts first"):
        with new_workspace() as workspace:
            for shape in ("edges", "accounts") if order == "edges first" else ("accounts", "edges"):
                if shape == "edges":
                    store_edges(workspace, edges)
                else:
                    store_rows(workspace, "accounts", "id,name,followers_count", accounts)
            pipeline.rank(workspace, "niche")
            found.append(read_everybody(workspace))
    assert found[0].equals(found[1])
    assert found[0].height == 3


@settings(max_examples=2)
@given(row_lists(), st.sampled_from([0.001, 0.5, 7, 100]))
def test_the_scale_of_follows_does_not_change_their_pagerank(rows, scale) -> None:
    only = [row for row in rows if row[2] == "follow"] or [("u0", "u1", "follow")]
    wanted = weigh(["follow_pagerank"])
    plain = rank_rows(only, wanted)
    scaled = rank_rows(only, f"{wanted}[edge_weights]\nfollow = {scale}\n")
    column = ["account_id", "rank", "score", "follow_pagerank"]
    assert scaled.select(column).equals(plain.select(column))


def test_voterank_is_the_same_for_the_same_rows_in_any_order() -> None:
    rows = [("a", "x", "follow"), ("b", "x", "follow"), ("b", "y", "follow"), ("x", "y", "like")]
    assert rank_rows(rows, weigh(["voterank"])).equals(rank_rows(rows[::-1], weigh(["voterank"])))


# Looks into the past

LATER = [("c", "a", "follow"), ("d", "a", "like"), ("a", "z", "follow")]
EARLIER = [("a", "b", "follow"), ("b", "c", "follow"), ("c", "b", "like")]


def test_a_look_into_the_past_gives_the_ranking_made_then() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        then = pipeline.rank(workspace, "niche")
        people_then = read_people(workspace)
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        store_edges(workspace, LATER, MONDAY + timedelta(days=7))
        store_rows(
            workspace, "accounts", "id,name,followers_count", [("b", "Ben", 5)],
            MONDAY + timedelta(days=8),
        )  # fmt: skip
        looked = pipeline.rank(workspace, "niche", MONDAY + timedelta(days=1))
        back = pipeline.rank(workspace, "niche", MONDAY)
        people_back = read_people(workspace)
        pipeline.rank(workspace, "niche")
        now = read_everybody(workspace)
    assert people_back.equals(people_then)
    assert back.ranking_id == then.ranking_id != looked.ranking_id
    assert now.height > people_then.height
    assert "Ben" in now["name"].to_list()


def test_a_complete_listing_that_came_later_takes_nothing_from_the_past() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        then = rank_people(workspace)
        store_edges(workspace, [("a", "c", "follow")], MONDAY + timedelta(days=7), is_complete=True)
        now = rank_people(workspace)
        assert not now.equals(then)
        assert rank_people(workspace, MONDAY).equals(then)


def test_what_was_imported_late_but_seen_early_belongs_to_the_past() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, LATER, MONDAY + timedelta(days=7))
        with pytest.raises(LeadersError, match="no candidates as of 2026-01-05"):
            pipeline.rank(workspace, "niche", MONDAY)
        store_edges(workspace, EARLIER)
        assert rank_people(workspace, MONDAY).height == 2


# Identity


def test_the_same_identity_is_not_computed_again(monkeypatch) -> None:
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        first = pipeline.rank(workspace, "niche")
        monkeypatch.setattr("leaders.rank.load_network", None)  # calling it would fail
        again = pipeline.rank(workspace, "niche")
    assert not first.is_known
    assert again == RankReport(first.ranking_id, "niche", MONDAY, 2, is_known=True)


def test_two_stores_with_the_same_data_give_the_same_identity() -> None:
    ids = set()
    for _ in range(2):
        with new_workspace() as workspace:
            store_edges(workspace, EARLIER)
            ids.add(pipeline.rank(workspace, "niche").ranking_id)
    assert len(ids) == 1


@pytest.mark.parametrize("change", ["settings", "excluded", "data", "seed", "moment", "suppressed"])
def test_another_identity_is_another_ranking(change) -> None:
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        first = pipeline.rank(workspace, "niche")
        moment, seed = MONDAY, 0
        match change:
            case "settings":
                write_niche(workspace, "[edge_weights]\nlike = 0.5\n")
            case "excluded":
                write_niche(workspace, '[shortlist]\nexclude = ["d/b"]\n')
            case "data":
                store_edges(workspace, [("d", "b", "follow")])
            case "seed":
                seed = 1
            case "moment":
                moment += timedelta(seconds=1)
            case "suppressed":
                forgetting.forget(workspace, "files:d/other", never_again_at=MONDAY)
        other = pipeline.rank(workspace, "niche", moment, seed)
    assert not other.is_known
    assert other.ranking_id != first.ranking_id


def test_what_was_ranked_last_is_what_is_shown() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        plain = rank_people(workspace)
        write_niche(workspace, "[edge_weights]\nlike = 0\n")
        assert not rank_people(workspace).equals(plain)
        write_niche(workspace, "")
        assert rank_people(workspace).equals(plain)


# What it says of itself


def test_interactions_that_are_all_too_old_are_not_called_nothing() -> None:
    liked = [("f", "a", "like", "2024-03-01"), ("g", "a", "like", "2024-03-02")]
    header = "source,target,kind,happened_at"
    with new_workspace() as workspace:
        store_rows(workspace, "edges", header, liked)
        with pytest.raises(LeadersError, match=r"by: no interaction .* from the last 180 days"):
            pipeline.rank(workspace, "niche")
        store_rows(workspace, "accounts", "id,followers_count", [("a", 5), ("b", 7)])
        pipeline.rank(workspace, "niche")
        old = load_shortlist(workspace, load_niche(workspace, "niche")).notes
        store_rows(workspace, "edges", header, [("f", "b", "like", "2026-01-01")])
        pipeline.rank(workspace, "niche")
        new = load_shortlist(workspace, load_niche(workspace, "niche")).notes
    assert (
        "role unknown: engaged_audience, interaction_pagerank left out for everybody: no "
        "interaction that was collected is from the last 180 days, and older ones count for nothing"
    ) in old
    assert not any("180 days" in note or "engaged_audience left" in note for note in new)


# Who is ranked and listed


def test_excluded_accounts_are_ranked_but_never_listed() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        everybody = rank_people(workspace)
        write_niche(workspace, '[shortlist]\nexclude = ["files:d/b"]\n')
        listed = rank_people(workspace)
        notes = load_shortlist(workspace, load_niche(workspace, "niche")).notes
    assert everybody.filter(pl.col("account_id") != "files:d/b").equals(listed)
    assert listed["rank"].to_list() == [2]
    assert "role unknown: 1 of 2 ranked accounts listed, 1 excluded by the niche file" in notes


def test_the_limit_lets_in_what_is_named_then_the_most_pointed_at() -> None:
    edges = [("a", "b", "follow"), ("c", "b", "follow"), ("a", "s", "follow"), ("b", "c", "follow")]
    with new_workspace('seeds = ["files:d/s"]\n[limits]\ncandidates = 2\n') as workspace:
        store_edges(workspace, edges)
        pipeline.rank(workspace, "niche")
        with Store(workspace) as store:
            judged = store._connection.execute(
                "select account_id from membership join account using (account_no) order by 1"
            ).fetchall()
        notes = load_shortlist(workspace, load_niche(workspace, "niche")).notes
    assert judged == [("files:d/b",), ("files:d/s",)]
    assert "the limit of 2 candidates was reached: others may be left out" in notes


SHOP = "Webshop. Order online at our shop"


def test_what_does_not_compare_is_ranked_apart() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        store_edges(workspace, [("a", "shop", "follow"), ("b", "shop", "follow")])
        store_rows(workspace, "accounts", "id,name,bio", [("shop", "Wool shop", SHOP)])
        pipeline.rank(workspace, "niche")
        tables = load_shortlist(workspace, load_niche(workspace, "niche")).tables
    assert tables["brands"].select("rank", "account_id").rows() == [(1, "files:d/shop")]
    assert tables[PEOPLE].select("rank", "account_id").rows() == [
        (1, "files:d/b"),
        (2, "files:d/c"),
    ]


def test_notes_tell_the_recipe_what_it_lacks_and_what_is_not_known() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, [("a", "b", "follow"), ("b", "c", "follow")])
        pipeline.rank(workspace, "niche")
        notes = load_shortlist(workspace, load_niche(workspace, "niche")).notes
    assert "role unknown: 2 ranked by follow_pagerank 100 %" in notes
    assert (
        "role unknown: reach, engaged_audience, interaction_pagerank, consistency left out for "
        "everybody: nothing, or too little, was collected"
    ) in notes
    assert "how much of the audience was seen is not known for 2 accounts" in notes


def test_a_list_that_nothing_measures_is_tied_and_says_so() -> None:
    with new_workspace(weigh(["reach"])) as workspace:
        store_rows(
            workspace, "accounts", "id,name,bio,followers_count",
            [("a", "", "", 3), ("x", "Wool shop", SHOP, ""), ("y", "Yarn shop", SHOP, "")],
        )  # fmt: skip
        pipeline.rank(workspace, "niche")
        shortlist = load_shortlist(workspace, load_niche(workspace, "niche"))
    assert shortlist.tables["brands"]["rank"].to_list() == [1, 1]
    assert shortlist.tables["brands"]["is_tied"].all()
    assert "brands: 2 ranked by nothing: all are tied" in shortlist.notes


# A niche with seeds


def test_the_simulated_network_is_ranked_the_same_twice_and_adds_up() -> None:
    seeds = list(simulate().seeds("knitting")[:6])
    found, notes = [], []
    with new_workspace() as workspace:
        (workspace.niches / "niche.toml").write_text(
            f'title = "K"\nplatforms = ["simulated"]\nseeds = {seeds}\n'
            "[limits]\naccounts = 40\naudience = 0\npages = 1\nposts = 5\n"
        )
        pipeline.collect_platform(workspace, "niche", "simulated", calls=120)
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(workspace.root, Path(folder) / "copy")
            for one in (workspace, Workspace(Path(folder) / "copy")):
                report = pipeline.rank(one, "niche")
                found.append((report.ranking_id, read_everybody(one)))
                notes.append(load_shortlist(one, load_niche(one, "niche")).notes)
    (name, everybody), (name_again, again) = found
    assert name == name_again
    assert everybody.equals(again)
    assert notes[0] == notes[1]
    assert any("candidates: " in note and "of the niche" in note for note in notes[0])
    added = everybody.select(pl.sum_horizontal(pl.selectors.ends_with("_contribution")))
    np.testing.assert_allclose(
        added.to_series().to_numpy(), everybody["score"].to_numpy(), atol=1e-7
    )
    assert everybody["probability"].is_between(0, 1).all()
    assert (everybody["rank_low"] <= everybody["rank_high"]).all()
    assert (everybody["stress_best"] <= everybody["stress_worst"]).all()
    assert everybody["p_top"].is_between(0, 1).all()


# What cannot be ranked


def test_a_niche_without_candidates_says_what_to_do() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        (workspace.niches / "other.toml").write_text('title = "B"\nplatforms = ["files"]\n')
        with pytest.raises(LeadersError, match=r"other has no candidates.*--niche other"):
            pipeline.rank(workspace, "other")


@pytest.mark.parametrize("settings_text", ["", "[score.weights]\nreach = 0\nconsistency = 1\n"])
def test_nothing_to_rank_by_says_what_to_do(settings_text) -> None:
    with new_workspace(settings_text) as workspace:
        rows = [("a", 5)] if settings_text else [("a", "")]
        store_rows(workspace, "accounts", "id,followers_count", rows)
        with pytest.raises(LeadersError, match="niche has 1 candidate but nothing to rank them"):
            pipeline.rank(workspace, "niche")
        with pytest.raises(LeadersError, match="no ranking yet"):
            read_people(workspace)


def test_a_store_without_visits_cannot_be_ranked() -> None:
    with new_workspace() as workspace:
        with Store(workspace):
            pass
        with pytest.raises(LeadersError, match="no data to rank niche by"):
            pipeline.rank(workspace, "niche")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[score.weights]\nreech = 1\n", "'reech' is no component; components are reach, "),
        ("[score.weights]\nreach = 0\n", "at least one weight must be above zero"),
    ],
)
def test_weights_that_make_no_score_are_told(text, told) -> None:
    with (
        new_workspace(text) as workspace,
        pytest.raises(LeadersError, match=rf"niche: score\.weights: .*{told}"),
    ):
        weights_of(load_niche(workspace, "niche"))
