"""Searches on several instances at once, and lists that only their owner sees."""

import pytest
from fake_http import Answered, Asked, TimedOut
from fake_mastodon import LISTED, OWNER, TOKEN, Fediverse
from mastodon_asking import platform_on
from mastodon_society import TAG, Society
from to_the_end import read_all

from leaders.errors import LeadersError
from leaders.model import Ended, Listing
from leaders.platforms.mastodon.searches import read_places, read_tag

BOTH = ("alpha.example", "gamma.example")
TOKENS = {"alpha.example": TOKEN}
SHY = (7, 8, 9)
"""Whoever asks not to be shown, as its home says; elsewhere nobody knows."""


@pytest.fixture(scope="module")
def society() -> Society:
    return Society(150, 200)


def tagged(society: Society) -> set[str]:
    return {it.author.id for it in society.toots if it.tag == TAG and it.visibility == "public"}


@pytest.mark.parametrize("words", [TAG, f"#{TAG}", "knit ting", "Knitting"])
def test_the_hashtag_that_words_make_finds_authors_and_posts(society: Society, words: str) -> None:
    pages = read_all(platform_on(Fediverse(society)), words, Listing.SEARCH_POSTS)
    found = [it for page in pages for it in page.found]
    shy_here = {it.id for it in society.people if it.index in SHY and it.domain == "alpha.example"}
    assert set(found) == tagged(society) - shy_here
    posts = {post.post_id: post for page in pages for post in page.posts}
    roots = {it.id: it for it in society.roots() if it.tag == TAG and it.author.id not in shy_here}
    assert posts.keys() == roots.keys()
    assert pages[-1].ended is Ended.COMPLETE
    for post_id, post in posts.items():
        author = roots[post_id].author
        assert post.author_id == author.id
        # Elsewhere the counts of a post are too small: not said is better than wrong.
        is_known = author.domain == "alpha.example"
        assert post.likes_count == (len(roots[post_id].likers) if is_known else None)


def test_every_page_is_one_of_every_instance(society: Society) -> None:
    fediverse = Fediverse(society)
    platform = platform_on(fediverse, servers=BOTH)
    page = platform.fetch(TAG, Listing.SEARCH_POSTS)
    hosts = [host for host, asked in fediverse.asked if "timelines" in asked.path]
    assert hosts == list(BOTH)
    assert len(set(page.found)) == len(page.found)
    assert page.cursor
    assert page.cursor.count(",") == 1
    pages = read_all(platform, TAG, Listing.SEARCH_POSTS)
    assert {it for page in pages for it in page.found} >= tagged(society) - {
        it.id for it in society.people if it.index in SHY
    }


@pytest.mark.parametrize("words", ["c++", "#", "7", "a/b", "a?b", "…"])
def test_words_that_make_no_hashtag_ask_nothing(society: Society, words: str) -> None:
    fediverse = Fediverse(society)
    page = platform_on(fediverse).fetch(words, Listing.SEARCH_POSTS)
    assert (page.found, page.cursor) == ((), None)
    assert not any("timelines" in path for path in fediverse.paths())


def test_hashtags_are_written_together_in_every_script() -> None:
    assert read_tag("ручное вязание") == "ручноевязание"
    assert read_tag("#hand-knitting") == "handknitting"
    assert read_tag("3d print") == "3dprint"
    assert read_tag("编织") == "编织"


def test_strangers_see_one_page_of_accounts_and_the_directory(society: Society) -> None:
    fediverse = Fediverse(society)
    pages = read_all(platform_on(fediverse), "person", Listing.SEARCH_ACCOUNTS)
    assert not any(
        "offset" in asked.params for _, asked in fediverse.asked if "search" in asked.path
    )
    found = {it for page in pages for it in page.found}
    directory = {it.id for it in society.people if it.domain == "alpha.example"}
    shy = {society.people[it].id for it in SHY}
    assert directory - shy <= found
    assert not found & shy & directory
    assert pages[-1].ended is Ended.COMPLETE


def test_the_directory_is_read_for_those_who_write_the_words(society: Society) -> None:
    platform = platform_on(Fediverse(society))
    page = platform.fetch("knit", Listing.SEARCH_ACCOUNTS)  # stands in every profile
    assert page.found
    assert platform.fetch("nit", Listing.SEARCH_ACCOUNTS).found == ()


def test_with_a_token_searches_go_on_and_posts_are_searched_by_words(society: Society) -> None:
    fediverse = Fediverse(society)
    platform = platform_on(fediverse, tokens=TOKENS)
    pages = read_all(platform, "person", Listing.SEARCH_ACCOUNTS)
    found = {it for page in pages for it in page.found}
    shy_here = {it.id for it in society.people if it.index in SHY and it.domain == "alpha.example"}
    assert found == {it.id for it in society.people} - shy_here
    read_all(platform, TAG, Listing.SEARCH_POSTS)
    kinds = {asked.one("type") for _, asked in fediverse.asked if "search" in asked.path}
    assert kinds == {"accounts", "statuses"}
    tokens = {host for host, asked in fediverse.asked if "authorization" in asked.headers}
    assert tokens == {"alpha.example"}


# One that is away, closed or strange


def test_one_that_is_away_is_passed_over_and_asked_again(society: Society) -> None:
    away = {"gamma.example"}

    def special(host: str, asked: Asked) -> Answered | None:
        if host in away and "timelines" in asked.path:
            raise TimedOut
        return None

    fediverse = Fediverse(society, special=special)
    platform = platform_on(fediverse, servers=BOTH)
    first = platform.fetch(TAG, Listing.SEARCH_POSTS)
    assert first.found
    assert first.cursor
    assert "gamma.example/tag/" in first.cursor
    away.clear()
    second = platform.fetch(TAG, Listing.SEARCH_POSTS, first.cursor)
    assert second.found
    assert second.cursor is None or "gamma.example/tag/," not in second.cursor


def test_a_search_that_only_the_absent_could_go_on_with_has_failed(society: Society) -> None:
    def special(host: str, asked: Asked) -> Answered | None:
        if host == "gamma.example":
            raise TimedOut
        return None

    platform = platform_on(Fediverse(society, special=special), servers=BOTH)
    pages = read_all(platform, TAG, Listing.SEARCH_POSTS)
    assert pages[-1].ended is Ended.FAILED
    assert "gamma.example" in str(pages[-1].why)
    assert {it for page in pages for it in page.found}, "what the others found was kept"


@pytest.mark.parametrize("status", [401, 403, 404, 422])
def test_a_search_that_is_refused_everywhere_is_hidden(society: Society, status: int) -> None:
    error = b'{"error":"This method requires an authenticated user"}'
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (
        (status, {}, error) if "timelines" in asked.path else None
    )
    platform = platform_on(fediverse, servers=BOTH)
    page = platform.fetch(TAG, Listing.SEARCH_POSTS)
    assert (page.ended, page.cursor) == (Ended.HIDDEN, None)
    assert "alpha.example, gamma.example" in platform.remarks()[0]


def test_a_search_that_breaks_down_has_failed(society: Society) -> None:
    fediverse = Fediverse(society)
    fediverse.special = lambda host, asked: (
        (500, {}, b'{"error":"sorry"}') if "timelines" in asked.path else None
    )
    page = platform_on(fediverse).fetch(TAG, Listing.SEARCH_POSTS)
    assert page.ended is Ended.FAILED
    assert page.why
    assert page.is_one_server, "ten in a row would end the crawl"


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "alpha.example/tag", "127.0.0.1/tag/5", "alpha.example/accounts/5",
     "alpha.example/tag/5&q=x", "alpha.example:80/tag/5", "a" * 3000],
)  # fmt: skip
def test_a_strange_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(LeadersError, match="no cursor"):
        read_places(cursor, Listing.SEARCH_POSTS)


# Lists


def test_lists_are_read_for_their_owner(society: Society) -> None:
    platform = platform_on(Fediverse(society), tokens=TOKENS)
    assert Listing.LISTS in platform.discoveries()
    page = platform.fetch(society.people[OWNER].id, Listing.LISTS)
    assert page.lists == ("https://alpha.example/lists/3",)
    pages = read_all(platform, page.lists[0], Listing.LISTED)
    found = {it for page in pages for it in page.found}
    assert found == {society.people[it].id for it in LISTED}
    other = platform.fetch(society.people[3].id, Listing.LISTS)
    assert (other.ended, other.lists) == (Ended.HIDDEN, ())
    gone = platform.fetch("https://alpha.example/lists/4", Listing.LISTED)
    assert gone.ended is Ended.GONE


def test_without_a_token_there_are_no_lists(society: Society) -> None:
    fediverse = Fediverse(society)
    platform = platform_on(fediverse)
    assert Listing.LISTS not in platform.discoveries()
    assert platform.list_address("https://alpha.example/lists/3") is None
    page = platform.fetch("https://alpha.example/lists/3", Listing.LISTED)
    assert page.ended is Ended.HIDDEN
    assert fediverse.asked == []


def test_the_address_of_a_list_is_of_an_instance_with_a_token(society: Society) -> None:
    platform = platform_on(Fediverse(society), tokens=TOKENS)
    assert platform.list_address(" https://alpha.example/lists/3/ ") == (
        "https://alpha.example/lists/3"
    )
    for text in (
        "", "https://gamma.example/lists/3", "https://alpha.example/lists/x",
        "http://alpha.example/lists/3", "https://bsky.app/profile/a.b/lists/3",
    ):  # fmt: skip
        assert platform.list_address(text) is None
