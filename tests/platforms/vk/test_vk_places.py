"""Where VK's people say that they are: read of many at once, and kept as numbers."""

from collections import Counter

import duckdb
import pytest
from fake_vk import FakeVk
from vk_asking import ONLY_SERVICE, platform_on
from vk_society import DELETED, HOMES, LARGE, PRIVATE, Society

from leaders.collect import Crawl
from leaders.collect.places import FEWEST, count_places
from leaders.model import Place
from leaders.niche import Limits, Niche
from leaders.platforms.vk.profiles import parse_place

LIMITS = Limits(accounts=2, audience=0, candidates=2, pages=30, posts=0, depth=1)
CLUBS = (LARGE, 30)


def home_of(person: int) -> Place:
    return Place() if person == PRIVATE else Place(**HOMES[person % len(HOMES)])


def test_places_of_people_without_those_who_are_gone(vk: FakeVk) -> None:
    platform = platform_on(vk, **ONLY_SERVICE)
    asked = [1, 5, 7, 8, 9, PRIVATE, DELETED, 9_999]
    found = platform.fetch_places([f"vk:{it}" for it in asked] + ["vk:1", "vk:-2", "files:x/1"])
    assert Counter(found) == Counter(home_of(it) for it in asked[:6])
    [called] = vk.called
    assert (called.method, called.arguments["fields"]) == ("users.get", "city,country")
    assert called.arguments["user_ids"] == ",".join(map(str, asked))


@pytest.mark.parametrize(("count", "calls"), [(1, 1), (1000, 1), (1001, 2)])
def test_a_thousand_people_are_one_call(vk: FakeVk, count: int, calls: int) -> None:
    platform = platform_on(vk)
    assert platform.places_a_call == 1000
    found = platform.fetch_places([f"vk:{20_000 + it}" for it in range(count)])
    assert (len(found), len(vk.called)) == (count, calls)


@pytest.mark.parametrize("asked", [[], ["vk:-2"], ["files:x/1"]])
def test_nobody_is_asked_about_who_is_no_person(vk: FakeVk, asked: list[str]) -> None:
    assert platform_on(vk).fetch_places(asked) == []
    assert vk.called == []


@pytest.mark.parametrize(
    ("view", "place"),
    [
        ({"city": {"id": 1, "title": "Москва"}, "country": {"id": 1, "title": "Россия"}},
         Place("Россия", "Москва")),
        ({"city": {"id": 1, "title": " A\u202eB\n\x1b[31mC "}}, Place(None, "AB [31mC")),
        ({"city": {"id": 1}, "country": {"id": 1, "title": ""}}, Place()),
        ({"city": {"id": 1, "title": 7}, "country": "Россия"}, Place()),
        ({"city": [], "country": None}, Place()),
        ({}, Place()),
        (None, Place()),
    ],
)  # fmt: skip
def test_a_place_is_believed_as_far_as_it_makes_sense(view, place: Place) -> None:
    assert parse_place(view) == place


def test_who_is_banned_counts_nowhere_whatever_its_profile_says(vk: FakeVk, monkeypatch) -> None:
    said = {"id": 3, "first_name": "A", "last_name": "B", "deactivated": "banned"}
    home = {"city": {"id": 1, "title": "Москва"}}
    monkeypatch.setattr(vk, "_person", lambda number, fields: said | home)
    assert platform_on(vk).fetch_places(["vk:3"]) == []


def test_a_crawl_counts_a_sample_of_each_community(vk: FakeVk, society: Society, workspace) -> None:
    niche = Niche(
        name="niche", title="Gardens", platforms=("vk",), limits=LIMITS,
        seeds=tuple(f"vk:-{it}" for it in CLUBS),
    )  # fmt: skip
    report = Crawl(workspace, niche, platform_on(vk)).run()
    assert report.gaps == {}
    asked = [it.arguments for it in vk.called if it.arguments.get("fields") == "city,country"]
    samples = [list(map(int, it["user_ids"].split(","))) for it in asked]
    assert [len(it) for it in samples] == [1000, len(society.members[30])]
    with duckdb.connect(str(workspace.database)) as connection:
        stored = connection.execute(
            """select account_id, country, city, people_count, asked_count, members_count,
                declared_count - fetched_count
            from audience_place join visit using (visit_no)
            join account on account_no = subject_no order by all"""
        ).fetchall()
    for club, sample in zip(CLUBS, samples, strict=True):
        here = [it for it in sample if it <= 400 or it > 10_000]
        rows = [row for row in stored if row[0] == f"vk:-{club}"]
        assert {(Place(*row[1:3]), row[3]) for row in rows} == set(count_places(map(home_of, here)))
        known = len(society.members[club])
        assert {row[4:] for row in rows} == {(len(sample), known, len(sample) - len(here))}
        assert min(row[3] for row in rows if row[1] or row[2]) >= FEWEST
