"""Which settings differ, what is kept of them, and what they alone did."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from leaders import pipeline
from leaders.change.settings import compare_settings, differing_keys, weights_told
from leaders.niche import load_niche
from leaders.rank.settings_told import tell_settings
from leaders.settings import Workspace
from leaders.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "rank"))
from imported_rows import MONDAY, store_edges, store_rows, write_niche

EVEN = "[score.weights]\nreach = 0.5\nin_degree = 0.5\n"
BY_DEGREE = "[score.weights]\nreach = 0.1\nin_degree = 0.9\n"


@pytest.fixture
def ranked(workspace: Workspace) -> Workspace:
    write_niche(workspace, EVEN)
    rows = [(f"a{n}", f"h{n}", f"N{n}", 10 * n) for n in range(1, 8)]
    store_rows(workspace, "accounts", "id,handle,name,followers_count", rows)
    store_edges(
        workspace, [(f"f{k}", f"a{n}", "follow") for n in range(1, 8) for k in range(9 - n)]
    )
    pipeline.rank(workspace, "niche")
    return workspace


def compare(workspace: Workspace):
    with Store(workspace) as store:
        newer, older = store.query("change/heads", niche="niche").to_dicts()
        accounts = store.query("change/ranked", ranking_no=newer["ranking_no"])
        return compare_settings(store, older, newer, accounts), accounts


def rank_by(workspace: Workspace, text: str) -> None:
    write_niche(workspace, text)
    pipeline.rank(workspace, "niche", MONDAY + timedelta(days=1))


def test_the_same_settings_differ_in_nothing(ranked) -> None:
    rank_by(ranked, EVEN)
    told, _ = compare(ranked)
    assert told.sentences == ()
    assert not told.is_rank_changed
    assert told.moved(1, "creators") == 0


def test_other_weights_are_named_and_their_effect_is_exact(ranked) -> None:
    with Store(ranked) as store:
        head = store.query("change/heads", niche="niche").row(0, named=True)
        before = store.query("change/ranked", ranking_no=head["ranking_no"])
    rank_by(ranked, BY_DEGREE)
    told, after = compare(ranked)
    assert "score.weights.in_degree was 0.5, now 0.9" in told.sentences
    assert told.is_rank_changed
    assert told.is_separable
    was = dict(before.select("account_no", "rank").iter_rows())
    for row in after.iter_rows(named=True):
        # The data are the same, so all that moved was moved by the weights.
        assert told.moved(row["account_no"], row["list"]) == row["rank"] - was[row["account_no"]]
    assert any(told.effect.values())


def test_what_cannot_be_scored_anew_is_not_separable(ranked) -> None:
    rank_by(ranked, EVEN + "[edge_weights]\nfollow = 2\n")
    told, _ = compare(ranked)
    assert "edge_weights.follow was not set, now 2.0" in told.sentences
    assert (told.is_rank_changed, told.is_separable, told.moved(1, "creators")) == (
        True,
        False,
        None,
    )


def test_a_budget_and_a_schedule_rank_nothing(ranked) -> None:
    rank_by(ranked, EVEN + '[limits]\nposts = 3\n[schedule]\ncron = "0 6 * * 1"\n')
    told, _ = compare(ranked)
    assert "limits.posts was 10, now 3" in told.sentences
    assert any(
        it.startswith("schedule.cron was") or it.startswith("schedule") for it in told.sentences
    )
    assert not told.is_rank_changed


def test_another_program_is_named(ranked) -> None:
    rank_by(ranked, EVEN)
    with Store(ranked) as store:
        newer, older = store.query("change/heads", niche="niche").to_dicts()
        accounts = store.query("change/ranked", ranking_no=newer["ranking_no"])
        identity = {**json.loads(older["identity"]), "code_hash": "x", "code_version": "0.1"}
        told = compare_settings(store, {**older, "identity": json.dumps(identity)}, newer, accounts)
    assert told.sentences[0].startswith("the program changed (0.1, now ")
    assert told.is_rank_changed
    assert not told.is_separable


def test_settings_of_an_older_version_are_unknown(ranked) -> None:
    rank_by(ranked, BY_DEGREE)
    with Store(ranked) as store:
        store._connection.execute("delete from ranking_settings")
    told, _ = compare(ranked)
    assert told.sentences == ("the niche file changed (in what was not recorded at that time)",)
    assert not told.is_separable


def test_nothing_that_names_an_account_is_kept(ranked) -> None:
    write_niche(ranked, 'seeds = ["secret_person"]\n[shortlist]\nexclude = ["another_one"]\n')
    told = tell_settings(load_niche(ranked, "niche"), frozenset({"files:d/another_one"}))
    text = json.dumps(told)
    assert "secret_person" not in text
    assert "another_one" not in text
    assert told["seeds"].startswith("#")
    assert told["score.preset"] == "collab"
    others = tell_settings(load_niche(ranked, "niche"))
    assert differing_keys(told, others) == ["shortlist.exclude"]
    assert differing_keys(told, told) == []


def test_weights_are_those_of_the_file_or_of_its_preset() -> None:
    assert weights_told({"score.preset": "ads"})["reach"] == 0.3
    own = {"score.preset": "ads", "score.weights.hits": 1.0, "score.weights.core": 0.0}
    assert weights_told(own) == {"hits": 1.0}
