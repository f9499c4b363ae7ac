"""Members by packs: nobody is lost or doubled, whatever fails and whoever comes and goes."""

import copy
from random import Random

import pytest
from fake_http import Answered, Asked, TimedOut
from fake_vk import FakeVk
from to_the_end import edges_of, read_all
from vk_asking import platform_on
from vk_society import LARGE, Society

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Ended, Listing
from leaders.platforms.vk.members import STEP, follow
from leaders.platforms.vk.packing import read_results, write_program
from leaders.platforms.vk.places import Place
from leaders.platforms.vk.refusals import Failure

SUBJECT = f"vk:-{LARGE}"


def read_members(vk: FakeVk) -> list[int]:
    edges = edges_of(read_all(platform_on(vk), SUBJECT, Listing.MEMBERS))
    assert {it.target_id for it in edges} == {SUBJECT}
    return [int(it.source_id.removeprefix("vk:")) for it in edges]


def packs_of(vk: FakeVk) -> list[int]:
    """How many calls each pack had that was answered."""
    return [it.arguments["code"].count("API.") for it in vk.called if it.method == "execute"]


def changing(society: Society) -> FakeVk:
    """A server whose large community may change while it is read."""
    changed = copy.copy(society)
    changed.members = {**society.members, LARGE: list(society.members[LARGE])}
    return FakeVk(changed)


def test_thirty_thousand_members_take_three_calls(vk: FakeVk) -> None:
    assert read_members(vk) == vk.society.members[LARGE]
    assert vk.methods() == ["groups.getMembers", "execute", "execute"]
    assert packs_of(vk) == [25, 31_234 // STEP - 25]


def test_a_small_community_takes_one_call(vk: FakeVk) -> None:
    pages = read_all(platform_on(vk), "vk:-5", Listing.MEMBERS)
    assert len(edges_of(pages)) == len(vk.society.members[5])
    assert vk.methods() == ["groups.getMembers"]


@pytest.mark.parametrize("status", [200, 404, 500])
def test_packs_that_fail_as_html_become_smaller(vk: FakeVk, status: int) -> None:
    vk.most_packed, vk.html_status = 7, status
    edges = edges_of(read_all(platform_on(vk, attempts=1), SUBJECT, Listing.MEMBERS))
    assert len(edges) == len(set(edges)) == 31_234
    assert packs_of(vk)[:2] == [6, 7]  # 25 and 12 failed, and so does the 8 that follows
    assert max(packs_of(vk)) == 7
    assert len(packs_of(vk)) < 10


def test_packs_grow_again_after_a_network_that_failed(vk: FakeVk) -> None:
    silent = iter([True, True])

    def server(asked: Asked) -> Answered:
        if asked.path.endswith("execute") and next(silent, False):
            raise TimedOut
        return vk(asked)

    platform = platform_on(server)
    for _ in range(2):
        assert len(edges_of(read_all(platform, SUBJECT, Listing.MEMBERS))) == 31_234
    assert packs_of(vk)[0] == 6
    assert max(packs_of(vk)) > 8


def test_without_packs_members_are_read_one_call_after_the_other(vk: FakeVk) -> None:
    vk.most_packed = 1
    assert read_members(vk) == vk.society.members[LARGE]
    assert packs_of(vk) == []


def test_where_no_token_may_execute_nobody_tries_twice(vk: FakeVk) -> None:
    vk.is_execute_for_services = False
    platform = platform_on(vk, user_tokens=())
    assert len(edges_of(read_all(platform, SUBJECT, Listing.MEMBERS))) == 31_234
    assert vk.methods().count("execute") == 1


@pytest.mark.parametrize("code", [6, 10, 29])
def test_calls_that_fail_in_a_pack_are_made_singly(vk: FakeVk, code: int) -> None:
    vk.packed_errors = {0: code, 3: code, 4: code, 24: code}
    assert read_members(vk) == vk.society.members[LARGE]
    assert vk.methods().count("groups.getMembers") == 1 + 4
    assert vk.methods().count("execute") == 2


def test_a_pack_that_is_too_much_for_vk_is_not_asked_again_as_it_was(vk: FakeVk) -> None:
    vk.errors["execute"] = [(10, "Internal server error"), (13, "Runtime error: too much")]
    assert read_members(vk) == vk.society.members[LARGE]
    assert packs_of(vk) == [25, 12, 6, 7, 8, 8]


@pytest.mark.parametrize(("code", "ended"), [(15, "hidden"), (203, "hidden"), (125, "gone")])
def test_a_lasting_error_in_a_pack_is_the_listings_status(vk: FakeVk, code, ended) -> None:
    platform = platform_on(vk)
    first = platform.fetch(SUBJECT, Listing.MEMBERS)
    vk.packed_errors = {0: code}
    page = platform.fetch(SUBJECT, Listing.MEMBERS, first.cursor)
    assert (page.ended, page.edges) == (Ended(ended), ())
    assert vk.methods() == ["groups.getMembers", "execute"]


@pytest.mark.parametrize(
    ("hidden", "ended"),
    [
        ([slice(3000, 3900), slice(9000, 30000, 7)], Ended.COMPLETE),
        # Who looks hidden might have left and come between two pages: nothing is taken away.
        ([slice(3000, 5600), slice(9000, 30000, 7), slice(-1500, None)], Ended.CUT),
    ],
)
def test_hidden_members_are_no_end_of_the_list(vk: FakeVk, hidden, ended) -> None:
    members = vk.society.members[LARGE]
    vk.hidden = {it for some in hidden for it in members[some]}
    pages = read_all(platform_on(vk), SUBJECT, Listing.MEMBERS)
    found = [int(edge.source_id[3:]) for edge in edges_of(pages)]
    assert found == [it for it in members if it not in vk.hidden]
    assert pages[-1].ended is ended
    assert (pages[-1].why is None) is (ended is Ended.COMPLETE)


@pytest.mark.parametrize(("seed", "most_packed"), [(0, 1), (1, 4), (2, 25)])
def test_who_comes_and_goes_meanwhile_hides_nobody_else(society, seed: int, most_packed) -> None:
    vk = changing(society)
    vk.most_packed = most_packed
    members = vk.society.members[LARGE]
    always = set(members)
    draw = Random(seed)

    def change(method: str, arguments: dict[str, str]) -> None:
        if method != "groups.getMembers":
            return
        for _ in range(draw.choice([0, 3, 60])):
            always.discard(members.pop(draw.randrange(len(members) // 2)))
        fresh = set(draw.sample(range(1, 90_000), draw.choice([0, 50]))) - set(members)
        members[:] = sorted({*members, *fresh})

    vk.before = change
    found = read_members(vk)
    assert len(found) == len(set(found))
    assert always <= set(found)
    assert len(always) > 20_000


def test_a_crawl_that_goes_on_days_later_goes_back_first(society: Society) -> None:
    vk = changing(society)
    platform = platform_on(vk)
    members = vk.society.members[LARGE]
    before = list(members)
    pages = [platform.fetch(SUBJECT, Listing.MEMBERS)]
    pages.append(platform.fetch(SUBJECT, Listing.MEMBERS, pages[0].cursor))
    del members[:9_000]  # so many left meanwhile
    while pages[-1].cursor:
        pages.append(platform.fetch(SUBJECT, Listing.MEMBERS, pages[-1].cursor))
    found = [int(edge.source_id[3:]) for edge in edges_of(pages)]
    assert found == before
    assert pages[-1].ended is Ended.COMPLETE


@pytest.mark.parametrize(
    ("offset", "left"),
    [(980, 500), (20_580, 19), (20_580, 9_000), (20_580, 18_000), (20_580, 20_600), (30_380, 40)],
)
def test_however_many_left_before_it_goes_on_nobody_else_is_missed(
    society: Society, offset: int, left: int
) -> None:
    vk = changing(society)
    members = vk.society.members[LARGE]
    last = members[offset + 19]
    del members[:left]
    platform = platform_on(vk)
    pages = [platform.fetch(SUBJECT, Listing.MEMBERS, f":{offset}.{last}.31234.0")]
    while pages[-1].cursor:
        pages.append(platform.fetch(SUBJECT, Listing.MEMBERS, pages[-1].cursor))
    found = [int(edge.source_id[3:]) for edge in edges_of(pages)]
    assert found == [it for it in members if it > last]
    assert pages[-1].ended is Ended.COMPLETE


def test_members_out_of_order_are_refused(society: Society) -> None:
    vk = changing(society)
    vk.society.members[LARGE][10:20] = reversed(vk.society.members[LARGE][10:20])
    with pytest.raises(PlatformRefused, match="out of order"):
        platform_on(vk).fetch(SUBJECT, Listing.MEMBERS)


@pytest.mark.parametrize(
    "cursor", [":0.0", ":5000.9.1", ":5000.999999999.100000.3.9", f":7.1.0.{10**18 - 1}"]
)
def test_an_odd_cursor_is_no_harm(vk: FakeVk, cursor: str) -> None:
    page = platform_on(vk).fetch(SUBJECT, Listing.MEMBERS, cursor)
    assert page.declared_count == 31_234


def test_going_back_ends() -> None:
    place: Place | None = Place(50_000, 100, "", (60_000, 0))
    seen = []
    fresh: list[int] = []
    while place and not fresh:
        fresh, place, is_torn = follow(place, [200, 201], 60_000)
        seen.append(place and place.offset)
    assert seen == [49_000, 47_000, 43_000, 35_000, 19_000, 0, STEP]
    assert not is_torn  # at the beginning nobody is before the first


# What a pack says


def failure(code: int) -> Failure:
    return Failure(code, "")


def test_a_program_is_a_list_of_calls() -> None:
    program = write_program("users.get", [{"user_ids": 1}, {"user_ids": 2}])
    assert program == 'return [API.users.get({"user_ids":1}),API.users.get({"user_ids":2})];'


def test_each_error_is_given_to_its_own_call() -> None:
    ok = {"count": 0}
    returned, failures = [False, ok, False, False], [failure(15), failure(30), failure(18)]
    assert read_results(4, returned, failures) == [failure(15), ok, failure(30), failure(18)]


def test_errors_that_fit_no_call_are_given_to_none() -> None:
    assert read_results(3, [False, False, {}], [failure(15)]) == [None, None, {}]
    assert read_results(2, [False, {}], [failure(15), failure(18)]) == [None, {}]
    assert read_results(4, [7, None, "x", True], []) == [None, None, None, None]


@pytest.mark.parametrize("returned", [None, False, {}, [], [{}], [{}] * 5])
def test_a_pack_of_another_size_is_refused(returned: object) -> None:
    with pytest.raises(LeadersError):
        read_results(4, returned, [])
