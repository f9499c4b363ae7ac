"""How listings go on in four styles, and where they end."""

from typing import Any

import httpx
import pytest
from web_fakes import HOST, Platform, page, serving

from leaders.errors import PlatformRefused
from leaders.platforms.web import (
    Answer,
    BodyCursor,
    LinkHeader,
    Offset,
    Paging,
    WebClient,
    fetch_page,
    pages,
)


def listing(*bodies: Any) -> Platform:
    return Platform(*(httpx.Response(200, json=body) for body in bodies))


def asked(platform: Platform, name: str) -> list[str | None]:
    return [request.url.params.get(name) for request in platform.requests]


def test_a_cursor_in_the_body() -> None:
    """A page may be short or empty half-way; the last one may have a cursor and none behind it."""
    bodies = [
        {"rows": [1, 2], "cursor": "a"},
        {"rows": [], "cursor": "b"},
        {"rows": [3], "cursor": "c"},
        {"rows": []},
    ]
    platform = listing(*bodies)
    assert list(pages(platform.client(), "/x", {"limit": 2}, BodyCursor())) == bodies
    assert asked(platform, "cursor") == [None, "a", "b", "c"]
    assert asked(platform, "limit") == ["2"] * 4


def test_a_page_token() -> None:
    platform = listing({"items": [1], "nextPageToken": "t"}, {"items": []})
    tokens = BodyCursor("nextPageToken", "pageToken")
    assert len(list(pages(platform.client(), "/x", {}, tokens))) == 2
    assert asked(platform, "pageToken") == [None, "t"]


@pytest.mark.parametrize(
    ("body", "following"),
    [
        ({"response": {"next": "n"}}, "n"),
        ({"response": {"next": 7}}, "7"),
        ({"response": {"next": ""}}, None),
        ({"response": {"next": None}}, None),
        ({"response": {}}, None),
        ({"response": [1]}, None),
    ],
)
def test_a_cursor_inside_objects(body: Any, following: str | None) -> None:
    paging = BodyCursor("response.next", "from")
    assert paging.find_next(Answer(200, body, {}, HOST), None) == following


@pytest.mark.parametrize("body", [{"cursor": {"a": 1}}, {"cursor": True}, {"cursor": 1.5}, ["x"]])
def test_a_cursor_that_is_none_is_refused(body: Any) -> None:
    with pytest.raises(PlatformRefused, match=HOST):
        BodyCursor().find_next(Answer(200, body, {}, HOST), None)


def test_an_offset_moves_on_by_what_was_asked_for() -> None:
    """VK leaves closed accounts out of a page, but counts them."""
    platform = listing(
        {"response": {"count": 250, "items": [1] * 100}},
        {"response": {"count": 250, "items": []}},
        {"response": {"count": 250, "items": [1] * 50}},
    )
    paging = Offset(100, total="response.count")
    assert len(list(pages(platform.client(), "/x", {"count": 100}, paging))) == 3
    assert asked(platform, "offset") == [None, "100", "200"]


def test_an_offset_without_a_total_ends_with_an_empty_page() -> None:
    platform = listing({"items": [1]}, {"items": [1, 2]}, {"items": []})
    assert len(list(pages(platform.client(), "/x", {}, Offset(2)))) == 3
    assert asked(platform, "offset") == [None, "2", "4"]


@pytest.mark.parametrize(
    ("paging", "body"),
    [(Offset(2), {}), (Offset(2), {"items": 3}), (Offset(2, total="count"), {"count": "many"})],
)
def test_an_offset_that_cannot_be_counted_is_refused(paging: Paging, body: Any) -> None:
    with pytest.raises(PlatformRefused, match=HOST):
        paging.find_next(Answer(200, body, {}, HOST), None)


def link(value: str) -> Answer:
    return Answer(200, [], {"link": value}, HOST)


def test_a_link_header() -> None:
    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = page(path=path)
        if "max_id=" in path:
            return status, headers, body
        there = f"{base}/steal?limit=80&max_id=10%2B1&token=x"
        return (
            status,
            {**headers, "Link": f'<{there}>; rel="next", <{base}/p?since_id=9>; rel="prev"'},
            body,
        )

    with serving(answer) as base:
        client = WebClient(base, rate=1000, is_private_allowed=True)
        bodies = list(pages(client, "/followers", {"limit": 40}, LinkHeader("max_id")))
        client.close()
    assert bodies == [
        {"path": "/followers?limit=40"},
        {"path": "/followers?limit=40&max_id=10%2B1"},
    ]


@pytest.mark.parametrize(
    ("value", "following"),
    [
        ("", None),
        (f"<https://{HOST}/a?since_id=1>; rel=prev", None),
        (f"<https://{HOST}/a?max_id=5>; rel=next", "5"),
        ("</a?max_id=5>; rel=next", "5"),
        ("garbage", None),
    ],
)
def test_links(value: str, following: str | None) -> None:
    assert LinkHeader("max_id").find_next(link(value), None) == following


@pytest.mark.parametrize(
    "value",
    [
        "<https://evil.example/a?max_id=5>; rel=next",
        f"<https://{HOST}.evil.example/a?max_id=5>; rel=next",
        f"<https://{HOST}/a>; rel=next",
        "<http://[::1/a?max_id=5>; rel=next",
    ],
)
def test_a_link_to_elsewhere_or_to_nothing_is_refused_and_no_quiet_end(value: str) -> None:
    with pytest.raises(PlatformRefused, match=HOST):
        LinkHeader("max_id").find_next(link(value), None)


def test_a_page_at_a_time() -> None:
    platform = listing({"n": 1, "cursor": "b"}, {"n": 2})
    client = platform.client()
    assert fetch_page(client, "/x", {}, BodyCursor(), "a") == ({"n": 1, "cursor": "b"}, "b")
    assert fetch_page(client, "/x", {}, BodyCursor(), "b") == ({"n": 2}, None)
    assert asked(platform, "cursor") == ["a", "b"]


def test_a_repeated_cursor_is_refused() -> None:
    client = listing({"cursor": "a"}).client()
    with pytest.raises(PlatformRefused, match="repeated a cursor"):
        fetch_page(client, "/x", {}, BodyCursor(), "a")


def test_a_circle_of_cursors_is_refused() -> None:
    client = listing(*({"cursor": name} for name in "abac")).client()
    read = pages(client, "/x", {}, BodyCursor())
    assert [next(read) for _ in range(3)]
    with pytest.raises(PlatformRefused, match="repeated a cursor"):
        next(read)
