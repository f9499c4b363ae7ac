"""What goes out, what comes back, and what is said when nothing does."""

import logging
from typing import Any

import httpx
import pytest
from web_fakes import HOST, Platform

import leaders
from leaders.errors import LeadersError, PlatformRefused, PlatformUnreachable
from leaders.platforms.web import WebClient

TOKEN = "eyJhbGciOiJFUzI1NksifQ.secret"
GOOD = httpx.Response(200, json={"ok": True}, headers={"X-Two": "2"})


def test_what_goes_out() -> None:
    platform = Platform(GOOD)
    client = platform.client(contact="me@example.org", headers={"X-One": "1"})
    client.get("/list", {"limit": 10, "actors": ["a", "b&c"]}, {"Authorization": "Bearer x"})
    request = platform.requests[0]
    assert str(request.url) == f"https://{HOST}/api/list?limit=10&actors=a&actors=b%26c"
    assert request.headers["user-agent"] == f"leaders/{leaders.__version__} (+me@example.org)"
    assert request.headers["x-one"] == "1"
    assert request.headers["authorization"] == "Bearer x"
    client.post("/do", {"a": 1})
    assert platform.requests[1].content == b'{"a":1}'
    assert "authorization" not in platform.requests[1].headers
    client.post("/do", None)
    assert platform.requests[2].content == b""


def test_without_a_contact_the_agent_is_the_name_alone() -> None:
    platform = Platform(GOOD)
    platform.client().get("/a", {})
    assert platform.requests[0].headers["user-agent"] == f"leaders/{leaders.__version__}"


def test_what_comes_back() -> None:
    answer = Platform(GOOD).client().get("/a", {})
    assert (answer.status, answer.body, answer.host) == (200, {"ok": True}, HOST)
    assert answer.headers["x-two"] == "2"
    assert "ok" not in repr(answer)


def test_no_content_is_a_body_of_none() -> None:
    assert Platform(httpx.Response(204)).client().post("/a", None).body is None


@pytest.mark.parametrize(
    ("answer", "code", "says"),
    [
        (
            httpx.Response(400, json={"error": "InvalidRequest", "message": "No profile"}),
            "InvalidRequest",
            "No profile",
        ),
        (
            httpx.Response(401, json={"error": "gone", "error_description": "Revoked"}),
            "gone",
            "Revoked",
        ),
        (httpx.Response(403, json={"error": {"message": "Quota", "code": 403}}), "", "Quota"),
        (httpx.Response(404, json={"error": "Record not found"}), "Record not found", "Record not"),
        (httpx.Response(422, json=["odd"]), "", "HTTP 422"),
        (httpx.Response(403, html="<html>Access denied</html>"), "", "HTTP 403"),
        (httpx.Response(500, html="<html>oops</html>"), "", "HTTP 500"),
        (httpx.Response(304), "", "HTTP 304"),
    ],
)
def test_refusals(answer: httpx.Response, code: str, says: str) -> None:
    with pytest.raises(PlatformRefused, match=says) as caught:
        Platform(answer).client().get("/a", {"q": "whom"})
    assert (caught.value.status, caught.value.code) == (answer.status_code, code)
    assert HOST in str(caught.value)
    assert not {"<", "whom"} & set(str(caught.value).split())
    assert "html" not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        *(httpx.Response(status, json={}) for status in (408, 425, 429, 502, 503, 504, 521)),
        httpx.Response(200, html="<html>Log in to the hotel</html>"),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b'{"count": NaN}'),
        httpx.Response(200, content=b"[" * 200_000),
        httpx.Response(200, content=b'{"name": "\xff"}'),
        httpx.ConnectError("[Errno -2] Name or service not known"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("gone"),
        httpx.ProxyError("407"),
    ],
    ids=str,
)
def test_a_platform_that_is_away(answer: httpx.Response | Exception) -> None:
    with pytest.raises(PlatformUnreachable, match=rf"{HOST} .*the same command goes on later"):
        Platform(answer).client().get("/a", {})


def test_why_a_connection_failed_is_said() -> None:
    with pytest.raises(PlatformUnreachable, match=r"Name or service not known"):
        Platform(httpx.ConnectError("[Errno -2] Name or service not known")).client().get("/a", {})


def test_a_message_is_one_short_line_of_printable_characters() -> None:
    text = "\x1b[31mred\u202e\r\nnext " + "x" * 5000
    with pytest.raises(PlatformRefused) as caught:
        Platform(httpx.Response(400, json={"error": text, "message": text})).client().get("/", {})
    for said in (str(caught.value), caught.value.code):
        assert said.isprintable()
        assert len(said) < 300
    assert "[31mred next" in str(caught.value)


def test_credentials_are_in_no_error_log_or_repr(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = {"error": "Bad", "message": f"Bearer {TOKEN} or {TOKEN} or hunter22 is wrong"}
    client = Platform(httpx.Response(401, json=echo)).client(
        headers={"Authorization": f"Bearer {TOKEN}"}
    )
    said: list[Any] = [client]
    login = {"identifier": "me", "password": "hunter22"}
    with pytest.raises(PlatformRefused) as of_get:
        client.get("/a", {"q": "x"})
    with pytest.raises(PlatformRefused) as of_post:
        client.post("/a", login)
    for caught in (of_get, of_post):
        said += [caught.value, caught.value.code, caught.value.__cause__]
    everything = repr(said) + caplog.text
    assert "is wrong" in everything
    assert "secret" not in everything
    assert "hunter22" not in str(of_post.value) + caplog.text


@pytest.mark.parametrize("value", ["Bearer Секрет", "пароль"])
def test_a_header_that_cannot_be_sent_is_an_error_of_ours_that_hides_it(value: str) -> None:
    with pytest.raises(LeadersError, match="credentials") as caught:
        Platform(GOOD).client().get("/a", {}, {"Authorization": value})
    assert value not in repr(caught.value)


def test_a_contact_that_is_no_header_is_refused() -> None:
    for contact in ("я@example.org", "me\r\nX-Evil: 1"):
        with pytest.raises(LeadersError, match="Latin"):
            Platform(GOOD).client(contact=contact)


def test_a_redirect_on_the_same_host_is_followed_three_times() -> None:
    turn = httpx.Response(301, headers={"Location": "/api/elsewhere"})
    platform = Platform(turn, turn, turn, GOOD)
    assert platform.client().get("/a", {}).body == {"ok": True}
    assert platform.requests[-1].url.path == "/api/elsewhere"
    with pytest.raises(PlatformRefused, match="circle"):
        Platform(turn).client().get("/a", {})


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example/take?token=1",
        "//evil.example/",
        f"http://{HOST}/",
        f"https://{HOST}:8443/",
        f"https://{HOST}.evil.example/",
    ],
)
def test_a_redirect_to_another_address_is_not_followed(location: str) -> None:
    platform = Platform(httpx.Response(302, headers={"Location": location}))
    with pytest.raises(PlatformRefused, match="not its own address") as caught:
        platform.client().get("/a", {}, {"Authorization": f"Bearer {TOKEN}"})
    assert "token" not in str(caught.value)
    assert len(platform.requests) == 1


def test_a_path_cannot_lead_to_another_host() -> None:
    platform = Platform(GOOD)
    with pytest.raises(PlatformRefused):
        platform.client().get("https://evil.example/a", {})
    platform.client().get("//evil.example/a", {})
    assert {request.url.host for request in platform.requests} == {HOST}


@pytest.mark.parametrize(
    "base",
    [
        "",
        "platform.example",
        "ftp://platform.example",
        "https://",
        "http://platform.example",
        "https://me:hunter22@platform.example",
        "https://platform.example/?q=hunter22",
        "https://10.0.0.1",
        "https://127.0.0.1",
        "https://169.254.169.254",
        "https://[::1]",
        "https://[::ffff:192.168.0.1]",
        "https://100.64.0.1",
        "https://[fe80::1]",
        "http://[::1",
    ],
)
def test_addresses_that_may_not_be_asked(base: str) -> None:
    with pytest.raises(LeadersError) as caught:
        WebClient(base, rate=1)
    assert "hunter22" not in str(caught.value)
