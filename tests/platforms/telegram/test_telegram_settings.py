"""What Telegram needs before it is asked, and where the login lies."""

import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from fake_telegram import API_HASH, settings_for

from leaders.errors import LeadersError
from leaders.model import AccountKind, Listing
from leaders.platforms.telegram import Settings, TelegramPlatform
from leaders.platforms.telegram.settings import NO_API, NO_LOGIN, NOT_INSTALLED, read_settings


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_ID", "API_HASH", "SESSION", "RATE"):
        monkeypatch.delenv(f"TELEGRAM_{name}", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")


def test_without_anything_it_says_what_it_lacks_and_asks_nothing(tmp_path) -> None:
    with closing(TelegramPlatform()) as platform:
        assert platform.lacks == NO_API
        assert platform.find_account("") is None
        assert platform.fetch_profiles([]) == []
        assert platform.wait_until() is None
        assert platform.remarks() == ()
        with pytest.raises(LeadersError, match=re.escape("my.telegram.org")):
            platform.fetch("yarn", Listing.SEARCH_ACCOUNTS)
    assert list(tmp_path.iterdir()) == []


def test_each_lack_is_told(tmp_path, monkeypatch) -> None:
    settings = settings_for(tmp_path, is_logged_in=False)
    assert TelegramPlatform(settings).lacks == NO_LOGIN
    settings_for(tmp_path)
    assert TelegramPlatform(settings).lacks is None
    monkeypatch.setattr("leaders.platforms.telegram.settings.find_spec", lambda name: None)
    assert TelegramPlatform(settings).lacks == NOT_INSTALLED


ASK_EVERYTHING = """
from leaders import cli
from leaders.platforms import PLATFORMS
platform = PLATFORMS["telegram"]()
platform.stop()
platform.close()
print(platform.lacks)
cli._run(["login", "telegram"])
cli._run(["check", "yarn"])
"""


@pytest.mark.parametrize(
    ("before", "lack"),
    [("import sys; sys.modules['telethon'] = None", NOT_INSTALLED), ("", NO_API)],
    ids=["without_telethon", "without_an_application"],
)
def test_every_command_says_what_is_missing(tmp_path, monkeypatch, before, lack) -> None:
    monkeypatch.setenv("LEADERS_HOME", str(tmp_path))
    niche = tmp_path / "data" / "niches" / "yarn.toml"
    niche.parent.mkdir(parents=True)
    niche.write_text('title = "Yarn"\nplatforms = ["telegram"]\n')
    code = before + ASK_EVERYTHING
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (told.stdout + told.stderr).count(lack) == 3
    assert "Traceback" not in told.stderr


def test_telethon_is_imported_only_where_it_is_asked() -> None:
    code = (
        "import sys; from leaders.platforms.telegram import TelegramPlatform as T; "
        "import leaders.platforms; T().lacks; print('telethon' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_the_environment_is_read(tmp_path, monkeypatch) -> None:
    assert read_settings() == Settings(session=tmp_path / "config" / "leaders" / "telegram.session")
    monkeypatch.setenv("TELEGRAM_API_ID", "12345")
    monkeypatch.setenv("TELEGRAM_API_HASH", API_HASH)
    monkeypatch.setenv("TELEGRAM_SESSION", "~/logins/mine")
    monkeypatch.setenv("TELEGRAM_RATE", "0.5")
    settings = read_settings()
    assert settings == Settings(12345, API_HASH, tmp_path / "logins" / "mine.session", 0.5)
    assert API_HASH not in repr(settings)


@pytest.mark.parametrize(
    ("system", "folder"),
    [
        ("linux", ".config/leaders"),
        ("darwin", "Library/Application Support/leaders"),
        ("win32", "AppData/Roaming/leaders"),
    ],
)
def test_the_login_lies_where_the_system_keeps_such_things(
    tmp_path, monkeypatch, system, folder
) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.setattr(sys, "platform", system)
    assert read_settings().session == tmp_path / folder / "telegram.session"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TELEGRAM_API_ID", "abc"), ("TELEGRAM_API_ID", "-5"), ("TELEGRAM_API_HASH", "short"),
        ("TELEGRAM_API_HASH", "z" * 32), ("TELEGRAM_RATE", "0"), ("TELEGRAM_RATE", "many"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_without_repeating_a_secret(monkeypatch, variable, value) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(LeadersError, match=variable) as caught:
        TelegramPlatform()
    if variable.endswith("HASH"):
        assert value not in str(caught.value)


def test_the_platform_promises_what_it_must(tmp_path) -> None:
    platform = TelegramPlatform(settings_for(tmp_path))
    assert re.search(platform.ids, "telegram:-1001234567890")
    assert re.search(platform.ids, "telegram:-1009999999999")
    for other in ("telegram:123", "telegram:-123456", "telegram:-1001234567890/5", "files:a/-100"):
        assert not re.search(platform.ids, other)
    for kind in AccountKind:
        assert platform.listings(kind)
    assert platform.list_address("https://t.me/addlist/x") is None
    assert platform.cost_of(Listing.POSTS) == {}
    assert platform.ledger.quotas() == ()
    assert platform.now().tzinfo is not None
    assert platform.rate == 1000.0
