"""Where advertising may be bought: the table that ships, and what a workspace says instead."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from leaders.audience.market_rules import (
    BUNDLED,
    NO_RULE,
    Rule,
    describe_rule,
    find_country,
    load_rules,
)
from leaders.errors import LeadersError
from leaders.model import PlatformName
from leaders.niche import load_niche
from leaders.settings import Workspace


def write(workspace: Workspace, text: str) -> Path:
    path = workspace.root / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_bundled_rule_has_a_date_and_a_source(workspace: Workspace) -> None:
    countries = tomllib.loads(BUNDLED.read_text(encoding="utf-8"))
    assert {"RU", "NL", "DE", "GB", "US", "KZ", "BY", "UA"} == set(countries)
    for country in countries:
        rules = load_rules(workspace, country)
        assert list(rules) == list(PlatformName)
        known = [rule for rule in rules.values() if rule.status != "unknown"]
        assert {rule.platform for rule in known} == set(countries[country]["platform"])
        for rule in known:
            assert rule.source
            assert rule.as_of is not None
            assert date(2017, 1, 1) < rule.as_of < date(2026, 12, 1)


def test_russia(workspace: Workspace) -> None:
    rules = load_rules(workspace, "RU")
    assert {name: rule.status for name, rule in rules.items()} == {
        "vk": "allowed", "telegram": "disputed", "youtube": "disputed", "instagram": "banned",
        "facebook": "banned", "linkedin": "banned", "bluesky": "unknown", "mastodon": "unknown",
        "tiktok": "unknown", "dzen": "unknown", "ok": "unknown", "rutube": "unknown",
        "max": "unknown", "files": "unknown", "simulated": "unknown",
    }  # fmt: skip
    vk = rules["vk"]
    assert vk.levy_percent == 3
    assert "erid" in vk.marking
    assert [vk.must_be_registered(it) for it in (10_000, 10_001, None)] == [False, True, True]
    assert "5 (10.7)" in rules["telegram"].note
    assert rules["telegram"].levy_percent == 3
    assert rules["telegram"].as_of == date(2026, 3, 11)
    assert rules["instagram"].as_of == date(2025, 9, 1)


def test_the_netherlands(workspace: Workspace) -> None:
    rule = load_rules(workspace, "NL")["instagram"]
    assert (rule.status, rule.levy_percent) == ("allowed", 0)
    assert "#advertentie" in rule.marking
    assert rule.must_be_registered(5)  # of any size: a person has to look


def test_a_platform_says_what_differs_from_its_country(workspace: Workspace) -> None:
    rules = load_rules(workspace, "KZ")
    assert rules["telegram"].marking == "none in messengers"
    assert "на правах рекламы" in rules["vk"].marking
    assert rules["telegram"].source == rules["vk"].source


@pytest.mark.parametrize("country", [None, "XX", "ru"])
def test_of_an_unknown_country_no_rule_is_known(workspace: Workspace, country: str | None) -> None:
    rules = load_rules(workspace, country)
    assert set(rules) == set(PlatformName)
    assert {rule.status for rule in rules.values()} == {"unknown"}
    rule = rules["vk"]
    assert rule.note == NO_RULE
    assert not rule.must_be_registered(10**6)
    assert rule.levy_percent == 0
    assert NO_RULE in describe_rule(rule)


def test_a_rule_in_words_has_its_date_and_source(workspace: Workspace) -> None:
    rules = load_rules(workspace, "RU")
    said = describe_rule(rules["vk"])
    assert said.startswith("VK, advertiser in RU: allowed. ")
    assert "Marking: erid" in said
    assert "Levy: 3 %." in said
    assert "Registry: Roskomnadzor" in said
    assert "As of 2025-08-18: laws" in said
    banned = describe_rule(rules["instagram"])
    assert "As of 2025-09-01: law 72-FZ" in banned
    assert "Levy" not in banned


def test_a_rule_ages(workspace: Workspace) -> None:
    rule = load_rules(workspace, "RU")["telegram"]
    assert not rule.is_old(date(2026, 9, 7))
    assert rule.is_old(date(2026, 9, 8))
    assert not Rule("XX", "vk").is_old(date(2099, 1, 1))


def test_the_workspace_goes_first(workspace: Workspace) -> None:
    write(
        workspace,
        "[RU.platform.telegram]\nstatus = 'banned'\nas_of = 2026-11-01\nnote = 'blocked'\n"
        "[FR]\nmarking = '#publicite'\nsource = 'a lawyer'\nas_of = 2026-10-01\n"
        "[FR.platform.instagram]\nstatus = 'allowed'\nas_of = 2026-10-02\n",
    )
    rules = load_rules(workspace, "RU")
    telegram = rules["telegram"]
    assert (telegram.status, telegram.note) == ("banned", "blocked")
    assert (telegram.source, telegram.as_of) == ("rules.toml", date(2026, 11, 1))
    assert rules["youtube"].status == "disputed"
    assert rules["vk"].levy_percent == 3
    french = load_rules(workspace, "FR")["instagram"]
    assert (french.marking, french.source) == ("#publicite", "rules.toml")


def test_a_country_of_the_workspace_replaces_key_by_key(workspace: Workspace) -> None:
    write(workspace, "[RU]\nlevy_percent = 5\nas_of = 2026-11-01\n")
    vk = load_rules(workspace, "RU")["vk"]
    assert (vk.levy_percent, vk.source, vk.as_of) == (5, "rules.toml", date(2026, 11, 1))
    assert "erid" in vk.marking


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[RU", "not TOML"),
        ("RU = 3", r"RU: must be"),
        ("[Russia]\nlevy_percent = 1\nas_of = 2026-01-01", "two capital letters"),
        ("[RU]\nlevy = 1\nas_of = 2026-01-01", r"RU\.levy: unknown key"),
        ("[RU]\nlevy_percent = -1\nas_of = 2026-01-01", r"RU\.levy_percent: must be greater"),
        ("[RU]\nlevy_percent = '3'\nas_of = 2026-01-01", r"RU\.levy_percent: must be a valid num"),
        ("[RU]\nas_of = 'today'", r"RU\.as_of: must be a valid date"),
        ("[RU]\nlevy_percent = 4", "RU: as_of is missing; say on which day"),
        ("[RU.platform.vk]\nas_of = 2026-01-01", r"RU\.platform\.vk\.status: is missing"),
        ("[RU.platform.vk]\nstatus = 'banned'", r"RU\.platform\.vk: as_of is missing"),
        ("[RU.platform.vk]\nstatus = 'illegal'\nas_of = 2026-01-01", "'allowed', 'disputed'"),
        ("[RU.platform.myspace]\nstatus = 'banned'\nas_of = 2026-01-01", "myspace: no platform"),
        ("[RU]\nplatform = 3", r"RU\.platform: must be"),
        ("[RU.platform]\nvk = 3", r"RU\.platform\.vk: must be"),
    ],
)
def test_mistakes_of_the_workspace_are_told(workspace: Workspace, text: str, told: str) -> None:
    path = write(workspace, text)
    with pytest.raises(LeadersError, match=told) as raised:
        load_rules(workspace, "RU")
    assert str(raised.value).startswith(str(path))


def test_a_rules_file_that_is_no_text(workspace: Workspace) -> None:
    (workspace.root / "rules.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LeadersError, match="not TOML in UTF-8"):
        load_rules(workspace, "RU")


@pytest.mark.parametrize(
    ("sections", "country"),
    [
        ("", None),
        ('[where]\ncountry = "NL"\n', "NL"),
        ('[client]\ncountry = "RU"\n', "RU"),
        ('[client]\ncountry = "RU"\n[where]\ncountry = "NL"\n', "RU"),
        ('[client]\nname = "Wool"\n[where]\ncountry = "NL"\n', "NL"),
    ],
)
def test_whose_rules_hold(workspace: Workspace, sections: str, country: str | None) -> None:
    path = workspace.niches / "niche.toml"
    path.write_text(f'title = "A niche"\nplatforms = ["vk"]\n{sections}', encoding="utf-8")
    assert find_country(load_niche(workspace, "niche")) == country
