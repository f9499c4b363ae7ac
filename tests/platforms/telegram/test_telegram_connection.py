"""Waits, failures, logins that ended, threads, secrets: what lies between us and Telegram."""

import asyncio
import gc
import logging
import socket
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fake_telegram import API_HASH, FakeTelegram, Refused, clients_of, settings_for
from telegram_asking import Asking
from telegram_society import society
from telethon.crypto import AuthKey
from telethon.tl import functions, types
from web_fakes import START, FakeClock, HeldClock

from leaders.errors import LeadersError, PlatformRefused, PlatformUnreachable
from leaders.model import Listing
from leaders.platforms.telegram.client import make_client
from leaders.platforms.telegram.connection import Connection
from leaders.platforms.telegram.loop import LoopThread
from leaders.platforms.telegram.session import ChannelSession, open_session

WORDS = ("пряже", Listing.SEARCH_ACCOUNTS)


@pytest.fixture
def server() -> FakeTelegram:
    return FakeTelegram(society(channels=3, groups=1, people=20, messages=20))


@pytest.fixture
def platform(server: FakeTelegram, tmp_path: Path) -> Iterator[Asking]:
    with closing(Asking(server, tmp_path)) as platform:
        yield platform


def failing(*errors: Exception) -> Callable[[Any], None]:
    """What is raised before one request after the other, the last one for ever."""
    left = list(errors)

    def fail(request: Any) -> None:
        if isinstance(request, functions.contacts.SearchRequest):
            raise left.pop(0) if len(left) > 1 else left[0]

    return fail


class Once(Exception):
    pass


def test_a_wait_that_telegram_asks_for_is_waited(server, platform) -> None:
    platform.fetch(*WORDS)
    at: list[float] = []

    def flood(request: Any) -> None:
        at.append(platform.clock.seconds)
        if len(at) <= 2:
            raise Refused("FLOOD_WAIT_600", 420)

    server.faults = flood
    assert platform.fetch(*WORDS).found
    assert len(at) == 3
    assert at[1] - at[0] >= 600
    assert at[2] - at[1] >= 600
    assert platform.wait_until() is None


def test_a_wait_beyond_our_patience_ends_it_and_says_until_when(server, platform) -> None:
    server.faults = failing(Refused("FLOOD_WAIT_3600", 420))
    with pytest.raises(PlatformUnreachable, match="Telegram asks us to wait until 2026-05-04 13:"):
        platform.fetch(*WORDS)
    until = platform.wait_until()
    assert until is not None
    assert timedelta(minutes=59) < until - START <= timedelta(minutes=61)
    asked = len(server.asked)
    with pytest.raises(PlatformUnreachable):
        platform.fetch(*WORDS)
    assert len(server.asked) == asked


def test_floods_without_end_end(server, platform) -> None:
    server.faults = failing(Refused("FLOOD_WAIT_0", 420))
    with pytest.raises(PlatformUnreachable, match="again and again"):
        platform.fetch(*WORDS)
    assert server.counted(functions.contacts.SearchRequest) == 5


@pytest.mark.parametrize(
    "failure",
    [
        ConnectionError("reset"), OSError("no route"), EOFError(), BufferError("short"),
        sqlite3.OperationalError("database is locked"),
        Refused("RPC_CALL_FAIL", 500), Refused("No workers running", -500),
        Refused("Timeout", -503), Refused("INTERDC_2_CALL_ERROR", 500),
    ],
)  # fmt: skip
def test_what_may_pass_is_asked_again_and_then_told(server, platform, failure) -> None:
    server.faults = failing(failure, Once)
    with pytest.raises(Once):
        platform.fetch(*WORDS)
    server.faults = failing(failure)
    asked = server.counted(functions.contacts.SearchRequest)
    before = platform.clock.seconds
    with pytest.raises(PlatformUnreachable, match="again") as caught:
        platform.fetch(*WORDS)
    assert server.counted(functions.contacts.SearchRequest) - asked == 5
    assert platform.clock.seconds - before >= 30
    assert caught.value.__cause__ is None
    server.faults = lambda request: None
    assert platform.fetch(*WORDS).found, "it connects again"


def test_a_server_that_hangs_up_is_not_hammered(tmp_path, caplog) -> None:
    """With telethon's own sender: a server that lets us in and ends each connection at once."""
    settings, calls = settings_for(tmp_path), []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hang_up() -> None:
            with suppress(OSError):
                while True:
                    listening.accept()[0].close()
                    calls.append(1)

        with closing(open_session(settings.session)) as session:
            session.set_dc(2, *listening.getsockname())
            session.auth_key = AuthKey(b"k" * 256)
            session.save()
        with ThreadPoolExecutor(1) as pool, closing(Connection(settings, FakeClock())) as asking:
            pool.submit(hang_up)
            try:
                with pytest.raises(PlatformUnreachable, match="cannot be reached"):
                    asking.ask(functions.contacts.SearchRequest("yarn", 5))
            finally:
                listening.shutdown(socket.SHUT_RDWR)
    gc.collect()
    assert 5 <= len(calls) <= 15
    assert caplog.text == ""


def test_a_network_that_is_down_from_the_start_is_told(server, platform) -> None:
    def fail(_: Any) -> None:
        raise ConnectionError("Connection to Telegram failed 3 time(s)")

    server.faults = fail
    with pytest.raises(PlatformUnreachable, match="cannot be reached"):
        platform.fetch(*WORDS)


def test_silence_is_no_reason_to_wait_for_ever(server, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("leaders.platforms.telegram.connection.TIMEOUT", 0.05)
    server.faults = failing(TimeoutError())
    with (
        closing(Asking(server, tmp_path)) as platform,
        pytest.raises(PlatformUnreachable, match="TimeoutError"),
    ):
        platform.fetch(*WORDS)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("AUTH_KEY_UNREGISTERED", 401), ("SESSION_REVOKED", 401), ("SESSION_EXPIRED", 401),
        ("USER_DEACTIVATED", 401), ("USER_DEACTIVATED_BAN", 401), ("AUTH_KEY_DUPLICATED", 406),
    ],
)  # fmt: skip
def test_a_login_that_ended_is_told_with_the_way_back(server, platform, name, code) -> None:
    server.faults = failing(Refused(name, code))
    with pytest.raises(PlatformUnreachable, match=rf"\({name}\).*leaders login telegram"):
        platform.fetch(*WORDS)
    assert server.counted(functions.contacts.SearchRequest) == 1


def test_a_login_that_ended_before_we_came_is_told(server, platform) -> None:
    server.login.is_in = False
    with pytest.raises(PlatformUnreachable, match="leaders login telegram"):
        platform.fetch(*WORDS)


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("FROZEN_METHOD_INVALID", 420, "has frozen the account"),
        ("API_ID_INVALID", 400, "correct TELEGRAM_API_ID"),
    ],
)
def test_what_ends_every_call_is_no_refusal_of_one(server, platform, name, code, told) -> None:
    server.faults = failing(Refused(name, code))
    with pytest.raises(PlatformUnreachable, match=told):
        platform.fetch(*WORDS)


def test_an_answer_that_telethon_cannot_read_is_refused(server, platform) -> None:
    server.faults = failing(RuntimeError("Invalid constructor code, vector was expected"))
    with pytest.raises(PlatformRefused, match="update telethon"):
        platform.fetch(*WORDS)


def test_many_threads_share_one_connection(server, platform) -> None:
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda _: platform.fetch(*WORDS), range(40)))
    assert len({page.found for page in pages}) == 1
    assert server.connections == 1
    assert server.counted(functions.contacts.SearchRequest) == 40


def test_stopping_wakes_who_waits_and_closing_ends_the_thread(server, tmp_path) -> None:
    clock = HeldClock()
    connection = Connection(settings_for(tmp_path), clock, clients_of(server))
    server.faults = failing(Refused("FLOOD_WAIT_900", 420))
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(connection.ask, functions.contacts.SearchRequest("yarn", 5))
        while not clock.waiting and not asked.done():
            pass
        connection.stop()
        with pytest.raises(PlatformUnreachable, match="stopped"):
            asked.result(20)
    connection.close()
    assert "telegram" not in {thread.name for thread in threading.enumerate()}
    with pytest.raises(PlatformUnreachable):
        connection.find_by_name("yarn")
    connection.close()


def test_stopping_wakes_who_waits_for_an_answer(server, tmp_path) -> None:
    connection = Connection(settings_for(tmp_path), make_client=clients_of(server))
    is_asked = threading.Event()

    def hang(request: Any) -> None:
        if isinstance(request, functions.contacts.SearchRequest):
            is_asked.set()
            raise TimeoutError

    server.faults = hang
    with ThreadPoolExecutor(1) as pool, closing(connection):
        asked = pool.submit(connection.ask, functions.contacts.SearchRequest("yarn", 5))
        assert is_asked.wait(20)
        connection.stop()
        with pytest.raises(PlatformUnreachable, match="stopped"):
            asked.result(20)
        with pytest.raises(PlatformUnreachable):
            connection.find_by_name("yarn")
    assert "telegram" not in {thread.name for thread in threading.enumerate()}


def test_closing_while_others_ask_leaves_no_thread(server, tmp_path) -> None:
    connection = Connection(settings_for(tmp_path), FakeClock(), clients_of(server))

    def ask_for_ever() -> None:
        while True:
            connection.ask(functions.contacts.SearchRequest("пряже", 5))
            connection.find_by_name("yarn")

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask_for_ever) for _ in range(4)]
        while server.counted(functions.contacts.SearchRequest) < 20:
            pass
        connection.close()
        for it in asked:
            with pytest.raises(PlatformUnreachable):
                it.result(20)
    assert "telegram" not in {thread.name for thread in threading.enumerate()}


def test_a_file_that_another_process_holds_is_told_where_nothing_is_asked(
    platform, monkeypatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(ChannelSession, "find_by_name", fail)
    monkeypatch.setattr(ChannelSession, "find_channel", fail)
    for ask in (
        lambda: platform.find_account("@yarn"),
        lambda: platform.fetch("telegram:-1001000000100", Listing.POSTS),
    ):
        with pytest.raises(PlatformUnreachable, match="Another process"):
            ask()


def test_telethon_writes_no_answer_into_the_log(tmp_path, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    settings = settings_for(tmp_path)

    async def write() -> None:
        client = make_client(settings, open_session(settings.session))
        for level in (logging.INFO, logging.ERROR):  # as its sender does with what it cannot read
            client._log["telethon.network.mtprotosender"].log(level, "remaining data %r", b"Olga")
        await client.disconnect()

    asyncio.run(write())
    assert "Olga" not in caplog.text
    assert "telethon" not in caplog.text


def test_what_telethon_cancels_is_a_connection_that_was_closed() -> None:
    async def cancelled() -> None:
        raise asyncio.CancelledError

    async def endless() -> None:
        await asyncio.get_running_loop().create_future()

    loop = LoopThread(0.05)
    with pytest.raises(ConnectionError, match="was closed"):
        loop.run(cancelled)
    with pytest.raises(TimeoutError):
        loop.run(endless)
    loop.close()


def test_nothing_is_asked_after_the_end(server, tmp_path) -> None:
    platform = Asking(server, tmp_path)
    platform.close()
    with pytest.raises(PlatformUnreachable, match="stopped"):
        platform.fetch(*WORDS)
    assert server.asked == []
    platform.close()


@pytest.mark.parametrize(
    "error",
    [Refused("SOMETHING_NEW"), Refused("SESSION_REVOKED", 401), ConnectionError(API_HASH)],
)
def test_no_secret_is_told(server, platform, caplog, error) -> None:
    caplog.set_level(logging.DEBUG)
    told = repr(platform.fetch(*WORDS)) + repr(platform._settings)
    server.faults = failing(error)
    with pytest.raises(LeadersError) as caught:
        platform.fetch(*WORDS)
    told += f"{caught.value}{caught.value!r}{caught.value.__cause__}"
    assert API_HASH not in told + caplog.text
    assert "Секретное" not in told + caplog.text
    assert "Sleeping" not in caplog.text


def test_the_clients_own_messages_and_contacts_are_not_read(server, platform) -> None:
    platform.fetch(*WORDS)
    kinds = {type(it) for it in server.asked}
    assert kinds == {functions.users.GetUsersRequest, functions.contacts.SearchRequest}


def test_the_file_holds_nothing_of_any_person(server, tmp_path) -> None:
    with closing(Asking(server, tmp_path)) as platform:
        platform.meet(server)
        platform.find_account("@person_9")
        group = server.society.groups[0]
        for listing in platform.listings(None):
            platform.fetch(group.id, listing)
        path = platform._settings.session
    content = path.read_bytes()
    for secret in ("Секретное", "person_", "79990000000", API_HASH):
        assert secret.encode() not in content
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("select id, username, phone, name from entities order by id").fetchall()
    assert {row[0] for row in rows if row[0] >= 0} == {0}
    assert {row[3] for row in rows} == {"broadcast", "group", None}
    assert {f"telegram:{row[0]}" for row in rows if row[0]} >= {group.id}


def test_what_one_process_meets_another_finds_at_once(server, tmp_path) -> None:
    with closing(Asking(server, tmp_path)) as one, closing(Asking(server, tmp_path)) as other:
        other.fetch(*WORDS)
        assert one.find_account("@channel_0") == other.find_account("@channel_0")
        assert server.counted(functions.contacts.ResolveUsernameRequest) == 0


def test_only_the_owner_may_read_the_file(tmp_path) -> None:
    path = tmp_path / "new" / "telegram.session"
    open_session(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    open_session(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nobody_else_may_read_it_even_for_a_moment(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    path = tmp_path / "telegram.session"
    open_session(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_is_not_followed(tmp_path) -> None:
    link, target = tmp_path / "telegram.session", tmp_path / "shared.session"
    link.symlink_to(target)
    with pytest.raises(LeadersError, match="correct TELEGRAM_SESSION"):
        open_session(link)
    assert not target.exists()


@pytest.mark.parametrize("content", [b"this is no session " * 100, None])
def test_a_file_that_is_no_session_is_told(tmp_path, content) -> None:
    path = tmp_path / "telegram.session"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(LeadersError, match="correct TELEGRAM_SESSION"):
        open_session(path)


def test_the_newest_channel_with_a_name_is_the_one(tmp_path, monkeypatch) -> None:
    session = open_session(tmp_path / "telegram.session")
    with closing(session):
        for number, second in ((11, 1), (12, 2), (10, 0)):
            monkeypatch.setattr("telethon.sessions.sqlite.time.time", lambda second=second: second)
            channel = types.Channel(
                number, "T", types.ChatPhotoEmpty(), None, access_hash=5, username="Yarn"
            )
            session.process_entities(types.contacts.Found([], [], [channel], []))
        assert session.find_by_name("yarn") == -(10**12) - 12
        assert session.find_by_name("wool") is None
