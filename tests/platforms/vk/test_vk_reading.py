"""VK's listings read to their end: the truth of a made-up society, whatever the network does."""

import json
from collections.abc import Callable

import pytest
from fake_http import Faulty, on_this_machine
from fake_vk import SERVICE, USER, FakeVk, Refused
from to_the_end import edges_of, read_all
from vk_asking import ONLY_SERVICE, ONLY_USER, platform_on
from vk_society import (
    CLOSED,
    FRIENDLY,
    LARGE,
    LINKED,
    POPULAR,
    PRIVATE,
    SHY,
    Society,
)

from leaders.errors import LeadersError, PlatformUnreachable
from leaders.model import AccountKind, Contact, ContactKind, EdgeKind, Ended, Listing
from leaders.platforms.parsing import parse_seconds
from leaders.platforms.vk import Settings, VkPlatform

Row = tuple[int, int, str]
BUSY = (-LINKED, 230)
"""A post with more likes, comments and replies than a page holds."""


def members(society: Society) -> set[Row]:
    return {(it, -LARGE, "member") for it in society.members[LARGE]}


def memberships(society: Society) -> set[Row]:
    return {(4, -it, "member") for it in society.communities_of(4)}


def followers(person: int) -> Callable[[Society], set[Row]]:
    def find(society: Society) -> set[Row]:
        found = {*society.followers_of(person), *society.friends[person]}
        return {(it, person, "follow") for it in found}

    return find


def following(society: Society) -> set[Row]:
    found = society.subscriptions[FRIENDLY] | society.friends[FRIENDLY]
    return {(FRIENDLY, it, "follow") for it in found}


def likers(society: Society) -> set[Row]:
    return {(it, -LINKED, "like") for it in society.likes[BUSY]}


def reposters(society: Society) -> set[Row]:
    return {(it, -LINKED, "repost") for it in society.copies[-LINKED, 3]}


CASES: dict[str, tuple[str, Listing, Callable[[Society], set[Row]]]] = {
    "members": (f"vk:-{LARGE}", Listing.MEMBERS, members),
    "memberships": ("vk:4", Listing.MEMBERSHIPS, memberships),
    "followers": (f"vk:{POPULAR}", Listing.FOLLOWERS, followers(POPULAR)),
    "friends": (f"vk:{FRIENDLY}", Listing.FOLLOWERS, followers(FRIENDLY)),
    "following": (f"vk:{FRIENDLY}", Listing.FOLLOWING, following),
    "likers": (f"vk:-{LINKED}_230", Listing.LIKERS, likers),
    "reposters": (f"vk:-{LINKED}_3", Listing.REPOSTERS, reposters),
}


def rows_of(edges) -> list[Row]:
    return [(number(it.source_id), number(it.target_id), str(it.kind)) for it in edges]


def number(account_id: str) -> int:
    return int(account_id.removeprefix("vk:"))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("every", [0, 2])
def test_a_listing_is_the_truth_and_nothing_comes_twice(vk: FakeVk, name: str, every: int) -> None:
    subject, listing, truth = CASES[name]
    server = Faulty(vk, every) if every else vk
    pages = read_all(platform_on(server), subject, listing)
    rows = rows_of(edges_of(pages))
    assert len(rows) == len(set(rows))
    assert set(rows) == truth(vk.society)
    assert pages[-1].declared_count == len(rows)
    assert all(len(page.edges) <= platform_on(vk).rows_a_call for page in pages)


@pytest.mark.parametrize("tokens", [ONLY_SERVICE, ONLY_USER])
def test_one_kind_of_token_is_enough_to_read(vk: FakeVk, tokens) -> None:
    platform = platform_on(vk, **{"service_tokens": (), "user_tokens": (), **tokens})
    for subject, listing, truth in CASES.values():
        assert set(rows_of(edges_of(read_all(platform, subject, listing)))) == truth(vk.society)


@pytest.mark.parametrize("every", [0, 2])
def test_all_posts_of_a_wall_are_read_once_with_what_they_say(vk: FakeVk, every: int) -> None:
    server = Faulty(vk, every) if every else vk
    pages = read_all(platform_on(server), f"vk:-{LINKED}", Listing.POSTS)
    posts = [post for page in pages for post in page.posts]
    told = {it["id"]: it for it in vk.society.posts_of(-LINKED)}
    assert sorted(post.post_id for post in posts) == sorted(f"vk:-{LINKED}_{it}" for it in told)
    for post in posts:
        row = told[int(post.post_id.rpartition("_")[2])]
        assert post.author_id == f"vk:-{LINKED}"
        assert post.posted_at == parse_seconds(row["date"])
        assert post.views_count == row["views"]["count"]
        assert post.likes_count == row["likes"]["count"]
        assert post.comments_count == row["comments"]["count"]
        assert post.reposts_count == row["reposts"]["count"]
    assert pages[-1].declared_count == 230
    reposts = [edge for edge in edges_of(pages) if edge.kind is EdgeKind.REPOST]
    originals = [it["copy_history"][-1] for it in told.values() if "copy_history" in it]
    assert sorted(edge.post_id or "" for edge in reposts) == sorted(
        f"vk:{it['owner_id']}_5" for it in originals
    )
    assert {edge.target_id for edge in reposts} == {f"vk:{it['owner_id']}" for it in originals}


@pytest.mark.parametrize(("leaving", "ended"), [(10, Ended.COMPLETE), (11, Ended.CUT)])
def test_followers_who_come_and_go_meanwhile_hide_nobody_else(society, leaving, ended) -> None:
    vk = FakeVk(society)
    followers = society.followers_of(POPULAR)
    always = set(followers)
    vk.society = Changed(society, followers={POPULAR: followers})
    fresh = iter(range(50_000, 60_000))

    def change(method: str, arguments: dict[str, str]) -> None:
        if method == "users.getFollowers" and int(arguments["offset"]):
            always.difference_update(followers[3 : 3 + leaving])
            del followers[3 : 3 + leaving]
        if method == "friends.get":
            followers[:0] = [next(fresh)]

    vk.before = change
    pages = read_all(platform_on(vk), f"vk:{POPULAR}", Listing.FOLLOWERS)
    rows = [it[0] for it in rows_of(edges_of(pages))]
    assert pages[-1].ended is ended
    if ended is Ended.COMPLETE:
        assert always <= set(rows)
        assert len(rows) == len(set(rows))


def test_followers_who_come_meanwhile_double_nobody(society: Society) -> None:
    vk = FakeVk(society)
    followers = society.followers_of(POPULAR)
    before = list(followers)
    vk.society = Changed(society, followers={POPULAR: followers})
    fresh = iter(range(50_000, 60_000))
    vk.before = lambda method, arguments: followers.insert(0, next(fresh))
    pages = read_all(platform_on(vk), f"vk:{POPULAR}", Listing.FOLLOWERS)
    rows = [it[0] for it in rows_of(edges_of(pages))]
    assert len(rows) == len(set(rows))
    assert set(before) <= set(rows)
    assert pages[-1].ended is Ended.COMPLETE


def test_a_pinned_post_is_read_once_wherever_it_comes(society: Society) -> None:
    wall = [dict(it, is_pinned=0) for it in society.posts_of(-LINKED)]
    wall = [dict(wall[150], is_pinned=1), *wall[:150], dict(wall[150], is_pinned=1), *wall[151:]]
    vk = FakeVk(society)
    vk.society = Changed(society, posts={-LINKED: wall})
    pages = read_all(platform_on(vk), f"vk:-{LINKED}", Listing.POSTS)
    ids = [post.post_id for page in pages for post in page.posts]
    assert len(ids) == len(set(ids)) == 230
    assert ids[0] == f"vk:-{LINKED}_{wall[0]['id']}"


class Changed(Society):
    """The same society with other posts or followers of some."""

    def __init__(self, society: Society, posts=None, followers=None) -> None:
        self.__dict__.update(society.__dict__)
        self.others = (posts or {}, followers or {})

    def posts_of(self, owner: int) -> list:
        return self.others[0].get(owner) or super().posts_of(owner)

    def followers_of(self, person: int) -> list[int]:
        return self.others[1].get(person) or super().followers_of(person)


def test_mentions_are_the_mentioning_posts(vk: FakeVk) -> None:
    edges = edges_of(read_all(platform_on(vk), f"vk:-{LINKED}", Listing.POSTS))
    found = {(it.post_id, it.target_id) for it in edges if it.kind is EdgeKind.MENTION}
    truth = set()
    for post in vk.society.posts_of(-LINKED):
        bracket = post["text"].split("[")[1].split("|")[0]
        link = post["text"].rpartition("/")[2]
        for word in (bracket, link):
            owner = word.replace("club", "-").replace("id", "")
            truth.add((f"vk:-{LINKED}_{post['id']}", f"vk:{owner}"))
    assert found == {it for it in truth if it[1] != f"vk:-{LINKED}"}


@pytest.mark.parametrize("every", [0, 2])
def test_comments_are_read_with_their_long_threads(vk: FakeVk, every: int) -> None:
    server = Faulty(vk, every) if every else vk
    pages = read_all(platform_on(server), f"vk:-{LINKED}_230", Listing.REPLIERS)
    comments = vk.society.comments[BUSY]
    every_one = [it for comment in comments for it in (comment, *comment["replies"])]
    truth = [
        (it["from_id"], parse_seconds(it["date"]))
        for it in every_one
        if it["from_id"] not in (0, -LINKED)
    ]
    found = [(number(edge.source_id), edge.happened_at) for edge in edges_of(pages)]
    assert sorted(found) == sorted(truth)
    assert {edge.target_id for edge in edges_of(pages)} == {f"vk:-{LINKED}"}
    assert {edge.post_id for edge in edges_of(pages)} == {f"vk:-{LINKED}_230"}
    assert max(len(it["replies"]) for it in comments) > 100 + 10
    assert any(it["from_id"] < -2 for it in every_one)
    assert pages[0].declared_count == len(every_one)


def test_a_thread_that_was_deleted_meanwhile_ends_no_more_than_itself(vk: FakeVk) -> None:
    def change(method: str, arguments: dict[str, str]) -> None:
        if arguments.get("comment_id") == "3":
            raise Refused(15, "Access denied: comment was not found")

    vk.before = change
    pages = read_all(platform_on(vk), f"vk:-{LINKED}_230", Listing.REPLIERS)
    found = {edge.happened_at for edge in edges_of(pages)}
    for comment in vk.society.comments[BUSY]:
        shown = comment["replies"][: 10 if comment["id"] == 3 else None]
        read = [it for it in (comment, *shown) if it["from_id"] not in (0, -LINKED)]
        assert {parse_seconds(it["date"]) for it in read} <= found
    assert pages[-1].ended is Ended.COMPLETE


def test_only_some_new_names_are_resolved_for_a_community(vk: FakeVk) -> None:
    links = {it: f"https://vk.com/{vk.society.name_of(it)}" for it in range(20, 55)}
    answers = {"groups": [{"id": 2, "links": [{"url": it} for it in links.values()]}]}
    platform = platform_on(
        lambda asked: (
            (200, {}, json.dumps({"response": answers}).encode())
            if asked.path.endswith("groups.getById")
            else vk(asked)
        )
    )
    for ended, known in ((Ended.CUT, 20), (Ended.COMPLETE, 35)):
        page = platform.fetch(f"vk:-{LINKED}", Listing.FEATURED)
        assert (page.ended, len(page.edges)) == (ended, known)
        assert len(vk.called) == known


def test_whom_a_community_links_to_is_resolved_once(vk: FakeVk) -> None:
    platform = platform_on(vk)
    for _ in range(2):
        page = platform.fetch(f"vk:-{LINKED}", Listing.FEATURED)
        assert rows_of(page.edges) == [(-LINKED, -3, "mention"), (-LINKED, 5, "mention")]
        assert all(it.post_id is None and it.happened_at is None for it in page.edges)
        assert (page.ended, page.cursor) == (Ended.COMPLETE, None)
    assert vk.methods().count("utils.resolveScreenName") == 2


def test_a_search_for_communities_finds_them_in_one_call(vk: FakeVk) -> None:
    page = platform_on(vk).fetch("garden no. 1", Listing.SEARCH_ACCOUNTS)
    assert set(page.found) == {f"vk:-{it}" for it in (1, *range(10, 20))}
    assert (page.declared_count, page.ended, page.cursor) == (11, Ended.COMPLETE, None)
    assert vk.methods() == ["groups.search"]


@pytest.mark.parametrize("every", [0, 2])
def test_a_search_for_posts_finds_authors_and_their_posts(vk: FakeVk, every: int) -> None:
    server = Faulty(vk, every) if every else vk
    pages = read_all(platform_on(server), "roses", Listing.SEARCH_POSTS)
    told = vk.society.find_posts("roses")
    posts = [post.post_id for page in pages for post in page.posts]
    assert posts == [f"vk:{it['owner_id']}_{it['id']}" for it in told]
    found = {it for page in pages for it in page.found}
    assert found == {f"vk:{it['from_id']}" for it in told}
    assert pages[-1].ended is Ended.COMPLETE


@pytest.mark.parametrize("every", [0, 2])
def test_a_search_of_one_wall_stays_on_it(vk: FakeVk, every: int) -> None:
    server = Faulty(vk, every) if every else vk
    told = [it for it in vk.society.find_posts("roses") if it["owner_id"] == -1]
    assert told
    pages = read_all(platform_on(server), "vk:-1 roses", Listing.SEARCH_WALL)
    assert [post.post_id for page in pages for post in page.posts] == [
        f"vk:-1_{it['id']}" for it in told
    ]
    assert {it for page in pages for it in page.found} == {f"vk:{it['from_id']}" for it in told}
    hidden = platform_on(vk).fetch(f"vk:-{CLOSED} roses", Listing.SEARCH_WALL)
    assert hidden.ended is Ended.HIDDEN


def test_a_search_that_finds_more_than_vk_shows_is_cut(vk: FakeVk) -> None:
    pages = read_all(platform_on(vk), "with", Listing.SEARCH_POSTS)
    assert sum(len(page.posts) for page in pages) == 1000 < len(vk.society.find_posts("with"))
    assert pages[-1].ended is Ended.CUT
    assert "first 1,000" in (pages[-1].why or "")


def test_what_vk_does_not_tell_strangers_takes_nothing_away(vk: FakeVk) -> None:
    platform = platform_on(vk)
    for listing in (Listing.MEMBERSHIPS, Listing.FOLLOWING):
        last = read_all(platform, "vk:4", listing)[-1]
        assert last.ended is Ended.CUT
        assert "does not tell strangers" in (last.why or "")


def test_followers_stay_though_friends_are_hidden(vk: FakeVk) -> None:
    pages = read_all(platform_on(vk), f"vk:{SHY}", Listing.FOLLOWERS)
    assert {it[0] for it in rows_of(edges_of(pages))} == set(vk.society.followers_of(SHY))
    assert edges_of(pages)
    assert pages[-1].ended is Ended.HIDDEN


@pytest.mark.parametrize(
    ("subject", "listing", "ended"),
    [
        (f"vk:-{CLOSED}", Listing.MEMBERS, Ended.HIDDEN),
        (f"vk:-{CLOSED}", Listing.POSTS, Ended.HIDDEN),
        (f"vk:{PRIVATE}", Listing.FOLLOWERS, Ended.HIDDEN),
        (f"vk:{PRIVATE}", Listing.MEMBERSHIPS, Ended.HIDDEN),
        ("vk:17", Listing.FOLLOWING, Ended.GONE),
        ("vk:999999", Listing.FOLLOWERS, Ended.GONE),
        ("vk:-999", Listing.MEMBERS, Ended.GONE),
        ("vk:-999", Listing.POSTS, Ended.GONE),
        ("vk:-999", Listing.FEATURED, Ended.GONE),
        ("vk:-1_999", Listing.LIKERS, Ended.GONE),
        ("vk:-1_999", Listing.REPLIERS, Ended.GONE),
    ],
)
def test_what_is_closed_or_gone_is_a_status(vk: FakeVk, subject, listing, ended) -> None:
    page = platform_on(vk).fetch(subject, listing)
    assert page.ended is ended
    assert page.why
    assert (page.edges, page.cursor) == ((), None)


@pytest.mark.parametrize(
    ("subject", "listing"),
    [
        ("vk:-1", Listing.FOLLOWERS), ("vk:1", Listing.MEMBERS), ("vk:1", Listing.LIKERS),
        ("vk:-1_5", Listing.POSTS), ("vk:x", Listing.POSTS), ("bluesky:1", Listing.POSTS),
        ("vk:0", Listing.POSTS), ("vk:1\n", Listing.POSTS), ("", Listing.SEARCH_POSTS),
        ("vk:1", Listing.QUOTERS), ("roses", Listing.SEARCH_WALL), ("vk:1 ", Listing.SEARCH_WALL),
    ],
)  # fmt: skip
def test_a_listing_that_is_none_of_the_subject_is_refused_unasked(vk, subject, listing) -> None:
    with pytest.raises(LeadersError, match="has no"):
        platform_on(vk).fetch(subject, listing)
    assert vk.called == []


@pytest.mark.parametrize(
    "cursor", ["", "x", "a:b", "1.2", ":-5.1", ":1.2.-3", ":1", f":{'1' * 19}.1", ":" + "1." * 1000]
)
def test_a_cursor_that_is_none_of_ours_is_not_sent(vk: FakeVk, cursor: str) -> None:
    for subject, listing, _ in CASES.values():
        with pytest.raises(LeadersError, match="cursor"):
            platform_on(vk).fetch(subject, listing, cursor)
    assert vk.called == []


def test_profiles_of_people_and_communities_come_together(vk: FakeVk) -> None:
    platform = platform_on(vk)
    asked = ["vk:-2", "vk:5", "vk:17", "vk:9999", "vk:-2", "files:x/1", "vk:-40"]
    found = platform.fetch_profiles(asked)
    assert [it.account_id for it in found] == ["vk:-2", "vk:5", "vk:-40"]
    assert sorted(vk.methods()) == ["groups.getById", "users.get"]
    community, person, _ = found
    assert (community.kind, person.kind) == (AccountKind.COMMUNITY, AccountKind.PERSON)
    assert community.followers_count == len(vk.society.members[2])
    assert community.contacts == (
        Contact(ContactKind.ACCOUNT, "vk:2", "Advertising"),
        Contact(ContactKind.EMAIL, "ads2@garden.example", "Advertising"),
        Contact(ContactKind.PHONE, "+7 900 000-00-00", "Telephone"),
    )
    assert community.links == (
        "https://garden2.example", "https://www.instagram.com/garden2", "https://t.me/garden",
    )  # fmt: skip
    assert (community.url, community.handle) == ("https://vk.com/club2", "garden_2")
    assert (person.url, person.handle) == ("https://vk.com/id5", "person5")
    assert person.links == ("https://person5.example", "https://www.instagram.com/anna.5")
    assert not person.contacts
    assert (community.bio, person.bio) == ("Сад № 2 Весна!", "Выращиваю розы")


def test_as_many_profiles_as_a_call_takes_are_two_calls(vk: FakeVk) -> None:
    platform = platform_on(vk)
    ids = [f"vk:{it}" for it in range(-40, 460) if it][: platform.profiles_a_call]
    assert len(platform.fetch_profiles(ids)) == 400 + 40 - 1  # all but the deleted one
    assert len(vk.called) == 2


def test_one_wrong_number_does_not_spoil_the_profiles_of_others(vk: FakeVk) -> None:
    vk.errors["groups.getById"] = [(100, "One of the parameters was invalid: group_ids"), (125, "")]
    found = platform_on(vk).fetch_profiles(["vk:-3", "vk:-4", "vk:-5", "vk:-6"])
    # Of the four the first two were called wrong again, and then one by one they were right.
    assert [it.account_id for it in found] == ["vk:-3", "vk:-4", "vk:-5", "vk:-6"]
    asked = [it.arguments["group_ids"] for it in vk.called]
    assert asked == ["3,4,5,6", "3,4", "3", "4", "5,6"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vk:5", "vk:5"), ("vk:-5", "vk:-5"), ("-5", "vk:-5"), ("5", "vk:5"),
        ("club5", "vk:-5"), ("public5", "vk:-5"), ("id5", "vk:5"),
        ("https://vk.com/club5", "vk:-5"), ("http://m.vk.com/id5?w=wall5_1", "vk:5"),
        ("vk.ru/garden_7", "vk:-7"), ("https://VK.com/Person7/", "vk:7"), ("@garden_7", "vk:-7"),
        ("person7", "vk:7"), ("vk:person7", "vk:7"), (" garden_7 ", "vk:-7"), ("id17", "vk:17"),
        ("nobody_here", None), ("id9999", None), ("club9999", None), ("https://vk.com/", None),
        ("https://t.me/garden_7", None), ("vk.com/wall-1_5", None), ("two words", None),
        ("", None), ("0", None), ("-", None), ("x" * 3000, None),
    ],
)  # fmt: skip
def test_accounts_are_found_by_what_people_paste(vk: FakeVk, text: str, found: str | None) -> None:
    assert platform_on(vk).find_account(text) == found


def test_a_real_server_is_asked_in_the_same_way(vk: FakeVk) -> None:
    with on_this_machine(vk) as base:
        platform = VkPlatform(Settings(base, (SERVICE,), (USER,), rate=1000.0))
        pages = read_all(platform, f"vk:-{LARGE}", Listing.MEMBERS)
        assert {it[0] for it in rows_of(edges_of(pages))} == set(vk.society.members[LARGE])
        platform.stop()
        with pytest.raises(PlatformUnreachable, match="stopped"):
            platform.fetch("vk:-3", Listing.POSTS)
        platform.close()


def test_the_order_of_rows_is_told_as_far_as_it_is_known(vk: FakeVk) -> None:
    platform = platform_on(vk)
    assert platform.is_newest_first(Listing.POSTS) is True
    assert platform.is_newest_first(Listing.MEMBERS) is False
    assert platform.is_newest_first(Listing.LIKERS) is None
    dates = [it.posted_at for it in platform.fetch(f"vk:-{LINKED}", Listing.POSTS).posts][1:]
    assert dates == sorted(dates, reverse=True)
