"""The official description and recorded answers: what we ask, what the fake says, what we read."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fake_http import Asked
from fake_mastodon import OWNER, TOKEN, Fediverse
from mastodon_asking import platform_on
from mastodon_schema import Checked, Schema
from mastodon_society import TAG, Society
from to_the_end import read_all

from leaders.model import AccountKind, Listing
from leaders.platforms.mastodon import parse
from leaders.platforms.mastodon.addresses import Origin, read_account, read_post
from leaders.platforms.web import Answer, LinkHeader
from leaders.platforms.web.asked import read_wait

HERE = Origin("mastodon.example", "mastodon.example")
RECORDED_ON = "localhost:3000"


def test_all_that_is_asked_and_answered_is_as_it_is_described(schema: Schema) -> None:
    society = Society(60, 90)
    fediverse = Fediverse(society, sizes=(None, 0, 9))
    fediverse.suspended = {society.people[12].id: 200, society.people[14].id: 410}
    checked = Checked(fediverse, schema)
    platform = platform_on(
        checked, fediverse.clock, servers=("alpha.example", "social.beta.example"),
        tokens={"alpha.example": TOKEN},
    )  # fmt: skip
    assert platform.find_account("@nobody@alpha.example") is None
    for listing in (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS):
        read_all(platform, TAG, listing)
    for person in society.people[:16]:
        for listing in platform.listings(AccountKind.PERSON):
            read_all(platform, person.id, listing)
    for toot in society.roots()[:12]:
        for listing in platform.post_listings():
            read_all(platform, toot.id, listing)
    read_all(platform, society.people[OWNER].id, Listing.LISTS)
    read_all(platform, "https://alpha.example/lists/3", Listing.LISTED)
    asked = {it.rsplit(" ", 1)[0] for it in checked.paths if it.endswith("200")}
    assert len(asked) == 16, asked
    assert "/api/v1/accounts/lookup 404" in checked.paths


def asked(path: str, **params: str) -> Asked:
    return Asked("GET", path, {name: [value] for name, value in params.items()}, {})


@pytest.mark.parametrize(
    ("request_", "mistake"),
    [
        (asked("/api/v1/accounts/lookup"), "acct is missing"),
        (asked("/api/v1/accounts/7/followers", limit="81"), "more than 80"),
        (asked("/api/v1/accounts/7/statuses", limit="41"), "more than 40"),
        (asked("/api/v1/accounts/7/statuses", exclude_replies="1"), "neither true nor false"),
        (asked("/api/v1/accounts/7/followers", offset="80"), "no parameter"),
        (asked("/api/v2/search", q=""), "q is empty"),
        (asked("/api/v1/accounts/7/likes"), "no method"),
    ],
)
def test_the_check_of_requests_can_fail(schema: Schema, request_: Asked, mistake: str) -> None:
    assert mistake in " ".join(schema.request_mistakes(request_))


def test_the_check_of_answers_can_fail(schema: Schema) -> None:
    assert schema.answer_mistakes("/api/v1/accounts/lookup", 200, {"id": "7"})
    assert schema.answer_mistakes("/api/v1/accounts/7/followers", 200, [{"id": 7}])
    assert schema.answer_mistakes("/api/v1/accounts/lookup", 418, {})


# What real servers answered


@pytest.fixture(scope="module")
def recorded(official: Path) -> list[tuple[str, dict[str, Any], Any]]:
    """Path, headers and body of every answer of a real server that was read."""
    yaml = pytest.importorskip("yaml", reason="nothing here reads YAML: no recorded answers")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = sorted((official / "recorded").rglob("*.yaml"))
    if not files:
        pytest.skip("the folder of the schema has no recorded answers")
    return [
        answer
        for file in files
        if WANTED.search(text := file.read_text())
        for answer in _read_answers(yaml.load(text, loader))
    ]


WANTED = re.compile(
    "favourited_by|reblogged_by|timelines/tag|/context|lookup|directory|/quotes|/statuses"
)


def _read_answers(cassette: Any) -> Iterator[tuple[str, dict[str, Any], Any]]:
    for it in cassette["interactions"]:
        answer = it["response"]
        if it["request"]["method"] == "GET" and answer["status"]["code"] == 200:
            path = it["request"]["uri"].removeprefix(f"http://{RECORDED_ON}").split("?")[0]
            # The recording server had no name; ours are hosts of the internet.
            text = answer["body"]["string"].replace(RECORDED_ON, HERE.host)
            yield path, answer["headers"], json.loads(text.replace("http://", "https://"))


def answers(recorded: list[tuple[str, dict[str, Any], Any]], pattern: str) -> list[Any]:
    found = [body for path, _, body in recorded if re.fullmatch(pattern, path)]
    assert found, pattern
    return found


def test_recorded_accounts_are_read(recorded: list[tuple[str, dict[str, Any], Any]]) -> None:
    for body in answers(recorded, "/api/v1/accounts/lookup"):
        local = parse.parse_local(body, HERE)
        assert local is not None
        assert local.number == body["id"]
        assert local.account.account_id == f"mastodon:{body['username']}@{HERE.domain}"
        assert local.account.url == body["url"]
        assert local.account.followers_count == body["followers_count"]
        assert not local.account.is_unlisted
    for pattern in ("/api/v1/directory", "/api/v1/statuses/[0-9]+/favourited_by"):
        for body in answers(recorded, pattern):
            assert len(parse.parse_ids(body, HERE)) == len(body)


def test_recorded_posts_are_read_and_named_the_same_from_elsewhere(
    recorded: list[tuple[str, dict[str, Any], Any]],
) -> None:
    elsewhere = Origin("other.example", "other.example")
    count = 0
    for body in answers(recorded, r"/api/v1/(timelines/tag/\w+|accounts/[0-9]+/statuses)"):
        for row in body:
            author, post_id = parse.name_status(row, HERE)
            assert author
            assert read_account(author)
            assert post_id == f"mastodon:{HERE.host}/{row['id']}"
            assert read_post(post_id)
            seen = json.loads(json.dumps(row))
            seen["account"]["acct"] += f"@{HERE.domain}"
            seen["id"] = "42"
            if not row["reblog"]:
                assert parse.name_status(seen, elsewhere) == (author, post_id)
                count += 1
    assert count > 20


def test_recorded_quotes_and_boosts_are_read(
    recorded: list[tuple[str, dict[str, Any], Any]],
) -> None:
    rows = [
        row
        for body in answers(recorded, r"/api/v1/accounts/[0-9]+/statuses|/api/v1/statuses/[0-9]+")
        for row in (body if isinstance(body, list) else [body])
    ]
    posts, edges = [], []
    for row in rows:
        author, _ = parse.name_status(row, HERE)
        read = parse.parse_statuses([row], str(author), HERE)
        posts += read[0]
        edges += read[1]
    assert posts
    assert all(it.posted_at and it.likes_count is not None for it in posts)
    assert all(it.source_id != it.target_id for it in edges)
    for body in answers(recorded, "/api/v1/statuses/[0-9]+/context"):
        assert isinstance(body["descendants"], list)


def test_the_links_and_limits_of_recorded_answers_are_understood(
    recorded: list[tuple[str, dict[str, Any], Any]],
) -> None:
    nexts = 0
    for path, headers, body in recorded:
        lower = {name.lower(): values[0] for name, values in headers.items()}
        answer = Answer(200, body, lower, "localhost")
        following = LinkHeader("max_id").find_next(answer, None)
        if "link" in lower and 'rel="next"' in lower["link"]:
            assert following
            assert following.isdecimal(), path
            nexts += 1
        if "x-ratelimit-reset" in lower:
            reset = datetime.fromisoformat(lower["x-ratelimit-reset"])
            spent = {**lower, "x-ratelimit-remaining": "0"}
            spent.pop("date", None)
            assert 0 <= read_wait(200, spent, reset.astimezone(UTC)) < 1
    assert nexts
