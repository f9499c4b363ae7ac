"""What an explanation tells of where a community's members say that they are."""

import sys
from pathlib import Path

from leaders import pipeline
from leaders.cli.explain import tell
from leaders.collect.places import count_places
from leaders.explanation import Explanation, explain
from leaders.model import Ended, Listing, Page, Place, PlaceSample
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import find_last_moment
from leaders.store.pages import OpenVisit, PageRead, write_pages

sys.path.insert(0, str(Path(__file__).parent / "rank"))
from imported_rows import store_edges, store_rows, write_niche

PEOPLE = [Place("Россия", "Москва")] * 62 + [Place("Россия", "Тверь")] * 9 + [Place()] * 29


def explained(workspace: Workspace, people: list[Place], members: int) -> Explanation:
    write_niche(workspace, "")
    rows = [(f"a{n}", f"club_{n}", f"Club {n}", "community", 300 + n) for n in range(12)]
    store_rows(workspace, "accounts", "id,handle,name,kind,followers_count", rows)
    store_edges(workspace, [(f"f{k}", f"a{n}", "follow") for n in range(12) for k in range(n + 1)])
    with Store(workspace) as store:
        moment = find_last_moment(store)
        assert moment is not None
        sample = PlaceSample(len(people) + 5, members, count_places(people))
        page = Page(places=sample, declared_count=len(people) + 5)
        visit = OpenVisit("files:d/a5", Listing.PLACES, moment)
        write_pages(
            store, "niche", "files", [PageRead(visit, 0, page, moment, Ended.COMPLETE, None)]
        )
    pipeline.rank(workspace, "niche")
    return explain(workspace, load_niche(workspace, "niche"), "club_5")


def section(told: Explanation) -> list[str]:
    lines = list(tell(told))
    start = lines.index("Members' places")
    return lines[start + 1 : lines.index("", start)]


def test_a_sample_is_told_with_its_intervals(workspace: Workspace) -> None:
    told = explained(workspace, PEOPLE, 210)
    assert section(told) == [
        "  asked 105 of 210 members known (it declares 305) on 2026-01-05; still there: 100",
        "  say their country: 71; 29% do not",
        "    Россия: 87% (82% to 100%), 62 people; 62% to 100%",
        "  say their city: 71; 29% do not",
        "    Москва, Россия: 87% (82% to 91%), 62 people; 62% to 91%",
        "  a share is of those who say it, with its 90 % interval for the members known; behind "
        "it, of all, if none or all of the others were there",
        "  careful: of the members who are not known no interval tells",
    ]
    assert told.members_places is not None
    assert [it.city for it in told.members_places.cities] == ["Москва"]


def test_nothing_is_told_of_fewer_than_ten(workspace: Workspace) -> None:
    told = explained(workspace, [Place("Россия", "Тверь")] * 9, 400)
    assert section(told)[:5] == [
        "  asked 14 of 400 members known (it declares 305) on 2026-01-05; still there: fewer than "
        "10",
        "  say their country: fewer than 10",
        "    no country is named by ten of them",
        "  say their city: fewer than 10",
        "    no city is named by ten of them",
    ]
    assert "9" not in "".join(section(told)).replace("90 %", "")


def test_who_was_not_asked_has_no_such_section(workspace: Workspace) -> None:
    explained(workspace, PEOPLE, 210)
    told = explain(workspace, load_niche(workspace, "niche"), "club_4")
    assert told.members_places is None
    assert "Members' places" not in list(tell(told))
