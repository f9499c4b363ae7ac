"""Whole listings of a made-up YouTube against its truth: nothing is lost and nothing doubled."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import duckdb
import pytest
from fake_http import FAULTS, Answered, Asked, Faulty, on_this_machine
from fake_youtube import KEY, PATH, SHOWN_REPLIES, FakeYoutube, error
from to_the_end import edges_of, read_all
from youtube_asking import platform_on, rows_of
from youtube_schema import Checked, Schema
from youtube_society import NICHE, Comment, Society, Video, thread_name

from leaders.collect import Crawl
from leaders.errors import PlatformRefused
from leaders.model import AccountKind, Ended, Listing
from leaders.niche import Limits, Niche
from leaders.platforms.youtube import Settings, YoutubePlatform
from leaders.platforms.youtube.channels import NEW_HANDLES
from leaders.settings import Workspace

RAGGED = (None, 3, 0, 1, 17)
PASSING = ("down", "silent", "truncated", "html")
"""Faults after which the same cursor is asked again, whatever made them last."""


@cache
def society() -> Society:
    return Society()


def famous() -> str:
    return next(iter(society().channels))


def newest() -> str:
    return society().channels[famous()].videos[0].name


def id_of(name: str) -> str:
    return f"youtube:{name}"


@pytest.fixture(params=["as asked", "ragged", "asked again", "broken off"])
def platform(
    request: pytest.FixtureRequest, schema_or_none: Schema | None
) -> Iterator[YoutubePlatform]:
    """A fake in four moods; whatever is asked of it and said by it is held to the schema."""
    sizes = (None,) if request.param == "as asked" else RAGGED
    checked = Checked(FakeYoutube(society(), sizes), schema_or_none)
    if request.param in ("as asked", "ragged"):
        yield platform_on(checked)
        return
    is_patient = request.param == "asked again"
    faulty = Faulty(checked, 4, FAULTS if is_patient else PASSING)
    yield platform_on(faulty, attempts=6 if is_patient else 1)
    assert faulty.met


def test_subscriptions_are_read_to_their_end(platform: YoutubePlatform) -> None:
    truth = society().follows(famous())
    pages = read_all(platform, id_of(famous()), Listing.FOLLOWING)
    assert rows_of(edges_of(pages)) == sorted(truth)
    assert len(truth) == 239
    assert {page.declared_count for page in pages} == {239}
    assert pages[-1].ended is Ended.COMPLETE


def test_uploads_are_read_with_their_counts_and_mentions(platform: YoutubePlatform) -> None:
    pages = read_all(platform, id_of(famous()), Listing.POSTS)
    posts = [post for page in pages for post in page.posts]
    public = society().public_videos(famous())
    assert [post.post_id for post in posts] == [id_of(video.name) for video in public]
    assert [post.posted_at for post in posts] == [video.moment for video in public]
    assert [post.views_count for post in posts] == [video.views for video in public]
    assert [post.is_marked_ad for post in posts] == [video.views % 2 == 1 for video in public]
    assert [post.likes_count for post in posts] == [video.likes for video in public]
    commented = [None if it.threads is None else len(it.comments) for it in public]
    assert [post.comments_count for post in posts] == commented
    assert {None} < set(commented)
    assert None in [post.likes_count for post in posts]
    assert rows_of(edges_of(pages)) == sorted(society().mentions(famous()))
    assert pages[0].declared_count == len(society().channels[famous()].videos) > len(posts)


def test_comments_are_read_with_all_replies(platform: YoutubePlatform) -> None:
    video = society().videos[newest()]
    edges = edges_of(read_all(platform, id_of(newest()), Listing.REPLIERS))
    assert set(rows_of(edges)) == society().comments(newest())
    written = [it for it in video.comments if it.author not in (None, video.owner)]
    truth = Counter((id_of(it.author), it.moment) for it in written)
    assert Counter((edge.source_id, edge.happened_at) for edge in edges) == truth
    assert len(edges) > 600


def test_searches_are_read_to_their_end(platform: YoutubePlatform) -> None:
    found = [
        it
        for page in read_all(platform, NICHE.upper(), Listing.SEARCH_ACCOUNTS)
        for it in page.found
    ]
    assert found == [id_of(name) for name in society().channels]
    pages = read_all(platform, f"{NICHE} lesson 3", Listing.SEARCH_POSTS)
    owners = {id_of(it.owner) for it in society().videos.values() if it.title.endswith(" lesson 3")}
    assert {it for page in pages for it in page.found} == owners
    assert not any(page.posts for page in pages)


def test_featured_channels_are_mentions_without_a_post(platform: YoutubePlatform) -> None:
    for channel in list(society().channels)[:8]:
        pages = read_all(platform, id_of(channel), Listing.FEATURED)
        assert rows_of(edges_of(pages)) == sorted(society().featured(channel))
        assert len(pages) == 1


def test_every_listing_of_everybody_is_the_truth() -> None:
    platform = platform_on(FakeYoutube(society(), sizes=RAGGED))
    for channel in list(society().channels.values())[1:60]:
        page = platform.fetch(id_of(channel.name), Listing.FOLLOWING)
        if channel.subscriptions is None:
            assert (page.ended, page.why) == (Ended.HIDDEN, "it keeps its subscriptions private")
        else:
            pages = read_all(platform, id_of(channel.name), Listing.FOLLOWING)
            assert rows_of(edges_of(pages)) == sorted(society().follows(channel.name))
        pages = read_all(platform, id_of(channel.name), Listing.POSTS)
        assert rows_of(edges_of(pages)) == sorted(society().mentions(channel.name))
        assert pages[-1].ended is Ended.COMPLETE
        for video in society().public_videos(channel.name):
            pages = read_all(platform, id_of(video.name), Listing.REPLIERS)
            assert set(rows_of(edges_of(pages))) == society().comments(video.name)
            hidden = (Ended.HIDDEN, "comments are switched off")
            shown = (Ended.COMPLETE, None)
            assert (pages[-1].ended, pages[-1].why) == (hidden if video.threads is None else shown)


# Profiles and names


def test_profiles_come_fifty_at_a_call_and_hidden_counts_are_not_said() -> None:
    server = FakeYoutube(society())
    platform = platform_on(server)
    names = list(society().channels)[:120]
    asked = [*map(id_of, names), *map(id_of, society().gone), id_of(names[0]), "youtube:odd"]
    accounts = platform.fetch_profiles(asked)
    assert [it.account_id for it in accounts] == [id_of(name) for name in names]
    assert server.counts == {"channels": 3}
    for account, channel in zip(accounts, society().channels.values(), strict=False):
        subscribers = None if channel.is_hidden else channel.subscribers
        assert account.followers_count == subscribers
        assert account.posts_count == len(channel.videos)
        assert (account.handle, account.name) == (channel.handle, channel.title)
        assert (account.kind, account.following_count) == (AccountKind.PERSON, None)


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("youtube:{id}", 1), ("{id}", 1), ("@knitter.5", 1), ("@Knitter.5", 1),
        ("youtube:knitter.5", 1), ("https://www.youtube.com/@knitter.5/videos", 1),
        ("youtube.com/channel/{id}?view_as=x", 1), ("https://m.youtube.com/c/knitter.5", 1),
        ("http://youtube.com/user/knitter.5", 1), (" https://youtube.com/%40knitter.5 ", 1),
    ],
)  # fmt: skip
def test_a_channel_is_found_by_its_names(text: str, calls: int) -> None:
    channel = list(society().channels)[5]
    server = FakeYoutube(society())
    assert platform_on(server).find_account(text.format(id=channel)) == id_of(channel)
    assert len(server.asked) == calls


@pytest.mark.parametrize(
    "text",
    ["", "knitter.5", "knitter", "https://t.me/knitter", "bluesky:knitter.5", "a@b.com",
     "https://youtube.com/watch?v=aaaaaaaaaaa", "https://youtube.com/channel/UCshort",
     "https://evil.example/youtube.com/@knitter.5", "@x", "UC" + "a" * 23, "@" + "a" * 5000],
)  # fmt: skip
def test_nobody_is_asked_for_what_names_no_channel(text: str) -> None:
    server = FakeYoutube(society())
    assert platform_on(server).find_account(text) is None
    assert server.asked == []


def test_who_is_not_there_is_not_found() -> None:
    platform = platform_on(FakeYoutube(society()))
    assert platform.find_account("@nobody_is_called_so") is None
    assert platform.find_account(next(iter(society().gone))) is None


# What is asked, and how often


def test_a_page_of_videos_takes_two_calls_where_all_is_known() -> None:
    server = FakeYoutube(society())
    platform = platform_on(server)
    platform.fetch_profiles([id_of(name) for name in society().channels])
    before = server.counts
    page = platform.fetch(id_of(famous()), Listing.POSTS)
    asked = server.counts - before
    assert (asked["playlistItems"], asked["videos"]) == (1, 1)
    assert asked["channels"] == 1  # the handle of nobody
    platform.fetch(id_of(famous()), Listing.POSTS, page.cursor)
    asked = server.counts - before
    assert (asked["playlistItems"], asked["videos"], asked["channels"]) == (2, 2, 1)


def test_videos_are_read_without_the_mark_of_promotion_where_it_is_refused() -> None:
    server = FakeYoutube(society())
    server.before = lambda asked: (
        error(403, "forbidden", "The part is the owner's.")
        if "paidProductPlacementDetails" in asked.one("part")
        else None
    )
    platform = platform_on(server)
    pages = read_all(platform, id_of(famous()), Listing.POSTS)
    posts = [post for page in pages for post in page.posts]
    assert len(pages) > 1
    assert [it.post_id for it in posts] == [
        id_of(video.name) for video in society().public_videos(famous())
    ]
    assert {it.is_marked_ad for it in posts} == {None}
    assert server.counts["videos"] == len(pages) + 1  # it is asked for once


def test_threads_that_are_shown_whole_take_one_call() -> None:
    def longest(video: Video) -> int:
        return max((len(thread.replies) for thread in video.threads or []), default=0)

    videos = society().videos.values()
    short = next(it for it in videos if not it.is_private and 0 < longest(it) <= SHOWN_REPLIES)
    server = FakeYoutube(society())
    page = platform_on(server).fetch(id_of(short.name), Listing.REPLIERS)
    assert set(rows_of(list(page.edges))) == society().comments(short.name)
    assert (page.cursor, server.counts) == (None, {"commentThreads": 1})


def test_so_many_new_handles_are_looked_up_for_a_page_and_each_once() -> None:
    made = Society(40)
    video = made.channels[famous()].videos[0]
    video.about = " ".join(f"@knitter.{number}" for number in range(1, 31))
    server = FakeYoutube(made)
    platform = platform_on(server)
    found = []
    for _ in range(4):
        page = platform.fetch(id_of(famous()), Listing.POSTS)
        found.append(sum(edge.post_id == id_of(video.name) for edge in page.edges))
    assert found == [NEW_HANDLES, 2 * NEW_HANDLES, 30, 30]
    handles = [asked.one("forHandle") for asked in server.asked if asked.one("forHandle")]
    assert len(handles) == len(set(handles))


def test_a_page_of_threads_that_are_all_long_is_asked_for_in_halves() -> None:
    made = Society(40)
    video = made.channels[famous()].videos[0]
    names = list(made.channels)
    video.threads = [
        Comment(
            name := thread_name(10**6 + number), names[1], moment,
            [Comment(f"{name}.{it}", names[it + 2], moment) for it in range(7)],
        )
        for number in range(130)
        for moment in [video.moment + timedelta(seconds=number)]
    ]  # fmt: skip
    server = FakeYoutube(made)
    pages = read_all(platform_on(server), id_of(video.name), Listing.REPLIERS)
    assert len(edges_of(pages)) == 130 * 8
    assert server.counts == {"commentThreads": 5, "comments": 130}  # 100, 50, 80, 50, 30
    assert all(len(page.cursor or "") <= 2000 for page in pages)


def test_the_owner_of_a_video_is_asked_for_once_where_comments_do_not_say() -> None:
    server = FakeYoutube(society(), says_owner=False)
    pages = read_all(platform_on(server), id_of(newest()), Listing.REPLIERS)
    assert set(rows_of(edges_of(pages))) == society().comments(newest())
    assert server.counts["videos"] == 1


def test_a_thread_that_is_deleted_meanwhile_does_not_end_the_others() -> None:
    video = society().videos[newest()]
    doomed = [it for it in video.threads or [] if len(it.replies) > 5][1]
    server = FakeYoutube(society())
    server.before = lambda asked: (
        error(404, "commentNotFound", "gone") if asked.one("parentId") == doomed.name else None
    )
    pages = read_all(platform_on(server), id_of(newest()), Listing.REPLIERS)
    assert pages[-1].ended is Ended.COMPLETE
    left = [it for it in video.comments if it not in doomed.replies]
    written = [it for it in left if it.author not in (None, video.owner)]
    assert len(edges_of(pages)) == len(written)


@pytest.mark.parametrize("token", ["x" * 3000, "ключ", "a|b", "a\nb", 5.5, ["a"], True])
def test_a_page_token_that_leads_nowhere_is_refused(token: object) -> None:
    def spoil(asked: Asked) -> Answered:
        status, headers, body = FakeYoutube(society())(asked)
        return status, headers, json.dumps({**json.loads(body), "nextPageToken": token}).encode()

    for subject, listing in ((famous(), Listing.FOLLOWING), (newest(), Listing.REPLIERS)):
        with pytest.raises(PlatformRefused):
            platform_on(spoil).fetch(id_of(subject), listing)


def test_a_page_token_that_leads_to_the_same_page_is_refused() -> None:
    def repeat(asked: Asked) -> Answered:
        body = {"items": [], "nextPageToken": "same" if asked.one("pageToken") else "first"}
        return 200, {}, json.dumps(body).encode()

    platform = platform_on(repeat)
    for listing in (Listing.FOLLOWING, Listing.SEARCH_ACCOUNTS, Listing.REPLIERS):
        subject = newest() if listing is Listing.REPLIERS else famous()
        first = platform.fetch(id_of(subject), listing)
        second = platform.fetch(id_of(subject), listing, first.cursor)
        with pytest.raises(PlatformRefused, match="repeated"):
            platform.fetch(id_of(subject), listing, second.cursor)


def test_a_subscription_that_cannot_be_read_refuses_the_page() -> None:
    rows = [{"snippet": {"resourceId": {"channelId": famous()}}}, {"snippet": {}}]
    platform = platform_on(lambda asked: (200, {}, json.dumps({"items": rows}).encode()))
    with pytest.raises(PlatformRefused, match="cannot be read"):
        platform.fetch(id_of(list(society().channels)[1]), Listing.FOLLOWING)


@pytest.mark.parametrize("page_info", [{}, {"pageInfo": {}}, {"pageInfo": {"totalResults": 3}}])
def test_no_subscriptions_are_believed_only_where_youtube_says_so(page_info: object) -> None:
    """Else all that are known would be taken away."""
    body = {"kind": "youtube#subscriptionListResponse", "items": [], **page_info}
    platform = platform_on(lambda asked: (200, {}, json.dumps(body).encode()))
    with pytest.raises(PlatformRefused, match="no subscriptions"):
        platform.fetch(id_of(famous()), Listing.FOLLOWING)
    body["pageInfo"] = {"totalResults": 0}
    assert platform.fetch(id_of(famous()), Listing.FOLLOWING).ended is Ended.COMPLETE


def test_the_whole_way_over_a_real_connection() -> None:
    server = FakeYoutube(society())
    with on_this_machine(server) as base:
        platform = YoutubePlatform(Settings(key=KEY, base=base, rate=1000.0))
        pages = read_all(platform, id_of(famous()), Listing.FOLLOWING)
        platform.close()
    assert rows_of(edges_of(pages)) == sorted(society().follows(famous()))
    assert all(asked.path.startswith(PATH) for asked in server.asked)


# A crawl


def crawl(workspace: Workspace, platform: YoutubePlatform, **limits: int) -> None:
    niche = Niche(
        name="niche", title="Knitting", platforms=("youtube",), seeds=("@knitter.0", "@knitter.4"),
        words={"en": (NICHE,)}, limits=Limits(**limits),
    )  # fmt: skip
    Crawl(workspace, niche, platform).run()


def test_a_key_that_youtube_repeats_is_not_stored(workspace: Workspace) -> None:
    server = FakeYoutube(Society(40))
    server.before = lambda asked: (
        error(400, "processingFailure", f"It failed for {asked.headers['x-goog-api-key']}.")
        if asked.path == f"{PATH}channelSections"
        else None
    )
    crawl(workspace, platform_on(server), accounts=4, audience=4, pages=10, posts=1)
    with duckdb.connect(str(workspace.database)) as connection:
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        stored = [str(connection.table(name).fetchall()) for (name,) in tables]
    assert any("It failed for ***" in text for text in stored)
    assert not any(KEY in text for text in stored)


def test_a_crawl_stores_the_truth_of_what_it_read(
    workspace: Workspace, schema_or_none: Schema | None
) -> None:
    server = FakeYoutube(society(), sizes=(None, 20))
    platform = platform_on(Checked(server, schema_or_none))
    crawl(workspace, platform, accounts=12, audience=20, candidates=60, pages=300, posts=2)
    with duckdb.connect(str(workspace.database)) as connection:
        visits = connection.execute(
            """select ended, account_id, post_id, listing from visit
            left join account on account_no = subject_no left join post using (post_no)"""
        ).fetchall()
        stored = connection.execute(
            """select s.account_id, t.account_id, e.kind, post_id from edge as e
            join account as s on s.account_no = source_no
            join account as t on t.account_no = target_no left join post using (post_no)"""
        ).fetchall()
    truths = {
        "following": society().follows, "posts": society().mentions,
        "featured": society().featured,
    }  # fmt: skip
    whole, begun = set(), set()
    for ended, account, post, listing in visits:
        tell = society().comments if listing == "repliers" else truths.get(listing)
        truth = tell((post or account).removeprefix("youtube:")) if tell else set()
        whole |= truth if ended == "complete" else set()
        begun |= truth if ended == "cut" else set()
    assert len(stored) == len(set(stored))
    assert whole <= set(stored) <= whole | begun
    assert {ended for ended, *_ in visits} == {"complete", "cut", "hidden"}
    assert {kind for _, _, kind, _ in stored} == {"follow", "mention", "comment"}
    assert len(stored) > 800
    used = {quota.bucket: quota.used for quota in platform.ledger.quotas()}
    assert used == {
        "searches": server.counts["search"],
        "units": len(server.asked) - server.counts["search"],
    }
