"""Where the members of communities say that they are: asked of a sample, stored as numbers."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_crawl import Broken, failed_checks, network, raised_by, read

from leaders.collect import CollectReport, Crawl
from leaders.collect.forecast import make_forecast
from leaders.collect.places import AGAIN_AFTER, FEW, FEWEST, count_places
from leaders.errors import PlatformRefused, PlatformUnreachable
from leaders.forgetting import forget
from leaders.model import Listing, Place
from leaders.niche import Limits, Niche
from leaders.platforms.simulated import SimulatedPlatform
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.suppression import suppress

LIMITS = Limits(accounts=6, audience=0, candidates=10, pages=50, posts=0, depth=1)
CLUBS = [
    network().ids[number]
    for number, _ in Counter(network().memberships.target.tolist()).most_common(4)
]
"""The largest communities."""
PLACES = dict(zip(network().ids, network().places, strict=True))
SAMPLE = 40


class Small(SimulatedPlatform):
    """Tells of fewer people a call, and remembers whom it was asked about and how often."""

    places_a_call = SAMPLE

    def __init__(self, moved: timedelta = timedelta(0)) -> None:
        super().__init__(network(), 50)
        self.asked: list[tuple[str, ...]] = []
        self.moved = moved

    def now(self) -> datetime:
        return super().now() + self.moved

    def fetch_places(self, account_ids: Sequence[str]) -> list[Place]:
        self.asked.append(tuple(account_ids))
        return super().fetch_places(account_ids)


def clubs_niche(limits: Limits = LIMITS) -> Niche:
    return Niche(
        name="niche", title="A", platforms=("simulated",), seeds=tuple(CLUBS), limits=limits
    )


def crawl(
    workspace: Workspace, platform: SimulatedPlatform, limits: Limits = LIMITS
) -> CollectReport:
    return Crawl(workspace, clubs_niche(limits), platform).run()


def samples(workspace: Workspace) -> list[tuple]:
    """What is stored of where members are, by community and visit."""
    return read(
        workspace,
        """select account_id, country, city, people_count, asked_count, members_count,
            declared_count, fetched_count
        from audience_place join visit using (visit_no) join account on account_no = subject_no
        order by all""",
    )


def visits(workspace: Workspace) -> list[tuple]:
    return read(
        workspace,
        """select account_id, ended, why from visit join account on account_no = subject_no
        where listing = 'places' order by all""",
    )


# What is stored


def test_the_members_with_the_smallest_keys_are_counted(workspace) -> None:
    platform = Small()
    crawl(workspace, platform)
    assert len(platform.asked) == len(CLUBS)
    stored = samples(workspace)
    assert {row[0] for row in stored} == set(CLUBS)
    gone = {network().ids[n] for n in network().truth.is_gone.nonzero()[0]}
    for club in CLUBS:
        members = read(
            workspace,
            f"""select m.account_id from edge join account as m on m.account_no = source_no
            join account as c on c.account_no = target_no
            where edge.kind = 'member' and c.account_id = '{club}' order by m.account_key""",
        )
        drawn = [account_id for (account_id,) in members][:SAMPLE]
        here = [PLACES[account_id] for account_id in drawn if account_id not in gone]
        rows = [row for row in stored if row[0] == club]
        told = {(Place(*row[1:3]), row[3]) for row in rows}
        assert told == set(count_places(here))
        assert {row[4:] for row in rows} == {(len(drawn), len(members), len(drawn), len(here))}
        assert tuple(drawn) in platform.asked
    assert any(row[1] and row[2] for row in stored)
    assert failed_checks(workspace) == {}


def test_whoever_is_drawn_is_drawn_in_every_community(workspace) -> None:
    """As far as its sample goes as deep: what two communities share is in both samples or none."""
    platform = Small()
    crawl(workspace, platform)
    keys = dict(read(workspace, "select account_id, account_key from account"))
    shared = 0
    for one, members in samples_with_members(workspace, platform):
        for other, _ in samples_with_members(workspace, platform):
            depth = keys[one[-1]]
            also = {it for it in other if it in members and keys[it] <= depth}
            assert also <= set(one)
            shared += len(also) * (one != other)
    assert shared


def samples_with_members(workspace: Workspace, platform: Small) -> list[tuple[tuple, set[str]]]:
    members = [
        {account_id for (account_id,) in read(
            workspace,
            f"""select m.account_id from edge join account as m on m.account_no = source_no
            join account as c on c.account_no = target_no where c.account_id = '{club}'
                and edge.kind = 'member'""",
        )}
        for club in sorted(CLUBS)
    ]  # fmt: skip
    return list(zip(platform.asked, members, strict=True))


class Telling(Small):
    """One member says that it lives where nobody else does."""

    def fetch_places(self, account_ids: Sequence[str]) -> list[Place]:
        return [Place("Atlantis-land", "Atlantis-city"), *super().fetch_places(account_ids)[1:]]


def test_nobodys_own_place_is_stored(workspace) -> None:
    crawl(workspace, Telling())
    assert samples(workspace)
    kept = b"".join(it.read_bytes() for it in workspace.root.rglob("*") if it.is_file())
    assert b"Atlantis" not in kept
    named = [row for row in samples(workspace) if row[1] or row[2]]
    assert named
    assert min(row[3] for row in named) >= FEWEST


NAMES = st.sampled_from([None, "", "A", "B", "C"])
PEOPLE = st.lists(st.builds(Place, NAMES, NAMES), max_size=120)


@given(PEOPLE, st.randoms())
def test_counting_loses_nobody_and_tells_of_nobody(people: list[Place], random) -> None:
    counted = count_places(people)
    assert sum(count for _, count in counted) == len(people)
    assert [place for place, _ in counted].count(Place()) == 1
    named = [count for place, count in counted if place.country or place.city]
    assert all(count >= FEWEST for count in named)
    for place, count in counted:
        if place.city and place.country != FEW:
            assert count == sum(
                (it.country or None, it.city or None) == (place.country, place.city)
                for it in people
            )
    silent = sum(not it.country and not it.city for it in people)
    assert dict(counted)[Place()] == silent
    cities = sum(count for place, count in counted if place.city is not None)
    assert cities == sum(bool(it.city) for it in people)
    shuffled = list(people)
    random.shuffle(shuffled)
    assert count_places(shuffled) == counted


def test_few_are_told_without_their_city_and_very_few_without_their_country() -> None:
    people = [Place("R", "M")] * 12 + [Place("R", "T")] * 9 + [Place("R", "K")] * 2
    people += [Place("N", "A")] * 10 + [Place("N", "B")] * 9 + [Place("R")] * 3 + [Place()]
    assert count_places(people) == (
        (Place(FEW, FEW), 9), (Place(FEW), 3), (Place("N", "A"), 10), (Place("R", FEW), 11),
        (Place("R", "M"), 12), (Place(), 1),
    )  # fmt: skip


# When it is asked


def test_a_second_crawl_asks_nobody_and_a_month_later_it_asks_again(workspace) -> None:
    crawl(workspace, Small())
    assert crawl(workspace, Small()).calls == 0
    nearly = Small(AGAIN_AFTER)
    assert crawl(workspace, nearly).calls == 0
    later = Small(AGAIN_AFTER + timedelta(days=1))
    assert crawl(workspace, later).calls == len(later.asked) == len(CLUBS)
    assert crawl(workspace, Small(AGAIN_AFTER + timedelta(days=1))).calls == 0


def test_it_is_asked_again_when_members_were_read_anew(workspace) -> None:
    crawl(workspace, Small(), LIMITS.model_copy(update={"pages": 1}))
    few = {row[0]: row[5] for row in samples(workspace)}
    cut = {account_id for account_id, in read(
        workspace, "select account_id from visit join account on account_no = subject_no "
        "where listing = 'members' and ended = 'cut'"
    )}  # fmt: skip
    assert len(cut) > 0
    again = Small(timedelta(days=1))
    crawl(workspace, again)
    assert len(again.asked) == len(cut)
    more = {row[0]: row[5] for row in samples(workspace) if row[0] in cut}
    assert all(more[account_id] >= few[account_id] for account_id in cut)


class Silent(Small):
    """Tells nothing of anybody: not even who is gone."""

    def fetch_places(self, account_ids: Sequence[str]) -> list[Place]:
        super().fetch_places(account_ids)
        return []


class Refusing(Small):
    def fetch_places(self, account_ids: Sequence[str]) -> list[Place]:
        super().fetch_places(account_ids)
        raise PlatformRefused("simulated refused: not today", 500)


@pytest.mark.parametrize(
    ("platform", "why"),
    [(Silent, "without any of the members"), (Refusing, "simulated refused: not today")],
)
def test_what_fails_is_told_and_tried_again_by_the_next(workspace, platform, why) -> None:
    report = crawl(workspace, platform())
    assert report.visits["failed"] == len(CLUBS)
    assert all(ended == "failed" and why in said for _, ended, said in visits(workspace))
    assert samples(workspace) == []
    assert not report.is_complete
    crawl(workspace, Small())
    assert {row[0] for row in samples(workspace)} == set(CLUBS)


class Untelling:
    """The simulated platform without what tells of places."""

    def __init__(self) -> None:
        self._all = SimulatedPlatform(network(), 50)

    def __getattr__(self, name: str):
        if name in ("fetch_places", "places_a_call"):
            raise AttributeError(name)
        return getattr(self._all, name)


def test_a_platform_that_does_not_tell_is_not_asked(workspace) -> None:
    report = Crawl(workspace, clubs_niche(), Untelling()).run()  # type: ignore[arg-type]
    assert report.calls > 0
    assert visits(workspace) == []


# Limits and crashes


def test_many_short_crawls_end_as_one_long_one(workspace, tmp_path) -> None:
    long = Workspace(tmp_path / "long")
    crawl(long, Small())
    short = LIMITS.model_copy(update={"calls": 5})
    runs = 1
    while crawl(workspace, Small(), short).calls == 5:
        runs += 1
    assert runs > 3
    assert samples(workspace) == samples(long) != []
    assert visits(workspace) == visits(long)


class BrokenPlaces(Broken):
    """Breaks while it tells of places, as a network, a program or a person may."""

    places_a_call = SAMPLE

    def fetch_places(self, account_ids: Sequence[str]) -> list[Place]:
        self.left = min(self.left, 1)
        self._count()
        return super().fetch_places(account_ids)


@pytest.mark.parametrize(
    "error", [PlatformUnreachable("the network failed"), MemoryError(), KeyboardInterrupt()]
)
def test_a_broken_crawl_is_finished_by_the_next(workspace, tmp_path, error) -> None:
    whole = Workspace(tmp_path / "whole")
    crawl(whole, Small())
    with pytest.raises(raised_by(error)):
        crawl(workspace, BrokenPlaces(1000, error))
    assert len(visits(workspace)) == len(CLUBS)
    assert None in {ended for _, ended, _ in visits(workspace)}
    crawl(workspace, Small())
    assert samples(workspace) == samples(whole)
    assert visits(workspace) == visits(whole)
    assert failed_checks(workspace) == {}


# Who must not be asked


def test_a_suppressed_member_is_not_asked_about(workspace) -> None:
    first = Small()
    crawl(workspace, first)
    asked = first.asked[0][:2]
    with Store(workspace) as store, store.transaction():
        for account_id in asked:
            suppress(store, account_id, first.now())
    again = Small(AGAIN_AFTER + timedelta(days=1))
    crawl(workspace, again)
    assert again.asked
    assert not {it for sample in again.asked for it in sample} & set(asked)


def test_a_community_that_is_gone_is_not_asked_and_stays_gone(workspace) -> None:
    crawl(workspace, Small())
    club = CLUBS[0]
    with Store(workspace) as store:
        store._connection.execute(
            f"""insert into visit (visit_no, platform, niche, subject_no, listing, fetched_count,
                started_at, ended_at, ended)
            select (select max(visit_no) + 1 from visit), 'simulated', 'niche', account_no,
                'profile', 0, timestamptz '2027-12-01', timestamptz '2027-12-01', 'gone'
            from account where account_id = '{club}'"""
        )
    later = Small(timedelta(days=1000))
    crawl(workspace, later)
    assert len(later.asked) == len(CLUBS) - 1
    received = f"""select count(*) from edge_as_of('infinity')
        join account on account_no = target_no where account_id = '{club}'"""
    assert read(workspace, received) == [(0,)]
    with Store(workspace) as store:  # who asks its members does not meet it
        store._connection.execute(
            "update visit set ended_at = '2030-01-01' where listing = 'places'"
        )
    assert read(workspace, received) == [(0,)]


def test_what_members_said_is_forgotten_with_their_community(workspace) -> None:
    crawl(workspace, Small())
    forget(workspace, CLUBS[0])
    assert {row[0] for row in samples(workspace)} == set(CLUBS[1:])
    whole = read(workspace, "select count(*) from audience_place")
    assert whole == [(len(samples(workspace)),)]
    assert len(visits(workspace)) == len(CLUBS) - 1


# What it costs


def test_a_forecast_counts_the_calls(workspace) -> None:
    niche = clubs_niche()
    read_before = {Listing.FOLLOWERS: 0.0, Listing.FOLLOWING: 0.0}  # communities cost the most
    telling = make_forecast(niche, Small(), read_before)
    silent = make_forecast(niche, Untelling(), read_before)  # type: ignore[arg-type]
    assert telling.usual == silent.usual + LIMITS.accounts
    assert crawl(workspace, Small()).calls <= telling.most


def test_no_call_is_made_for_it_beyond_the_limit(workspace) -> None:
    calls = crawl(workspace, Small()).calls
    limited = Workspace(workspace.root / "limited")
    platform = Small()
    report = crawl(limited, platform, LIMITS.model_copy(update={"calls": calls - 1}))
    assert report.stopped == f"the limit of {calls - 1} calls was reached"
    assert len(platform.asked) == len(CLUBS) - 1
