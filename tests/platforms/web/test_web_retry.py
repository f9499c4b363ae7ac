"""What is asked again, how long after, and what whole answers are."""

import gzip
from collections.abc import Iterator
from random import Random

import httpx
import pytest
from web_fakes import FakeClock, Platform, page, serving

from leaders.errors import PlatformRefused, PlatformUnreachable
from leaders.platforms.web import WebClient, retry
from leaders.platforms.web.retry import ATTEMPTS
from leaders.platforms.web.throttle import Throttle

GOOD = httpx.Response(200, json={"ok": True})


@pytest.mark.parametrize(
    "failure",
    [
        *(httpx.Response(status) for status in (408, 425, 429, 500, 502, 503, 504)),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("gone"),
        httpx.DecodingError("no gzip"),
    ],
    ids=lambda failure: getattr(failure, "status_code", type(failure).__name__),
)
def test_a_failure_that_may_pass_is_tried_again(failure: httpx.Response | Exception) -> None:
    platform = Platform(failure, failure, GOOD)
    assert platform.client().get("/a", {}).body == {"ok": True}
    assert len(platform.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 501])
def test_a_refusal_is_not_tried_again(status: int) -> None:
    platform = Platform(httpx.Response(status, json={}))
    with pytest.raises(PlatformRefused):
        platform.client().get("/a", {})
    assert len(platform.requests) == 1


def test_our_own_mistakes_are_not_tried_again() -> None:
    platform = Platform(httpx.LocalProtocolError("Illegal header value b'Bearer secret'"))
    with pytest.raises(PlatformUnreachable) as caught:
        platform.client().get("/a", {})
    assert len(platform.requests) == 1
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("failure", "attempts"),
    [
        (httpx.Response(429), ATTEMPTS),
        (httpx.ConnectError("refused"), ATTEMPTS),
        (httpx.ConnectTimeout("slow"), ATTEMPTS),
        (httpx.Response(500), 1),
        (httpx.Response(503), 1),
        (httpx.ReadTimeout("it may have been done"), 1),
    ],
    ids=lambda value: getattr(value, "status_code", type(value).__name__),
)
def test_a_post_is_made_again_only_if_it_was_not_carried_out(
    failure: httpx.Response | Exception, attempts: int
) -> None:
    platform = Platform(failure)
    with pytest.raises((PlatformUnreachable, PlatformRefused)):
        platform.client().post("/a", {"text": "x"})
    assert len(platform.requests) == attempts


def waits(seed: int) -> list[float]:
    platform = Platform(httpx.Response(503))
    with pytest.raises(PlatformUnreachable):
        platform.client(random=Random(seed)).get("/a", {})
    return [b - a for a, b in zip(platform.moments, platform.moments[1:], strict=False)]


def test_waits_are_full_jitter_under_a_doubling_bound() -> None:
    runs = [waits(seed) for seed in range(60)]
    for number, drawn in enumerate(zip(*runs, strict=True)):
        bound = 2.0**number
        assert max(drawn) <= bound + 0.01
        assert max(drawn) > 0.8 * bound
        assert min(drawn) < 0.2 * bound


def test_waits_come_from_the_random_source_alone() -> None:
    assert waits(7) == waits(7)
    assert waits(7) != waits(8)


def test_too_many_requests_without_a_time_keeps_every_thread_away_for_the_drawn_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    platform = Platform(httpx.Response(429), GOOD)
    client = platform.client(random=Random(3))
    freezes: list[float] = []
    monkeypatch.setattr(Throttle, "freeze", lambda _, seconds: freezes.append(seconds))
    client.get("/a", {})
    assert freezes == [pytest.approx(Random(3).uniform(0, 1))]


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    asked: list[str] = []

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        status, headers, body = page(ok=True)
        if len(asked) == 1:
            return status, {**headers, "Content-Length": "1000", "Connection": "close"}, body
        return status, headers, body

    with serving(answer) as base:
        client = WebClient(base, rate=1000, is_private_allowed=True, clock=FakeClock())
        assert client.get("/a", {}).body == {"ok": True}
        client.close()
    assert len(asked) == 2


def test_a_packed_answer_is_unpacked_once() -> None:
    body = gzip.compress(b'{"ok": true}')
    packed = httpx.Response(
        200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(body)
    )
    answer = Platform(packed).client().get("/a", {})
    assert answer.body == {"ok": True}
    assert "content-encoding" not in answer.headers


def test_an_answer_is_bounded_as_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "LARGEST", 1000)
    body = gzip.compress(b'"' + b"a" * 1000 + b'"')
    assert len(body) < 1000
    packed = httpx.Response(
        200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(body)
    )
    platform = Platform(packed)
    with pytest.raises(PlatformRefused, match="more than"):
        platform.client().get("/a", {})
    assert len(platform.requests) == 1


def test_an_answer_that_drips_is_given_up() -> None:
    platform = Platform()

    class Dripping(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(1000):
                platform.clock.seconds += 20
                yield b" "

    platform._answers = [httpx.Response(200, stream=Dripping()), GOOD]
    assert platform.client(timeout=30).get("/a", {}).body == {"ok": True}
    assert platform.moments[1] - platform.moments[0] < 200


def test_an_answer_that_broke_off_or_is_a_page_is_asked_for_again() -> None:
    broken = (httpx.Response(200, content=b'{"rows": [1, '), httpx.Response(200, html="<html>"))
    platform = Platform(*broken, httpx.Response(200, json={"rows": [1]}))
    assert platform.client().get("rows", {}).body == {"rows": [1]}
    assert len(platform.requests) == 3


def test_a_form_that_only_reads_is_repeatable_unless_the_caller_goes_on_better() -> None:
    down, good = httpx.Response(503), httpx.Response(200, json={})
    platform = Platform(down, good)
    assert platform.client().post_form("rows", {"a": "b"}).body == {}
    platform = Platform(down, good)
    with pytest.raises(PlatformUnreachable):
        platform.client().post_form("rows", {"a": "b"}, is_repeatable=False)
    assert len(platform.requests) == 1
    assert platform.requests[0].content == b"a=b"


def test_a_text_need_not_be_json() -> None:
    platform = Platform(httpx.Response(200, text="User-agent: *"))
    assert platform.client().get_text("/robots.txt") == "User-agent: *"


def test_a_client_gives_up_after_as_many_attempts_as_it_was_given() -> None:
    platform = Platform(httpx.Response(503))
    with pytest.raises(PlatformUnreachable):
        platform.client(attempts=2).get("rows", {})
    assert len(platform.requests) == 2


def test_a_secret_of_the_client_is_blotted_out_of_a_refusal() -> None:
    body = {"error": {"message": "the key abc is bad", "errors": [{"reason": "keyInvalid"}]}}
    platform = Platform(httpx.Response(400, json=body))
    with pytest.raises(PlatformRefused) as refused:
        platform.client(secrets=("abc",)).get("rows", {})
    assert "the key *** is bad" in str(refused.value)
    assert refused.value.code == "keyInvalid"
