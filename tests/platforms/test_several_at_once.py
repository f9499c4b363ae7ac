"""A niche of several platforms by the command, asked over real connections on this machine."""

import json
import os
from collections.abc import Iterator

import duckdb
import pytest
from fake_http import on_this_machine
from fake_vk import SERVICE, FakeVk
from fake_youtube import KEY, FakeYoutube
from vk_society import Society as VkSociety
from youtube_society import Society as YoutubeSociety

from leaders import cli
from leaders.platforms import PLATFORMS
from leaders.settings import CHECKOUT, Workspace

NICHE = """
title = "Gardens and knitting"
platforms = ["vk", "telegram", "youtube"]
seeds = ["https://vk.com/club1", "vk:-2", "@knitter.1", "https://t.me/gardens"]
[words]
en = ["knitting"]
[limits]
accounts = 4
audience = 6
posts = 1
"""


@pytest.fixture
def served(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    (workspace.niches / "both.toml").write_text(NICHE)
    for variable in [name for name in os.environ if name.startswith(("VK_", "TELEGRAM_"))]:
        monkeypatch.delenv(variable)
    fakes = FakeVk(VkSociety()), FakeYoutube(YoutubeSociety(60))
    with on_this_machine(fakes[0]) as vk, on_this_machine(fakes[1]) as youtube:
        given = {
            "VK_API": vk, "VK_SERVICE_TOKENS": SERVICE, "VK_RATE": "500",
            "YOUTUBE_API": youtube, "YOUTUBE_API_KEY": KEY, "YOUTUBE_RATE": "500",
        }  # fmt: skip
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        yield workspace


def run(workspace: Workspace, *arguments: str) -> int:
    return cli._run(["--workspace", str(workspace.root), *arguments])


def test_it_is_collected_ranked_and_shown_a_list_a_platform(
    served: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(served, "check", "both") == 0
    said = capsys.readouterr().err
    assert "left out: telegram: " in said
    assert "TELEGRAM_API_ID" in said
    assert "the run goes on without, with the platforms below" in said
    assert "of what a day allows: " in said
    assert "VK lets only a user's token search communities" in said
    assert run(served, "check", "both", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["lacking"]) == {"telegram"}
    assert {it["platform"]: bool(it["quotas"]) for it in told["forecast"]} == {
        "vk": True, "youtube": True,
    }  # fmt: skip
    assert run(served, "run", "both", "--direct") == 0
    said = capsys.readouterr().err
    assert "vk: " in said
    assert "youtube: " in said
    assert "telegram: Telegram needs an application" in said
    assert run(served, "show", "both", "--json") == 0
    lists = json.loads(capsys.readouterr().out)["lists"]
    assert {"VK role unknown", "YouTube in doubt"} <= set(lists)
    for name, rows in lists.items():
        platform = name.partition(" ")[0].lower()
        assert rows[0]["rank"] == 1
        assert {row["platform"] for row in rows} == {platform}
    assert no_secret_is_kept_in(served)
    *of_vk, of_youtube = read(served, SEEDS)
    assert of_vk == ["vk:-1", "vk:-2"]
    assert of_youtube.startswith("youtube:UC")
    assert read(served, FAILED) == [], "people are asked for what people have"
    assert read(served, UNKIND) == []


def no_secret_is_kept_in(workspace: Workspace) -> bool:
    kept = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    return SERVICE.encode() not in kept and KEY.encode() not in kept


def read(workspace: Workspace, sql: str) -> list[str]:
    with duckdb.connect(str(workspace.database)) as store:
        return [value for (value,) in store.execute(sql).fetchall()]


SEEDS = (
    "select account_id from niche_account join account using (account_no) where why = 'seed' "
    "order by account_id"
)
FAILED = "select why from visit where ended = 'failed'"
UNKIND = "select account_id from account where account_id like 'vk:-%' and kind is null"


def test_with_no_credential_at_all_it_says_where_to_get_them(
    served: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VK_SERVICE_TOKENS")
    monkeypatch.delenv("YOUTUBE_API_KEY")
    assert run(served, "collect", "both") == 1
    said = capsys.readouterr().err
    for variable in ("VK_SERVICE_TOKENS", "YOUTUBE_API_KEY", "TELEGRAM_API_ID"):
        assert variable in said
    assert not served.database.exists()


def test_a_platform_that_is_away_stops_no_other(
    served: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YOUTUBE_API_KEY", "a-key-that-nobody-gave-out-000000000000")
    assert run(served, "collect", "both", "--calls", "30", "--json") == 0
    vk, telegram, youtube = json.loads(capsys.readouterr().out)
    assert (vk["platform"], vk["calls"] > 3) == ("vk", True)
    by_name = {telegram["platform"]: telegram, youtube["platform"]: youtube}
    assert by_name["telegram"]["stopped"].startswith("Telegram needs")
    assert "key" in by_name["youtube"]["stopped"]
    assert not by_name["youtube"]["is_complete"]


def test_a_wrong_setting_is_told_and_stops_no_other(
    served: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VK_API", "ftp://elsewhere.example")
    assert run(served, "check", "both") == 0
    assert "left out: vk: VK_API must be an https address" in capsys.readouterr().err


def test_every_platform_is_in_the_settings_that_ship() -> None:
    shipped = (CHECKOUT / ".env.example").read_text()
    for name in set(PLATFORMS) - {"simulated"}:
        assert f"{name.upper()}_" in shipped


def test_imported_chats_are_ranked_though_nothing_can_be_collected(
    served: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (served.niches / "chats.toml").write_text('title = "Chats"\nplatforms = ["telegram"]\n')
    message = {
        "id": 1, "type": "message", "date": "2026-11-01T10:00:00", "date_unixtime": "1793527200",
        "from": "Yarn", "from_id": "channel1111111111", "text": "wool",
        "reactions": [{"type": "emoji", "count": 3, "emoji": "+"}],
    }  # fmt: skip
    chat = {"name": "Yarn", "type": "public_channel", "id": 1111111111, "messages": [message]}
    (served.root / "result.json").write_text(json.dumps(chat))
    assert run(served, "run", "chats", "--direct") == 1
    said = capsys.readouterr().err
    assert "telegram: Telegram needs an application" in said
    assert "import files" in said
    exported = str(served.root / "result.json")
    assert run(served, "import", exported, "--niche", "chats", "--as", "telegram") == 0
    for number in range(2, 8):  # a response is measured from five posts on
        message["id"] = number
        chat["messages"].append(dict(message))
    (served.root / "result.json").write_text(json.dumps(chat))
    assert run(served, "import", exported, "--niche", "chats", "--as", "telegram") == 0
    capsys.readouterr()
    assert run(served, "run", "chats", "--direct") == 0
    assert "telegram: Telegram needs an application" in capsys.readouterr().err
    assert (served.exports / "chats" / "role-unknown.csv").exists()
