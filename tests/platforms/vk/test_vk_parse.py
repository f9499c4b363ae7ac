"""From VK's answers to rows: what is said is read, and nonsense is no row."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vk_asking import platform_on

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Edge, EdgeKind, Listing
from leaders.platforms.vk.addresses import IDS, find_mentions, read_address, read_named, read_post
from leaders.platforms.vk.parse import demand_owners, parse_comments, parse_post, parse_wall
from leaders.platforms.vk.places import Place, read_place
from leaders.platforms.vk.profiles import find_neighbours, parse_community, parse_person

POST: dict[str, Any] = {
    "id": 45, "owner_id": -1, "from_id": -1, "date": 1_790_000_000, "text": "", "post_type": "post",
}  # fmt: skip
NOON = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)


def on_wall(**more: Any) -> tuple[list[str], list[tuple[str, str, str | None]]]:
    posts, edges = parse_wall([{**POST, **more}], -1)
    return [it.post_id for it in posts], [(it.kind, it.target_id, it.post_id) for it in edges]


# Posts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[id1|Pavel], [club2|A club] and [public3|A page] at [event4|An event]", (1, -2, -3, -4)),
        ("vk.com/club2 https://vk.com/id1, m.vk.com/public3 vk.ru/event4", (-2, 1, -3, -4)),
        ("[club2|x] [club2|y] vk.com/club2", (-2,)), ("[ID1|x] VK.COM/Club2", (1, -2)),
        ("[https://vk.com/club5|a link]", (-5,)), ("vk.com/club2?w=wall-2_3", (-2,)),
        ("vk.com/club2x vk.com/id1_2 vk.com/id5.html", ()), ("[id0|x] [id01|x] [club|x]", ()),
        (f"[id{'9' * 30}|x]", ()), ("club2 id1 @club3", ()), ("[id7", ()), (None, ()), (7, ()),
    ],
)  # fmt: skip
def test_mentions_are_read_from_brackets_and_addresses(text: object, found: tuple) -> None:
    assert find_mentions(text) == found


def test_a_post_mentions_others_and_never_itself() -> None:
    posts, edges = on_wall(text="[club1|we] and [id5|you]")
    assert posts == ["vk:-1_45"]
    assert edges == [(EdgeKind.MENTION, "vk:5", "vk:-1_45")]


def test_words_are_kept_of_own_posts_alone() -> None:
    text = "Готово:\nсад! [id5|Анна] и [club2|клуб] https://vk.com/id7 #сад"
    rows = [
        {**POST, "text": text},
        {**POST, "id": 46, "text": None},
        {**POST, "id": 47, "from_id": 5},
    ]
    posts, _ = parse_wall(rows, -1)
    assert [it.text for it in posts] == ["Готово: сад! и #сад", None]
    found = parse_post({**POST, "text": text})
    assert found is not None
    assert found.text is None


@pytest.mark.parametrize(
    ("told", "is_marked"),
    [(1, True), (0, False), (True, True), (2, None), ("1", None), (None, None), ([], None)],
)
def test_the_mark_of_advertising_is_read(told: object, is_marked: bool | None) -> None:
    found = parse_post({**POST, "marked_as_ads": told})
    assert found is not None
    assert found.is_marked_ad is is_marked


def test_a_repost_credits_the_original_and_nobody_in_between() -> None:
    between, original = {"id": 8, "owner_id": -2}, {"id": 9, "owner_id": 3}
    _, edges = on_wall(copy_history=[between, original])
    assert edges == [(EdgeKind.REPOST, "vk:3", "vk:3_9")]
    _, edges = on_wall(copy_history=[{"id": 9, "owner_id": -1}])
    assert edges == []


@pytest.mark.parametrize(
    "history", [[], [{}], [{"id": 1}], [{"owner_id": 1}], [None], "x", {"a": 1}]
)
def test_a_history_that_makes_no_sense_is_none(history: object) -> None:
    assert on_wall(copy_history=history) == (["vk:-1_45"], [])


@pytest.mark.parametrize(
    "more",
    [
        {"id": None}, {"id": -4}, {"id": 0}, {"id": "45"}, {"id": True}, {"id": 10**18},
        {"owner_id": 5}, {"from_id": 5}, {"from_id": None}, {"post_type": "reply"},
    ],
)  # fmt: skip
def test_what_is_no_post_of_the_walls_owner_is_none(more: dict) -> None:
    assert on_wall(**more) == ([], [])


def test_counts_that_are_not_said_are_unknown() -> None:
    post = parse_post({**POST, "likes": {"count": 0}, "views": {"count": -1}, "comments": []})
    assert post is not None
    assert (post.likes_count, post.views_count, post.comments_count) == (0, None, None)
    assert (post.reposts_count, post.posted_at) == (None, NOON)
    undated = parse_post({**POST, "date": 10**15})
    assert undated is not None
    assert undated.posted_at is None


# Comments


def test_comments_of_the_deleted_and_of_the_owner_are_no_attention() -> None:
    rows: list[object] = [
        {"id": 1, "from_id": 5, "date": 1_790_000_000},
        {"id": 2, "from_id": -1, "date": 1_790_000_000, "thread": {"items": [{"from_id": -7}, 3]}},
        {"id": 3, "from_id": 0, "deleted": True}, {"id": 4}, None, "x",
    ]  # fmt: skip
    assert parse_comments(rows, -1, "vk:-1_45") == (
        Edge("vk:5", "vk:-1", EdgeKind.COMMENT, "vk:-1_45", NOON),
        Edge("vk:-7", "vk:-1", EdgeKind.COMMENT, "vk:-1_45"),
    )


# Lists of ids


@pytest.mark.parametrize("bad", [0, "7", None, 1.5, True, {}, 10**18, -(10**18)])
def test_a_list_with_an_id_that_cannot_be_read_is_refused(bad: object) -> None:
    assert demand_owners({"items": [7, -8]}, "x.get") == [7, -8]
    with pytest.raises(PlatformRefused):
        demand_owners({"items": [7, bad]}, "x.get")


@pytest.mark.parametrize("answer", [None, [], {}, {"items": None}, {"items": {}}])
def test_an_answer_without_its_list_is_refused(answer: object) -> None:
    with pytest.raises(PlatformRefused):
        demand_owners(answer, "x.get")


# Places


def test_a_place_is_found_again() -> None:
    for place in (Place(), Place(5, -7, "friends", (3,), True), Place(0, 0, "threads", (10, 1))):
        assert read_place(place.write()) == place
    longest = Place(10**17, -(10**17), "threads", (10, *[10**17] * 100), True)
    assert len(longest.write()) <= 2000
    assert read_place(longest.write()) == longest


def test_a_page_begins_behind_the_last_row_of_the_one_before() -> None:
    place = Place(100, 7)
    assert place.find_fresh([5, 6, 7, 8, 9]) == 3
    assert place.find_fresh([5, 6, 8]) == 0  # the last one left: rather twice than never
    assert place.start == 89
    following = place.follow([8, 9], 100, 1000)
    assert following == Place(189, 9, is_torn=True)
    assert place.follow([7, 8], 100, 189) is None
    assert place.follow([], 100, 190) == Place(189, 7, is_torn=True)


# Profiles


@pytest.mark.parametrize(
    ("told", "bio"),
    [
        (("Клуб\nсадоводов", "открыто"), "Клуб садоводов открыто"),
        (("", "да"), "да"), (("", ""), ""),
        ((None, 7), None), (("x" * 9000, "y"), "x" * 2000),
    ],
)  # fmt: skip
def test_a_bio_is_what_is_told_in_ones_own_words(told: tuple, bio: str | None) -> None:
    for parse, key in ((parse_person, "about"), (parse_community, "description")):
        account = parse({"id": 3, key: told[0], "status": told[1]})
        assert account is not None
        assert account.bio == bio


def test_a_community_says_whom_to_write_to() -> None:
    account = parse_community(
        {
            "id": 3, "name": "A\u202egarden\n", "screen_name": "garden",
            "contacts": [
                {"user_id": 5, "desc": "Ads"}, {"email": "no mail", "phone": "call me"},
                {"email": " ads@garden.example "}, {"phone": "8 (900) 000-00-00"}, 7,
                {"user_id": 5, "desc": "Ads"}, {"user_id": "5"},
            ],
        }
    )  # fmt: skip
    assert account is not None
    assert [(it.kind, it.value, it.role) for it in account.contacts] == [
        ("account", "vk:5", "Ads"), ("email", "ads@garden.example", None),
        ("phone", "8 (900) 000-00-00", None),
    ]  # fmt: skip
    assert (account.name, account.followers_count, account.links) == ("Agarden", None, ())


@pytest.mark.parametrize(
    "contact",
    [
        {"email": "a@" + "b." * 9 + "example"}, {"email": "a@b.example\nBcc: c@d.example"},
        {"email": "=cmd()@x"}, {"email": ["a@b.example"]}, {"phone": "+7 900\n000"},
        {"phone": "=1+1"}, {"phone": "+" + "9" * 40}, {"phone": 79000000000}, {"user_id": 0},
        {"user_id": True}, {"user_id": 10**18}, {"desc": "Ads"},
    ],
)  # fmt: skip
def test_a_contact_that_is_none_is_left_out(contact: dict[str, Any]) -> None:
    account = parse_community({"id": 3, "contacts": [contact]})
    assert account is not None
    assert account.contacts == ()


def test_contacts_are_few_and_their_roles_tame() -> None:
    rows = [{"user_id": it, "desc": f"\u202eAds\n{'x' * 5000}"} for it in range(1, 1000)]
    account = parse_community({"id": 3, "contacts": rows})
    assert account is not None
    assert len(account.contacts) == 20
    role = account.contacts[0].role or ""
    assert role.startswith("Ads x")
    assert len(role) < 1000


@pytest.mark.parametrize(
    ("site", "links"),
    [
        ("garden.example", ("https://garden.example",)),
        ("t.me/garden; http://youtube.com/@garden", ("https://t.me/garden", "http://youtube.com/@garden")),
        ("vk.com/garden https://m.vk.com/id5", ()), ("me@garden.example", ()), ("no address", ()),
        ("javascript:alert(1)", ()), ("https://garden.example\u202e", ()), (7, ()), (None, ()),
        ("a.example a.example", ("https://a.example",)), ("x" * 400 + ".example", ()),
    ],
)  # fmt: skip
def test_sites_elsewhere_are_hints(site: object, links: tuple[str, ...]) -> None:
    account = parse_person({"id": 5, "site": site})
    assert account is not None
    assert account.links == links


def test_a_persons_telephone_and_mail_are_not_read() -> None:
    account = parse_person(
        {
            "id": 5, "first_name": "Anna", "mobile_phone": "+7 900", "home_phone": "1",
            "email": "a@b.example", "contacts": [{"email": "a@b.example"}], "skype": "anna",
            "instagram": "anna.garden", "facebook": "not a name!", "twitter": "anna",
            "exports": {"twitter": 1, "facebook": 1, "livejournal": 0},
        }
    )  # fmt: skip
    assert account is not None
    assert not account.contacts
    assert account.links == ("https://www.instagram.com/anna.garden", "https://twitter.com/anna")
    assert account.verified_links == ("https://twitter.com/anna",)  # VK passes posts on to it


def test_who_is_deleted_has_no_profile() -> None:
    assert parse_person({"id": 5, "deactivated": "banned"}) is None
    assert parse_community({"id": 5, "deactivated": "deleted"}) is None
    assert parse_person({"id": -5}) is None


def test_neighbours_are_numbers_and_short_names() -> None:
    urls = [
        "https://vk.com/club7",
        "http://vk.ru/Garden?a=1",
        "https://t.me/x",
        "vk.com/id5",
        7,
        "",
    ]
    view = {"links": [{"url": it} for it in urls]}
    assert find_neighbours(view) == (-7, "garden", 5)


@pytest.mark.parametrize("text", ["vk.com", "vk.com/", "evilvk.com/x1", "vk.com.evil/club1", "//"])
def test_what_is_no_page_of_vk_is_none(text: str) -> None:
    assert read_address(text) is None


def test_posts_are_named_by_wall_and_number() -> None:
    assert read_post("vk:-1_45") == (-1, 45)
    for text in ("vk:-1", "vk:1_0", "vk:1_-5", "vk:0_5", "-1_45", "vk:1_5\n", "files:1_5"):
        assert read_post(text) is None


# Whatever comes

KEYS = (
    "response", "items", "count", "id", "from_id", "owner_id", "thread", "groups", "users", "links",
    "url", "copy_history", "contacts", "user_id", "text", "likes", "next_from", "total_count",
    "date", "type", "object_id", "post_type", "current_level_count", "error", "error_code",
)  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-10, 10), st.integers(), st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(["[id5|x] vk.com/club7", "https://vk.com/club7", "vk.com/name", "user"]),
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=30,
)
LISTED = st.fixed_dictionaries(
    {"count": st.integers(0, 5000), "items": st.lists(ANYTHING, max_size=5)},
    optional={"next_from": ANYTHING, "total_count": ANYTHING, "current_level_count": ANYTHING},
)
ASKED = [
    ("vk:-1", Listing.MEMBERS), ("vk:-1", Listing.POSTS), ("vk:-1", Listing.FEATURED),
    ("vk:1", Listing.FOLLOWERS), ("vk:1", Listing.FOLLOWING), ("vk:1", Listing.MEMBERSHIPS),
    ("vk:1_5", Listing.LIKERS), ("vk:1_5", Listing.REPOSTERS), ("vk:1_5", Listing.REPLIERS),
    ("words", Listing.SEARCH_ACCOUNTS), ("words", Listing.SEARCH_POSTS),
    ("vk:-1 words", Listing.SEARCH_WALL),
]  # fmt: skip


@settings(max_examples=40)
@given(answer=ANYTHING | LISTED | st.fixed_dictionaries({"users": LISTED, "groups": LISTED}))
def test_whatever_vk_answers_is_read_or_refused(answer: object) -> None:
    body = json.dumps({"response": answer}).encode()
    platform = platform_on(lambda asked: (200, {}, body), attempts=1)
    for subject, listing in ASKED:
        try:
            page = platform.fetch(subject, listing)
        except LeadersError:
            continue
        ids = [*page.found, *(it for edge in page.edges for it in (edge.source_id, edge.target_id))]
        assert all(re.search(IDS, it) for it in ids)
        assert all(edge.source_id != edge.target_id for edge in page.edges)
        posts = [it.post_id for it in page.posts] + [e.post_id for e in page.edges if e.post_id]
        assert all(read_post(it) for it in posts)
        if page.cursor and listing is not Listing.SEARCH_POSTS:
            read_place(page.cursor)
    try:
        accounts = platform.fetch_profiles(["vk:1", "vk:-1"])
    except LeadersError:
        return
    assert all(re.search(IDS, it.account_id) for it in accounts)


@settings(max_examples=25)
@given(body=ANYTHING)
def test_whatever_is_answered_at_all_is_read_or_refused(body: object) -> None:
    text = json.dumps(body).encode()
    platform = platform_on(lambda asked: (200, {}, text), attempts=1)
    for subject, listing in ASKED:
        try:
            platform.fetch(subject, listing)
        except LeadersError:
            continue


@given(text=st.text() | st.sampled_from(["vk:", "club", "@", "https://vk.com/"]).map(str))
def test_whatever_people_paste_is_read_or_none(text: str) -> None:
    for it in (text, f"vk:{text}", f"https://vk.com/{text}", f"club{text}"):
        named = read_named(it)
        assert named is None or named != 0
