"""Faults of a platform: none is passed over, none ends the crawl, none makes it complete."""

import duckdb
import pytest
from small_network import SmallNetwork

from leaders.collect import CollectReport, Crawl
from leaders.collect.reading import FAILURES_IN_A_ROW
from leaders.errors import PlatformRefused, PlatformUnreachable
from leaders.model import Ended, Listing, Page
from leaders.niche import Limits, Niche
from leaders.overview import show_status
from leaders.rank import rank_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import find_last_moment

FANS = [f"fan{number}" for number in range(7)]
FOLLOWS = {(fan, star) for fan in FANS for star in ("ann", "bob")} | {("ann", "bob")}


def niche(**limits: int) -> Niche:
    made = Niche(
        name="niche", title="A", platforms=("files",), limits=Limits(**{"posts": 0, **limits})
    )
    return made.model_copy(update={"platforms": ("small",), "seeds": ("ann", "bob")})


def crawl(workspace: Workspace, network: SmallNetwork, **limits: int) -> CollectReport:
    return Crawl(workspace, niche(**limits), network).run()


def follows_of(workspace: Workspace) -> set[tuple[str, str]]:
    with duckdb.connect(str(workspace.database)) as connection:
        rows = connection.execute(
            """select s.account_id, t.account_id from edge
            join account as s on s.account_no = source_no
            join account as t on t.account_no = target_no where edge.kind = 'follow'"""
        ).fetchall()
    return {(s.partition(":")[2], t.partition(":")[2]) for s, t in rows}


def ledger(workspace: Workspace) -> dict[tuple[str, str], dict]:
    rows = show_status(workspace, "niche", with_whole=True)["listings"]
    return {(row["subject"], row["listing"]): row for row in rows}


def test_a_network_without_faults_is_complete(workspace: Workspace) -> None:
    report = crawl(workspace, SmallNetwork(FOLLOWS))
    assert report.is_complete
    assert follows_of(workspace) == FOLLOWS
    row = ledger(workspace)["ann", "followers"]
    assert (row["declared_count"], row["fetched_count"], row["gap_count"]) == (7, 7, 0)
    assert (row["row_order"], row["ended"]) == ("newest first", "complete")
    assert row["ended_at"] is not None


def fault_at(
    listing: Listing, page: Page | Exception, *, subject: str = "ann", after: bool = False
):
    """A fault at the first page of a listing, or at the second."""

    def fault(asked: str, of: Listing, cursor: str | None) -> Page | None:
        if (asked, of) != (subject, listing) or (cursor is None) is after:
            return None
        if isinstance(page, Exception):
            raise page
        return page

    return fault


CAPPED = Page(ended=Ended.CUT, why="the platform shows the newest 2")
HIDDEN = Page(ended=Ended.HIDDEN, why="the account hides its followers")
REFUSED = PlatformRefused("small refused: bad cursor", 500, "InternalServerError")


@pytest.mark.parametrize(
    ("page", "after", "ended", "why", "fetched"),
    [
        (CAPPED, True, "cut", "the platform shows the newest 2", 2),
        (HIDDEN, False, "hidden", "the account hides its followers", 0),
        (REFUSED, True, "failed", "small refused: bad cursor", 2),
        (Page(cursor="2"), True, "failed", "the platform repeated a cursor", 2),
    ],
)
def test_a_fault_is_in_the_ledger_and_the_crawl_is_not_complete(
    workspace, page, after, ended, why, fetched
) -> None:
    network = SmallNetwork(FOLLOWS, fault=fault_at(Listing.FOLLOWERS, page, after=after))
    report = crawl(workspace, network)
    assert not report.is_complete
    assert report.gaps == {ended: 1}
    row = ledger(workspace)["ann", "followers"]
    assert (row["ended"], row["why"], row["fetched_count"]) == (ended, why, fetched)
    assert row["gap_count"] == 7 - fetched
    assert {pair for pair in FOLLOWS if pair[1] == "bob"} <= follows_of(workspace)


def test_a_limit_of_pages_is_a_cut(workspace: Workspace) -> None:
    report = crawl(workspace, SmallNetwork(FOLLOWS), pages=2, audience=0)
    assert report.gaps["cut"] == 2
    assert ledger(workspace)["ann", "followers"]["why"] == "limit of 2 pages"


def test_an_empty_page_in_the_middle_is_not_the_end(workspace: Workspace) -> None:
    gap = fault_at(Listing.FOLLOWERS, Page(cursor="2"))
    report = crawl(workspace, SmallNetwork(FOLLOWS, fault=gap, second_reading=None))
    row = ledger(workspace)["ann", "followers"]
    assert (row["declared_count"], row["fetched_count"], row["ended"]) == (7, 5, "complete")
    assert report.is_complete  # the platform said so; the ledger tells the gap


def test_a_row_lost_between_pages_is_found_by_a_second_reading(workspace: Workspace) -> None:
    network = SmallNetwork(FOLLOWS, lost={"fan2"})
    assert crawl(workspace, network, audience=0).is_complete
    assert {s for s, t in follows_of(workspace) if t == "ann"} == set(FANS)
    again = [asked for asked in network.asked if asked[2] and asked[2].startswith("again")]
    assert {subject for subject, *_ in again} == {"ann", "bob"}
    row = ledger(workspace)["ann", "followers"]
    assert (row["declared_count"], row["fetched_count"]) == (7, 7)
    assert crawl(workspace, SmallNetwork(FOLLOWS, lost={"fan2"}), audience=0).calls == 0


def test_a_listing_of_one_page_is_not_read_twice(workspace: Workspace) -> None:
    network = SmallNetwork(FOLLOWS, rows_a_call=100, declared={"ann": 9, "bob": 9})
    crawl(workspace, network)
    assert not [asked for asked in network.asked if (asked[2] or "").startswith("again")]
    assert ledger(workspace)["ann", "followers"]["gap_count"] == 2


def test_what_failed_is_tried_again_by_the_next_run_and_not_before(workspace: Workspace) -> None:
    broken = SmallNetwork(FOLLOWS, fault=fault_at(Listing.FOLLOWERS, REFUSED))
    assert not crawl(workspace, broken).is_complete
    assert [asked[:2] for asked in broken.asked].count(("ann", Listing.FOLLOWERS)) == 1
    mended = SmallNetwork(FOLLOWS)
    assert crawl(workspace, mended).is_complete
    assert {asked[:2] for asked in mended.asked} == {("ann", Listing.FOLLOWERS)}
    assert follows_of(workspace) == FOLLOWS


def test_a_platform_that_refuses_everything_stops_the_crawl(workspace: Workspace) -> None:
    def refuse(subject: str, listing: Listing, cursor: str | None) -> Page:
        raise REFUSED

    stars = {(fan, star) for fan in FANS for star in map(str, range(9))}
    network = SmallNetwork(stars | FOLLOWS, fault=refuse)
    few = niche().model_copy(update={"seeds": tuple(map(str, range(9)))})
    with pytest.raises(PlatformUnreachable, match=rf"refused {FAILURES_IN_A_ROW} requests in a ro"):
        Crawl(workspace, few, network).run()


def test_whoever_forbids_it_is_known_and_never_shown(workspace: Workspace) -> None:
    network = SmallNetwork(FOLLOWS | {("cat", "ann")}, unlisted={"bob", "cat"})
    crawl(workspace, network)
    assert not [asked for asked in network.asked if asked[0] == "bob"]
    assert ("ann", "bob") in follows_of(workspace)
    with Store(workspace) as store:
        report = rank_niche(store, niche(), find_last_moment(store))
        shown = store.query(
            "ranking/accounts", ranking_no=0, list="role unknown", as_of=report.as_of, limit=99
        )
    assert report.account_count == 1
    assert shown["account_id"].to_list() == ["small:ann"]


# What a fresh reader found


def test_another_niche_goes_on_where_a_narrower_one_was_cut(workspace: Workspace) -> None:
    crawl(workspace, SmallNetwork(FOLLOWS), pages=1, audience=0)
    network = SmallNetwork(FOLLOWS)
    wider = niche(audience=0, pages=20).model_copy(update={"name": "wider"})
    report = Crawl(workspace, wider, network).run()
    assert report.is_complete
    assert ("ann", Listing.FOLLOWERS, "2") in network.asked
    assert ("ann", Listing.FOLLOWERS, None) not in network.asked
    assert follows_of(workspace) == FOLLOWS


def test_wider_limits_go_on_where_narrower_ones_stopped(workspace: Workspace) -> None:
    assert crawl(workspace, SmallNetwork(FOLLOWS), pages=1, audience=0).gaps == {"cut": 2}
    assert crawl(workspace, SmallNetwork(FOLLOWS), pages=20, audience=0).is_complete
    row = ledger(workspace)["ann", "followers"]
    assert (row["declared_count"], row["fetched_count"], row["ended"]) == (7, 7, "complete")


def test_each_niche_asks_its_own_audience(workspace: Workspace) -> None:
    other = {(f"other{n}", "eve") for n in range(7)}
    crawl(workspace, SmallNetwork(FOLLOWS | other), audience=3)
    network = SmallNetwork(FOLLOWS | other)
    second = niche(audience=3).model_copy(update={"name": "second", "seeds": ("eve",)})
    Crawl(workspace, second, network).run()
    asked = {s for s, listing, _ in network.asked if listing is Listing.FOLLOWING}
    assert len(asked - {"eve"}) == 3


def test_an_imported_id_that_is_none_of_the_platform_harms_nothing(workspace: Workspace) -> None:
    crawl(workspace, SmallNetwork(FOLLOWS), audience=0)
    with duckdb.connect(str(workspace.database)) as connection:
        connection.execute("insert into account values (99, 'small:Odd Name', null, null)")
        connection.execute(
            "insert into edge_seen select 0, 99, account_no, 'follow' from account "
            "where account_id = 'small:ann'".replace("'follow'", "'follow', null, null, null")
        )
    network = SmallNetwork(FOLLOWS)
    network.ids = "^small:[a-z0-9]+$"
    assert crawl(workspace, network).is_complete
    assert "Odd Name" not in {subject for subject, *_ in network.asked}


def test_an_end_without_any_of_many_is_not_believed(workspace: Workspace) -> None:
    many = {(f"fan{n}", "ann") for n in range(30)} | FOLLOWS
    crawl(workspace, SmallNetwork(many), audience=0)
    empty = SmallNetwork(many, fault=fault_at(Listing.FOLLOWERS, Page()))
    assert Crawl(Workspace(workspace.root / "2"), niche(audience=0), empty).run().gaps == {
        "failed": 1
    }


def test_failed_profiles_are_asked_for_again(workspace: Workspace) -> None:
    class Refusing(SmallNetwork):
        def fetch_profiles(self, account_ids):
            raise REFUSED

    first = crawl(workspace, Refusing(FOLLOWS))
    assert first.gaps["failed"] > 0
    again = crawl(workspace, SmallNetwork(FOLLOWS))
    assert again.is_complete


def test_no_profile_at_all_is_a_failure_and_nobody_is_gone(workspace: Workspace) -> None:
    class Silent(SmallNetwork):
        def fetch_profiles(self, account_ids):
            return []

    report = crawl(workspace, Silent(FOLLOWS))
    assert "gone" not in report.visits


def test_a_circle_of_cursors_is_noticed(workspace: Workspace) -> None:
    def circle(subject: str, listing: Listing, cursor: str | None) -> Page | None:
        if (subject, listing) != ("ann", Listing.FOLLOWERS):
            return None
        return Page(cursor={None: "a", "a": "b", "b": "a"}[cursor])

    report = crawl(workspace, SmallNetwork(FOLLOWS, fault=circle), pages=500)
    assert ledger(workspace)["ann", "followers"]["why"] == "the platform repeated a cursor"
    assert report.calls < 50


def test_an_unlisted_account_is_not_named_by_the_ledger(workspace: Workspace) -> None:
    network = SmallNetwork(FOLLOWS | {("cat", "ann"), ("ann", "cat")}, unlisted={"bob", "cat"})
    crawl(workspace, network)
    named = {row["subject"] for row in show_status(workspace, "niche", with_whole=True)["listings"]}
    assert not named & {"bob", "cat"}


def test_calls_that_were_promised_are_made(workspace: Workspace) -> None:
    for calls in range(5, 12):
        where = Workspace(workspace.root / str(calls))
        network = SmallNetwork(FOLLOWS)
        limited = niche(calls=calls, audience=0)
        assert Crawl(where, limited, network).run().calls == calls
        with Store(where) as store:
            pages = store._connection.sql("select count(*) from page").fetchall()[0][0]
        assert pages >= len(network.asked)
