"""Every placement on offer: its cheapest price, what comes on top of it, whose it is."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_audiences import LATER
from stored_market import NOW, TOLD, Channel, put_market

from leaders.audience.market import find_owners, load_market
from leaders.audience.market_rules import load_rules
from leaders.audience.wishes import Wishes
from leaders.errors import LeadersError
from leaders.forgetting import forget
from leaders.identity import Answer, decide
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store


def market(
    workspace: Workspace, country: str | None = "NL", *, wanted: tuple = (), priced_at=NOW, **wishes
) -> pl.DataFrame:
    told = Wishes(1000, "RUB", **wishes)
    rules = load_rules(workspace, country)
    with Store(workspace) as store:
        numbers = np.array(wanted, dtype=np.int32)
        niche = load_niche(workspace, "niche")
        found, members = load_market(store, niche, told, rules, numbers, LATER, priced_at)
    assert found["account_no"].equals(members.accounts["account_no"])
    return found


def test_the_cheapest_of_several_formats_with_its_fees(workspace: Workspace) -> None:
    prices = (
        ("post", 100, "RUB", 0, 0), ("story", 90, "RUB", 20, 0), ("repost", 1, "EUR", 10, 0.5),
    )  # fmt: skip
    put_market(workspace, [Channel("vk:-1", range(9), prices), Channel("vk:-2", price=7)])
    columns = ("format", "price", "fees", "levy", "cost", "said_price", "said_currency")
    cheap = market(workspace, rates={"EUR": 60.0}).select(columns).rows()
    assert cheap[0] == ("repost", 60, 36, 0, 96, 1, "EUR")
    assert market(workspace, rates={"EUR": 90.0}).select(columns).row(0)[:5] == (
        "post", 100, 0, 0, 100,
    )  # fmt: skip
    with pytest.raises(LeadersError, match="1 price in EUR and the plan is in RUB"):
        market(workspace)


def test_the_levy_is_added_to_the_cost(workspace: Workspace) -> None:
    put_market(workspace, [Channel("vk:-1", range(9), [("post", 1000, "RUB", 10, 0)])])
    row = market(workspace, "RU").row(0, named=True)
    assert (row["fees"], row["levy"], row["cost"]) == (100, 33, 1133)
    assert row["status"] == "allowed"
    assert market(workspace, "NL")["levy"].to_list() == [0]


def test_rules_of_the_advertisers_country(workspace: Workspace) -> None:
    ids = ("vk:-1", "telegram:1", "instagram:1", "bluesky:did:1")
    put_market(workspace, [Channel(it, price=5, followers=10_001) for it in ids])
    told = market(workspace, "RU").select("account_id", "status", "needs_registry").rows()
    assert told == [
        ("bluesky:did:1", "unknown", False), ("instagram:1", "banned", True),
        ("telegram:1", "disputed", True), ("vk:-1", "allowed", True),
    ]  # fmt: skip
    assert set(market(workspace, None)["status"]) == {"unknown"}


def test_who_publishes_a_contact_together_is_one_owner(workspace: Workspace) -> None:
    contacts = (("a@x", "b@x"), ("c@x",), ("b@x", "d@x"), (), (), ("d@x",))
    channels = [Channel(f"vk:-{n}", contacts=it) for n, it in enumerate(contacts, 1)]
    put_market(workspace, channels)
    assert market(workspace)["owner"].to_list() == [0, 1, 0, 2, 3, 0]


def test_one_person_with_several_accounts_is_one_owner_and_one_of_an_audience(
    workspace: Workspace,
) -> None:
    channels = [Channel("vk:-1", range(9)), Channel("vk:-2", range(9)), Channel("vk:-3", range(9))]
    put_market(workspace, channels)
    assert market(workspace)["owner"].to_list() == [0, 1, 2]
    for one, other in (("vk:-1", "vk:-3"), ("vk:0", "vk:1")):
        decide(workspace, [Answer(one, other, True)], "Anna", LATER)
    joined = market(workspace)
    assert joined["owner"].to_list() == [0, 1, 0]
    assert joined["seen_count"].to_list() == [8, 8, 8]


def test_people_join_the_owners_of_contacts() -> None:
    contacts = pl.Series("contact", [["a"], None, ["a"], None, []], dtype=pl.List(pl.String))
    people = np.array([4, 5, 6, 6, 5])
    assert find_owners(contacts, people).tolist() == [0, 1, 0, 0, 1]


@given(st.lists(st.one_of(st.none(), st.lists(st.sampled_from("abcdef"))), max_size=8))
def test_owners_are_connected_by_contacts(contacts: list) -> None:
    owners = find_owners(pl.Series("contact", contacts, dtype=pl.List(pl.String)))
    sets = [set(it or ()) for it in contacts]
    group = list(range(len(sets)))
    for _ in sets:  # the plain way: join until nothing changes
        for i, one in enumerate(sets):
            for j, other in enumerate(sets):
                if one & other:
                    group[i] = group[j] = min(group[i], group[j])
    for i in group:
        for j in group:
            assert (owners[i] == owners[j]) == (group[i] == group[j])


def test_who_may_not_be_shown_is_never_offered(workspace: Workspace) -> None:
    channels = [
        Channel("vk:-1", range(9), 5), Channel("vk:-2", range(9), 5, is_unlisted=True),
        Channel("vk:-3", range(9), 5), Channel("vk:-4", range(9), 5, is_candidate=False),
    ]  # fmt: skip
    put_market(workspace, channels)
    forget(workspace, "vk:-3", never_again_at=NOW)
    assert market(workspace)["account_id"].to_list() == ["vk:-1"]
    assert market(workspace, wanted=(1, 3))["account_id"].to_list() == ["vk:-1", "vk:-4"]


def test_a_price_told_later_is_not_seen(workspace: Workspace) -> None:
    put_market(workspace, [Channel("vk:-1", range(9), 5)])
    assert market(workspace, priced_at=TOLD)["cost"].to_list() == [5]
    row = market(workspace, priced_at=TOLD - timedelta(seconds=1)).row(0, named=True)
    assert row["cost"] is row["levy"] is row["format"] is None


def test_what_is_known_of_an_audience(workspace: Workspace) -> None:
    channels = [
        Channel("vk:-1", range(20), 5, followers=40, ended="cut", views=8),
        Channel("vk:-2", range(20), 5, ended="gone"), Channel("vk:-3", price=5, ended="hidden"),
    ]  # fmt: skip
    put_market(workspace, channels)
    columns = ("seen_count", "coverage", "is_complete", "is_gone", "exposure", "exposure_from")
    assert market(workspace).select(columns).rows() == [
        (20, 0.5, False, False, 0.2, "recent posts"), (0, None, False, True, 0.1, "assumed"),
        (0, None, False, False, 0.1, "assumed"),
    ]  # fmt: skip


def test_a_niche_without_candidates(workspace: Workspace) -> None:
    put_market(workspace, [Channel("vk:-1", range(9), 5, is_candidate=False)])
    with pytest.raises(LeadersError, match=r"niche has no candidates; collect it \(leaders run"):
        market(workspace)
