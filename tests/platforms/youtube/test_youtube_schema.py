"""Google's own description and recorded answers: what we ask, what the fake says, what we read."""

import json
from pathlib import Path
from typing import Any

import pytest
from fake_http import Asked
from fake_youtube import FILTERS, KEY, PATH, FakeYoutube
from to_the_end import read_all
from youtube_asking import platform_on
from youtube_schema import Checked, Schema
from youtube_society import Society

from leaders.model import AccountKind
from leaders.platforms.youtube import parse

CHANNEL = f"UC{'a' * 22}"


def asked(method: str, **params: str) -> Asked:
    listed = {name: [value] for name, value in params.items()}
    return Asked("GET", f"{PATH}{method}", listed, {"x-goog-api-key": KEY})


def test_all_that_is_asked_and_answered_is_as_google_describes_it(schema: Schema) -> None:
    society = Society(60)
    server = FakeYoutube(society, sizes=(None, 0, 9))
    checked = Checked(server, schema)
    platform = platform_on(checked)
    channels = [f"youtube:{name}" for name in list(society.channels)[:12]]
    platform.fetch_profiles(channels)
    platform.find_account("@knitter.3")
    platform.find_account("youtube.com/user/knitter.3")
    for listing in platform.discoveries():
        read_all(platform, "knitting", listing)
    for channel in channels:
        for listing in platform.listings(AccountKind.PERSON):
            read_all(platform, channel, listing)
    for video in list(society.videos)[:40]:
        read_all(platform, f"youtube:{video}", platform.post_listings()[0])
    assert set(server.counts) == set(FILTERS)
    assert checked.count == len(server.asked) > 100


@pytest.mark.parametrize(
    ("request_", "mistake"),
    [
        (asked("subscriptions", channelId=CHANNEL), "part is missing"),
        (asked("search", part="snippet", maxResults="51"), "not 0 to 50"),
        (asked("comments", part="snippet", maxResults="0"), "not 1 to 100"),
        (asked("comments", part="snippet", maxResults="many"), "no whole number"),
        (asked("subscriptions", part="snippet", order="time"), "none of"),
        (asked("channels", part="snippet", mine="yes"), "neither true nor false"),
        (asked("channels", part="snippet", handle="@anna"), "no parameter"),
        (asked("channel", part="snippet"), "no method"),
        (Asked("POST", f"{PATH}channels", {"part": ["id"]}, {}), "no method"),
        (Asked("GET", f"{PATH}search", {"part": ["id"], "q": ["a", "b"]}, {}), "2 times"),
    ],
)
def test_the_check_of_requests_can_fail(schema: Schema, request_: Asked, mistake: str) -> None:
    [found] = schema.request_mistakes(request_)
    assert mistake in found


@pytest.mark.parametrize(
    ("item", "mistake"),
    [
        ({"statistics": {"subscriberCount": 5}}, "no string"),
        ({"statistics": {"subscriberCount": "-5"}}, "not uint64"),
        ({"statistics": {"hiddenSubscriberCount": "no"}}, "no boolean"),
        ({"snippet": {"handle": "@anna"}}, "nobody knows it"),
        ({"snippet": {"publishedAt": "yesterday"}}, "no moment"),
        ({"status": {"privacyStatus": "open"}}, "none of its words"),
        ({"snippet": []}, "no object"),
    ],
)
def test_the_check_of_answers_can_fail(schema: Schema, item: dict[str, Any], mistake: str) -> None:
    assert schema.answer_mistakes(f"{PATH}channels", {"items": [{"id": CHANNEL}]}) == []
    [found] = schema.answer_mistakes(f"{PATH}channels", {"items": [item]})
    assert mistake in found


# Recorded answers of real channels: only their shape is looked at here


def recorded(official: Path, name: str) -> list[Any]:
    folder = official / "recorded" / "testdata" / "apidata"
    if not folder.is_dir():
        pytest.skip("no recorded answers lie beside the schema")
    items: list[Any] = json.loads((folder / f"{name}.json").read_text())["items"]
    return items


def test_recorded_profiles_parse(official: Path) -> None:
    accounts = [parse.parse_channel(it) for it in recorded(official, "channels/info_multiple")]
    assert [it and it.handle for it in accounts] == ["google", "googledevelopers"]
    assert all(it and it.followers_count and it.posts_count and it.name for it in accounts)
    rows = recorded(official, "channel_info_multi")
    assert all(parse.parse_uploads(row) for row in rows if "contentDetails" in row)


def test_recorded_videos_parse(official: Path) -> None:
    for name in ("videos/videos_info_multi", "videos/videos_chart_paged_1"):
        for row in recorded(official, name):
            video = parse.parse_video(row)
            assert video
            assert video.post.posted_at
            assert (video.post.views_count is None) == ("statistics" not in row)


def test_recorded_subscriptions_parse(official: Path) -> None:
    edges = [
        edge
        for page in (1, 2)
        for edge in parse.parse_subscriptions(
            recorded(official, f"subscriptions/subscriptions_by_channel_p{page}"), CHANNEL
        )
    ]
    assert len(set(edges)) == len(edges) == 7
    assert parse.parse_subscriptions(
        recorded(official, "subscriptions/subscription_zero"), CHANNEL
    ) == ()  # fmt: skip


def test_recorded_comments_parse(official: Path) -> None:
    for page in (1, 2):
        rows = recorded(official, f"comment_threads/comment_threads_by_video_paged_{page}")
        assert parse.parse_owner(rows) is None  # those of 2019 do not say
        assert len(parse.parse_threads(rows, "F1UP7wRCPH8", CHANNEL)) == len(rows) == 5
        # They were asked for without replies.
        answered = [row["id"] for row in rows if row["snippet"]["totalReplyCount"]]
        assert parse.parse_long_threads(rows) == tuple(answered) != ()
    replies = [
        edge
        for page in (1, 2)
        for edge in parse.parse_comments(
            recorded(official, f"comments/comments_by_parent_paged_{page}"), "F1UP7wRCPH8", CHANNEL
        )
    ]
    assert len(replies) == 3
    assert all(edge.happened_at for edge in replies)


def test_recorded_searches_parse(official: Path) -> None:
    rows = recorded(official, "search/search_channels")
    assert len(parse.parse_found(rows, "id", "channelId")) == len(rows)
    rows = recorded(official, "search/search_by_keywords_p1")
    assert parse.parse_found(rows, "snippet", "channelId")


def test_recorded_sections_parse(official: Path) -> None:
    for name in ("by_channel", "by_id", "by_ids"):
        rows = recorded(official, f"channel_sections/channel_sections_{name}")
        named = [it for row in rows for it in row.get("contentDetails", {}).get("channels", ())]
        assert len(parse.parse_featured(rows, CHANNEL)) == len(set(named))
