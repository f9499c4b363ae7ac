"""leaders login telegram: asks, keeps one file that only its owner may read, and no secret told."""

import sqlite3
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

pytest.importorskip("telethon", reason="telethon is not installed: logging in is not tried")

PLATFORMS = Path(__file__).parent.parent / "platforms"
for folder in (PLATFORMS / "telegram", PLATFORMS / "web"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from fake_telegram import API_HASH, FakeTelegram, Refused, clients_of  # noqa: E402
from telegram_asking import Asking  # noqa: E402
from telegram_login import CODE, PASSWORD, PHONE  # noqa: E402
from telegram_society import society  # noqa: E402
from telethon.tl import functions  # noqa: E402

from leaders.cli import login  # noqa: E402
from leaders.cli.output import Output  # noqa: E402
from leaders.errors import LeadersError  # noqa: E402
from leaders.platforms.telegram import login as logging_in  # noqa: E402
from leaders.platforms.telegram.session import open_session  # noqa: E402
from leaders.settings import Workspace  # noqa: E402

Told = tuple[int, str]


@pytest.fixture
def server() -> FakeTelegram:
    server = FakeTelegram(society(channels=3, groups=1, people=20, messages=20))
    server.login.is_in = False
    return server


@pytest.fixture(autouse=True)
def session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: FakeTelegram
) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TELEGRAM_API_ID", "12345")
    monkeypatch.setenv("TELEGRAM_API_HASH", API_HASH)
    monkeypatch.delenv("TELEGRAM_SESSION", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("log_in", "log_out"):
        ours = partial(getattr(logging_in, name), make_client=clients_of(server))
        monkeypatch.setattr(logging_in, name, ours)
    session = tmp_path / "config" / "leaders" / "telegram.session"
    yield session
    left = [it.name for it in session.parent.iterdir()] if session.parent.is_dir() else []
    assert left in ([], [session.name]), "something half written is left"
    assert "telegram" not in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def command(workspace: Workspace) -> Callable[..., Told]:
    app = typer.Typer()
    login.register(app)

    @app.callback()
    def begin(context: typer.Context) -> None:
        context.obj = Output(workspace)

    def run(*arguments: str, said: tuple[str, ...] = ()) -> Told:
        typed = "".join(f"{it}\n" for it in said)
        result = CliRunner().invoke(app, ["login", "telegram", *arguments], input=typed)
        told = result.output
        error = result.exception
        if error is not None and not isinstance(error, SystemExit):
            assert isinstance(error, LeadersError | KeyboardInterrupt), repr(error)
            told += str(error)
        for secret in (API_HASH, PASSWORD, "Секретное"):
            assert secret not in told
        return result.exit_code, told

    return run


def test_a_login_is_made_and_used(command, server, session, tmp_path, monkeypatch) -> None:
    code, told = command(said=(PHONE, CODE))
    assert code == 0
    assert "Logged in." in told
    assert str(session) in told
    assert "leaders login telegram --out" in told
    assert stat.S_IMODE(session.stat().st_mode) == 0o600
    assert stat.S_IMODE(session.parent.stat().st_mode) == 0o700
    assert server.login.is_in
    monkeypatch.setattr("telegram_asking.settings_for", lambda folder: login_settings(session))
    with closing(Asking(server, tmp_path)) as platform:
        assert platform.lacks is None
        assert platform.find_account("@channel_1") == "telegram:-1001000000101"


def login_settings(session: Path):
    from leaders.platforms.telegram.settings import Settings

    return Settings(12345, API_HASH, session, rate=1000.0)


def test_the_number_may_be_given_and_wrong_codes_are_asked_again(command, server) -> None:
    code, told = command("--phone", PHONE, said=("11111", "", f" {CODE} "))
    assert code == 0
    assert told.count("That is not the code.") == 1
    assert server.login.codes_sent == 1


def test_a_password_is_proved_and_not_sent(command, server, session) -> None:
    server.login.password = PASSWORD
    code, told = command(said=(PHONE, CODE, "a wrong one", PASSWORD))
    assert code == 0
    assert "That is not the password." in told
    assert server.login.is_in
    sent = b"".join(map(bytes, server.asked))
    assert PASSWORD.encode() not in sent
    assert server.counted(functions.auth.CheckPasswordRequest) == 2
    assert session.is_file()


@pytest.mark.parametrize(
    ("said", "password", "reason"),
    [
        ((PHONE, "1", "2", "3"), None, "Three wrong codes"),
        ((PHONE, CODE, "a", "b", "c"), PASSWORD, "Three wrong passwords"),
        (("+999",), None, "no account with this number"),
        ((PHONE, "expired"), None, "has expired"),
        ((PHONE,), None, ""),  # the person ends it
    ],
)
def test_a_login_that_fails_leaves_nothing(
    command, server, session, said, password, reason
) -> None:
    server.login.password = password
    code, told = command(said=said)
    assert code != 0
    assert reason in told
    assert not session.exists()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Refused("API_ID_INVALID"), "correct TELEGRAM_API_ID"),
        (Refused("FLOOD_WAIT_80000", 420), "wait 80,000 seconds"),
        (Refused("PHONE_NUMBER_FLOOD"), "refused the login: PhoneNumberFloodError"),
        (ConnectionError("reset"), "cannot be reached"),
    ],
)
def test_what_telegram_says_is_told(command, server, session, error, reason) -> None:
    def fail(request: object) -> None:
        if isinstance(request, functions.auth.SendCodeRequest):
            raise error

    server.faults = fail
    code, told = command(said=(PHONE, CODE))
    assert code == 1
    assert reason in told
    assert not session.exists()


def test_an_application_that_is_refused_at_once_is_told(command, server) -> None:
    def fail(request: object) -> None:
        if isinstance(request, functions.users.GetUsersRequest):
            raise Refused("API_ID_INVALID")

    server.faults = fail
    code, told = command(said=(PHONE, CODE))
    assert code == 1
    assert "correct TELEGRAM_API_ID" in told


def test_ctrl_c_leaves_the_old_login_as_it_was(command, server, session, monkeypatch) -> None:
    command(said=(PHONE, CODE))
    server.login.is_in = False
    with closing(open_session(session)) as file:
        before = (file.auth_key.key, file.find_owner())

    def interrupt(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(typer, "prompt", interrupt)
    code, _ = command()
    assert code != 0
    with closing(open_session(session)) as file:
        assert (file.auth_key.key, file.find_owner()) == before


def test_a_login_that_holds_is_kept(command, server) -> None:
    command(said=(PHONE, CODE))
    code, told = command()
    assert code == 0
    assert "holds already" in told
    assert server.login.codes_sent == 1


@pytest.mark.parametrize("is_same", [True, False])
def test_another_login_of_the_same_person_knows_the_same_channels(
    command, server, session, is_same
) -> None:
    command(said=(PHONE, CODE))
    found = functions.contacts.SearchRequest("пряже", 50)
    answered = server.answer(functions.InvokeWithoutUpdatesRequest(found))
    with closing(open_session(session)) as file:
        file.process_entities(answered)
        assert file.find_by_name("channel_1")
    server.login.is_in = False  # all logins were ended from the telephone
    server.login.owner += not is_same
    assert command(said=(PHONE, CODE))[0] == 0
    with closing(open_session(session)) as file:
        assert (file.find_by_name("channel_1") is not None) == is_same
        assert file.find_owner() == server.login.owner


def test_logging_out_ends_it_at_telegram_and_deletes_the_file(command, server, session) -> None:
    assert command("--out") == (0, "There is no login.\n")
    command(said=(PHONE, CODE))
    assert command("--out") == (0, "Logged out; the login is deleted.\n")
    assert not server.login.is_in
    assert not session.exists()


def test_logging_out_of_what_has_ended_deletes_the_file(command, server, session) -> None:
    command(said=(PHONE, CODE))
    server.login.is_in = False
    assert command("--out")[0] == 0
    assert not session.exists()


@pytest.mark.parametrize("error", [ConnectionError("reset"), Refused("SOMETHING_NEW")])
def test_a_logging_out_that_fails_keeps_the_file(command, server, session, error) -> None:
    command(said=(PHONE, CODE))

    def fail(request: object) -> None:
        if isinstance(request, functions.auth.LogOutRequest):
            raise error

    server.faults = fail
    code, told = command("--out")
    assert code == 1
    assert "again" in told
    assert session.exists()


def test_the_login_never_lies_in_the_workspace(command, workspace, monkeypatch) -> None:
    monkeypatch.setenv("TELEGRAM_SESSION", str(workspace.root / "data" / "mine.session"))
    code, told = command(said=(PHONE, CODE))
    assert code == 1
    assert "no place for a login" in told
    link = workspace.root.parent / "link"
    link.symlink_to(workspace.root)
    monkeypatch.setenv("TELEGRAM_SESSION", str(link / "data" / "mine.session"))
    assert command(said=(PHONE, CODE))[0] == 1
    assert not list((workspace.root / "data").glob("*.session"))
    monkeypatch.delenv("TELEGRAM_SESSION")
    (workspace.root / "leaders").symlink_to(workspace.root)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(workspace.root))  # where the usual place would be
    assert command(said=(PHONE, CODE))[0] == 1
    assert not list(workspace.root.glob("*.session"))


def test_a_home_that_is_the_workspace_has_the_usual_place(command, workspace, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(workspace.root))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(workspace.root / ".config"))
    assert command(said=(PHONE, CODE))[0] == 0


def test_without_an_application_it_says_where_to_get_one(command, monkeypatch) -> None:
    monkeypatch.delenv("TELEGRAM_API_HASH")
    code, told = command()
    assert code == 1
    assert "https://my.telegram.org/apps" in told
    assert "TELEGRAM_API_ID" in told


def test_the_session_holds_no_number_and_no_name(command, session) -> None:
    command(said=(PHONE, CODE))
    with closing(sqlite3.connect(session)) as file:
        rows = file.execute("select * from entities").fetchall()
    assert [row[0] for row in rows] == [0]
    assert PHONE.strip("+").encode() not in session.read_bytes()
