"""What becomes of answers that are strange, hostile or only unusual."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fake_mastodon import ACCOUNT, STATUS
from hypothesis import given
from hypothesis import strategies as st

from leaders.errors import LeadersError
from leaders.model import Edge, EdgeKind, Listing, Page, Post
from leaders.platforms.mastodon import listings, parse, searches
from leaders.platforms.mastodon.addresses import (
    Origin,
    find_post,
    name_account,
    read_account,
    read_host,
    read_name,
    read_post,
)
from leaders.platforms.mastodon.markup import read_links, read_text
from leaders.platforms.mastodon.session import Settings, read_settings

HOME = Origin("social.home.example", "home.example")
ANNA, BORIS = "mastodon:anna@home.example", "mastodon:boris@far.example"
POST = Post("mastodon:social.home.example/7", ANNA, comments_count=3)
NOON = "2026-03-01T12:00:00.000Z"


def account(acct: str, **more: Any) -> dict[str, Any]:
    user = acct.partition("@")[0]
    page = {"url": f"https://social.home.example/@{user}", "id": "5", "username": user}
    return {**ACCOUNT, **page, "acct": acct, **more}


def status(acct: str, number: str = "7", **more: Any) -> dict[str, Any]:
    return {
        **STATUS, "id": number, "account": account(acct), "visibility": "public",
        "created_at": NOON, "mentions": [], "reblog": None, **more,
    }  # fmt: skip


def local(view: object) -> parse.Local:
    found = parse.parse_local(view, HOME)
    assert found
    return found


# Names


@pytest.mark.parametrize(
    ("acct", "wanted"),
    [
        ("Anna", ANNA), ("Boris@FAR.example", BORIS),
        ("a.b-c_d@x.y.example", "mastodon:a.b-c_d@x.y.example"),
        ("anna@müsli.example", "mastodon:anna@xn--msli-0ra.example"),
        ("anna@xn--msli-0ra.example", "mastodon:anna@xn--msli-0ra.example"),
        ("anna@пример.рф", "mastodon:anna@xn--e1afmkfd.xn--p1ai"),
        ("anna@faß.example", None), ("anna@far。example", None), ("anna@ｆar.example", None),
        ("", None), ("@", None), ("anna@", None), ("@far.example", None), ("an na", None),
        ("anna@far.example:80", None), ("anna@10.0.0.1", None), ("anna@far", None),
        ("anna@far.example@x.example", None), ("anna.", None), ("анна", None), (7, None),
        ("a" * 101, None), ("anna@far.example\n", None), ("anna\n", None),
    ],
)  # fmt: skip
def test_the_id_of_an_account(acct: object, wanted: str | None) -> None:
    assert name_account(acct, HOME.domain) == wanted
    if wanted:
        assert read_account(wanted)


@pytest.mark.parametrize(
    ("uri", "wanted"),
    [
        ("https://far.example/users/Boris/statuses/9", "mastodon:far.example/9"),
        ("https://social.far.example/users/boris/statuses/9", "mastodon:social.far.example/9"),
        ("https://far.example/@boris/9", "mastodon:far.example/9"),
        ("https://far.example/ap/users/4/statuses/9", "mastodon:far.example/9"),
        ("https://far.example/users/carl/statuses/9", None),
        ("https://evil.example/users/boris/statuses/9", None),
        ("https://evilfar.example/users/boris/statuses/9", None),
        ("https://far.example/objects/0b1c", None),
        ("https://far.example/users/boris/statuses/9/activity", None),
        ("https://far.example:8080/users/boris/statuses/9", None),
        ("http://far.example/users/boris/statuses/9", None),
        ("https://far.example/p/boris/9", None), (None, None), (9, None),
    ],
)  # fmt: skip
def test_the_id_of_a_post_out_of_its_address(uri: object, wanted: str | None) -> None:
    assert find_post(uri, BORIS) == wanted
    if wanted:
        assert read_post(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "", "anna", "@anna", "anna@home.example", "https://youtube.com/@anna",
        "https://www.youtube.com/@anna", "https://t.me/@anna", "https://vk.com/@anna",
        "https://bsky.app/profile/anna.example", "https://medium.com/@anna",
        "https://anna.medium.com/@anna", "https://www.threads.net/@anna", "tiktok.com/@anna",
        "https://home.example/", "https://home.example/anna", "https://home.example/users/",
        "ftp://home.example/@anna", "mastodon:anna", "@anna@home.example/x", "@@home.example",
        "@anna@home.example " * 200, "mailto:anna@home.example", "vk:@anna@home",
    ],
)  # fmt: skip
def test_what_names_nobody_on_mastodon(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "mastodon:anna@home.example", " @Anna@HOME.example ", "https://far.example/@anna@home.example",
        "https://far.example/web/@anna@home.example", "https://far.example/@anna%40home.example",
    ],
)  # fmt: skip
def test_a_handle_names_an_account_of_a_domain(text: str) -> None:
    name = read_name(text)
    assert name
    assert (name.user, name.host, name.is_page) == ("anna", "home.example", False)


@pytest.mark.parametrize(
    "text",
    [
        "https://home.example/@anna", "http://home.example/@Anna/", "home.example/users/anna",
        "https://home.example/@anna/113?x=1#y", "https://home.example/deck/@anna",
    ],
)  # fmt: skip
def test_a_page_names_an_account_of_a_host(text: str) -> None:
    name = read_name(text)
    assert name
    assert (name.user, name.host, name.is_page) == ("anna", "home.example", True)


# Profiles


def test_links_of_a_profile_are_those_of_its_fields_the_verified_first() -> None:
    fields = [
        {"name": "Site", "value": '<a href="https://one.example" rel="me">one</a> and'
         ' <a href="javascript:alert(1)">x</a>', "verified_at": None},
        {"name": "Blog", "value": '<a href="https://two.example/x?y=1&amp;z=2">two</a>',
         "verified_at": NOON},
        {"name": "Plain", "value": "https://three.example"},
        {"name": "Mood", "value": "fine"},
        {"name": "Bad", "value": '<a href="http://">no</a><a>none</a><a href>none</a>'},
    ]  # fmt: skip
    moved = {"url": "https://far.example/@anna"}
    read = local(account("anna", fields=fields, moved=moved)).account.links
    assert read == (
        "https://far.example/@anna", "https://two.example/x?y=1&z=2", "https://one.example",
        "https://three.example",
    )  # fmt: skip
    hidden = local(account("anna", fields=fields, noindex=True)).account
    assert hidden.verified_links == ()
    checked = local(account("anna", fields=fields)).account.verified_links
    assert checked == ("https://two.example/x?y=1&z=2",)


@pytest.mark.parametrize(
    ("note", "bio"),
    [
        ("<p>Ik brei &amp; haak</p><p>#<span>breien</span></p>", "Ik brei & haak #breien"),
        ("", ""), (None, None), (7, None), ("<p>" + "x" * 9000, "x" * 2000),
    ],
)  # fmt: skip
def test_a_bio_is_the_text_of_the_note(note: object, bio: str | None) -> None:
    assert local(account("anna", note=note)).account.bio == bio
    assert local(account("anna", note=note, noindex=True)).account.bio == ""


def test_counts_that_are_hidden_are_not_said() -> None:
    seen = local(account("anna", followers_count=-1, following_count=None, statuses_count="7"))
    assert seen.account.followers_count is None
    assert seen.account.following_count is None
    assert seen.account.posts_count is None


@pytest.mark.parametrize("asks", [{"discoverable": False}, {"noindex": True},
    {"note": "<p>#<span>NoBots</span></p>"}, {"note": "#noindex please"}])  # fmt: skip
def test_who_asks_not_to_be_shown_is_believed_at_home_alone(asks: dict[str, Any]) -> None:
    assert local(account("anna", **asks)).account.is_unlisted
    rows = [account("anna", **asks), account("boris@far.example", **asks)]
    assert parse.parse_found(rows, HOME) == (BORIS,)


@pytest.mark.parametrize("asks", [{}, {"discoverable": None}, {"discoverable": True},
    {"note": "#nobody is perfect"}, {"indexable": False}])  # fmt: skip
def test_who_was_not_asked_is_shown(asks: dict[str, Any]) -> None:
    assert not local(account("anna", **asks)).account.is_unlisted


@pytest.mark.parametrize(
    "view", [account("boris@far.example"), account("anna", id="../7"), account("anna", id=7),
             account(""), {}, None, [], "anna"],
)  # fmt: skip
def test_who_is_not_at_home_here_has_no_profile_here(view: object) -> None:
    assert parse.parse_local(view, HOME) is None


# Posts


def test_a_boost_credits_the_author_of_what_was_boosted() -> None:
    uri = "https://far.example/users/boris/statuses/9"
    boost = status("anna", reblog=status("boris@far.example", "4", uri=uri))
    odd = status("anna", reblog=status("boris@far.example", "4", uri="https://far.example/o/9"))
    own = status("anna", reblog=status("anna", "3"))
    posts, edges = parse.parse_statuses([boost, odd, own], ANNA, HOME)
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert posts == ()
    assert edges == (
        Edge(ANNA, BORIS, EdgeKind.REPOST, "mastodon:far.example/9", moment),
        Edge(ANNA, BORIS, EdgeKind.REPOST, None, moment),
    )


def test_words_are_kept_of_own_posts_alone() -> None:
    mention = '<a href="https://far.example/@boris">@<span>boris</span></a>'
    words = {"content": f"<p>Klaar: een trui! {mention}</p>", "spoiler_text": "breien"}
    rows = [
        status("anna", "1", **words), status("anna", "2", **words, in_reply_to_id="9"),
        status("anna", "3", content=7), status("anna", "4", reblog=status("anna", "1", **words)),
    ]  # fmt: skip
    posts, _ = parse.parse_statuses(rows, ANNA, HOME)
    assert [it.text for it in posts] == ["breien Klaar: een trui!", None, None]
    _, found = parse.parse_found_posts(rows[:1], HOME)
    assert [it.text for it in found] == [None]


@pytest.mark.parametrize("state", ["pending", "revoked", "rejected", "deleted", None, 7])
def test_only_a_quote_that_stands_credits(state: object) -> None:
    quoted = status("boris@far.example", uri="https://far.example/users/boris/statuses/9")
    row = status("anna", quote={"state": state, "quoted_status": quoted})
    assert parse.parse_statuses([row], ANNA, HOME)[1] == ()
    row["quote"]["state"] = "accepted"
    (edge,) = parse.parse_statuses([row], ANNA, HOME)[1]
    assert (edge.target_id, edge.post_id) == (BORIS, "mastodon:far.example/9")


@pytest.mark.parametrize("row", [status("boris@far.example"), status("anna", visibility="private"),
    status("anna", visibility="direct"), status("anna", id="x/y"), {}, None])  # fmt: skip
def test_what_is_not_a_public_post_of_the_account_is_passed_over(row: object) -> None:
    assert parse.parse_statuses([row], ANNA, HOME) == ((), ())


def test_replies_credit_whom_they_answer() -> None:
    rows = [
        status("boris@far.example", "20", in_reply_to_id="7", replies_count=1,
               uri="https://far.example/users/boris/statuses/2"),
        status("carl", "21", in_reply_to_id="20", replies_count=0),
        status("anna", "22", in_reply_to_id="7", replies_count=0),
        status("dan", "23", in_reply_to_id="999"),
        status("eve", "24", in_reply_to_id=None),
    ]  # fmt: skip
    replies = parse.parse_replies(rows, "7", POST, HOME)
    assert [(it.source_id, it.target_id, it.post_id) for it in replies.edges] == [
        (BORIS, ANNA, POST.post_id),
        ("mastodon:carl@home.example", BORIS, "mastodon:far.example/2"),
    ]
    assert (replies.declared_count, replies.is_cut) == (4, False)


@pytest.mark.parametrize(("levels", "is_cut"), [(19, False), (20, True)])
def test_replies_deeper_than_strangers_are_shown_are_cut(levels: int, is_cut: bool) -> None:
    answered = ["7", *map(str, range(100, 100 + levels))]
    rows = [
        status("boris@far.example" if number % 2 else "carl", answered[number + 1],
               in_reply_to_id=answered[number], replies_count=1)
        for number in range(levels)
    ]  # fmt: skip
    assert parse.parse_replies(rows, "7", POST, HOME).is_cut is is_cut


# HTML, hosts, settings


@pytest.mark.parametrize(
    "html", ["<![foo", "<!x", "<a href='", "</", "&#xffffffff;", "<" * 5000, None, 7, "\x00<p>"]
)
def test_broken_html_is_read_as_far_as_it_goes(html: object) -> None:
    assert isinstance(read_text(html), str)
    assert read_links(html) == ()


@given(st.text())
def test_any_text_is_a_host_of_the_internet_or_none(text: str) -> None:
    host = read_host(text)
    assert host is None or (host.isascii() and "." in host and not host[-1].isdecimal())


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MASTODON_SERVERS", "MASTODON_TOKENS", "MASTODON_RATE", "LEADERS_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    assert read_settings() == Settings()
    assert read_settings().servers == ("mastodon.social",)
    monkeypatch.setenv("MASTODON_SERVERS", "Alpha.example, gamma.example,alpha.example")
    monkeypatch.setenv("MASTODON_TOKENS", "alpha.example = abc, gamma.example=d-e_f=")
    monkeypatch.setenv("MASTODON_RATE", "0.5")
    settings = read_settings()
    assert settings.servers == ("alpha.example", "gamma.example")
    assert settings.tokens == {"alpha.example": "abc", "gamma.example": "d-e_f="}
    assert settings.rate == 0.5
    assert "abc" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MASTODON_SERVERS", "https://alpha.example"), ("MASTODON_SERVERS", "localhost"),
        ("MASTODON_SERVERS", ",".join(f"s{it}.example" for it in range(11))),
        ("MASTODON_TOKENS", "sesame"), ("MASTODON_TOKENS", "alpha.example=ses ame"),
        ("MASTODON_TOKENS", "sesame=alpha.example"), ("MASTODON_RATE", "0"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_refused_without_showing_a_token(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(LeadersError, match=name) as caught:
        read_settings()
    assert "ses" not in str(caught.value)


# Anything at all

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from(["anna", "boris@far.example", "7", "public", NOON, "accepted", ANNA,
                       "https://far.example/@boris/9", "a@b", "<a href='https://x.example'>"])
)  # fmt: skip
KEYS = st.sampled_from(
    ["acct", "id", "account", "uri", "url", "visibility", "reblog", "quote", "quoted_status",
     "state", "mentions", "fields", "value", "in_reply_to_id", "created_at", "replies_count",
     "descendants", "note", "moved", "followers_count", "display_name", "accounts"]
) | st.text(max_size=3)  # fmt: skip
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8)
)


def assert_sane(page: Page) -> None:
    for edge in page.edges:
        assert read_account(edge.source_id)
        assert read_account(edge.target_id)
        assert edge.source_id != edge.target_id
        assert edge.post_id is None or read_post(edge.post_id)
    for post in page.posts:
        assert read_account(post.author_id)
        assert read_post(post.post_id)
    assert all(map(read_account, page.found))


@given(st.lists(JSON, max_size=4))
def test_nothing_that_a_server_says_makes_rows_without_sense(rows: list[Any]) -> None:
    posts, edges = parse.parse_statuses(rows, ANNA, HOME)
    assert_sane(Page(posts=posts, edges=edges))
    found, posts = parse.parse_found_posts(rows, HOME)
    assert_sane(Page(posts=posts, found=found))
    for listing in (Listing.LIKERS, Listing.REPOSTERS, Listing.QUOTERS):
        assert_sane(listings.read_of_post(rows, listing, POST, HOME))
    assert_sane(Page(edges=parse.parse_replies(rows, "7", POST, HOME).edges))
    for listing in listings.STATES:
        try:
            assert_sane(listings.read_of_account(rows, listing, ANNA, HOME))
        except LeadersError:
            assert not all(map(parse.is_account, rows))
    for row in rows:
        parse.has_words(row, "wool")
        if read := parse.parse_local(row, HOME):
            assert read_account(read.account.account_id)
    assert all(read_post(f"mastodon:{it.removeprefix('https://').replace('lists/', '')}")
               for it in listings.read_lists(rows, "home.example"))  # fmt: skip


@given(JSON)
def test_an_answer_without_a_list_is_refused_and_nothing_else_is_raised(body: Any) -> None:
    try:
        page = listings.read_replies(body, "7", POST, HOME)
    except LeadersError:
        return
    assert_sane(page)


@given(st.text())
def test_any_text_is_a_name_or_none_and_a_cursor_or_refused(text: str) -> None:
    name = read_name(text)
    assert name is None or read_account(f"mastodon:{name.user}@{name.host}")
    try:
        places = searches.read_places(text, Listing.SEARCH_POSTS)
    except LeadersError:
        return
    assert searches.write_places(places) == text
