"""Who is behind the names in messages, and how few of them are looked up."""

from typing import Any

from telethon.tl import types

from leaders.errors import PlatformRefused
from leaders.platforms.telegram.names import LOOKUPS_A_PAGE, Names

OTHER = "telegram:-1001000000002"
EMPTY = types.messages.Messages([], [], [], [])


class StubConnection:
    """Knows one channel already, and answers look-ups out of a table; FLOOD for others."""

    def __init__(self, **people: types.User | str) -> None:
        self.people = people
        self.asked: list[str] = []

    def find_by_name(self, name: str) -> str | None:
        return OTHER if name == "met" else None

    def ask(self, request: Any, *, is_needed: bool = True) -> Any:
        self.asked.append(request.username)
        found = self.people.get(request.username, "FLOOD_WAIT")
        if isinstance(found, str):
            raise PlatformRefused("no", 400, found)
        return types.contacts.ResolvedPeer(types.PeerUser(found.id), [], [found])


def test_persons_and_nobodies_are_looked_up_once() -> None:
    connection = StubConnection(olga=types.User(5), nobody="USERNAME_NOT_OCCUPIED")
    names = Names(connection)
    for _ in range(3):
        found = names.find_mentioned(["olga", "met", "nobody", "olga"], EMPTY)
        assert found == {"olga": "telegram:5", "met": OTHER}
    assert connection.asked == ["olga", "nobody"]
    assert not names.is_flooded


def test_bots_are_nobody() -> None:
    connection = StubConnection(helper=types.User(6, bot=True, bot_info_version=1))
    assert Names(connection).find_mentioned(["helper"], EMPTY) == {}
    bot = types.User(6, bot=True, username="helper")
    along = types.messages.Messages([], [], [], [bot, types.User(7, username="Anna")])
    assert Names(connection).find_mentioned(["helper", "anna"], along) == {"anna": "telegram:7"}


def test_whoever_an_answer_brings_along_costs_nothing() -> None:
    connection = StubConnection()
    channel = types.Channel(1_000_000_002, "T", types.ChatPhotoEmpty(), None, username="Yarn")
    along = types.messages.Messages([], [], [channel], [])
    assert Names(connection).find_mentioned(["yarn"], along) == {"yarn": OTHER}
    assert connection.asked == []


def test_only_a_few_are_looked_up_for_a_page() -> None:
    people = {f"name{number}": types.User(number) for number in range(1, 9)}
    connection = StubConnection(**people)
    names = Names(connection)
    assert len(names.find_mentioned(people, EMPTY)) == LOOKUPS_A_PAGE
    assert len(names.find_mentioned(people, EMPTY)) == 2 * LOOKUPS_A_PAGE


def test_after_a_flood_nobody_is_looked_up_for_mentions() -> None:
    connection = StubConnection()
    names = Names(connection)
    assert names.find_mentioned(["one", "two"], EMPTY) == {}
    assert names.find_mentioned(["one", "two"], EMPTY) == {}
    assert connection.asked == ["one"]
    assert names.is_flooded


def test_a_look_up_that_is_refused_costs_nobody_the_page() -> None:
    connection = StubConnection(odd="SOMETHING_NEW", private="CHANNEL_PRIVATE")
    names = Names(connection)
    for _ in range(2):
        assert names.find_mentioned(["odd", "private", "met"], EMPTY) == {"met": OTHER}
    assert connection.asked == ["odd", "private"]
    assert not names.is_flooded
