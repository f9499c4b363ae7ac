"""Where a target audience is found: known answers, the order by lower bound, and what is veiled."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored_audiences import LATER, put_accounts, put_edges, put_visit

from leaders.audience.affinity import Communities, find_communities
from leaders.audience.name_words import find_name_words
from leaders.errors import LeadersError
from leaders.metrics import wilson_bounds
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.staging import rebuild_edges

COMMUNITIES = 6
NICHE = 'title = "A"\nplatforms = ["vk"]\n[audience]\ncommunities = ["vk:-1"]\n'
AUDIENCES = {  # of vk:-1 to vk:-6, as numbers of people from 0
    0: range(1000),  # the target
    1: [*range(400), *range(1000, 1600)],  # 400 of 1,000
    2: [*range(60), *range(1600, 1640)],  # 60 of 100
    3: [*range(3), 1000, 1001],  # 3 of 5
    4: [*range(5), *range(1000, 1200)],  # 5 of 205
    5: range(1640, 2000),  # 0 of 360
}


def put(workspace: Workspace, audiences: dict, candidates: list[int]) -> None:
    with Store(workspace) as store:
        ids = [f"vk:-{number + 1}" for number in range(COMMUNITIES)]
        put_accounts(store, [*ids, *(f"vk:{number + 1}" for number in range(2000))])
        put_visit(store, 0, ended="cut")
        put_edges(
            store, 0,
            [(COMMUNITIES + who, c, "member") for c, them in audiences.items() for who in them],
        )  # fmt: skip
        names = {c: f"Club {c}" for c in audiences} | {1: "=Yarn, cheap"}
        store.append(
            "profile",
            pl.DataFrame({"account_no": list(names), "visit_no": 0, "name": list(names.values())}),
        )
        if candidates:
            row = {"niche": "niche", "why": "named", "depth": 0, "since_visit": -1}
            store.append(
                "niche_account", pl.DataFrame([{**row, "account_no": c} for c in candidates])
            )
        rebuild_edges(store)
    (workspace.niches / "niche.toml").write_text(NICHE)


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    put(workspace, AUDIENCES, candidates=[0, 1, 2])
    return workspace


def find(workspace: Workspace, **told) -> Communities:
    return find_communities(workspace, load_niche(workspace, "niche"), as_of=LATER, **told)


def test_known_answers(stored: Workspace) -> None:
    found = find(stored)
    assert found.table["account_id"].to_list() == ["vk:-1", "vk:-3", "vk:-2"]
    assert found.table["rank"].to_list() == [1, 2, 3]
    assert found.table["is_named"].to_list() == [True, False, False]
    assert found.table["target_count"].to_list() == [1000, 60, 400]
    assert found.table["share"].to_list() == [1, 0.6, 0.4]
    low, high = wilson_bounds([1000, 60, 400], [1000, 100, 1000])
    assert found.table["share_low"].to_list() == pytest.approx(low.tolist())
    # The niche's base: 1,640 people are in the three candidates' audiences, 1,000 of them wanted.
    assert found.base == (
        "everybody seen in an audience of the candidates of niche: 1,640 people, 1,000 of them "
        "of the target"
    )
    index = 100 * np.array([1, 0.6, 0.4]) / (1000 / 1640)
    assert found.table["affinity_index"].to_list() == pytest.approx(index.tolist())
    assert found.table["index_low"].to_list() == pytest.approx((164 * low).tolist())
    assert found.table["index_high"].to_list() == pytest.approx((164 * high).tolist())
    assert (found.measured_count, found.below_count, found.few_count) == (5, 1, 2)
    assert "a part was seen of 5 audiences of 5" in found.notes[1]


def test_a_few_of_a_small_one_do_not_beat_many_of_a_large_one(workspace: Workspace) -> None:
    small = {0: range(1000), 1: range(500, 1500), 3: [*range(18), *range(1000, 1002)]}
    put(workspace, small, candidates=[0])
    shown = find(workspace, minimum=10).table
    assert shown["account_id"].to_list() == ["vk:-1", "vk:-4", "vk:-2"]  # 90 % and 50 %
    larger = {**small, 1: range(200, 1200)}  # 80 % of 1,000 are surer than 90 % of 20
    workspace.database.unlink()
    put(workspace, larger, candidates=[0])
    shown = find(workspace, minimum=10).table
    assert shown["account_id"].to_list() == ["vk:-1", "vk:-2", "vk:-4"]
    assert shown["share"][1] < shown["share"][2]


def test_the_bases(stored: Workspace, tmp_path: Path) -> None:
    whole = find(stored, base="platform")
    assert whole.base.startswith("everybody on VK who is known")
    assert whole.base.endswith(": VK 2,000 people, 1,000 of them of the target")
    assert whole.table["affinity_index"][0] == pytest.approx(100 / (1000 / 2000))
    ids = tmp_path / "base.txt"
    ids.write_text("".join(f"{number}\n" for number in range(801, 1201)))  # 200 of 400 wanted
    own = find(stored, base=str(ids))
    assert own.base.startswith("those of 400 ids in base.txt that are stored: 400 people, 200 of")
    assert own.table["affinity_index"].to_list() == pytest.approx([200, 120, 80])
    ids.write_text("1\n1999\n2000\n")
    none = find(stored, base=str(ids))
    assert none.table["affinity_index"].to_list() == [None] * 3
    assert none.table["share"].to_list() == [1, 0.6, 0.4]
    assert none.base.endswith("that are stored: 3 people, fewer than 10 of them of the target")
    assert "fewer than ten of the target are in the base: no index" in str(none.notes)
    ids.write_text("99999\n")
    with pytest.raises(LeadersError, match="The base is empty"):
        find(stored, base=str(ids))
    with pytest.raises(LeadersError, match=r"nowhere.txt is neither niche nor platform"):
        find(stored, base="nowhere.txt")


def test_a_niche_without_candidates_has_no_base(workspace: Workspace) -> None:
    put(workspace, AUDIENCES, candidates=[])
    with pytest.raises(LeadersError, match="The base is empty"):
        find(workspace)


def test_nobody_in_the_target(stored: Workspace) -> None:
    text = NICHE + "minimum_interactions = 1\n"
    (stored.niches / "niche.toml").write_text(text)
    with pytest.raises(LeadersError, match="Nobody is in the target audience of niche; ask for l"):
        find(stored)


def test_similar_ones(stored: Workspace) -> None:
    similar = find(stored).table["similar"].to_list()
    assert [[it["account_id"] for it in row] for row in similar] == [
        ["vk:-2", "vk:-3"],
        ["vk:-1", "vk:-2"],
        ["vk:-1", "vk:-5", "vk:-3"],
    ]
    assert similar[0][0]["name"] == "=Yarn, cheap"
    assert similar[0][0]["overlap_jaccard"] == pytest.approx(400 / 1600)
    assert similar[2][1]["overlap_jaccard"] == pytest.approx(205 / 1000)


def test_the_first_of_them_and_the_minimum(stored: Workspace) -> None:
    assert find(stored, top=1).table["account_id"].to_list() == ["vk:-1"]
    found = find(stored, minimum=101)
    assert found.table["account_id"].to_list() == ["vk:-1", "vk:-2"]
    assert (found.measured_count, found.below_count) == (4, 2)


def test_whoever_forbids_being_shown_is_not(stored: Workspace) -> None:
    with Store(stored) as store:
        put_visit(store, 1)
        hidden = {"account_no": [1], "visit_no": [1], "is_unlisted": [True]}
        store.append("profile", pl.DataFrame(hidden))
    found = find(stored)
    assert found.table["account_id"].to_list() == ["vk:-1", "vk:-3"]
    assert "vk:-2" not in str(found.table["similar"].to_list())


@settings(max_examples=15)
@given(st.lists(st.sets(st.integers(0, 60), min_size=10), min_size=2, max_size=5))
def test_counts_are_those_of_sets(workspace: Workspace, audiences: list[set[int]]) -> None:
    workspace.database.unlink(missing_ok=True)
    put(workspace, dict(enumerate(audiences)), candidates=[0])
    found = find(workspace, minimum=10)
    counts = {
        f"vk:-{number + 1}": (len(it & audiences[0]), len(it))
        for number, it in enumerate(audiences)
        if len(it & audiences[0]) >= 10
    }
    shown = found.table.select("account_id", "target_count", "seen_count").rows()
    assert {row[0]: row[1:] for row in shown} == counts
    assert found.table["share_low"].is_sorted(descending=True)
    for row in found.table.iter_rows(named=True):
        mine = audiences[int(row["account_id"].removeprefix("vk:-")) - 1]
        for it in row["similar"]:
            other = audiences[int(it["account_id"].removeprefix("vk:-")) - 1]
            assert len(mine & other) >= 10
            assert it["overlap_jaccard"] == pytest.approx(len(mine & other) / len(mine | other))


def test_words_that_recur() -> None:
    best = ["Вязание спицами", "вязание крючком", "Всё про ВЯЗАНИЕ!", "Yarn & Co"]
    words = find_name_words(best, [f"Club {number}" for number in range(40)] + ["Yarn"] * 5)
    assert [(it.word, it.best_count, it.other_count) for it in words] == [("вязание", 3, 0)]
    assert words[0].log_odds == pytest.approx(np.log(3.5 * 45.5 / (1.5 * 0.5)))
    assert find_name_words(best, []) == []
    assert find_name_words([], best) == []
    assert find_name_words(["a club"] * 5, ["a club"] * 50) == []
