"""Since when an account exists and where it says that it is: as each platform tells it, or None."""

from datetime import UTC, datetime

import pytest

from leaders.model import Place
from leaders.platforms.bluesky.parse import parse_account
from leaders.platforms.mastodon.addresses import Origin
from leaders.platforms.mastodon.parse import parse_local
from leaders.platforms.vk.profiles import (
    COMMUNITY_FIELDS,
    PERSON_FIELDS,
    parse_community,
    parse_person,
)
from leaders.platforms.youtube.parse import parse_channel

SAID = "2019-03-01T12:00:00.000Z"
SINCE = datetime(2019, 3, 1, 12, tzinfo=UTC)
CHANNEL = "UC" + "a" * 22


@pytest.mark.parametrize("read", [parse_person, parse_community])
@pytest.mark.parametrize(
    ("view", "place"),
    [
        ({"country": {"id": 1, "title": "Россия"}, "city": {"id": 1, "title": "Москва"}},
         Place("Россия", "Москва")),
        ({"country": {"id": 1, "title": "Россия"}}, Place("Россия")),
        ({"city": {"title": "\u202eМосква\n"}}, Place(None, "Москва")),
        ({}, None), ({"country": "Россия", "city": 3}, None), ({"city": {"title": " "}}, None),
    ],
)  # fmt: skip
def test_vk_tells_country_and_city(read, view, place) -> None:
    account = read({"id": 5, **view})
    assert account is not None
    assert (account.place, account.created_at) == (place, None)


def test_vk_is_asked_for_them() -> None:
    for fields in (PERSON_FIELDS, COMMUNITY_FIELDS):
        assert {"city", "country"} <= set(fields.split(","))


@pytest.mark.parametrize(
    ("snippet", "told"),
    [
        ({"publishedAt": SAID, "country": "NL"}, (SINCE, Place("NL"))),
        ({"publishedAt": "yesterday", "country": "Nederland"}, (None, None)),
        ({"country": 3}, (None, None)), ({}, (None, None)),
    ],
)  # fmt: skip
def test_youtube_tells_the_day_and_the_country(snippet, told) -> None:
    account = parse_channel({"id": CHANNEL, "snippet": snippet})
    assert account is not None
    assert (account.created_at, account.place) == told


def test_bluesky_tells_the_day_and_never_takes_that_of_indexing() -> None:
    view = {"did": "did:plc:" + "a" * 24, "handle": "anna.example", "indexedAt": SAID}
    told = [parse_account(it) for it in (view, view | {"createdAt": SAID})]
    assert [it and it.created_at for it in told] == [None, SINCE]
    hidden = {"createdAt": SAID, "labels": [{"val": "!no-unauthenticated"}]}
    account = parse_account(view | hidden)
    assert account is not None
    assert account.created_at is None


def test_mastodon_tells_the_day_and_free_text_is_no_place() -> None:
    view = {
        "id": "1", "acct": "anna", "created_at": SAID, "discoverable": True,
        "fields": [{"name": "Location", "value": "Amsterdam"}],
    }  # fmt: skip
    local = parse_local(view, Origin("knit.example", "knit.example"))
    assert local is not None
    assert (local.account.created_at, local.account.place) == (SINCE, None)
