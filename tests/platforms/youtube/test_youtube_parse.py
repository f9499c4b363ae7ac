"""From YouTube's answers and texts to rows; whatever makes no sense becomes nothing."""

import json
import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from fake_http import Answered, Asked
from fake_youtube import FakeYoutube
from hypothesis import given, settings
from hypothesis import strategies as st
from youtube_asking import platform_on
from youtube_society import NICHE, Society

from leaders.errors import LeadersError
from leaders.model import Contact, ContactKind, Edge, EdgeKind, Listing, Page
from leaders.platforms.parsing import LONGEST_CURSOR
from leaders.platforms.web import Answer
from leaders.platforms.youtube import Settings, YoutubePlatform, parse
from leaders.platforms.youtube.addresses import is_channel
from leaders.platforms.youtube.comments import Place, read_place
from leaders.platforms.youtube.texts import find_mentions

ANNA, BORIS, CHLOE = (f"UC{letter * 22}" for letter in "abc")
VIDEO = "v" * 11
THREAD = "UgxAAAAAAAAAAAAAAAA4AaABAg"
NOON = "2025-03-01T12:00:00Z"

small_society = cache(lambda: Society(40))


def id_of(name: str) -> str:
    return f"youtube:{name}"


def channel(**more: Any) -> dict[str, Any]:
    return {"id": ANNA, "snippet": {"title": "Anna", **more.pop("snippet", {})}, **more}


def comment(author: object, parent: str | None = None) -> dict[str, Any]:
    snippet = {"publishedAt": NOON, "channelId": ANNA, "authorChannelId": {"value": author}}
    return {"id": "c", "snippet": {**snippet, **({"parentId": parent} if parent else {})}}


# Profiles


def test_a_hidden_count_is_not_said_and_a_shown_one_is_a_number() -> None:
    shown = {"subscriberCount": "1230", "videoCount": "4", "hiddenSubscriberCount": False}
    account = parse.parse_channel(channel(statistics=shown))
    assert account is not None
    assert (account.followers_count, account.posts_count) == (1230, 4)
    hidden = {**shown, "subscriberCount": "0", "hiddenSubscriberCount": True}
    account = parse.parse_channel(channel(statistics=hidden))
    assert account is not None
    assert (account.followers_count, account.posts_count) == (None, 4)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "٣", "9" * 21, str(2**63), "1e5", 7, None, True])
def test_a_count_that_is_no_count_is_not_said(text: object) -> None:
    assert parse.parse_number(text) is None


def test_a_description_gives_the_addresses_and_the_mail_that_it_publishes() -> None:
    about = (
        "Write to Wool@Anna.example.com, or https://t.me/anna_knits.\n"
        "https://www.instagram.com/anna?igshid=1#top (https://anna.example/a?id=5)\n"
        "https://youtube.com/@anna https://youtu.be/vvvvvvvvvvv http://user:pass@evil.example/"
    )
    account = parse.parse_channel(channel(snippet={"description": about, "customUrl": "@Anna.K"}))
    assert account is not None
    assert account.handle == "anna.k"
    assert account.url == f"https://www.youtube.com/channel/{ANNA}"
    assert account.contacts == (Contact(ContactKind.EMAIL, "wool@anna.example.com"),)
    assert account.links == (
        "https://t.me/anna_knits",
        "https://www.instagram.com/anna",
        "https://anna.example/a?id=5",
    )


@pytest.mark.parametrize(
    ("told", "bio"), [("I knit\nin Leeds", "I knit in Leeds"), ("", ""), (None, None), (7, None)]
)
def test_a_bio_is_the_description(told: object, bio: str | None) -> None:
    account = parse.parse_channel(channel(snippet={"description": told}))
    assert account is not None
    assert account.bio == bio


def test_the_words_of_a_video_are_its_title_and_description() -> None:
    snippet = {"channelId": ANNA, "title": "A shawl", "description": "With @boris\n#knitting"}
    for told, text in (
        (snippet, "A shawl With #knitting"),
        ({**snippet, "title": 7}, "With #knitting"),
    ):
        video = parse.parse_video({"id": VIDEO, "snippet": told})
        assert video is not None
        assert video.post.text == text


# Mentions


@pytest.mark.parametrize(
    ("text", "channels", "handles"),
    [
        ("with @Boris and @chloe.k.", (), ("boris", "chloe.k")),
        (f"https://www.youtube.com/channel/{BORIS}/videos", (BORIS,), ()),
        (f"m.youtube.com/channel/{BORIS}x", (), ()),
        ("YouTube.com/@Boris?si=1 youtube.com/@boris", (), ("boris",)),
        ("с @Катя_вяжет!", (), ("катя_вяжет",)),
        ("Instagram: @boris\nTelegram @chloe\ntiktok.com/@dan\nwith @eve", (), ("eve",)),
        ("Instagram and youtube.com/@boris", (), ("boris",)),
        ("mail a@boris.com, @b, @@boris, me@boris, @boris@mastodon.social", (), ()),
        (f"@{'x' * 31} @{'x.' * 20}", (), ()),
        (f"notyoutube.com/channel/{BORIS} https://tiktok.com/@boris", (), ()),
        ("@.boris-", (), ("boris",)),
    ],
)
def test_a_text_mentions_channels(
    text: str, channels: tuple[str, ...], handles: tuple[str, ...]
) -> None:
    found = find_mentions(text)
    assert (found.channels, found.handles) == (channels, handles)


def test_a_video_mentions_each_channel_once_and_never_its_own() -> None:
    row = {
        "id": VIDEO,
        "snippet": {
            "channelId": ANNA, "publishedAt": NOON, "title": f"youtube.com/channel/{BORIS}",
            "description": f"@boris @anna @chloe youtube.com/channel/{ANNA}",
        },
    }  # fmt: skip
    video = parse.parse_video(row)
    assert video is not None
    edges = parse.make_mentions(video, {"boris": BORIS, "anna": ANNA})
    noon = datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert edges == [Edge(id_of(ANNA), id_of(BORIS), EdgeKind.MENTION, id_of(VIDEO), noon)]


def test_likes_that_are_hidden_and_comments_that_are_off_are_not_said() -> None:
    row = {"id": VIDEO, "snippet": {"channelId": ANNA}, "statistics": {"viewCount": "0"}}
    video = parse.parse_video(row)
    assert video is not None
    post = video.post
    assert (post.views_count, post.likes_count, post.comments_count) == (0, None, None)
    assert parse.parse_videos([row], BORIS) == {}


@pytest.mark.parametrize(
    ("told", "is_marked"),
    [
        ({"hasPaidProductPlacement": True}, True), ({"hasPaidProductPlacement": False}, False),
        ({"hasPaidProductPlacement": "true"}, None), ({}, None), (None, None), ([True], None),
    ],
)  # fmt: skip
def test_paid_promotion_is_read(told: object, is_marked: bool | None) -> None:
    row = {"id": VIDEO, "snippet": {"channelId": ANNA}, "paidProductPlacementDetails": told}
    video = parse.parse_video(row)
    assert video is not None
    assert video.post.is_marked_ad is is_marked


# Comments


def test_a_comment_is_attention_to_the_owner_of_the_video() -> None:
    rows = [comment(BORIS), comment(ANNA), comment(None), comment("UCshort"), comment(BORIS)]
    noon = datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert parse.parse_comments(rows, VIDEO, ANNA) == (
        Edge(id_of(BORIS), id_of(ANNA), EdgeKind.COMMENT, id_of(VIDEO), noon),
    )


def test_replies_of_a_thread_that_is_cut_short_are_left_to_be_read_whole() -> None:
    shown = {"comments": [comment(CHLOE, THREAD)]}
    snippet = {"topLevelComment": comment(BORIS), "channelId": ANNA}
    whole = {"id": THREAD, "snippet": {**snippet, "totalReplyCount": 1}, "replies": shown}
    short = {"id": THREAD, "snippet": {**snippet, "totalReplyCount": 2}, "replies": shown}
    assert parse.parse_long_threads([whole, short, short]) == (THREAD,)
    assert [it.source_id for it in parse.parse_threads([whole], VIDEO, ANNA)] == [
        id_of(BORIS),
        id_of(CHLOE),
    ]
    assert [it.source_id for it in parse.parse_threads([short], VIDEO, ANNA)] == [id_of(BORIS)]
    nameless = {**short, "id": "no|name"}  # its replies cannot be asked for: those shown are all
    assert len(parse.parse_threads([nameless], VIDEO, ANNA)) == 2


tokens = st.text("ABCabc012_-=", max_size=20)
names = st.lists(st.from_regex(r"Ug[A-Za-z0-9_-]{24}", fullmatch=True), max_size=9, unique=True)


@given(tokens, names, tokens)
def test_a_place_among_comments_is_kept_in_a_cursor(
    threads: str, parents: list[str], replies: str
) -> None:
    place = Place(threads, tuple(parents), replies if parents else "")
    cursor = place.write()
    assert (cursor is None) == (not threads and not parents)
    assert read_place(cursor) == (place if cursor else Place())


@pytest.mark.parametrize(
    "cursor",
    ["", "|", "||", "token", "token|", "||token", "a||b", "a|b\n|", "я|b|", "a|b|c|d", "|b c|",
     "x" * 3000 + "||", f"|{'b' * 81}|"],
)  # fmt: skip
def test_a_cursor_that_nobody_wrote_is_not_believed(cursor: str) -> None:
    with pytest.raises(LeadersError, match="cannot be read"):
        read_place(cursor)


# Whatever else comes


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    | st.sampled_from([
        ANNA, BORIS, VIDEO, THREAD, NOON, f"@boris youtube.com/channel/{CHLOE} a@b.com",
        "https://t.me/anna", "x" * 50_000, "\ud800", "UC\x00", 2**70, "9" * 30,
    ]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
KEYS = (
    "id", "snippet", "statistics", "contentDetails", "channelId", "videoId", "title", "value",
    "description", "publishedAt", "resourceId", "relatedPlaylists", "uploads", "channels",
    "authorChannelId", "topLevelComment", "replies", "comments", "totalReplyCount", "customUrl",
)  # fmt: skip
rows = st.lists(
    st.recursive(
        json_values,
        lambda inner: st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
        max_leaves=12,
    ),
    max_size=3,
)
bodies = json_values | st.fixed_dictionaries(
    {"items": rows}, optional={"nextPageToken": json_values, "pageInfo": json_values}
)
SUBJECTS = {
    Listing.POSTS: ANNA, Listing.FEATURED: ANNA, Listing.FOLLOWING: ANNA, Listing.REPLIERS: VIDEO,
    Listing.SEARCH_ACCOUNTS: "wool", Listing.SEARCH_POSTS: "wool",
}  # fmt: skip
ID = re.compile(r"youtube:UC[A-Za-z0-9_-]{22}")
POST = re.compile(r"youtube:[A-Za-z0-9_-]{11}")


class Saying:
    """A connection that says one thing to every question."""

    def __init__(self, body: object) -> None:
        self.body = body

    def get(self, path: str, params: object) -> Answer:
        return Answer(200, self.body, {}, "youtube.test")


def platform_saying(body: object) -> YoutubePlatform:
    return YoutubePlatform(Settings(key="k" * 39), lambda settings: Saying(body))


@pytest.mark.parametrize("listing", SUBJECTS)
@given(body=bodies)
def test_nothing_that_comes_breaks_more_than_its_page(listing: Listing, body: object) -> None:
    try:
        page = platform_saying(body).fetch(id_of(SUBJECTS[listing]), listing)
    except LeadersError:
        return
    assert_well_formed(page)


def assert_well_formed(page: Page) -> None:
    for edge in page.edges:
        assert ID.fullmatch(edge.source_id)
        assert ID.fullmatch(edge.target_id)
        assert edge.source_id != edge.target_id
        assert edge.post_id is None or POST.fullmatch(edge.post_id)
    assert all(ID.fullmatch(it) for it in page.found)
    assert all(POST.fullmatch(it.post_id) and ID.fullmatch(it.author_id) for it in page.posts)
    assert page.cursor is None or len(page.cursor) <= LONGEST_CURSOR


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything inside a JSON value."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [(*path, key) for key, _ in inner] + [
        place for key, it in inner for place in places(it, (*path, key))
    ]


def spoil(body: Any, path: tuple[Any, ...], value: object) -> Any:
    for key in path[:-1]:
        body = body[key]
    body[path[-1]] = value


@pytest.mark.parametrize("listing", SUBJECTS)
@settings(max_examples=60)
@given(data=st.data())
def test_a_spoilt_answer_breaks_no_more_than_its_page(
    listing: Listing, data: st.DataObject
) -> None:
    server = FakeYoutube(small_society())
    spoilt = data.draw(st.integers(1, 4))
    where, what = data.draw(st.integers(0, 2**16)), data.draw(json_values)

    def answer(asked: Asked) -> Answered:
        status, headers, content = server(asked)
        if len(server.asked) == spoilt:
            body = json.loads(content)
            paths = places(body)
            spoil(body, paths[where % len(paths)], what)
            content = json.dumps(body).encode()
        return status, headers, content

    owner = next(iter(small_society().channels.values()))
    is_search = listing in (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS)
    name = owner.videos[0].name if listing is Listing.REPLIERS else owner.name
    subject, cursor = NICHE if is_search else id_of(name), None
    platform = platform_on(answer)
    for _ in range(3):
        try:
            page = platform.fetch(subject, listing, cursor)
        except LeadersError:
            return
        assert_well_formed(page)
        cursor = page.cursor
        if cursor is None:
            return


@given(bodies)
def test_no_profile_that_comes_breaks_anything(body: object) -> None:
    try:
        accounts = platform_saying(body).fetch_profiles([id_of(ANNA), id_of(BORIS)])
    except LeadersError:
        return
    assert {it.account_id for it in accounts} <= {id_of(ANNA), id_of(BORIS)}
    try:
        found = platform_saying(body).find_account("@boris")
    except LeadersError:
        return
    assert found is None or ID.fullmatch(found)


@pytest.mark.parametrize("body", [None, [], {}, "text", {"items": {}}, {"items": "x"}])
@pytest.mark.parametrize("listing", SUBJECTS)
def test_an_answer_without_its_rows_is_refused(listing: Listing, body: object) -> None:
    with pytest.raises(LeadersError):
        platform_saying(body).fetch(id_of(SUBJECTS[listing]), listing)


@pytest.mark.parametrize("listing", [it for it in SUBJECTS if it is not Listing.POSTS])
def test_a_listing_without_rows_may_have_no_list_of_them(listing: Listing) -> None:
    empty = {"kind": "youtube#anyListResponse", "pageInfo": {"totalResults": 0}}
    assert platform_saying(empty).fetch(id_of(SUBJECTS[listing]), listing).edges == ()
    for odd in ({"kind": "youtube#channel"}, {**empty, "pageInfo": {"totalResults": 3}}):
        with pytest.raises(LeadersError):
            platform_saying(odd).fetch(id_of(SUBJECTS[listing]), listing)


@pytest.mark.parametrize(
    ("subject", "listing"),
    [
        ("youtube:UCshort", Listing.POSTS), (id_of(VIDEO), Listing.POSTS),
        (id_of(ANNA), Listing.REPLIERS), (id_of(ANNA), Listing.FOLLOWERS),
        (id_of(ANNA), Listing.LIKERS), (" \x00 ", Listing.SEARCH_POSTS),
    ],
)  # fmt: skip
def test_a_listing_that_a_subject_does_not_have_is_refused(subject: str, listing: Listing) -> None:
    with pytest.raises(LeadersError, match="has no"):
        platform_saying({"items": []}).fetch(subject, listing)


def test_an_id_is_whole() -> None:
    assert is_channel(ANNA)
    for odd in (ANNA + "x", ANNA[:-1], f"{ANNA}\n", "UU" + ANNA[2:], None, [ANNA]):
        assert not is_channel(odd)
