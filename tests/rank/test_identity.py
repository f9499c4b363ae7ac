"""Which ranking it is: what went before changes it, and the same rules pin the reference."""

import json
from datetime import datetime, timedelta

import pytest
from imported_rows import MONDAY, new_workspace, store_edges, write_niche

from leaders.niche import Niche, load_niche
from leaders.rank.identity import (
    NONE,
    REFERENCE_DAYS,
    hash_config,
    hash_identity,
    make_identity,
)
from leaders.settings import Workspace
from leaders.store import Store

LATER = MONDAY + timedelta(days=REFERENCE_DAYS)


def remember(store: Store, name: str, as_of: datetime, identity: dict[str, str]) -> None:
    """As if that had been ranked."""
    store.execute(
        "ranking/add", ranking_no=int(store.value("ranking/next_number")), ranking_id=name,
        niche="niche", as_of=as_of, account_count=0, identity=json.dumps(identity), notes="[]",
    )  # fmt: skip


def identify(store: Store, workspace: Workspace, as_of: datetime, seed: int = 0) -> dict[str, str]:
    return make_identity(store, load_niche(workspace, "niche"), as_of, seed)


@pytest.fixture
def opened():
    with new_workspace() as workspace:
        store_edges(workspace, [("a", "b", "follow")])
        with Store(workspace) as store:
            yield store, workspace


def test_the_first_ranking_has_nothing_before_it(opened) -> None:
    identity = identify(*opened, LATER)
    assert identity["before"] == identity["reference"] == NONE


def test_the_same_rules_pin_the_oldest_reference_of_the_last_days(opened) -> None:
    store, workspace = opened
    rules = identify(store, workspace, LATER)
    for name, days in (("too old", -1), ("pinned", 0), ("newer", 30), ("newest", 60)):
        remember(store, name, MONDAY + timedelta(days=days), rules)
    found = identify(store, workspace, LATER)
    assert (found["before"], found["reference"]) == ("newest", "pinned")
    a_day_later = identify(store, workspace, LATER + timedelta(days=1))
    assert (a_day_later["before"], a_day_later["reference"]) == ("newest", "newer")


def test_what_is_ranked_later_is_not_before(opened) -> None:
    store, workspace = opened
    remember(store, "later", LATER, identify(store, workspace, LATER))
    for moment in (MONDAY, LATER):
        assert identify(store, workspace, moment)["before"] == NONE


@pytest.mark.parametrize("key", ["config_hash", "code_hash"])
def test_other_rules_are_no_reference_but_decided_who_was_in(opened, key) -> None:
    store, workspace = opened
    rules = identify(store, workspace, LATER)
    remember(store, "other", MONDAY, rules | {key: "another"})
    found = identify(store, workspace, LATER)
    assert (found["before"], found["reference"]) == ("other", NONE)


def test_another_niches_rankings_are_none_of_its_business(opened) -> None:
    store, workspace = opened
    remember(store, "one", MONDAY, identify(store, workspace, LATER))
    write_niche(workspace, "")
    (workspace.niches / "other.toml").write_text('title = "O"\nplatforms = ["files"]\n')
    found = make_identity(store, load_niche(workspace, "other"), LATER, 0)
    assert found["before"] == found["reference"] == NONE


@pytest.mark.parametrize("key", ["before", "reference", "seed", "as_of", "calibration"])
def test_every_part_changes_the_name(opened, key) -> None:
    identity = identify(*opened, LATER)
    assert hash_identity(identity | {key: "another"}) != hash_identity(identity)
    assert hash_identity(dict(reversed(identity.items()))) == hash_identity(identity)


def test_the_rules_are_what_the_file_says_and_who_is_excluded() -> None:
    def niche(**said) -> Niche:
        return Niche(name="n", title="N", platforms=("files",), **said)

    plain = hash_config(niche())
    assert hash_config(niche()) == plain
    assert hash_config(niche(), frozenset({"files:a"})) != plain
    assert hash_config(niche(seeds=("files:d/a",))) != plain
    one = niche(edge_weights={"like": 0.5, "reply": 1})
    other = niche(edge_weights={"reply": 1, "like": 0.5})
    assert hash_config(one) == hash_config(other)
