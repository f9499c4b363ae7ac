"""Listings of accounts and posts, each from its home, compared with what is true."""

import json
from collections.abc import Sequence

import pytest
from fake_http import Answered, Asked, Faulty
from fake_mastodon import TOKEN, Fediverse
from mastodon_asking import follows_of, platform_on, rows_of
from mastodon_society import FIRST, Society, Toot
from to_the_end import edges_of, read_all

from leaders.errors import LeadersError, PlatformRefused, ServerUnreachable
from leaders.model import AccountKind, Ended, Listing

SIZES = [(None,), (None, 0, 9, 1), (3, 0, 0, 7)]


@pytest.fixture(scope="module")
def society() -> Society:
    return Society()


@pytest.mark.parametrize("sizes", SIZES)
def test_follows_are_read_to_their_end_and_none_twice(
    society: Society, sizes: Sequence[int | None]
) -> None:
    platform = platform_on(Fediverse(society, sizes=sizes))
    for person in society.people[:6]:
        if person.hides:
            continue
        pages = read_all(platform, person.id, Listing.FOLLOWERS)
        assert follows_of(pages) == society.followers(person)
        assert pages[-1].ended is Ended.COMPLETE
        assert pages[0].declared_count == len(society.followers(person))
        pages = read_all(platform, person.id, Listing.FOLLOWING)
        assert follows_of(pages) == society.following(person)
    assert len(society.followers(society.people[0])) > 160, "more than two pages are wanted"


@pytest.mark.parametrize("sizes", SIZES)
def test_posts_boosts_mentions_and_quotes_are_those_of_the_timeline(
    society: Society, sizes: Sequence[int | None]
) -> None:
    platform = platform_on(Fediverse(society, sizes=sizes))
    kinds = set()
    for person in society.people[:12]:
        pages = read_all(platform, person.id, Listing.POSTS)
        own = [it.id for it in society.timeline(person) if not it.boosts]
        assert [post.post_id for page in pages for post in page.posts] == own
        assert rows_of(pages) == society.attention_of_posts(person)
        kinds |= {str(it.kind) for it in edges_of(pages)}
    assert kinds == {"mention", "quote", "repost"}


@pytest.mark.parametrize("sizes", SIZES)
def test_reactions_to_posts_are_read_at_the_home_of_the_author(
    society: Society, sizes: Sequence[int | None]
) -> None:
    platform = platform_on(Fediverse(society, sizes=sizes))
    truths = {
        Listing.LIKERS: society.likes, Listing.REPOSTERS: society.reposts,
        Listing.QUOTERS: society.quotes, Listing.REPLIERS: society.replies,
    }  # fmt: skip
    assert tuple(truths) == platform.post_listings()
    seen = dict.fromkeys(truths, 0)
    for toot in society.roots()[:40]:
        for listing, truth in truths.items():
            rows = rows_of(read_all(platform, toot.id, listing))
            assert rows == truth(toot), (toot.id, listing)
            seen[listing] += len(rows)
    assert all(seen.values())


def test_faults_lose_and_double_nothing(society: Society) -> None:
    fediverse = Fediverse(society, sizes=(None, 0, 5))
    faulty: dict[str, Faulty] = {}

    def answer(host: str, asked: Asked) -> Answered:
        one = faulty.setdefault(host, Faulty(lambda asked, host=host: fediverse(host, asked)))
        return one(asked)

    platform = platform_on(answer, fediverse.clock)
    for person in society.people[:4]:
        pages = read_all(platform, person.id, Listing.FOLLOWERS)
        assert follows_of(pages) == society.followers(person)
        pages = read_all(platform, person.id, Listing.POSTS)
        assert rows_of(pages) == society.attention_of_posts(person)
    assert {fault for it in faulty.values() for fault in it.met} == {
        "busy", "broken", "down", "silent", "truncated", "html",
    }  # fmt: skip


def test_another_process_goes_on_by_the_cursor_alone(society: Society) -> None:
    person = society.people[0]
    fediverse = Fediverse(society)
    pages = [platform_on(fediverse).fetch(person.id, Listing.FOLLOWERS)]
    while pages[-1].cursor:
        again = platform_on(fediverse)
        pages.append(again.fetch(person.id, Listing.FOLLOWERS, pages[-1].cursor))
    assert len(pages) >= 3
    assert follows_of(pages) == society.followers(person)


def test_a_cursor_that_leads_to_the_same_page_is_refused(society: Society) -> None:
    def circle(host: str, asked: Asked) -> Answered:
        status, headers, body = fediverse(host, asked)
        if "followers" in asked.path:
            headers["Link"] = f'<https://{host}{asked.path}?max_id=77>; rel="next"'
        return status, headers, body

    fediverse = Fediverse(society)
    platform = platform_on(circle)
    first = platform.fetch(society.people[0].id, Listing.FOLLOWERS)
    with pytest.raises(PlatformRefused, match="repeated a cursor"):
        platform.fetch(society.people[0].id, Listing.FOLLOWERS, first.cursor)


@pytest.mark.parametrize("next_link", ["https://evil.example/x?max_id=5", "/x?max_id=5%0a6", "/x"])
def test_a_next_page_that_leads_elsewhere_is_refused(society: Society, next_link: str) -> None:
    def answer(host: str, asked: Asked) -> Answered:
        status, headers, body = fediverse(host, asked)
        return status, {**headers, "Link": f'<{next_link}>; rel="next"'}, body

    fediverse = Fediverse(society)
    with pytest.raises(PlatformRefused):
        platform_on(answer).fetch(society.people[0].id, Listing.FOLLOWERS)


@pytest.mark.parametrize("row", [{}, {"acct": ""}, {"acct": 7}, "anna", None])
def test_followers_that_cannot_be_read_refuse_the_page(society: Society, row: object) -> None:
    def answer(host: str, asked: Asked) -> Answered:
        status, headers, body = fediverse(host, asked)
        if asked.path.endswith(("followers", "following")):
            body = json.dumps([*json.loads(body), row]).encode()
        return status, headers, body

    fediverse = Fediverse(society)
    for listing in (Listing.FOLLOWERS, Listing.FOLLOWING):
        with pytest.raises(PlatformRefused, match="cannot be read"):
            platform_on(answer).fetch(society.people[0].id, listing)


# Hidden, gone, suspended


def test_whoever_hides_follows_is_not_asked_for_them(society: Society) -> None:
    fediverse = Fediverse(society)
    platform = platform_on(fediverse)
    hidden = society.people[4]
    for listing, truth in (
        (Listing.FOLLOWERS, society.followers(hidden)),
        (Listing.FOLLOWING, society.following(hidden)),
    ):
        page = platform.fetch(hidden.id, listing)
        assert page.ended is Ended.HIDDEN
        assert page.why
        assert page.declared_count == len(truth) > 0
        assert not page.edges
    assert not any(it.endswith(("followers", "following")) for it in fediverse.paths())
    assert platform.fetch(hidden.id, Listing.POSTS).ended is Ended.COMPLETE


@pytest.mark.parametrize(
    "said", [b'"x": 1', b'"followers_count": -1', b'"followers_count": 0, "pleroma": '
             b'{"hide_followers": true}'],
)  # fmt: skip
def test_an_empty_list_that_nobody_calls_empty_is_a_hidden_one(
    society: Society, said: bytes
) -> None:
    """Older servers do not say that it is hidden, some keep the counts to themselves too."""

    def answer(host: str, asked: Asked) -> Answered:
        status, headers, body = fediverse(host, asked)
        hides = b'"hide_collections": true'
        body = body.replace(b'"suspended": false', said) if hides in body else body
        return status, headers, body.replace(hides, b'"y": 1')

    fediverse = Fediverse(society)
    page = platform_on(answer).fetch(society.people[4].id, Listing.FOLLOWERS)
    assert (page.ended, page.edges) == (Ended.HIDDEN, ())


def test_with_a_token_no_list_of_follows_is_whole(society: Society) -> None:
    """Whoever the token's owner blocks is left out, and must not be taken for unfollowing."""
    platform = platform_on(Fediverse(society), tokens={"alpha.example": TOKEN})
    for person, ended in ((society.people[0], Ended.CUT), (society.people[2], Ended.COMPLETE)):
        for listing in (Listing.FOLLOWERS, Listing.FOLLOWING):
            pages = read_all(platform, person.id, listing)
            assert pages[-1].ended is ended
        assert follows_of(pages) == society.following(person)
        assert platform.fetch(person.id, Listing.POSTS).ended is Ended.COMPLETE


def test_whoever_follows_nobody_has_a_complete_list() -> None:
    society = Society(people=12, posts=0)
    alone = society.people[0]
    society.follows = [it for it in society.follows if it[0] is not alone]
    page = platform_on(Fediverse(society)).fetch(alone.id, Listing.FOLLOWING)
    assert (page.ended, page.edges, page.declared_count) == (Ended.COMPLETE, (), 0)


@pytest.mark.parametrize("status", [404, 410, 200])
def test_deleted_and_suspended_accounts_are_gone(society: Society, status: int) -> None:
    person = society.people[3]
    fediverse = Fediverse(society, suspended={person.id: status})
    if status == 404:
        fediverse.special = lambda host, asked: (
            (404, {}, b'{"error":"Record not found"}') if "lookup" in asked.path else None
        )
    platform = platform_on(fediverse)
    for listing in platform.listings(AccountKind.PERSON):
        page = platform.fetch(person.id, listing)
        assert page.ended is Ended.GONE
        assert page.why
    assert platform.fetch_profiles([person.id]) == []
    assert platform.find_account(person.id) == (None if status == 404 else person.id)


@pytest.mark.parametrize("body", [{}, [], {"acct": 7, "id": "7"}, {"acct": "person_3", "id": 7}])
def test_whoever_cannot_be_read_is_not_gone(society: Society, body: object) -> None:
    """Whoever is gone loses all edges."""
    person = society.people[3]
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (
        (200, {}, json.dumps(body).encode()) if "lookup" in asked.path else None
    )
    platform = platform_on(fediverse)
    with pytest.raises(ServerUnreachable):
        platform.fetch(person.id, Listing.FOLLOWERS)
    with pytest.raises(ServerUnreachable):
        platform.fetch_profiles([person.id])


@pytest.mark.parametrize("status", [404, 410])
def test_a_deleted_post_is_gone(society: Society, status: int) -> None:
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (
        (status, {}, b'{"error":"Record not found"}') if "/statuses/" in asked.path else None
    )
    platform = platform_on(fediverse)
    for listing in (Listing.LIKERS, Listing.REPOSTERS, Listing.REPLIERS):
        assert platform.fetch(society.toots[0].id, listing).ended is Ended.GONE


def test_private_posts_are_not_read(society: Society) -> None:
    private = next(it for it in society.toots if it.visibility == "private")
    platform = platform_on(Fediverse(society))
    assert platform.fetch(private.id, Listing.LIKERS).ended is Ended.GONE


def test_the_copy_of_a_post_on_another_instance_is_not_taken_for_the_post(society: Society) -> None:
    platform = platform_on(Fediverse(society))
    abroad = next(it for it in society.roots() if it.author.domain == "gamma.example")
    copy = f"mastodon:alpha.example/990{abroad.number}"
    assert platform.fetch(copy, Listing.LIKERS).ended is Ended.GONE
    assert platform.fetch(abroad.id, Listing.LIKERS).ended is Ended.COMPLETE


@pytest.mark.parametrize("status", [401, 403, 404])
def test_quotes_that_a_server_does_not_tell_are_hidden(society: Society, status: int) -> None:
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (
        (status, {}, b'{"error":"no"}') if asked.path.endswith("/quotes") else None
    )
    page = platform_on(fediverse).fetch(society.roots()[0].id, Listing.QUOTERS)
    assert page.ended is Ended.HIDDEN
    assert page.why


def test_replies_beyond_what_strangers_are_shown_are_cut() -> None:
    society = Society(people=90, posts=0)
    root = Toot(0, society.people[0], FIRST)
    society.toots = [
        root,
        *(Toot(it, society.people[it], FIRST, answers=root) for it in range(1, 80)),
    ]
    page = platform_on(Fediverse(society)).fetch(root.id, Listing.REPLIERS)
    assert (page.ended, page.declared_count, len(page.edges)) == (Ended.CUT, 79, 60)
    assert page.why
    society.toots = society.toots[:31]
    page = platform_on(Fediverse(society)).fetch(root.id, Listing.REPLIERS)
    assert (page.ended, page.declared_count, len(page.edges)) == (Ended.COMPLETE, 30, 30)


# Profiles and subjects


def test_profiles_say_what_their_home_says(society: Society) -> None:
    platform = platform_on(Fediverse(society))
    anna = society.people[0]
    (account,) = platform.fetch_profiles([anna.id])
    assert account.account_id == "mastodon:person_0@alpha.example"
    assert account.handle == "person_0@alpha.example"
    assert account.url == "https://alpha.example/@Person_0"
    assert account.name == "Person 0"
    assert account.followers_count == len(society.followers(anna))
    assert account.following_count == len(society.following(anna))
    assert account.kind is None
    (group,) = platform.fetch_profiles([society.people[6].id])
    assert group.kind is AccountKind.COMMUNITY


@pytest.mark.parametrize("index", [7, 8, 9])
def test_whoever_asks_not_to_be_shown_keeps_neither_name_nor_address(
    society: Society, index: int
) -> None:
    (account,) = platform_on(Fediverse(society)).fetch_profiles([society.people[index].id])
    assert account.is_unlisted
    assert (account.name, account.url, account.links, account.bio) == (None, None, (), "")
    assert account.followers_count is not None


def test_an_account_is_looked_up_once_in_a_process(society: Society) -> None:
    fediverse = Fediverse(society)
    platform = platform_on(fediverse)
    platform.fetch_profiles([society.people[0].id])
    read_all(platform, society.people[0].id, Listing.FOLLOWERS)
    read_all(platform, society.people[0].id, Listing.POSTS)
    assert fediverse.paths().count("/api/v1/accounts/lookup") == 1
    assert fediverse.paths().count("/api/v2/instance") == 1
    assert fediverse.paths().count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("subject", "listing"),
    [
        ("mastodon:anna", Listing.FOLLOWERS),
        ("mastodon:anna@127.0.0.1", Listing.FOLLOWERS),
        ("mastodon:anna@alpha.example:8080", Listing.POSTS),
        ("mastodon:alpha.example/7/../8", Listing.LIKERS),
        ("bluesky:did:plc:abc", Listing.FOLLOWERS),
        ("mastodon:alpha.example/7", Listing.FOLLOWERS),
        ("mastodon:anna@alpha.example", Listing.LIKERS),
        ("mastodon:anna@alpha.example", Listing.MEMBERS),
        ("https://alpha.example/lists/x", Listing.LISTED),
        ("", Listing.SEARCH_ACCOUNTS),
    ],
)
def test_what_has_no_such_listing_is_refused_before_anything_is_asked(
    society: Society, subject: str, listing: Listing
) -> None:
    fediverse = Fediverse(society)
    with pytest.raises(LeadersError):
        platform_on(fediverse).fetch(subject, listing)
    assert fediverse.asked == []


@pytest.mark.parametrize("cursor", ["", "a b", "1&limit=2", "7" * 65, "é", "../7"])
def test_a_strange_cursor_is_refused(society: Society, cursor: str) -> None:
    with pytest.raises(LeadersError, match="no cursor"):
        platform_on(Fediverse(society)).fetch(society.people[0].id, Listing.FOLLOWERS, cursor)
