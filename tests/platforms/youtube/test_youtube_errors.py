"""What YouTube refuses and what it counts: a status, a day's end, a sentence; never the key."""

import json
import logging
import threading
from datetime import UTC, datetime

import pytest
from fake_http import Answered, Asked, TimedOut
from fake_youtube import KEY, PATH, FakeYoutube, error
from youtube_asking import PlatformAtNoon, platform_on
from youtube_society import Society

from leaders.errors import GarbledAnswer, LeadersError, PlatformRefused, PlatformUnreachable
from leaders.errors import QuotaSpent as Spent
from leaders.model import AccountKind, Ended, Listing
from leaders.platforms.youtube import Settings, YoutubePlatform
from leaders.platforms.youtube.session import ATTEMPTS, read_settings

ANNA = f"youtube:UC{'a' * 22}"
VIDEO = f"youtube:{'v' * 11}"
KEY_ERRORS = [
    (400, "badRequest", "API key not valid. Please pass a valid API key."),
    (400, "keyInvalid", "Bad Request"),
    (400, "badRequest", "API key expired. Please renew the API key."),
    (403, "accessNotConfigured", "YouTube Data API v3 has not been used in project 1 before."),
    (403, "forbidden", "Requests from referer <empty> are blocked."),
    (403, "forbidden", "The provided API key has an IP address restriction."),
    (403, "forbidden", "Method doesn't allow unregistered callers."),
    (403, "forbidden", "Permission denied: Consumer 'api_key:1' has been suspended."),
    (403, "ipRefererBlocked", "There is a per-IP restriction."),
    (401, "authError", "Invalid Credentials"),
]


def refusing(status: int, reason: str, message: str = "No.") -> PlatformAtNoon:
    return platform_on(lambda asked: error(status, reason, message))


def used(platform: YoutubePlatform) -> dict[str, int]:
    return {quota.bucket: quota.used for quota in platform.ledger.quotas()}


# Statuses


@pytest.mark.parametrize(
    ("listing", "status", "reason", "ended", "why"),
    [
        (Listing.FOLLOWING, 403, "subscriptionForbidden", Ended.HIDDEN, "subscriptions private"),
        (Listing.FOLLOWING, 404, "subscriberNotFound", Ended.GONE, "no more"),
        (Listing.FOLLOWING, 403, "accountClosed", Ended.GONE, "closed"),
        (Listing.FOLLOWING, 403, "accountSuspended", Ended.GONE, "suspended"),
        (Listing.FEATURED, 404, "channelNotFound", Ended.GONE, "no more"),
        (Listing.FEATURED, 403, "channelClosed", Ended.GONE, "closed"),
        (Listing.POSTS, 404, "channelNotFound", Ended.GONE, "no more"),
        (Listing.REPLIERS, 403, "commentsDisabled", Ended.HIDDEN, "switched off"),
        (Listing.REPLIERS, 404, "videoNotFound", Ended.GONE, "deleted"),
        (Listing.REPLIERS, 403, "forbidden", Ended.HIDDEN, "not public"),
    ],
)
def test_what_is_gone_or_hidden_is_a_status(
    listing: Listing, status: int, reason: str, ended: Ended, why: str
) -> None:
    subject = VIDEO if listing is Listing.REPLIERS else ANNA
    page = refusing(status, reason).fetch(subject, listing)
    assert (page.ended, page.cursor, page.edges) == (ended, None, ())
    assert why in str(page.why)


def test_a_channel_that_is_not_there_is_gone_and_one_without_videos_is_complete() -> None:
    society = Society(40)
    platform = platform_on(FakeYoutube(society))
    gone = f"youtube:{next(iter(society.gone))}"
    for listing in platform.listings(AccountKind.PERSON):
        assert platform.fetch(gone, listing).ended is Ended.GONE
    empty = next(it for it in society.channels.values() if not it.videos)
    page = platform.fetch(f"youtube:{empty.name}", Listing.POSTS)
    assert (page.ended, page.posts, page.why) == (Ended.COMPLETE, (), None)
    assert platform.fetch(VIDEO, Listing.REPLIERS).ended is Ended.GONE


@pytest.mark.parametrize(
    ("status", "reason"),
    [(400, "processingFailure"), (400, "invalidPageToken"), (403, "SERVICE_UNAVAILABLE"),
     (403, "forbidden"), (500, "backendError")],
)  # fmt: skip
def test_any_other_refusal_is_of_this_one_call(status: int, reason: str) -> None:
    with pytest.raises(PlatformRefused) as refused:
        refusing(status, reason).fetch(ANNA, Listing.FOLLOWING)
    assert (refused.value.status, refused.value.code) == (status, reason)


@pytest.mark.parametrize(("status", "reason", "message"), KEY_ERRORS)
def test_a_bad_key_stops_everything_with_a_sentence(status: int, reason: str, message: str) -> None:
    for listing, subject in ((Listing.FOLLOWING, ANNA), (Listing.REPLIERS, VIDEO)):
        with pytest.raises(PlatformUnreachable, match="correct YOUTUBE_API_KEY") as refused:
            refusing(status, reason, message).fetch(subject, listing)
        assert message in str(refused.value)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(400, "invalidValue"), (404, "channelNotFound"), (403, "channelForbidden"), (500, "broken")],
)
def test_a_handle_that_is_refused_says_nothing_of_the_channel(status: int, reason: str) -> None:
    society = Society(40)
    server = FakeYoutube(society)
    server.before = lambda asked: error(status, reason, "No.") if asked.one("forHandle") else None
    platform = platform_on(server)
    channel = next(iter(society.channels))
    assert any("@" in video.about for video in society.public_videos(channel))
    if status < 500:
        assert platform.fetch(f"youtube:{channel}", Listing.POSTS).ended is Ended.COMPLETE
    else:
        with pytest.raises(PlatformRefused):
            platform.fetch(f"youtube:{channel}", Listing.POSTS)


def test_html_in_place_of_json_is_said() -> None:
    platform = platform_on(lambda asked: (200, {}, b"<html>"))
    with pytest.raises(GarbledAnswer):
        platform.fetch(ANNA, Listing.FOLLOWING)


# The day's quota


def test_every_call_is_counted_before_it_is_made() -> None:
    server = FakeYoutube(Society(40))
    platform = platform_on(server, units=3, searches=1)
    platform.fetch("wool", Listing.SEARCH_ACCOUNTS)
    with pytest.raises(Spent, match="searches"):
        platform.fetch("wool", Listing.SEARCH_POSTS)
    channel = f"youtube:{next(iter(server.society.channels))}"
    platform.fetch(channel, Listing.FOLLOWING)
    platform.fetch(channel, Listing.FEATURED)
    platform.fetch_profiles([channel])
    for ask in (
        lambda: platform.fetch(channel, Listing.POSTS),
        lambda: platform.fetch_profiles([channel]),
        lambda: platform.find_account("@knitter.1"),
    ):
        with pytest.raises(Spent) as spent:
            ask()
        assert spent.value.bucket == "units"
        assert spent.value.resets_at == datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert used(platform) == {"searches": 1, "units": 3}
    assert len(server.asked) == 4


def test_at_midnight_in_california_a_new_day_begins() -> None:
    platform = platform_on(FakeYoutube(Society(40)), searches=1)
    platform.fetch("wool", Listing.SEARCH_ACCOUNTS)
    platform.moment = datetime(2026, 11, 21, 7, 59, tzinfo=UTC)
    with pytest.raises(Spent):
        platform.fetch("wool", Listing.SEARCH_ACCOUNTS)
    platform.moment = datetime(2026, 11, 21, 8, tzinfo=UTC)
    platform.fetch("wool", Listing.SEARCH_ACCOUNTS)


@pytest.mark.parametrize(
    ("status", "reason", "message"),
    [
        (403, "quotaExceeded", "The request cannot be completed: you have exceeded your quota."),
        (403, "dailyLimitExceeded", "Daily Limit Exceeded."),
        (403, "rateLimitExceeded", "Quota exceeded for limit 'Queries per day'."),
        (429, "rateLimitExceeded", "Quota exceeded for limit 'Search Queries per day'."),
    ],
)
def test_a_day_that_youtube_says_is_over_is_over(status: int, reason: str, message: str) -> None:
    society = Society(40)
    server = FakeYoutube(society)
    server.before = lambda asked: (
        error(status, reason, message) if asked.path == f"{PATH}search" else None
    )
    platform = platform_on(server)
    with pytest.raises(Spent, match="searches"):
        platform.fetch("wool", Listing.SEARCH_POSTS)
    asked = len(server.asked)
    with pytest.raises(Spent, match="searches"):
        platform.fetch("wool", Listing.SEARCH_ACCOUNTS)
    assert len(server.asked) == asked
    platform.fetch_profiles([f"youtube:{next(iter(society.channels))}"])  # of another bucket
    assert used(platform) == {"searches": 100, "units": 1}


def test_the_ledger_of_an_earlier_run_counts() -> None:
    first = platform_on(FakeYoutube(Society(40)), searches=1)
    first.fetch("wool", Listing.SEARCH_ACCOUNTS)
    second = platform_on(FakeYoutube(Society(40)), searches=1)
    second.ledger.recall(first.ledger.quotas())
    with pytest.raises(Spent):
        second.fetch("wool", Listing.SEARCH_ACCOUNTS)


@pytest.mark.parametrize("listing", Listing)
def test_a_page_counts_in_the_bucket_that_is_said(listing: Listing) -> None:
    platform = refusing(404, "channelNotFound")
    subject = VIDEO if listing is Listing.REPLIERS else ANNA
    try:
        platform.fetch(subject, listing)
    except PlatformRefused:
        pass
    except LeadersError:
        return  # no listing of here
    counts = used(platform)
    (bucket,) = platform.cost_of(listing)
    assert {name for name, count in counts.items() if count} == {bucket}


# Too fast


@pytest.mark.parametrize("reason", ["rateLimitExceeded", "userRateLimitExceeded"])
def test_who_is_too_fast_waits_and_asks_again(reason: str) -> None:
    society = Society(40)
    channel = next(iter(society.channels))
    server = FakeYoutube(society)
    server.before = lambda asked: (
        error(403, reason, "Too fast.") if len(server.asked) <= ATTEMPTS - 1 else None
    )
    platform = platform_on(server)
    assert platform.fetch(f"youtube:{channel}", Listing.FOLLOWING).edges
    assert used(platform)["units"] == len(server.asked) == ATTEMPTS


def test_who_is_too_fast_for_ever_is_told_so() -> None:
    asked: list[Asked] = []

    def answer(one: Asked) -> Answered:
        asked.append(one)
        return error(403, "userRateLimitExceeded", "Too fast.")

    platform = platform_on(answer)
    with pytest.raises(PlatformUnreachable, match="YOUTUBE_RATE"):
        platform.fetch(ANNA, Listing.FOLLOWING)
    assert len(asked) == ATTEMPTS
    assert platform.wait_until() is not None


# Secrets


def test_the_key_is_seen_by_youtube_alone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    society = Society(40)
    server = FakeYoutube(society)
    platform = platform_on(server)
    channel = f"youtube:{next(iter(society.channels))}"
    pages = [platform.fetch(channel, it) for it in platform.listings(AccountKind.PERSON)]
    said = [repr(pages), repr(platform), repr(Settings(key=KEY)), repr(platform.ledger.quotas())]

    def echo(asked: Asked) -> Answered:
        key = asked.headers["x-goog-api-key"]
        assert key == KEY
        return error(400, f"badRequest{key}", f"The key {key} is odd: {json.dumps(key)}")

    def silent(asked: Asked) -> Answered:
        raise TimedOut

    for answer in (echo, silent, lambda asked: error(400, "badRequest", f"API key {KEY}")):
        with pytest.raises(LeadersError) as refused:
            platform_on(answer).fetch(channel, Listing.FOLLOWING)
        said += [str(refused.value), repr(refused.value), repr(vars(refused.value))]
        said.append(repr(refused.value.__cause__))
    assert not [text for text in (*said, caplog.text) if KEY in text]
    assert "HTTP Request" in caplog.text
    assert all(KEY in asked.headers.values() for asked in server.asked)
    assert not [asked for asked in server.asked if KEY in str(asked.params) + asked.path]


def test_a_wrong_key_is_not_repeated() -> None:
    wrong = "AIza-another-key-that-is-wrong-00000000"
    with pytest.raises(PlatformUnreachable, match="not valid") as refused:
        platform_on(FakeYoutube(Society(40)), key=wrong).fetch(ANNA, Listing.FOLLOWING)
    assert wrong not in str(refused.value)


# Settings


def test_without_a_key_it_says_what_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YOUTUBE_API_KEY", raising=False)
    platform = YoutubePlatform()
    assert "YOUTUBE_API_KEY" in str(platform.lacks)
    assert "console.cloud.google.com" in str(platform.lacks)
    platform.close()
    monkeypatch.setenv("YOUTUBE_API_KEY", KEY)
    assert YoutubePlatform().lacks is None


def test_the_environment_says_how_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {
        "YOUTUBE_API_KEY": KEY, "YOUTUBE_API": "http://127.0.0.1:8080/", "YOUTUBE_RATE": "2.5",
        "YOUTUBE_UNITS": "50000", "YOUTUBE_SEARCHES": "1", "LEADERS_CONTACT": "a@b.org",
    }  # fmt: skip
    for variable, text in said.items():
        monkeypatch.setenv(variable, text)
    assert read_settings() == Settings(KEY, "http://127.0.0.1:8080", 2.5, 50_000, 1, "a@b.org")


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("YOUTUBE_API_KEY", "two words of a secret"), ("YOUTUBE_API_KEY", "секрет-секрет"),
        ("YOUTUBE_API", "http://youtube.example"), ("YOUTUBE_RATE", "fast"),
        ("YOUTUBE_UNITS", "-1"), ("YOUTUBE_UNITS", "0"), ("YOUTUBE_SEARCHES", "1e3"),
        ("YOUTUBE_UNITS", "9" * 12),
    ],
)  # fmt: skip
def test_what_cannot_work_is_said(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(LeadersError, match=variable) as refused:
        YoutubePlatform()
    assert variable != "YOUTUBE_API_KEY" or text not in str(refused.value)


def test_who_waits_is_woken() -> None:
    platform = platform_on(lambda asked: error(403, "userRateLimitExceeded", "Too fast."))
    platform.stop()
    with pytest.raises(PlatformUnreachable, match="stopped"):
        platform.fetch(ANNA, Listing.FOLLOWING)
    platform.close()


def test_several_threads_may_ask_at_once() -> None:
    society = Society(60)
    platform = platform_on(FakeYoutube(society))
    names = list(society.channels)
    found: dict[str, int] = {}

    def read(name: str) -> None:
        found[name] = len(platform.fetch(f"youtube:{name}", Listing.FEATURED).edges)

    threads = [threading.Thread(target=read, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: len(society.featured(name)) for name in names}
    assert used(platform)["units"] == len(names)
