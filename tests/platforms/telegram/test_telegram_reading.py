"""Reading a whole society through telethon's own client: nothing lost, doubled or made up."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fake_telegram import FakeTelegram, Refused
from telegram_asking import Asking, edges_of, posts_of
from telegram_society import Maker, Society, society
from telethon.tl import functions, types
from to_the_end import read_all

from leaders.errors import LeadersError, PlatformRefused, ServerUnreachable
from leaders.model import AccountKind, ContactKind, Ended, Listing

SMALL = {"channels": 8, "groups": 2, "people": 80, "messages": 60}
POST_LISTINGS = (Listing.REPLIERS, Listing.LIKERS)


@pytest.fixture
def server() -> FakeTelegram:
    return FakeTelegram(society(**SMALL), rows=23)


@pytest.fixture
def platform(server: FakeTelegram, tmp_path: Path) -> Iterator[Asking]:
    platform = Asking(server, tmp_path)
    yield platform
    platform.close()


def names_of(made: Society, kind: str) -> set:
    return {row for row in made.edges if row[2] == kind}


class Faults:
    """Every third request meets one of what goes wrong on the way, in turn."""

    KINDS = (
        Refused("FLOOD_WAIT_7", 420), ConnectionError("reset"), Refused("RPC_CALL_FAIL", 500),
        Refused("No workers running", -500), BufferError("broken off"), Refused("Timeout", -503),
        OSError("network is unreachable"), Refused("FLOOD_PREMIUM_WAIT_3", 420),
    )  # fmt: skip

    def __init__(self) -> None:
        self.number = self.met = 0

    def __call__(self, request: Any) -> None:
        self.number += 1
        if self.number % 3 == 0:
            self.met += 1
            raise self.KINDS[self.met % len(self.KINDS)]


def test_all_that_a_society_wrote_is_read(server, platform) -> None:
    platform.meet(server)
    made = server.society
    server.faults = faults = Faults()
    every = [
        (chat.id, listing)
        for chat in (*made.channels, *made.groups)
        for listing in platform.listings(AccountKind.COMMUNITY)
    ]
    pages = {asked: read_all(platform, *asked) for asked in every}
    posts = [row for read in pages.values() for row in posts_of(read)]
    commented = [row[0] for row in posts if row[4]] + [row[0] for row in posts if row[3] in (3, 30)]
    for post_id in commented:
        for listing in POST_LISTINGS:
            pages[post_id, listing] = read_all(platform, post_id, listing)
    read = set().union(*map(edges_of, pages.values()))
    assert len(posts) == len(set(posts))
    assert set(posts) == made.posts
    liked = {row for row in made.edges if row[2] != "like" or row[3] in commented}
    assert read == liked
    assert faults.met > 100
    assert platform.clock.seconds > 500
    assert platform.remarks() == ()


@pytest.mark.parametrize("rows", [1, 2, 7, 100])
def test_albums_are_one_post_wherever_pages_end(tmp_path, rows) -> None:
    server = FakeTelegram(society(**SMALL), rows=rows)
    platform = Asking(server, tmp_path)
    platform.meet(server)
    for chat in server.society.channels[:3]:
        read = posts_of(read_all(platform, chat.id, Listing.POSTS))
        own = {row for row in server.society.posts if row[1] == chat.id}
        if rows >= 11:  # on smaller pages an album may be broken, and no post is lost
            assert sorted(map(str, read)) == sorted(map(str, own))
        assert {row[0] for row in read} >= {row[0] for row in own}
    platform.close()


def test_every_row_says_when_it_happened(server, platform) -> None:
    platform.meet(server)
    channel, group = server.society.channels[0], server.society.groups[0]
    for pages in (read_all(platform, it.id, Listing.POSTS) for it in (channel, group)):
        for page in pages:
            assert all(edge.happened_at for edge in page.edges)
            assert all(post.posted_at for post in page.posts)
            moments = [post.posted_at for post in page.posts]
            assert moments == sorted(moments, reverse=True)
    assert platform.is_newest_first(Listing.POSTS)


def test_profiles_say_what_a_channel_publishes(server, platform) -> None:
    platform.meet(server)
    chats = server.society.channels[:2] + server.society.groups[:1]
    ids = [it.id for it in chats]
    profiles = platform.fetch_profiles([*ids, "telegram:5000001", "files:set/x", ids[0]])
    assert [it.account_id for it in profiles] == ids
    for profile, chat in zip(profiles, chats, strict=True):
        assert profile.kind is AccountKind.COMMUNITY
        assert (profile.handle, profile.name) == (chat.username, chat.title)
        assert profile.url == f"https://t.me/{chat.username}"
        assert profile.followers_count == len(chat.members)
        assert profile.links == (f"https://shop.example/{chat.number}",)
        [contact] = profile.contacts
        assert contact.kind is ContactKind.EMAIL
        assert contact.value == f"ads{chat.number}@example.org"
        assert not profile.is_unlisted
    assert server.counted(functions.channels.GetFullChannelRequest) == 3


def test_a_channel_that_nobody_can_find_is_never_listed(server, platform) -> None:
    [private] = [it for it in server.society.chats.values() if it.is_private]
    platform.meet(server)
    read_all(platform, "пряже", Listing.SEARCH_ACCOUNTS)  # it is the login's own, so it is met
    [profile] = platform.fetch_profiles([private.id])
    assert profile.is_unlisted
    assert (profile.name, profile.url, profile.contacts, profile.links) == (None, None, (), ())


def test_searches_find_public_channels_and_nobody_else(server, platform) -> None:
    made = server.society
    public = {it.id for it in (*made.channels, *made.groups)}
    [page] = read_all(platform, "пряже", Listing.SEARCH_ACCOUNTS)
    assert set(page.found) == public
    words = read_all(platform, "вяжем", Listing.SEARCH_POSTS)
    joined = {it.id for it in made.channels if it.is_joined}
    assert {it for page in words for it in page.found} == joined
    assert len(words) > 1
    tagged = read_all(platform, "#вяжем", Listing.SEARCH_POSTS)
    assert {it for page in tagged for it in page.found} == {it.id for it in made.channels}
    assert server.counted(functions.channels.SearchPostsRequest) == len(tagged)


def test_words_that_are_too_short_are_no_error(platform) -> None:
    page = platform.fetch("мы", Listing.SEARCH_ACCOUNTS)
    assert page.ended is Ended.CUT
    assert "short" in page.why
    with pytest.raises(LeadersError, match="needs words"):
        platform.fetch("\x00", Listing.SEARCH_POSTS)


def test_members_beyond_what_is_shown_make_no_listing_complete(tmp_path) -> None:
    server = FakeTelegram(society(**SMALL), rows=23, reachable=25)
    platform = Asking(server, tmp_path)
    platform.meet(server)
    group = next(it for it in server.society.groups if len(it.members) > 25)
    last = read_all(platform, group.id, Listing.MEMBERS)[-1]
    assert last.ended is Ended.CUT
    assert last.why == f"Telegram shows 25 of {len(group.members)} members"
    assert last.declared_count == len(group.members)
    platform.close()


def test_members_on_one_page_are_complete(tmp_path) -> None:
    server = FakeTelegram(society(**SMALL))
    with closing(Asking(server, tmp_path)) as platform:
        platform.meet(server)
        group = server.society.groups[0]
        [page] = read_all(platform, group.id, Listing.MEMBERS)
    assert (page.ended, page.why) == (Ended.COMPLETE, None)
    assert page.declared_count == len(page.edges) == len(group.members)


def test_a_page_of_members_that_are_not_all_is_not_complete(tmp_path, monkeypatch) -> None:
    """Administrators alone, or fewer than the group says that it has: the others have not left."""
    server = FakeTelegram(society(**SMALL))
    answer = server._full
    with closing(Asking(server, tmp_path)) as platform:
        platform.meet(server)
        group = server.society.groups[0]
        for field, value, why in (
            ("participants_hidden", True, "the group hides its members"),
            ("participants_count", 5000, f"shows {len(group.members)} of 5,000 members"),
            ("participants_count", None, "does not say how many"),
        ):

            def full(request: Any, field: str = field, value: object = value) -> Any:
                told = answer(request)
                setattr(told.full_chat, field, value)
                return told

            monkeypatch.setattr(server, "_full", full)
            [page] = read_all(platform, group.id, Listing.MEMBERS)
            assert page.ended is Ended.CUT
            assert why in page.why
            assert len(page.edges) == len(group.members)


@pytest.mark.parametrize("is_leaving", [True, False])
def test_members_that_come_and_go_between_pages_take_nobody_away(tmp_path, is_leaving) -> None:
    server = FakeTelegram(Maker(2, 1, 1, 60, 5).made, rows=7)
    [group] = server.society.groups
    stayed = set(group.members[1:])
    with closing(Asking(server, tmp_path)) as platform:
        platform.meet(server)
        pages = [platform.fetch(group.id, Listing.MEMBERS)]
        group.members[:1] = [] if is_leaving else [group.members[0], 5_999_999]
        server.society.people[5_999_999] = "somebody_new"
        while cursor := pages[-1].cursor:
            pages.append(platform.fetch(group.id, Listing.MEMBERS, cursor))
    read = {int(edge.source_id.split(":")[1]) for page in pages for edge in page.edges}
    assert (stayed <= read) != is_leaving, "whoever was moved to a page that was read is missing"
    assert pages[-1].ended is Ended.CUT
    assert "come and go" in pages[-1].why


def test_similar_channels_beyond_what_is_shown_are_told(tmp_path) -> None:
    server = FakeTelegram(society(channels=14, groups=1, people=40, messages=5))
    platform = Asking(server, tmp_path)
    platform.meet(server)
    channel = server.society.channels[0]
    [page] = read_all(platform, channel.id, Listing.SIMILAR)
    assert (len(page.edges), page.declared_count, page.ended) == (10, 14, Ended.CUT)
    assert page.why == "Telegram shows 10 of 14 similar channels to accounts without Premium"
    platform.close()


def test_what_a_channel_shows_nobody_costs_no_call(server, platform) -> None:
    platform.meet(server)
    channel = server.society.channels[0]
    asked = len(server.asked)
    for page in (
        platform.fetch(channel.id, Listing.MEMBERS),
        platform.fetch(f"{channel.id}/5", Listing.LIKERS),
    ):
        assert page.ended is Ended.HIDDEN
        assert "nobody but its owners" in page.why
    assert len(server.asked) == asked


@pytest.mark.parametrize(
    ("name", "listing", "ended"),
    [
        ("CHANNEL_PRIVATE", Listing.POSTS, Ended.GONE),
        ("CHANNEL_PRIVATE", Listing.SIMILAR, Ended.GONE),
        ("CHANNEL_PRIVATE", Listing.REPLIERS, Ended.HIDDEN),
        ("CHANNEL_INVALID", Listing.POSTS, Ended.GONE),
        ("CHANNEL_INVALID", Listing.SIMILAR, Ended.HIDDEN),
        ("PEER_ID_INVALID", Listing.MEMBERS, Ended.GONE),
        ("CHAT_ADMIN_REQUIRED", Listing.MEMBERS, Ended.HIDDEN),
        ("USER_BANNED_IN_CHANNEL", Listing.POSTS, Ended.HIDDEN),
        ("MSG_ID_INVALID", Listing.REPLIERS, Ended.HIDDEN),
        ("MSG_ID_INVALID", Listing.LIKERS, Ended.HIDDEN),
        ("BROADCAST_FORBIDDEN", Listing.LIKERS, Ended.HIDDEN),
        ("PREMIUM_ACCOUNT_REQUIRED", Listing.SIMILAR, Ended.HIDDEN),
        ("QUERY_TOO_SHORT", Listing.SEARCH_POSTS, Ended.CUT),
    ],
)
def test_a_refusal_is_a_page(server, platform, name, listing, ended) -> None:
    platform.meet(server)
    group = server.society.groups[0].id

    def refuse(request: Any) -> None:
        raise Refused(name, 406 if name == "CHANNEL_PRIVATE" else 400)

    server.faults = refuse
    subject = f"{group}/7" if listing in POST_LISTINGS else group
    page = platform.fetch(subject, listing)
    assert page.ended is ended
    assert page.why
    assert page.cursor is None


def test_a_refusal_that_nobody_foresaw_is_an_error_with_telegrams_word(server, platform) -> None:
    platform.meet(server)

    def refuse(request: Any) -> None:
        raise Refused("SOMETHING_NEW")

    server.faults = refuse
    with pytest.raises(PlatformRefused, match="SOMETHING_NEW") as caught:
        platform.fetch(server.society.channels[0].id, Listing.POSTS)
    assert (caught.value.code, caught.value.status) == ("SOMETHING_NEW", 400)
    with pytest.raises(PlatformRefused, match="SOMETHING_NEW"):
        platform.fetch("words", Listing.SEARCH_ACCOUNTS)


def test_a_gone_channel_has_no_profile(server, platform) -> None:
    platform.meet(server)

    def refuse(request: Any) -> None:
        raise Refused("CHANNEL_PRIVATE", 406)

    server.faults = refuse
    assert platform.fetch_profiles([server.society.channels[0].id]) == []


def test_an_answer_of_another_kind_is_refused(server, platform, monkeypatch) -> None:
    platform.meet(server)
    group = server.society.groups[0].id
    monkeypatch.setattr(server, "_answer_reading", lambda request: types.NearestDc("NL", 2, 2))
    for listing in platform.listings(AccountKind.COMMUNITY):
        with pytest.raises(PlatformRefused, match="makes no sense"):
            platform.fetch(group, listing)
    with pytest.raises(PlatformRefused):
        platform.fetch_profiles([group])


@pytest.mark.parametrize(
    ("subject", "listing"),
    [
        ("telegram:5000001", Listing.POSTS),
        ("telegram:-1001000000100", Listing.FOLLOWERS),
        ("telegram:-1001000000100", Listing.LIKERS),
        ("telegram:-1001000000100/7", Listing.POSTS),
        ("files:set/x", Listing.MEMBERS),
    ],
)
def test_what_is_no_listing_is_told(platform, subject, listing) -> None:
    with pytest.raises(LeadersError, match=f"has no {listing}"):
        platform.fetch(subject, listing)


@pytest.mark.parametrize("cursor", ["", "-1", "x", "99999999999", "1/2/3", "١٢"])
def test_a_cursor_that_is_none_of_ours_is_refused(server, platform, cursor) -> None:
    platform.meet(server)
    group = server.society.groups[0].id
    for subject, listing in (
        (group, Listing.POSTS), (group, Listing.MEMBERS), (f"{group}/3", Listing.REPLIERS),
        ("words", Listing.SEARCH_POSTS),
    ):  # fmt: skip
        with pytest.raises(LeadersError, match="stored cursor"):
            platform.fetch(subject, listing, cursor)


def test_a_channel_that_the_login_never_met_says_how_to_meet_it(server, platform) -> None:
    channel = server.society.channels[0]
    for ask in (
        lambda: platform.fetch(channel.id, Listing.POSTS),
        lambda: platform.fetch(f"{channel.id}/6", Listing.REPLIERS),
        lambda: platform.fetch_profiles([channel.id]),
    ):
        with pytest.raises(ServerUnreachable, match=r"never met .* name it as a seed"):
            ask()
    assert platform.find_account(channel.id) is None
    assert channel.id in platform.remarks()[0]
    platform.find_account(f"https://t.me/s/{channel.username}")
    assert platform.find_account(channel.id) == channel.id
    assert platform.fetch(channel.id, Listing.POSTS).posts


def test_another_process_goes_on_with_the_channels_that_were_met(server, tmp_path) -> None:
    first = Asking(server, tmp_path)
    first.meet(server)
    channel = server.society.channels[0]
    cursor = first.fetch(channel.id, Listing.POSTS).cursor
    lookups = server.counted(functions.contacts.ResolveUsernameRequest)
    first.close()
    second = Asking(server, tmp_path)
    assert second.find_account(f"@{channel.username}") == channel.id
    assert server.counted(functions.contacts.ResolveUsernameRequest) == lookups
    assert second.fetch(channel.id, Listing.POSTS, cursor).posts
    second.close()


def test_names_of_nobody_and_of_persons_are_no_accounts(server, platform) -> None:
    assert platform.find_account("@nobody_at_all") is None
    assert platform.find_account("@person_7") is None
    assert platform.find_account("@person_1") is None  # a bot
    assert platform.find_account("https://t.me/+AbCdEf123456") is None
    assert platform.find_account("channel_1") is None
    assert platform.find_account("telegram:Channel_1") == "telegram:-1001000000101"
    asked = len(server.asked)
    assert platform.find_account("@nobody_at_all") is None
    assert len(server.asked) == asked


def test_few_names_are_looked_up_and_none_when_telegram_rations_them(tmp_path) -> None:
    server = FakeTelegram(society(**SMALL), lookups=3)
    platform = Asking(server, tmp_path)
    channel = server.society.channels[0]
    assert platform.find_account(f"@{channel.username}") == channel.id
    before = platform.clock.seconds
    pages = read_all(platform, channel.id, Listing.POSTS)
    read_all(platform, channel.id, Listing.POSTS)
    mentions = {row for row in server.society.edges if row[2] == "mention" and row[0] == channel.id}
    read = {row for row in edges_of(pages) if row[2] == "mention"}
    assert read < mentions
    assert server.counted(functions.contacts.ResolveUsernameRequest) == 4
    assert "no more names" in platform.remarks()[0]
    assert platform.wait_until() is None
    assert platform.clock.seconds - before < 60, "nothing waits for what is not needed"
    platform.close()


def test_only_ids_of_persons_are_kept(server, platform) -> None:
    platform.meet(server)
    told = ""
    for chat in (server.society.channels[0], server.society.groups[0]):
        told += repr(platform.fetch_profiles([chat.id]))
        for listing in platform.listings(AccountKind.COMMUNITY):
            told += repr(read_all(platform, chat.id, listing))
    assert not re.search("Секретное|person_|7999|Somebody who hides|Красиво", told)
