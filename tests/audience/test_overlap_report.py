"""Which accounts are compared, and what is said of how they were seen."""

from datetime import UTC, datetime

import polars as pl
import pytest
from stored_audiences import START, put_accounts, put_edges, put_visit

from leaders.audience.overlap_report import report_overlap
from leaders.errors import LeadersError
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import suppress

PEOPLE = 40
FIRST = 10
"""People have the numbers from here on."""
IDS = ["vk:a", "vk:b", "vk:c", "vk:small", "bluesky:e", "vk:quiet", "files:one/g", "files:two/h"]


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    """a: people 0 to 29, whole; b: 20 to 39, whole; c: 10 to 29 of 60, cut with the newest first;
    small: nine people. Everybody but quiet is a candidate.
    """
    with Store(workspace) as store:
        ids = IDS + [f"vk:x{n}" for n in range(FIRST - len(IDS))]
        put_accounts(store, ids + [f"vk:p{n}" for n in range(PEOPLE)])
        for number, people in enumerate((range(30), range(20, 40), range(10, 30), range(9))):
            told = {"ended": "complete"}
            if number == 2:
                told = {"ended": "cut", "is_newest_first": True, "declared_count": 60}
            put_visit(store, number, subject_no=number, listing="members", **told)
            put_edges(store, number, [(FIRST + person, number, "member") for person in people])
        put_visit(store, 4, subject_no=4, listing="followers", ended="complete")
        put_edges(store, 4, [(FIRST + person, 4, "follow") for person in range(35)])
        for number in (0, 1, 2, 3, 4, 6, 7):
            row = {"niche": "niche", "account_no": number, "why": "seed", "depth": 0}
            store.append("niche_account", pl.DataFrame([{**row, "since_visit": 0}]))
        rebuild_edges(store)
    return workspace


def report(workspace: Workspace, *names: str, **options):
    return report_overlap(workspace, load_niche(workspace, "niche"), names, **options)


def ids(told) -> list[str]:
    return told.overlap.accounts["account_id"].to_list()


def test_the_accounts_named_in_their_order(stored: Workspace) -> None:
    told = report(stored, "vk:b", "a")
    assert ids(told) == ["vk:b", "vk:a"]
    assert told.overlap.shared.value.tolist() == [[20, 10], [10, 30]]
    assert told.cautions == ()
    assert set(told.frames()) == {"plan", "accounts", "frequency", "pairs"}


def test_an_audience_that_was_cut_is_said(stored: Workspace) -> None:
    told = report(stored, "a", "b", "c")
    assert len(told.cautions) == 1
    assert told.cautions[0].startswith("cut with the newest first")
    assert told.cautions[0].endswith(": c")
    assert told.overlap.shared.basis[0].tolist() == ["exact", "exact", "bounds"]


def test_without_names_the_largest_audiences_of_an_unranked_niche(stored: Workspace) -> None:
    """Of the platform of the largest; with under ten people nobody is compared, nor suppressed."""
    with Store(stored) as store:
        suppress(store, "bluesky:e", START)
    told = report(stored)
    assert ids(told) == ["vk:a", "vk:b", "vk:c"]
    assert "not ranked" in told.chosen
    assert ids(report(stored, top=2)) == ["vk:a", "vk:b"]


def test_one_platform_at_a_time(stored: Workspace) -> None:
    """The largest audience is e's, the only one of its platform."""
    with pytest.raises(LeadersError, match="fewer than two accounts"):
        report(stored)
    with pytest.raises(LeadersError, match="of one platform"):
        report(stored, "a", "bluesky:e")
    with pytest.raises(LeadersError, match="one data set"):
        report(stored, "files:one/g", "files:two/h")


def test_a_look_into_the_past(stored: Workspace) -> None:
    told = report(stored, "a", "b", as_of=START)
    assert told.overlap.seen.sizes.tolist() == [30, 0]
    with pytest.raises(LeadersError, match="was seen by 2020-01-01"):
        report(stored, "a", "b", as_of=datetime(2020, 1, 1, tzinfo=UTC))


def test_names_that_cannot_be_compared(stored: Workspace) -> None:
    for names, words in (
        (("a",), "two accounts or more"),
        (("a", "vk:a"), "two accounts or more"),
        (("a", "nobody"), "No account nobody is stored"),
    ):
        with pytest.raises(LeadersError, match=words):
            report(stored, *names)
    with Store(stored) as store:
        suppress(store, "vk:b", START)
    with pytest.raises(LeadersError, match="asked not to be listed"):
        report(stored, "a", "vk:b")


def test_a_store_without_any_visit(workspace: Workspace) -> None:
    with Store(workspace):
        pass
    with pytest.raises(LeadersError, match="No audience is stored yet"):
        report(workspace)
