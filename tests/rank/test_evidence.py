"""What the store says of candidates, in their order."""

from datetime import timedelta

import numpy as np
import pytest
from imported_rows import MONDAY, new_workspace, store_edges, store_rows

from leaders import pipeline
from leaders.niche import load_niche
from leaders.rank.evidence import Told, load_evidence
from leaders.rank.network import load_network
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import see_edges

SETTINGS = 'seeds = ["files:d/a"]\n[words]\nen = ["knitting"]\n'
EDGES = [(fan, target, "follow") for fan in ("x", "y", "z") for target in ("a", "b", "c")]
ACCOUNTS = [("a", "Ann", "I love knitting"), ("b", "Ben", "Knitting every day"), ("c", "Cy", "")]


def load(workspace: Workspace, before: str = "none") -> tuple[list[str], Told]:
    niche = load_niche(workspace, "niche")
    with Store(workspace) as store:
        see_edges(store, MONDAY)
        network = load_network(store, niche, MONDAY)
        told = load_evidence(store, niche, network, MONDAY, before)
    return network.candidates["account_id"].to_list(), told


def decide(workspace: Workspace, account: str, is_member: bool, days: int) -> None:
    with Store(workspace) as store:
        store._connection.execute(
            "insert into review (niche, account_no, is_member, decided_by, decided_at) "
            "select 'niche', account_no, ?, 'me', ? "
            "from account where account_id = ?",
            [is_member, MONDAY + timedelta(days=days), f"files:d/{account}"],
        )


@pytest.fixture
def filled():
    with new_workspace(SETTINGS) as workspace:
        store_edges(workspace, EDGES)
        store_rows(workspace, "accounts", "id,name,bio", ACCOUNTS)
        yield workspace


def test_evidence_stands_in_the_order_of_the_candidates(filled) -> None:
    names, told = load(filled)
    rows = {name.rpartition("/")[2]: row for row, name in enumerate(names)}
    assert sorted(rows) == list(rows)
    evidence = told.evidence
    assert evidence.words[rows["b"]] > 0
    assert not evidence.words[rows["c"]] > 0
    assert "knitting" in told.matched[rows["b"]].lower()
    assert told.matched[rows["c"]] == ""
    assert np.isnan(evidence.is_member).all()
    assert not evidence.was_in.any()
    assert len(told.roles) == len(names) == len(evidence.is_seed)


def test_the_newest_decision_of_a_person_counts(filled) -> None:
    decide(filled, "b", False, days=1)
    decide(filled, "b", True, days=2)
    decide(filled, "c", False, days=1)
    names, told = load(filled)
    said = dict(zip(names, told.evidence.is_member.tolist(), strict=True))
    assert said["files:d/b"] == 1
    assert said["files:d/c"] == 0
    assert np.isnan(said["files:d/a"])


def test_who_was_in_is_told_by_the_ranking_before(filled) -> None:
    decide(filled, "b", True, days=1)
    report = pipeline.rank(filled, "niche")
    names, told = load(filled, report.ranking_id)
    was_in = dict(zip(names, told.evidence.was_in.tolist(), strict=True))
    assert was_in["files:d/b"]
    assert not load(filled, "of no ranking")[1].evidence.was_in.any()
