"""Bluesky: what its answers become, what is asked, and who is asked as whom.

All accounts are artificial; the answers have the shape of the official AppView's.
"""

import copy
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import AccountKind, Edge, EdgeKind, Ended, Listing, Page
from leaders.platforms import PLATFORMS, parsing
from leaders.platforms.bluesky import BlueskyPlatform, Settings, parse
from leaders.platforms.bluesky.listings import (
    ENDPOINTS,
    SEARCHES,
    STARTER_PACKS,
    Place,
    find_next,
    read_page,
    read_place,
)
from leaders.platforms.bluesky.session import open_client, read_settings
from leaders.platforms.server_address import is_local
from leaders.platforms.web import Answer, WebClient

ANNA, BORIS, CHLOE, DAN = (f"did:plc:{letter * 24}" for letter in "abcd")
POST = f"at://{ANNA}/app.bsky.feed.post/3kpost"
LIST = f"at://{ANNA}/app.bsky.graph.list/3klist"
PACK = f"at://{ANNA}/app.bsky.graph.starterpack/3kpack"
NOON = "2025-03-01T12:00:00.000Z"
HIDDEN = [{"val": "!no-unauthenticated", "src": BORIS}]
SECRETS = ("hunter2-app-password", "first-token", "second-token", "renewal-token")


def view(did: str, **more: Any) -> dict[str, Any]:
    return {"did": did, "handle": f"{did[-3:]}.test", "labels": [], **more}


def post(uri: str, text: str = NOON, **more: Any) -> dict[str, Any]:
    record = {"$type": "app.bsky.feed.post", "createdAt": text, **more.pop("record", {})}
    author = view(uri.split("/")[2])
    return {"uri": uri, "author": author, "record": record, "indexedAt": NOON, **more}


def post_of(did: str, key: str = "3k") -> str:
    return f"at://{did}/app.bsky.feed.post/{key}"


def id_of(did: str) -> str:
    return f"bluesky:{did}"


MENTION = {
    "features": [
        {"$type": "app.bsky.richtext.facet#tag", "tag": "climate"},
        {"$type": "app.bsky.richtext.facet#mention", "did": BORIS},
    ]
}
QUOTED = {"$type": "app.bsky.embed.record#viewRecord", "uri": post_of(CHLOE), "author": view(CHLOE)}
FEED = [
    {
        "post": post(
            POST, likeCount=5, replyCount=2, repostCount=3, quoteCount=1,
            record={"facets": [MENTION, MENTION]},
            embed={"$type": "app.bsky.embed.record#view", "record": QUOTED},
        )
    },
    {
        "post": post(post_of(DAN)),
        "reason": {
            "$type": "app.bsky.feed.defs#reasonRepost", "by": view(ANNA),
            "indexedAt": "2025-03-02T00:00:00Z",
        },
    },
    {"post": post(POST), "reason": {"$type": "app.bsky.feed.defs#reasonPin"}},
]  # fmt: skip
THREAD = {
    "post": post(POST, replyCount=4),
    "replies": [
        {
            "post": post(post_of(BORIS, "3kr1"), replyCount=1),
            "replies": [{"post": post(post_of(CHLOE, "3kr2"), replyCount=0), "replies": []}],
        },
        {"post": post(post_of(ANNA, "3kr3"), replyCount=0)},
        {"$type": "app.bsky.feed.defs#blockedPost", "uri": post_of(DAN), "blocked": True},
        {"$type": "app.bsky.feed.defs#notFoundPost", "uri": post_of(DAN), "notFound": True},
    ],
}
BODIES: dict[Listing, dict[str, Any]] = {
    Listing.FOLLOWERS: {"subject": view(ANNA), "followers": [view(BORIS), view(CHLOE)]},
    Listing.FOLLOWING: {"subject": view(ANNA), "follows": [view(BORIS), view(CHLOE)]},
    Listing.POSTS: {"feed": FEED},
    Listing.LIKERS: {"likes": [{"actor": view(BORIS), "createdAt": NOON, "indexedAt": NOON}]},
    Listing.REPOSTERS: {"repostedBy": [view(BORIS)]},
    Listing.QUOTERS: {"posts": [post(post_of(BORIS))]},
    Listing.REPLIERS: {"thread": THREAD},
    Listing.SEARCH_ACCOUNTS: {"actors": [view(ANNA), view(BORIS, labels=HIDDEN)]},
    Listing.SEARCH_POSTS: {
        "posts": [post(POST), post(post_of(BORIS), record={"reply": {"parent": {"uri": POST}}})]
    },
    Listing.SEARCH_LISTS: {"starterPacks": [{"uri": PACK, "creator": view(ANNA)}]},
    Listing.LISTS: {"lists": [{"uri": LIST, "purpose": "app.bsky.graph.defs#curatelist"}]},
    Listing.LISTED: {
        "list": {"uri": LIST, "purpose": "app.bsky.graph.defs#curatelist", "listItemCount": 3},
        "items": [{"subject": view(BORIS)}, {"subject": view(CHLOE)}],
    },
}


def subject_of(listing: Listing) -> str:
    if listing in SEARCHES:
        return "climate #action"
    if listing is Listing.LISTED:
        return LIST
    return POST if ENDPOINTS[listing].subject == "uri" else ANNA


def read(listing: Listing, body: object) -> Page:
    return read_page(body, listing, subject_of(listing), Place())


# What is asked of a server that is only made up


@dataclass
class FakeServer:
    """Answers from a function of method and parameters; remembers who asked what."""

    answer: Callable[[str, Mapping[str, Any]], object]
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)

    def open(self, base: str, settings: Settings) -> "FakeClient":
        return FakeClient(self, base)

    def platform(self, settings: Settings | None = None) -> BlueskyPlatform:
        return BlueskyPlatform(settings or Settings(), self.open)

    @property
    def methods(self) -> list[str]:
        return [method.rpartition(".")[2] for _, method, _ in self.calls]


@dataclass
class FakeClient:
    server: FakeServer = field(repr=False)
    base: str
    until: datetime | None = None

    def get(
        self, path: str, params: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Answer:
        return self._answer(path, dict(params), headers)

    def post(
        self, path: str, json_body: object, headers: Mapping[str, str] | None = None
    ) -> Answer:
        return self._answer(path, {"body": json_body}, headers)

    def waiting_until(self) -> datetime | None:
        return self.until

    def stop(self) -> None:
        self.server.stopped.append(self.base)

    def _answer(
        self, path: str, asked: dict[str, Any], headers: Mapping[str, str] | None
    ) -> Answer:
        method = path.removeprefix("/xrpc/")
        token = (headers or {}).get("Authorization")
        self.server.calls.append((self.base, method, asked))
        self.server.tokens.append(token)
        body = self.server.answer(method, {**asked, "token": token})
        return Answer(200, body, {})


def refuse(status: int, code: str, message: str = "") -> NoReturn:
    raise PlatformRefused(f"public.api.bsky.app refused: {message}.", status, code)


def always(body: object) -> FakeServer:
    return FakeServer(lambda method, asked: body)


def refusing(status: int, code: str, message: str = "") -> FakeServer:
    return FakeServer(lambda method, asked: refuse(status, code, message))


def read_all(
    platform: BlueskyPlatform, subject: str, listing: Listing, start: str | None = None
) -> list[Page]:
    pages = [platform.fetch(subject, listing, start)]
    while (cursor := pages[-1].cursor) is not None:
        pages.append(platform.fetch(subject, listing, cursor))
    return pages


# From answers to rows


def test_a_profile_keeps_what_it_says_and_none_for_what_it_does_not() -> None:
    full = view(ANNA, displayName="Anna", followersCount=7, followsCount=0, postsCount=3)
    account = parse.parse_account(full)
    assert account is not None
    assert account.account_id == id_of(ANNA)
    assert (account.handle, account.name, account.kind) == ("aaa.test", "Anna", None)
    assert account.url == f"https://bsky.app/profile/{ANNA}"
    assert (account.followers_count, account.following_count, account.posts_count) == (7, 0, 3)
    assert not account.is_unlisted
    bare = parse.parse_account({"did": ANNA, "handle": "handle.invalid", "displayName": ""})
    assert bare is not None
    assert (bare.handle, bare.name, bare.followers_count) == (None, None, None)
    assert bare.bio is None


@pytest.mark.parametrize(
    ("told", "bio"),
    [("I knit\nin Leeds\0", "I knit in Leeds"), ("", ""), (7, None), ("x" * 9000, "x" * 2000)],
)
def test_a_bio_is_the_description(told: object, bio: str | None) -> None:
    account = parse.parse_account(view(ANNA, description=told))
    assert account is not None
    assert account.bio == bio


@pytest.mark.parametrize(
    ("handle", "proved"),
    [
        ("Anna.example.org", ("https://anna.example.org",)),
        ("anna.bsky.social", ()),
        ("anna.example.social.ap.brid.gy", ()),
        ("handle.invalid", ()),
        (7, ()),
    ],
)
def test_a_domain_as_a_handle_proves_the_domain_and_a_handle_that_is_given_nothing(
    handle: object, proved: tuple[str, ...]
) -> None:
    account = parse.parse_account(view(ANNA) | {"handle": handle})
    assert account is not None
    assert account.verified_links == proved
    hidden = parse.parse_account(view(ANNA, labels=HIDDEN, description="x") | {"handle": handle})
    assert hidden is not None
    assert (hidden.verified_links, hidden.links) == ((), ())


def test_addresses_in_a_description_are_links_but_for_those_of_bluesky() -> None:
    told = "Wool. https://t.me/wool, https://bsky.app/profile/x.test and https://a.test/?utm_a=1"
    account = parse.parse_account(view(ANNA, description=told))
    assert account is not None
    assert account.links == ("https://t.me/wool", "https://a.test/")
    silent = parse.parse_account(view(ANNA))
    assert silent is not None
    assert silent.links is None


def test_who_asks_not_to_be_shown_to_strangers_keeps_no_name_and_no_address() -> None:
    account = parse.parse_account(view(BORIS, displayName="Boris", labels=HIDDEN))
    assert account is not None
    assert (account.is_unlisted, account.name, account.url) == (True, None, None)
    told = parse.parse_account(view(BORIS, description="I knit", labels=HIDDEN))
    assert told is not None
    assert told.bio == ""
    taken_back = [{"val": "!no-unauthenticated", "neg": True}]
    assert not parse.is_unlisted(view(BORIS, labels=taken_back))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  Анна\n\tБ. ", "Анна Б."),
        ("a\x00b\x1b[31mc\ud800", "ab[31mc"),
        ("\u202egpj.exe", "gpj.exe"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("x" * 5000, "x" * parsing.LONGEST_NAME),
        (" \u200a\x07 ", None),
        (["Anna"], None),
    ],
)
def test_a_name_is_one_line_that_steers_nothing(said: object, kept: str | None) -> None:
    assert parsing.parse_name(said) == kept


@pytest.mark.parametrize("count", [True, -1, 1.5, "7", None, 2**63, [1]])
def test_a_count_that_is_no_count_is_not_said(count: object) -> None:
    assert parsing.parse_count(count) is None


def test_a_moment_is_the_earlier_of_what_an_app_claims_and_when_it_arrived() -> None:
    noon = datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert parse.earliest_moment("2099-01-01T00:00:00Z", NOON) == noon
    assert parse.earliest_moment("2025-03-01T14:00:00+02:00", None) == noon
    for unreadable in (
        "yesterday",
        "2025-03-01T12:00:00",
        "0001-01-01T00:00:00+14:00",
        "1970-01-01T00:00:00Z",
        5,
        None,
    ):
        assert parse.earliest_moment(unreadable, NOON) == noon
        assert parse.earliest_moment(unreadable) is None


def test_follows_run_from_the_follower_to_the_followed() -> None:
    followers = read(Listing.FOLLOWERS, BODIES[Listing.FOLLOWERS])
    assert followers.edges[0] == Edge(id_of(BORIS), id_of(ANNA), EdgeKind.FOLLOW)
    following = read(Listing.FOLLOWING, BODIES[Listing.FOLLOWING])
    assert following.edges[0] == Edge(id_of(ANNA), id_of(BORIS), EdgeKind.FOLLOW)
    assert not followers.accounts  # an audience has no profile


def test_posts_are_the_accounts_own_and_name_whom_it_attends_to() -> None:
    page = read(Listing.POSTS, BODIES[Listing.POSTS])
    [own] = page.posts
    assert own.post_id == f"bluesky:{POST}"
    assert own.author_id == id_of(ANNA)
    assert own.posted_at == datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert (own.likes_count, own.comments_count) == (5, 2)
    assert (own.reposts_count, own.quotes_count, own.views_count) == (3, 1, None)
    anna, noon = id_of(ANNA), own.posted_at
    reposted_at = datetime(2025, 3, 2, tzinfo=UTC)
    assert set(page.edges) == {
        Edge(anna, id_of(BORIS), EdgeKind.MENTION, own.post_id, noon),
        Edge(anna, id_of(CHLOE), EdgeKind.QUOTE, f"bluesky:{post_of(CHLOE)}", noon),
        Edge(anna, id_of(DAN), EdgeKind.REPOST, f"bluesky:{post_of(DAN)}", reposted_at),
    }
    assert len(page.edges) == 3


def test_a_quote_with_pictures_counts_and_one_that_is_shown_no_more_does_not() -> None:
    def quote(embed: object) -> tuple[Edge, ...]:
        return read(Listing.POSTS, {"feed": [{"post": post(POST, embed=embed)}]}).edges

    with_pictures = {"$type": "app.bsky.embed.recordWithMedia#view", "record": {"record": QUOTED}}
    assert [edge.target_id for edge in quote(with_pictures)] == [id_of(CHLOE)]
    for gone in ("viewNotFound", "viewBlocked", "viewDetached"):
        embed = {"record": {**QUOTED, "$type": f"app.bsky.embed.record#{gone}"}}
        assert quote(embed) == ()
    a_list = {"record": {"$type": "app.bsky.embed.record#viewRecord", "uri": LIST}}
    assert quote(a_list) == ()


def test_words_are_kept_of_own_posts_alone() -> None:
    def text_of(**record: object) -> str | None:
        record = {"text": "Done:\na shawl! @boris.test #knitting", **record}
        [found] = read(Listing.POSTS, {"feed": [{"post": post(POST, record=record)}]}).posts
        return found.text

    assert text_of() == "Done: a shawl! #knitting"
    assert text_of(reply={"parent": {"uri": POST}}) is None
    assert text_of(text=5) is None
    reposted = {"post": post(post_of(DAN), record={"text": "x"}), "reason": FEED[1]["reason"]}
    assert read(Listing.POSTS, {"feed": [reposted]}).posts == ()
    searched = read(Listing.SEARCH_POSTS, {"posts": [post(POST, record={"text": "I knit"})]})
    assert [it.text for it in searched.posts] == [None]


def test_a_feed_cannot_give_an_account_the_posts_of_another() -> None:
    assert read(Listing.POSTS, {"feed": [{"post": post(post_of(DAN))}]}).posts == ()


def test_nobody_pays_attention_to_himself() -> None:
    mine = {"feed": [{"post": post(POST), "reason": FEED[1]["reason"]}]}
    assert read(Listing.POSTS, mine).edges == ()
    assert read(Listing.LIKERS, {"likes": [{"actor": view(ANNA)}]}).edges == ()


@pytest.mark.parametrize(
    ("listing", "kind", "is_dated"),
    [
        (Listing.LIKERS, EdgeKind.LIKE, True),
        (Listing.REPOSTERS, EdgeKind.REPOST, False),
        (Listing.QUOTERS, EdgeKind.QUOTE, True),
    ],
)
def test_a_reaction_credits_the_author_of_the_post(
    listing: Listing, kind: EdgeKind, is_dated: bool
) -> None:
    [edge] = read(listing, BODIES[listing]).edges
    noon = datetime(2025, 3, 1, 12, tzinfo=UTC) if is_dated else None
    assert edge == Edge(id_of(BORIS), id_of(ANNA), kind, f"bluesky:{POST}", noon)


def test_replies_credit_whom_they_answer_and_lost_branches_are_skipped() -> None:
    page = read(Listing.REPLIERS, BODIES[Listing.REPLIERS])
    pairs = {(edge.source_id, edge.target_id, edge.post_id) for edge in page.edges}
    assert pairs == {
        (id_of(BORIS), id_of(ANNA), f"bluesky:{POST}"),
        (id_of(CHLOE), id_of(BORIS), f"bluesky:{post_of(BORIS, '3kr1')}"),
    }
    assert page.declared_count == 5  # with the lost ones, and that of the author himself
    assert page.ended is Ended.COMPLETE


def chain(length: int) -> dict[str, Any]:
    """A thread of `length` replies, each to the one before."""
    node: dict[str, Any] = {"post": post(post_of(BORIS, f"3k{length}"), replyCount=0)}
    for number in range(length - 1, -1, -1):
        author = (ANNA, BORIS)[number % 2]
        count = post(post_of(author, f"3k{number}"), replyCount=1)
        node = {"post": count, "replies": [node]}
    return {"thread": node}


def test_a_thread_deeper_than_was_asked_for_is_cut_and_says_so() -> None:
    whole = read(Listing.REPLIERS, chain(9))
    assert (whole.ended, whole.why) == (Ended.COMPLETE, None)
    cut = read(Listing.REPLIERS, chain(11))
    assert cut.ended is Ended.CUT
    assert "10 levels" in str(cut.why)
    assert read(Listing.REPLIERS, chain(20_000)).ended is Ended.CUT


def test_a_root_that_is_not_shown_is_gone_or_hidden() -> None:
    gone = read(Listing.REPLIERS, {"thread": {"uri": POST, "notFound": True}})
    assert gone.ended is Ended.GONE
    assert read(Listing.REPLIERS, {"thread": {"uri": POST, "blocked": True}}).ended is Ended.HIDDEN
    with pytest.raises(PlatformRefused):
        read(Listing.REPLIERS, {"thread": []})


def test_searches_find_only_who_may_be_shown_and_posts_that_are_no_replies() -> None:
    assert read(Listing.SEARCH_ACCOUNTS, BODIES[Listing.SEARCH_ACCOUNTS]).found == (id_of(ANNA),)
    page = read(Listing.SEARCH_POSTS, BODIES[Listing.SEARCH_POSTS])
    assert page.found == (id_of(ANNA), id_of(BORIS))
    assert [it.post_id for it in page.posts] == [f"bluesky:{POST}"]
    hidden = {**post(POST), "author": view(ANNA, labels=HIDDEN)}
    assert read(Listing.SEARCH_POSTS, {"posts": [hidden]}) == Page()
    assert read(Listing.SEARCH_LISTS, BODIES[Listing.SEARCH_LISTS]).lists == (PACK,)


def test_lists_for_blocking_recommend_nobody() -> None:
    blocking = {"uri": LIST, "purpose": "app.bsky.graph.defs#modlist"}
    assert read(Listing.LISTS, {"lists": [blocking]}).lists == ()
    page = read(Listing.LISTED, {"list": blocking, "items": [{"subject": view(BORIS)}]})
    assert (page.ended, page.found) == (Ended.FAILED, ())


@pytest.mark.parametrize("listing", BODIES)
@pytest.mark.parametrize("body", [None, [], "text", {}, {"feed": {}, "followers": "x"}, b"html"])
def test_an_answer_without_its_rows_is_refused_as_a_whole(listing: Listing, body: object) -> None:
    with pytest.raises(PlatformRefused):
        read(listing, body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    | st.sampled_from([ANNA, POST, LIST, NOON, "x" * 100_000, "\ud800", "did:plc:\x00", 2**70]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


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


def spoil(body: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    spoilt = copy.deepcopy(body)
    inside: Any = spoilt
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return spoilt


@given(st.data())
def test_whatever_stands_in_a_field_no_row_is_nonsense_and_nothing_breaks(data: Any) -> None:
    listing = data.draw(st.sampled_from(list(BODIES)))
    body = BODIES[listing]
    for _ in range(data.draw(st.integers(1, 3))):
        # Drawn anew each time: what was spoilt may have lost its inside.
        body = spoil(body, data.draw(st.sampled_from(places(body))), data.draw(json_values))
    try:
        page = read(listing, body)
        find_next(str(body.get("cursor")), listing, Place())
    except PlatformRefused:
        return
    for edge in page.edges:
        assert edge.source_id.startswith("bluesky:did:")
        assert edge.target_id.startswith("bluesky:did:")
        assert edge.source_id != edge.target_id
    for text in (repr(page), *page.found, *page.lists):
        text.encode()
        assert "\x00" not in text


@given(json_values, st.sampled_from(["did", "handle", "displayName", "labels", "postsCount"]))
def test_whatever_stands_in_a_profile_it_can_be_stored(value: object, key: str) -> None:
    account = parse.parse_account({**view(ANNA), key: value})
    if account is not None:
        text = f"{account.account_id}{account.handle}{account.name}{account.url}"
        text.encode()
        assert len(text) < 2000
        assert (account.posts_count or 0) < 2**53


# Paging


def test_a_listing_ends_only_where_no_cursor_is_given() -> None:
    pages = {
        None: {"followers": [view(BORIS)], "cursor": "1__x"},
        "1__x": {"followers": [], "cursor": "2__x"},  # all of it was filtered away
        "2__x": {"followers": [view(CHLOE), view(DAN)], "cursor": "3__x"},
        "3__x": {"followers": []},
    }
    server = FakeServer(lambda method, asked: pages[asked.get("cursor")])
    read_pages = read_all(server.platform(), id_of(ANNA), Listing.FOLLOWERS)
    assert [len(page.edges) for page in read_pages] == [1, 0, 2, 0]
    assert [page.ended for page in read_pages] == [Ended.COMPLETE] * 4
    assert {asked["limit"] for _, _, asked in server.calls} == {100}
    assert {asked["actor"] for _, _, asked in server.calls} == {ANNA}


def test_the_second_reading_has_other_page_borders_to_the_end() -> None:
    pages = {None: {"likes": [], "cursor": "1__x"}, "1__x": {"likes": []}}
    server = FakeServer(lambda method, asked: pages[asked.get("cursor")])
    platform = server.platform()
    again = read_all(platform, f"bluesky:{POST}", Listing.LIKERS, platform.second_reading)
    assert [page.cursor for page in again] == ["again:1__x", None]
    assert [asked["limit"] for _, _, asked in server.calls] == [61, 61]
    assert [asked.get("cursor") for _, _, asked in server.calls] == [None, "1__x"]


@given(
    st.builds(
        Place,
        is_again=st.booleans(),
        step=st.sampled_from(["", "packs", LIST]),
        cursor=st.sampled_from(["", "17__bafy", "25", "eyJhIjoxfQ=="]),
    )
)
def test_a_place_survives_being_written(place: Place) -> None:
    assert read_place(place.write() or None) == place


@pytest.mark.parametrize("cursor", ["same", True, ["x"], "a\nb", "x" * 5000, "\ud800"])
def test_a_cursor_that_leads_nowhere_is_refused(cursor: object) -> None:
    with pytest.raises(PlatformRefused, match=r"leads nowhere|repeated a cursor|in no way"):
        always({"followers": [], "cursor": cursor}).platform().fetch(
            id_of(ANNA), Listing.FOLLOWERS, "same"
        )


def test_the_lists_of_an_account_come_from_two_endpoints_one_call_a_page() -> None:
    def answer(method: str, asked: Mapping[str, Any]) -> object:
        if method.endswith("getLists"):
            return {
                "lists": [] if "cursor" in asked else [{"uri": LIST}],
                **({} if "cursor" in asked else {"cursor": "1__x"}),
            }
        return {"starterPacks": [{"uri": PACK}]}

    server = FakeServer(answer)
    pages = read_all(server.platform(), id_of(ANNA), Listing.LISTS)
    assert [page.lists for page in pages] == [(LIST,), (), (PACK,)]
    assert server.methods == ["getLists", "getLists", "getActorStarterPacks"]
    assert server.calls[0][2]["purposes"] == ["curatelist"]
    again = read_all(server.platform(), id_of(ANNA), Listing.LISTS, "again")
    assert [page.lists for page in again] == [(LIST,), (), (PACK,)]
    assert {asked["limit"] for _, _, asked in server.calls[3:]} == {61}


def test_a_starter_pack_is_opened_once() -> None:
    def answer(method: str, asked: Mapping[str, Any]) -> object:
        if method.endswith("getStarterPack"):
            return {"starterPack": {"list": {"uri": LIST}}}
        assert asked["list"] == LIST
        body = BODIES[Listing.LISTED]
        return body if "cursor" in asked else {**body, "cursor": "1__x"}

    server = FakeServer(answer)
    pages = read_all(server.platform(), PACK, Listing.LISTED)
    assert server.methods == ["getStarterPack", "getList", "getList"]
    assert [page.found for page in pages] == [(id_of(BORIS), id_of(CHLOE))] * 2
    assert pages[0].declared_count == 3


def test_a_starter_pack_without_a_list_is_refused() -> None:
    with pytest.raises(PlatformRefused, match="has no list"):
        always({"starterPack": {"list": {"uri": PACK}}}).platform().fetch(PACK, Listing.LISTED)


@pytest.mark.parametrize(
    ("subject", "listing"),
    [
        ("anna", Listing.FOLLOWERS),
        (f"bluesky:{POST}", Listing.FOLLOWERS),
        (id_of(ANNA), Listing.LIKERS),
        (LIST, Listing.LIKERS),
        (id_of(ANNA), Listing.LISTED),
        (id_of(ANNA), Listing.MEMBERS),
        (" \x00 ", Listing.SEARCH_POSTS),
    ],
)
def test_a_subject_that_has_no_such_listing_is_a_mistake_before_any_call(
    subject: str, listing: Listing
) -> None:
    server = always({})
    with pytest.raises(LeadersError, match="bluesky: "):
        server.platform().fetch(subject, listing)
    assert server.calls == []


# Refusals


@pytest.mark.parametrize(
    ("code", "message", "ended"),
    [
        ("InvalidRequest", f"Actor not found: {ANNA}", Ended.GONE),
        ("InvalidRequest", "Profile not found", Ended.GONE),
        ("InvalidRequest", "List not found", Ended.GONE),
        ("InvalidRequest", "Starter pack not found", Ended.GONE),
        ("NotFound", f"Post not found: {POST}", Ended.GONE),
        ("AccountDeactivated", "Account is deactivated", Ended.GONE),
        ("AccountTakedown", "Account has been suspended", Ended.GONE),
        ("BlockedActor", "Requester has blocked actor: x", Ended.HIDDEN),
        ("BlockedByActor", "Requester is blocked by actor: x", Ended.HIDDEN),
    ],
)
def test_gone_and_blocked_are_ends_of_a_visit_and_no_errors(
    code: str, message: str, ended: Ended
) -> None:
    page = refusing(400, code, message).platform().fetch(id_of(ANNA), Listing.POSTS)
    assert (page.ended, page.cursor) == (ended, None)
    assert page.why


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (500, "InternalServerError", "Internal Server Error"),  # what a bad cursor gets
        (400, "InvalidRequest", "Error: Params must have the property actor"),
        (403, "", "a page of HTML"),
        (501, "MethodNotImplemented", "Method Not Implemented"),
    ],
)
def test_every_other_refusal_is_an_error(status: int, code: str, message: str) -> None:
    with pytest.raises(PlatformRefused):
        refusing(status, code, message).platform().fetch(id_of(ANNA), Listing.FOLLOWERS, "x")


@pytest.mark.parametrize("status", [401, 403])
def test_a_search_of_posts_that_wants_a_login_is_hidden_and_offered_no_more(status: int) -> None:
    platform = refusing(status, "").platform()
    assert Listing.SEARCH_POSTS in platform.discoveries()
    assert platform.remarks() == ()
    page = platform.fetch("climate", Listing.SEARCH_POSTS)
    assert page.ended is Ended.HIDDEN
    assert platform.discoveries() == (
        Listing.SEARCH_ACCOUNTS, Listing.SEARCH_LISTS, Listing.LISTS,
    )  # fmt: skip
    [remark] = platform.remarks()
    assert "BLUESKY_HANDLE" in remark
    assert "BLUESKY_APP_PASSWORD" in remark


def test_refusals_are_understood_as_the_http_client_words_them() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        method = request.url.path.rpartition(".")[2]
        if method == "searchPosts":
            return httpx.Response(403, text="<html>Forbidden</html>")
        if method == "getProfiles":
            assert request.url.params.get_list("actors") == [ANNA, BORIS]
            return httpx.Response(200, json={"profiles": [view(BORIS)]})
        body = {"error": "InvalidRequest", "message": f"Actor not found: {ANNA}"}
        return httpx.Response(400, json=body)

    def open_client(base: str, settings: Settings) -> WebClient:
        return WebClient(base, rate=settings.rate, transport=httpx.MockTransport(answer))

    platform = BlueskyPlatform(Settings(rate=1000), open_client)
    assert platform.fetch(id_of(ANNA), Listing.FOLLOWERS).ended is Ended.GONE
    assert platform.fetch("climate", Listing.SEARCH_POSTS).ended is Ended.HIDDEN
    assert platform.find_account(ANNA) is None
    assert len(platform.fetch_profiles([id_of(ANNA), id_of(BORIS)])) == 1
    assert platform.wait_until() is None


# Who is who


@pytest.mark.parametrize(
    "text",
    [
        "anna.test", "@anna.test", " Anna.TEST ", "@\u202aanna.test\u202c", "bluesky:anna.test",
        "https://bsky.app/profile/anna.test", "bsky.app/profile/anna.test/post/3k?x=1#y",
        ANNA, id_of(ANNA), f"https://bsky.app/profile/{ANNA}",
        f"https://bsky.app/profile/{ANNA.replace(':', '%3A')}/lists/3k",
    ],
)  # fmt: skip
def test_an_account_is_found_by_whatever_people_paste(text: str) -> None:
    server = always({"did": ANNA, "handle": "anna.test"})
    assert server.platform().find_account(text) == id_of(ANNA)
    assert server.calls[0][2] in ({"handle": "anna.test"}, {"actor": ANNA})


@pytest.mark.parametrize(
    "text",
    [
        "", "anna", "not a handle", "@", "did:plc:", "a..b", "-a.test", "anna.test\x00", "1.2.3.4",
        "handle.invalid", "mastodon:anna.test", "https://example.org/profile/anna.test", "x" * 9999,
        "https://bsky.app/profile/", "https://bsky.app/search?q=anna.test", "ännä.test",
    ],
)  # fmt: skip
def test_text_that_names_no_account_is_not_even_asked_about(text: str) -> None:
    server = always({"did": ANNA})
    assert server.platform().find_account(text) is None
    assert server.calls == []


def test_an_unknown_account_is_none_and_a_closed_one_keeps_its_id() -> None:
    unknown = refusing(400, "InvalidRequest", "Profile not found").platform()
    assert unknown.find_account(ANNA) is None
    unresolved = refusing(400, "InvalidRequest", "Unable to resolve handle").platform()
    assert unresolved.find_account("anna.test") is None
    closed = refusing(400, "AccountDeactivated").platform()
    assert closed.find_account(ANNA) == id_of(ANNA)
    assert always({"did": 5}).platform().find_account("anna.test") is None
    with pytest.raises(PlatformRefused):
        refusing(500, "InternalServerError").platform().find_account("anna.test")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (LIST, LIST),
        (PACK, PACK),
        (f"https://bsky.app/profile/{ANNA}/lists/3klist", LIST),
        ("https://bsky.app/profile/anna.test/lists/3klist/", LIST),
        ("at://anna.test/app.bsky.graph.list/3klist", LIST),
        ("https://bsky.app/starter-pack/anna.test/3kpack?utm=1", PACK),
        (f"bsky.app/start/{ANNA}/3kpack", PACK),
        (POST, None),
        ("https://bsky.app/profile/anna.test", None),
        ("https://bsky.app/profile/anna/lists/3klist", None),
        ("https://example.org/profile/anna.test/lists/3klist", None),
        ("climate", None),
    ],
)
def test_a_list_has_one_address_however_it_is_named(text: str, address: str | None) -> None:
    assert always({"did": ANNA}).platform().list_address(text) == address


def test_a_list_of_nobody_has_no_address() -> None:
    platform = refusing(400, "InvalidRequest", "Unable to resolve handle").platform()
    assert platform.list_address("https://bsky.app/profile/anna.test/lists/3k") is None


def test_profiles_are_asked_for_by_25_and_the_gone_and_the_unasked_are_left_out() -> None:
    dids = [f"did:plc:{number:024d}" for number in range(30)]

    def answer(method: str, asked: Mapping[str, Any]) -> object:
        shown = [view(did) for did in reversed(asked["actors"]) if did != dids[3]]
        return {"profiles": [view(ANNA), *shown, None, {"did": 7}]}

    server = FakeServer(answer)
    accounts = server.platform().fetch_profiles([*map(id_of, dids), "bluesky:nonsense"])
    assert [account.account_id for account in accounts] == [
        id_of(did) for did in dids if did != dids[3]
    ]
    assert [len(asked["actors"]) for _, _, asked in server.calls] == [25, 5]


# As whom


@dataclass
class FakePds:
    """A server that gives sessions and lets tokens expire; `home` is where it sends accounts."""

    home: str | None = None
    fresh: str = "first-token"
    refusal: tuple[int, str] | None = None
    is_renewal_worn_out: bool = False

    def answer(self, method: str, asked: Mapping[str, Any]) -> object:
        if method == "com.atproto.server.createSession":
            if self.refusal:
                refuse(*self.refusal, f"Invalid identifier or password {asked['body']}")
            return self._session()
        if method == "com.atproto.server.refreshSession":
            assert asked["body"] is None
            if self.is_renewal_worn_out:
                refuse(400, "ExpiredToken", "Token has been revoked")
            assert asked["token"] == "Bearer renewal-token"
            return self._session()
        if asked["token"] != f"Bearer {self.fresh}":
            refuse(400, "ExpiredToken", "Token has expired")
        return {"followers": [view(BORIS)]}

    def _session(self) -> dict[str, Any]:
        service = {"id": "#atproto_pds", "serviceEndpoint": self.home}
        doc = {"service": [{"id": "#other", "serviceEndpoint": "https://no.example"}, service]}
        return {
            "accessJwt": self.fresh, "refreshJwt": "renewal-token",
            "did": ANNA, "handle": "anna.test", "didDoc": doc if self.home else None,
        }  # fmt: skip


LOGIN = Settings(handle="anna.test", password=SECRETS[0])


def test_with_a_login_the_accounts_own_server_is_asked() -> None:
    server = FakeServer(FakePds("https://pds7.example").answer)
    platform = server.platform(LOGIN)
    assert server.calls == []  # only the first call logs in
    for _ in range(2):
        assert platform.fetch(id_of(ANNA), Listing.FOLLOWERS).edges
    assert server.methods == ["createSession", "getFollowers", "getFollowers"]
    assert [base for base, _, _ in server.calls] == [
        "https://bsky.social", "https://pds7.example", "https://pds7.example",
    ]  # fmt: skip
    assert server.calls[0][2]["body"] == {"identifier": "anna.test", "password": SECRETS[0]}
    platform.stop()
    assert server.stopped == ["https://bsky.social", "https://pds7.example"]


@pytest.mark.parametrize(
    "home",
    ["http://pds7.example", "https://u:p@pds7.example", "ftp://x", "https://pds7.example/x", "", 7],
)
def test_a_token_goes_to_no_server_that_is_not_a_plain_https_one(home: Any) -> None:
    server = FakeServer(FakePds(home).answer)
    server.platform(LOGIN).fetch(id_of(ANNA), Listing.FOLLOWERS)
    assert {base for base, _, _ in server.calls} == {"https://bsky.social"}


def test_an_expired_session_is_renewed_and_the_call_made_again() -> None:
    pds = FakePds()
    server = FakeServer(pds.answer)
    platform = server.platform(LOGIN)
    platform.fetch(id_of(ANNA), Listing.FOLLOWERS)
    pds.fresh = "second-token"
    assert platform.fetch(id_of(ANNA), Listing.FOLLOWERS).edges
    assert server.methods[2:] == ["getFollowers", "refreshSession", "getFollowers"]
    pds.fresh, pds.is_renewal_worn_out = "first-token", True
    assert platform.fetch(id_of(ANNA), Listing.FOLLOWERS).edges
    assert server.methods[5:] == ["getFollowers", "refreshSession", "createSession", "getFollowers"]


def test_threads_log_in_once() -> None:
    server = FakeServer(FakePds().answer)
    platform = server.platform(LOGIN)
    begin = threading.Barrier(4)

    def fetch() -> None:
        begin.wait()
        platform.fetch(id_of(ANNA), Listing.FOLLOWERS)

    threads = [threading.Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.methods.count("createSession") == 1
    assert server.methods.count("getFollowers") == 4


@pytest.mark.parametrize(
    ("refusal", "advice"),
    [
        ((401, "AuthenticationRequired"), "correct BLUESKY_HANDLE and BLUESKY_APP_PASSWORD"),
        ((401, "AuthFactorTokenRequired"), "app password"),
        ((401, "AccountTakedown"), "name another"),
        ((404, ""), "correct BLUESKY_PDS"),
    ],
)
def test_a_refused_login_says_what_to_do_is_tried_once_and_tells_no_secret(
    refusal: tuple[int, str], advice: str
) -> None:
    server = FakeServer(FakePds(refusal=refusal).answer)
    platform = server.platform(LOGIN)
    for _ in range(2):
        with pytest.raises(LeadersError, match=advice) as caught:
            platform.fetch(id_of(ANNA), Listing.FOLLOWERS)
        assert not isinstance(caught.value, PlatformRefused)  # it is no single visit's failure
        assert not any(secret in str(caught.value) for secret in SECRETS)
        assert caught.value.__context__ is None
    assert server.methods == ["createSession"]


@pytest.mark.parametrize("body", [None, {}, {"accessJwt": "a b", "refreshJwt": "x"}, "html"])
def test_a_login_without_a_session_is_refused(body: object) -> None:
    with pytest.raises(LeadersError, match="without a session"):
        always(body).platform(LOGIN).fetch(id_of(ANNA), Listing.FOLLOWERS)


def test_nothing_shows_password_or_tokens() -> None:
    server = FakeServer(FakePds().answer)
    platform = server.platform(LOGIN)
    platform.fetch(id_of(ANNA), Listing.FOLLOWERS)
    shown = f"{LOGIN!r} {platform!r} {platform._client!r} {platform._client._session!r}"  # type: ignore[attr-defined]
    assert not any(secret in shown for secret in SECRETS)


def test_a_search_that_is_refused_with_a_login_is_hidden_and_not_asked_again() -> None:
    asked = []

    def answer(method: str, parameters: Mapping[str, Any]) -> object:
        if not method.endswith("searchPosts"):
            return FakePds().answer(method, parameters)
        asked.append(method)
        return refuse(403, "")

    platform = FakeServer(answer).platform(LOGIN)
    pages = [platform.fetch(words, Listing.SEARCH_POSTS) for words in ("yarn", "wool")]
    assert {page.ended for page in pages} == {Ended.HIDDEN}
    assert len(asked) == 1
    assert platform.remarks() == ("Bluesky does not let this login search posts",)


@pytest.mark.parametrize("listing", [Listing.FOLLOWERS, Listing.FOLLOWING])
def test_follows_that_cannot_be_read_are_an_error_and_no_end(listing: Listing) -> None:
    rows = [{"did": ANNA}, {"handle": "without.a.did"}]
    key = "followers" if listing is Listing.FOLLOWERS else "follows"
    platform = FakeServer(lambda method, asked: {key: rows}).platform()
    with pytest.raises(PlatformRefused, match="cannot be read"):
        platform.fetch(id_of(BORIS), listing)


def test_the_longest_wait_of_all_servers_counts() -> None:
    server = FakeServer(FakePds("https://pds7.example").answer)
    platform = server.platform(LOGIN)
    assert platform.wait_until() is None
    platform.fetch(id_of(ANNA), Listing.FOLLOWERS)
    clients = list(platform._client._clients.values())  # type: ignore[attr-defined]
    for day, client in enumerate(clients, 1):
        client.until = datetime(2030, 1, day, tzinfo=UTC)
    assert platform.wait_until() == datetime(2030, 1, 2, tzinfo=UTC)


# Settings


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("APPVIEW", "PDS", "HANDLE", "APP_PASSWORD", "RATE"):
        monkeypatch.delenv(f"BLUESKY_{name}", raising=False)
    monkeypatch.delenv("LEADERS_CONTACT", raising=False)
    return monkeypatch


def test_without_settings_the_public_server_is_asked_within_its_limit(
    environment: pytest.MonkeyPatch,
) -> None:
    assert read_settings() == Settings()
    assert Settings().rate < 3000 / 300


def test_settings_are_read_from_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BLUESKY_APPVIEW", "http://127.0.0.1:2584/")
    environment.setenv("BLUESKY_PDS", "https://pds.example")
    environment.setenv("BLUESKY_HANDLE", "@anna.test")
    environment.setenv("BLUESKY_APP_PASSWORD", SECRETS[0])
    environment.setenv("BLUESKY_RATE", "2.5")
    settings = read_settings()
    assert (settings.appview, settings.pds) == ("http://127.0.0.1:2584", "https://pds.example")
    assert (settings.handle, settings.rate, settings.has_login) == ("anna.test", 2.5, True)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BLUESKY_HANDLE", "anna.test"),
        ("BLUESKY_APP_PASSWORD", SECRETS[0]),
        ("BLUESKY_PDS", "http://bsky.social"),
        ("BLUESKY_PDS", "https://u:hunter2-app-password@bsky.social"),
        ("BLUESKY_APPVIEW", "public.api.bsky.app"),
        ("BLUESKY_APPVIEW", "https://x:99999"),
        ("BLUESKY_APPVIEW", "file:///etc/passwd"),
        ("BLUESKY_RATE", "fast"),
        ("BLUESKY_RATE", "0"),
        ("BLUESKY_RATE", "nan"),
        ("BLUESKY_RATE", "inf"),
    ],
)
def test_settings_that_cannot_work_are_refused_and_tell_no_secret(
    environment: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    environment.setenv(variable, value)
    with pytest.raises(LeadersError, match="BLUESKY_") as caught:
        read_settings()
    assert not any(secret in str(caught.value) for secret in SECRETS)


@pytest.mark.parametrize(
    ("base", "local"),
    [
        ("http://127.0.0.1:2584", True), ("http://localhost:1", True), ("http://[::1]:1", True),
        ("http://10.0.0.5", True), ("https://public.api.bsky.app", False),
        ("https://8.8.8.8", False), ("https://localhost.example", False),
    ],
)  # fmt: skip
def test_only_an_address_that_is_local_by_itself_is_local(base: str, local: bool) -> None:
    assert is_local(base) is local


def test_the_platform_is_registered_and_all_its_accounts_have_the_same_listings(
    environment: pytest.MonkeyPatch,
) -> None:
    platform = PLATFORMS["bluesky"]()
    assert platform.name == "bluesky"
    for kind in AccountKind:
        assert platform.listings(kind) == (Listing.POSTS, Listing.FOLLOWING, Listing.FOLLOWERS)
    told = {*platform.listings(AccountKind.PERSON), *platform.post_listings(), Listing.LISTED}
    assert told | set(platform.discoveries()) == set(ENDPOINTS)
    for listing in (*SEARCHES, Listing.REPLIERS, Listing.LISTS):
        assert platform.is_newest_first(listing) is None
    assert platform.is_newest_first(Listing.FOLLOWERS)


# The official schemas


def check_parameters(lexicon: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    allowed = lexicon["parameters"]["properties"]
    assert set(asked) <= set(allowed)
    assert set(lexicon["parameters"].get("required", [])) <= set(asked)
    for name, value in asked.items():
        rule = allowed[name]
        if rule["type"] == "integer":
            assert rule.get("minimum", value) <= value <= rule.get("maximum", value)
        elif rule["type"] == "array":
            assert isinstance(value, list)
            assert 0 < len(value) <= rule.get("maxLength", len(value))
        else:
            assert rule["type"] == "string"
            assert isinstance(value, str)
            if name in ("sort", "filter"):
                assert value in rule["knownValues"]


def test_all_that_is_asked_is_legal_by_the_official_schemas(real_data: Path) -> None:
    folder = real_data.parent / "schemas" / "bluesky" / "lexicons"
    if not folder.is_dir():
        pytest.skip("LEADERS_TEST_DATA has no schemas/bluesky/lexicons: requests not checked")

    def main_of(method: str) -> dict[str, Any]:
        text = (folder / f"{method.replace('.', '/')}.json").read_text()
        main = json.loads(text)["defs"]["main"]
        assert isinstance(main, dict)
        return main

    rows = {it.method: it.rows for it in (*ENDPOINTS.values(), STARTER_PACKS)}

    def answer(method: str, asked: Mapping[str, Any]) -> object:
        body: dict[str, Any] = {
            "did": ANNA, "accessJwt": "a", "refreshJwt": "b", "profiles": [],
            "starterPack": {"list": {"uri": LIST}},
        }  # fmt: skip
        if method in rows:
            assert rows[method] in main_of(method)["output"]["schema"]["required"]
            body[rows[method]] = THREAD if method.endswith("Thread") else []
            is_paged = "cursor" in main_of(method)["parameters"]["properties"]
            body |= {"cursor": "1__x"} if is_paged and "cursor" not in asked else {}
        return body

    server = FakeServer(answer)
    platform = server.platform(LOGIN)
    platform.find_account("anna.test")
    platform.find_account(ANNA)
    platform.fetch_profiles([f"bluesky:did:plc:{number:024d}" for number in range(60)])
    for start in (None, platform.second_reading):
        for listing in ENDPOINTS:
            read_all(platform, subject_of(listing), listing, start)
        read_all(platform, PACK, Listing.LISTED, start)
    assert len(set(server.methods)) == 18
    for _, method, asked in server.calls:
        main = main_of(method)
        if main["type"] == "query":
            check_parameters(main, asked)
        else:
            schema = main["input"]["schema"]
            assert set(schema["required"]) <= set(asked["body"]) <= set(schema["properties"])


@pytest.mark.parametrize("base", ["https://127.0.0.1", "https://10.0.0.1"])
def test_only_a_configured_server_may_be_private(base: str) -> None:
    asked = "/xrpc/app.bsky.actor.getProfile"
    with pytest.raises(LeadersError):
        open_client(base, Settings()).get(asked, {})
    assert open_client(base, Settings(pds=base)) is not None
