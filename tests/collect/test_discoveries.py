"""Searches by words, and curated lists: named, found, and with two seeds on them."""

from small_network import SmallNetwork
from test_completeness import FOLLOWS, niche

from leaders.collect import Crawl
from leaders.model import Listing
from leaders.niche import Limits, Niche
from leaders.settings import Workspace
from leaders.store import Store

WORDS = {"en": ("yarn", "#wool"), "ru": ("пряжа",)}
FAR = {("far", "eve"), ("far", "dan"), ("far", "ina"), ("far", "joe"), ("far", "kim")}


def wordy(**values: object) -> Niche:
    return niche(audience=0).model_copy(update={"words": WORDS, **values})


def network(**values: object) -> SmallNetwork:
    rows = {
        ("yarn", Listing.SEARCH_ACCOUNTS): ["eve"],
        ("#wool", Listing.SEARCH_ACCOUNTS): ["dan", "eve", "far", "ina"],
        ("пряжа", Listing.SEARCH_LISTS): ["list/of-two-seeds", "list/of-one-seed"],
        ("ann", Listing.LISTS): ["list/by-a-seed"],
        ("list/of-two-seeds", Listing.LISTED): ["ann", "bob", "joe"],
        ("list/of-one-seed", Listing.LISTED): ["ann", "kim"],
        ("list/named", Listing.LISTED): ["kim"],
    }
    return SmallNetwork(FOLLOWS | FAR, rows=rows, rows_a_call=3, **values)


def candidates(workspace: Workspace) -> dict[str, str]:
    with Store(workspace) as store:
        return {
            row["account_id"].partition(":")[2]: row["why"]
            for row in store._connection.sql(
                "select account_id, niche_account.why from niche_account join account "
                "using (account_no) order by account_no"
            ).pl().iter_rows(named=True)
        }  # fmt: skip


def test_searches_and_lists_find_candidates(workspace: Workspace) -> None:
    small = network()
    Crawl(workspace, wordy(), small).run()
    found = candidates(workspace)
    # One page of three rows is read of a search: ina was cut off, and the ledger says so.
    assert {name for name, why in found.items() if why == "found"} == {"eve", "dan", "far"}
    assert {name for name, why in found.items() if why == "listed"} == {"joe"}
    assert {name for name, why in found.items() if why == "seed"} == {"ann", "bob"}
    assert ("list/by-a-seed", Listing.LISTED, None) in small.asked
    assert ("joe", Listing.FOLLOWERS, None) in small.asked


def test_a_list_that_the_niche_names_needs_no_seeds_on_it(workspace: Workspace) -> None:
    report = Crawl(workspace, wordy(lists=("list/named", "no list")), network()).run()
    assert candidates(workspace)["kim"] == "listed"
    assert report.remarks == ["no list is known as no list"]
    assert not report.is_complete


def test_a_search_is_made_once(workspace: Workspace) -> None:
    Crawl(workspace, wordy(), network()).run()
    again = network()
    Crawl(workspace, wordy(), again).run()
    assert again.asked == []


def test_without_pages_for_it_nothing_is_searched(workspace: Workspace) -> None:
    small = network()
    Crawl(workspace, wordy(limits=Limits(posts=0, audience=0, search=0)), small).run()
    assert not [asked for asked in small.asked if asked[1] is Listing.SEARCH_ACCOUNTS]


def test_what_the_platform_cannot_do_is_told(workspace: Workspace) -> None:
    small = network(said=("search of posts needs a login",))
    report = Crawl(workspace, wordy(), small).run()
    assert "search of posts needs a login" in report.describe()
    assert not report.is_complete


def test_the_walls_of_seeds_are_searched_where_that_is_possible(workspace: Workspace) -> None:
    small = network()
    small.discoveries = lambda: (Listing.SEARCH_WALL,)
    small.rows[("ann yarn", Listing.SEARCH_WALL)] = ["eve"]
    Crawl(workspace, wordy(), small).run()
    asked = {subject for subject, listing, _ in small.asked if listing is Listing.SEARCH_WALL}
    assert asked == {
        f"{seed} {words}" for seed in ("ann", "bob") for words in sum(WORDS.values(), ())
    }
    assert candidates(workspace)["eve"] == "found"
    again = network()
    again.discoveries = lambda: (Listing.SEARCH_WALL,)
    Crawl(workspace, wordy(), again).run()
    assert not [it for it in again.asked if it[1] is Listing.SEARCH_WALL]
