"""What VK's errors do to tokens, to the day's limits and to listings; and that no token shows."""

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from fake_vk import SECOND_USER, SERVICE, USER, FakeVk, calls_by_token
from to_the_end import read_all
from vk_asking import ONLY_SERVICE, ONLY_USER, platform_on
from vk_society import LARGE
from web_fakes import FakeClock

from leaders.errors import LeadersError, PlatformRefused, PlatformUnreachable, QuotaSpent
from leaders.model import AccountKind, Ended, Listing, Page
from leaders.platforms.vk import Settings, VkPlatform
from leaders.platforms.vk.tokens import KEY_PAGE, read_settings

WALL = ("vk:-3", Listing.POSTS)
NONE: dict[str, Any] = {"service_tokens": (), "user_tokens": ()}
VARIABLES = ("VK_SERVICE_TOKENS", "VK_USER_TOKENS", "VK_RATE", "VK_API", "LEADERS_CONTACT")


# Of what was asked for


@pytest.mark.parametrize("code", [7, 15, 19, 30, 203, 210, 211, 212, 260])
def test_what_is_closed_is_hidden(vk: FakeVk, code: int) -> None:
    vk.errors["wall.get"] = [(code, "Access denied: you are banned here")]
    page = platform_on(vk).fetch(*WALL)
    assert page.ended is Ended.HIDDEN
    assert page.why
    assert len(vk.called) == 1


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (18, ""), (37, ""), (39, ""), (104, ""), (113, ""), (125, ""), (3610, ""),
        (15, "Access denied: user deactivated"), (15, "Access denied: post was not found"),
        (100, "One of the parameters specified was missing or invalid: user_id is undefined"),
    ],
)  # fmt: skip
def test_what_is_no_more_is_gone(vk: FakeVk, code: int, message: str) -> None:
    vk.errors["wall.get"] = [(code, message)]
    page = platform_on(vk).fetch(*WALL)
    assert page.ended is Ended.GONE
    assert page.why
    assert len(vk.called) == 1


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (3, "Unknown method"), (8, "Invalid request"), (12, ""), (9999, ""), (0, ""),
        (100, "One of the parameters was invalid: count is too large"),
    ],
)  # fmt: skip
def test_our_own_mistakes_are_errors(vk: FakeVk, code: int, message: str) -> None:
    vk.errors["wall.get"] = [(code, message)]
    with pytest.raises(PlatformRefused, match=r"wall\.get") as caught:
        platform_on(vk).fetch(*WALL)
    assert caught.value.code == str(code)


@pytest.mark.parametrize("listing", [Listing.SEARCH_POSTS, Listing.SEARCH_ACCOUNTS])
def test_a_search_that_is_refused_is_no_empty_one(vk: FakeVk, listing: Listing) -> None:
    vk.errors = {"newsfeed.search": [(15, "")], "groups.search": [(15, "")]}
    with pytest.raises(PlatformRefused):
        platform_on(vk).fetch("roses", listing)


@pytest.mark.parametrize(
    "body", [b"[]", b'{"answer":1}', b'{"error":"invalid_client"}', b'{"error":{}}']
)
def test_an_answer_without_a_response_is_refused(body: bytes) -> None:
    with pytest.raises(PlatformRefused, match=r"wall\.get"):
        platform_on(lambda asked: (200, {}, body)).fetch(*WALL)


# That pass


@pytest.mark.parametrize(("code", "seconds"), [(6, 1 + 2 + 4), (9, 10 + 20 + 40), (10, 7), (1, 7)])
def test_what_passes_is_waited_for_longer_each_time(vk: FakeVk, code: int, seconds: float) -> None:
    clock = FakeClock()
    platform = platform_on(vk, clock=clock, service_tokens=())
    vk.errors["wall.get"] = [(code, "")] * 3
    begun = clock.monotonic()
    assert platform.fetch(*WALL).ended is Ended.COMPLETE
    assert seconds <= clock.monotonic() - begun < seconds + 1
    assert len(vk.called) == 4


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (6, PlatformUnreachable),
        (9, PlatformUnreachable),
        (1, PlatformRefused),
        (10, PlatformRefused),
    ],
)
def test_what_does_not_pass_is_not_asked_for_ever(vk: FakeVk, code: int, error) -> None:
    vk.errors["wall.get"] = [(code, "")] * 100
    with pytest.raises(error):
        platform_on(vk).fetch(*WALL)
    assert len(vk.called) == 6


def test_who_was_too_fast_goes_on_slowly_for_a_while(vk: FakeVk) -> None:
    clock = FakeClock()
    vk.clock = clock.monotonic
    platform = platform_on(vk, clock=clock, service_tokens=())
    vk.errors["wall.get"] = [(6, "")] * 3
    for _ in range(6):
        platform.fetch(*WALL)
    moments = [it.moment for it in vk.called]
    gaps = [round(later - one) for one, later in pairwise(moments)]
    assert gaps == [1, 2, 4, 3, 2, 1, 0, 0]


def test_a_token_that_is_too_fast_lets_another_go_on(vk: FakeVk) -> None:
    clock = FakeClock()
    platform = platform_on(vk, clock=clock)
    vk.errors["wall.get"] = [(9, "")]
    begun = clock.monotonic()
    platform.fetch(*WALL)
    assert [it.token for it in vk.called] == [SERVICE, USER]
    assert clock.monotonic() - begun < 1
    assert platform.wait_until() is None


def test_a_wait_of_every_token_is_told(vk: FakeVk) -> None:
    platform = platform_on(vk, service_tokens=())
    assert platform.wait_until() is None
    vk.errors["wall.get"] = [(9, "")] * 6
    with pytest.raises(PlatformUnreachable):
        platform.fetch(*WALL)
    assert platform.wait_until() is not None


@pytest.mark.parametrize("tokens", [1, 2, 3])
def test_every_token_keeps_to_its_own_three_calls_a_second(vk: FakeVk, tokens: int) -> None:
    clock = FakeClock()
    vk.clock = clock.monotonic
    users = tuple(f"user-token-of-a-test-{it:06}" for it in range(tokens))
    vk.tokens = dict.fromkeys(users, "user")
    platform = platform_on(vk, clock=clock, rate=3.0, service_tokens=(), user_tokens=users)
    assert platform.rate == 3.0 * tokens
    begun = clock.monotonic()
    for number in range(1, 31):
        platform.fetch(f"vk:-{number + 7}", Listing.POSTS)
    moments = calls_by_token(vk)
    assert set(moments) == set(users)
    for asked in moments.values():
        assert all(later - one > 1 for one, later in zip(asked, asked[3:], strict=False))
    assert clock.monotonic() - begun < 30 / (3 * tokens) * 1.2


# Of the day


def test_a_day_is_over_for_a_method_when_every_token_is_spent(vk: FakeVk) -> None:
    vk.daily["wall.get"] = 2
    platform = platform_on(vk)
    for number in range(20, 24):
        platform.fetch(f"vk:-{number}", Listing.POSTS)
    with pytest.raises(QuotaSpent) as caught:
        platform.fetch(*WALL)
    assert caught.value.bucket == "wall.get"
    asked = len(vk.called)
    with pytest.raises(QuotaSpent):
        platform.fetch(*WALL)
    assert len(vk.called) == asked
    assert platform.fetch("vk:-3", Listing.MEMBERS).edges  # the others go on
    platform.moment += timedelta(days=1)
    vk.daily.clear()
    assert platform.fetch(*WALL).posts


def test_the_days_limits_are_counted_for_all_tokens_together(vk: FakeVk) -> None:
    platform = platform_on(vk)
    platform.fetch(*WALL)
    platform.fetch("roses", Listing.SEARCH_POSTS)
    platform.fetch("vk:-3", Listing.MEMBERS)
    quotas = {it.bucket: it for it in platform.ledger.quotas()}
    assert {it: (quotas[it].used, quotas[it].limit) for it in quotas} == {
        "wall.get": (1, 10_000), "newsfeed.search": (1, 2000), "wall.search": (0, 2000),
    }  # fmt: skip
    # A day of Moscow ends at nine in the evening, UTC.
    assert {quotas[it].resets_at.hour for it in quotas} == {21}
    assert platform.cost_of(Listing.POSTS) == {"wall.get": 1}
    assert platform.cost_of(Listing.SEARCH_POSTS) == {"newsfeed.search": 1}
    assert platform.cost_of(Listing.MEMBERS) == {}


def test_what_earlier_runs_used_is_not_asked_for(vk: FakeVk) -> None:
    platform = platform_on(vk, service_tokens=())
    platform.ledger.spend("newsfeed.search", 1000)
    later = platform_on(vk, service_tokens=())
    later.ledger.recall(platform.ledger.quotas())
    with pytest.raises(QuotaSpent):
        later.fetch("roses", Listing.SEARCH_POSTS)
    assert vk.called == []


@pytest.mark.parametrize("bucket", ["wall.get", "likes.getList"])
def test_a_spent_method_stays_so_for_the_day_in_later_runs(vk: FakeVk, bucket: str) -> None:
    listed = {"wall.get": WALL, "likes.getList": ("vk:-3_1", Listing.LIKERS)}[bucket]
    vk.daily[bucket] = 0
    platform = platform_on(vk)
    with pytest.raises(QuotaSpent):
        platform.fetch(*listed)
    later = platform_on(vk)
    later.ledger.recall(platform.ledger.quotas())
    asked = len(vk.called)
    with pytest.raises(QuotaSpent):
        later.fetch(*listed)
    assert len(vk.called) == asked == 2


def test_one_spent_token_does_not_end_the_day_of_later_runs(vk: FakeVk) -> None:
    vk.by_token[SERVICE] = 29
    platform = platform_on(vk)
    assert platform.fetch(*WALL).posts
    later = platform_on(vk)
    later.ledger.recall(platform.ledger.quotas())
    assert later.fetch(*WALL).posts
    assert [it.token for it in vk.called] == [SERVICE, USER] * 2


def test_a_spent_execute_is_no_spent_listing(vk: FakeVk) -> None:
    vk.daily["execute"] = 0
    pages = read_all(platform_on(vk), f"vk:-{LARGE}", Listing.MEMBERS)
    assert sum(len(page.edges) for page in pages) == 31_234


# Of the token


@pytest.mark.parametrize("code", [5, 2, 42, 1117])
def test_a_refused_token_is_dropped_and_the_others_go_on(vk: FakeVk, code: int) -> None:
    vk.by_token[SERVICE] = code
    platform = platform_on(vk)
    for number in range(20, 25):
        assert platform.fetch(f"vk:-{number}", Listing.POSTS).ended is Ended.COMPLETE
    assert [it.token for it in vk.called].count(SERVICE) == 1
    remark = " ".join(platform.remarks())
    assert "token 1 of VK_SERVICE_TOKENS" in remark
    assert KEY_PAGE in remark
    assert SERVICE not in remark


def test_without_any_token_left_a_person_is_told_what_to_set(vk: FakeVk) -> None:
    vk.by_token = {SERVICE: 5, USER: 5}
    platform = platform_on(vk)
    for _ in range(2):
        with pytest.raises(LeadersError, match="VK_SERVICE_TOKENS or VK_USER_TOKENS") as caught:
            platform.fetch(*WALL)
        assert not isinstance(caught.value, PlatformUnreachable)
    assert len(vk.called) == 2


@pytest.mark.parametrize("code", [14, 17, 24, 3300, 3301])
def test_a_token_that_a_person_must_confirm_is_left_alone(vk: FakeVk, code: int) -> None:
    vk.by_token[SERVICE] = code
    platform = platform_on(vk)
    assert platform.fetch(*WALL).ended is Ended.COMPLETE
    assert "confirm" in " ".join(platform.remarks())
    vk.by_token[USER] = code
    for _ in range(2):
        with pytest.raises(LeadersError, match="owner of token 1 of VK_USER_TOKENS to log in"):
            platform.fetch(*WALL)
    assert len(vk.called) == 3


@pytest.mark.parametrize("code", [20, 27, 28])
def test_a_method_that_is_not_for_a_token_is_asked_with_others(vk: FakeVk, code: int) -> None:
    platform = platform_on(vk)
    vk.by_token[SERVICE] = code
    for number in range(20, 25):
        platform.fetch(f"vk:-{number}", Listing.POSTS)
    assert [it.token for it in vk.called].count(SERVICE) == 1
    assert platform.remarks() == ()
    vk.by_token[USER] = code
    with pytest.raises(PlatformRefused, match=r"wall\.get"):
        platform.fetch(*WALL)


def test_searching_communities_is_left_to_users_tokens(vk: FakeVk) -> None:
    platform = platform_on(vk)
    for _ in range(3):
        platform.fetch("garden", Listing.SEARCH_ACCOUNTS)
        platform.fetch("roses", Listing.SEARCH_POSTS)
    by_method = {(it.method, it.token) for it in vk.called}
    assert ("groups.search", SERVICE) not in by_method
    assert ("newsfeed.search", SERVICE) in by_method
    assert Listing.SEARCH_ACCOUNTS in platform.discoveries()


def test_with_service_tokens_alone_posts_are_searched_and_that_is_said(vk: FakeVk) -> None:
    platform = platform_on(vk, user_tokens=())
    assert platform.discoveries() == (Listing.SEARCH_POSTS, Listing.SEARCH_WALL)
    assert "VK_USER_TOKENS" in " ".join(platform.remarks())
    page = platform.fetch("garden", Listing.SEARCH_ACCOUNTS)  # planned when there was a person's
    assert (page.ended, page.found) == (Ended.HIDDEN, ())
    assert "VK_USER_TOKENS" in (page.why or "")
    assert platform.fetch("roses", Listing.SEARCH_POSTS).found
    assert platform_on(vk, **ONLY_USER).remarks() == ()


@pytest.mark.parametrize("code", [5, 14, 17, 28])
def test_a_refused_users_token_leaves_searching_to_the_others(vk: FakeVk, code: int) -> None:
    vk.by_token[USER] = code
    platform = platform_on(vk)
    for words in ("garden", "roses", "tulips"):
        page = platform.fetch(words, Listing.SEARCH_ACCOUNTS)
        assert (page.ended, page.found) == (Ended.HIDDEN, ())
        assert "VK_USER_TOKENS" in (page.why or "")
    assert len(vk.called) == 1
    assert platform.fetch("roses", Listing.SEARCH_POSTS).found
    if code != 28:  # that one is good for other methods
        assert platform.discoveries() == (Listing.SEARCH_POSTS, Listing.SEARCH_WALL)


def test_threads_go_on_with_the_tokens_that_are_left(vk: FakeVk) -> None:
    users = tuple(f"user-token-of-a-test-{it:06}" for it in range(4))
    vk.tokens = dict.fromkeys(users, "user")
    vk.daily["wall.get"] = 10
    seen: Counter[str] = Counter()

    def server(asked: Any) -> Any:
        with vk.lock:
            token = asked.one("access_token")
            seen[token] += 1
            if token == users[0] and seen[token] == 4:
                vk.by_token[token] = 5  # it dies while others ask with it
            return vk(asked)

    platform = platform_on(server, service_tokens=(), user_tokens=users)
    walls = [f"vk:-{it}" for it in range(8, 41)]
    with ThreadPoolExecutor(platform.workers) as threads:
        pages = list(threads.map(lambda it: platform.fetch(it, Listing.POSTS), walls))
        # Three before it died, and three times ten: the day is over with the last of them.
        truth = [len(vk.society.posts_of(int(it[3:]))) for it in walls]
        assert [len(page.posts) for page in pages] == truth
        errors = list(threads.map(lambda it: _error_of(platform, it), walls[:8]))
    assert {type(it) for it in errors} == {QuotaSpent}
    assert len(platform.remarks()) == 1
    assert seen[users[0]] <= 3 + platform.workers  # no more than were on their way
    assert all(token.busy == 0 for token in platform._pool.tokens)


def _error_of(platform: VkPlatform, subject: str) -> Exception | None:
    try:
        platform.fetch(subject, Listing.POSTS)
    except LeadersError as error:
        return error
    return None


def test_tokens_take_turns(vk: FakeVk) -> None:
    vk.tokens[SECOND_USER] = "user"
    platform = platform_on(vk, service_tokens=(), user_tokens=(USER, SECOND_USER))
    for number in range(20, 26):
        platform.fetch(f"vk:-{number}", Listing.POSTS)
    assert [it.token for it in vk.called] == [USER, SECOND_USER] * 3


# Without credentials, and settings


def test_without_tokens_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    platform = VkPlatform()
    assert "VK_SERVICE_TOKENS" in (platform.lacks or "")
    assert KEY_PAGE in (platform.lacks or "")
    assert platform.remarks() == ()
    assert platform.discoveries() == (Listing.SEARCH_POSTS, Listing.SEARCH_WALL)
    assert platform.wait_until() is None
    assert (platform.workers, platform.rate) == (1, 3.0)
    with pytest.raises(LeadersError, match="VK_SERVICE_TOKENS"):
        platform.fetch(*WALL)
    with pytest.raises(LeadersError, match="VK_SERVICE_TOKENS"):
        platform.fetch_profiles(["vk:-1"])
    platform.stop()
    platform.close()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VK_SERVICE_TOKENS", f" {SERVICE} ,, {SERVICE}")
    monkeypatch.setenv("VK_USER_TOKENS", f"{USER},{SECOND_USER}")
    monkeypatch.setenv("VK_RATE", "2.5")
    monkeypatch.setenv("VK_API", "http://127.0.0.1:8000/")
    monkeypatch.setenv("LEADERS_CONTACT", "me@example.org")
    settings = read_settings()
    assert settings == Settings(
        "http://127.0.0.1:8000", (SERVICE,), (USER, SECOND_USER), 2.5, "me@example.org"
    )
    platform = VkPlatform(settings)
    assert platform.lacks is None
    assert (platform.workers, platform.rate) == (9, 7.5)
    assert set(platform.listings(AccountKind.COMMUNITY)) == {
        Listing.POSTS, Listing.FEATURED, Listing.MEMBERS,
    }  # fmt: skip
    platform.close()


@pytest.mark.parametrize(
    "token", ["short", "with a space in the token", "тридцать-букв-кириллицей"]
)
def test_what_is_no_token_is_refused_without_showing_it(monkeypatch, token: str) -> None:
    monkeypatch.setenv("VK_USER_TOKENS", f"{USER},{token}")
    with pytest.raises(LeadersError, match="Entry 2 of VK_USER_TOKENS") as caught:
        VkPlatform()
    assert token not in str(caught.value)


def test_a_token_is_of_one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VK_SERVICE_TOKENS", SERVICE)
    monkeypatch.setenv("VK_USER_TOKENS", f"{USER},{SERVICE}")
    with pytest.raises(LeadersError, match="VK_SERVICE_TOKENS and VK_USER_TOKENS") as caught:
        VkPlatform()
    assert SERVICE not in str(caught.value)


@pytest.mark.parametrize(("variable", "text"), [("VK_RATE", "fast"), ("VK_API", "http://vk.com")])
def test_other_settings_that_cannot_work_are_refused(monkeypatch, variable, text) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(LeadersError, match=variable):
        VkPlatform()


# Secrets


def test_no_token_is_shown_anywhere(vk: FakeVk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[object] = []
    addresses: list[str] = []

    def server(asked: Any) -> Any:
        addresses.append(asked.path)
        return vk(asked)

    platform = platform_on(server)
    shown += [platform, vars(platform), platform._pool.tokens, platform._settings]
    for code in (1, 5, 7, 8, 14, 15, 29, 100):
        platform = platform_on(server)
        vk.errors["wall.get"] = [(code, f"{SERVICE} and {USER} are refused: user_id")] * 6
        try:
            shown.append(platform.fetch(*WALL))
        except LeadersError as error:
            shown += [error, error.__cause__, error.__context__]
        shown.append(platform.remarks())
    for code, status in ((5, 200), (8, 400), (8, 403), (8, 500)):
        body = f'{{"error":{{"error_code":{code},"error_msg":"{USER}","message":"{USER}"}}}}'
        answer = (status, {}, body.encode())
        try:
            platform_on(lambda asked, answer=answer: answer, attempts=1, **NONE | ONLY_USER).fetch(
                *WALL
            )
        except LeadersError as error:
            shown += [error, error.__cause__, error.__context__]
    shown.append(read_all(platform_on(server), f"vk:-{LARGE}", Listing.MEMBERS)[0])
    text = " ".join([*map(repr, shown), *map(str, shown), caplog.text, *addresses])
    assert "POST https://api.vk.com/method/wall.get" in text  # httpx logs addresses
    for token in (SERVICE, USER):
        assert token not in text


def test_a_page_is_a_page_whoever_asks(vk: FakeVk) -> None:
    pages: list[Page] = [
        platform_on(vk, **NONE | tokens).fetch("vk:-3", Listing.MEMBERS)
        for tokens in (ONLY_SERVICE, ONLY_USER)
    ]
    assert pages[0] == pages[1]
