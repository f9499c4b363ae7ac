"""Trying credentials: over real connections on this machine, with good, bad and no credentials."""

import os
from collections.abc import Callable, Iterator

import pytest
from fake_http import on_this_machine
from fake_vk import SERVICE, USER, FakeVk
from fake_youtube import KEY, FakeYoutube, error
from vk_society import Society as VkSociety
from youtube_society import Society as YoutubeSociety

from leaders.errors import LeadersError, PlatformUnreachable, ServerUnreachable
from leaders.model import Listing
from leaders.platforms import PLATFORMS
from leaders.platforms.simulated import SimulatedPlatform
from leaders.starting.trial import Trial, try_platform


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[FakeVk, FakeYoutube]]:
    for variable in [name for name in os.environ if name.startswith(("VK_", "YOUTUBE_"))]:
        monkeypatch.delenv(variable)
    fakes = FakeVk(VkSociety()), FakeYoutube(YoutubeSociety(60))
    with on_this_machine(fakes[0]) as vk, on_this_machine(fakes[1]) as youtube:
        given = {"VK_API": vk, "VK_RATE": "500", "YOUTUBE_API": youtube, "YOUTUBE_RATE": "500"}
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        yield fakes


def attempt(name: str, *seeds: str, words: tuple[str, ...] = ("garden",)) -> Trial:
    return try_platform(name, PLATFORMS[name], seeds, words)


def test_without_a_credential_nothing_is_asked(servers) -> None:
    for name, variable in (("vk", "VK_SERVICE_TOKENS"), ("youtube", "YOUTUBE_API_KEY")):
        trial = attempt(name, f"{name}:someone")
        assert variable in str(trial.lacks)
        assert not trial.is_open
        assert trial.needs
    assert [fake_calls(it) for it in servers] == [0, 0]


def fake_calls(server: FakeVk | FakeYoutube) -> int:
    return len(server.called if isinstance(server, FakeVk) else server.asked)


def test_what_a_credential_opens(servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VK_SERVICE_TOKENS", SERVICE)
    trial = attempt("vk", "https://vk.com/club1", "https://vk.com/nobody_at_all")
    assert trial.is_open
    assert trial.found == ("vk:-1",)
    assert trial.unknown == ("https://vk.com/nobody_at_all",)
    assert trial.shown is not None
    assert trial.shown.followers_count == 31_234
    assert Listing.SEARCH_ACCOUNTS not in trial.finds
    assert "user's token" in " ".join(trial.remarks)
    assert fake_calls(servers[0]) <= 4
    monkeypatch.setenv("VK_USER_TOKENS", USER)
    assert Listing.SEARCH_ACCOUNTS in attempt("vk", "vk:-1").finds


def test_without_seeds_the_first_word_is_searched_for(servers, monkeypatch) -> None:
    monkeypatch.setenv("VK_SERVICE_TOKENS", SERVICE)
    monkeypatch.setenv("YOUTUBE_API_KEY", KEY)
    assert attempt("vk").is_open
    assert attempt("youtube").is_open
    assert servers[0].methods() == ["newsfeed.search"]
    assert [it.path.rpartition("/")[2] for it in servers[1].asked][:1] == ["search"]


@pytest.mark.parametrize("seeds", [("vk:-1", "vk:-2"), ()])
def test_a_bad_token_is_told_with_what_to_do(servers, monkeypatch, seeds) -> None:
    monkeypatch.setenv("VK_SERVICE_TOKENS", "a-token-that-nobody-gave-out")
    trial = attempt("vk", *seeds)
    assert not trial.is_open
    assert "VK refuses token 1 of VK_SERVICE_TOKENS" in str(trial.trouble)
    assert "a-token-that" not in repr(trial)


def test_a_bad_key_is_told_with_what_to_do(servers, monkeypatch) -> None:
    monkeypatch.setenv("YOUTUBE_API_KEY", "a-key-that-nobody-gave-out-000000000000")
    refused = error(401, "authError", "Invalid Credentials")
    servers[1].before = lambda asked: refused
    trial = attempt("youtube", "https://www.youtube.com/@knitter.1")
    assert "correct YOUTUBE_API_KEY" in str(trial.trouble)
    assert "a-key-that" not in repr(trial)


def test_a_wrong_setting_is_trouble_and_no_crash(servers, monkeypatch) -> None:
    monkeypatch.setenv("VK_API", "ftp://elsewhere.example")
    assert "VK_API must be an https address" in str(attempt("vk").trouble)


class Servers(SimulatedPlatform):
    """Some of its seeds are on servers that are away."""

    def find_account(self, text: str) -> str | None:
        if "away" in text:
            raise ServerUnreachable("away.example is away; try later.", 0)
        return super().find_account(text)


class Silent(SimulatedPlatform):
    """Nobody answers."""

    def find_account(self, text: str) -> str | None:
        raise PlatformUnreachable("nobody answers; try later.")


@pytest.mark.parametrize(
    ("make", "seeds", "trouble"),
    [
        (Servers, ("away", "olga_spitsy_2"), None),
        (Servers, ("away", "nobody"), None),
        (Servers, ("away", "away.2"), "away.example is away; try later."),
        (Silent, ("olga_spitsy_2",), "nobody answers; try later."),
    ],
)
def test_one_server_that_is_away_says_nothing_of_the_others(
    make: Callable[[], SimulatedPlatform], seeds: tuple[str, ...], trouble: str | None
) -> None:
    assert try_platform("simulated", make, seeds, ()).trouble == trouble


def test_what_fails_at_the_beginning_is_trouble() -> None:
    def fail() -> SimulatedPlatform:
        raise LeadersError("It is set up wrongly; correct it.")

    assert try_platform("simulated", fail, (), ()).trouble == "It is set up wrongly; correct it."
