"""A day's quota, one server of many, whom accounts refer to, and what a profile publishes."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from small_network import SmallNetwork
from test_completeness import FOLLOWS, niche

from leaders.collect import Crawl
from leaders.collect.report import NOTHING_LEFT
from leaders.errors import ServerUnreachable
from leaders.forgetting import forget
from leaders.model import (
    Account,
    AccountKind,
    Contact,
    ContactKind,
    Edge,
    EdgeKind,
    Ended,
    Listing,
    Page,
)  # fmt: skip
from leaders.niche import load_niche
from leaders.pipeline import rank
from leaders.platforms.quota import DayLedger
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store
from leaders.store.pages import OpenVisit, PageRead, write_pages
from leaders.store.suppression import suppress

DAY = datetime(2026, 11, 1, 9, tzinfo=UTC)


def with_quota(limit: int, day: datetime = DAY, *listings: Listing) -> SmallNetwork:
    ledger = DayLedger("small", {"calls": limit}, now=lambda: day)
    return SmallNetwork(FOLLOWS, ledger=ledger, buckets=dict.fromkeys(listings, "calls"))


def edges(workspace: Workspace) -> list[tuple]:
    with Store(workspace) as store:
        return store._connection.sql(
            "select s.account_id, t.account_id, edge.kind from edge "
            "join account s on s.account_no = source_no join account t on t.account_no = target_no"
        ).fetchall()  # fmt: skip


def sql(workspace: Workspace, statement: str) -> list[tuple]:
    with Store(workspace) as store:
        return store._connection.sql(statement).fetchall()


def test_what_a_day_does_not_allow_is_read_on_the_next(workspace: Workspace) -> None:
    kinds = (Listing.FOLLOWERS, Listing.FOLLOWING, Listing.PROFILE)
    today = with_quota(9, DAY, *kinds)
    report = Crawl(workspace, niche(), today).run()
    assert not report.is_complete
    assert report.gaps["unfinished"] > 0
    assert report.stopped == (
        "what small allows of calls in a day is used; the same command reads the rest after "
        "2026-11-02 00:00 UTC"
    )
    assert report.calls >= len(today.asked)  # what was refused without asking is no call
    again = with_quota(9, DAY + timedelta(hours=5), *kinds)
    Crawl(workspace, niche(), again).run()
    assert not [it for it in again.asked if it[1] in kinds], "the same day has nothing left"
    for number in range(1, 20):
        report = Crawl(
            workspace, niche(), with_quota(9, DAY + timedelta(days=number), *kinds)
        ).run()
        if report.is_complete:
            break
    assert report.is_complete
    undisturbed = Workspace(workspace.root / "undisturbed")
    Crawl(undisturbed, niche(), with_quota(10**6, DAY, *kinds)).run()
    assert set(edges(workspace)) >= set(edges(undisturbed))


def test_the_other_listings_are_read_when_one_kind_is_used_up(workspace: Workspace) -> None:
    small = with_quota(1, DAY, Listing.FOLLOWING)
    report = Crawl(workspace, niche(), small).run()
    whole = SmallNetwork(FOLLOWS)
    Crawl(Workspace(workspace.root / "whole"), niche(audience=0), whole).run()
    asked = {subject for subject, listing, _ in small.asked if listing is Listing.FOLLOWERS}
    assert {"ann", "bob"} <= asked
    assert len([it for it in small.asked if it[1] is Listing.FOLLOWING]) == 1
    assert report.gaps["unfinished"] >= 1


def test_the_quota_is_stored_with_the_pages(workspace: Workspace) -> None:
    Crawl(workspace, niche(), with_quota(10**6, DAY, Listing.FOLLOWERS)).run()
    ((platform, used),) = sql(workspace, "select platform, used_count from quota")
    assert platform == "small"
    assert (
        used
        == sql(
            workspace,
            "select count(*) from page join visit using (visit_no) where listing = 'followers'",
        )[0][0]
    )


@pytest.mark.parametrize("is_one_server", [True, False])
def test_one_server_that_is_away_stops_nobody_else(
    workspace: Workspace, is_one_server: bool
) -> None:
    follows = FOLLOWS | {(f"p{number}", "ann") for number in range(40)}

    def fault(subject: str, listing: Listing, cursor: str | None) -> Page | None:
        if subject.startswith("p"):
            raise ServerUnreachable("p.example is away", 503)
        return None

    small = SmallNetwork(follows, fault=fault)
    if not is_one_server:
        small.fault = lambda *asked: (
            Page(ended=Ended.FAILED, why="no") if fault_of(*asked) else None
        )
    crawl = Crawl(workspace, niche(audience=40), small)
    if is_one_server:
        report = crawl.run()
        assert report.visits["failed"] > 10
        assert report.gaps["failed"] > 10
    else:
        with pytest.raises(Exception, match="refused 10 requests in a row"):
            crawl.run()


def fault_of(subject: str, listing: Listing, cursor: str | None) -> bool:
    return subject.startswith("p")


class Referring(SmallNetwork):
    """Nobody's follows are shown; accounts feature others."""

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        return (Listing.FEATURED,)

    def post_listings(self) -> tuple[Listing, ...]:
        return ()

    def _read(self, subject: str, listing: Listing, cursor: str | None) -> Page:
        if listing is not Listing.FEATURED:
            return super()._read(subject, listing, cursor)
        own = f"small:{subject}"
        named = sorted(target for source, target in self.follows if source == subject)
        return Page(edges=tuple(Edge(own, f"small:{it}", EdgeKind.MENTION) for it in named))


def candidates(workspace: Workspace) -> dict[str, str]:
    return dict(
        sql(
            workspace,
            "select account_id, why from niche_account join account using (account_no)",
        )
    )


def test_whom_two_of_the_niche_refer_to_is_a_candidate(workspace: Workspace) -> None:
    follows = {("ann", "x"), ("bob", "x"), ("bob", "y"), ("x", "z"), ("ann", "z")}
    Crawl(workspace, niche(depth=3), Referring(follows)).run()
    assert candidates(workspace) == {
        "small:ann": "seed", "small:bob": "seed", "small:x": "referred to",
        "small:z": "referred to",
    }  # fmt: skip


def test_a_lone_seed_has_its_neighbours(workspace: Workspace) -> None:
    lone = niche().model_copy(update={"seeds": ("ann",)})
    Crawl(workspace, lone, Referring({("ann", "x"), ("ann", "y")})).run()
    assert candidates(workspace) == {
        "small:ann": "seed", "small:x": "referred to", "small:y": "referred to",
    }  # fmt: skip


class Publishing(SmallNetwork):
    contacts = (
        Contact(ContactKind.EMAIL, "ads@ann.example", "advertising"),
        Contact(ContactKind.ACCOUNT, "small:bob"),
    )
    links: tuple[str, ...] = ("https://t.me/ann",)

    def fetch_profiles(self, account_ids):
        return [
            Account(account.account_id, contacts=self.contacts, links=self.links)
            if account.account_id == "small:ann"
            else account
            for account in super().fetch_profiles(account_ids)
        ]


PROFILE = (
    "select contacts, links from profile_as_of('infinity') join account using (account_no) "
    "where account_id = 'small:ann'"
)


def test_contacts_and_links_are_kept_as_the_newest_profile_gives_them(workspace: Workspace) -> None:
    Crawl(workspace, niche(), Publishing(FOLLOWS)).run()
    ((contacts, links),) = sql(workspace, PROFILE)
    assert contacts[0] == {"kind": "email", "value": "ads@ann.example", "role": "advertising"}
    assert links == ["https://t.me/ann"]
    with (workspace.niches / "niche.toml").open("a") as file:  # ann tells no count of followers
        file.write("[score.weights]\nfollow_pagerank = 1\n")
    rank(workspace, "niche")
    tables = load_shortlist(workspace, load_niche(workspace, "niche")).tables
    shown = pl.concat(list(tables.values()))
    row = shown.row(by_predicate=pl.col("account_id") == "small:ann", named=True)
    assert row["contacts"] == "ads@ann.example (advertising); small:bob"
    assert row["links"] == "https://t.me/ann"
    assert forget(workspace, "small:bob").was_known
    ((contacts, links),) = sql(workspace, PROFILE)
    assert [it["value"] for it in contacts] == ["ads@ann.example"]
    assert b"small:bob" not in workspace.database.read_bytes()


def test_who_is_suppressed_comes_back_as_nobodys_contact(workspace: Workspace) -> None:
    with Store(workspace) as store:
        suppress(store, "small:bob", DAY)
    Crawl(workspace, niche(), Publishing(FOLLOWS)).run()
    ((contacts, _),) = sql(workspace, PROFILE)
    assert [it["value"] for it in contacts] == ["ads@ann.example"]


def test_what_a_file_does_not_say_takes_no_contact_away(workspace: Workspace) -> None:
    Crawl(workspace, niche(), Publishing(FOLLOWS)).run()
    silent = Publishing(FOLLOWS)
    silent.contacts = silent.links = None
    with Store(workspace) as store:
        visit = OpenVisit("small:ann", Listing.PROFILE, DAY + timedelta(days=60))
        page = Page(accounts=tuple(silent.fetch_profiles(["small:ann"])))
        at = DAY + timedelta(days=61)
        write_pages(store, "niche", "small", [PageRead(visit, 0, page, at, Ended.COMPLETE, None)])
    ((contacts, links),) = sql(workspace, PROFILE)
    assert contacts
    assert links


def test_a_spent_quota_plans_nothing_that_it_cannot_pay(workspace: Workspace) -> None:
    undisturbed = Workspace(workspace.root / "undisturbed")
    Crawl(undisturbed, niche(), SmallNetwork(FOLLOWS)).run()
    kinds = (Listing.FOLLOWERS, Listing.FOLLOWING, Listing.PROFILE, Listing.POSTS)
    for number in range(60):
        small = with_quota(7, DAY + timedelta(days=number), *kinds)
        report = Crawl(workspace, niche(), small).run()
        planned = sql(workspace, "select count(*) from visit where ended is null")[0][0]
        assert planned <= 30, "a round at most"
        if not report.gaps.get("unfinished") and report.stopped == NOTHING_LEFT:
            break
    assert report.stopped == NOTHING_LEFT
    read = "select account_id from visit join account on account_no = subject_no where listing = "
    for listing in ("followers", "following"):
        asked = read + f"'{listing}' order by all"
        assert sql(workspace, asked) == sql(undisturbed, asked)


def test_a_quota_that_went_without_a_page_is_stored_too(workspace: Workspace) -> None:
    class Asking(SmallNetwork):
        def find_account(self, text: str) -> str | None:
            self.ledger.spend("calls")
            return super().find_account(text)

    small = Asking(FOLLOWS, ledger=DayLedger("small", {"calls": 1}, now=lambda: DAY))
    report = Crawl(workspace, niche(audience=0, accounts=1), small).run()
    assert sql(workspace, "select used_count from quota") == [(1,)]
    assert [it for it in report.remarks if "could not be looked up" in it]
    assert report.stopped.startswith("what small allows of calls in a day is used")


def test_what_another_niche_only_planned_is_asked_by_this_one(workspace: Workspace) -> None:
    other = niche().model_copy(update={"name": "other"})
    Crawl(workspace, other, with_quota(1, DAY, Listing.FOLLOWING)).run()
    assert sql(workspace, "select count(*) from visit where ended is null")[0][0] > 0
    small = SmallNetwork(FOLLOWS)
    Crawl(workspace, niche(), small).run()
    asked = {subject for subject, listing, _ in small.asked if listing is Listing.FOLLOWING}
    alone = SmallNetwork(FOLLOWS)
    Crawl(Workspace(workspace.root / "alone"), niche(), alone).run()
    told = {subject for subject, listing, _ in alone.asked if listing is Listing.FOLLOWING}
    assert len(told - asked) <= 1, "the one that the other niche has read"


def test_a_file_that_tells_a_part_of_a_listing_does_not_begin_it_anew(workspace: Workspace) -> None:
    Crawl(workspace, niche(pages=1), SmallNetwork(FOLLOWS)).run()
    with Store(workspace) as store:
        store._connection.sql(
            "insert into visit (visit_no, platform, subject_no, listing, fetched_count, "
            "started_at, ended_at, ended) select 100000 + row_number() over (), 'small', "
            "account_no, 'followers', 1, '2027-01-01', '2027-01-01', 'cut' from account"
        )
    small = SmallNetwork(FOLLOWS)
    Crawl(workspace, niche(pages=1), small).run()
    assert not [it for it in small.asked if it[1] is Listing.FOLLOWERS]
